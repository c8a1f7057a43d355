import { type Deps, db, log, newId, now, policies, publicUrl, ses } from '../deps.ts';
import type { Person } from '../domain/consent.ts';
import { isLate } from '../domain/found-elsewhere.ts';
import { limits } from '../domain/limits.ts';
import type { Locale, Policy } from '../domain/policy.ts';
import { decideTelling, told } from '../domain/telling.ts';
import { autoSubmitted, sendMail } from '../email/ses.ts';
import { sourceMail } from '../email/source.ts';
import { everyBrand } from '../every-brand.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';
import { claimTelling, dropUntold, listUntold, releaseTelling, type Untold } from '../store/untold.ts';

type Needs = Pick<Deps, 'db' | 'ses' | 'policies' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/** What a run did for a brand: told, off the list for another reason, still waiting; and of those, too late. */
interface Report {
  readonly brand: string;
  told: number;
  over: number;
  waiting: number;
  late: number;
}

/**
 * Every hour: tells those whom the brand found elsewhere where that was, each by one mail at most. Whoever it cannot tell stays on the list, gets no other mail, and
 * raises an alarm once their day has passed.
 */
export const tellSources = (needs: Needs) => async (): Promise<{ readonly brands: readonly Report[] }> => {
  return { brands: await everyBrand(needs, (policy) => tellBrand(needs, policy)) };
};

async function tellBrand(needs: Needs, policy: Policy): Promise<Report> {
  const { brand } = policy;
  const report: Report = { brand, told: 0, over: 0, waiting: 0, late: 0 };
  for (let after: string | undefined, more = true; more && report.told < limits.toldPerRun; ) {
    const page = await listUntold(needs.db, brand, { after, limit: 100 });
    for (const one of page.untold) {
      const outcome = await tellAlone(needs, policy, one);
      report[outcome] += 1;
      if (outcome === 'waiting' && isLate(one, needs.now())) report.late += 1;
    }
    after = page.next;
    more = after !== undefined;
  }
  if (report.late > 0) needs.log('source_untold', { brand, people: report.late });
  return report;
}

/** One person. A failure is theirs alone: they stay on the list. */
async function tellAlone(needs: Needs, policy: Policy, one: Untold): Promise<'told' | 'over' | 'waiting'> {
  try {
    return await tell(needs, policy, one);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    needs.log('tell_failed', { brand: policy.brand, contactId: one.contactId, error: name });
    return 'waiting';
  }
}

async function tell(needs: Needs, policy: Policy, one: Untold): Promise<'told' | 'over' | 'waiting'> {
  const { db, now, log } = needs;
  const { brand } = policy;
  const person = await readPerson(db, brand, one.contactId, now());
  const address = person && (await readAddress(db, brand, person.profile.addressHash));
  const verdict = decideTelling({ person, suppression: address?.suppression }, now());
  if (verdict === 'over') await dropUntold(db, brand, one);
  if (!person || verdict !== 'tell') return verdict === 'over' ? 'over' : 'waiting';

  const claimId = needs.newId();
  const claimed = await claimTelling(db, person.profile, claimId);
  // somebody else's; or ours, of somebody who has changed since they were read: the next run looks again
  if (claimed === 'conflict') await releaseTelling(db, person.profile, claimId);
  if (claimed !== 'claimed') return 'waiting';
  const sent = await sendMail(needs.ses, mailTo(policy, person, needs.publicUrl(), now()));
  log('told_of_source', { brand, contactId: one.contactId, result: sent.outcome });
  if (sent.outcome === 'not_sent' && sent.retry) await releaseTelling(db, person.profile, claimId);
  if (sent.outcome !== 'sent') return 'waiting';

  const { messageId } = sent;
  const saved = await untilNotOvertaken(async () => {
    const reread = await readPerson(db, brand, one.contactId, now());
    const change = reread && told(policy, reread, { by: 'mail', messageId }, now());
    return change ? await saveChange(db, change) : 'saved';
  });
  if (saved === 'overtaken') throw new Error('others keep changing this person');
  return 'told';
}

function mailTo(policy: Policy, person: Person, site: string, now: Date): Parameters<typeof sendMail>[1] {
  const { brand, identity } = policy;
  const { contactId, email, locale } = person.profile;
  const sender = identity.from[0];
  if (!sender) throw new Error(`${brand} has no sender`);
  return {
    from: sender,
    to: email,
    replyTo: identity.replyTo,
    mail: sourceMail({ policy, person, locale: locale as Locale, site }, now),
    headers: autoSubmitted,
    tags: { brand, mail: 'source', contact: contactId },
  };
}

export const handler = tellSources({ db, ses, policies, publicUrl, now, newId, log });
