/** Alarm clocks: one-off schedules of EventBridge Scheduler. */
import { ConflictException, CreateScheduleCommand } from '@aws-sdk/client-scheduler';
import type { Timers } from './deps.ts';

/**
 * Lets the timers' job be called with `message` at that moment, to the minute, and then be forgotten. A second timer of the same name is the first one. Nobody
 * takes a timer back: the job must see for itself whether it is still wanted.
 */
export async function setTimer(timers: Timers, name: string, at: Date, message: object): Promise<void> {
  const { group, jobArn, roleArn, deadArn } = timers.target();
  try {
    await timers.client.send(
      new CreateScheduleCommand({
        Name: name,
        GroupName: group,
        ScheduleExpression: `at(${at.toISOString().slice(0, 19)})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: jobArn,
          RoleArn: roleArn,
          Input: JSON.stringify(message),
          RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
          DeadLetterConfig: { Arn: deadArn },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
  }
}
