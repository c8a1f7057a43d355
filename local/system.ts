/**
 * A whole Samtykke on this machine: the unchanged functions, on tables and queues of their own, behind a gateway, with a clock that
 * can be moved. The engines must run (`engines.ts`).
 */
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deps } from '../functions/deps.ts';
import * as real from '../functions/deps.ts';
import { beginGrant, operatorRoles } from '../functions/domain/operators.ts';
import type { Policy } from '../functions/domain/policy.ts';
import * as api from '../functions/routes.ts';
import { saveGrant } from '../functions/store/operators.ts';
import type { TableName } from '../functions/store/tables.ts';
import type { QueueSchema } from '../functions/triggers.ts';
import * as triggers from '../functions/triggers.ts';
import { brands } from '../policies/brands.ts';
import { dropBucket, makeBucket } from './buckets.ts';
import { type Clock, movableClock } from './clock.ts';
import { functionExists, invoker, type Load, loadFunction } from './functions.ts';
import { openGateway, type RequestSettings } from './gateway.ts';
import { accessToken, authoriser, operatorIn, type TokenRequest } from './identity.ts';
import { dropQueue, inspectQueue, makeQueue, pumpQueue, type Queue, queuesInUse, type WaitingMessage } from './queues.ts';
import { type KeptTimers, openTimers, type Timer } from './scheduler.ts';
import { openSes, type SesAccount, type SesSetup } from './ses.ts';
import type { Mail } from './ses-events.ts';
import { addressOf } from './ses-rules.ts';
import { dropTopic, makeTopic, publish } from './sns.ts';
import { type Checkpoints, openStream, type Stream } from './stream.ts';
import { deleteExpired, dropTables, dumpTable, makeTables } from './tables.ts';

/** What starts functions: the shape of `functions/triggers.ts`. */
export interface Triggers {
  readonly streams: Readonly<Record<string, { readonly job: string; readonly batchSize: number; readonly maxRetries: number }>>;
  readonly queues: Readonly<
    Record<string, Pick<QueueSchema, 'batchSize' | 'visibilitySeconds' | 'maxReceives'> & { readonly job: string }>
  >;
  readonly timers?: { readonly job: string };
}

/** How a system differs from the usual. Everything has a default, which a test wants. */
export interface SystemOptions {
  /** The policies that are served. Default: all of this repository. */
  readonly policies?: readonly Policy[];
  /** Where links lead. Default: `https://samtykke.example`. */
  readonly publicUrl?: string;
  /** Where the stage receives mail. Default: nowhere. */
  readonly inboundDomain?: string;
  /** What tables and queues are called, before a hyphen. Default: something unique; then `stop` removes them. */
  readonly name?: string;
  /** When the clock begins, or the clock. Default: now. */
  readonly clock?: Date | Clock;
  readonly routes?: Readonly<Record<string, string>>;
  readonly triggers?: Triggers;
  /** Whether the ledger is anchored: a second stream, which DynamoDB Local pays for dearly. Default: not. */
  readonly anchored?: boolean;
  /** Finds a function's factory. Default: under `functions/`. */
  readonly load?: Load;
  readonly checkpoints?: Checkpoints;
  /** Mails of earlier runs, and where to keep those of this one. */
  readonly keptMails?: NonNullable<SesSetup['kept']>;
  /** Timers of earlier runs, and where to keep those of this one. */
  readonly keptTimers?: KeptTimers;
  /** How long a message that failed stays hidden. Default: 0, so that `settle` sees it through at once. */
  readonly retrySeconds?: number;
  /** Hears every line that a function logs. */
  readonly onLine?: (line: string) => void;
}

