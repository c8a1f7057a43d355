import { type Deps, db, log, newId, now, policyOf, secret } from '../deps.ts';
import type { Person } from '../domain/consent.ts';
import { hashSource } from '../domain/identity.ts';
import type { ShownWords } from '../domain/ledger.ts';
import { linkRequestOf } from '../domain/manage.ts';
import { type OpenedLink, openPersonal } from '../domain/personal-link.ts';
import {
  type Locale,
  localeNamed,
  localesOf,
  type PurposeId,
  purposeOf,
  textIn,
  webFormFor,
  wordingHash,
} from '../domain/policy.ts';
import { chosen, closedFor, grantChoices, offeredChoices } from '../domain/preferences.ts';
import { rectify } from '../domain/rectify.ts';
import { carryOut, endingOfAll, endingOfChoices, type Withdrawal } from '../domain/withdraw.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, http, page } from '../http/handler.ts';
import { Problem, problems } from '../http/problem.ts';
import { linkNotValidPage } from '../pages/confirm.ts';
import { linkSentPage } from '../pages/manage.ts';
import { goneProfilePage, type Notice, preferencesPage, preferencesWording, stopPage } from '../pages/preferences.ts';
import { problemPage } from '../pages/problem.ts';
import { unsubscribedPage } from '../pages/unsubscribe.ts';
import { saveLinkRequest } from '../store/link-requests.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'newId' | 'log'>;

/**
 * The preference centre. The link in a mail ends what it names and mails the one-hour link; that one shows a person their choices and changes them, each change with the words
 * that were read. GET changes nothing (T7).
 */
export const preferences = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /p/{token}': async (request) => {
        const visit = await open(needs, request);
        if (!visit) return page(404, linkNotValidPage());
        if (visit.scope !== 'manage') return stop(visit);
        const person = await readPerson(needs.db, visit.policy.brand, visit.contactId, needs.now());
        if (!person) return page(410, goneProfilePage(visit));
        return show(needs, visit, person);
      },

      'POST /p/{token}': async (request) => {
        const visit = await open(needs, request);
        if (!visit) return page(404, linkNotValidPage());
        const fields = request.form();
        switch (fields.get('do')) {
          case 'leave':
            return leave(needs, request, visit, 'all');
          case 'stop': {
            const stopped = offeredChoices(visit.policy).filter((id) => fields.getAll('stop').includes(id));
            return stopped.length > 0 ? leave(needs, request, visit, stopped) : stop(visit, true);
          }
          case 'link':
            return mailLink(needs, request, visit);
          case 'save':
            // the link of a mail grants nothing, whoever holds it (S3, T6)
            if (visit.scope !== 'manage') throw new Problem('forbidden');
            return save(needs, request, visit, fields);
          default:
            throw new Problem('invalid');
        }
      },
    },
    {
      show: (problem) => {
        const status = problem ? problems[problem.kind].status : 500;
        return page(status, problemPage({ status }));
      },
    },
  );

/** A link of ours, and the language of its page. */
interface Visit extends OpenedLink {
  readonly locale: Locale;
  readonly action: string;
}

async function open({ secret, policyOf, now }: Needs, { path, query }: HttpRequest): Promise<Visit | undefined> {
  const token = path.token ?? '';
  const opened = openPersonal(token, await secret(), policyOf, now());
  if (!opened) return undefined;
  const { policy } = opened;
  const lang = localeNamed(policy, query.lang);
  const locale = lang ?? localeNamed(policy, opened.spoken) ?? (localesOf(policy)[0] as Locale);
  return { ...opened, locale, action: `/p/${token}` };
}

const stop = (visit: Visit, nothing = false): HttpAnswer =>
  page(
    nothing ? 422 : visit.scope === 'expired' ? 410 : 200,
    stopPage({ ...visit, action: `${visit.action}?lang=${visit.locale}`, expired: visit.scope === 'expired', nothing }),
  );

function show({ now }: Needs, visit: Visit, person: Person, notice?: Notice): HttpAnswer {
  const closed = closedFor({ person, suppression: undefined });
  return page(notice === 'changed' ? 409 : 200, preferencesPage({ ...visit, person, now: now(), notice, closed }));
}

const wordsOf = ({ policy, locale }: Visit): ShownWords => {
  const wording = preferencesWording(policy, locale);
  return {
    locale,
    wordingHash: wordingHash(wording),
    wording: { ...wording, boxes: { ...wording.boxes } as Record<string, string> },
  };
};

/** Ends what is to end, for whoever presses: it is an opt-out, which nothing stops (T8). The page says what is over, not what the person had. */
async function leave(needs: Needs, request: HttpRequest, visit: Visit, what: 'all' | readonly PurposeId[]): Promise<HttpAnswer> {
  const { policy, contactId, locale } = visit;
  const { pepper } = await needs.secret();
  const named = what === 'all' ? offeredChoices(policy) : what;
  const outcome = await untilNotOvertaken(async (overtaken) => {
    const person = await readPerson(needs.db, policy.brand, contactId, needs.now());
    if (!person) return 'gone';
    const withdrawal =
      what === 'all' ? endingOfAll(policy, person, needs.now()) : endingOfChoices(policy, person, what, needs.now());
    return end(needs, visit, person, withdrawal, { pepper, ip: request.source.ip, named, overtaken });
  });
  // 5xx, never a promise that was not kept (F15)
  if (outcome === 'overtaken') throw new Problem('busy');
  needs.log('preferences_ended', { brand: policy.brand, contactId, result: outcome });
  const settings = named.flatMap((id) => purposeOf(policy, id) ?? []);
  const form = webFormFor(policy, named, locale);
  return page(
    200,
    unsubscribedPage({
      policy,
      locale,
      ends: settings.map(({ title }) => textIn(title, locale)),
      deletes: what === 'all' && settings.some(({ onWithdrawal }) => onWithdrawal === 'delete'),
      signUpUrl: form && `/${policy.brand}/signup/${form}?lang=${locale}`,
    }),
  );
}

