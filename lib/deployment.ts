import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { AppStack } from './stacks/app.ts';
import { DataStack } from './stacks/data.ts';
import type { ServedBrand, Stage } from './stage.ts';

/** The two stacks of one stage. */
export interface Deployment {
  readonly data: DataStack;
  readonly app: AppStack;
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
  const data = new DataStack(app, `samtykke-${stage.name}-data`, {
    ...common,
    description: 'Samtykke: the tables and the secret, which outlive every deployment.',
    logRetention: stage.logRetentionDays,
  });
  const application = new AppStack(app, `samtykke-${stage.name}-app`, {
    ...common,
    description: 'Samtykke: functions, API, queues, mail and sign-in.',
    stage,
    brands,
    data,
  });
  return { data, app: application };
}
