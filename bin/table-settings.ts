/** What a table is besides its items, as the schema wants it and as it is: what a point-in-time restore leaves behind. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTagsOfResourceCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableSchema } from '../functions/store/tables.ts';

/** One setting. `found` is undefined where it cannot be read, for want of a permission or of an engine that has it. */
export interface Setting {
  readonly name: string;
  readonly wanted: string;
  readonly found: string | undefined;
  /** What puts it right. */
  readonly remedy: string;
}

/**
 * The settings of a table against its schema: TTL, stream, indexes, point-in-time recovery, protection, and the tags of `sibling`, a table that was not
 * restored.
 */
export async function settingsOf(client: DynamoDBClient, name: string, schema: TableSchema, sibling: string): Promise<Setting[]> {
  const { Table: table = {} } = await client.send(new DescribeTableCommand({ TableName: name }));
  const { Table: other = {} } = await client.send(new DescribeTableCommand({ TableName: sibling }));
  const expiry = await read(async () => {
    const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
    return ttl?.TimeToLiveStatus === 'ENABLED' ? (ttl.AttributeName ?? 'none') : 'none';
  });
  const recovery = await read(async () => {
    const { ContinuousBackupsDescription: backups } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName: name }),
    );
    return backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus ?? 'DISABLED';
  });
  const indexes = (table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName ?? '').sort();
  const update = `aws dynamodb update-table --table-name ${name}`;
  return [
    {
      name: 'time to live',
      wanted: schema.ttlAttribute,
      found: expiry,
      remedy: `aws dynamodb update-time-to-live --table-name ${name} --time-to-live-specification Enabled=true,AttributeName=${schema.ttlAttribute}`,
    },
    {
      name: 'stream',
      wanted: schema.stream ?? 'none',
      found: table.StreamSpecification?.StreamEnabled ? (table.StreamSpecification.StreamViewType ?? 'none') : 'none',
      remedy: `${update} --stream-specification StreamEnabled=true,StreamViewType=${schema.stream}, then deploy with the new stream`,
    },
    {
      name: 'indexes',
      wanted: Object.keys(schema.indexes).sort().join(', ') || 'none',
      found: indexes.join(', ') || 'none',
      remedy: 'restore once more, with the indexes',
    },
    {
      name: 'point-in-time recovery',
      wanted: 'ENABLED',
      found: recovery,
      remedy: `aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
    },
    {
      name: 'deletion protection',
      wanted: 'on',
      found: table.DeletionProtectionEnabled ? 'on' : 'off',
      remedy: `${update} --deletion-protection-enabled`,
    },
    {
      name: 'tags',
      wanted: (await tagsOf(client, other.TableArn)) ?? 'unknown',
      found: await tagsOf(client, table.TableArn),
      remedy: `aws dynamodb tag-resource --resource-arn ${table.TableArn} --tags …`,
    },
  ];
}

const tagsOf = (client: DynamoDBClient, arn: string | undefined): Promise<string | undefined> =>
  read(async () => {
    const { Tags = [] } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
    // CloudFormation's own tell where a table came from, not what it is
    const ours = Tags.filter(({ Key }) => !Key?.startsWith('aws:'));
    return (
      ours
        .map(({ Key, Value }) => `${Key}=${Value}`)
        .sort()
        .join(', ') || 'none'
    );
  });

/** What cannot be read is told as unknown, never taken for right. */
async function read(work: () => Promise<string>): Promise<string | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && /Unknown|NotImplemented|Unsupported|AccessDenied|Validation/.test(error.name)) return undefined;
    throw error;
  }
}
