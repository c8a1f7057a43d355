/** A key of the caller's own, under which a request happens once: what is kept of it, and what asking again finds. */
import * as z from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { keyedHash } from './secret.ts';

/** What is answered again to whoever repeats the request. It is kept: ids and outcomes only, never what is known of a person. */
export const KeyedAnswer = z.object({ status: z.number(), body: z.record(z.string(), z.unknown()) });
export type KeyedAnswer = z.infer<typeof KeyedAnswer>;

/** One attempt at a request that came with a key. */
export interface Attempt {
  readonly brand: string;
  /** Names the caller's key without holding it. */
  readonly keyHash: string;
  /** Tells this request from any other, without telling what it says. */
  readonly fingerprint: string;
  /** New at every attempt. */
  readonly attemptId: string;
  /** What the request makes is called by this id, if no attempt before it was at work. */
  readonly workId: string;
}

/**
 * What claiming a key finds: the work is ours to do, under this id; it was done; it is being done; or the key belongs to another request. An
 * attempt that died leaves its id to the next, so that what it may have written is recognised.
 */
export type Claim =
  | { readonly outcome: 'claimed'; readonly workId: string }
  | { readonly outcome: 'done'; readonly answer: KeyedAnswer }
  | { readonly outcome: 'busy' | 'other_request' };

/** Where keys and their answers are kept, for `limits.idempotencyHours`. */
export interface KeyedAnswers {
  readonly claim: (attempt: Attempt, now: Date) => Promise<Claim>;
  /** The work is done: this is its answer from now on. */
  readonly keep: (attempt: Attempt, answer: KeyedAnswer) => Promise<void>;
  /** The request was refused and nothing was done: the key is free again. */
  readonly release: (attempt: Attempt) => Promise<void>;
  /** Nobody knows how far the work came: the next attempt goes on with it, at once. */
  readonly abandon: (attempt: Attempt) => Promise<void>;
}

/** Names a key that an operator of a brand chose. Another operator's equal key is another. */
export const hashKey = (pepper: string, brand: string, operator: string, key: string): string =>
  keyedHash(pepper, 'idempotency key', [brand, operator, key]).subarray(0, 16).toString('base64url');

/** What a request is, in a word: keyed, since an address alone could be guessed from its hash. The order of members does not matter. */
export const fingerprintOf = (pepper: string, request: unknown): string =>
  keyedHash(pepper, 'idempotent request', [canonicalJson(request)]).toString('base64url');
