import { type Deps, db, log, newId, now, policyOf, publicUrl, secret } from '../deps.ts';
import { confirmRequest, stateOfLink } from '../domain/confirm.ts';
import { type AddressHash, ContactId, hashSource } from '../domain/identity.ts';
import { type Links, makeLink, openLink } from '../domain/links.ts';
import { isFree, isOpenRequest, moveTo } from '../domain/new-address.ts';
import {
  formOf,
  isMailPurpose,
  type Locale,
  localeNamed,
  type Policy,
  purposesOf,
  webFormFor,
  wordingOf,
} from '../domain/policy.ts';
import { isAsked, isAskedAgain, renew, standingPurposes } from '../domain/renew.ts';
import { dayOf } from '../domain/retention.ts';
import type { SignUpRequest } from '../domain/sign-up.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, http, page } from '../http/handler.ts';
import { Problem, problems } from '../http/problem.ts';
import { confirmedPage, confirmPage, linkExpiredPage, linkNotValidPage } from '../pages/confirm.ts';
import { addressChangedPage, newAddressPage } from '../pages/new-address.ts';
import { problemPage } from '../pages/problem.ts';
import { stayedPage, stayPage } from '../pages/stay.ts';
import { findAddressRequest, saveMove } from '../store/new-address.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/**
 * The link of a mail that waits for a yes: to a sign-up, to staying, or to a new address. GET shows what is agreed to and a button; only the button's POST
 * confirms (T7).
 */
export const confirm = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /c/{token}': async (request) => {
        const opened = await open(needs, request);
        if (!opened)
          return (
            (await stay(needs, request, 'ask')) ?? (await newAddress(needs, request, 'ask')) ?? page(404, linkNotValidPage())
          );

        const state = stateOfLink(opened.link, await load(needs, opened.link), needs.now());
        switch (state.outcome) {
          case 'open': {
            const action = `/c/${request.path.token}${opened.lang ? `?lang=${opened.lang}` : ''}`;
            return page(200, confirmPage({ ...shownOf(opened, state.request), action }));
          }
          case 'already_confirmed':
            return confirmed(needs, opened, state.request, state.contactId);
          case 'expired':
          case 'superseded':
          case 'barred':
            return expired(opened);
        }
      },

      'POST /c/{token}': async (request) => {
        const opened = await open(needs, request);
        if (!opened)
          return (
            (await stay(needs, request, 'renew')) ?? (await newAddress(needs, request, 'move')) ?? page(404, linkNotValidPage())
          );
        const { link, policy } = opened;
        const { pepper } = await needs.secret();

        const answer = await untilNotOvertaken(async () => {
          const at = await load(needs, link);
          const state = stateOfLink(link, at, needs.now());
          switch (state.outcome) {
            case 'open': {
              const from = {
                source: request.source,
                hashOfSource: (ip: string) => hashSource(pepper, ip),
                newContactId: ContactId.parse(needs.newId()),
                // somebody erased between the two readings took the pointer along, and the saving finds that out
                replaces: at.person ? undefined : at.contactId,
              };
              const change = confirmRequest(policy, state.request, at, from, needs.now());
              if ((await saveChange(needs.db, change)) === 'conflict') return 'conflict';
              needs.log('confirmed', { brand: link.brand, contactId: change.contactId, seq: change.entry.seq });
              return confirmed(needs, opened, state.request, change.contactId);
            }
            case 'already_confirmed':
              return confirmed(needs, opened, state.request, state.contactId);
            case 'expired':
            case 'superseded':
            case 'barred':
              return expired(opened);
          }
        });
        if (answer === 'overtaken') throw new Problem('busy');
        return answer;
      },
    },
    {
      show: (problem) =>
        page(
          problem ? problems[problem.kind].status : 500,
          problemPage({ status: problem ? problems[problem.kind].status : 500 }),
        ),
    },
  );

/** A link of ours. */
interface Opened {
  readonly link: Links['confirm'];
  readonly policy: Policy;
  /** The language that the page's own switch asks for. */
  readonly lang: Locale | undefined;
}

async function open({ secret, policyOf }: Needs, { path, query }: HttpRequest): Promise<Opened | undefined> {
  const link = openLink('confirm', path.token ?? '', await secret());
  const policy = link && policyOf(link.brand);
  return policy && { link, policy, lang: localeNamed(policy, query.lang) };
}

async function load({ db, now }: Needs, { brand, addressHash, form }: Links['confirm']) {
  const { requests, suppression, contactId } = await readAddress(db, brand, addressHash as AddressHash);
  const person = contactId && (await readPerson(db, brand, contactId, now()));
  return { request: requests.find((request) => request.form === form), suppression, contactId, person };
}

/** What the visitor ticked, in the words that they read it in, whatever language the page around it speaks. */
function shownOf({ policy, lang }: Opened, request: SignUpRequest) {
  const wording = wordingOf(policy, request.form, request.formVersion, request.locale);
  if (!wording) throw new Error(`${request.brand}/${request.form}: version ${request.formVersion} lost its wording`);
  const consents = request.purposes.map((purpose) => ({ purpose, text: wording.boxes[purpose] ?? '' }));
  return { policy, locale: lang ?? request.locale, wording, consents };
}

