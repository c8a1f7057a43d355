import * as z from 'zod';
import { type Deps, db, files, log, newId, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import {
  type Case,
  CaseId,
  CaseStep,
  CasesQuery,
  caseBodyOf,
  caseIdFrom,
  dueSoonDays,
  heldDocument,
  openCase,
  takeStep,
  urgencyOf,
} from '../domain/case.ts';
import { changeOfCase, mayErase } from '../domain/case-change.ts';
import { isHeld, type Person } from '../domain/consent.ts';
import { hashAddress } from '../domain/identity.ts';
import { documentDays, documentKey, documentLinkMinutes, documentTypes } from '../domain/identity-document.ts';
import { type Locale, localesOf, type Policy } from '../domain/policy.ts';
import { linkTo } from '../files.ts';
import { forgetDocument } from '../forget-document.ts';
import { operatorOf } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { type HttpHandler, type HttpRequest, json } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { Problem, parse } from '../http/problem.ts';
import { findCase, listOpenCases, saveCase, saveNewCase } from '../store/cases.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';
import { eraseStranger } from '../store/suppressions.ts';

type Needs = Pick<Deps, 'db' | 'files' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

const Place = z.object({ pk: z.string(), sk: z.string(), dueDay: z.string() });

/** Requests about somebody's data that a person of the brand answers: opened however they came, listed by their deadlines, decided with their reasons. */
export const cases = (needs: Needs): HttpHandler =>
  desk(needs, {
    'POST /v1/{brand}/cases': async (request) => {
      const { db, secret, policyOf, newId, now, log } = needs;
      const { policy, subject } = operatorOf(request, policyOf);
      const { brand } = policy;
      const opened = await secret();
      const keyed = { answers: keyedAnswers(db), secret: opened, newId, now };
      return onceForKey(request, { brand, subject }, keyed, async (id) => {
        const body = parse(caseBodyOf(now()), request.json());
        const addressHash = body.email && hashAddress(opened.pepper, brand, body.email);
        const contactId = body.contactId ?? (addressHash && (await readAddress(db, brand, addressHash)).contactId);
        const person = contactId && (await readPerson(db, brand, contactId, now()));
        const owner = person
          ? { contactId: person.profile.contactId }
          : body.email && addressHash && { addressHash, email: body.email };
        if (!owner) throw new Problem('not-found');
        const made = openCase(
          policy,
          {
            caseId: caseIdFrom(now(), id),
            owner,
            right: body.right,
            channel: body.channel,
            locale: body.locale ?? spokenBy(policy, person || undefined),
            receivedAt: body.receivedAt ? new Date(body.receivedAt) : now(),
            proved: false,
            mailId: id,
          },
          now(),
        );
        await saveNewCase(db, made);
        await appendAct(db, { brand, operator: subject, act: 'case_opened', target: made.caseId }, now());
        log('case_opened', { brand, caseId: made.caseId, right: made.right });
        return { status: 201, body: { id: made.caseId, due: made.due } };
      });
    },

    'GET /v1/{brand}/cases': async (request) => {
      const { db, secret, policyOf, now } = needs;
      const { policy } = operatorOf(request, policyOf, ['privacy', 'admin']);
      const { state, limit, cursor } = parse(CasesQuery, request.query);
      const list = [policy.brand, 'cases', state];
      const after = cursor ? openCursor(cursor, list, await secret(), Place) : undefined;
      const until = { open: undefined, 'due-soon': inDays(now(), dueSoonDays), overdue: now().toISOString() }[state];
      const { cases, next } = await listOpenCases(db, policy.brand, { until, limit, after });
      const shown = state === 'due-soon' ? cases.filter((one) => urgencyOf(one, now()) !== 'overdue') : cases;
      return json(200, {
        items: shown.map((one) => told(one, now())),
        next: next ? sealCursor(next, list, await secret()) : null,
      });
    },

    'GET /v1/{brand}/cases/{id}': async (request) => {
      const { db, policyOf, now } = needs;
      const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
      const found = await load(needs, policy, request);
      await appendAct(db, { brand: policy.brand, operator: subject, act: 'case_read', target: found.caseId }, now());
      return json(200, told(found, now()));
    },

    'PATCH /v1/{brand}/cases/{id}': async (request) => {
      const { db, policyOf, newId, now, log } = needs;
      const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
      const { brand } = policy;
      const step = parse(CaseStep, request.json());
      const mailId = newId();

      const done = await untilNotOvertaken(async () => {
        const found = await load(needs, policy, request);
        const decision = takeStep(policy, found, step, mailId, now());
        if (decision.verdict !== 'taken') throw new Problem('case-step', { reason: decision.verdict });
        const { outcome } = decision.case;
        if (outcome !== 'done' && outcome !== 'objection_lifted') {
          return (await saveCase(db, decision.case)) === 'saved' ? decision.case : 'conflict';
        }
        return carryOutAndClose(needs, policy, found, decision.case, subject);
      });
      if (done === 'overtaken') throw new Problem('busy');
      const act = done.outcome ? 'case_decided' : 'extend' in step ? 'case_extended' : 'case_identity';
      await appendAct(
        db,
        { brand, operator: subject, act, target: done.caseId, ...(done.outcome && { details: { outcome: done.outcome } }) },
        now(),
      );
      log(act, { brand, caseId: done.caseId, result: done.outcome ?? 'open' });
      return json(200, told('extend' in step ? done : await forgetChecked(needs, done), now()));
    },

    'GET /v1/{brand}/cases/{id}/document': async (request) => {
      const { db, files, policyOf, now } = needs;
      const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
      const { brand, caseId, ...found } = await load(needs, policy, request);
      const held = heldDocument(found);
      // time decides: the bucket may be late
      if (!held || inDays(new Date(held.receivedAt), documentDays) <= now().toISOString()) throw new Problem('not-found');
      const { fileId, receivedAt, type, bytes } = held;
      // written down before the link exists, so that nobody looks unseen
      await appendAct(db, { brand, operator: subject, act: 'case_document_read', target: caseId }, now());
      const file = { key: documentKey(brand, caseId, fileId), name: `${caseId}.${documentTypes[type]}` };
      return json(200, { receivedAt, type, bytes, url: await linkTo(files, { ...file, minutes: documentLinkMinutes }) });
    },
  });

/**
 * Does what the case asks for, then closes it. Whoever is erased is answered all the same, so their address is put with the case first, until that mail has gone. Repeated after a
 * failure midway, what has been done is found done.
 */
async function carryOutAndClose(
  { db, now }: Needs,
  policy: Policy,
  found: Case,
  closed: Case,
  operator: string,
): Promise<Case | 'conflict'> {
  const { brand } = policy;
  const { addressHash } = closed;
  // whoever was unknown when they wrote may have confirmed since
  const contactId = closed.contactId ?? (addressHash && (await readAddress(db, brand, addressHash)).contactId);
  const person = contactId && (await readPerson(db, brand, contactId, now()));
  let last: Case = { ...closed, ...(addressHash && person && { found: true }) };
  if (person && mayErase(closed)) {
    if (closed.right === 'erase' && isHeld(person.profile, now())) {
      throw new Problem('legal-hold', { reason: person.profile.legalHold?.until ?? 'until released' });
    }
    const kept = { ...found, email: person.profile.email, revision: found.revision + 1 };
    if ((await saveCase(db, kept)) === 'conflict') return 'conflict';
    last = { ...last, email: kept.email, revision: kept.revision + 1 };
  }
  if (person) {
    const { requests, suppression, contactId: pointsTo } = await readAddress(db, brand, person.profile.addressHash);
    const address = { openRequests: requests.map(({ form }) => form), suppression, pointsTo };
    const change = changeOfCase(policy, person, closed, operator, address, now());
    if (change && (await saveChange(db, change)) === 'conflict') return 'conflict';
  } else if (addressHash && closed.right === 'erase') {
    const erased = await eraseStranger(db, policy, addressHash, closed.caseId, now());
    if (erased === 'conflict') return 'conflict';
    if (erased.signUps > 0) last = { ...last, found: true };
  }
  return (await saveCase(db, last)) === 'saved' ? last : 'conflict';
}

/** A copy that somebody has decided upon is not kept (K13). The decision stands though the bucket should fail: an alarm hears of it, and the bucket forgets by itself. */
async function forgetChecked(needs: Needs, decided: Case): Promise<Case> {
  const held = heldDocument(decided);
  if (!held) return decided;
  try {
    return { ...decided, document: await forgetDocument(needs, { ...decided, fileId: held.fileId }) };
  } catch {
    needs.log('copy_left', { brand: decided.brand, caseId: decided.caseId });
    return decided;
  }
}

async function load({ db }: Needs, policy: Policy, { path }: HttpRequest): Promise<Case> {
  const caseId = CaseId.safeParse(path.id);
  const found = caseId.success && (await findCase(db, policy.brand, caseId.data));
  if (!found) throw new Problem('not-found');
  return found;
}

const spokenBy = (policy: Policy, person: Person | undefined): Locale =>
  (person?.profile.locale as Locale | undefined) ?? (localesOf(policy)[0] as Locale);

const inDays = (from: Date, days: number): string => new Date(from.getTime() + days * 86_400_000).toISOString();

/** A case as operators see it: without the address, which leads to the person by a read that is written down, and without where the copy of a document lies. */
const told = ({ caseId, email: _, mailed: __, mailClaim: ___, expiresAt: ____, document, ...one }: Case, now: Date) => ({
  id: caseId,
  ...one,
  ...(document && { document: { ...document, fileId: undefined } }),
  ...(one.state === 'open' && { urgency: urgencyOf(one, now) }),
});

export const handler = cases({ db, files, secret, policyOf, now, newId, log });
