/** The one place that hands a mail to SES, and what its answers mean. */
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Ses } from '../deps.ts';
import { type Mail, oneLine } from './mail.ts';

/** A mail, its one recipient and what goes along with it. */
export interface Sending {
  readonly from: { readonly name: string; readonly email: string };
  readonly to: string;
  readonly replyTo: string;
  readonly mail: Mail;
  /** Headers beyond those that SES writes itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** For SES's events. Ids only: letters, digits, `_` and `-`. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What became of a call. `not_sent` is certain: SES refused, or was never reached; `retry` says whether the same mail may fare better later.
 * `unknown` may have been sent: it must not be tried again, and SES's own events tell.
 */
export type SendOutcome =
  | { readonly outcome: 'sent'; readonly messageId: string }
  | { readonly outcome: 'not_sent'; readonly reason: string; readonly retry: boolean }
  | { readonly outcome: 'unknown' };

/** RFC 3834: no vacation notice needs to answer this. For our own mails; a campaign's newsletters are not automatic replies. */
export const autoSubmitted = { 'Auto-Submitted': 'auto-generated' } as const;

/** How long SES may take. A Lambda that sends has more time than this. */
const answerWithinMs = 10_000;

/** One `SendEmail` call, at most: the client must be made with `maxAttempts: 1`. No answer of SES throws. A mail that SES could not send as it is, is not handed over. */
export async function sendMail(ses: Ses, sending: Sending, withinMs = answerWithinMs): Promise<SendOutcome> {
  const wrong = defectOf(sending);
  if (wrong) return { outcome: 'not_sent', reason: wrong, retry: false };
  const { from, to, replyTo, mail, headers, tags } = sending;
  const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });
  const command = new SendEmailCommand({
    FromEmailAddress: mailbox(from.name, from.email),
    Destination: { ToAddresses: [to] },
    ReplyToAddresses: [replyTo],
    ConfigurationSetName: ses.configurationSet(),
    // opens and clicks are our own affair: SES would track without asking
    ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } },
    Content: {
      Simple: {
        Subject: utf8(oneLine(mail.subject)),
        Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
        Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
      },
    },
    EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  });
  try {
    const { MessageId } = await ses.client.send(command, { abortSignal: AbortSignal.timeout(withinMs) });
    return MessageId ? { outcome: 'sent', messageId: MessageId } : { outcome: 'unknown' };
  } catch (error) {
    return outcomeOf(error);
  }
}

const atoms = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/**
 * A name and an address as a header holds them, in printable ASCII: the name as it is if it consists of atoms (RFC 5322 §3.2.3), else
 * quoted, else as encoded words (RFC 2047). Control characters become spaces.
 */
export function mailbox(name: string, email: string): string {
  const line = oneLine(name);
  if (line === '') return email;
  if (/[^ -~]/.test(line) || line.includes('=?')) return `${encodedWords(line)} <${email}>`;
  return `${atoms.test(line) ? line : `"${line.replace(/["\\]/g, '\\$&')}"`} <${email}>`;
}

/** RFC 2047 §2: an encoded word has at most 75 characters, and each must decode by itself, so no character is split. */
function encodedWords(text: string): string {
  const [before, after] = ['=?UTF-8?B?', '?='];
  const bytesPerWord = Math.floor((75 - before.length - after.length) / 4) * 3;
  const words: string[] = [];
  for (const character of text) {
    const joined = (words.at(-1) ?? '') + character;
    if (words.length > 0 && Buffer.byteLength(joined) <= bytesPerWord) words[words.length - 1] = joined;
    else words.push(character);
  }
  return words.map((word) => `${before}${Buffer.from(word).toString('base64')}${after}`).join(' ');
}

/** Exactly one mailbox: no list, no name, no comment, nothing that ends the header. */
const address = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}$/;
const headerName = /^[!-9;-~]{1,126}$/;
const headerValue = /^[ -~]{1,995}$/;
const tag = /^[A-Za-z0-9_-]{1,256}$/;

/** Headers that SES writes itself, by its documentation of `MessageHeader`. */
const reserved = new Set([
  'bcc',
  'cc',
  'content-disposition',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'return-path',
  'subject',
  'to',
]);

/** What keeps SES from sending this mail as it is; undefined if nothing does. Names no content. */
function defectOf({ from, to, replyTo, headers, tags }: Sending): string | undefined {
  if (![from.email, to, replyTo].every((one) => address.test(one))) return 'address_not_sendable';
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  if (names.length > 15 || new Set(names).size < names.length || names.some((name) => reserved.has(name)))
    return 'headers_not_allowed';
  const fits = ([name, value]: [string, string]) =>
    headerName.test(name) && headerValue.test(value) && name.length + value.length <= 996;
  if (!Object.entries(headers).every(fits)) return 'header_not_printable';
  if (!Object.entries(tags).every((pair) => pair.every((text) => tag.test(text)))) return 'tag_not_allowed';
  return undefined;
}

/** Refusals that pass: too fast, too much for today, the account stopped, the role not in place yet. */
const passing = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'ThrottlingException',
  'Throttling',
  'RequestThrottled',
  'RequestLimitExceeded',
  'AccountSuspendedException',
  'SendingPausedException',
  'ConflictException',
  'AccessDeniedException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'InvalidSignatureException',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/** Failures before the connection stood, so nothing left this machine. */
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CredentialsProviderError']);

function outcomeOf(error: unknown): SendOutcome {
  const { name = '', code, $metadata } = error as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  const unsent = [name, code].find((known) => known !== undefined && neverLeft.has(known));
  if (unsent) return { outcome: 'not_sent', reason: unsent, retry: true };
  // whatever else is no refusal may have come after SES took the mail: a lost answer, a time-out, a 5xx, an answer nobody can read
  if (status === undefined || status < 400 || status === 408 || status >= 500) return { outcome: 'unknown' };
  return { outcome: 'not_sent', reason: name, retry: passing.has(name) || status === 429 };
}