async function confirmed(needs: Needs, opened: Opened, request: SignUpRequest, contactId: ContactId): Promise<HttpAnswer> {
  const { brand, locale, purposes } = request;
  const purpose = purposes.find(isMailPurpose) ?? purposes[0] ?? '';
  const token = makeLink('mail', { brand, contactId, purpose, locale }, await needs.secret());
  const unsubscribeUrl = `${needs.publicUrl()}/u/${token}`;
  const preferencesUrl = `${needs.publicUrl()}/p/${token}`;
  return page(200, confirmedPage({ ...shownOf(opened, request), unsubscribeUrl, preferencesUrl }));
}

/** One page for every link that no longer works, so that it tells nothing of anyone (S1). */
function expired({ policy, link: { brand, form }, lang }: Opened): HttpAnswer {
  const own = formOf(policy, form);
  const written = Object.keys(own?.wording ?? {})[0] as Locale | undefined;
  const locale = lang ?? written ?? 'en';
  // what an operator reads out is no form that a visitor could open
  const open = own?.channel === 'web' ? form : webFormFor(policy, own?.consents ?? [], locale);
  return page(410, linkExpiredPage({ policy, locale, signUpUrl: open && `/${brand}/signup/${open}` }));
}

/** The link that asks whether somebody wants to stay: its page, or what its button does. Undefined if it is no such link. */
async function stay(needs: Needs, request: HttpRequest, step: 'ask' | 'renew'): Promise<HttpAnswer | undefined> {
  const { db, now, log } = needs;
  const secret = await needs.secret();
  const link = openLink('stay', request.path.token ?? '', secret);
  const policy = link && needs.policyOf(link.brand);
  if (!policy) return undefined;
  const { brand, askedOn } = link;
  const locale = localeNamed(policy, link.locale) ?? 'en';
  const contactId = ContactId.parse(link.contactId);

  const answer = await untilNotOvertaken(async () => {
    const person = await readPerson(db, brand, contactId, now());
    const purposes = person ? standingPurposes(person, now()) : [];
    const purpose = purposes.find(isMailPurpose);
    // gone, left or expired: what is over begins again with a sign-up only
    if (!person || !purpose || now() >= link.expiresAt) {
      const form = webFormFor(
        policy,
        purposesOf(policy).map(([id]) => id),
        locale,
      );
      return page(410, linkExpiredPage({ policy, locale, signUpUrl: form && `/${brand}/signup/${form}` }));
    }
    const unsubscribeUrl = `${needs.publicUrl()}/u/${makeLink('mail', { brand, contactId, purpose, locale }, secret)}`;
    if (!isAsked(person, askedOn)) return page(200, stayedPage({ policy, locale, purposes, unsubscribeUrl }));
    if (step === 'ask') {
      const endsOn = person.profile.endsOn ?? dayOf(link.expiresAt);
      const again = isAskedAgain(person, askedOn);
      return page(
        200,
        stayPage({
          policy,
          locale,
          purposes,
          endsOn: again ? dayOf(link.expiresAt) : endsOn,
          action: `/c/${request.path.token}`,
          again,
        }),
      );
    }
    const change = renew(policy, person, { askedOn, source: hashSource(secret.pepper, request.source.ip) }, now());
    if ((await saveChange(db, change)) === 'conflict') return 'conflict';
    log('stayed', { brand, contactId, seq: change.entry.seq });
    return page(200, stayedPage({ policy, locale, purposes, unsubscribeUrl }));
  });
  if (answer === 'overtaken') throw new Problem('busy');
  return answer;
}

/** The link that was mailed to a person's new address: its page, or the move. Undefined if it is no such link. */
async function newAddress(needs: Needs, request: HttpRequest, step: 'ask' | 'move'): Promise<HttpAnswer | undefined> {
  const { db, now, log } = needs;
  const secret = await needs.secret();
  const link = openLink('address', request.path.token ?? '', secret);
  const policy = link && needs.policyOf(link.brand);
  if (!policy) return undefined;
  const { brand, requestId } = link;
  const locale = localeNamed(policy, link.locale) ?? 'en';
  const contactId = ContactId.parse(link.contactId);
  const over = page(410, linkExpiredPage({ policy, locale }));

  const answer = await untilNotOvertaken(async () => {
    const person = await readPerson(db, brand, contactId, now());
    const waiting = await findAddressRequest(db, brand, contactId);
    if (!person || now() >= link.expiresAt) return over;
    if (!isOpenRequest(waiting, requestId, now())) return over;
    if (!isFree(await readAddress(db, brand, waiting.addressHash), now())) return over;
    if (step === 'ask') return page(200, newAddressPage({ policy, locale, action: `/c/${request.path.token}` }));

    const { addressHash: from } = person.profile;
    const { requests } = await readAddress(db, brand, from);
    const forms = requests.filter((known) => known.contactId === contactId).map(({ form }) => form);
    const change = moveTo(policy, person, waiting, hashSource(secret.pepper, request.source.ip), now());
    if ((await saveMove(db, change, { from, forms, requestId })) === 'conflict') return 'conflict';
    log('address_changed', { brand, contactId, seq: change.entry.seq });
    return page(200, addressChangedPage({ policy, locale }));
  });
  if (answer === 'overtaken') throw new Problem('busy');
  return answer;
}

export const handler = confirm({ db, secret, policyOf, publicUrl, now, newId, log });
