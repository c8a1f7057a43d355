/** The mail that asks somebody silent whether they want to stay, before the brand deletes what it knows of them. */
import { type Locale, type Policy, type PurposeId, purposeOf, textIn } from '../domain/policy.ts';
import { dayIn } from '../pages/locale.ts';
import { type Mail, setMail } from './mail.ts';
import { stayTexts } from './stay-texts.ts';
import { mailTexts } from './texts.ts';

/** One button that keeps, one link that leaves, and the day on which silence counts as leaving. It loads nothing and advertises nothing. */
export function stayMail(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly purposes: readonly PurposeId[];
  /** `YYYY-MM-DD`. */
  readonly endsOn: string;
  readonly stayUrl: string;
  readonly unsubscribeUrl: string;
}): Mail {
  const { policy, locale, purposes, endsOn, stayUrl, unsubscribeUrl } = options;
  const texts = stayTexts[locale];
  const { displayName } = policy.identity;
  const titles = purposes.flatMap((purpose) => {
    const settings = purposeOf(policy, purpose);
    return settings ? [textIn(settings.title, locale)] : [];
  });
  return setMail({
    policy,
    locale,
    subject: texts.subject(displayName),
    preview: texts.preview,
    title: texts.title,
    site: stayUrl,
    pieces: [
      { kind: 'text', text: texts.silent(displayName) },
      { kind: 'text', text: texts.receives },
      { kind: 'list', items: titles },
      { kind: 'button', label: texts.button, url: stayUrl, copy: mailTexts[locale].copyAddress },
      { kind: 'text', text: texts.otherwise(dayIn(locale, endsOn)) },
      { kind: 'links', links: [{ label: texts.leave, url: unsubscribeUrl }] },
      { kind: 'quiet', text: mailTexts[locale].rights },
    ],
  });
}
