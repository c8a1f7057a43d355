import { Duration } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type TableName, tables } from '../../functions/store/tables.ts';
import { type QueueName, type QueueSchema, queues, schedules } from '../../functions/triggers.ts';
import { entries, pascal } from '../entries.ts';
import { type FunctionFile, type Grant, grants } from '../grants.ts';
import type { DataStack } from '../stacks/data.ts';
import { namespaceOf, type ServedBrand, type Stage } from '../stage.ts';
import { FileFunction } from './file-function.ts';
import type { Files } from './files.ts';
import { ImpactAlarm } from './impact-alarm.ts';
import type { JobQueue } from './job-queue.ts';
import type { Mail } from './mail.ts';

/** What a grant can give access to, and who hears the alarms. */
export interface Around {
  readonly stage: Stage;
  readonly brands: readonly ServedBrand[];
  readonly data: DataStack;
  readonly mail: Mail;
  readonly files: Files;
  readonly queueOf: (name: QueueName) => JobQueue;
  readonly publicUrl: string;
  readonly alarms: Topic;
}

/** The function of a file, with what `grants.ts` gives it and no more, and the alarms that say what people lose while it fails. */
export function grantedFunction(scope: Construct, file: FunctionFile, around: Around): FileFunction {
  const fn = new FileFunction(scope, pascal(file), {
    entry: `functions/${file}.ts`,
    ...sizeOf(file),
    logRetention: around.stage.logRetentionDays,
  });
  give(fn, grants[file], around);
  // whoever serves operators holds their roles against what they were granted (K17)
  if (file.startsWith('marketer/')) fn.readsAndBegins('campaigns', around.data.tables.campaigns, '*#operators');
  watch(fn, grants[file], around);
  return fn;
}

/** Turns a grant into permissions and variables. */
function give(fn: FileFunction, grant: Grant, around: Around): void {
  for (const [name, actions = []] of entries(grant.data ?? {})) {
    const [tableName, index] = name.split('.') as [TableName, string?];
    const table = around.data.tables[tableName];
    if (index) fn.usesIndex(tableName, table, index, actions);
    else fn.usesTable(tableName, table, actions);
  }
  if (grant.expiresEvidence) {
    const { partitionKey, sortKey, ttlAttribute } = tables.ledger;
    fn.setsAttribute(around.data.tables.ledger, [partitionKey.name, sortKey.name], ttlAttribute);
  }
  if (grant.secret) fn.readsSecret(around.data.secret);
  for (const name of grant.queues ?? []) fn.sendsTo(name, around.queueOf(name));
  if (grant.mail === true) around.mail.sentBy(fn);
  if (grant.mail === 'to_test_recipients') around.mail.sentToTestRecipientsBy(fn, around.stage.testRecipients ?? []);
  for (const name of grant.countsMessagesOf ?? []) fn.countsMessagesOf(name, around.queueOf(name));
  for (const [kind, actions = []] of entries(grant.files ?? {})) around.files.usedBy(fn, kind, actions);
  if (grant.anchors) around.data.anchors.writtenBy(fn);
  if (grant.account) around.mail.accountReadBy(fn);
  if (grant.brands) fn.addEnvironment('BRANDS', around.brands.map(({ brand }) => brand).join(','));
  if (grant.publicUrl) fn.addEnvironment('PUBLIC_URL', around.publicUrl);
  if (grant.inboundDomain && around.stage.inboundDomain) fn.addEnvironment('INBOUND_DOMAIN', around.stage.inboundDomain);
}

function watch(fn: FileFunction, { impact, alarms = {} }: Grant, { stage, alarms: topic }: Around): void {
  const everyFiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };
  new ImpactAlarm(fn, 'Errors', {
    metric: fn.metricErrors(everyFiveMinutes),
    threshold: 1,
    impact,
    topic,
  });
  new ImpactAlarm(fn, 'Throttles', {
    metric: fn.metricThrottles(everyFiveMinutes),
    threshold: 1,
    impact: `${impact} Lambda has no more concurrency for it: another function or system uses up the account's.`,
    topic,
  });
  for (const [outcome, meaning] of Object.entries(alarms)) {
    const metric = fn.linesOf(outcome, namespaceOf(stage));
    new ImpactAlarm(fn, pascal(outcome), { metric, threshold: 1, impact: meaning, topic });
  }
}

/** Time and memory of a function by its caller. */
function sizeOf(file: FunctionFile): { timeout: Duration; memorySize?: number } {
  // someone waits for these, and processor time comes with memory
  if (file.startsWith('public/')) return { timeout: Duration.seconds(10), memorySize: 1024 };
  // API Gateway gives up after 30 seconds
  if (!file.startsWith('jobs/')) return { timeout: Duration.seconds(29), memorySize: 1024 };
  const queue: QueueSchema | undefined = Object.values(queues).find(({ job }) => job === file);
  // a job by the clock walks until it is done: Lambda's longest
  return {
    timeout: queue ? Duration.seconds(queue.timeoutSeconds) : file in schedules ? Duration.minutes(15) : Duration.minutes(1),
  };
}
