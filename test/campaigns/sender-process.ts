/** The sender as Lambda has it, in a process of its own: it sends the chunks that it is told, one after the other, and tells the most memory that it had in use. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { handler } from '../../functions/jobs/send.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

interface Task {
  readonly brand: string;
  readonly campaignId: string;
  readonly chunks: readonly number[];
}

process.on('message', async ({ chunks, ...campaign }: Task) => {
  let peak = 0;
  for (const chunk of chunks) {
    const Records = [{ messageId: String(chunk), body: JSON.stringify({ ...campaign, chunk }) }];
    while ((await handler({ Records } as never)).batchItemFailures.length > 0);
    collect();
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  process.send?.({ peak });
});
process.send?.({ ready: true });
