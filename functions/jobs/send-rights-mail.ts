import { type Deps, db, log, newId, now, policyOf, publicUrl, secret, ses } from '../deps.ts';
import { addDuration } from '../domain/duration.ts';
import { hashAddressForLinks } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { makeLink } from '../domain/links.ts';
import { isAwaited } from '../domain/manage.ts';
import { manageLinkMail } from '../email/rights.ts';
import { autoSubmitted, sendMail } from '../email/ses.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { RightsMailMessage } from '../messages.ts';
import {
  claimAddressAllowance,
  releaseAddressAllowance,
  returnSourceAllowance,
  spendSourceAllowance,
} from '../store/allowances.ts';
import { readAddress, readPerson } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'ses' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/**
 * Mails what somebody asked for about their own data, at most once. Whoever is known gets the one-hour link, objectors and complainers too, since they asked for it; an address
 * that nobody has gets nothing.
 */
export const sendRightsMail = (needs: Needs): QueueHandler =>
  queue(RightsMailMessage, async ({ brand, addressHash, requestId }) => {
    const { db, now, log } = needs;
    const policy = needs.policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);

    const { contactId, link: request } = await readAddress(db, brand, addressHash);
    if (!contactId || request?.requestId !== requestId || !isAwaited(request, now())) return;
    const person = await readPerson(db, brand, contactId, now());
    if (!person) return;

    const secret = await needs.secret();
    if ((await spendSourceAllowance(db, request.source, limits.linksPerSource, now())) === 'over_limit')
      return log('link_over_limit', { brand, limit: 'source' });
    const address = hashAddressForLinks(secret.pepper, person.profile.email);
    const claim = { requestId, claimId: needs.newId() };
    const claimed = await claimAddressAllowance(db, address, claim, now(), limits.linksPerAddress);
    // taken: another delivery of this message has it, or had it and was lost
    if (claimed !== 'claimed') return log('link_not_sent', { brand, because: claimed });

    const { locale } = request;
    const expiresAt = addDuration(now(), limits.linkLife);
    const token = makeLink('manage', { brand, contactId, locale, expiresAt }, secret);
    const sender = policy.identity.from[0];
    if (!sender) throw new Error(`${brand} has no sender`);
    const sent = await sendMail(needs.ses, {
      from: sender,
      to: person.profile.email,
      replyTo: policy.identity.replyTo,
      mail: manageLinkMail({
        policy,
        locale,
        manageUrl: `${needs.publicUrl()}/p/${token}`,
        requestedAt: new Date(request.requestedAt),
        expiresAt,
      }),
      headers: autoSubmitted,
      tags: { brand, mail: 'manage_link', request: requestId },
    });
    log('link_sent', { brand, contactId, outcome: sent.outcome });
    if (sent.outcome === 'not_sent' && sent.retry) {
      await releaseAddressAllowance(db, address, claim, limits.linksPerAddress);
      await returnSourceAllowance(db, request.source);
      throw new Error(`SES did not take the mail: ${sent.reason}`);
    }
  });

export const handler = sendRightsMail({ db, ses, secret, policyOf, publicUrl, now, newId, log });