/** A running system. */
export interface System {
  /**
   * Sends a request through the gateway, in this process: path with query, and what `fetch` takes. `sourceIp` is the caller's address
   * (192.0.2.1).
   */
  readonly fetch: (path: string, init?: RequestSettings) => Promise<Response>;
  /** An access token for a role at a brand, good for an hour of the system's clock. `claims` replace or (undefined) remove claims. */
  readonly token: (request: TokenRequest) => Promise<string>;
  /** Lets due timers go off, and delivers the stream and all queues, until nothing moves. Throws if that does not come to an end. */
  readonly settle: () => Promise<void>;
  /** Lets due timers go off, and delivers the stream and all queues once; returns how many deliveries that took. */
  readonly pump: () => Promise<number>;
  /** Accepted mails, newest first; those to one address, if it is given. */
  readonly mails: (to?: string) => readonly Mail[];
  /** What lies in a queue's dead-letter queue. `people` is the stream's. */
  readonly deadLetters: (queue: string) => Promise<readonly WaitingMessage[]>;
  /** What waits in a queue. */
  readonly waiting: (queue: string) => Promise<readonly WaitingMessage[]>;
  /** Timers that have not gone off yet. */
  readonly timers: () => readonly Timer[];
  /** Moves the clock forward: ISO 8601 (`P24M`) or milliseconds. Returns the new time. */
  readonly advance: (by: string | number) => Date;
  readonly clock: Clock;
  /**
   * Runs a job now and returns its answer: `sweep`, or `ttl`, which removes what has expired as DynamoDB would and delivers what
   * follows. A job of the stream or of a queue, without an event, is given what waits for it.
   */
  readonly runJob: (job: string, event?: object) => Promise<unknown>;
  /** Whether `runJob` knows the job. */
  readonly hasJob: (job: string) => boolean;
  readonly deps: Deps;
  readonly policies: readonly Policy[];
  /** Every item of a table, by its keys. */
  readonly dump: (table: TableName) => Promise<Record<string, unknown>[]>;
  /** What the functions have logged, as Lambda would keep it: a line each, stdout and stderr. */
  readonly lines: readonly string[];
  /** The system's SES: limits, calls, events, faults. */
  readonly ses: SesAccount;
  readonly stop: () => Promise<void>;
}

/** The queue that SES's events arrive in, whether or not a test lets a function read it. */
const feedbackQueue = 'feedback';
const mostRounds = 1_000;

// nobody looks these up: the local scheduler knows one job, and asks nobody's leave
const timerJobArn = 'arn:aws:lambda:eu-west-1:000000000000:function:timer';
const timerRoleArn = 'arn:aws:iam::000000000000:role/timer';
const queueArnOf = (name: string) => `arn:aws:sqs:eu-west-1:000000000000:${name}`;

