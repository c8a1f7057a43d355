/**
 * What starts a job, as data: the stream, the queues and the schedules. CDK and the local run build from here.
 * A queue's visibility time is six times its function's time-out, as AWS asks of an event source mapping.
 */
export const streams = {
  /** The only reader of the stream, which allows two; it forwards to one queue per use. */
  people: { job: 'jobs/relay', batchSize: 100, maxRetries: 10 },
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
  erase: { job: 'jobs/erase', batchSize: 10, timeoutSeconds: 30, visibilitySeconds: 180, maxReceives: 5, maxConcurrency: 5 },
} as const satisfies Record<string, QueueSchema>;

/** Jobs by the clock, as EventBridge Scheduler expressions in UTC. */
export const schedules = {
  /** After midnight UTC, so that the day before is over everywhere that counts. */
  'jobs/sweep': 'cron(0 3 * * ? *)',
  'jobs/retire-evidence': 'cron(30 3 * * ? *)',
  /** Before the working day, so that whoever answers cases sees them in the morning. */
  'jobs/check-cases': 'cron(0 5 * * ? *)',
} as const satisfies Record<`jobs/${string}`, string>;

/** A queue and the function that empties it. */
export interface QueueSchema {
  readonly job: `jobs/${string}`;
  readonly batchSize: number;
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
