import { type Deps, db, log, newId, now, policyOf, publicUrl, secret, ses } from '../deps.ts';
import { asksForDocument, type Case, documentLinkEnds } from '../domain/case.ts';
import { addDuration } from '../domain/duration.ts';
import { type AddressHash, hashAddressForLinks, hashAddressOfAllBrands } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { makeLink } from '../domain/links.ts';
import { isAwaited } from '../domain/manage.ts';
import { isFree, isOpenRequest } from '../domain/new-address.ts';
import type { Policy } from '../domain/policy.ts';
import type { Mail } from '../email/mail.ts';
import { caseMail, manageLinkMail, newAddressMail } from '../email/rights.ts';
import { autoSubmitted, sendMail } from '../email/ses.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { RightsMailMessage } from '../messages.ts';
import {
  claimAddressAllowance,
  releaseAddressAllowance,
  returnSourceAllowance,
  spendSourceAllowance,
} from '../store/allowances.ts';
import { claimCaseMail, findCase, settleCaseMail } from '../store/cases.ts';
import { findAddressRequest } from '../store/new-address.ts';
import { readAddress, readPerson } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'ses' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/** A mail that was claimed: to whom, what, and how the claim is given back if SES surely did not take it, or what follows once it is out. */
interface Claimed {
  readonly to: string;
  readonly mail: Mail;
  readonly tag: string;
  readonly release: () => Promise<void>;
  readonly done?: () => Promise<void>;
}

/**
 * Mails what somebody asked for about their own data, at most once: the claim comes before the call, and a call whose answer was lost is not repeated. Objectors and complainers get
 * theirs too, since they asked for it; an address that nobody has gets nothing.
 */
export const sendRightsMail = (needs: Needs): QueueHandler =>
  queue(RightsMailMessage, async (message) => {
    const { brand, kind } = message;
    const policy = needs.policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);
    const claimed = await claim(needs, policy, message);
    if (typeof claimed === 'string') return needs.log('rights_mail_not_sent', { brand, kind, because: claimed });

    const sender = policy.identity.from[0];
    if (!sender) throw new Error(`${brand} has no sender`);
    const sent = await sendMail(needs.ses, {
      from: sender,
      to: claimed.to,
      replyTo: policy.identity.replyTo,
      mail: claimed.mail,
      headers: autoSubmitted,
      tags: { brand, mail: `rights_${kind}`, request: claimed.tag },
    });
    needs.log('rights_mail', { brand, kind, request: claimed.tag, result: sent.outcome });
    if (sent.outcome === 'not_sent' && sent.retry) {
      await claimed.release();
      throw new Error(`SES did not take the mail: ${sent.reason}`);
    }
    await claimed.done?.();
  });

/** The mail that a message asks for, claimed; or why there is none. */
function claim(needs: Needs, policy: Policy, message: RightsMailMessage): Promise<Claimed | string> {
  switch (message.kind) {
    case 'link':
      return claimLink(needs, policy, message);
    case 'address':
      return claimNewAddress(needs, policy, message);
    case 'case':
      return claimCase(needs, policy, message);
  }
}

type Of<Kind extends RightsMailMessage['kind']> = Extract<RightsMailMessage, { kind: Kind }>;

async function claimLink(needs: Needs, policy: Policy, { brand, addressHash, requestId }: Of<'link'>): Promise<Claimed | string> {
  const { db, now } = needs;
  const { contactId, link: request } = await readAddress(db, brand, addressHash);
  if (!contactId || request?.requestId !== requestId || !isAwaited(request, now())) return 'nobody_waits';
  const person = await readPerson(db, brand, contactId, now());
  if (!person) return 'nobody_waits';

  const secret = await needs.secret();
  const address = hashAddressForLinks(secret.pepper, person.profile.email);
  const limit = { address, source: request.source, most: limits.linksPerAddress, mostPerSource: limits.linksPerSource };
  const release = await spend(needs, requestId, limit);
  if (typeof release === 'string') return release;
  const { locale } = request;
  const expiresAt = addDuration(now(), limits.linkLife);
  const token = makeLink('manage', { brand, contactId, locale, expiresAt }, secret);
  const manageUrl = `${needs.publicUrl()}/p/${token}`;
  const requestedAt = new Date(request.requestedAt);
  return {
    to: person.profile.email,
    mail: manageLinkMail({ policy, locale, manageUrl, requestedAt, expiresAt }),
    tag: requestId,
    release,
  };
}

