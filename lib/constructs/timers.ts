import { Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FileFunction } from './file-function.ts';

export interface TimersProps {
  /** What their group is called. */
  readonly name: string;
  /** What they call. */
  readonly job: FileFunction;
  /** Where a call goes that did not come through. */
  readonly dead: IQueue;
}

/** The alarm clocks that functions set themselves: a group of one-off schedules, and the role in which each of them calls the one job. */
export class Timers extends Construct {
  readonly #group: CfnScheduleGroup;
  readonly #role: Role;
  readonly #job: FileFunction;
  readonly #dead: IQueue;

  constructor(scope: Construct, id: string, { name, job, dead }: TimersProps) {
    super(scope, id);
    this.#group = new CfnScheduleGroup(this, 'Group', { name });
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    this.#role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [job.functionArn] }));
    this.#role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [dead.queueArn] }));
    this.#job = job;
    this.#dead = dead;
  }

  /** Allows setting a timer of this group, for this job and in this role. Sets `TIMER_GROUP`, `TIMER_JOB_ARN`, `TIMER_ROLE_ARN` and `TIMER_DEAD_ARN`. */
  setBy(fn: FileFunction): void {
    const stack = Stack.of(this);
    const name = this.#group.name ?? '';
    const schedules = stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${name}/*` });
    fn.grants('scheduler', ['CreateSchedule'], schedules);
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.#role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    Validations.of(fn.role ?? fn).acknowledge({
      // as cdk-nag prints it
      id: `AwsSolutions-IAM5[Resource::arn:${Token.isUnresolved(stack.partition) ? '<AWS::Partition>' : stack.partition}:scheduler:${stack.region}:<AWS::AccountId>:schedule/${name}/*]`,
      reason:
        'A timer has a name of its own, made when it is set; the group holds nothing but timers, and this function may only add to them.',
    });
    fn.addEnvironment('TIMER_GROUP', this.#group.ref);
    fn.addEnvironment('TIMER_JOB_ARN', this.#job.functionArn);
    fn.addEnvironment('TIMER_ROLE_ARN', this.#role.roleArn);
    fn.addEnvironment('TIMER_DEAD_ARN', this.#dead.queueArn);
  }
}
