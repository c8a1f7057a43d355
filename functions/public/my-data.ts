import * as z from 'zod';
import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import { Case, caseIdFrom, openCase } from '../domain/case.ts';
import type { Change } from '../domain/change.ts';
import { isHeld, type Person } from '../domain/consent.ts';
import { EmailAddress } from '../domain/email-address.ts';
import { hashAddress, hashSource } from '../domain/identity.ts';
import { addressRequestOf } from '../domain/new-address.ts';
import { personalDataOf } from '../domain/personal-data.ts';
import { type OpenedLink, openPersonal } from '../domain/personal-link.ts';
import { type Locale, localeNamed, localesOf } from '../domain/policy.ts';
import { correctionOf, type Details, rectify } from '../domain/rectify.ts';
import { type AtAddress, type ExercisedBy, erase, object, restrict, unrestrict } from '../domain/rights.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, http, page } from '../http/handler.ts';
import { dataAnswer, formatOf } from '../http/personal-data.ts';
import { Problem, problems } from '../http/problem.ts';
import { linkNotValidPage } from '../pages/confirm.ts';
import { myDataPage, type Told } from '../pages/my-data.ts';
import { goneProfilePage } from '../pages/preferences.ts';
import { problemPage } from '../pages/problem.ts';
import { saveNewCase } from '../store/cases.ts';
import { saveAddressRequest } from '../store/new-address.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';
import { readEverything } from '../store/personal-data.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/**
 * All that is known of a person, for whoever holds their one-hour link: to read, to take along as JSON or CSV, to put right, and to have restricted or erased. The link of a mail is no
 * link here, and one whose hour is over neither (S2, S3).
 */
export const myData = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /p/{token}/data': async (request) => {
        const visit = await open(needs, request);
        return typeof visit === 'string' ? closed(visit) : show(needs, visit, request);
      },

      'POST /p/{token}/data': async (request) => {
        const visit = await open(needs, request);
        if (typeof visit === 'string') return closed(visit);
        const fields = request.form();
        const does = Does.safeParse(fields.get('do'));
        if (!does.success) throw new Problem('invalid');
        const told = await act(needs, visit, request, does.data, fields);
        needs.log(`self_${does.data}`, {
          brand: visit.policy.brand,
          contactId: visit.contactId,
          told: typeof told === 'string' ? told : 'case_opened',
        });
        return show(needs, visit, request, told === 'erased' ? undefined : told);
      },
    },
    {
      show: (problem) => {
        const status = problem ? problems[problem.kind].status : 500;
        return page(status, problemPage({ status }));
      },
    },
  );

const Does = z.enum(['rectify', 'address', 'restrict', 'unrestrict', 'object', 'erase']);

/** The one-hour link of a person, within its hour. */
interface Visit extends OpenedLink {
  readonly locale: Locale;
  readonly action: string;
}

async function open({ secret, policyOf, now }: Needs, { path, query }: HttpRequest): Promise<Visit | 'expired' | 'not_ours'> {
  const token = path.token ?? '';
  const opened = openPersonal(token, await secret(), policyOf, now());
  if (!opened || opened.scope === 'mail') return 'not_ours';
  if (opened.scope === 'expired') return 'expired';
  const { policy } = opened;
  const locale = localeNamed(policy, query.lang) ?? localeNamed(policy, opened.spoken) ?? (localesOf(policy)[0] as Locale);
  return { ...opened, locale, action: `/p/${token}/data` };
}

/** The preferences page of an expired link says how to get another; here, without a brand, the plain page does. */
const closed = (because: 'expired' | 'not_ours'): HttpAnswer =>
  because === 'expired' ? page(410, problemPage({ status: 410 })) : page(404, linkNotValidPage());

async function show({ db, now }: Needs, visit: Visit, request: HttpRequest, told?: Told): Promise<HttpAnswer> {
  const { policy, contactId } = visit;
  const known = await readEverything(db, policy.brand, contactId, now());
  if (!known) return page(request.route.startsWith('GET') ? 410 : 200, goneProfilePage(visit));
  const data = personalDataOf(policy, contactId, known, now());
  // a browser's own `Accept` names pages first
  const format = request.query.format || !(request.headers.accept ?? '').includes('text/html') ? formatOf(request) : undefined;
  if (format && !told) return dataAnswer(data, format);
  return page(told === 'wrong' ? 422 : 200, myDataPage({ ...visit, data, now: now(), told }));
}

