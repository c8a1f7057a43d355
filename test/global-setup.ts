import { CannotStart } from '../local/cannot-start.ts';
import { startEngines } from '../local/engines.ts';

/** Starts the engines once for all test files, in memory. Their addresses reach the files through the environment. */
export async function setup(): Promise<() => Promise<void>> {
  try {
    const { stop } = await startEngines(undefined, (line) => process.stderr.write(`${line}\n`));
    return stop;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
