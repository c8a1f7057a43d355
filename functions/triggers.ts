/**
 * What starts a job, as data: the streams, the queues and the schedules. CDK and the local run build from here.
 * A queue's visibility time is six times its function's time-out, as AWS asks of an event source mapping.
 */
export const streams = {
  /** The only reader of the stream, which allows two; it forwards to one queue per use. */
  people: { job: 'jobs/relay', batchSize: 100, maxRetries: 10 },
  /** What is written within five minutes is anchored in one go. */
  ledger: { job: 'jobs/anchor-ledger', batchSize: 1_000, batchWindowSeconds: 300, maxRetries: 10 },
} as const;

/** One queue per use. Every queue has a dead-letter queue of the same name with `-dead`. */
export const queues = {
  confirmation: {
    job: 'jobs/send-confirmation',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceives: 5,
    maxConcurrency: 5,
  },
  repermission: {
    job: 'jobs/send-repermission',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceives: 5,
    maxConcurrency: 5,
  },
  'rights-mail': {
    job: 'jobs/send-rights-mail',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceives: 5,
    maxConcurrency: 5,
  },
  notice: {
    job: 'jobs/send-notice',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceives: 5,
    maxConcurrency: 2,
  },
  /**
   * A part of an audience at a time: the wait for its turn, the turn, and time for the last answers. Twice as many functions as send at 1,000 a second, so
   * that each has its next part at hand.
   */
  send: { job: 'jobs/send', batchSize: 1, timeoutSeconds: 90, visibilitySeconds: 540, maxReceives: 5, maxConcurrency: 80 },
  /** What SES tells. Its topic alone may write here. */
  feedback: {
    job: 'jobs/record-feedback',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceives: 5,
    maxConcurrency: 10,
  },
  /** Mails to the stage's own domain, as SES reports them. Its topic alone may write here. */
  inbound: {
    job: 'jobs/receive-unsubscribe',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceives: 5,
    maxConcurrency: 5,
  },
  /** A campaign goes on by one message at a time; a second one at once would only take its run from it. */
  prepare: {
    job: 'jobs/prepare-campaign',
    batchSize: 1,
    timeoutSeconds: 60,
    visibilitySeconds: 360,
    maxReceives: 5,
    maxConcurrency: 5,
  },
  erase: { job: 'jobs/erase', batchSize: 10, timeoutSeconds: 30, visibilitySeconds: 180, maxReceives: 5, maxConcurrency: 5 },
  /**
   * Counters are written once per batch: the larger it is, the less each hit costs. Hits wait for twice as long as a batch is gathered, but for those of a
   * trap: so it is known which moments were a machine's before anything of them is counted.
   */
  engagement: {
    job: 'jobs/record-engagement',
    delaySeconds: 60,
    batchSize: 1_000,
    batchWindowSeconds: 30,
    timeoutSeconds: 60,
    // six times the time-out, and the window
    visibilitySeconds: 390,
    maxReceives: 5,
    maxConcurrency: 5,
  },
  exports: {
    job: 'jobs/export-audience',
    batchSize: 1,
    timeoutSeconds: 300,
    visibilitySeconds: 1800,
    maxReceives: 5,
    maxConcurrency: 2,
  },
  'brand-exports': {
    job: 'jobs/export-brand',
    batchSize: 1,
    timeoutSeconds: 300,
    visibilitySeconds: 1800,
    maxReceives: 5,
    maxConcurrency: 2,
  },
  imports: {
    job: 'jobs/import-people',
    batchSize: 1,
    timeoutSeconds: 300,
    visibilitySeconds: 1800,
    maxReceives: 5,
    maxConcurrency: 2,
  },
  feed: {
    job: 'jobs/feed-partners',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceives: 5,
    maxConcurrency: 5,
  },
} as const satisfies Record<string, QueueSchema>;

/** Jobs by the clock, as EventBridge Scheduler expressions in UTC. */
export const schedules = {
  /** After midnight UTC, so that the day before is over everywhere that counts. */
  'jobs/sweep': 'cron(0 3 * * ? *)',
  /** Soon after a deployment, whenever that was. */
  'jobs/record-policy': 'cron(0/15 * * * ? *)',
  /** A stretch of everybody whom a new notice concerns, until all have been told. */
  'jobs/announce-policy': 'cron(5/15 * * * ? *)',
  /** Whoever was found elsewhere hears of it within the hour, and long before their day. */
  'jobs/tell-sources': 'cron(20 * * * ? *)',
  'jobs/retire-evidence': 'cron(30 3 * * ? *)',
  /** Before the working day, so that whoever answers cases sees them in the morning. */
  'jobs/check-cases': 'cron(0 5 * * ? *)',
  /** As long as anybody may wait for what was lost on the way; a look at what runs, which is nothing on most days. */
  'jobs/watch-campaigns': 'rate(15 minutes)',
  /** A period of 72 hours wants more than one look a day. */
  'jobs/watch-breaches': 'cron(0 0/6 * * ? *)',
  /** Once a day is enough for periods of days. */
  'jobs/watch-partners': 'cron(0 6 * * ? *)',
} as const satisfies Record<`jobs/${string}`, string>;

/** The alarm clocks that functions set themselves: which job they call. */
export const timers = { job: 'jobs/start-campaign' } as const;

/** A queue and the function that empties it. */
export interface QueueSchema {
  readonly job: `jobs/${string}`;
  readonly batchSize: number;
  /** How long messages are gathered for a batch; more than ten to a batch need one. */
  readonly batchWindowSeconds?: number;
  /** How long a message waits before it is handed on, unless it says otherwise itself. */
  readonly delaySeconds?: number;
  /** The function's own time-out. */
  readonly timeoutSeconds: number;
  /** How long a received message stays hidden. */
  readonly visibilitySeconds: number;
  /** Deliveries before a message moves to the dead-letter queue. */
  readonly maxReceives: number;
  /** Most function instances at once. SQS allows 2 to 1000. */
  readonly maxConcurrency: number;
}

/** The name of a queue. */
export type QueueName = keyof typeof queues;
