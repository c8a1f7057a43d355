/** The mail that tells of a new privacy notice, and, where the policy says so, asks for consent again. */
import { type Locale, type Policy, type PurposeId, purposeOf, textIn } from '../domain/policy.ts';
import { noticeAddress } from '../pages/layout.ts';
import { dayIn } from '../pages/locale.ts';
import { type Mail, setMail } from './mail.ts';
import { noticeMailTexts } from './notice-texts.ts';
import { mailTexts } from './texts.ts';

/** It says what is new and where to read it, and advertises nothing. With `again`, one button keeps and silence leaves. */
export function noticeMail(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  /** The public site. */
  readonly site: string;
  readonly changedAt: Date;
  readonly purposes: readonly PurposeId[];
  readonly unsubscribeUrl: string;
  readonly again?: { readonly url: string; readonly until: Date } | undefined;
}): Mail {
  const { policy, locale, site, changedAt, purposes, unsubscribeUrl, again } = options;
  const texts = noticeMailTexts[locale];
  const { displayName } = policy.identity;
  const titles = purposes.flatMap((purpose) => {
    const settings = purposeOf(policy, purpose);
    return settings ? [textIn(settings.title, locale)] : [];
  });
  const day = (moment: Date) => dayIn(locale, moment.toISOString().slice(0, 10));
  const notice = `${noticeAddress(policy.brand, locale, site)}#changed`;
  const button = (label: string, url: string) => ({ kind: 'button', label, url, copy: mailTexts[locale].copyAddress }) as const;
  return setMail({
    policy,
    locale,
    subject: again ? texts.againSubject(displayName) : texts.subject(displayName),
    preview: again ? texts.againPreview : texts.preview,
    title: texts.title,
    site: notice,
    pieces: [
      { kind: 'text', text: texts.changed(displayName, day(changedAt)) },
      ...(again ? [{ kind: 'text' as const, text: texts.again }] : []),
      { kind: 'text', text: texts.receives },
      { kind: 'list', items: titles },
      ...(again
        ? [button(texts.button, again.url), { kind: 'text' as const, text: texts.lapses(day(again.until)) }]
        : [button(texts.read, notice), { kind: 'text' as const, text: texts.nothing }]),
      {
        kind: 'links',
        links: [...(again ? [{ label: texts.read, url: notice }] : []), { label: texts.leave, url: unsubscribeUrl }],
      },
      { kind: 'quiet', text: mailTexts[locale].rights },
    ],
  });
}
