/** Long work that is done in runs, EXPORT and IMPORT: how far each is. Whoever took a run last decides; all others' results count for nothing. */
import { ConditionalCheckFailedException, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { FileId } from '../domain/files.ts';

/** What every such work is. `expiresAt`: seconds since 1970, from when on it is as good as gone. */
interface Work {
  readonly brand: string;
  readonly state: string;
  readonly run?: string | undefined;
  readonly expiresAt: number;
}

/** A condition on the work that is there. */
type Condition = Pick<PutItemCommand['input'], 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>;

/** One kind of work: how its items are read, where they lie, what names one, and the states in which there is more to do. */
interface Kind<W extends Work> {
  readonly parse: (item: unknown) => W;
  readonly keyOf: (brand: string, id: FileId) => { pk: string; sk: string };
  readonly idOf: (work: W) => FileId;
  readonly unfinished: readonly W['state'][];
}

/** The statements for one kind of work. */
export interface Runs<W extends Work> {
  /** Writes a new work down. `'known'`: an earlier attempt at the same request has. */
  readonly create: (db: Db, made: W) => Promise<'created' | 'known'>;
  /** The work, as long as it has not expired. */
  readonly read: (db: Db, brand: string, id: FileId, now: Date) => Promise<W | undefined>;
  /** Takes the next run of a work that is not finished; from then on a former run can save nothing. */
  readonly claim: (db: Db, brand: string, id: FileId, run: string) => Promise<W | undefined>;
  /** Saves what a run has done, if it is still the one that counts. */
  readonly save: (db: Db, after: W) => Promise<'saved' | 'overtaken'>;
  /** Writes the work as it shall be, if the condition holds. */
  readonly put: (db: Db, work: W, condition: Condition) => Promise<boolean>;
}

/** The statements for a kind of work. */
export function runsOf<W extends Work>({ parse, keyOf, idOf, unfinished }: Kind<W>): Runs<W> {
  const states = Object.fromEntries(unfinished.map((state, index) => [`:state${index}`, state]));
  const isUnfinished = `#state IN (${Object.keys(states).join(', ')})`;
  const names = { '#run': 'run', '#state': 'state' };

  const put: Runs<W>['put'] = async (db, work, condition) => {
    try {
      await db.client.send(
        new PutItemCommand({
          TableName: db.tableName('campaigns'),
          Item: marshall({ ...keyOf(work.brand, idOf(work)), ...work }, { removeUndefinedValues: true }),
          ...condition,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    put,
    create: async (db, made) =>
      (await put(db, made, { ConditionExpression: 'attribute_not_exists(pk)' })) ? 'created' : 'known',
    read: async (db, brand, id, now) => {
      const { pk, sk } = keyOf(brand, id);
      const page = await db.client.send(
        new QueryCommand({
          TableName: db.tableName('campaigns'),
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk = :sk',
          ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
        }),
      );
      const found = page.Items?.[0] && parse(unmarshall(page.Items[0]));
      return found && found.expiresAt * 1000 > now.getTime() ? found : undefined;
    },
    claim: async (db, brand, id, run) => {
      try {
        const { Attributes } = await db.client.send(
          new UpdateItemCommand({
            TableName: db.tableName('campaigns'),
            Key: marshall(keyOf(brand, id)),
            UpdateExpression: 'SET #run = :run',
            ConditionExpression: isUnfinished,
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: marshall({ ':run': run, ...states }),
            ReturnValues: 'ALL_NEW',
          }),
        );
        return Attributes && parse(unmarshall(Attributes));
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },
    save: async (db, after) => {
      const condition = {
        ConditionExpression: `#run = :run AND ${isUnfinished}`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: marshall({ ':run': after.run, ...states }),
      };
      return (await put(db, after, condition)) ? 'saved' : 'overtaken';
    },
  };
}