/** An unconfirmed address: whatever is mailed to it counts with the confirmations that it gets (T11, T13). */
async function claimNewAddress(
  needs: Needs,
  policy: Policy,
  { brand, contactId, requestId }: Of<'address'>,
): Promise<Claimed | string> {
  const { db, now } = needs;
  const request = await findAddressRequest(db, brand, contactId);
  if (!isOpenRequest(request, requestId, now())) return 'nobody_waits';
  if (!isFree(await readAddress(db, brand, request.addressHash), now())) return 'not_free';

  const secret = await needs.secret();
  const address = hashAddressOfAllBrands(secret.pepper, request.email);
  const limit = {
    address,
    source: request.source,
    most: limits.confirmationsPerAddress,
    mostPerSource: limits.confirmationsPerSource,
  };
  const release = await spend(needs, requestId, limit);
  if (typeof release === 'string') return release;
  const { locale } = request;
  const expiresAt = new Date(request.expiresAt * 1000);
  const token = makeLink('address', { brand, contactId, requestId, locale, expiresAt }, secret);
  const confirmUrl = `${needs.publicUrl()}/c/${token}`;
  const requestedAt = new Date(request.requestedAt);
  return {
    to: request.email,
    mail: newAddressMail({ policy, locale, confirmUrl, requestedAt, expiresAt }),
    tag: requestId,
    release,
  };
}

async function claimCase(needs: Needs, policy: Policy, { brand, caseId, mailId }: Of<'case'>): Promise<Claimed | string> {
  const { db, now } = needs;
  const about = await findCase(db, brand, caseId);
  if (!about?.mail || about.mail.id !== mailId) return 'nobody_waits';
  const person = about.contactId && (await readPerson(db, brand, about.contactId, now()));
  const to = about.email ?? (person ? person.profile.email : undefined);
  if (!to) return 'no_address';
  const claimId = needs.newId();
  if ((await claimCaseMail(db, about, mailId, claimId)) === 'taken') return 'taken';
  const { kind } = about.mail;
  return {
    to,
    mail: caseMail({
      policy,
      locale: about.locale,
      kind,
      about,
      manageUrl: `${needs.publicUrl()}/${brand}/manage`,
      document: asksForDocument(about) ? await whereToSend(needs, about) : undefined,
    }),
    tag: caseId,
    release: () => settleCaseMail(db, about, claimId, 'release'),
    // an address that was kept for the answer has served its purpose
    ...(kind === 'decided' && { done: () => settleCaseMail(db, about, claimId, 'forget') }),
  };
}

/** The link by which the copy of a document comes into this one case. */
async function whereToSend({ publicUrl, secret, now }: Needs, about: Case): Promise<{ url: string; until: Date }> {
  const { brand, caseId } = about;
  const until = documentLinkEnds(about, now());
  const token = makeLink('document', { brand, caseId, expiresAt: until }, await secret());
  return { url: `${publicUrl()}/i/${token}`, until };
}

/** Spends the allowances of a source and of an address, the latter being also the claim of the mail. Returns how to give both back, or why there is nothing to spend. */
async function spend(
  { db, now, newId }: Needs,
  requestId: string,
  { address, source, most, mostPerSource }: { address: AddressHash; source: AddressHash; most: number; mostPerSource: number },
): Promise<(() => Promise<void>) | string> {
  if ((await spendSourceAllowance(db, source, mostPerSource, now())) === 'over_limit') return 'source_over_limit';
  const claim = { requestId, claimId: newId() };
  const claimed = await claimAddressAllowance(db, address, claim, now(), most);
  if (claimed !== 'claimed') return claimed;
  return async () => {
    await releaseAddressAllowance(db, address, claim, most);
    await returnSourceAllowance(db, source);
  };
}

export const handler = sendRightsMail({ db, ses, secret, policyOf, publicUrl, now, newId, log });
