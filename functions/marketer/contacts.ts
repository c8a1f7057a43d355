import * as z from 'zod';
import { type Deps, db, policyOf, secret } from '../deps.ts';
import type { Person, Suppression } from '../domain/consent.ts';
import { EmailAddress } from '../domain/email-address.ts';
import { ContactId, hashAddress } from '../domain/identity.ts';
import { verifyChain } from '../domain/ledger.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, http, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { readChain } from '../store/ledger.ts';
import { readAddress, readPerson } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf'>;

const ByAddress = z.strictObject({ email: EmailAddress });

/** One person: found by address, or all that is known under an id. Of an erased person, role privacy learns that and when they were. */
export const contacts = ({ db, secret, policyOf }: Needs): HttpHandler =>
  http({
    'GET /v1/{brand}/contacts': async (request) => {
      const { policy, roles } = operatorOf(request, policyOf);
      const { email } = parse(ByAddress, request.query);
      const { pepper } = await secret();

      const { contactId, suppression } = await readAddress(db, policy.brand, hashAddress(pepper, policy.brand, email));
      const person = contactId && (await readPerson(db, policy.brand, contactId));
      if (person) return json(200, contactOf(person));
      if (suppression && roles.includes('privacy')) return json(200, erasedOf(suppression));
      throw new Problem('not-found');
    },

    'GET /v1/{brand}/contacts/{id}': async (request) => {
      const { policy } = operatorOf(request, policyOf);
      const id = ContactId.safeParse(request.path.id);
      if (!id.success) throw new Problem('not-found');

      const person = await readPerson(db, policy.brand, id.data);
      if (!person) throw new Problem('not-found');
      const { brand, contactId, seq, head } = person.profile;
      const evidence = await readChain(db, brand, contactId);
      return json(200, { ...contactOf(person), evidence, chain: verifyChain(brand, contactId, evidence, { seq, hash: head }) });
    },
  });

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

const erasedOf = ({ reason, since, until, formerIds }: Suppression) => ({
  standing: 'erased' as const,
  reason,
  since,
  until,
  formerIds,
});

export const handler = contacts({ db, secret, policyOf });
