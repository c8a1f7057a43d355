import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** When an alarm goes off, and what it means for people. */
export interface ImpactAlarmProps {
  readonly metric: IMetric;
  /** The alarm goes off at this value. */
  readonly threshold: number;
  /** What people lose, in a sentence: whoever is woken reads it first. */
  readonly impact: string;
  /** Who is told. */
  readonly topic: ITopic;
}

/** An alarm that says what it means for people. No data is no alarm: an idle system is a healthy one. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, { metric, threshold, impact, topic }: ImpactAlarmProps) {
    super(scope, id, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: impact,
    });
    this.addAlarmAction(new SnsAction(topic));
  }
}
