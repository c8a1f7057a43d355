/** EXPORT: how far each export is. */
import { Export } from '../domain/export.ts';
import { keys } from './keys.ts';
import { runsOf } from './runs.ts';

/** Exports, each as long as its files are there. */
export const exportRuns = runsOf<Export>({
  parse: (item) => Export.parse(item),
  keyOf: keys.export,
  idOf: ({ exportId }) => exportId,
  unfinished: ['waiting', 'running'],
});
