import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { queues as queueSchemas, schedules, streams } from '../../functions/triggers.ts';
import type { FileFunction } from '../constructs/file-function.ts';
import { grantedFunction } from '../constructs/granted-function.ts';
import { ImpactAlarm } from '../constructs/impact-alarm.ts';
import { DeadLetterQueue } from '../constructs/job-queue.ts';
import { JobSchedule } from '../constructs/job-schedules.ts';
import { SweepAlarms } from '../constructs/sweep-alarms.ts';
import { entries, pascal } from '../entries.ts';
import { type FunctionFile, grants } from '../grants.ts';
import { namespaceOf, prefixOf } from '../stage.ts';
import type { AppStack } from './app.ts';
import type { QueuesStack } from './queues.ts';

/** How CDK calls the exported ARNs of the tables that have a stream. */
const exported = { people: 'PeopleTableArnBDFBC541', ledger: 'LedgerTableArn7AAE8B3D' } as const;

export interface JobsStackProps extends StackProps {
  readonly queues: QueuesStack;
  readonly app: AppStack;
}

/** What nobody waits for: the functions behind the stream, the queues and the schedules. */
export class JobsStack extends Stack {
  constructor(scope: Construct, id: string, { queues, app, ...props }: JobsStackProps) {
    super(scope, id, props);
    const { around } = app;
    const functions = new Map<FunctionFile, FileFunction>();
    const functionOf = (file: FunctionFile): FileFunction => {
      const fn = functions.get(file) ?? grantedFunction(this, file, around);
      functions.set(file, fn);
      return fn;
    };

    for (const [name, queue] of entries(queueSchemas)) {
      const fn = functionOf(queue.job);
      const { queueArn } = queues.queueOf(name);
      fn.grants('sqs', ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'], queueArn);
      const mapping = new EventSourceMapping(this, `${pascal(name)}Source`, {
        target: fn,
        eventSourceArn: queueArn,
        batchSize: queue.batchSize,
        ...('batchWindowSeconds' in queue && { maxBatchingWindow: Duration.seconds(queue.batchWindowSeconds) }),
        maxConcurrency: queue.maxConcurrency,
        reportBatchItemFailures: true,
      });
      Validations.of(mapping).acknowledge({
        id: 'Serverless-LambdaEventSourceMappingDestination',
        reason: 'SQS sources have no failure destination: the queue itself moves what fails to its dead-letter queue.',
      });
    }
    for (const name of Object.keys(streams) as (keyof typeof streams)[])
      this.readStream(name, functionOf(streams[name].job), app);
    for (const [job, expression] of entries(schedules)) {
      new JobSchedule(this, `${pascal(job)}Schedule`, { fn: functionOf(job), expression, dead: queues.schedulesDead });
    }
    new SweepAlarms(this, 'SweepAlarms', {
      sweep: functionOf('jobs/sweep'),
      brands: around.brands,
      impact: grants['jobs/sweep'].impact,
      namespace: namespaceOf(around.stage),
      topic: around.alarms,
    });
  }

  private readStream(name: keyof typeof streams, fn: FileFunction, { around: { data, stage, alarms } }: AppStack): void {
    const { job, batchSize, maxRetries, ...gathered } = streams[name];
    const { impact } = grants[job];
    const table = data.tables[name];
    const { tableStreamArn } = table;
    if (!tableStreamArn) throw new Error(`the table ${name} has no stream`);
    const dead = new DeadLetterQueue(this, `${pascal(job)}Dead`, {
      queueName: `${prefixOf(stage)}-${job.replace('jobs/', '')}-dead`,
      impact,
      alarms,
    });

    fn.grants('dynamodb', ['DescribeStream', 'GetRecords', 'GetShardIterator'], tableStreamArn);
    // Lambda lists the table's streams before it reads one; the action knows no single stream
    fn.grants('dynamodb', ['ListStreams'], `${table.tableArn}/stream/*`);
    Validations.of(fn.role ?? fn).acknowledge({
      // cdk-nag names the finding by the export's name, which follows from the table's pinned id
      id: `AwsSolutions-IAM5[Resource::${data.stackName}:ExportsOutputFnGetAtt${exported[name]}/stream/*]`,
      reason: 'ListStreams is asked of all streams of a table, of which this one has one; records are read from that one only.',
    });
    fn.grants('sqs', ['SendMessage'], dead.queueArn);
    new EventSourceMapping(this, `${pascal(name)}Source`, {
      target: fn,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      ...('batchWindowSeconds' in gathered && { maxBatchingWindow: Duration.seconds(gathered.batchWindowSeconds) }),
      retryAttempts: maxRetries,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // not SqsDlq, which would also let the function look at the queue
      onFailure: { bind: () => ({ destination: dead.queueArn }) },
    });
    new ImpactAlarm(fn, 'IteratorAge', {
      metric: fn.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: Duration.minutes(10).toMilliseconds(),
      impact: `${impact} The stream is ten minutes behind.`,
      topic: alarms,
    });
  }
}
