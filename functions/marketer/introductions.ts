import * as z from 'zod';
import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { isLate } from '../domain/found-elsewhere.ts';
import { ContactId, hashAddress } from '../domain/identity.ts';
import { introduce, introductionOf, verdictOnIntroduction } from '../domain/introduction.ts';
import { namesThePerson } from '../domain/offline-consent.ts';
import { Paging } from '../domain/paging.ts';
import { dayOf } from '../domain/retention.ts';
import { ToldBody, told } from '../domain/telling.ts';
import { operatorOf } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { type HttpHandler, json } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';
import { listUntold } from '../store/untold.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/**
 * Enters somebody who agreed to nothing, for purposes that have another ground: a customer by the proof of a sale, a lead for being answered. What needs consent
 * is refused here, and whoever has left is not brought back. Whoever comes from a source of the policy's is told so by `tell-sources`; those who could not be are
 * listed here, and whoever tells them otherwise says so.
 */
export const introductions = ({ db, secret, policyOf, now, newId, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'POST /v1/{brand}/introductions': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const { brand } = policy;
        const opened = await secret();
        const keyed = { answers: keyedAnswers(db), secret: opened, newId, now };

        return onceForKey(request, { brand, subject }, keyed, async () => {
          const introduction = parse(introductionOf(policy, now()), request.json());
          const addressHash = hashAddress(opened.pepper, brand, introduction.email);

          const answer = await untilNotOvertaken(async (overtaken) => {
            const { contactId, suppression } = await readAddress(db, brand, addressHash);
            const person = contactId && (await readPerson(db, brand, contactId, now()));
            // erased between the two readings: what the first one told of the address is no longer so
            if (contactId && !person && overtaken === 0) return 'conflict';

            const verdict = verdictOnIntroduction(introduction, { suppression, contactId, person }, now());
            switch (verdict.outcome) {
              case 'barred':
                throw new Problem('barred', { reason: verdict.reason });
              case 'other_market':
                throw new Problem('invalid', {
                  errors: [{ detail: 'this person is known in another market', pointer: '/market' }],
                });
              case 'known':
                return { status: 200, body: { contactId: verdict.contactId, status: 'known' } };
              case 'introduce': {
                const by = { operator: subject, addressHash, newContactId: ContactId.parse(newId()) };
                const change = introduce(policy, introduction, verdict.purposes, { suppression, person }, by, now());
                if ((await saveChange(db, change)) === 'conflict') return 'conflict';
                return { status: 201, body: { contactId: change.contactId, status: 'introduced' } };
              }
            }
          });
          if (answer === 'overtaken') throw new Problem('busy');
          log('introduced', { brand, operator: subject, status: answer.status });
          return answer;
        });
      },

      'GET /v1/{brand}/introductions/untold': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
        const { brand } = policy;
        const { limit, cursor } = parse(Paging, request.query);
        const opened = await secret();
        const list = [brand, 'untold'];
        const after = cursor === undefined ? undefined : openCursor(cursor, list, opened, z.string());

        const { untold, next } = await listUntold(db, brand, { after, limit });
        await appendAct(db, { brand, operator: subject, act: 'untold_read' }, now());
        const items = untold.map((one) => ({ ...one, late: isLate(one, now()) }));
        return json(200, { items, next: next === undefined ? null : sealCursor(next, list, opened) });
      },

      'POST /v1/{brand}/contacts/{id}/told': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
        const { brand } = policy;
        const id = ContactId.safeParse(request.path.id);
        if (!id.success) throw new Problem('not-found');
        const how = parse(ToldBody, request.json());
        if (how.on > dayOf(now())) throw new Problem('invalid', { errors: [{ detail: 'lies in the future', pointer: '/on' }] });

        const status = await untilNotOvertaken(async () => {
          const person = await readPerson(db, brand, id.data, now());
          if (!person) throw new Problem('not-found');
          if (namesThePerson(how.reference, person.profile))
            throw new Problem('invalid', {
              errors: [{ detail: 'names the person, whom the evidence must not name', pointer: '/reference' }],
            });
          const change = told(policy, person, { ...how, operator: subject }, now());
          if (!change) return 'known';
          return (await saveChange(db, change)) === 'conflict' ? 'conflict' : 'recorded';
        });
        if (status === 'overtaken') throw new Problem('busy');
        log('told_otherwise', { brand, contactId: id.data, operator: subject, status });
        return json(200, { contactId: id.data, status });
      },
    },
  );

export const handler = introductions({ db, secret, policyOf, now, newId, log });
