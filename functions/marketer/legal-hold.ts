import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import type { Change } from '../domain/change.ts';
import type { Person } from '../domain/consent.ts';
import { ContactId } from '../domain/identity.ts';
import { hold, holdRequest, release } from '../domain/legal-hold.ts';
import type { Policy } from '../domain/policy.ts';
import { operatorOf } from '../http/authorise.ts';
import type { HttpAnswer, HttpHandler, HttpRequest } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/** Keeps a person's data from every deletion until further notice or a last day, and lets them go again. For those who answer for it only. */
export const legalHold = (needs: Needs): HttpHandler =>
  desk(needs, {
    'POST /v1/{brand}/contacts/{id}/legal-hold': (request) => {
      const asked = () => parse(holdRequest(needs.now()), request.json());
      return decide(needs, request, 'legal_hold_set', asked, (policy, person, operator, body) =>
        hold(policy, person, body, operator, needs.now()),
      );
    },
    'POST /v1/{brand}/contacts/{id}/release-legal-hold': (request) =>
      decide(
        needs,
        request,
        'legal_hold_released',
        () => undefined,
        (policy, person, operator) => release(policy, person, operator, needs.now()),
      ),
  });

async function decide<Body>(
  { db, secret, policyOf, now, newId, log }: Needs,
  request: HttpRequest,
  act: string,
  read: () => Body,
  change: (policy: Policy, person: Person, operator: string, body: Body) => Change | undefined,
): Promise<HttpAnswer> {
  const { policy, subject: operator } = operatorOf(request, policyOf, ['privacy', 'admin']);
  const { brand } = policy;
  const contactId = ContactId.safeParse(request.path.id);
  if (!contactId.success) throw new Problem('not-found');
  const body = read();

  const keyed = { answers: keyedAnswers(db), secret: await secret(), newId, now };
  return onceForKey(request, { brand, subject: operator }, keyed, async () => {
    const outcome = await untilNotOvertaken(async () => {
      const person = await readPerson(db, brand, contactId.data, now());
      if (!person) throw new Problem('not-found');
      const decided = change(policy, person, operator, body);
      return decided ? saveChange(db, decided) : 'unchanged';
    });
    if (outcome === 'overtaken') throw new Problem('busy');
    if (outcome === 'saved') await appendAct(db, { brand, operator, act, target: contactId.data }, now());
    log(act, { brand, contactId: contactId.data, result: outcome });
    return { status: 200, body: { contactId: contactId.data, legalHold: body ?? null } };
  });
}

export const handler = legalHold({ db, secret, policyOf, now, newId, log });
