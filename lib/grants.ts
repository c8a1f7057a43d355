/**
 * What each function may do: one file, one role. The construct turns an entry into permissions and, with each of them, the
 * variable that tells the function where; so a function has the variables it needs and no others.
 */
import type { Route, routes } from '../functions/routes.ts';
import type { TableName, tables } from '../functions/store/tables.ts';
import type { QueueName, queues, schedules, streams, timers } from '../functions/triggers.ts';

/** A function that something calls: a route, a stream, a queue or a schedule. */
export type FunctionFile =
  | (typeof routes)[Route]
  | (typeof streams)[keyof typeof streams]['job']
  | (typeof queues)[QueueName]['job']
  | (typeof timers)['job']
  | keyof typeof schedules;

/** A table's index, `<table>.<index>`. */
export type IndexName = {
  [T in TableName]: `${T}.${keyof (typeof tables)[T]['indexes'] & string}`;
}[TableName];

/**
 * DynamoDB actions that a function may be given. A transaction needs the actions of its parts. There is no Scan; `BatchGetItem` is many
 * GetItems in one call; and what is written to the ledger stays as it was written.
 */
export type ActionOn<Data extends TableName | IndexName> = Data extends IndexName
  ? 'Query'
  : Data extends 'ledger'
    ? 'GetItem' | 'Query' | 'PutItem'
    : 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

/** What one function may do. What is left out it may not. */
export interface Grant {
  /** What people lose while the function fails: the text of its alarms. */
  readonly impact: string;
  /** `<TABLE>_TABLE`, and actions on the table or, alone, on one of its indexes. */
  readonly data?: {
    readonly [Data in TableName | IndexName]?: readonly ActionOn<Data>[];
  };
  /** `SECRET_ID`, and reading it. */
  readonly secret?: true;
  /** `BRANDS`. */
  readonly brands?: true;
  /** `PUBLIC_URL`. */
  readonly publicUrl?: true;
  /** `<QUEUE>_QUEUE_URL`, and sending to it. */
  readonly queues?: readonly QueueName[];
  /** `TIMER_GROUP`, `TIMER_JOB_ARN`, `TIMER_ROLE_ARN` and `TIMER_DEAD_ARN`, and setting a timer for that job. */
  readonly timers?: true;
  /** Queues of which it may see how many messages wait. */
  readonly countsMessagesOf?: readonly QueueName[];
  /**
   * `CONFIGURATION_SET`, and sending mail in the name of the brands that are served; or, with `TEST_RECIPIENTS`, to those of the stage alone.
   */
  readonly mail?: true | 'to_test_recipients';
  /** Asking SES for the account's limits, and `UNSUBSCRIBE_ADDRESS` where the stage receives mail. */
  readonly campaigns?: true;
}

