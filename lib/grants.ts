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
 * DynamoDB actions that a function may be given. A transaction needs the actions of its parts. `Scan` is for the export of a
 * whole brand alone; `BatchGetItem` is many GetItems in one call; and what is written to the ledger stays as it was written.
 */
export type ActionOn<Data extends TableName | IndexName> = Data extends IndexName
  ? 'Query'
  : Data extends 'ledger'
    ? 'GetItem' | 'Query' | 'PutItem' | 'Scan'
    : 'GetItem' | 'BatchGetItem' | 'Query' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

/** What lies in the bucket of files: exports, imports, and copies of identity documents. */
export type FileKind = 'exports' | 'imports' | 'identity';

/** What one function may do. What is left out it may not. */
export interface Grant {
  /** What people lose while the function fails: the text of its alarms. */
  readonly impact: string;
  /** Outcomes among its log lines that somebody must hear of at once, and what each means. */
  readonly alarms?: Readonly<Record<string, string>>;
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
  /** `INBOUND_DOMAIN`, if the stage has one. */
  readonly inboundDomain?: true;
  /** `<QUEUE>_QUEUE_URL`, and sending to it. */
  readonly queues?: readonly QueueName[];
  /** `FILES_BUCKET`, and what it may do with the files of a kind: whoever makes a link needs the right that the link gives. */
  readonly files?: { readonly [Kind in FileKind]?: readonly ('GetObject' | 'PutObject' | 'DeleteObject')[] };
  /** `ANCHORS_BUCKET`, and putting lists of the ledger's hashes into it. */
  readonly anchors?: true;
  /** Setting when an entry of the ledger expires, and no other attribute: what was written stays as it was written. */
  readonly expiresEvidence?: true;
  /** `TIMER_GROUP`, `TIMER_JOB_ARN`, `TIMER_ROLE_ARN` and `TIMER_DEAD_ARN`, and setting a timer for that job. */
  readonly timers?: true;
  /** Queues of which it may see how many messages wait. */
  readonly countsMessagesOf?: readonly QueueName[];
  /**
   * `CONFIGURATION_SET`, and sending mail in the name of the brands that are served; or, with `TEST_RECIPIENTS`, to those of the stage alone.
   */
  readonly mail?: true | 'to_test_recipients';
  /** Bundled with a `require`, which its packages call. */
  readonly requires?: true;
  /** Asking SES for the account's limits. */
  readonly account?: true;
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
    // who left is counted for the campaign whose mail it was
    queues: ['engagement'],
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
  'public/identity-document': {
    impact: 'People who were asked for a document cannot send it, and their requests wait.',
    data: { people: ['Query', 'PutItem'] },
    // a copy that another takes the place of, or that came too late, goes
    files: { identity: ['PutObject', 'DeleteObject'] },
    secret: true,
    brands: true,
  },
  'public/open': {
    impact: 'Opens of newsletters are not counted, and readers see a broken image.',
    secret: true,
    queues: ['engagement'],
  },
  'public/click': {
    impact: 'The links of newsletters lead nowhere.',
    // the link table, and nothing of people
    data: { campaigns: ['GetItem'] },
    secret: true,
    queues: ['engagement'],
  },
  'public/notice': {
    impact: 'Visitors cannot read the privacy notice, which they must be able to before they agree to anything.',
    data: { ledger: ['Query'] },
    brands: true,
  },
  'public/contact': {
    impact: 'What visitors write to the brands does not arrive.',
    // the allowances of a source and of a brand, nothing of what was written (E9)
    data: { people: ['UpdateItem'] },
    secret: true,
    brands: true,
    publicUrl: true,
    mail: true,
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
  'marketer/exports': {
    impact: 'Marketers cannot take large lists out, nor a brand its data elsewhere.',
    // a request happens once under its key, which lies with the people
    data: {
      people: ['PutItem', 'UpdateItem', 'DeleteItem'],
      campaigns: ['Query', 'PutItem'],
      ledger: ['Query', 'PutItem'],
    },
    files: { exports: ['GetObject'] },
    queues: ['exports', 'brand-exports'],
    secret: true,
    brands: true,
  },
  'marketer/imports': {
    impact: 'Marketers cannot bring a list, nor see how far its import is.',
    data: {
      people: ['PutItem', 'UpdateItem', 'DeleteItem'],
      campaigns: ['Query', 'PutItem'],
      ledger: ['Query', 'PutItem'],
    },
    // to look whether a file is there takes the right to read it
    files: { imports: ['GetObject', 'PutObject'], exports: ['GetObject'] },
    queues: ['imports'],
    secret: true,
    brands: true,
  },
  'jobs/import-people': {
    impact: 'Lists that marketers brought are not imported; opt-outs in them do not hold yet.',
    data: {
      people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      campaigns: ['PutItem', 'UpdateItem'],
      ledger: ['Query', 'PutItem'],
    },
    // the report leaves as exports do
    files: { imports: ['GetObject'], exports: ['PutObject'] },
    queues: ['imports'],
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
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'], ledger: ['Query', 'PutItem'] },
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
    alarms: {
      copy_left:
        'The copy of an identity document was not deleted when it had been checked. The log line names the case; the bucket forgets the copy within 30 days.',
    },
    data: {
      // the check is for an address: whoever confirms meanwhile is a person, and erased as one
      people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      'people.due': ['Query'],
      ledger: ['Query', 'PutItem'],
    },
    files: { identity: ['GetObject', 'DeleteObject'] },
    secret: true,
    brands: true,
  },
  'marketer/forecast': {
    impact: 'Privacy officers cannot see who will be asked and deleted, and why.',
    data: { people: ['Query'], 'people.due': ['Query'] },
    secret: true,
    brands: true,
  },
  'marketer/stats': {
    impact: 'Marketers cannot see what became of their newsletters.',
    data: { campaigns: ['GetItem', 'Query'] },
    brands: true,
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
    publicUrl: true,
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
  'marketer/disclosures': {
    impact: 'What was handed to an authority cannot be written down.',
    data: { people: ['Query', 'PutItem', 'ConditionCheckItem'], ledger: ['Query', 'PutItem'] },
    brands: true,
  },
  'marketer/breaches': {
    impact: 'Privacy officers cannot enter breaches, and the 72 hours run all the same.',
    data: { people: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'], ledger: ['Query', 'PutItem'] },
    secret: true,
    brands: true,
  },
  'marketer/partners': {
    impact: 'Privacy officers cannot see which partners have not acted upon withdrawals.',
    data: { people: ['GetItem', 'Query'] },
    brands: true,
  },
  'partner/changes': {
    impact: 'Partners cannot read who agreed and who withdrew.',
    // a disclosure is written down before it is made
    data: { people: ['Query', 'PutItem', 'ConditionCheckItem'] },
    secret: true,
    brands: true,
  },
  'partner/ack': {
    impact: 'Partners cannot acknowledge withdrawals, which then count as ignored.',
    data: { people: ['GetItem', 'PutItem'] },
    secret: true,
    brands: true,
  },
  'partner/opt-outs': {
    impact: 'People who told a partner or the CRM to stop are still mailed.',
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'], ledger: ['PutItem'] },
    brands: true,
  },
  'marketer/operators': {
    impact: 'Admins cannot see who may do what, and roles that run out cannot be made to last: their holders are shut out.',
    data: { campaigns: ['Query', 'PutItem'], ledger: ['Query', 'PutItem'] },
    brands: true,
  },
  'marketer/policy': { impact: 'Marketers and privacy officers cannot see which policy is in force.', brands: true },
  'jobs/relay': {
    impact: 'Changes are not passed on: confirmation mails and erasures wait, and are lost after 24 hours.',
    // whether a brand shares with anyone at all
    brands: true,
    queues: ['confirmation', 'repermission', 'rights-mail', 'erase', 'feed'],
  },
  'jobs/anchor-ledger': {
    impact: 'What is written to the ledger is not anchored outside the database; after 24 hours it never will be.',
    anchors: true,
    secret: true,
  },
  'jobs/feed-partners': {
    impact: 'Partners do not hear of withdrawals and erasures, and go on using data that they must not use any more.',
    // a check holds the person to what was judged
    data: { people: ['GetItem', 'Query', 'PutItem', 'ConditionCheckItem'] },
    secret: true,
    brands: true,
  },
  'jobs/watch-breaches': {
    impact: 'Nobody is told when the authority must hear of a breach.',
    alarms: {
      breach_pressing: 'The authority must hear of a breach within a day, or should have heard. The log line names its entry.',
    },
    data: { people: ['Query'] },
    brands: true,
  },
  'jobs/watch-partners': {
    impact: 'Nobody is told when a partner leaves a withdrawal unacknowledged.',
    alarms: {
      withdrawals_unacknowledged:
        'A partner has not acknowledged a withdrawal in time, and may still use the data. The log line names it.',
    },
    data: { people: ['GetItem', 'Query'] },
    brands: true,
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
    alarms: {
      cases_overdue:
        'Requests about personal data are overdue: each day longer is a breach of law (GDPR 12(3)). They are listed under cases?state=overdue.',
    },
    data: { people: ['Query'], 'people.due': ['Query'] },
    brands: true,
  },
  'jobs/tell-sources': {
    impact: 'People whom a brand found elsewhere are not told so, while the month that the law gives runs.',
    alarms: {
      source_untold:
        'People have not been told in time where a brand found them (GDPR 14(3)), and are not mailed. They are listed under introductions/untold.',
    },
    data: { people: ['Query', 'UpdateItem', 'PutItem', 'DeleteItem'], ledger: ['PutItem'] },
    brands: true,
    publicUrl: true,
    mail: true,
  },
  'jobs/send-notice': {
    impact: 'People are not told of a new privacy notice, as the policy promised.',
    data: { people: ['Query', 'PutItem', 'UpdateItem'], ledger: ['PutItem'] },
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
    inboundDomain: true,
    queues: ['send'],
    mail: true,
    account: true,
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
  'jobs/receive-unsubscribe': {
    impact: 'Whoever unsubscribed by mail is still mailed.',
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'], ledger: ['PutItem'] },
    secret: true,
    brands: true,
  },
  'jobs/erase': {
    impact: 'What is left of erased people stays in the tables, against what they were promised.',
    // a removal that the table's TTL made is written down here: its entry, its suppression
    data: { people: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'], ledger: ['Query', 'PutItem'] },
    // the copy of a document in a case of theirs
    files: { identity: ['DeleteObject'] },
    brands: true,
  },
  'jobs/record-policy': {
    impact: 'It is not written down which policy is in force, and older notices cannot be shown later.',
    data: { ledger: ['Query', 'PutItem'] },
    brands: true,
  },
  'jobs/announce-policy': {
    impact: 'People are not told of a new privacy notice, as the policy promised.',
    data: { people: ['Query', 'PutItem'], 'people.audience': ['Query'], ledger: ['Query'] },
    queues: ['notice'],
    brands: true,
  },
  'jobs/record-engagement': {
    impact: 'Opens and clicks are not counted, and people who read look as if they were gone.',
    // signs of life and marks on the sends; the counters, and the hits that they hold
    data: { people: ['Query', 'GetItem', 'UpdateItem'], campaigns: ['Query', 'PutItem', 'UpdateItem'] },
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
  'jobs/export-audience': {
    impact: 'Exports that marketers asked for are not written.',
    data: {
      people: ['BatchGetItem'],
      'people.audience': ['Query'],
      campaigns: ['PutItem', 'UpdateItem'],
      ledger: ['Query', 'PutItem'],
    },
    files: { exports: ['PutObject'] },
    queues: ['exports'],
    brands: true,
  },
  'jobs/export-brand': {
    impact: 'The export of a whole brand is not written.',
    data: { people: ['Scan'], campaigns: ['PutItem', 'UpdateItem'], ledger: ['Query', 'PutItem', 'Scan'] },
    files: { exports: ['PutObject'] },
    queues: ['brand-exports'],
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
