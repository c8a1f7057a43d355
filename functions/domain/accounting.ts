/** The account of a campaign: of everybody who was prepared, exactly one of pending, sent, skipped, failed and unknown (I5). */
import type { ContactId } from './identity.ts';
import type { Send } from './send.ts';
import type { Tracking } from './tracking-links.ts';

/**
 * How a recipient's mail can have ended. Bounced and complained are sent: what SES tells afterwards moves nobody but the unknown. `tracking` is what
 * the mail was made to measure.
 */
export type Outcome =
  | { readonly state: 'sent' | 'unknown'; readonly tracking?: Tracking | undefined }
  | { readonly state: 'skipped' | 'failed'; readonly reason: string };

/** How the mail to one recipient ended. */
export type Result = Outcome & { readonly contactId: ContactId };

/** What is known of a mail, as it is counted. A claim that nobody finishes is as good as unknown. */
export function resultOf(contactId: ContactId, { state, reason, tracking }: Pick<Send, 'state' | 'reason' | 'tracking'>): Result {
  switch (state) {
    case 'claimed':
    case 'unknown':
      return { contactId, state: 'unknown' };
    case 'sent':
      return { contactId, state, ...(tracking && { tracking }) };
    case 'skipped':
    case 'failed':
      return { contactId, state, reason: reason ?? 'unknown' };
  }
}

/** What has been counted of a campaign; each `counterShards`th part of its chunks is counted in an item of its own. */
export interface Tally {
  /** Chunks that have ended. */
  readonly chunks: number;
  readonly sent: number;
  readonly unknown: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  /** Of the sent: whose opens, and whose clicks, were to be kept per person (T29). */
  readonly trackedOpen: number;
  readonly trackedClick: number;
  /** Of the sent, by what SES told; each counted once. */
  readonly delivered: number;
  readonly bounced: number;
  readonly complained: number;
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
export const counterOf = (result: Outcome): string => ('reason' in result ? `${result.state}:${result.reason}` : result.state);

/** The names under which a result is counted: its own, and of a mail that was sent what it measures of its reader. */
export const namesOf = (result: Outcome): string[] => [
  counterOf(result),
  ...(result.state === 'sent' && result.tracking?.open === 'consent' ? ['trackedOpen'] : []),
  ...(result.state === 'sent' && result.tracking?.click === 'consent' ? ['trackedClick'] : []),
];

/** How many of a chunk's results there are under each name. */
export function addUp(results: readonly Outcome[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const name of results.flatMap(namesOf)) sums[name] = (sums[name] ?? 0) + 1;
  return sums;
}

/** What the counting items of a campaign come to. Each holds `chunks`, and a number under each name. */
export function tallyOf(items: readonly Readonly<Record<string, unknown>>[]): Tally {
  const skipped: Record<string, number> = {};
  const failed: Record<string, number> = {};
  const plain = { chunks: 0, sent: 0, unknown: 0, trackedOpen: 0, trackedClick: 0, delivered: 0, bounced: 0, complained: 0 };
  const tally = { ...plain, skipped, failed };
  for (const [name, value] of items.flatMap((item) => Object.entries(item))) {
    if (typeof value !== 'number') continue;
    const [state = '', reason] = [name.split(':', 1)[0], name.slice(name.indexOf(':') + 1)];
    if (Object.hasOwn(plain, name)) tally[name as keyof typeof plain] += value;
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
