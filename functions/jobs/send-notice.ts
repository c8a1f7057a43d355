import { type Deps, db, log, newId, now, policyOf, publicUrl, secret, ses } from '../deps.ts';
import { askAgain, toldAbout } from '../domain/ask-again.ts';
import { isInForce } from '../domain/consent.ts';
import { makeLink } from '../domain/links.ts';
import type { Locale } from '../domain/policy.ts';
import { noticeMail } from '../email/notice.ts';
import { autoSubmitted, sendMail } from '../email/ses.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { NoticeMessage } from '../messages.ts';
import { claimAnnouncement, releaseAnnouncement } from '../store/announcements.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'ses' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/**
 * Tells one person of a new notice, at most once; where the policy asks again, what they agreed to ends in time unless they say so again. Whoever has left,
 * objected or agreed under the new notice since is not told.
 */
export const sendNotice = (needs: Needs): QueueHandler =>
  queue(NoticeMessage, async ({ brand, contactId, announcement, changedAt }) => {
    const { db, now, log } = needs;
    const policy = needs.policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);

    const secret = await needs.secret();
    const claimId = needs.newId();
    const told = await untilNotOvertaken(async () => {
      const person = await readPerson(db, brand, contactId, now());
      const [purpose, ...others] = person ? toldAbout(person, new Date(changedAt), now()) : [];
      if (!person || !purpose) return undefined;
      // a mailbox that is gone, or somebody who complained: the address says so, whatever the consents do
      const { suppression } = await readAddress(db, brand, person.profile.addressHash);
      if (isInForce(suppression, now())) return undefined;
      const change = policy.notice.onChange === 'reconsent' ? askAgain(policy, person, announcement, now()) : undefined;
      if (change) {
        // what is asked is written down before it is asked, and read again
        await saveChange(db, change);
        return 'conflict';
      }
      const claimed = await claimAnnouncement(db, person.profile, { announcement, claimId });
      return claimed === 'claimed' ? { person, purpose, others } : claimed === 'taken' ? undefined : claimed;
    });
    if (told === 'overtaken') throw new Error('others keep changing this person');
    if (!told) return;

    const { person, purpose, others } = told;
    const site = needs.publicUrl();
    const { email, askedAgain } = person.profile;
    const locale = person.profile.locale as Locale;
    const again =
      askedAgain?.announcement === announcement ? { askedOn: askedAgain.on, until: new Date(askedAgain.until) } : undefined;
    const unsubscribeUrl = `${site}/u/${makeLink('mail', { brand, contactId, purpose, locale }, secret)}`;
    const sender = policy.identity.from[0];
    if (!sender) throw new Error(`${brand} has no sender`);
    const sent = await sendMail(needs.ses, {
      from: sender,
      to: email,
      replyTo: policy.identity.replyTo,
      mail: noticeMail({
        policy,
        locale,
        site,
        changedAt: new Date(changedAt),
        purposes: [purpose, ...others],
        unsubscribeUrl,
        again: again && {
          until: again.until,
          url: `${site}/c/${makeLink('stay', { brand, contactId, askedOn: again.askedOn, locale, expiresAt: again.until }, secret)}`,
        },
      }),
      headers: {
        ...autoSubmitted,
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
      tags: { brand, mail: 'notice', contact: contactId },
    });
    log('told_of_notice', { brand, contactId, announcement, result: sent.outcome });
    if (sent.outcome === 'not_sent' && sent.retry) {
      await releaseAnnouncement(db, person.profile, claimId);
      throw new Error(`SES did not take the mail: ${sent.reason}`);
    }
  });

export const handler = sendNotice({ db, ses, secret, policyOf, publicUrl, now, newId, log });
