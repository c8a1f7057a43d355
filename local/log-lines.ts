/** What a function writes to stdout and stderr, which is what Lambda keeps as its log. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Receives one line of a function's log. */
export type OnLine = (line: string) => void;

const listeners = new AsyncLocalStorage<OnLine>();
let listening = false;

/** Runs `work`; what it writes, and what follows from it writes, goes to `onLine` instead of this process's output. */
export function withLog<T>(onLine: OnLine, work: () => Promise<T>): Promise<T> {
  if (!listening) {
    listening = true;
    divert(process.stdout);
    divert(process.stderr);
  }
  return listeners.run(onLine, work);
}

function divert(output: NodeJS.WriteStream): void {
  const write = output.write.bind(output);
  output.write = ((chunk: string | Uint8Array, ...rest: []) => {
    const onLine = listeners.getStore();
    if (!onLine) return write(chunk, ...rest);
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    // outside, so that whoever listens may write too
    listeners.exit(() => {
      for (const line of text.split('\n')) if (line) onLine(line);
    });
    return true;
  }) as typeof output.write;
}
