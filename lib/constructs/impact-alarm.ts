import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** When an alarm goes off, and what it means for people. */
export interface ImpactAlarmProps {
  readonly metric: IMetric;
  /** The alarm goes off at this value. */
  readonly threshold: number;
  /** @default - at the threshold or above */
  readonly comparison?: ComparisonOperator;
  /**
   * How many periods in a row.
   * @default 1
   */
  readonly periods?: number;
  /** @default - no data is no alarm: an idle system is a healthy one */
  readonly missing?: TreatMissingData;
  /** What people lose, in a sentence: whoever is woken reads it first. */
  readonly impact: string;
  /** Who is told. */
  readonly topic: ITopic;
}

/** An alarm that says what it means for people. */
export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    const { metric, threshold, comparison, periods = 1, missing, impact, topic } = props;
    super(scope, id, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
      alarmDescription: impact,
    });
    this.addAlarmAction(new SnsAction(topic));
  }
}
