import * as z from 'zod';
import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { type BreachProblem, BreachReport, BreachUpdate, openBreach, updateBreach } from '../domain/breach.ts';
import { Paging } from '../domain/paging.ts';
import { operatorOf } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { type HttpHandler, type HttpRequest, json } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import { listBreaches, readBreach, saveBreach } from '../store/breaches.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/** The register of breaches: every one is documented, whether or not the authority has to hear of it (GDPR 33(5)). */
export const breaches = ({ db, secret, policyOf, now, newId, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'POST /v1/{brand}/breaches': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
        const { brand } = policy;
        const keyed = { answers: keyedAnswers(db), secret: await secret(), newId, now };
        return onceForKey(request, { brand, subject }, keyed, async (workId) => {
          const id = `${now().toISOString().slice(0, 10)}-${workId}`;
          const breach = openBreach(policy, parse(BreachReport, request.json()), { id, operator: subject }, now());
          if (typeof breach === 'string') throw refusal(breach);
          await saveBreach(db, brand, breach);
          await appendAct(db, { brand, operator: subject, act: 'breach_reported', target: id }, now());
          log('breach_reported', { brand, breach: id, due: breach.due });
          return { status: 201, body: { id, due: breach.due } };
        });
      },

      'GET /v1/{brand}/breaches': async (request) => {
        const { policy } = operatorOf(request, policyOf, ['privacy', 'admin']);
        const { limit, cursor } = parse(Paging, request.query);
        const list = ['breaches', policy.brand];
        const after = cursor && openCursor(cursor, list, await secret(), z.string());
        const { breaches, next } = await listBreaches(db, policy.brand, { after, limit });
        return json(200, { items: breaches, next: next ? sealCursor(next, list, await secret()) : null });
      },

      'GET /v1/{brand}/breaches/{id}': async (request) => {
        const { policy } = operatorOf(request, policyOf, ['privacy', 'admin']);
        const breach = await readBreach(db, policy.brand, idIn(request));
        if (!breach) throw new Problem('not-found');
        return json(200, breach);
      },

      'PATCH /v1/{brand}/breaches/{id}': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
        const { brand } = policy;
        const update = parse(BreachUpdate, request.json());
        const id = idIn(request);

        const answer = await untilNotOvertaken(async () => {
          const breach = await readBreach(db, brand, id);
          if (!breach) throw new Problem('not-found');
          const next = updateBreach(breach, update, now());
          if (typeof next === 'string') throw refusal(next);
          return (await saveBreach(db, brand, next)) === 'conflict' ? 'conflict' : next;
        });
        if (answer === 'overtaken') throw new Problem('busy');
        const changed = Object.keys(update).sort().join(' ');
        await appendAct(db, { brand, operator: subject, act: 'breach_updated', target: id, details: { changed } }, now());
        return json(200, answer);
      },
    },
  );

/** The entry that the path names. What is no id of ours is nobody's. */
function idIn({ path: { id = '' } }: HttpRequest): string {
  if (!/^\d{4}-\d\d-\d\d-[\w-]{22}$/.test(id)) throw new Problem('not-found');
  return id;
}

const refusal = (problem: BreachProblem): Problem => {
  switch (problem) {
    case 'closed':
      return new Problem('conflict', { reason: 'closed' });
    case 'in_the_future':
      return new Problem('invalid', { reason: problem, errors: [{ detail: 'this time has not come yet', pointer: '' }] });
    case 'aware_before_it_occurred':
      return new Problem('invalid', {
        reason: problem,
        errors: [{ detail: 'nobody knew before it happened', pointer: '/awareAt' }],
      });
    case 'late_without_reason':
      return new Problem('invalid', {
        reason: problem,
        errors: [{ detail: 'the authority was not told in time: say why (GDPR 33(1))', pointer: '/reason' }],
      });
    case 'people_not_told':
      return new Problem('invalid', {
        reason: problem,
        errors: [{ detail: 'the risk is high, so the people must be told first (GDPR 34)', pointer: '/peopleToldAt' }],
      });
  }
};

export const handler = breaches({ db, secret, policyOf, now, newId, log });
