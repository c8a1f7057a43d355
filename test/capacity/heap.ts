/** How much a piece of work holds on the heap. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const everyMs = 200;

/** The most bytes that were alive at any of several moments of the work, all else of this process among them. */
export async function peakHeap<T>(work: () => Promise<T>): Promise<{ answer: T; heap: number }> {
  let heap = 0;
  const look = () => {
    collect();
    heap = Math.max(heap, process.memoryUsage().heapUsed);
  };
  look();
  const timer = setInterval(look, everyMs);
  try {
    const answer = await work();
    look();
    return { answer, heap };
  } finally {
    clearInterval(timer);
  }
}
