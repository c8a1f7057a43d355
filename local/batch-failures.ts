/** What a function's answer to a batch means, by Lambda's rules for `ReportBatchItemFailures`. */

/**
 * Runs `work` and returns the ids that failed of those in the batch. `'all'` if it threw, answered something else than a batch
 * response, or named an id that is not in the batch. An empty answer is a success.
 */
export async function batchFailures(work: () => Promise<unknown>, ids: readonly string[]): Promise<'all' | ReadonlySet<string>> {
  let answer: unknown;
  try {
    answer = await work();
  } catch {
    return 'all'; // whoever called the function has noted the error
  }
  const failures = (answer as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return 'all';
  const named = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  const known = named.filter((id): id is string => typeof id === 'string' && ids.includes(id));
  return known.length === named.length ? new Set(known) : 'all';
}
