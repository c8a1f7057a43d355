/** EXPORT: how far each export is. Whoever took a run last decides; all others' results count for nothing. */
import { ConditionalCheckFailedException, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { Export } from '../domain/export.ts';
import type { FileId } from '../domain/files.ts';
import { keys } from './keys.ts';

/** Writes a new export down. `'known'`: an earlier attempt at the same request has. */
export async function createExport(db: Db, made: Export): Promise<'created' | 'known'> {
  return (await put(db, made, { ConditionExpression: 'attribute_not_exists(pk)' })) ? 'created' : 'known';
}

/** An export, as long as its files are there. */
export async function readExport(db: Db, brand: string, exportId: FileId, now: Date): Promise<Export | undefined> {
  const { pk, sk } = keys.export(brand, exportId);
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('campaigns'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk = :sk',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    }),
  );
  const found = page.Items?.[0] && Export.parse(unmarshall(page.Items[0]));
  return found && found.expiresAt * 1000 > now.getTime() ? found : undefined;
}

/** Takes the next run of an export that is not done; from then on a former run can save nothing. */
export async function claimExportRun(db: Db, brand: string, exportId: FileId, run: string): Promise<Export | undefined> {
  try {
    const { Attributes } = await db.client.send(
      new UpdateItemCommand({
        TableName: db.tableName('campaigns'),
        Key: marshall(keys.export(brand, exportId)),
        UpdateExpression: 'SET #run = :run',
        ConditionExpression: '#state IN (:waiting, :running)',
        ExpressionAttributeNames: { '#run': 'run', '#state': 'state' },
        ExpressionAttributeValues: marshall({ ':run': run, ':waiting': 'waiting', ':running': 'running' }),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes && Export.parse(unmarshall(Attributes));
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Saves what a run has done, if it is still the one that counts. */
export async function saveExportRun(db: Db, after: Export): Promise<'saved' | 'overtaken'> {
  const condition = {
    ConditionExpression: '#run = :run AND #state <> :done',
    ExpressionAttributeNames: { '#run': 'run', '#state': 'state' },
    ExpressionAttributeValues: marshall({ ':run': after.run, ':done': 'done' }),
  };
  return (await put(db, after, condition)) ? 'saved' : 'overtaken';
}

async function put(
  db: Db,
  made: Export,
  condition: Pick<PutItemCommand['input'], 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>,
): Promise<boolean> {
  try {
    await db.client.send(
      new PutItemCommand({
        TableName: db.tableName('campaigns'),
        Item: marshall({ ...keys.export(made.brand, made.exportId), ...made }, { removeUndefinedValues: true }),
        ...condition,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
