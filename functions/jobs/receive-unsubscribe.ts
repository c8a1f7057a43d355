import { type Deps, db, log, now, policyOf, secret } from '../deps.ts';
import { hashAddress } from '../domain/identity.ts';
import type { Policy } from '../domain/policy.ts';
import { ReceivedMail, type Stop, stopByMail, stopOf } from '../domain/stop-mail.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'log'>;

/**
 * Unsubscribing by mail, as SES reports what arrived: the same withdrawal as by the link, for the person at the address that the mail was proved to come from
 * (E5). Everything else that arrives is ignored, and answered by nothing: an answer would tell who is known, and two machines would write to each other.
 */
export const receiveUnsubscribe = (needs: Needs): QueueHandler =>
  queue(ReceivedMail, async (received) => {
    const stop = stopOf(received);
    const { messageId } = received.mail;
    if (typeof stop === 'string') return needs.log('stop_mail_ignored', { messageId, why: stop });
    for (const brand of stop.brands) {
      const policy = needs.policyOf(brand);
      if (policy) await leave(needs, policy, stop);
      else needs.log('stop_mail_ignored', { messageId, why: 'no_brand' });
    }
  });

async function leave({ db, secret, now, log }: Needs, policy: Policy, stop: Stop): Promise<void> {
  const { brand } = policy;
  const hash = hashAddress((await secret()).pepper, brand, stop.from);
  const outcome = await untilNotOvertaken(async () => {
    const { contactId, requests, suppression } = await readAddress(db, brand, hash);
    const person = contactId && (await readPerson(db, brand, contactId, now()));
    if (!person) return 'nobody';
    const address = { openRequests: requests.map(({ form }) => form), suppression };
    const change = stopByMail(policy, person, stop, address, now());
    return change ? saveChange(db, change) : 'nothing_to_end';
  });
  // it comes back, and in the end lies where somebody is told of it: an opt-out is never dropped (F15)
  if (outcome === 'overtaken') throw new Error('an opt-out was overtaken by others');
  log('unsubscribed_by_mail', { brand, messageId: stop.messageId, result: outcome });
}

export const handler = receiveUnsubscribe({ db, secret, policyOf, now, log });
