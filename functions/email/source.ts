/** The mail that tells somebody where the brand found them, and all else that GDPR Art. 14 asks for; it offers nothing. */
import { isOpen, type Person } from '../domain/consent.ts';
import { isMailPurpose, type Locale, type Policy, purposeOf, textIn } from '../domain/policy.ts';
import { noticeAddress } from '../pages/layout.ts';
import { noticeTexts } from '../pages/notice.ts';
import { stopped, wordFor } from '../pages/texts/notice/words.ts';
import { type Mail, setMail } from './mail.ts';
import { sourceMailTexts } from './source-texts.ts';
import { mailTexts } from './texts.ts';

/** What it is used for and on which ground is read off the policy and the person; how long, who receives it and the rest stand in the notice that it links to. */
export function sourceMail(
  options: { readonly policy: Policy; readonly person: Person; readonly locale: Locale; readonly site: string },
  now: Date,
): Mail {
  const { policy, person, locale, site } = options;
  const { controller, identity, brand } = policy;
  const { profile, consents } = person;
  const texts = sourceMailTexts[locale];
  const { says, sources } = noticeTexts[locale];
  const notice = noticeAddress(brand, locale, site);
  const held = (['email', 'name', 'company', 'phone'] as const).filter((field) => profile[field] !== undefined);
  const uses = consents
    .filter((consent) => isOpen(consent, now))
    .flatMap(({ purpose, basis }) => {
      const settings = purposeOf(policy, purpose);
      if (!settings) return [];
      const ground = says.ground({ basis: basis as typeof settings.basis, mail: isMailPurpose(purpose) });
      return [`${textIn(settings.title, locale)}: ${stopped(textIn(settings.description, locale))} ${ground}`];
    });
  const contacts = [controller, ...(controller.dpo ? [controller.dpo] : [])];
  return setMail({
    policy,
    locale,
    subject: texts.subject(identity.displayName),
    preview: texts.preview,
    title: texts.title,
    site: notice,
    pieces: [
      { kind: 'text', text: texts.found(identity.displayName, wordFor(sources)(profile.foundIn?.source ?? '')) },
      { kind: 'text', text: `${texts.data} ${says.data({ fields: held })}` },
      { kind: 'text', text: texts.uses },
      { kind: 'list', items: uses },
      { kind: 'text', text: texts.rights },
      { kind: 'button', label: texts.manage, url: `${site}/${brand}/manage?lang=${locale}`, copy: mailTexts[locale].copyAddress },
      { kind: 'links', links: [{ label: texts.read, url: notice }] },
      {
        kind: 'quiet',
        text: `${contacts.map((contact) => says.contact(contact).replaceAll('\n', ', ')).join('. ')}. ${texts.complain(controller.authority)}`,
      },
    ],
  });
}
