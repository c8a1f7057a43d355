/** IMPORT: how far each import is. Whoever took a run last decides; all others' results count for nothing. */
import { ConditionalCheckFailedException, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { FileId } from '../domain/files.ts';
import { Import } from '../domain/import.ts';
import { keys } from './keys.ts';

/** Writes a new import down. `'known'`: an earlier attempt at the same request has. */
export async function createImport(db: Db, made: Import): Promise<'created' | 'known'> {
  return (await put(db, made, { ConditionExpression: 'attribute_not_exists(pk)' })) ? 'created' : 'known';
}

/** An import, as long as its file is there. */
export async function readImport(db: Db, brand: string, importId: FileId, now: Date): Promise<Import | undefined> {
  const { pk, sk } = keys.import(brand, importId);
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('campaigns'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    }),
  );
  const found = page.Items?.[0] && Import.parse(unmarshall(page.Items[0]));
  return found && found.expiresAt * 1000 > now.getTime() ? found : undefined;
}

/** Starts an import, unless it is at work already. */
export async function startImport(db: Db, started: Import): Promise<'started' | 'running'> {
  const condition = {
    ConditionExpression: '#state <> :running',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({ ':running': 'running' }),
  };
  return (await put(db, started, condition)) ? 'started' : 'running';
}

/** Takes the next run of an import that is at work; from then on a former run can save nothing. */
export async function claimImportRun(db: Db, brand: string, importId: FileId, run: string): Promise<Import | undefined> {
  try {
    const { Attributes } = await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('campaigns'),
        Key: marshall(keys.import(brand, importId)),
        UpdateExpression: 'SET #run = :run',
        ConditionExpression: '#state = :running',
        ExpressionAttributeNames: { '#run': 'run', '#state': 'state' },
        ExpressionAttributeValues: marshall({ ':run': run, ':running': 'running' }),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes && Import.parse(unmarshall(Attributes));
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Saves what a run has done, if it is still the one that counts. */
export async function saveImportRun(db: Db, after: Import): Promise<'saved' | 'overtaken'> {
  const condition = {
    ConditionExpression: '#run = :run AND #state = :running',
    ExpressionAttributeNames: { '#run': 'run', '#state': 'state' },
    ExpressionAttributeValues: marshall({ ':run': after.run, ':running': 'running' }),
  };
  return (await put(db, after, condition)) ? 'saved' : 'overtaken';
}

async function put(
  db: Db,
  made: Import,
  condition: Pick<PutItemCommand['input'], 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>,
): Promise<boolean> {
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('campaigns'),
        Item: marshall({ ...keys.import(made.brand, made.importId), ...made }, { removeUndefinedValues: true }),
        ...condition,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
