import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FileFunction } from './file-function.ts';
import { ImpactAlarm } from './impact-alarm.ts';

export interface SweepAlarmsProps {
  /** The job whose log says `swept`, with `brand` and `oldestDays`. */
  readonly sweep: FileFunction;
  readonly brands: readonly { readonly brand: string }[];
  /** What people lose while nobody sweeps. */
  readonly impact: string;
  /** Where the metrics lie: a namespace of the stage's own. */
  readonly namespace: string;
  readonly topic: ITopic;
}

/** A day and two hours: the run of the day before, and as much time as a run and its repetitions may take. */
const lateAfterHours = 26;

/**
 * Whether every brand is swept every day, and nobody is left who has been due for longer than a day: both read off the line that a sweep logs for each
 * brand. An alarm that hears nothing rings, so a new brand's rings until its first sweep.
 */
export class SweepAlarms extends Construct {
  constructor(scope: Construct, id: string, { sweep, brands, impact, namespace, topic }: SweepAlarmsProps) {
    super(scope, id);
    const swept = FilterPattern.stringValue('$.outcome', '=', 'swept');
    const metric = (metricName: string, metricValue: string) =>
      new MetricFilter(this, metricName, {
        logGroup: sweep.logGroup,
        filterPattern: swept,
        metricNamespace: namespace,
        metricName,
        metricValue,
        dimensions: { Brand: '$.brand' },
      });
    const done = metric('Sweeps', '1');
    const oldest = metric('OldestDueDays', '$.oldestDays');
    for (const { brand } of brands) {
      const dimensionsMap = { Brand: brand };
      new ImpactAlarm(this, `Late-${brand}`, {
        metric: done.metric({ dimensionsMap, statistic: 'Sum', period: Duration.hours(1) }),
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        periods: lateAfterHours,
        missing: TreatMissingData.BREACHING,
        impact: `${impact} ${brand} has not been swept for ${lateAfterHours} hours.`,
        topic,
      });
      new ImpactAlarm(this, `Overdue-${brand}`, {
        metric: oldest.metric({ dimensionsMap, statistic: 'Maximum', period: Duration.hours(1) }),
        threshold: 1,
        impact: `${impact} A sweep of ${brand} left somebody behind who has been due for more than a day.`,
        topic,
      });
    }
  }
}