export const grants: Readonly<Record<FunctionFile, Grant>> = {
  'public/sign-up': {
    impact: 'Visitors cannot sign up: what they fill in is lost.',
    data: { people: ['PutItem'] },
    secret: true,
    brands: true,
    publicUrl: true,
  },
  'public/confirm': {
    impact: 'Recipients cannot confirm their sign-up; their links run out.',
    // the check is for what an operator entered: it must not lift a suppression
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'], ledger: ['PutItem'] },
    secret: true,
    brands: true,
    publicUrl: true,
  },
  'public/unsubscribe': {
    impact: 'Recipients cannot unsubscribe, which the law gives them the right to do at any time.',
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'], ledger: ['PutItem'] },
    secret: true,
    brands: true,
    publicUrl: true,
  },
  'public/notice': {
    impact: 'Visitors cannot read the privacy notice, which they must be able to before they agree to anything.',
    brands: true,
  },
  'public/openapi': { impact: 'Whoever writes a client cannot read how the API is called.', publicUrl: true },
  'marketer/audience': {
    impact: 'Marketers cannot see or count their audiences.',
    // what the index does not hold is read by its key, many at once
    data: { people: ['BatchGetItem'], 'people.audience': ['Query'], campaigns: ['Query'] },
    secret: true,
    brands: true,
  },
  'marketer/segments': {
    impact: 'Marketers cannot save, see or remove the audiences that they keep under a name.',
    data: { campaigns: ['Query', 'PutItem', 'DeleteItem'] },
    secret: true,
    brands: true,
  },
  'marketer/contacts': {
    impact:
      'Marketers and privacy officers cannot look up a person, so requests for access wait; a yes given by phone or on paper cannot be entered.',
    data: {
      people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      ledger: ['Query', 'PutItem'],
    },
    secret: true,
    brands: true,
  },
  'marketer/record': {
    impact: 'Privacy officers cannot show the record of a consent, so proof that is asked for waits.',
    data: { people: ['Query'], ledger: ['Query'] },
    secret: true,
    brands: true,
    publicUrl: true,
  },
  'marketer/campaign-content': {
    impact: 'Marketers cannot write, preview or test their newsletters.',
    data: {
      campaigns: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      // who would get it, by the code that sends; and the callers' own keys
      people: ['Query', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      'people.audience': ['Query'],
      ledger: ['Query', 'PutItem'],
    },
    secret: true,
    brands: true,
    mail: 'to_test_recipients',
  },
  'marketer/campaigns': {
    impact: 'Marketers cannot schedule, watch or stop a newsletter: one that should be stopped goes on.',
    data: {
      campaigns: ['GetItem', 'Query', 'PutItem'],
      // what became of each mail; and the callers' own keys
      people: ['BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      ledger: ['Query', 'PutItem'],
    },
    secret: true,
    brands: true,
    queues: ['prepare'],
    timers: true,
  },
  'marketer/policy': { impact: 'Marketers and privacy officers cannot see which policy is in force.', brands: true },
  'jobs/relay': {
    impact: 'Changes are not passed on: confirmation mails and erasures wait, and are lost after 24 hours.',
    queues: ['confirmation', 'repermission', 'erase'],
  },
  'jobs/send-confirmation': {
    impact: 'Confirmation mails are not sent, so nobody can complete a sign-up.',
    data: { people: ['Query', 'UpdateItem'] },
    secret: true,
    brands: true,
    publicUrl: true,
    mail: true,
  },
  'jobs/send-repermission': {
    impact: 'Silent people are not asked whether they want to stay, and are deleted without having been asked.',
    data: { people: ['Query', 'UpdateItem'] },
    secret: true,
    brands: true,
    publicUrl: true,
    mail: true,
  },
  'jobs/send': {
    impact: 'Campaigns stand still: newsletters reach their readers late, or not at all.',
    data: {
      people: ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      campaigns: ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
    },
    secret: true,
    brands: true,
    publicUrl: true,
    queues: ['send'],
    mail: true,
    campaigns: true,
  },
  'jobs/record-feedback': {
    impact: 'What became of some mails is not recorded: people may be mailed after a bounce or a complaint.',
    data: {
      people: ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      campaigns: ['UpdateItem', 'ConditionCheckItem'],
      ledger: ['Query', 'PutItem'],
    },
    secret: true,
    brands: true,
  },
  'jobs/erase': {
    impact: 'What is left of erased people stays in the tables, against what they were promised.',
    // a removal that the table's TTL made is written down here: its entry, its suppression
    data: { people: ['Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'], ledger: ['Query', 'PutItem'] },
    brands: true,
  },
  'jobs/start-campaign': {
    impact:
      'Newsletters do not go out at the time that they were scheduled for; within a quarter of an hour they are started another way.',
    data: { campaigns: ['GetItem', 'PutItem'] },
    queues: ['prepare'],
  },
  'jobs/prepare-campaign': {
    impact: 'Newsletters do not get further: nobody new is mailed, and what was cancelled is not accounted for.',
    data: {
      campaigns: ['GetItem', 'Query', 'PutItem'],
      people: ['BatchGetItem'],
      'people.audience': ['Query'],
    },
    brands: true,
    queues: ['prepare', 'send'],
  },
  'jobs/watch-campaigns': {
    impact: 'Newsletters that lost a step on their way stand still, and nobody is asked to look at them.',
    data: { campaigns: ['GetItem', 'Query', 'PutItem'], 'campaigns.running': ['Query'] },
    brands: true,
    queues: ['prepare'],
    countsMessagesOf: ['send'],
  },
  'jobs/sweep': {
    impact: 'Nobody is asked, deactivated or deleted when the policies say so: people are kept longer than was promised.',
    data: {
      people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      'people.due': ['Query'],
      ledger: ['Query', 'PutItem'],
    },
    brands: true,
  },
};
