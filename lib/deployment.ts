import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { AppStack } from './stacks/app.ts';
import { DataStack } from './stacks/data.ts';
import { JobsStack } from './stacks/jobs.ts';
import { QueuesStack } from './stacks/queues.ts';
import { prefixOf, type ServedBrand, type Stage } from './stage.ts';

/** The stacks of one stage, each below CloudFormation's 500 resources. One needs only those before it. */
export interface Deployment {
  readonly data: DataStack;
  readonly queues: QueuesStack;
  readonly app: AppStack;
  readonly jobs: JobsStack;
}

/**
 * Adds a stage to the app, checked by cdk-nag's packs AwsSolutions and Serverless: a finding that nobody acknowledged with a reason
 * fails the synthesis. `policies` may hold more than the brands that the stage serves. Throws if a served brand has none.
 */
export function deployment(app: App, stage: Stage, policies: readonly ServedBrand[]): Deployment {
  const brands = stage.brands.map((brand) => {
    const policy = policies.find((candidate) => candidate.brand === brand);
    if (!policy) throw new Error(`stage ${stage.name} serves ${brand}, which has no policy`);
    return policy;
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const common = {
    // no account: the stacks go where the credentials lead, and synthesis needs none
    env: { region: stage.region },
    terminationProtection: stage.production,
    tags: { system: 'samtykke', stage: stage.name },
  };
  const prefix = prefixOf(stage);
  const data = new DataStack(app, `${prefix}-data`, {
    ...common,
    description: 'Samtykke: the tables, the anchors and the secret, which outlive every deployment.',
    logRetention: stage.logRetentionDays,
    brands,
  });
  const queues = new QueuesStack(app, `${prefix}-queues`, {
    ...common,
    description: 'Samtykke: queues, mail and alarms.',
    stage,
    brands,
  });
  const api = new AppStack(app, `${prefix}-app`, {
    ...common,
    description: 'Samtykke: the API, sign-in, and what is called through it.',
    stage,
    brands,
    data,
    queues,
  });
  const jobs = new JobsStack(app, `${prefix}-jobs`, {
    ...common,
    description: 'Samtykke: what happens behind the stream, the queues and the clock.',
    queues,
    app: api,
  });
  return { data, queues, app: api, jobs };
}
