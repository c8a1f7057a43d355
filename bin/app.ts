/**
 * The CDK app. `npm run synth` and `npm run deploy` take the stage `dev`; another one is named as `-- -c stage=production`. These
 * stages are examples: put your own brands, addresses and region here.
 */
import { App } from 'aws-cdk-lib';
import { lint } from '../functions/domain/lints.ts';
import { deployment } from '../lib/deployment.ts';
import type { Stage } from '../lib/stage.ts';
import { brands } from '../policies/brands.ts';

const stages: readonly Stage[] = [
  {
    name: 'dev',
    region: 'eu-north-1',
    production: false,
    brands: ['xledger', 'expectit', 'amesto', 'infosoft', 'alektum'],
    alarmEmail: 'operations@example.com',
    testRecipients: ['@example.com'],
    logRetentionDays: 14,
    signIn: {
      domainPrefix: 'samtykke-dev',
      callbackUrls: ['http://localhost:5173/signed-in'],
      logoutUrls: ['http://localhost:5173/'],
    },
  },
  {
    name: 'production',
    region: 'eu-north-1',
    production: true,
    brands: ['xledger', 'expectit', 'amesto', 'infosoft', 'alektum'],
    publicUrl: 'https://samtykke.example.com',
    // Add `certificateArn` and the API itself answers under this host. Without it, put CloudFront in front of the API: the host is
    // then CloudFront's, and API Gateway's own address stays open to whoever knows it.
    alarmEmail: 'operations@example.com',
    testRecipients: ['newsletters@example.com'],
    logRetentionDays: 90,
    signIn: {
      domainPrefix: 'samtykke-example',
      callbackUrls: ['https://desk.example.com/signed-in'],
      logoutUrls: ['https://desk.example.com/'],
    },
  },
];

const app = new App();
const wanted: unknown = app.node.tryGetContext('stage') ?? 'dev';
const stage = stages.find(({ name }) => name === wanted);
if (!stage) refuse(`no stage ${String(wanted)}; there are ${stages.map(({ name }) => name).join(', ')}`);

const errors = brands
  .filter(({ brand }) => stage.brands.includes(brand))
  .flatMap((policy) =>
    lint(policy, stage)
      .filter(({ level }) => level === 'error')
      .map(({ id, message }) => `  ${policy.brand} ${id}: ${message}`),
  );
if (errors.length > 0) refuse(`stage ${stage.name} refuses these policies:\n${errors.join('\n')}`);

deployment(app, stage, brands);

/** Ends the synthesis with a message for whoever deploys, and no stack trace. */
function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}
