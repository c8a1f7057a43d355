/** IMPORT: how far each import is. */
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { Import } from '../domain/import.ts';
import { keys } from './keys.ts';
import { runsOf } from './runs.ts';

/** Imports, each as long as its file is there. One that waits for its start has no runs. */
export const importRuns = runsOf<Import>({
  parse: (item) => Import.parse(item),
  keyOf: keys.import,
  idOf: ({ importId }) => importId,
  unfinished: ['running'],
});

/** Starts an import, unless it is at work already. */
export async function startImport(db: Db, started: Import): Promise<'started' | 'running'> {
  const condition = {
    ConditionExpression: '#state <> :running',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: marshall({ ':running': 'running' }),
  };
  return (await importRuns.put(db, started, condition)) ? 'started' : 'running';
}
