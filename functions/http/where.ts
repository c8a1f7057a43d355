/** What the log may say of an error. */

/**
 * Its name, and the stack that says where it broke. Its message may quote what a visitor sent, and stays out of the log (T35); so do lines of
 * a message that look like a stack.
 */
export function whereOf(error: unknown): { readonly error: string; readonly frames: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, frames: [] };
  const stack = (error.stack ?? '').replace(error.message, '').split('\n');
  return { error: error.name, frames: stack.filter((line) => line.startsWith('    at ')).slice(0, 8) };
}
