/**
 * A thin front before aws-ses-v2-local that has what the real SES has and the engine lacks: refusals with SES's error codes, send
 * rate and quota, tags, configuration sets, the mailbox simulator, events to SNS; and faults on request.
 *
 * One front serves a process. Each system registers a configuration set of its own, by which its mails are told apart.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventsOf, type Mail, type MailEvent } from './ses-events.ts';
import { addressOf, type Refusal, recipientsOf, refusalOf, type SendEmail } from './ses-rules.ts';

/**
 * What may go wrong with a call. `drop` and `error` come before SES took the mail; `drop-after-accept` (connection reset),
 * `error-after-accept` (HTTP 500) and `silence-after-accept` (no answer at all) after it; `throttle`, `reject` and `pause` are SES's own
 * answers `TooManyRequestsException`, `MessageRejected` and `SendingPausedException`.
 */
export type SesFault =
  | 'drop'
  | 'error'
  | 'drop-after-accept'
  | 'error-after-accept'
  | 'silence-after-accept'
  | 'throttle'
  | 'reject'
  | 'pause';

/** One `SendEmail` call that reached SES: to whom, when by the system's clock, and what became of it. */
export interface SesCall {
  readonly to: string;
  readonly at: string;
  /** `accepted`, an error code of SES, or the fault that struck. */
  readonly outcome: string;
}

/** The sending limits of the account. May be changed at any time. */
export interface SesLimits {
  /** Recipients per second. */
  maxSendRate: number;
  /** Recipients in 24 hours. */
  max24HourSend: number;
  /** Domains that may send; undefined: all. */
  verifiedDomains: readonly string[] | undefined;
  enforcementStatus: 'HEALTHY' | 'PROBATION' | 'SHUTDOWN';
}

/** The SES of one system. */
export interface SesAccount {
  readonly configurationSet: string;
  readonly limits: SesLimits;
  /** Accepted mails, newest first. */
  readonly mails: () => readonly Mail[];
  /** Every call, oldest first. */
  readonly calls: readonly SesCall[];
  /** Every event, oldest first, as it went to SNS. */
  readonly events: readonly MailEvent[];
  /** Lets the next calls fail: `times` of them (once), to one recipient or to any. */
  readonly fail: (fault: SesFault, options?: { times?: number; to?: string }) => void;
  /** Settles when all events so far have been published. */
  readonly published: () => Promise<void>;
  readonly close: () => void;
}

/** What a system tells the front when it registers. */
export interface SesSetup {
  readonly configurationSet: string;
  readonly now: () => Date;
  readonly verifiedDomains: readonly string[] | undefined;
  /** Sends an event to the topic of the configuration set. */
  readonly publish: (event: MailEvent) => Promise<void>;
  /** Mails of an earlier run, oldest first, and where to keep those of this one. */
  readonly kept?: { readonly mails: readonly Mail[]; readonly add: (mail: Mail) => void };
}

interface Account {
  readonly setup: SesSetup;
  readonly limits: SesLimits;
  readonly mails: Mail[];
  readonly calls: SesCall[];
  readonly events: MailEvent[];
  readonly sent: { at: number; recipients: number }[];
  faults: { fault: SesFault; to: string | undefined; times: number }[];
  publishing: Promise<void>;
}

const accounts: Account[] = [];
let front: Promise<string> | undefined;

/** Registers a system, and starts the front when it is the first. Leads the SDK's SES client of this process to the front. */
export async function openSes(setup: SesSetup): Promise<SesAccount> {
  front ??= startFront();
  process.env.AWS_ENDPOINT_URL_SESV2 = await front;
  const account: Account = {
    setup,
    limits: {
      maxSendRate: 1_000,
      max24HourSend: 1_000_000,
      verifiedDomains: setup.verifiedDomains,
      enforcementStatus: 'HEALTHY',
    },
    mails: [...(setup.kept?.mails ?? [])],
    calls: [],
    events: [],
    sent: [],
    faults: [],
    publishing: Promise.resolve(),
  };
  accounts.push(account);
  return {
    configurationSet: setup.configurationSet,
    limits: account.limits,
    mails: () => account.mails.toReversed(),
    calls: account.calls,
    events: account.events,
    fail: (fault, { times = 1, to } = {}) => {
      account.faults.push({ fault, to, times });
    },
    published: () => account.publishing,
    close: () => {
      accounts.splice(accounts.indexOf(account), 1);
    },
  };
}

