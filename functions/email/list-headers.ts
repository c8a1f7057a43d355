/** The headers by which mail programs know a newsletter, and let its reader leave it. */
import type { CampaignId } from '../domain/campaign.ts';
import { type Locale, type Policy, type PurposeId, purposeOf, textIn } from '../domain/policy.ts';
import { stopUri } from '../domain/stop-mail.ts';
import { mailbox } from './ses.ts';

/** Of one mail. */
export interface Listed {
  readonly purpose: PurposeId;
  readonly campaignId: CampaignId;
  readonly locale: Locale;
  /** The link that unsubscribes: `…/u/<token>`. */
  readonly unsubscribeUrl: string;
  /** Where the stage receives mail, if it does. */
  readonly inboundDomain?: string | undefined;
}

/**
 * One-click unsubscribe (RFC 8058, 2369), by HTTPS first and then by mail; the list, one for each topic of a brand and the same for good (RFC 2919); and by what Gmail counts
 * complaints. Ids and names of lists only, nothing of the recipient's.
 */
export function listHeaders(policy: Policy, mail: Listed): Record<string, string> {
  const { purpose, campaignId, unsubscribeUrl, inboundDomain } = mail;
  const byMail = inboundDomain ? `, <${stopUri(policy.brand, purpose, inboundDomain)}>` : '';
  return {
    'List-Unsubscribe': `<${unsubscribeUrl}>${byMail}`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': listId(policy, mail),
    'Feedback-ID': `${campaignId}:${purpose.replace(':', '-')}:${policy.brand}:samtykke`,
  };
}

/** RFC 2919: at most 255 characters. A name in the reader's language may go over that when it is encoded, and is then left out. */
function listId(policy: Policy, { purpose, locale }: Pick<Listed, 'purpose' | 'locale'>): string {
  const [kind, topic] = purpose.split(':');
  const sender = policy.identity.from[0]?.email ?? '';
  const label = `${topic}.${kind}.${policy.brand}.${sender.slice(sender.lastIndexOf('@') + 1)}`;
  const settings = purposeOf(policy, purpose);
  const named = mailbox(settings ? `${policy.identity.displayName}: ${textIn(settings.title, locale)}` : '', label);
  return named.length <= 255 && named.includes('<') ? named : `<${label}>`;
}
