import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { ContactId } from '../domain/identity.ts';
import { reportedSign, signOf } from '../domain/signs.ts';
import { operatorOf } from '../http/authorise.ts';
import type { HttpHandler } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPerson } from '../store/people.ts';
import { moveActiveMonth, recordSign } from '../store/retention.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/** A sign of life that a web site or a CRM has seen: the clocks of retention run anew from its day. Nobody whom retention has ended comes back by it. */
export const activity = ({ db, secret, policyOf, now, newId, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'POST /v1/{brand}/contacts/{id}/activity': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf);
        const { brand } = policy;
        const contactId = ContactId.safeParse(request.path.id);
        if (!contactId.success) throw new Problem('not-found');
        const reported = parse(reportedSign(now()), request.json());

        const keyed = { answers: keyedAnswers(db), secret: await secret(), newId, now };
        return onceForKey(request, { brand, subject }, keyed, async () => {
          const noted = await untilNotOvertaken(async () => {
            const person = await readPerson(db, brand, contactId.data, now());
            if (!person) throw new Problem('not-found');
            const sign = signOf(policy, person, reported, now());
            if (!sign.kept) return { person, told: { status: 'not_recorded', reason: sign.reason } };
            const asOf = sign.underConsent && person.profile.seq;
            const status = await recordSign(db, brand, contactId.data, { ...sign, asOf }, now());
            if (status === 'gone') throw new Problem('not-found');
            return status === 'conflict' ? status : { person, sign, told: { status, day: sign.day } };
          });
          if (noted === 'overtaken') throw new Problem('busy');

          const { person, sign, told } = noted;
          if (sign) {
            await moveActiveMonth(db, person, sign.day.slice(0, 7), now());
            log('sign_of_life', { brand, contactId: contactId.data, signal: sign.signal, status: told.status });
          }
          const { legalHold } = person.profile;
          return {
            status: 200,
            body: { contactId: contactId.data, type: reported.type, ...(legalHold && { legalHold }), ...told },
          };
        });
      },
    },
  );

export const handler = activity({ db, secret, policyOf, now, newId, log });
