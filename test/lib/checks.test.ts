import { type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { type Synthesised, stage, synthesise } from './synthesised.ts';

const { stacks, byStack } = synthesise();
const packs = [
  ['AwsSolutions', new AwsSolutionsChecks()],
  ['Serverless', new ServerlessChecks()],
] as const;

interface Acknowledged {
  readonly id: string;
  readonly reason: string;
}

/** Every finding that a construct acknowledges, each once per reason. */
const acknowledged: Acknowledged[] = (Object.values(stacks) as Stack[])
  .flatMap((stack) => stack.node.findAll())
  .flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY))
  .flatMap(({ data: rules }) => Object.entries(rules as Record<string, string>))
  .map(([id, reason]) => ({ id: id.replace(/^annotation::/i, ''), reason }));

describe.each(Object.entries(stacks))('the stack %s', (_, stack) => {
  test.each(packs)('leaves no finding of %s, not even a warning, without an answer', (_, pack) => {
    expect(pack.validateScope(stack).violations).toEqual([]);
  });
});

test.each(packs)('a stage that receives mail leaves no finding of %s either', (_, pack) => {
  const { queues } = synthesise({ ...stage, inboundDomain: 'stop.example.com' }).stacks;
  expect(pack.validateScope(queues).violations).toEqual([]);
});

test('these findings are acknowledged and no others: the list may only become shorter', () => {
  expect([...new Set(acknowledged.map(({ id }) => id))].sort()).toEqual([
    'AwsSolutions-APIG4',
    'AwsSolutions-COG8',
    'AwsSolutions-IAM5[Resource::*]',
    'AwsSolutions-IAM5[Resource::<FilesBucket.Arn>/exports/*]',
    'AwsSolutions-IAM5[Resource::<FilesBucket.Arn>/identity/*]',
    'AwsSolutions-IAM5[Resource::<FilesBucket.Arn>/imports/*]',
    'AwsSolutions-IAM5[Resource::arn:aws:scheduler:eu-north-1:<AWS::AccountId>:schedule/samtykke-test/*]',
    'AwsSolutions-IAM5[Resource::samtykke-test-app:ExportsOutputFnGetAttFilesBucketArn89286EB5/exports/*]',
    'AwsSolutions-IAM5[Resource::samtykke-test-app:ExportsOutputFnGetAttFilesBucketArn89286EB5/identity/*]',
    'AwsSolutions-IAM5[Resource::samtykke-test-app:ExportsOutputFnGetAttFilesBucketArn89286EB5/imports/*]',
    'AwsSolutions-IAM5[Resource::samtykke-test-data:ExportsOutputFnGetAttAnchorsBucketArn455CC4AC/*]',
    'AwsSolutions-IAM5[Resource::samtykke-test-data:ExportsOutputFnGetAttLedgerTableArn7AAE8B3D/stream/*]',
    'AwsSolutions-IAM5[Resource::samtykke-test-data:ExportsOutputFnGetAttPeopleTableArnBDFBC541/stream/*]',
    'AwsSolutions-S1',
    'AwsSolutions-SMG4',
    'AwsSolutions-SQS3',
    'Serverless-LambdaDLQ',
    'Serverless-LambdaEventSourceMappingDestination',
    'Serverless-LambdaTracing',
    'Serverless-SNSRedrivePolicy',
    'Serverless-SQSRedrivePolicy',
  ]);
});

test('each acknowledgement gives a reason', () => {
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const { reason } of acknowledged) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
});

/** Asset names are hashes of their content, which every change of a function changes. */
const masked = (template: Synthesised): unknown => JSON.parse(JSON.stringify(template).replaceAll(/\b[0-9a-f]{64}\b/g, '<hash>'));

test.each(Object.entries(byStack))('the template of the stack %s changes only on purpose', (_, template) => {
  expect(masked(template)).toMatchSnapshot();
});
