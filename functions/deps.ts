/**
 * Everything a function reaches outside itself, each part exported by name: the only reader of `process.env` and the only maker
 * of SDK clients. Each part reads its variable and makes its client when first used, so that importing a handler needs no
 * environment, a function needs only its own variables, and a bundle holds only the clients that its function names.
 *
 * The SDK's own `AWS_ENDPOINT_URL_*` variables lead to local engines; nothing here knows about them but `secret` and `signed`, which sign
 * their requests themselves, because a whole SDK client would double the smallest bundles.
 */
import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AwsClient } from 'aws4fetch';
import { brands } from '../policies/brands.ts';
import type { Policy } from './domain/policy.ts';
import { parseSecret, type Secret } from './domain/secret.ts';
import { once } from './once.ts';
import type { TableName } from './store/tables.ts';
import type { QueueName } from './triggers.ts';

/** What a function may ask for. A function's `Needs` is a `Pick` of this, and its role in CDK grants just that. */
export interface Deps {
  readonly db: Db;
  readonly ses: Ses;
  readonly bulkSes: BulkSes;
  readonly queues: Queues;
  readonly files: Files;
  /** The bucket in which the ledger is anchored. */
  readonly anchors: Files;
  readonly signed: Signed;
  readonly timers: Timers;
  /** The deployment's pepper and signing keys; kept for five minutes, so a rotation needs no deployment. */
  readonly secret: () => Promise<Secret>;
  /** The policy of a brand that this deployment serves. */
  readonly policyOf: (brand: string) => Policy | undefined;
  /** Every policy that this deployment serves. */
  readonly policies: () => readonly Policy[];
  /** Where links in mails and pages lead, without a slash at the end. */
  readonly publicUrl: () => string;
  /** Where the stage receives mail, if it does. */
  readonly inboundDomain: () => string | undefined;
  /** To whom the stage sends test mails: addresses, or whole domains as `@example.com`. */
  readonly testRecipients: () => readonly string[];
  /** The AWS region in which everything is kept. */
  readonly region: () => string;
  readonly now: () => Date;
  /** Milliseconds by a clock that nobody sets: for how long something has taken. */
  readonly elapsed: () => number;
  /** Lets so many milliseconds pass. */
  readonly sleep: (ms: number) => Promise<void>;
  /** 128 random bits, base64url: 22 characters, of which the first is no hyphen. */
  readonly newId: () => string;
  /** Writes one JSON line. Ids and outcomes only: never an address, a body, a header or a token. */
  readonly log: (outcome: string, ids?: LogFields) => void;
}

/** What a line says beside its outcome, which is the line's own: alarms are set on it. */
export type LogFields = Readonly<Record<string, string | number>> & { readonly outcome?: never };

/** DynamoDB, and the names that this stage gave its tables. */
export interface Db {
  readonly client: DynamoDBClient;
  readonly tableName: (table: TableName) => string;
}

/** SES, and the configuration set that reports what became of a mail. */
export interface Ses {
  readonly client: SESv2Client;
  readonly configurationSet: () => string;
}

/** S3, and a bucket of this stage: that of exports and imports, or that of anchors. */
export interface Files {
  readonly client: S3Client;
  readonly bucket: () => string;
}

/** SES for many mails one after the other, on connections that are kept for as long as somebody is at it. */
export interface BulkSes extends Ses {
  /** Does `work`; when nobody is at work any more, the connections are closed. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
}

/** SQS, and the addresses of this stage's queues. */
export interface Queues {
  readonly client: SQSClient;
  readonly url: (queue: QueueName) => string;
}

/** SQS and DynamoDB by requests that we sign ourselves, for functions that a reader waits for: a client of the SDK takes longer to load than they run. */
export interface Signed {
  /** Puts a message on a queue, which hands it on after its own delay, or after `delaySeconds`. */
  readonly send: (queue: QueueName, message: object, delaySeconds?: number) => Promise<void>;
  /** Reads an item strongly, as DynamoDB writes it. */
  readonly getItem: (table: TableName, key: StoredKey) => Promise<Readonly<Record<string, StoredValue>> | undefined>;
}

/** A key as DynamoDB writes it. */
export type StoredKey = Readonly<Record<string, { readonly S: string }>>;

/** A value as DynamoDB writes it, as far as `signed` reads any. */
export interface StoredValue {
  readonly S?: string;
  readonly N?: string;
  readonly L?: readonly StoredValue[];
}

/** EventBridge Scheduler, and what this stage's timers call: in which group they lie, which job, by whose leave, and where a call goes that did not come through. */
export interface Timers {
  readonly client: SchedulerClient;
  readonly target: () => { readonly group: string; readonly jobArn: string; readonly roleArn: string; readonly deadArn: string };
}

const variable = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`the environment lacks ${name}`);
  return value;
};

