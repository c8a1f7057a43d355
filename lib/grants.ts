/**
 * What each function may do: one file, one role. The construct turns an entry into permissions and, with each of them, the
 * variable that tells the function where; so a function has the variables it needs and no others.
 */
import type { Route, routes } from '../functions/routes.ts';
import type { TableName, tables } from '../functions/store/tables.ts';
import type { QueueName, queues, schedules, streams } from '../functions/triggers.ts';

/** A function that something calls: a route, a stream, a queue or a schedule. */
export type FunctionFile =
  | (typeof routes)[Route]
  | (typeof streams)[keyof typeof streams]['job']
  | (typeof queues)[QueueName]['job']
  | keyof typeof schedules;

/** A table's index, `<table>.<index>`. */
export type IndexName = {
  [T in TableName]: `${T}.${keyof (typeof tables)[T]['indexes'] & string}`;
}[TableName];

/**
 * DynamoDB actions that a function may be given. A transaction needs the actions of its parts. There is no Scan; and what is written
 * to the ledger stays as it was written.
 */
export type ActionOn<Data extends TableName | IndexName> = Data extends IndexName
  ? 'Query'
  : Data extends 'ledger'
    ? 'GetItem' | 'Query' | 'PutItem'
    : 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

/** What one function may do. What is left out it may not. */
export interface Grant {
  /** What people lose while the function fails: the text of its alarms. */
  readonly impact: string;
  /** Outcomes that the function logs and somebody must hear of: what each of them means for people. */
  readonly alarmsOn?: Readonly<Record<string, string>>;
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
  /** Setting when an entry of the ledger expires, and no other attribute: what was written stays as it was written. */
  readonly expiresEvidence?: true;
  /** `CONFIGURATION_SET`, and sending mail in the name of the brands that are served. */
  readonly mail?: true;
}

/** The one function that may let evidence expire; for any other, the grant does not compile. */
type Retiring = 'jobs/retire-evidence';

export const grants: { readonly [File in FunctionFile]: File extends Retiring ? Grant : Grant & { expiresEvidence?: never } } = {
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
  'public/preferences': {
    impact: 'Recipients cannot change their choices; unsubscribing by the link in a mail still works.',
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'], ledger: ['PutItem'] },
    secret: true,
    brands: true,
  },
  'public/my-data': {
    impact: 'People cannot see, correct or delete what is known of them, which the law gives them the right to do.',
    // the check is for a new address: none may come to lie under the id of somebody erased meanwhile
    data: {
      people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      ledger: ['Query', 'PutItem'],
    },
    secret: true,
    brands: true,
  },
  'public/manage': {
    impact: 'People cannot ask for the link to their choices and their data: what they ask for is lost.',
    data: { people: ['PutItem'] },
    secret: true,
    brands: true,
  },
  'public/notice': {
    impact: 'Visitors cannot read the privacy notice, which they must be able to before they agree to anything.',
    brands: true,
  },
  'marketer/audience': {
    impact: 'Marketers cannot see or count their audiences.',
    data: { 'people.audience': ['Query'] },
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
  'marketer/contact': {
    impact: 'What is wrong about a person cannot be put right, and a relationship that has ended still counts.',
    data: { people: ['Query', 'PutItem', 'UpdateItem'], ledger: ['PutItem'] },
    brands: true,
  },
  'marketer/introductions': {
    impact: 'Customers and leads who agreed to nothing cannot be entered.',
    // the check is for a suppression, which no operator lifts
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'], ledger: ['PutItem'] },
    secret: true,
    brands: true,
  },
  'marketer/record': {
    impact: 'Privacy officers cannot show the record of a consent, so proof that is asked for waits.',
    // reading a person is an act, and written down
    data: { people: ['Query'], ledger: ['Query', 'PutItem'] },
    secret: true,
    brands: true,
    publicUrl: true,
  },
  'marketer/activity': {
    impact:
      'Signs of life from web sites and CRMs are not noted: people who came back are asked, deactivated or deleted as silent.',
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'] },
    secret: true,
    brands: true,
  },
  'marketer/legal-hold': {
    impact: 'Data that are needed for a claim cannot be kept from deletion, nor let go again.',
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'], ledger: ['Query', 'PutItem'] },
    secret: true,
    brands: true,
  },
  'marketer/rights': {
    impact:
      'Privacy officers cannot restrict, erase or hand over what is known of a person, while the deadlines of their requests run.',
    data: {
      people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      ledger: ['Query', 'PutItem'],
    },
    secret: true,
    brands: true,
  },
  'marketer/cases': {
    impact: 'Requests about personal data cannot be opened or answered, while the law’s deadlines run.',
    data: {
      people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      'people.due': ['Query'],
      ledger: ['Query', 'PutItem'],
    },
    secret: true,
    brands: true,
  },
  'marketer/policy': { impact: 'Marketers and privacy officers cannot see which policy is in force.', brands: true },
  'jobs/relay': {
    impact: 'Changes are not passed on: confirmation mails and erasures wait, and are lost after 24 hours.',
    queues: ['confirmation', 'repermission', 'rights-mail', 'erase'],
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
  'jobs/send-rights-mail': {
    impact: 'People who ask for the link to their choices and their data do not get it.',
    data: { people: ['Query', 'UpdateItem'] },
    secret: true,
    brands: true,
    publicUrl: true,
    mail: true,
  },
  'jobs/check-cases': {
    impact: 'Nobody is told which requests about personal data must be answered soon.',
    alarmsOn: {
      cases_overdue:
        'Requests about personal data are overdue: each day longer is a breach of law (GDPR 12(3)). They are listed under cases?state=overdue.',
    },
    data: { people: ['Query'], 'people.due': ['Query'] },
    brands: true,
  },
  'jobs/erase': {
    impact: 'What is left of erased people stays in the tables, against what they were promised.',
    // a removal that the table's TTL made is written down here: its entry, its suppression
    data: { people: ['Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'], ledger: ['Query', 'PutItem'] },
    brands: true,
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
  'jobs/retire-evidence': {
    impact: 'Evidence about people who are gone is kept for longer than was promised.',
    data: { people: ['Query', 'PutItem', 'DeleteItem'], ledger: ['Query', 'PutItem'] },
    expiresEvidence: true,
    secret: true,
    brands: true,
  },
};
