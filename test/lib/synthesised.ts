import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type Deployment, deployment } from '../../lib/deployment.ts';
import type { ServedBrand, Stage } from '../../lib/stage.ts';

/** A resource of a template, as far as the tests look into it. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON without a type of its own
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** A template by logical ids. */
export interface Synthesised {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}

/** The template of what outlives every deployment; and, as one, those of everything that can be made again. */
export interface Templates {
  readonly data: Synthesised;
  readonly app: Synthesised;
}

/** A stage of the tests: two brands, three senders in two domains, two partners. */
export const stage: Stage = {
  name: 'test',
  region: 'eu-north-1',
  production: true,
  brands: ['acme', 'umbra'],
  publicUrl: 'https://mail.example.com',
  testRecipients: ['@desk.acme.example', 'anna@umbra.example'],
  alarmEmail: 'operations@example.com',
  logRetentionDays: 14,
  signIn: {
    domainPrefix: 'samtykke-test',
    callbackUrls: ['https://desk.example.com/in'],
    logoutUrls: ['https://desk.example.com/'],
  },
};

/** More than the stage serves. */
export const policies: readonly ServedBrand[] = [
  {
    brand: 'acme',
    identity: {
      from: [{ email: 'news@acme.example' }, { email: 'hello@acme.example' }],
    },
    sharing: { registry: [{ id: 'reseller' }], group: [{ id: 'sister' }] },
    suppression: { proof: '2 years' },
  },
  {
    brand: 'umbra',
    identity: { from: [{ email: 'post@Mail.umbra.example' }] },
    sharing: { registry: [], group: [] },
    suppression: { proof: '1 year' },
  },
  {
    brand: 'elsewhere',
    identity: { from: [{ email: 'a@elsewhere.example' }] },
    sharing: { registry: [], group: [] },
    suppression: { proof: '1 year' },
  },
];

/** The stacks and their templates, with the flags of `cdk.json`, without bundling, and without the checks that only `cdk synth` needs. */
export function synthesise(settings: Stage = stage): {
  readonly stacks: Deployment;
  readonly templates: Templates;
  readonly byStack: Readonly<Record<keyof Deployment, Synthesised>>;
} {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const app = new App({
    context: { ...context, 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-stack-trace': true },
    builtinCloudFormationValidation: false,
  });
  const stacks = deployment(app, settings, policies);
  const template = (stack: Stack) => ({ Outputs: {}, ...Template.fromStack(stack).toJSON() }) as Synthesised;
  const [data, queues, api, jobs] = [stacks.data, stacks.queues, stacks.app, stacks.jobs].map(template) as [
    Synthesised,
    Synthesised,
    Synthesised,
    Synthesised,
  ];
  return { stacks, templates: { data, app: joined([queues, api, jobs]) }, byStack: { data, queues, app: api, jobs } };
}

/**
 * Several templates as one, in which what one of them exports stands where another imports it. Throws if two resources have the same logical id, which the
 * tests could not tell apart.
 */
function joined(templates: readonly Synthesised[]): Synthesised {
  const exported = new Map(
    templates
      .flatMap(({ Outputs }) => Object.values(Outputs))
      .flatMap(({ Export, Value }) => (Export ? [[Export.Name, Value]] : [])),
  );
  const followed = <T>(template: T): T =>
    JSON.parse(JSON.stringify(template), (_, value) => exported.get(value?.['Fn::ImportValue']) ?? value);
  const ids = templates.flatMap(({ Resources }) => Object.keys(Resources));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw new Error(`two resources are called ${twice}`);
  return {
    Resources: followed(Object.assign({}, ...templates.map(({ Resources }) => Resources))),
    Outputs: Object.assign({}, ...templates.map(({ Outputs }) => Outputs)),
  };
}

/** The resources of a type, by logical id. */
export const ofType = (template: Synthesised, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

/** The file of a function, which its description names: `public/confirm`. */
export const fileOf = (fn: Resource): string => String(fn.Properties.Description).replace(/^functions\/|\.ts$/g, '');

/** The functions that something calls, by file. */
export const functionsByFile = (template: Synthesised): Record<string, Resource> =>
  Object.fromEntries(ofType(template, 'AWS::Lambda::Function').map(([, fn]) => [fileOf(fn), fn]));

/**
 * A value of a template in words: the logical id for a reference (an import is followed to the resource that it exports, a queue
 * is called by its queue name), parts of a join one after the other.
 */
export function inWords(value: unknown, templates: { readonly data: Synthesised; readonly app: Synthesised }): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map((member) => inWords(member, templates)).join(', ');
  const [[kind, of]] = Object.entries(value) as [[string, unknown]];
  switch (kind) {
    case 'Ref':
      return called(String(of), templates);
    case 'Fn::GetAtt':
      return called(String((of as string[])[0]), templates);
    case 'Fn::Join':
      return (of as [string, unknown[]])[1].map((part) => inWords(part, templates)).join('');
    case 'Fn::ImportValue': {
      const output = Object.values(templates.data.Outputs).find((candidate) => candidate.Export?.Name === of);
      return inWords(output?.Value, templates);
    }
    default:
      throw new Error(`unknown function ${kind}`);
  }
}

function called(logicalId: string, { data, app }: Templates): string {
  const resource = app.Resources[logicalId] ?? data.Resources[logicalId];
  if (resource?.Type === 'AWS::SQS::Queue') return String(resource.Properties.QueueName);
  if (resource?.Type === 'AWS::Logs::LogGroup') return 'log';
  return logicalId;
}