async function end(
  { db, now }: Needs,
  visit: Visit,
  person: Person,
  withdrawal: Withdrawal,
  { pepper, ip, named, overtaken }: { pepper: string; ip: string; named: readonly PurposeId[]; overtaken: number },
): Promise<'saved' | 'repeated' | 'conflict'> {
  const { policy } = visit;
  // who was overtaken may have met an objection, which lies under the address
  const looks = withdrawal.person === 'erased' || overtaken > 0;
  const address = looks ? await readAddress(db, policy.brand, person.profile.addressHash) : undefined;
  const change = carryOut(
    policy,
    person,
    withdrawal,
    {
      method: 'preference_centre',
      purpose: named.length === 1 ? (named[0] as string) : '*',
      source: hashSource(pepper, ip),
      shown: wordsOf(visit),
      openRequests: address?.requests.map(({ form }) => form) ?? [],
      suppression: address?.suppression,
    },
    now(),
  );
  return change ? saveChange(db, change) : 'repeated';
}

/** Saves what the person changed on the page: first what begins, so that who goes from one newsletter to another is never without any; then what ends; then the language. */
async function save(needs: Needs, request: HttpRequest, visit: Visit, fields: URLSearchParams): Promise<HttpAnswer> {
  const { db, now } = needs;
  const { policy, contactId } = visit;
  const { brand } = policy;
  const { pepper } = await needs.secret();
  const spoken = localeNamed(policy, fields.get('locale') ?? undefined) ?? visit.locale;
  const words = wordsOf({ ...visit, locale: spoken });
  const read = () => readPerson(db, brand, contactId, now());
  const first = await read();
  if (!first) return page(410, goneProfilePage(visit));
  if (fields.get('wording') !== words.wordingHash) return show(needs, visit, first, 'changed');
  const sent = { was: fields.getAll('was'), ticked: fields.getAll('consent') };
  let changes = 0;

  const step = async (decide: (person: Person, overtaken: number) => Promise<'saved' | 'repeated' | 'conflict' | 'closed'>) => {
    const outcome = await untilNotOvertaken(async (overtaken) => {
      const person = await read();
      return person ? decide(person, overtaken) : 'gone';
    });
    if (outcome === 'overtaken') throw new Problem('busy');
    if (outcome === 'saved') changes += 1;
    return outcome;
  };

  const begun = await step(async (person) => {
    const { grants } = chosen(policy, person, sent, now());
    if (grants.length === 0) return 'repeated';
    const { suppression } = await readAddress(db, brand, person.profile.addressHash);
    if (closedFor({ person, suppression })) return 'closed';
    const from = {
      words,
      shown: offeredChoices(policy),
      linkExpiresAt: visit.expiresAt ?? now(),
      source: request.source,
      hashOfSource: (ip: string) => hashSource(pepper, ip),
    };
    return saveChange(db, grantChoices(policy, { person, suppression }, grants, from, now()));
  });
  await step(async (person, overtaken) => {
    const { ends } = chosen(policy, person, sent, now());
    const withdrawal = endingOfChoices(policy, person, ends, now());
    return end(needs, { ...visit, locale: spoken }, person, withdrawal, {
      pepper,
      ip: request.source.ip,
      named: ends,
      overtaken,
    });
  });
  const locale = localeNamed(policy, fields.get('language') ?? undefined);
  await step(async (person) => {
    const by = { actor: 'person', method: 'preference_centre', source: hashSource(pepper, request.source.ip) } as const;
    const change = rectify(policy, person, { locale }, by, now());
    return change ? saveChange(db, change) : 'repeated';
  });

  needs.log('preferences_saved', { brand, contactId, changes, begun });
  const person = await read();
  if (!person) return page(200, goneProfilePage(visit));
  const notice =
    begun === 'closed' ? (closedFor({ person, suppression: undefined }) ?? 'objected') : changes > 0 ? 'saved' : 'unchanged';
  return show(needs, { ...visit, locale: locale ?? visit.locale }, person, notice);
}

/** Asks for the one-hour link, at the address that the person has now. Whoever is gone gets the same page and no mail. */
async function mailLink(needs: Needs, request: HttpRequest, { policy, contactId, locale }: Visit): Promise<HttpAnswer> {
  const { brand } = policy;
  const person = await readPerson(needs.db, brand, contactId, needs.now());
  if (person) {
    const { pepper } = await needs.secret();
    const asked = { brand, addressHash: person.profile.addressHash, locale, requestId: needs.newId() };
    await saveLinkRequest(needs.db, linkRequestOf(asked, { pepper, ip: request.source.ip }, needs.now()));
  }
  needs.log('link_asked_for', { brand, saved: person ? 'saved' : 'gone' });
  return page(202, linkSentPage({ policy, locale }));
}

export const handler = preferences({ db, secret, policyOf, now, newId, log });