/** Starts a system: makes its tables and queues, and returns when it can be called. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const {
    policies = brands,
    publicUrl = 'https://samtykke.example',
    name,
    routes = api.routes,
    load = loadFunction,
    checkpoints,
    onLine,
    retrySeconds = 0,
  } = options;
  const { streams: all, queues, timers }: Triggers = options.triggers ?? triggers;
  const streams = Object.fromEntries(Object.entries(all).filter(([table]) => table !== 'ledger' || options.anchored));
  const prefix = name ?? `t${randomBytes(6).toString('hex')}`;
  const clock =
    options.clock && 'now' in options.clock
      ? options.clock
      : movableClock(options.clock ? options.clock.getTime() - Date.now() : 0);
  const tableName = (table: TableName) => `${prefix}-${table}`;
  // clients of our own: a fault that a test puts into a function's client must not strike the machinery
  const dynamoDb = new DynamoDBClient({});
  const sqs = new SQSClient({});

  const [streamArns, own] = await Promise.all([
    makeTables(dynamoDb, tableName, Object.keys(streams)),
    makeQueues(sqs, prefix, streams, queues),
  ]);
  const feedback = own.get(feedbackQueue) ?? (await makeQueue(sqs, `${prefix}-${feedbackQueue}`));
  const topic = await makeTopic(`${prefix}-mail-events`, feedback.arn);
  const ses = await openSes({
    configurationSet: prefix,
    now: clock.now,
    verifiedDomains: policies.flatMap(({ identity }) =>
      identity.from.map(({ email }) => email.slice(email.lastIndexOf('@') + 1)),
    ),
    publish: (event) => publish(topic, JSON.stringify(event)),
    ...(options.keptMails && { kept: options.keptMails }),
  });

  const group = await openTimers(prefix, options.keptTimers);
  const bucket = `${prefix}-files`;
  const s3 = new S3Client({});
  await makeBucket(s3, bucket);
  const anchorsBucket = `${prefix}-anchors`;
  if (options.anchored) await makeBucket(s3, anchorsBucket);

  const lines: string[] = [];
  const deps: Deps = {
    ...real,
    db: { client: real.db.client, tableName },
    ses: { client: real.ses.client, configurationSet: () => prefix },
    bulkSes: { client: real.bulkSes.client, configurationSet: () => prefix, during: real.bulkSes.during },
    files: { client: real.files.client, bucket: () => bucket },
    anchors: { client: real.anchors.client, bucket: () => anchorsBucket },
    queues: { client: real.queues.client, url: (queue) => queueNamed(own, queue).url },
    signed: real.signedFor({ tableName, queueUrl: (queue) => queueNamed(own, queue).url }),
    timers: {
      client: real.timers.client,
      target: () => ({
        group: prefix,
        jobArn: timerJobArn,
        roleArn: timerRoleArn,
        deadArn: queueArnOf(`${prefix}-schedules-dead`),
      }),
    },
    policies: () => policies,
    policyOf: (brand) => policies.find((policy) => policy.brand === brand),
    publicUrl: () => publicUrl,
    inboundDomain: () => options.inboundDomain,
    // reserved for examples (RFC 2606); nothing leaves this machine anyway
    testRecipients: () => ['@example.com', '@example.org', '@example.net'],
    now: clock.now,
  };
  const invoke = invoker(load, deps, (line) => {
    lines.push(line);
    onLine?.(line);
  });

  const identityUrl = environment('IDENTITY_URL');
  const gateway = openGateway({ routes, invoke, authorise: authoriser(identityUrl), now: clock.now, publicUrl });

  const opened = new Map<string, Stream>();
  const streamsClient = new DynamoDBStreamsClient({});
  for (const [table, { job, batchSize, maxRetries }] of Object.entries(streams)) {
    const streamArn = streamArns[table as TableName];
    if (!streamArn) throw new Error(`the table ${table} has no stream`);
    const dead = queueNamed(own, `${table}-dead`);
    const stream = openStream({
      client: streamsClient,
      streamArn,
      batchSize,
      maxRetries,
      invoke: (event) => invoke(job, event),
      giveUp: async (description) => {
        await sqs.send(new SendMessageCommand({ QueueUrl: dead.url, MessageBody: JSON.stringify(description) }));
      },
      ...(checkpoints && { checkpoints }),
      aheadMs: clock.aheadMs,
    });
    opened.set(table, stream);
  }

  let retryAt = 0;
  const pumpOne = async (name: string, { job, batchSize }: Triggers['queues'][string]): Promise<number> => {
    const reader = { batchSize, invoke: (event: object) => invoke(job, event), aheadMs: clock.aheadMs, retrySeconds };
    const { deliveries, failures } = await pumpQueue(sqs, queueNamed(own, name), reader);
    if (failures > 0) retryAt = performance.now() + retrySeconds * 1_000;
    return deliveries;
  };
  // one delivery at a time: two readers of one stream would deliver out of order
  const turn = oneAtATime();
  const pump = () =>
    turn(async () => {
      let deliveries = await group.goOff(clock.now(), ({ input }) => invoke(timers?.job ?? '', JSON.parse(input) as object));
      for (const stream of opened.values()) deliveries += await stream.pump();
      await ses.published();
      const inUse = await queuesInUse(environment('AWS_ENDPOINT_URL_SQS'));
      for (const [name, queue] of Object.entries(queues)) {
        if (inUse.has(`${prefix}-${name}`)) deliveries += await pumpOne(name, queue);
      }
      await ses.published();
      return deliveries;
    });
  const settle = async () => {
    for (let round = 0; round < mostRounds; round += 1) {
      if ((await pump()) > 0) continue;
      const wait = retryAt - performance.now();
      if (wait < 0) return;
      await new Promise((wake) => setTimeout(wake, wait + 50));
    }
    throw new Error(`the stream and the queues were not quiet after ${mostRounds} rounds`);
  };

  const expire = async () => {
    const deleted = await deleteExpired(dynamoDb, tableName, clock.now(), (table, item) => opened.get(table)?.expectExpiry(item));
    await settle();
    return { deleted };
  };
  const runJob = async (job: string, event?: object): Promise<unknown> => {
    const file = `jobs/${basename(job)}`;
    if (file === 'jobs/ttl') return expire();
    const stream = Object.entries(streams).find(([, { job: reader }]) => reader === file);
    const queue = Object.entries(queues).find(([, { job: reader }]) => reader === file);
    if (stream && !event) return { records: await turn(async () => (await opened.get(stream[0])?.pump()) ?? 0) };
    if (queue && !event) return { messages: await turn(() => pumpOne(...queue)) };
    return invoke(file, event ?? {});
  };

  return {
    fetch: gateway,
    token: async (request) => {
      const policy = deps.policyOf(request.brand);
      const role = operatorRoles.find((known) => known === request.role);
      // whoever asks for a token here is the administrator, too, who lets the role last
      if (policy && role && request.renew !== false)
        await saveGrant(
          { client: dynamoDb, tableName },
          policy.brand,
          beginGrant(policy, operatorIn(policy.brand, role), role, clock.now()),
        );
      return accessToken(identityUrl, request, clock.now());
    },
    settle,
    pump,
    mails: (to) => ses.mails().filter((mail) => to === undefined || addressesOf(mail).includes(to.toLowerCase())),
    deadLetters: (queue) => inspectQueue(environment('AWS_ENDPOINT_URL_SQS'), `${prefix}-${queue}-dead`),
    timers: group.timers,
    waiting: (queue) => inspectQueue(environment('AWS_ENDPOINT_URL_SQS'), `${prefix}-${queue}`),
    advance: clock.advance,
    clock,
    runJob,
    hasJob: (job) => job === 'ttl' || (load === loadFunction && functionExists(`jobs/${job}`)),
    deps,
    policies,
    dump: (table) => dumpTable(dynamoDb, tableName, table),
    lines,
    ses,
    stop: async () => {
      await turn(() => Promise.resolve());
      ses.close();
      group.close();
      if (!name) {
        const all = [...own.values(), ...(own.has(feedbackQueue) ? [] : [feedback])];
        await Promise.all([
          dropTables(dynamoDb, tableName),
          dropBucket(s3, bucket),
          ...(options.anchored ? [dropBucket(s3, anchorsBucket)] : []),
          dropTopic(topic),
          ...all.map((queue) => dropQueue(sqs, queue)),
        ]);
      }
      for (const client of [dynamoDb, streamsClient, sqs, s3]) client.destroy();
    },
  };
}

const addressesOf = ({ to }: Mail): string[] => to.split(', ').map((one) => addressOf(one).toLowerCase());

async function makeQueues(
  sqs: SQSClient,
  prefix: string,
  streams: Triggers['streams'],
  queues: Triggers['queues'],
): Promise<Map<string, Queue>> {
  const made = new Map<string, Queue>();
  const streamDead = Object.keys(streams).map(async (table) =>
    made.set(`${table}-dead`, await makeQueue(sqs, `${prefix}-${table}-dead`)),
  );
  const readByJobs = Object.entries(queues).map(async ([queue, { visibilitySeconds, maxReceives }]) => {
    const dead = await makeQueue(sqs, `${prefix}-${queue}-dead`);
    made.set(`${queue}-dead`, dead);
    made.set(queue, await makeQueue(sqs, `${prefix}-${queue}`, { visibilitySeconds, maxReceives, dead }));
  });
  await Promise.all([...streamDead, ...readByJobs]);
  return made;
}

function queueNamed(queues: ReadonlyMap<string, Queue>, name: string): Queue {
  const queue = queues.get(name);
  if (!queue) throw new Error(`there is no queue ${name}`);
  return queue;
}

function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the engines do not run: the environment lacks ${name}`);
  return value;
}

/** Lets pieces of work follow one another. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}
