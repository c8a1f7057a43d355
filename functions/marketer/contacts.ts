import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import type { Person, Suppression } from '../domain/consent.ts';
import { ByAddress } from '../domain/email-address.ts';
import { ContactId, hashAddress } from '../domain/identity.ts';
import { type ChainHead, type Placed, verifyChain } from '../domain/ledger.ts';
import { recordStatement, requestFrom, statementOf, verdictOn } from '../domain/offline-consent.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, json } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct, readEvidence } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';
import { saveRequest } from '../store/requests.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/**
 * One person: found by address, or all that is known under an id; reading is an act of the operator's. Of an erased person, role privacy learns that, why and
 * when they were, and what proves it. And a person who said yes to an operator instead of on the web.
 */
export const contacts = ({ db, secret, policyOf, now, newId, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'GET /v1/{brand}/contacts': async (request) => {
        const { policy, roles, subject } = operatorOf(request, policyOf);
        const { email } = parse(ByAddress, request.query);
        const { brand } = policy;
        const { pepper } = await secret();

        const { contactId, suppression } = await readAddress(db, brand, hashAddress(pepper, brand, email));
        const person = contactId && (await readPerson(db, brand, contactId, now()));
        if (!person && !(suppression && roles.includes('privacy'))) throw new Problem('not-found');
        const target = person ? contactId : suppression?.formerIds.at(-1);
        await appendAct(db, { brand, operator: subject, act: 'contact_read', target }, now());
        return json(200, person ? contactOf(person) : await erasedOf({ db, now }, brand, suppression as Suppression));
      },

      'POST /v1/{brand}/contacts': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const { brand } = policy;
        const opened = await secret();
        const keyed = { answers: keyedAnswers(db), secret: opened, newId, now };

        return onceForKey(request, { brand, subject }, keyed, async (id) => {
          const statement = parse(statementOf(policy, now()), request.json());
          const ids = { addressHash: hashAddress(opened.pepper, brand, statement.email), operator: subject };

          const answer = await untilNotOvertaken(async (overtaken) => {
            const { contactId, suppression } = await readAddress(db, brand, ids.addressHash);
            const person = contactId && (await readPerson(db, brand, contactId, now()));
            // erased between the two readings: what the first one told of the address is no longer so
            if (contactId && !person && overtaken === 0) return 'conflict';

            const verdict = verdictOn(policy, statement, { suppression, contactId, person }, now());
            switch (verdict.outcome) {
              case 'barred':
                throw new Problem('barred', { reason: verdict.reason });
              case 'standing':
                return { status: 200, body: { contactId: verdict.contactId, status: 'recorded' } };
              case 'ask': {
                const asked = requestFrom(policy, statement, verdict.purposes, { ...ids, requestId: id }, now());
                if ((await saveRequest(db, asked)) === 'cooling_down') throw new Problem('confirmation-waiting');
                return { status: 202, body: { status: 'confirmation_requested' } };
              }
              case 'record': {
                const made = { ...ids, newContactId: ContactId.parse(newId()) };
                const change = recordStatement(policy, statement, verdict.purposes, { suppression, person }, made, now());
                if ((await saveChange(db, change)) === 'conflict') return 'conflict';
                return { status: 201, body: { contactId: change.contactId, status: 'recorded' } };
              }
            }
          });
          if (answer === 'overtaken') throw new Problem('busy');
          const { form, evidence } = statement;
          log('offline_consent', { brand, form, channel: evidence.channel, status: answer.status });
          return answer;
        });
      },

      'GET /v1/{brand}/contacts/{id}': async (request) => {
        const { policy, roles, subject } = operatorOf(request, policyOf);
        const id = ContactId.safeParse(request.path.id);
        if (!id.success) throw new Problem('not-found');

        const { brand } = policy;
        const person = await readPerson(db, brand, id.data, now());
        const head = person && { seq: person.profile.seq, hash: person.profile.head };
        const known = await provenBy({ db, now }, brand, id.data, head);
        if (!person && !(known.evidence.length > 0 && roles.includes('privacy'))) throw new Problem('not-found');
        await appendAct(db, { brand, operator: subject, act: 'contact_read', target: id.data }, now());
        return json(200, { ...(person ? contactOf(person) : { contactId: id.data, standing: 'erased' }), ...known });
      },
    },
  );

/** The chain of an id as it lies there, and whether it is whole. */
async function provenBy({ db, now }: Pick<Needs, 'db' | 'now'>, brand: string, contactId: ContactId, head?: ChainHead) {
  const evidence = await readEvidence(db, brand, contactId, now());
  return { evidence, chain: verifyChain(brand, contactId, evidence as readonly object[] as readonly Placed[], head) };
}

function contactOf({ profile, consents }: Person) {
  const { addressHash: _, head: __, ...known } = profile;
  return {
    ...known,
    consents: Object.fromEntries(
      consents.map(({ purpose, status, since, validUntil, basis, form, formVersion, policyVersion, seq }) => [
        purpose,
        { status, since, validUntil, basis, form, formVersion, policyVersion, seq },
      ]),
    ),
  };
}

/** What is left of somebody erased: why and when, and the chains that the address had, which prove what was agreed to and when it ended. */
const erasedOf = async (needs: Pick<Needs, 'db' | 'now'>, brand: string, suppression: Suppression) => {
  const { reason, since, until, formerIds } = suppression;
  const chains = formerIds.map(async (contactId) => ({ contactId, ...(await provenBy(needs, brand, contactId)) }));
  return { standing: 'erased' as const, reason, since, until, formerIds, ledger: await Promise.all(chains) };
};

export const handler = contacts({ db, secret, policyOf, now, newId, log });
