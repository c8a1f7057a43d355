import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FileFunction } from './file-function.ts';

export interface JobScheduleProps {
  readonly fn: FileFunction;
  /** `rate(…)`, `cron(…)` or `at(…)`, in UTC. */
  readonly expression: string;
  /** Where a call goes that did not come through. */
  readonly dead: IQueue;
}

/** A job by the clock: at least once at about that minute, so the job must bear a second call. */
export class JobSchedule extends Construct {
  constructor(scope: Construct, id: string, { fn, expression, dead }: JobScheduleProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [dead.queueArn] }));
    const schedule = new CfnSchedule(this, 'Schedule', {
      scheduleExpression: expression,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: fn.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: dead.queueArn },
      },
    });
    // the role's policy is a resource of its own, which a schedule that runs at once would need
    schedule.node.addDependency(role);
  }
}
