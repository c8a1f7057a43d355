import { describe, expect, test } from 'vitest';
import { tables } from '../../functions/store/tables.ts';
import { ofType, synthesise } from './synthesised.ts';

const { stacks, templates } = synthesise();
const { data, app } = templates;

describe('the tables', () => {
  test('have the names in CloudFormation that they will always have', () => {
    expect(ofType(data, 'AWS::DynamoDB::Table').map(([id]) => id)).toEqual(['PeopleTable', 'CampaignsTable', 'LedgerTable']);
    expect(ofType(app, 'AWS::DynamoDB::Table')).toEqual([]);
  });

  test.each(ofType(data, 'AWS::DynamoDB::Table'))('%s survives a mistake', (_, table) => {
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
        SSESpecification: { SSEEnabled: true },
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });

  test.each([
    ['PeopleTable', tables.people, 'S', { StreamViewType: 'NEW_AND_OLD_IMAGES' }],
    ['CampaignsTable', tables.campaigns, 'S', undefined],
    ['LedgerTable', tables.ledger, 'N', { StreamViewType: 'NEW_IMAGE' }],
  ] as const)('%s has its key and stream', (id, schema, sortType, stream) => {
    const { Properties } = data.Resources[id] ?? expect.fail(id);
    expect(Properties.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
    expect(Properties.AttributeDefinitions).toContainEqual({ AttributeName: 'sk', AttributeType: sortType });
    expect(Properties.StreamSpecification).toEqual(stream);
    expect(Properties.GlobalSecondaryIndexes ?? []).toHaveLength(Object.keys(schema.indexes).length);
  });

  test('an index carries what its schema lists, and keys alone where it lists nothing', () => {
    expect(data.Resources.PeopleTable?.Properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'audience',
        KeySchema: [
          { AttributeName: 'audience', KeyType: 'HASH' },
          { AttributeName: 'pk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: tables.people.indexes.audience.projected },
      },
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'due', KeyType: 'HASH' },
          { AttributeName: 'dueDay', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });
});

describe('the anchors', () => {
  const bucket = data.Resources.AnchorsBucket ?? expect.fail('no bucket');

  test('are locked in compliance mode for as long as the longest proof of a served brand, in every version, and stay when the stack goes (S27)', () => {
    expect(bucket).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          // two years, of which one may be a leap year
          Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 731 } },
        },
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      },
    });
  });

  test('are hidden and taken away by nobody', () => {
    const [[, policy] = expect.fail('no policy')] = ofType(data, 'AWS::S3::BucketPolicy');
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Principal: { AWS: '*' }, Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'] }),
    );
  });
});

describe('the secret', () => {
  test('is one, keeps its name in CloudFormation, and stays when the stack goes', () => {
    const secrets = [...ofType(data, 'AWS::SecretsManager::Secret'), ...ofType(app, 'AWS::SecretsManager::Secret')];
    expect(secrets.map(([id]) => id)).toEqual(['LinkSecret']);
    expect(data.Resources.LinkSecret).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('is created empty, so that only its maker gives it a value, and the template holds none', () => {
    expect(Object.keys(data.Resources.LinkSecret?.Properties)).toEqual(['Description']);
    expect(ofType(data, 'Custom::FirstSecretValue').map(([, { Properties }]) => Properties.SecretId)).toEqual([
      { Ref: 'LinkSecret' },
    ]);
  });
});

test('a production stack is protected from deletion', () => {
  for (const stack of Object.values(stacks)) expect(stack.terminationProtection).toBe(true);
});
