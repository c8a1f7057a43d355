import { type Deps, db, log, newId, now, policyOf, publicUrl, secret, ses } from '../deps.ts';
import { barOf, barsConfirmation, type Occupant, type Person, stands } from '../domain/consent.ts';
import { hashAddressOfAllBrands, hashSourceOfDay } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import { makeLink } from '../domain/links.ts';
import { isMailPurpose, type Policy, wordingOf } from '../domain/policy.ts';
import type { Secret } from '../domain/secret.ts';
import { isAnswerable, type SignUpRequest } from '../domain/sign-up.ts';
import { alreadySubscribedMail, confirmationMail } from '../email/confirmation.ts';
import { autoSubmitted, sendMail } from '../email/ses.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { ConfirmationMessage } from '../messages.ts';
import {
  claimAddressAllowance,
  releaseAddressAllowance,
  returnSourceAllowance,
  spendSourceAllowance,
} from '../store/allowances.ts';
import { readAddress, readPerson } from '../store/people.ts';
import { noteMailed } from '../store/requests.ts';

type Needs = Pick<Deps, 'db' | 'ses' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'newId' | 'log'>;

/**
 * Mails the answer to a sign-up, at most once: the link to confirm; to a subscriber a link of their own; to an objector nothing.
 * SES keeps no count of what it was asked twice, so the claim on the address's allowance comes before the call, and a call
 * whose answer was lost is not repeated.
 */
export const sendConfirmation = (needs: Needs): QueueHandler =>
  queue(ConfirmationMessage, async ({ brand, addressHash, form, requestId }) => {
    const { db, now, log } = needs;
    const policy = needs.policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);

    const { requests, suppression, contactId } = await readAddress(db, brand, addressHash);
    const request = requests.find((waiting) => waiting.form === form && waiting.requestId === requestId);
    // replaced, expired, confirmed or mailed since: there is nothing left to do
    if (!request || !isAnswerable(request, now())) return;
    const person = contactId && (await readPerson(db, brand, contactId, now()));
    const kind = mailFor(request, { suppression, contactId, person }, now());
    const done = async (mailed: NonNullable<SignUpRequest['mailed']>, messageId?: string) => {
      await noteMailed(db, request, mailed, messageId);
      log('sign_up_answered', { brand, form, mailed });
    };
    if (kind === 'barred') return done('barred');

    const secret = await needs.secret();
    const source = hashSourceOfDay(secret.pepper, request.source, now());
    const most = request.offline ? limits.confirmationsPerOperator : limits.confirmationsPerSource;
    if ((await spendSourceAllowance(db, source, most, now())) === 'over_limit') return done('over_limit');
    const address = hashAddressOfAllBrands(secret.pepper, request.email);
    const claim = { requestId, claimId: needs.newId() };
    const claimed = await claimAddressAllowance(db, address, claim, now());
    if (claimed === 'over_limit') return done('over_limit');
    // another delivery of this message has it, or had it and was lost: asking SES again could be a second mail
    if (claimed === 'taken') return log('sign_up_answer_taken', { brand, form });

    const sender = policy.identity.from[0];
    if (!sender) throw new Error(`${brand} has no sender`);
    const sent = await sendMail(needs.ses, {
      from: sender,
      to: request.email,
      replyTo: policy.identity.replyTo,
      mail: await mailOf(kind, policy, request, person, secret, needs.publicUrl()),
      headers: autoSubmitted,
      tags: { brand, mail: kind, request: requestId },
    });
    switch (sent.outcome) {
      case 'sent':
        return done(kind, sent.messageId);
      case 'unknown':
        return done('unknown');
      case 'not_sent':
        if (!sent.retry) return done('refused');
        await releaseAddressAllowance(db, address, claim);
        await returnSourceAllowance(db, source);
        throw new Error(`SES did not take the mail: ${sent.reason}`);
    }
  });

/** Which mail answers this sign-up; what an operator entered is answered only where nothing stands against it (E3). */
function mailFor(request: SignUpRequest, at: Occupant, now: Date) {
  const { suppression, person } = at;
  if (barsConfirmation(suppression)) return 'barred';
  if (request.offline && barOf(at, now)) return 'barred';
  if (person && (person.profile.standing === 'restricted' || person.profile.standing === 'objected')) return 'barred';
  const has = (purpose: string) => person?.consents.some((consent) => consent.purpose === purpose && stands(consent, now));
  const nothingNew = person?.profile.standing === 'active' && request.purposes.every(has);
  return nothingNew ? 'already_subscribed' : 'confirmation';
}

async function mailOf(
  kind: 'confirmation' | 'already_subscribed',
  policy: Policy,
  request: SignUpRequest,
  person: Person | undefined,
  secret: Secret,
  publicUrl: string,
) {
  const { brand, addressHash, form: formId, requestId, wordingHash, locale } = request;
  if (kind === 'already_subscribed' && person) {
    const purpose = request.purposes.find(isMailPurpose) ?? request.purposes[0] ?? '';
    const token = makeLink('mail', { brand, contactId: person.profile.contactId, purpose, locale }, secret);
    return alreadySubscribedMail({
      policy,
      locale,
      offline: request.offline?.channel,
      unsubscribeUrl: `${publicUrl}/u/${token}`,
      preferencesUrl: `${publicUrl}/p/${token}`,
    });
  }
  const wording = wordingOf(policy, formId, request.formVersion, locale);
  if (!wording) throw new Error(`${brand}/${formId}: version ${request.formVersion} lost its wording`);
  const expiresAt = new Date(request.expiresAt * 1000);
  const token = makeLink('confirm', { brand, addressHash, form: formId, requestId, wordingHash, expiresAt }, secret);
  return confirmationMail({
    policy,
    locale,
    confirmUrl: `${publicUrl}/c/${token}`,
    offline: request.offline && { channel: request.offline.channel, givenAt: new Date(request.offline.givenAt) },
    requestedAt: new Date(request.requestedAt),
    expiresAt,
    consents: request.purposes.map((purpose) => ({ purpose, text: wording.boxes[purpose] ?? '' })),
  });
}

export const handler = sendConfirmation({ db, ses, secret, policyOf, publicUrl, now, newId, log });
