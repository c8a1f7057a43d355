import { type Deps, db, log, newId, now, policyOf, publicUrl, secret, ses } from '../deps.ts';
import { makeLink } from '../domain/links.ts';
import { isMailPurpose, type Locale } from '../domain/policy.ts';
import { isAsked, standingPurposes } from '../domain/renew.ts';
import { autoSubmitted, sendMail } from '../email/ses.ts';
import { stayMail } from '../email/stay.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { RepermissionMessage } from '../messages.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPerson } from '../store/people.ts';
import { claimQuestion, releaseQuestion } from '../store/retention.ts';

type Needs = Pick<Deps, 'db' | 'ses' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/**
 * Asks somebody silent whether they want to stay, at most once each time. Whoever has come back, left or objected since is not asked; a person
 * without a mail consent that stands may not be.
 */
export const sendRepermission = (needs: Needs): QueueHandler =>
  queue(RepermissionMessage, async ({ brand, contactId, askedOn }) => {
    const { db, now, log } = needs;
    const policy = needs.policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);

    const secret = await needs.secret();
    const claimId = needs.newId();
    const asked = await untilNotOvertaken(async () => {
      const person = await readPerson(db, brand, contactId, now());
      const purposes = person ? standingPurposes(person, now()) : [];
      const purpose = purposes.find(isMailPurpose);
      const endsOn = person?.profile.endsOn;
      if (!person || !isAsked(person, askedOn) || !endsOn || !purpose || person.profile.standing !== 'active') return undefined;
      const claimed = await claimQuestion(db, person.profile, { askedOn, claimId });
      return claimed === 'claimed' ? { person, purposes, purpose, endsOn } : claimed === 'taken' ? undefined : claimed;
    });
    if (asked === 'overtaken') throw new Error('others keep changing this person');
    if (!asked) return;

    const { person, purposes, purpose, endsOn } = asked;
    const locale = person.profile.locale as Locale;
    const expiresAt = new Date(`${endsOn}T00:00:00Z`);
    const stay = makeLink('stay', { brand, contactId, askedOn, locale, expiresAt }, secret);
    const unsubscribeUrl = `${needs.publicUrl()}/u/${makeLink('mail', { brand, contactId, purpose, locale }, secret)}`;
    const sender = policy.identity.from[0];
    if (!sender) throw new Error(`${brand} has no sender`);
    const sent = await sendMail(needs.ses, {
      from: sender,
      to: person.profile.email,
      replyTo: policy.identity.replyTo,
      mail: stayMail({ policy, locale, purposes, endsOn, stayUrl: `${needs.publicUrl()}/c/${stay}`, unsubscribeUrl }),
      headers: {
        ...autoSubmitted,
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
      tags: { brand, mail: 'repermission', contact: contactId },
    });
    log('asked_to_stay', { brand, contactId, result: sent.outcome });
    if (sent.outcome === 'not_sent' && sent.retry) {
      await releaseQuestion(db, person.profile, claimId);
      throw new Error(`SES did not take the mail: ${sent.reason}`);
    }
  });

export const handler = sendRepermission({ db, ses, secret, policyOf, publicUrl, now, newId, log });
