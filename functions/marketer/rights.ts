import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import type { Change } from '../domain/change.ts';
import { isHeld, type Person } from '../domain/consent.ts';
import { ContactId } from '../domain/identity.ts';
import { personalDataOf } from '../domain/personal-data.ts';
import type { Policy } from '../domain/policy.ts';
import { isClosed } from '../domain/removal.ts';
import { type AtAddress, type ExercisedBy, erase, object, RightBody, restrict, unrestrict } from '../domain/rights.ts';
import { operatorOf } from '../http/authorise.ts';
import type { HttpAnswer, HttpHandler, HttpRequest } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { dataAnswer, formatOf } from '../http/personal-data.ts';
import { Problem, parse } from '../http/problem.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct, readChain } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';
import { readEverything } from '../store/personal-data.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

type Decide = (policy: Policy, person: Person, by: ExercisedBy, address: AtAddress, now: Date) => Change | undefined;

/** What a person asks an operator to do for them: each a change with its proof, and an act of the operator's. And all that is known of them, to hand over. */
export const rights = (needs: Needs): HttpHandler =>
  desk(needs, {
    'POST /v1/{brand}/contacts/{id}/restrict': (request) => exercise(needs, request, 'restricted', withoutAddress(restrict)),
    'POST /v1/{brand}/contacts/{id}/unrestrict': (request) =>
      exercise(needs, request, 'unrestricted', withoutAddress(unrestrict)),
    'POST /v1/{brand}/contacts/{id}/object': (request) =>
      exercise(needs, request, 'objected', (policy, person, by, { suppression }, now) =>
        object(policy, person, by, suppression, now),
      ),
    'POST /v1/{brand}/contacts/{id}/erase': (request) => exercise(needs, request, 'erased', erase),

    'GET /v1/{brand}/contacts/{id}/export': async (request) => {
      const { db, policyOf, now, log } = needs;
      const { policy, subject: operator } = operatorOf(request, policyOf, ['privacy', 'admin']);
      const contactId = contactOf(request);
      const known = await readEverything(db, policy.brand, contactId, now());
      if (!known) throw new Problem('not-found');
      await appendAct(db, { brand: policy.brand, operator, act: 'contact_exported', target: contactId }, now());
      log('contact_exported', { brand: policy.brand, contactId, operator });
      return dataAnswer(personalDataOf(policy, contactId, known, now()), formatOf(request) ?? 'json');
    },
  });

const withoutAddress =
  (decide: typeof restrict): Decide =>
  (policy, person, by, _, now) =>
    decide(policy, person, by, now);

function contactOf({ path }: HttpRequest): ContactId {
  const contactId = ContactId.safeParse(path.id);
  if (!contactId.success) throw new Problem('not-found');
  return contactId.data;
}

async function exercise(
  { db, secret, policyOf, now, newId, log }: Needs,
  request: HttpRequest,
  act: 'restricted' | 'unrestricted' | 'objected' | 'erased',
  decide: Decide,
): Promise<HttpAnswer> {
  const { policy, subject: operator } = operatorOf(request, policyOf, ['privacy', 'admin']);
  const { brand } = policy;
  const contactId = contactOf(request);
  const { reference, reason } = parse(RightBody, request.text() === '' ? {} : request.json());
  const told = reference ?? reason;
  const by: ExercisedBy = {
    actor: 'operator',
    method: 'operator',
    evidence: { source: operator, ...(told && { reference: told }) },
  };

  const keyed = { answers: keyedAnswers(db), secret: await secret(), newId, now };
  return onceForKey(request, { brand, subject: operator }, keyed, async () => {
    const outcome = await untilNotOvertaken(async () => {
      const person = await readPerson(db, brand, contactId, now());
      if (!person) return 'gone';
      if (act === 'erased' && isHeld(person.profile, now())) {
        // until the hold is released, not even an erasure gets past it (K11)
        throw new Problem('legal-hold', { reason: person.profile.legalHold?.until ?? 'until released' });
      }
      const { requests, suppression, contactId: pointsTo } = await readAddress(db, brand, person.profile.addressHash);
      const address = { openRequests: requests.map(({ form }) => form), suppression, pointsTo };
      const change = decide(policy, person, by, address, now());
      return change ? saveChange(db, change) : 'unchanged';
    });
    if (outcome === 'overtaken') throw new Problem('busy');
    // erased before: whoever asks again learns that it is done; of an id that nobody had, there is nothing to tell
    if (outcome === 'gone' && !(act === 'erased' && isClosed(await readChain(db, brand, contactId))))
      throw new Problem('not-found');
    if (outcome === 'saved') await appendAct(db, { brand, operator, act: `contact_${act}`, target: contactId }, now());
    const person = await readPerson(db, brand, contactId, now());
    log(`contact_${act}`, { brand, contactId, operator, result: outcome });
    return { status: 200, body: { contactId, standing: person?.profile.standing ?? 'erased' } };
  });
}

export const handler = rights({ db, secret, policyOf, now, newId, log });
