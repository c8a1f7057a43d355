/** What SES v2 refuses in a `SendEmail` request, and how it says so. aws-ses-v2-local accepts all of this. */

/** The parts of a `SendEmail` request that are read here. */
export interface SendEmail {
  readonly FromEmailAddress?: string;
  readonly Destination?: { readonly ToAddresses?: string[]; readonly CcAddresses?: string[]; readonly BccAddresses?: string[] };
  readonly ReplyToAddresses?: string[];
  readonly Content?: {
    readonly Simple?: {
      readonly Subject?: { readonly Data?: string };
      readonly Body?: { readonly Html?: { readonly Data?: string }; readonly Text?: { readonly Data?: string } };
      readonly Headers?: { readonly Name?: string; readonly Value?: string }[];
      readonly Attachments?: unknown[];
    };
    readonly Raw?: unknown;
    readonly Template?: unknown;
  };
  readonly EmailTags?: { readonly Name?: string; readonly Value?: string }[];
  readonly ConfigurationSetName?: string;
}

/** A refusal: SES's error code, its HTTP status, and a message. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

const bad = (message: string): Refusal => ({ code: 'BadRequestException', status: 400, message });
const rejected = (message: string): Refusal => ({ code: 'MessageRejected', status: 400, message });

const mostRecipients = 50;
const mostHeaders = 15;
const mostBytes = 40 * 1024 * 1024;
const forbidden = new Set([
  ...['from', 'to', 'cc', 'bcc', 'subject', 'reply-to', 'date', 'message-id', 'mime-version'],
  ...['content-type', 'content-disposition', 'return-path'],
]);
const once = /^(list-.*|auto-submitted)$/;
const headerName = /^[!-9;-~]{1,126}$/;
const headerValue = /^[ -~]{1,995}$/;
const longestHeader = 996;
const tag = /^[A-Za-z0-9_-]{1,256}$/;
const domain = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;
const local = /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+|"[ -~]+")$/;

/** All recipients, as they were given. */
export const recipientsOf = ({ Destination: to = {} }: SendEmail): string[] => [
  ...(to.ToAddresses ?? []),
  ...(to.CcAddresses ?? []),
  ...(to.BccAddresses ?? []),
];

/** `Ola <ola@example.com>` → `ola@example.com`. */
export const addressOf = (mailbox: string): string => /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();

/** Why SES would refuse the request, or undefined if it would not. `verified`, if given, are the domains that may send. */
export function refusalOf(request: SendEmail, verified: readonly string[] | undefined): Refusal | undefined {
  return (
    senderRefusal(request, verified) ??
    recipientRefusal(request) ??
    contentRefusal(request) ??
    headerRefusal(request) ??
    tagRefusal(request)
  );
}

function senderRefusal(
  { FromEmailAddress: from, ReplyToAddresses: replyTo = [] }: SendEmail,
  verified: readonly string[] | undefined,
): Refusal | undefined {
  if (!from) return bad('Must have a from email address.');
  const wrong = [from, ...replyTo].map(mailboxRefusal).find(Boolean);
  if (wrong) return wrong;
  const sender = addressOf(from);
  const at = sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
  if (verified && !verified.some((one) => at === one || at.endsWith(`.${one}`))) {
    return rejected(`Email address is not verified. The following identities failed the check in region EU-WEST-1: ${sender}`);
  }
  return undefined;
}

function recipientRefusal(request: SendEmail): Refusal | undefined {
  const recipients = recipientsOf(request);
  if (recipients.length === 0) return bad('Must have at least one recipient.');
  if (recipients.length > mostRecipients) return rejected(`Recipient count exceeds ${mostRecipients}.`);
  return recipients.map(mailboxRefusal).find(Boolean);
}

function mailboxRefusal(mailbox: string): Refusal | undefined {
  // a display name beyond ASCII has to be encoded by RFC 2047, and SES takes no SMTPUTF8
  if (!/^[ -~]*$/.test(mailbox)) return bad('Local address contains control or whitespace, or a character beyond ASCII');
  if (/,|;/.test(mailbox.replace(/"[^"]*"/g, ''))) return bad('Illegal address');
  const address = addressOf(mailbox);
  const at = address.lastIndexOf('@');
  if (at < 0) return bad("Missing final '@domain'");
  if (at > 64 || !local.test(address.slice(0, at)) || /^\.|\.$|\.\./.test(address.slice(0, at))) return bad('Illegal address');
  if (!domain.test(address.slice(at + 1)) || address.length > 254) return bad('Domain contains illegal character');
  return undefined;
}

function contentRefusal({ Content: content }: SendEmail): Refusal | undefined {
  if (content?.Raw || content?.Template) return bad('The local SES takes simple content only, which is all that Samtykke sends.');
  const { Subject: subject, Body: body } = content?.Simple ?? {};
  if (!subject?.Data) return bad('Must have a subject.');
  if (/[\r\n]/.test(subject.Data)) return bad('Subject contains a line break.');
  const texts = [body?.Html?.Data, body?.Text?.Data].filter((text): text is string => Boolean(text));
  if (texts.length === 0) return bad('Must have an HTML or a text body.');
  if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > mostBytes)
    return rejected('Message length is more than 41943040 bytes long.');
  return undefined;
}

function headerRefusal({ Content: content }: SendEmail): Refusal | undefined {
  const headers = content?.Simple?.Headers ?? [];
  if (headers.length > mostHeaders) return bad(`Number of headers exceeds ${mostHeaders}.`);
  const seen = new Set<string>();
  for (const { Name: name = '', Value: value = '' } of headers) {
    const lower = name.toLowerCase();
    if (!headerName.test(name)) return bad(`Invalid header name: ${name}`);
    if (forbidden.has(lower)) return bad(`Header not allowed: ${name}`);
    if (!headerValue.test(value) || name.length + value.length > longestHeader) return bad(`Invalid value of header: ${name}`);
    if (once.test(lower) && seen.has(lower)) return bad(`Duplicate header: ${name}`);
    seen.add(lower);
  }
  return undefined;
}

function tagRefusal({ EmailTags: tags = [] }: SendEmail): Refusal | undefined {
  const wrong = tags.find(({ Name: name = '', Value: value = '' }) => !tag.test(name) || !tag.test(value));
  return wrong && bad(`Invalid tag: ${wrong.Name}`);
}