async function startFront(): Promise<string> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      refuse(response, { code: 'InternalFailure', status: 500, message: String(error) }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // it lives as long as the process, and does not keep it alive
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const account = accounts.at(-1);
  if (account && request.method === 'GET' && request.url === '/v2/email/account') return reply(response, 200, accountOf(account));
  if (request.method === 'POST' && request.url === '/v2/email/outbound-emails') return sendEmail(request, body, response);
  return refuse(response, {
    code: 'NotFoundException',
    status: 404,
    message: 'The local SES knows SendEmail and GetAccount only.',
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const refuse = (response: ServerResponse, { code, status, message }: Refusal): void =>
  reply(response, status, { message }, { 'x-amzn-errortype': code });

const accountOf = (account: Account) => ({
  DedicatedIpAutoWarmupEnabled: false,
  EnforcementStatus: account.limits.enforcementStatus,
  ProductionAccessEnabled: true,
  SendingEnabled: account.limits.enforcementStatus !== 'SHUTDOWN',
  SendQuota: {
    Max24HourSend: account.limits.max24HourSend,
    MaxSendRate: account.limits.maxSendRate,
    SentLast24Hours: sentWithin(account, 86_400_000),
  },
  SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
});

function sentWithin({ sent, setup }: Account, ms: number): number {
  const since = setup.now().getTime() - ms;
  return sent.reduce((sum, { at, recipients }) => (at > since ? sum + recipients : sum), 0);
}

async function sendEmail(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
  const mail = JSON.parse(body) as SendEmail;
  // a mail without a configuration set is sent all the same; it shows up with the system that started last
  const account = mail.ConfigurationSetName
    ? accounts.find(({ setup }) => setup.configurationSet === mail.ConfigurationSetName)
    : accounts.at(-1);
  if (!account) {
    return refuse(response, {
      code: 'NotFoundException',
      status: 404,
      message: `Configuration set <${mail.ConfigurationSetName}> does not exist.`,
    });
  }
  const to = recipientsOf(mail).map(addressOf).join(', ');
  const note = (outcome: string) => account.calls.push({ to, at: account.setup.now().toISOString(), outcome });
  const fault = takeFault(account, to);
  const refusal = limitRefusal(account) ?? refusalOf(mail, account.limits.verifiedDomains) ?? (fault && refusals[fault]);
  if (refusal) {
    note(refusal.code);
    return refuse(response, refusal);
  }
  note(fault ?? 'accepted');
  if (fault === 'drop') return void request.socket.destroy();
  if (fault === 'error') return refuse(response, internalFailure);

  // counted before the engine answers: calls at the same moment must see each other
  account.sent.push({ at: account.setup.now().getTime(), recipients: recipientsOf(mail).length });
  const status = await forward(request, body);
  if (status !== 200)
    return refuse(response, { code: 'BadRequestException', status, message: 'The SES engine refused the request.' });
  const id = newMessageId(account.setup.now());
  accept(account, mail, id);
  if (fault === 'drop-after-accept') return void request.socket.destroy();
  if (fault === 'error-after-accept') return refuse(response, internalFailure);
  if (fault === 'silence-after-accept') return undefined;
  return reply(response, 200, { MessageId: id });
}

const internalFailure: Refusal = { code: 'InternalFailure', status: 500, message: 'Internal failure.' };
const rateExceeded: Refusal = { code: 'TooManyRequestsException', status: 429, message: 'Maximum sending rate exceeded.' };
const quotaExceeded: Refusal = { code: 'TooManyRequestsException', status: 429, message: 'Daily message quota exceeded.' };
const paused: Refusal = { code: 'SendingPausedException', status: 400, message: 'Email sending is disabled.' };
const refusals: Partial<Record<SesFault, Refusal>> = {
  throttle: rateExceeded,
  reject: { code: 'MessageRejected', status: 400, message: 'Message rejected.' },
  pause: paused,
};

function takeFault(account: Account, to: string): SesFault | undefined {
  const found = account.faults.find((one) => one.to === undefined || one.to === to);
  if (!found) return undefined;
  found.times -= 1;
  account.faults = account.faults.filter(({ times }) => times > 0);
  return found.fault;
}

function limitRefusal(account: Account): Refusal | undefined {
  if (account.limits.enforcementStatus === 'SHUTDOWN') return paused;
  // as at SES, a call goes through while anything of the limit is left
  if (sentWithin(account, 86_400_000) >= account.limits.max24HourSend) return quotaExceeded;
  return sentWithin(account, 1_000) >= account.limits.maxSendRate ? rateExceeded : undefined;
}

// as SES writes them; the engine's own are nine random digits, which meet too soon
const newMessageId = (now: Date): string => `0102${now.getTime().toString(16).padStart(12, '0')}-${randomUUID()}-000000`;

async function forward(request: IncomingMessage, body: string): Promise<number> {
  const response = await fetch(`${process.env.SES_ENGINE_URL}/v2/email/outbound-emails`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

function accept(account: Account, request: SendEmail, id: string): void {
  const { setup } = account;
  const recipients = recipientsOf(request);
  const { Subject: subject, Body: body, Headers: headers = [] } = request.Content?.Simple ?? {};
  const from = request.FromEmailAddress ?? '';
  const given = Object.fromEntries(headers.map(({ Name: name = '', Value: value = '' }) => [name.toLowerCase(), value]));
  const replyTo = request.ReplyToAddresses?.join(', ');
  const mail: Mail = {
    id,
    to: recipients.map(addressOf).join(', '),
    from,
    subject: subject?.Data ?? '',
    html: body?.Html?.Data ?? '',
    text: body?.Text?.Data ?? '',
    headers: {
      from,
      to: recipients.join(', '),
      subject: subject?.Data ?? '',
      ...(replyTo && { 'reply-to': replyTo }),
      'message-id': `<${id}@eu-west-1.amazonses.com>`,
      ...given,
    },
    tags: Object.fromEntries((request.EmailTags ?? []).map(({ Name: name = '', Value: value = '' }) => [name, value])),
    configurationSet: request.ConfigurationSetName,
    at: setup.now().toISOString(),
  };
  account.mails.push(mail);
  setup.kept?.add(mail);
  if (!mail.configurationSet) return; // SES reports on mails of a configuration set only
  const events = eventsOf(mail, recipients, setup.now());
  account.events.push(...events);
  account.publishing = account.publishing.then(async () => {
    for (const event of events) await setup.publish(event);
  });
  account.publishing.catch(() => {}); // `published` tells it
}
