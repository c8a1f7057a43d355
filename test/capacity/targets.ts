/** What each operation may cost. */
import type { Operation } from './measure.ts';

/** Units that an operation should cost, and from which on it is a fault. What is not given is not limited. */
export interface Target {
  readonly write: number;
  readonly read: number;
  readonly failAbove: { readonly write: number; readonly read?: number };
  /** Round trips to the database before the answer; absent where nobody waits for one. */
  readonly roundTrips?: number;
}

const confirm: Target = { write: 14, read: 1, failAbove: { write: 16 }, roundTrips: 2 };
const suppress: Target = { write: 9, read: 1, failAbove: { write: 11 }, roundTrips: 2 };
const repeated: Target = { write: 0, read: 1, failAbove: { write: 1 }, roundTrips: 1 };

/**
 * The targets, for two purposes on the form of which one is listed in the audience index. In a transaction: person, consent, pointer, request,
 * suppression and ledger entry 2 each, an index entry 1.
 */
export const targets: Readonly<Partial<Record<Operation, Target>>> = {
  'sign-up, new': { write: 1, read: 0, failAbove: { write: 2 }, roundTrips: 1 },
  // the allowances of the address and of the source, and the outcome on the request
  'sign-up, its mail': { write: 3, read: 1, failAbove: { write: 4 } },
  'sign-up, repeated in the cool-down': { write: 1, read: 0, failAbove: { write: 2 }, roundTrips: 1 },
  confirm,
  // a known person costs a read more
  'sign-up of a subscriber, its mail': { write: 3, read: 2, failAbove: { write: 4 } },
  // the suppression goes: 2 more
  'confirm, known person, suppression lifted': { ...confirm, write: 16, read: 2, failAbove: { write: 18 }, roundTrips: 3 },
  'unsubscribe, erased at once': { write: 16, read: 2, failAbove: { write: 18 }, roundTrips: 3 },
  'unsubscribe, repeated after erasure': repeated,
  'unsubscribe, suppressed': suppress,
  'unsubscribe, repeated after suppression': repeated,
  // 2 more for each further consent that ends with it
  'unsubscribe, suppressed, a further consent': { ...suppress, write: 11 },
  'audience, a page of 1,000': { write: 0, read: 25, failAbove: { write: 0, read: 75 } },
};

/**
 * What a sweep may cost for each person whom it removes: the same items as an erasure at once, without a request; the person, their address, and their share
 * of the pages of those who are due.
 */
export const sweepTarget: Target = { write: 14, read: 2.02, failAbove: { write: 16 } };
