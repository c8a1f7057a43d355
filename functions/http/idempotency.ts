/** `Idempotency-Key`: a POST that a client repeats, for want of an answer, happens once. Written once, for every POST of operators. */
import { type Attempt, fingerprintOf, hashKey, type KeyedAnswer, type KeyedAnswers } from '../domain/idempotency.ts';
import type { Secret } from '../domain/secret.ts';
import { type HttpAnswer, type HttpRequest, json } from './handler.ts';
import { Problem } from './problem.ts';

/** Visible ASCII, as a client would make of a UUID. */
const writtenKey = /^[\x21-\x7e]{1,200}$/;

/**
 * Does `work` and answers what it returns. With an `Idempotency-Key`, the same request of the same operator is answered from what is kept
 * for 24 hours, and not done again. Another request under that key: `idempotency-conflict`; one that arrives while the first is at work:
 * `idempotency-busy`. A request that `work` refuses with a problem has done nothing, and leaves the key free.
 *
 * `work` is given an id to call what it makes by. If an attempt died midway, the next one gets the same id: what is written under it, on the
 * condition that it does not exist, is written once.
 */
export async function onceForKey(
  request: HttpRequest,
  operator: { readonly brand: string; readonly subject: string },
  { answers, secret, newId, now }: { answers: KeyedAnswers; secret: Secret; newId: () => string; now: () => Date },
  work: (id: string) => Promise<KeyedAnswer>,
): Promise<HttpAnswer> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return answerOf(await work(newId()));
  if (!writtenKey.test(key)) {
    throw new Problem('invalid', {
      errors: [{ detail: 'expected 1 to 200 visible ASCII characters', pointer: 'Idempotency-Key' }],
    });
  }

  const { route, path, query } = request;
  const attempt: Attempt = {
    brand: operator.brand,
    keyHash: hashKey(secret.pepper, operator.brand, operator.subject, key),
    fingerprint: fingerprintOf(secret.pepper, [route, path, query, request.text() === '' ? null : request.json()]),
    attemptId: newId(),
    workId: newId(),
  };
  const claim = await answers.claim(attempt, now());
  switch (claim.outcome) {
    case 'claimed': {
      const answer = await attempted(answers, attempt, () => work(claim.workId));
      await answers.keep(attempt, answer);
      return answerOf(answer);
    }
    case 'done':
      return answerOf(claim.answer);
    case 'busy':
      throw new Problem('idempotency-busy');
    case 'other_request':
      throw new Problem('idempotency-conflict');
  }
}

async function attempted(answers: KeyedAnswers, attempt: Attempt, work: () => Promise<KeyedAnswer>): Promise<KeyedAnswer> {
  try {
    return await work();
  } catch (error) {
    await (error instanceof Problem ? answers.release(attempt) : answers.abandon(attempt));
    throw error;
  }
}

const answerOf = ({ status, body }: KeyedAnswer): HttpAnswer => json(status, body);