async function act(
  needs: Needs,
  visit: Visit,
  request: HttpRequest,
  does: z.infer<typeof Does>,
  fields: URLSearchParams,
): Promise<Told | 'erased'> {
  const { now } = needs;
  const { policy } = visit;
  const source = hashSource((await needs.secret()).pepper, request.source.ip);
  const by: ExercisedBy = { actor: 'person', method: 'preference_centre', evidence: { source } };
  switch (does) {
    case 'address':
      return askForAddress(needs, visit, request, fields);
    case 'rectify': {
      const details = detailsIn(visit, fields);
      if (!details) return 'wrong';
      return change(needs, visit, 'saved', (person) =>
        rectify(policy, person, details, { actor: 'person', method: 'preference_centre', source }, now()),
      );
    }
    case 'restrict':
      return change(needs, visit, 'restricted', (person) => restrict(policy, person, by, now()));
    case 'unrestrict':
      return change(needs, visit, 'unrestricted', (person) => unrestrict(policy, person, by, now()));
    case 'object':
      return change(needs, visit, 'objected', (person, { suppression }) => object(policy, person, by, suppression, now()));
    case 'erase':
      return policy.rights.erasure === 'review' ? openErasure(needs, visit) : eraseNow(needs, visit, by);
  }
}

/** The fields of the form; the one that says which form it is is none of them. */
function detailsIn({ policy }: Visit, fields: URLSearchParams): Details | undefined {
  const { do: _, ...sent } = Object.fromEntries(fields);
  return correctionOf(policy).safeParse(sent).data;
}

async function change<Done extends Told>(
  { db, now }: Needs,
  { policy, contactId }: Visit,
  done: Done,
  decide: (person: Person, address: AtAddress) => Change | undefined,
): Promise<Done | 'unchanged'> {
  const outcome = await untilNotOvertaken(async () => {
    const person = await readPerson(db, policy.brand, contactId, now());
    if (!person) return 'gone';
    const { requests, suppression, contactId: pointsTo } = await readAddress(db, policy.brand, person.profile.addressHash);
    const made = decide(person, { openRequests: requests.map(({ form }) => form), suppression, pointsTo });
    return made ? saveChange(db, made) : 'unchanged';
  });
  if (outcome === 'overtaken') throw new Problem('busy');
  return outcome === 'saved' ? done : 'unchanged';
}

async function eraseNow(needs: Needs, visit: Visit, by: ExercisedBy): Promise<Told | 'erased'> {
  const { now } = needs;
  let held = false;
  await change(needs, visit, 'saved', (person, address) => {
    held = isHeld(person.profile, now());
    return erase(visit.policy, person, by, address, now());
  });
  return held ? 'held' : 'erased';
}

/** Where the policy wants each erasure looked at, a case with its deadline (K12). One that is open already is answered with. */
async function openErasure({ db, now, newId }: Needs, { policy, contactId, locale }: Visit): Promise<Told> {
  const known = await readEverything(db, policy.brand, contactId, now());
  const waiting = known?.items.flatMap(({ sk, item }) => {
    const one = sk.startsWith('CASE#') ? Case.safeParse({ ...item, due: item.deadline }).data : undefined;
    return one?.state === 'open' && one.right === 'erase' ? [one] : [];
  })[0];
  if (waiting) return { caseOpened: waiting };
  const id = newId();
  const opening = {
    caseId: caseIdFrom(now(), id),
    owner: { contactId },
    right: 'erase',
    channel: 'web',
    locale,
    receivedAt: now(),
    proved: true,
    mailId: id,
  } as const;
  const opened = openCase(policy, opening, now());
  await saveNewCase(db, opened);
  return { caseOpened: opened };
}

/** The answer is the same whether somebody has that address or not; the mail finds out. */
async function askForAddress(needs: Needs, visit: Visit, request: HttpRequest, fields: URLSearchParams): Promise<Told> {
  const { policy, contactId, locale } = visit;
  const { brand } = policy;
  const email = EmailAddress.safeParse(fields.get('email') ?? '');
  if (!email.success) return 'wrong';
  const { pepper } = await needs.secret();
  const asked = {
    requestId: needs.newId(),
    brand,
    contactId,
    email: email.data,
    addressHash: hashAddress(pepper, brand, email.data),
    locale,
  };
  const from = { pepper, ip: request.source.ip };
  const saved = await saveAddressRequest(needs.db, addressRequestOf(asked, from, needs.now()));
  return saved === 'saved' ? 'addressSent' : 'unchanged';
}

export const handler = myData({ db, secret, policyOf, now, newId, log });
