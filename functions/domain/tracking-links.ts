/**
 * What a mail may measure, and the links that do it. Without a consent that stands there is no pixel and no rewritten link; a count that the
 * law lets a brand keep without consent has one address for everybody who is mailed on a day, so that it can single out nobody.
 */
import { consentState, effectiveTracking } from './basis.ts';
import type { CampaignId } from './campaign.ts';
import type { Person } from './consent.ts';
import { addDuration } from './duration.ts';
import type { ContactId } from './identity.ts';
import { makeLink } from './links.ts';
import type { Policy, TrackingMode } from './policy.ts';
import { rulePackOfMarket } from './rule-packs.ts';
import type { Secret } from './secret.ts';

/** What one mail was made to measure; stored with it, since rates are computed over those who could be seen (T29). */
export interface Tracking {
  readonly open: TrackingMode;
  readonly click: TrackingMode;
}

/** Nothing is measured: what holds when the question cannot be answered (T18). */
export const untracked: Tracking = { open: 'off', click: 'off' };

/**
 * What may be kept of this person's opens and clicks now. Asked for the mail, and again at every hit: a withdrawal silences mails that have been
 * sent. Of someone restricted, objected or deactivated nothing is kept.
 */
export function trackingOf(policy: Pick<Policy, 'tracking' | 'markets'>, { profile, consents }: Person, now: Date): Tracking {
  if (profile.standing !== 'active') return untracked;
  const pack = rulePackOfMarket(policy, profile.market);
  const of = (signal: 'open' | 'click') => {
    const consent = consents.find(({ purpose }) => purpose === `tracking:${signal}`);
    return effectiveTracking(policy, pack, signal, consentState(consent, now));
  };
  return { open: of('open'), click: of('click') };
}

/** Whether hits in this mode are a person's own. */
export const isPersonal = (mode: TrackingMode): mode is 'hygiene' | 'consent' => mode === 'hygiene' || mode === 'consent';

/** The addresses that a mail measures by: none of what it must not measure. */
export interface TrackingUrls {
  readonly openUrl?: string;
  /** Of the link `n` of the campaign's table. */
  readonly linkUrl?: (n: number) => string;
  /**
   * The mail may hold the trap, the link of the table that no reader sees: for whoever agreed that their clicks are kept. To tell machines from a person is
   * to look at that person (CNIL), which a mail that measures without consent must not do.
   */
  readonly trapped?: true;
}

/**
 * The pixel and the links of one mail: two signatures, however many links it has. `publicUrl` ends without a slash; `now` is the time of sending,
 * from which the links count for as long as the policy keeps events, to the end of that day in UTC.
 */
export function trackingUrls(
  policy: Pick<Policy, 'brand' | 'tracking'>,
  mail: { readonly campaignId: CampaignId; readonly contactId: ContactId; readonly tracking: Tracking },
  { publicUrl, secret, now }: { readonly publicUrl: string; readonly secret: Secret; readonly now: Date },
): TrackingUrls {
  const { campaignId, tracking } = mail;
  const expiresAt = endOfDay(addDuration(now, policy.tracking.eventLife));
  const token = (kind: 'open' | 'click') => {
    const contactId = isPersonal(tracking[kind]) ? mail.contactId : '';
    return makeLink(kind, { brand: policy.brand, campaignId, contactId, expiresAt }, secret);
  };
  const click = tracking.click === 'off' ? undefined : token('click');
  return {
    ...(tracking.open !== 'off' && { openUrl: `${publicUrl}/o/${token('open')}` }),
    ...(click && { linkUrl: (n: number) => `${publicUrl}/l/${click}/${n}` }),
    ...(tracking.click === 'consent' && { trapped: true as const }),
  };
}

/** The same for all mails of a day: to the second, the time in a link without a person would be nearly a person's. */
const endOfDay = (moment: Date): Date => new Date(Math.ceil(moment.getTime() / 86_400_000) * 86_400_000);