// Kept, and closed by ourselves once idle: the other end closes idle connections too, and a function that has slept meanwhile, or had no turn at the processor, learns
// of it by a reset. The SDK repeats such a call, but no more than 35 at once: a sender that wakes with fifty of them would lose the others.
const keptConnection = { keepAlive: true, timeout: 5_000 };
const dynamoDb = /* @__PURE__ */ once(
  () => new DynamoDBClient({ requestHandler: { httpAgent: keptConnection, httpsAgent: keptConnection } }),
);
const tableName = (table: TableName): string => variable(`${table.toUpperCase()}_TABLE`);
/** `PEOPLE_TABLE`, `CAMPAIGNS_TABLE` and `LEDGER_TABLE` name the tables. */
export const db: Db = {
  get client() {
    return dynamoDb();
  },
  tableName,
};

// One try: SES has no idempotency token, so a second try after a lost answer would be a second mail (I1). And a new connection for it: one that has
// idled, in a Lambda that slept, may be closed at the other end; that looks like a lost answer too, and a mail that never left would not be sent again.
const ownConnection = { keepAlive: false };
const sesV2 = /* @__PURE__ */ once(
  () => new SESv2Client({ maxAttempts: 1, requestHandler: { httpAgent: ownConnection, httpsAgent: ownConnection } }),
);
/** `CONFIGURATION_SET` names the configuration set. */
export const ses: Ses = {
  get client() {
    return sesV2();
  },
  configurationSet: () => variable('CONFIGURATION_SET'),
};

// A batch's calls follow each other within moments, so its connections are no older than that: none has idled long enough to be closed at the other end.
// They are closed with its last call, before the Lambda can sleep, and an idle one closes itself. Without them each mail would begin with a handshake.
const batchConnection = { keepAlive: true, timeout: 1_000 };
const bulkSesV2 = /* @__PURE__ */ once(
  () => new SESv2Client({ maxAttempts: 1, requestHandler: { httpAgent: batchConnection, httpsAgent: batchConnection } }),
);
let atWork = 0;
/** The same configuration set. */
export const bulkSes: BulkSes = {
  get client() {
    return bulkSesV2();
  },
  configurationSet: () => variable('CONFIGURATION_SET'),
  during: async (work) => {
    atWork += 1;
    try {
      return await work();
    } finally {
      atWork -= 1;
      if (atWork === 0) bulkSesV2().destroy();
    }
  },
};

const sqs = /* @__PURE__ */ once(() => new SQSClient({}));
const queueUrl = (queue: QueueName): string => variable(`${queue.replaceAll('-', '_').toUpperCase()}_QUEUE_URL`);
/** `CONFIRMATION_QUEUE_URL`, `ERASE_QUEUE_URL`, … lead to the queues. */
export const queues: Queues = {
  get client() {
    return sqs();
  },
  url: queueUrl,
};

const scheduler = /* @__PURE__ */ once(() => new SchedulerClient({}));
/** `TIMER_GROUP`, `TIMER_JOB_ARN`, `TIMER_ROLE_ARN` and `TIMER_DEAD_ARN`. */
export const timers: Timers = {
  get client() {
    return scheduler();
  },
  target: () => ({
    group: variable('TIMER_GROUP'),
    jobArn: variable('TIMER_JOB_ARN'),
    roleArn: variable('TIMER_ROLE_ARN'),
    deadArn: variable('TIMER_DEAD_ARN'),
  }),
};

const s3 = /* @__PURE__ */ once(() => new S3Client({}));
/** `FILES_BUCKET`. */
export const files: Files = {
  get client() {
    return s3();
  },
  bucket: () => variable('FILES_BUCKET'),
};
/** `ANCHORS_BUCKET`. */
export const anchors: Files = {
  get client() {
    return s3();
  },
  bucket: () => variable('ANCHORS_BUCKET'),
};

const secretLifeMs = 5 * 60 * 1000;
let kept: { secret: Promise<Secret>; until: number } | undefined;

/** Reads the secret named by `SECRET_ID` from Secrets Manager. A failed read is not kept. */
export const secret = (): Promise<Secret> => {
  // the machine's clock, not `now()`: how long a cache lives is no business of the domain's
  if (kept && performance.now() < kept.until) return kept.secret;
  const reading = readSecret();
  kept = { secret: reading, until: performance.now() + secretLifeMs };
  reading.catch(() => {
    kept = undefined;
  });
  return reading;
};

