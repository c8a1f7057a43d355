/** The account of a campaign: of everybody who was prepared, exactly one of pending, sent, skipped, failed and unknown (I5). */
import type { ContactId } from './identity.ts';

/** How a recipient's mail can have ended. Bounced and complained are sent: what SES tells afterwards moves nobody but the unknown. */
export type Result =
  | { readonly contactId: ContactId; readonly state: 'sent' | 'unknown' }
  | { readonly contactId: ContactId; readonly state: 'skipped' | 'failed'; readonly reason: string };

/** What has been counted of a campaign; each `counterShards`th part of its chunks is counted in an item of its own. */
export interface Tally {
  /** Chunks that have ended. */
  readonly chunks: number;
  readonly sent: number;
  readonly unknown: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
}

/** The account, as it is shown. `pending` is what has not been counted yet. */
export interface Counts {
  readonly audience: number;
  readonly pending: number;
  readonly sent: number;
  readonly skipped: number;
  readonly failed: number;
  readonly unknown: number;
}

/** Items over which the counting of a campaign is spread, so that chunks that end at once seldom meet in one. */
export const counterShards = 8;

/** Where a chunk is counted, and everything that moves in it later: so no part of the count is ever negative. */
export const counterShardOf = (chunk: number): number => chunk % counterShards;

/** The name under which a result is counted: `sent`, `unknown`, `skipped:<reason>`, `failed:<reason>`. */
export const counterOf = (result: Omit<Result, 'contactId'> & { readonly reason?: string | undefined }): string =>
  result.state === 'sent' || result.state === 'unknown' ? result.state : `${result.state}:${result.reason}`;

/** How many of a chunk's results there are under each name. */
export function addUp(results: readonly Result[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const result of results) sums[counterOf(result)] = (sums[counterOf(result)] ?? 0) + 1;
  return sums;
}

/** What the counting items of a campaign come to. Each holds `chunks`, and a number under each name. */
export function tallyOf(items: readonly Readonly<Record<string, unknown>>[]): Tally {
  const tally = { chunks: 0, sent: 0, unknown: 0, skipped: {} as Record<string, number>, failed: {} as Record<string, number> };
  for (const [name, value] of items.flatMap((item) => Object.entries(item))) {
    if (typeof value !== 'number') continue;
    const [state = '', reason] = [name.split(':', 1)[0], name.slice(name.indexOf(':') + 1)];
    if (state === 'chunks' || state === 'sent' || state === 'unknown') tally[state] += value;
    // a reason that has moved on to nobody is none
    else if ((state === 'skipped' || state === 'failed') && value > 0) tally[state][reason] = (tally[state][reason] ?? 0) + value;
  }
  return tally;
}

/** The account of an audience. */
export function countsOf(audience: number, { sent, unknown, ...tally }: Tally): Counts {
  const [skipped, failed] = [sum(tally.skipped), sum(tally.failed)];
  return { audience, pending: audience - sent - skipped - failed - unknown, sent, skipped, failed, unknown };
}

const sum = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((all, one) => all + one, 0);
