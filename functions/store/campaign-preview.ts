/** What would become of a campaign if it were sent now: its own walk, and its own gate, for each person whom the walk meets (T22). */
import type { Db } from '../deps.ts';
import type { Campaign } from '../domain/campaign.ts';
import { type Asked, type Gate, gate, restsOnConsent } from '../domain/gate.ts';
import type { ContactId } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import type { Position } from './audience.ts';
import { readAddress, readPerson } from './people.ts';
import { audienceOfCampaign, pageOfRecipients, type RecipientsPage } from './recipients.ts';

/** How many would get it, and how many not, by why. */
export interface Forecast {
  readonly wouldGet: number;
  /** `campaign` and `segment` are the campaign's own exclusions; the others are the gate's refusals. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Whether these are all; else the walk was longer than a preview takes. */
  readonly whole: boolean;
}

/** A person as the gate asks for them: as they are now, and what bars their address where that is not known from their consent. */
export async function readAsked(db: Db, policy: Policy, campaign: Campaign, contactId: ContactId, now: Date): Promise<Asked> {
  const person = await readPerson(db, policy.brand, contactId, now);
  const barred = person && !restsOnConsent(policy, person, campaign, now);
  const suppression = barred ? (await readAddress(db, policy.brand, person.profile.addressHash)).suppression : undefined;
  return { campaign, person, suppression };
}

/** What the gate would say of a person if the campaign were sending. */
export const gateIfSending = (policy: Policy, asked: Asked, now: Date): Gate =>
  gate(policy, { ...asked, campaign: { ...asked.campaign, state: 'sending' } }, now);

/** Counts a campaign's people; `'segment_missing'` if one of its segments has been deleted. */
export async function forecast(db: Db, policy: Policy, campaign: Campaign, now: Date): Promise<Forecast | 'segment_missing'> {
  const audience = await audienceOfCampaign(db, campaign);
  if (audience === 'segment_missing') return audience;
  const leftOut: Record<string, number> = {};
  const leave = (reason: string, count: number) => {
    if (count > 0) leftOut[reason] = (leftOut[reason] ?? 0) + count;
  };
  let wouldGet = 0;
  let left: number = limits.previewedPeople;
  let next: Position | undefined = { shard: 0 };
  for (let pages = 0; next && left > 0 && pages < limits.pagesPerRun; pages += 1) {
    const page: RecipientsPage = await pageOfRecipients(db, policy, audience, { from: next, limit: left, now });
    left -= page.ids.length + page.excluded.campaign + page.excluded.segment;
    next = page.next;
    leave('campaign', page.excluded.campaign);
    leave('segment', page.excluded.segment);
    for (let at = 0; at < page.ids.length; at += limits.previewedAtOnce) {
      const ids = page.ids.slice(at, at + limits.previewedAtOnce);
      for (const answer of await Promise.all(ids.map((id) => gateOf(db, policy, campaign, id, now)))) {
        if (answer.open) wouldGet += 1;
        else leave(answer.reason, 1);
      }
    }
  }
  return { wouldGet, leftOut, whole: next === undefined };
}

/** As the sender, it lets nobody through whose record it cannot read, and goes on with the others. */
async function gateOf(db: Db, policy: Policy, campaign: Campaign, contactId: ContactId, now: Date): Promise<Gate> {
  try {
    return gateIfSending(policy, await readAsked(db, policy, campaign, contactId, now), now);
  } catch (error) {
    if ((error as Error).name !== 'ZodError') throw error;
    return { open: false, reason: 'unreadable' };
  }
}
