import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { ContactId } from '../domain/identity.ts';
import { reportedSign, signOf } from '../domain/signs.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, http } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { readPerson } from '../store/people.ts';
import { moveActiveMonth, recordSign } from '../store/retention.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/** A sign of life that a web site or a CRM has seen: the clocks of retention run anew from its day. Nobody whom retention has ended comes back by it. */
export const activity = ({ db, secret, policyOf, now, newId, log }: Needs): HttpHandler =>
  http({
    'POST /v1/{brand}/contacts/{id}/activity': async (request) => {
      const { policy, subject } = operatorOf(request, policyOf);
      const { brand } = policy;
      const contactId = ContactId.safeParse(request.path.id);
      if (!contactId.success) throw new Problem('not-found');
      const reported = parse(reportedSign(now()), request.json());

      const keyed = { answers: keyedAnswers(db), secret: await secret(), newId, now };
      return onceForKey(request, { brand, subject }, keyed, async () => {
        const person = await readPerson(db, brand, contactId.data, now());
        if (!person) throw new Problem('not-found');
        const { legalHold } = person.profile;
        const answer = { contactId: contactId.data, type: reported.type, ...(legalHold && { legalHold }) };
        const sign = signOf(policy, person, reported, now());
        if (!sign.kept) return { status: 200, body: { ...answer, status: 'not_recorded', reason: sign.reason } };

        const status = await recordSign(db, brand, contactId.data, sign, now());
        if (status === 'gone') throw new Problem('not-found');
        await moveActiveMonth(db, person, sign.day.slice(0, 7), now());
        log('sign_of_life', { brand, contactId: contactId.data, signal: sign.signal, status });
        return { status: 200, body: { ...answer, status, day: sign.day } };
      });
    },
  });

export const handler = activity({ db, secret, policyOf, now, newId, log });
