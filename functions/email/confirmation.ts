/**
 * The two mails that answer a sign-up. They go to an address that someone else may have typed, so they advertise nothing, load
 * nothing, and hold no word of the visitor's (T12); the links in them are plain.
 */
import type { Locale, OfflineChannel, Policy, PurposeId } from '../domain/policy.ts';
import { lengthIn, momentIn } from '../pages/locale.ts';
import { type Mail, setMail } from './mail.ts';
import { mailTexts } from './texts.ts';

/** Asks whoever reads the mailbox to confirm: what was asked, where and when, what they would agree to, and for how long the link works. */
export function confirmationMail(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly confirmUrl: string;
  /** Where the yes was said to somebody of the brand: how, and when. */
  readonly offline?: { readonly channel: OfflineChannel; readonly givenAt: Date } | undefined;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  /** In the words of the form. */
  readonly consents: readonly { readonly purpose: PurposeId; readonly text: string }[];
}): Mail {
  const { policy, locale, confirmUrl, offline, requestedAt, expiresAt, consents } = options;
  const texts = mailTexts[locale];
  const { displayName, timeZone, website } = policy.identity;
  return setMail({
    policy,
    locale,
    subject: texts.confirmSubject(displayName),
    preview: texts.confirmPreview,
    title: texts.confirmTitle,
    site: confirmUrl,
    pieces: [
      {
        kind: 'text',
        text: offline
          ? texts.askedOffline(offline.channel, momentIn(locale, offline.givenAt, timeZone), displayName)
          : texts.asked(momentIn(locale, requestedAt, timeZone), siteName(website)),
      },
      { kind: 'text', text: texts.agree },
      { kind: 'list', items: consents.map(({ text }) => text) },
      { kind: 'button', label: texts.confirmButton, url: confirmUrl, copy: texts.copyAddress },
      { kind: 'quiet', text: texts.works(lifeIn(locale, requestedAt, expiresAt), momentIn(locale, expiresAt, timeZone)) },
      { kind: 'text', text: texts.notYou },
      { kind: 'quiet', text: texts.rights },
    ],
  });
}

/** Tells someone who signed up again that they already are, and gives them a link of their own. */
export function alreadySubscribedMail(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  /** Where the yes was said to somebody of the brand: how. */
  readonly offline?: OfflineChannel | undefined;
  readonly unsubscribeUrl: string;
  readonly preferencesUrl?: string | undefined;
}): Mail {
  const { policy, locale, offline, unsubscribeUrl, preferencesUrl } = options;
  const texts = mailTexts[locale];
  const { displayName, website } = policy.identity;
  const preferences = preferencesUrl ? [{ label: texts.preferences, url: preferencesUrl }] : [];
  return setMail({
    policy,
    locale,
    subject: texts.alreadySubject(displayName),
    preview: texts.alreadyPreview,
    title: texts.alreadyTitle,
    site: unsubscribeUrl,
    pieces: [
      { kind: 'text', text: offline ? texts.alreadyOffline(offline, displayName) : texts.already(siteName(website)) },
      { kind: 'links', links: [...preferences, { label: texts.unsubscribe, url: unsubscribeUrl }] },
      { kind: 'text', text: texts.alreadyNotYou },
      { kind: 'quiet', text: texts.rights },
    ],
  });
}

/** A site as people say it: without `https://` and `www.`. */
const siteName = (website: string): string => new URL(website).hostname.replace(/^www\./, '');

/** In hours up to three days, then in days: the calendar's months have been resolved by then. */
function lifeIn(locale: Locale, from: Date, until: Date): string {
  const hours = Math.round((until.getTime() - from.getTime()) / 3_600_000);
  return lengthIn(locale, hours <= 72 ? `${hours} hours` : `${Math.round(hours / 24)} days`);
}
