import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { ContactId, hashAddress } from '../domain/identity.ts';
import { introduce, introductionOf, verdictOnIntroduction } from '../domain/introduction.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, http } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/**
 * Enters somebody who agreed to nothing, for purposes that have another ground: a customer by the proof of a sale, a lead for being answered. What needs consent
 * is refused here, and whoever has left is not brought back.
 */
export const introductions = ({ db, secret, policyOf, now, newId, log }: Needs): HttpHandler =>
  http({
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
  });

export const handler = introductions({ db, secret, policyOf, now, newId, log });
