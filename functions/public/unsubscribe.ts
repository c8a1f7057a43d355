import { type Deps, db, log, newId, now, policyOf, publicUrl, secret, signed } from '../deps.ts';
import { type Hit, hitOf } from '../domain/hit.ts';
import { ContactId, hashSource } from '../domain/identity.ts';
import { type Links, openLink } from '../domain/links.ts';
import {
  type Locale,
  localeNamed,
  localesOf,
  type Policy,
  type PurposeId,
  purposeOf,
  textIn,
  webFormFor,
} from '../domain/policy.ts';
import { scopeOf, withdraw, withdrawalOf } from '../domain/withdraw.ts';
import { type HttpHandler, type HttpRequest, http, page } from '../http/handler.ts';
import { handOver } from '../http/light.ts';
import { Problem, problems } from '../http/problem.ts';
import { linkNotValidPage } from '../pages/confirm.ts';
import { problemPage } from '../pages/problem.ts';
import { unsubscribedPage, unsubscribePage } from '../pages/unsubscribe.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'signed' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/**
 * The unsubscribe link of a mail, and what mail programs do with its `List-Unsubscribe` header (RFC 8058): POST ends the mail's purpose whatever
 * the body says, without cookie, login or redirect; GET shows a button and changes nothing, since scanners open every link.
 * Both pages tell what the policy says, not what this person had: a mail may have been passed on.
 */
export const unsubscribe = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /u/{token}': async (request) => {
        const opened = await open(needs, request);
        if (!opened) return page(404, linkNotValidPage());
        const action = `/u/${request.path.token}${opened.lang ? `?lang=${opened.lang}` : ''}`;
        return page(200, unsubscribePage({ ...shownOf(opened), action }));
      },

      'POST /u/{token}': async (request) => {
        const opened = await open(needs, request);
        if (!opened) return page(404, linkNotValidPage());
        const { link, policy, purpose } = opened;
        const contactId = ContactId.parse(link.contactId);
        const { pepper } = await needs.secret();

        const outcome = await untilNotOvertaken(async (overtaken) => {
          const person = await readPerson(needs.db, link.brand, contactId, needs.now());
          if (!person) return 'gone';
          const erases = withdrawalOf(policy, person, purpose, needs.now()).person === 'erased';
          // who was overtaken may have met an objection, which lies under the address
          const address =
            erases || overtaken > 0 ? await readAddress(needs.db, link.brand, person.profile.addressHash) : undefined;
          const by = {
            method: isOneClick(request) ? ('one_click' as const) : ('link' as const),
            source: hashSource(pepper, request.source.ip),
            openRequests: address?.requests.map(({ form }) => form) ?? [],
            suppression: address?.suppression,
          };
          const change = withdraw(policy, person, purpose, by, needs.now());
          return change ? saveChange(needs.db, change) : 'repeated';
        });
        // 5xx, never a promise that was not kept (F15)
        if (outcome === 'overtaken') throw new Problem('busy');
        needs.log('unsubscribed', { brand: link.brand, contactId, result: outcome });
        if (outcome === 'saved' && link.campaignId) await handOver(needs, leftBy(link.brand, link.campaignId, needs));
        return page(200, unsubscribedPage(shownOf(opened)));
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

/**
 * That somebody left by a mail of this campaign: a number, without them. It is sent after the opt-out is saved and not with it, since nothing that counts
 * may stand in an opt-out's way (T8, F15); who leaves twice is saved once, and counted once.
 */
const leftBy = (brand: string, campaignId: string, { now, newId }: Needs): Hit =>
  hitOf('unsubscribe', { brand, campaignId, contactId: '' }, { at: now(), id: newId(), label: 'human' });

/** A link of ours. */
interface Opened {
  readonly link: Links['mail'];
  readonly policy: Policy;
  readonly purpose: PurposeId;
  /** The language that the page's own switch asks for. */
  readonly lang: Locale | undefined;
}

async function open({ secret, policyOf }: Needs, { path, query }: HttpRequest): Promise<Opened | undefined> {
  const link = openLink('mail', path.token ?? '', await secret());
  const policy = link && policyOf(link.brand);
  return policy && { link, policy, purpose: link.purpose as PurposeId, lang: localeNamed(policy, query.lang) };
}

function shownOf({ link, policy, purpose, lang }: Opened) {
  const locale = lang ?? localeNamed(policy, link.locale) ?? (localesOf(policy)[0] as Locale);
  const form = webFormFor(policy, [purpose], locale);
  return {
    policy,
    locale,
    ends: scopeOf(policy, purpose).flatMap((id) => {
      const settings = purposeOf(policy, id);
      return settings ? [textIn(settings.title, locale)] : [];
    }),
    deletes: purposeOf(policy, purpose)?.onWithdrawal === 'delete',
    signUpUrl: form && `/${policy.brand}/signup/${form}?lang=${locale}`,
  };
}

/** Told apart for the evidence only: whatever the body is, the POST unsubscribes (RFC 8058 §3.2). */
function isOneClick(request: HttpRequest): boolean {
  try {
    return request.text().includes('List-Unsubscribe');
  } catch {
    return false;
  }
}

export const handler = unsubscribe({ db, signed, secret, policyOf, publicUrl, now, newId, log });
