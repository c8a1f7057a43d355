import { type Deps, db, log, now, policyOf, secret } from '../deps.ts';
import { EmailAddress } from '../domain/email-address.ts';
import {
  bouncesInARow,
  type Consequence,
  consequenceOf,
  endByFeedback,
  type FeedbackCounts,
  feedbackOf,
  momentOfEvent,
  type Occasion,
  SesEvent,
  softBounced,
} from '../domain/feedback.ts';
import { type ContactId, hashAddress } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { isMailPurpose, type Policy, type PurposeId } from '../domain/policy.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { addCounts } from '../store/counters.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';
import { latestSends, noteReport, type SendKey } from '../store/sends.ts';
import { suppressStranger } from '../store/suppressions.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'log'>;

/**
 * What SES tells of our mails, in any order, late, early or twice: the mail's own record first, then what the policy makes of a bounce or a complaint for
 * the person. Mails say in their tags what they are; an event that does not, or is of no mail of ours, is refused (T23).
 */
export const recordFeedback =
  (needs: Needs): QueueHandler =>
  async (batch) => {
    const numbers = new Map<string, Numbers>();
    const answer = await queue(SesEvent, (event) => record(needs, event, numbers))(batch);
    // once for the whole batch: a delivery follows nearly every mail
    for (const { key, chunk, counts } of numbers.values()) await addCounts(needs.db, key, chunk, counts);
    return answer;
  };

/** What a batch adds to the numbers of a campaign; in the place of any of its chunks, since only their sum is looked at. */
interface Numbers {
  readonly key: SendKey;
  readonly chunk: number;
  readonly counts: Record<string, number>;
}

async function record(needs: Needs, event: SesEvent, numbers: Map<string, Numbers>): Promise<void> {
  const { brand, campaign, contact, request } = event.mail.tags;
  const policy = needs.policyOf(brand[0]);
  if (!policy) throw new Error('an event of no brand that is served');
  if (campaign && contact)
    return ofCampaign(needs, policy, event, { brand: brand[0], campaignId: campaign[0], contactId: contact[0] }, numbers);
  if (contact) return ofPerson(needs, policy, event, contact[0]);
  if (request) return ofRequest(needs, policy, event, request[0]);
  // a mail that leads to nobody: a test, a form passed on
  needs.log('feedback_without_person', { brand: brand[0], event: event.eventType });
}

async function ofCampaign(
  needs: Needs,
  policy: Policy,
  event: SesEvent,
  key: SendKey,
  numbers: Map<string, Numbers>,
): Promise<void> {
  const { db, log } = needs;
  const { messageId } = event.mail;
  const feedback = feedbackOf(event);
  const noted = await noteReport(db, key, { messageId, feedback, at: momentOfEvent(event).toISOString() });
  if (noted.outcome === 'foreign') throw new Error('an event of another mail than was sent');
  const { brand, campaignId, contactId } = key;
  if (noted.outcome === 'absent') return log('feedback_too_late', { brand, campaignId, contactId, event: event.eventType });

  const { send, counts = {} } = noted;
  add(numbers, key, send.chunk, counts);
  const soft = feedback === 'soft_bounced' && bouncesInARow(await latestSends(db, key, limits.softBouncesInARow * 4));
  const consequence = soft ? softBounced : consequenceOf(policy, send.purpose, event);
  if (consequence) await act(needs, policy, contactId, consequence, { event, purpose: send.purpose, campaignId });
}

function add(numbers: Map<string, Numbers>, key: SendKey, chunk: number, counts: FeedbackCounts): void {
  if (Object.keys(counts).length === 0) return;
  const campaign = `${key.brand} ${key.campaignId}`;
  const known = numbers.get(campaign) ?? { key, chunk, counts: {} };
  for (const [name, count] of Object.entries(counts)) known.counts[name] = (known.counts[name] ?? 0) + count;
  numbers.set(campaign, known);
}

/** A mail of ours to somebody known, outside campaigns: whether they want to stay, for instance. */
async function ofPerson(needs: Needs, policy: Policy, event: SesEvent, contactId: ContactId): Promise<void> {
  const person = await readPerson(needs.db, policy.brand, contactId, needs.now());
  const purpose = person?.consents.map((consent) => consent.purpose).find(isMailPurpose);
  const consequence = purpose && consequenceOf(policy, purpose, event);
  if (consequence) await act(needs, policy, contactId, consequence, { event, purpose });
}

/** The answer to a sign-up, whose request lies under the address that the event names. Somebody may be known there or not. */
async function ofRequest(needs: Needs, policy: Policy, event: SesEvent, requestId: string): Promise<void> {
  const { db, now, log } = needs;
  const { brand } = policy;
  const email = EmailAddress.safeParse(event.mail.destination[0]);
  if (!email.success) throw new Error('an event of no address');
  const hash = hashAddress((await needs.secret()).pepper, brand, email.data);
  const outcome = await untilNotOvertaken(async () => {
    const { requests, contactId, suppression } = await readAddress(db, brand, hash);
    const request = requests.find((waiting) => waiting.requestId === requestId);
    const purpose = request?.purposes.find(isMailPurpose) ?? request?.purposes[0];
    const consequence = purpose && consequenceOf(policy, purpose, event);
    if (!consequence) return request ? 'nothing' : 'absent';
    if (contactId) return act(needs, policy, contactId, consequence, { event, purpose });
    const says = { reason: consequence.act, messageId: event.mail.messageId, says: consequence.says };
    return suppressStranger(db, policy, hash, suppression, says, now());
  });
  if (outcome === 'overtaken') throw new Error('feedback was overtaken by others');
  log('sign_up_feedback', { brand, event: event.eventType, result: outcome });
}

/** Changes the person as the policy wants it, with evidence; or not, if that has been done. */
async function act(
  { db, now, log }: Needs,
  policy: Policy,
  contactId: ContactId,
  consequence: Consequence,
  { event, ...of }: { event: SesEvent; purpose: PurposeId; campaignId?: Occasion['campaignId'] },
): Promise<'done'> {
  const { brand } = policy;
  const outcome = await untilNotOvertaken(async () => {
    const person = await readPerson(db, brand, contactId, now());
    if (!person) return 'gone';
    const { contactId: pointsTo, requests, suppression } = await readAddress(db, brand, person.profile.addressHash);
    const address = { contactId: pointsTo, openRequests: requests.map(({ form }) => form), suppression };
    const occasion = { ...of, messageId: event.mail.messageId, at: momentOfEvent(event), address };
    const change = endByFeedback(policy, person, consequence, occasion, now());
    return change ? saveChange(db, change) : 'repeated';
  });
  if (outcome === 'overtaken') throw new Error('feedback was overtaken by others');
  log('feedback_acted_on', { brand, contactId, act: consequence.act, person: consequence.person, result: outcome });
  return 'done';
}

export const handler = recordFeedback({ db, secret, policyOf, now, log });
