/** The tables of a system in DynamoDB Local: made from their schema, read whole, and rid of what has expired. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  paginateScan,
  ResourceInUseException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type TableName, type TableSchema, tables } from '../functions/store/tables.ts';
import { CannotStart } from './cannot-start.ts';

/** An item as it is stored. */
export type StoredItem = Record<string, AttributeValue>;
type NameOf = (table: TableName) => string;

/** The names of all tables. */
export const tableNames = Object.keys(tables) as TableName[];

/**
 * Makes the tables, and returns the ARN of each stream; of a table that nobody in `read` reads, there is none. A table that exists (on disk, from an earlier run) is kept.
 * Throws CannotStart if such a table has other keys or indexes than the schema now says.
 */
export async function makeTables(
  client: DynamoDBClient,
  nameOf: NameOf,
  read: readonly string[],
): Promise<Partial<Record<TableName, string>>> {
  const made = await Promise.all(
    tableNames.map(
      async (table) =>
        [
          table,
          await makeTable(client, nameOf(table), {
            ...tables[table],
            ...(!read.includes(table) && { stream: undefined }),
          }),
        ] as const,
    ),
  );
  return Object.fromEntries(made.flatMap(([table, { LatestStreamArn: stream }]) => (stream ? [[table, stream]] : [])));
}

async function makeTable(client: DynamoDBClient, name: string, schema: TableSchema): Promise<TableDescription> {
  const wanted = definition(name, schema);
  try {
    const { TableDescription: made } = await client.send(new CreateTableCommand(wanted));
    return made ?? {};
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    const { Table: found = {} } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (shape(found) !== shape(wanted)) {
      throw new CannotStart(
        `The table ${name} on this machine is of another version of Samtykke: start once with --fresh, which empties it.`,
      );
    }
    return found;
  }
}

function definition(name: string, schema: TableSchema): CreateTableCommandInput {
  const indexes = Object.entries(schema.indexes);
  const keyed = [schema, ...indexes.map(([, index]) => index)].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
  const types = new Map(keyed.map(({ name: attribute, type }) => [attribute, type]));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...types].map(([attribute, type]) => ({ AttributeName: attribute, AttributeType: type })),
    KeySchema: keySchema(schema),
    ...(schema.stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: schema.stream } }),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map(([indexName, index]) => ({
        IndexName: indexName,
        KeySchema: keySchema(index),
        Projection:
          index.projected.length > 0
            ? { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...index.projected] }
            : { ProjectionType: 'KEYS_ONLY' as const },
      })),
    }),
  };
}

const keySchema = ({ partitionKey, sortKey }: Pick<TableSchema, 'partitionKey' | 'sortKey'>) => [
  { AttributeName: partitionKey.name, KeyType: 'HASH' as const },
  { AttributeName: sortKey.name, KeyType: 'RANGE' as const },
];

// keys, indexes and stream, in an order that does not depend on who wrote them down
function shape(table: Omit<CreateTableCommandInput, 'TableName'> | TableDescription): string {
  const indexes = (table.GlobalSecondaryIndexes ?? []).map(({ IndexName: name, KeySchema: keys, Projection: projection }) => ({
    name,
    keys: keys?.map(({ AttributeName: attribute }) => attribute),
    projected: projection?.NonKeyAttributes?.toSorted() ?? [],
  }));
  return JSON.stringify({
    keys: table.KeySchema?.map(({ AttributeName: attribute }) => attribute),
    types: table.AttributeDefinitions?.map(({ AttributeName: name, AttributeType: type }) => `${name}:${type}`).toSorted(),
    indexes: indexes.toSorted((a, b) => String(a.name).localeCompare(String(b.name))),
    stream: table.StreamSpecification?.StreamViewType ?? null,
  });
}

/** Removes the tables. */
export async function dropTables(client: DynamoDBClient, nameOf: NameOf): Promise<void> {
  await Promise.all(tableNames.map((table) => client.send(new DeleteTableCommand({ TableName: nameOf(table) }))));
}

/** Every item of a table, by its keys. */
export async function dumpTable(client: DynamoDBClient, nameOf: NameOf, table: TableName): Promise<Record<string, unknown>[]> {
  const { partitionKey, sortKey } = tables[table];
  const items: Record<string, unknown>[] = [];
  for await (const { Items: page = [] } of paginateScan({ client }, { TableName: nameOf(table), ConsistentRead: true })) {
    items.push(...page.map((item) => unmarshall(item)));
  }
  const order = (a: unknown, b: unknown) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b));
  return items.toSorted((a, b) => order(a[partitionKey.name], b[partitionKey.name]) || order(a[sortKey.name], b[sortKey.name]));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

// DynamoDB leaves an item alone whose time lies further back: such a number is a mistake rather than a time
const oldestTtlSeconds = 5 * 365 * 86_400;

/**
 * Deletes what has expired by `now`, as DynamoDB's time to live does, and returns how much of each table went. `onDelete` hears of
 * each item just before it goes. DynamoDB Local's own time to live stays off: it knows only the machine's clock.
 */
export async function deleteExpired(
  client: DynamoDBClient,
  nameOf: NameOf,
  now: Date,
  onDelete: (table: TableName, item: StoredItem) => void,
): Promise<Record<TableName, number>> {
  const seconds = Math.floor(now.getTime() / 1000);
  const deleteFrom = async (table: TableName): Promise<[TableName, number]> => {
    const { partitionKey, sortKey, ttlAttribute } = tables[table];
    const names = { '#expires': ttlAttribute };
    const pages = paginateScan(
      { client },
      {
        TableName: nameOf(table),
        ConsistentRead: true,
        FilterExpression: '#expires <= :now AND #expires > :oldest',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':now': { N: String(seconds) }, ':oldest': { N: String(seconds - oldestTtlSeconds) } },
      },
    );
    const expired: StoredItem[] = [];
    for await (const { Items: page = [] } of pages) expired.push(...page);
    let deleted = 0;
    for (const item of expired) {
      const key = [partitionKey.name, sortKey.name].map((name) => [name, item[name]]);
      const asSeen = { ':seen': item[ttlAttribute] as AttributeValue };
      onDelete(table, item);
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: nameOf(table),
            Key: Object.fromEntries(key),
            ConditionExpression: '#expires = :seen',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: asSeen,
          }),
        );
        deleted += 1;
      } catch (error) {
        // someone gave it a new life since we looked
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
    return [table, deleted];
  };
  return Object.fromEntries(await Promise.all(tableNames.map(deleteFrom))) as Record<TableName, number>;
}
