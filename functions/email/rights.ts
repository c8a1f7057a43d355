/** The mails that answer what people ask about their own data. They advertise nothing and load nothing. */
import { limits } from '../domain/limits.ts';
import type { Locale, Policy } from '../domain/policy.ts';
import { lengthIn, momentIn } from '../pages/locale.ts';
import { type Mail, setMail } from './mail.ts';
import { rightsTexts } from './rights-texts.ts';
import { mailTexts } from './texts.ts';

/** The one-hour link, for whoever reads the mailbox. */
export function manageLinkMail(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly manageUrl: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}): Mail {
  const { policy, locale, manageUrl, requestedAt, expiresAt } = options;
  const texts = rightsTexts[locale];
  const { displayName, timeZone } = policy.identity;
  return setMail({
    policy,
    locale,
    subject: texts.linkSubject(displayName),
    preview: texts.linkPreview,
    title: texts.linkTitle,
    site: manageUrl,
    pieces: [
      { kind: 'text', text: texts.linkAsked(displayName, momentIn(locale, requestedAt, timeZone)) },
      { kind: 'button', label: texts.linkButton, url: manageUrl, copy: mailTexts[locale].copyAddress },
      {
        kind: 'quiet',
        text: texts.linkWorks(lengthIn(locale, limits.linkLife), momentIn(locale, expiresAt, timeZone)),
      },
      { kind: 'text', text: texts.linkKeep },
      { kind: 'text', text: texts.notYou },
    ],
  });
}
