/** What a campaign has for one reader at this moment: nothing, and why; or the mail that is theirs. */
import type { Deps } from './deps.ts';
import type { Campaign } from './domain/campaign.ts';
import type { Profile } from './domain/consent.ts';
import { type Gate, gate, restsOnConsent } from './domain/gate.ts';
import { makeLink } from './domain/links.ts';
import type { Locale, Policy } from './domain/policy.ts';
import { type Tracking, trackingOf, trackingUrls, untracked } from './domain/tracking-links.ts';
import { listHeaders } from './email/list-headers.ts';
import { newsletter, type Recipient } from './email/newsletter.ts';
import type { Sending } from './email/ses.ts';
import { readContent, readLinkTable } from './store/campaigns.ts';
import { readAddress, readPerson } from './store/people.ts';
import type { SendKey } from './store/sends.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'publicUrl' | 'inboundDomain' | 'now' | 'elapsed'>;

/** A person as they were read, and what follows from it. */
export interface Look {
  readonly gate: Gate;
  /** By `elapsed`, when the reading began. */
  readonly at: number;
  readonly tracking: Tracking;
  /** Undefined if the content could not be made a mail for them. */
  readonly sending: Sending | undefined;
}

/** What holds for somebody to whom nothing is sent. */
export const nothingFor = (gate: Gate, at: number): Look => ({ gate, at, tracking: untracked, sending: undefined });

/** Looks at one person, strongly read, for a campaign. */
export type Looker = (policy: Policy, campaign: Campaign, key: SendKey) => Promise<Look>;

/** Makes the mail of one language of a campaign for a recipient. */
type Edition = ReturnType<typeof newsletter>;

/** The eye of one function, which remembers the content of its latest campaigns. */
export function lookerFor(needs: Needs): Looker {
  const { db, now, elapsed } = needs;
  const editionOf = editionsFor(db);
  return async (policy, campaign, key) => {
    const at = elapsed();
    const person = await readPerson(db, key.brand, key.contactId, now());
    const suppression =
      person && !restsOnConsent(policy, person, campaign, now())
        ? (await readAddress(db, key.brand, person.profile.addressHash)).suppression
        : undefined;
    const answer = gate(policy, { campaign, person, suppression }, now());
    if (!answer.open || !person) return nothingFor(answer, at);

    const edition = await editionOf(policy, campaign, answer.locale);
    if (!edition) return nothingFor({ open: false, reason: 'no_content' }, at);
    const tracking = trackingFor(policy, person, now());
    const sending = await sendingOf(needs, policy, campaign, person.profile, { ...answer, tracking, edition });
    return { gate: answer, at, tracking, sending };
  };
}

/** What cannot be found out is not measured (T18). */
function trackingFor(...of: Parameters<typeof trackingOf>): Tracking {
  try {
    return trackingOf(...of);
  } catch {
    return untracked;
  }
}

async function sendingOf(
  needs: Needs,
  policy: Policy,
  { campaignId, purpose }: Campaign,
  profile: Profile,
  { edition, tracking, locale, basis }: Extract<Gate, { open: true }> & { edition: Edition; tracking: Tracking },
): Promise<Sending | undefined> {
  const { brand, contactId, email, name, company, phone } = profile;
  const from = policy.identity.from[0];
  if (!from) throw new Error(`${brand} has no sender`);
  const secret = await needs.secret();
  const publicUrl = needs.publicUrl();
  const token = makeLink('mail', { brand, contactId, purpose, locale, campaignId }, secret);
  const unsubscribeUrl = `${publicUrl}/u/${token}`;
  const recipient: Recipient = {
    merge: { email, name, company, phone },
    unsubscribeUrl,
    preferencesUrl: `${publicUrl}/p/${token}`,
    ...trackingUrls(policy, { campaignId, contactId, tracking }, { publicUrl, secret, now: needs.now() }),
    basis,
  };
  const mail = rendered(edition, recipient);
  return (
    mail && {
      from,
      to: email,
      replyTo: policy.identity.replyTo,
      mail,
      headers: listHeaders(policy, { purpose, campaignId, locale, unsubscribeUrl, inboundDomain: needs.inboundDomain() }),
      tags: { brand, mail: 'newsletter', campaign: campaignId, contact: contactId },
    }
  );
}

/** One person's details may be more than a template bears: then this mail fails, and no other. */
function rendered(edition: Edition, recipient: Recipient) {
  try {
    return edition(recipient);
  } catch {
    return undefined;
  }
}

/** Content is read and parsed once by each function: it is frozen as long as the campaign is sending. */
function editionsFor(db: Needs['db']) {
  const known = new Map<string, Promise<Edition | undefined>>();
  return (policy: Policy, campaign: Campaign, locale: Locale): Promise<Edition | undefined> => {
    const { brand, campaignId, purpose } = campaign;
    const name = `${brand} ${campaignId} ${locale}`;
    const loaded = known.get(name);
    if (loaded) return loaded;
    const loading = (async () => {
      const [content, links] = await Promise.all([readContent(db, campaign, locale), readLinkTable(db, brand, campaignId)]);
      return content && links && newsletter(policy, { purpose, content, links });
    })();
    for (const oldest of [...known.keys()].slice(0, -7)) known.delete(oldest);
    known.set(name, loading);
    loading.catch(() => known.delete(name));
    return loading;
  };
}