async function readSecret(): Promise<Secret> {
  const { SecretString } = (await call(
    'secretsmanager',
    'secretsmanager.GetSecretValue',
    { SecretId: variable('SECRET_ID') },
    5_000,
  )) as {
    SecretString: string;
  };
  return parseSecret(SecretString);
}

/** The services that are asked without an SDK client: the variable of a local engine's address, and the version of JSON that they speak. */
const services = {
  secretsmanager: { endpoint: 'AWS_ENDPOINT_URL_SECRETS_MANAGER', json: '1.1' },
  sqs: { endpoint: 'AWS_ENDPOINT_URL_SQS', json: '1.0' },
  dynamodb: { endpoint: 'AWS_ENDPOINT_URL_DYNAMODB', json: '1.0' },
} as const;

/** Asks a service once, and gives up after so many milliseconds. Throws at anything but success; the error holds no part of the answer. */
async function call(service: keyof typeof services, target: string, body: object, patienceMs: number): Promise<unknown> {
  const region = variable('AWS_REGION');
  const endpoint = process.env[services[service].endpoint] ?? `https://${service}.${region}.amazonaws.com`;
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  const client = new AwsClient({
    accessKeyId: variable('AWS_ACCESS_KEY_ID'),
    secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
    region,
    service,
    // who is asked again, and when, is for the caller to say
    retries: 0,
  });
  const response = await client.fetch(`${endpoint}/`, {
    method: 'POST',
    headers: { 'content-type': `application/x-amz-json-${services[service].json}`, 'x-amz-target': target },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patienceMs),
  });
  // read to its end in any case: only then is the connection free for the next
  const answer = await response.text();
  if (!response.ok) throw new Error(`${service} answered ${response.status}`);
  return JSON.parse(answer) as unknown;
}

/** Signed requests to the tables and queues of these names. */
export const signedFor = (names: {
  readonly tableName: (table: TableName) => string;
  readonly queueUrl: (queue: QueueName) => string;
}): Signed => ({
  send: async (queue, message, delaySeconds) => {
    const body = { QueueUrl: names.queueUrl(queue), MessageBody: JSON.stringify(message), DelaySeconds: delaySeconds };
    // a put takes some ten milliseconds; a reader must not wait for the one that does not
    await call('sqs', 'AmazonSQS.SendMessage', body, 700);
  },
  getItem: async (table, key) => {
    const body = { TableName: names.tableName(table), Key: key, ConsistentRead: true };
    const { Item } = (await call('dynamodb', 'DynamoDB_20120810.GetItem', body, 1_500)) as { Item?: Record<string, StoredValue> };
    return Item;
  },
});

/** The tables and queues that the variables name. */
export const signed: Signed = /* @__PURE__ */ signedFor({ tableName, queueUrl });

/** The policy of a brand that the deployment serves. */
export const policyOf = (brand: string): Policy | undefined => policies().find((policy) => policy.brand === brand);

/** `BRANDS`, separated by commas, says which of the policies in this repository the deployment serves. */
export const policies: () => readonly Policy[] = /* @__PURE__ */ once(() => {
  const names = variable('BRANDS').split(',');
  return brands.filter((policy) => names.includes(policy.brand));
});

/** `PUBLIC_URL`. */
export const publicUrl = (): string => variable('PUBLIC_URL');

/** `INBOUND_DOMAIN`; without it, nowhere. */
export const inboundDomain = (): string | undefined => process.env.INBOUND_DOMAIN || undefined;

/** `TEST_RECIPIENTS`, separated by commas; without it, nobody. */
export const testRecipients = (): readonly string[] => (process.env.TEST_RECIPIENTS ?? '').split(',').filter(Boolean);

/** `AWS_REGION`, which Lambda sets itself. */
export const region = (): string => variable('AWS_REGION');

/** The machine's clock. */
export const now = (): Date => new Date();

/** The machine's monotonic clock. */
export const elapsed = (): number => performance.now();

/** By a timer of the machine. */
export const sleep = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** 128 bits from the system's source of randomness. */
export const newId = (): string => {
  const id = randomBytes(16).toString('base64url');
  // a spreadsheet would read a minus, and an id behind an apostrophe is no longer the id
  return id.startsWith('-') ? newId() : id;
};

/** Writes to stdout, which Lambda keeps. */
export const log: Deps['log'] = (outcome, ids = {}) => {
  process.stdout.write(`${JSON.stringify({ outcome, ...ids })}\n`);
};
