/** A newsletter to one person: the frozen content of a campaign, that person's details, and the foot that the law asks for. */
import type { Content, Edition } from '../domain/content.ts';
import { type Basis, type Locale, type Policy, purposeOf, textIn } from '../domain/policy.ts';
import { palettes } from '../pages/colour.ts';
import { type Html, html, render, trusted } from '../pages/html.ts';
import { noticeAddress } from '../pages/layout.ts';
import { commonTexts } from '../pages/texts/common.ts';
import { engineFor } from './liquid.ts';
import { font, type Mail, oneLine, wrapped } from './mail.ts';
import { bracesAsText, type ownLinks } from './merge.ts';
import { newsletterTexts } from './newsletter-texts.ts';
import { mailTexts } from './texts.ts';

/** What differs from one recipient to the next. */
export interface Recipient {
  /** What the policy's `mergeFields` may print. Other fields are left out, and an empty one is none. */
  readonly merge: Readonly<Record<string, string | undefined>>;
  readonly unsubscribeUrl: string;
  readonly preferencesUrl: string;
  /** Where the pixel lies, for whoever may be counted; without it there is none. */
  readonly openUrl?: string | undefined;
  /** The tracked address of the campaign's link `n`; without it links lead straight to their targets. */
  readonly linkUrl?: ((n: number) => string) | undefined;
  /** Beside tracked links the mail also holds the trap, if the campaign has one. */
  readonly trapped?: boolean | undefined;
  /**
   * The ground on which they are mailed, which the foot of the mail names.
   * @default - consent
   */
  readonly basis?: Basis | undefined;
}

/** The comment with which `compile` marks the place of the foot: the last one of the mail. */
export const footName = 'foot';

const engines = { html: engineFor('html'), plain: engineFor('plain') };

/**
 * Parses an edition once, and makes its mail for any number of recipients. Only links of the content are ever tracked; those that unsubscribe, change
 * preferences or lead to the notice stand as they are. A person's details are data: Liquid or markup in them is printed (S18, S19).
 */
export function newsletter(policy: Policy, edition: Edition): (recipient: Recipient) => Mail {
  const { content, links } = edition;
  const subject = engines.plain.parse(content.subject);
  const partsOn = remembered((basis: Basis) => {
    const { html, text } = templatesOf(policy, edition, basis);
    return { html: engines.html.parse(html), text: engines.plain.parse(text) };
  });
  const noticeOn = remembered((site: string) => noticeAddress(policy.brand, content.locale, site));
  // only a condition that does not hold leaves gaps
  const hasGaps = content.text.includes('{%');

  return (recipient) => {
    const { merge, unsubscribeUrl, preferencesUrl, openUrl, linkUrl, trapped, basis = 'consent' } = recipient;
    const contact: Record<string, string | null> = Object.create(null);
    for (const field of policy.mergeFields) contact[field] = (Object.hasOwn(merge, field) && oneLine(merge[field] ?? '')) || null;
    const view = bare({
      contact,
      links: bare({ unsubscribe: unsubscribeUrl, preferences: preferencesUrl, privacy: noticeOn(siteOf(unsubscribeUrl)) }),
      to: linkUrl ? links.targets.map((_, n) => linkUrl(n)) : links.targets,
      open: openUrl ?? null,
      trap: trapped && linkUrl && links.trap !== undefined ? linkUrl(links.trap) : null,
    });
    const parts = partsOn(basis);
    const text: string = engines.plain.renderSync(parts.text, view);
    return {
      subject: oneLine(engines.plain.renderSync(subject, view)),
      html: engines.html.renderSync(parts.html, view),
      text: hasGaps ? withoutGaps(text) : text,
    };
  };
}

/** All the Liquid of a mail on one ground: what was compiled, and the foot. */
export const templatesOf = (policy: Policy, edition: Edition, basis: Basis): Omit<Content, 'locale'> => ({
  subject: edition.content.subject,
  html: withFoot(edition.content.html, htmlFoot(policy, edition, basis)),
  text: `${edition.content.text}\n\n${textFoot(policy, edition, basis)}`,
});

/** What is the same for everybody of whom one thing is, made once for each. */
function remembered<Of, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const known = new Map<Of, Made>();
  return (of) => {
    const made = known.get(of) ?? make(of);
    known.set(of, made);
    return made;
  };
}

/** `https://mail.example/u/…` → `https://mail.example`. */
const siteOf = (url: string): string => url.slice(0, url.indexOf('/', 'https://'.length));

/**
 * Somebody who does not exist: what a preview and a test mail show instead of somebody's details. Their own links lead to the notice, so that nobody can
 * be unsubscribed by looking at a draft.
 */
export function sampleRecipient(policy: Policy, locale: Locale, publicUrl: string): Recipient {
  const { sample } = newsletterTexts[locale];
  const notice = noticeAddress(policy.brand, locale, publicUrl);
  return {
    merge: Object.fromEntries(
      policy.mergeFields.map((field) => [field, Object.hasOwn(sample, field) ? sample[field] : `[${field}]`]),
    ),
    unsubscribeUrl: notice,
    preferencesUrl: notice,
  };
}

/** One blank line where there would be several, as a condition leaves them that did not hold. */
const withoutGaps = (text: string): string => text.replace(/[ \t]*\n(?:[ \t]*\n){2,}/g, '\n\n');

/** Without a prototype: a template finds what is put there and nothing else. */
const bare = <T extends object>(members: T): T => Object.assign(Object.create(null), members);

/** What the foot says to everybody who is mailed on one ground. */
function footWords({ identity, controller, ...policy }: Policy, { purpose, content: { locale } }: Edition, basis: Basis) {
  const settings = purposeOf(policy, purpose);
  const title = settings ? textIn(settings.title, locale) : purpose;
  return {
    why: newsletterTexts[locale].why(basis, identity.displayName, title),
    objection: newsletterTexts[locale].objection(identity.replyTo),
    sender: `${commonTexts[locale].controller}: ${controller.name}, ${controller.address}`,
    writeTo: `${mailTexts[locale].writeTo} ${identity.replyTo}`,
  };
}

function withFoot(template: string, foot: string): string {
  const mark = `<!--${footName}-->`;
  const at = template.lastIndexOf(mark);
  if (at < 0) throw new Error('the content has no place for its foot');
  return template.slice(0, at) + foot + template.slice(at + mark.length);
}

/**
 * The trap, for machines that follow whatever they find in a mail. It holds nothing, so that there is nothing to see, touch or read out wherever a mail
 * program drops its styles; where it keeps them, nobody tabs to it and no screen reader meets it. The text part has none.
 */
const trap = `{% if trap %}<div aria-hidden="true" style="display:none;max-height:0;overflow:hidden;mso-hide:all"><a href="{{ trap }}" tabindex="-1" style="display:none"></a></div>{% endif %}`;

/** ePrivacy 13(4), GDPR 21(4): why, the right to object, the way out, and who sends. Liquid, with the trap and the pixel at its end. */
function htmlFoot(policy: Policy, edition: Edition, basis: Basis): string {
  const { light } = palettes(policy.identity.colour);
  const { locale } = edition.content;
  const words = footWords(policy, edition, basis);
  // what a policy says is no Liquid
  const literal = (words: string): Html => trusted(bracesAsText(render(html`${words}`)));
  const small = `margin:0 0 10px;font:400 13px/1.6 ${font};color:${light.muted}`;
  const link = `display:inline-block;margin:0 20px 0 0;color:${light.accent};text-decoration:underline;font-weight:600`;
  const way = (name: (typeof ownLinks)[number], label: string) =>
    html`<a class="s-accent" href="${`{{ links.${name} }}`}" style="${link}">${label}</a>`;
  return render(html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:576px"><tr><td class="s-canvas s-pad" bgcolor="${light.canvas}" style="padding:20px 40px;border-radius:16px;background:${light.canvas};text-align:left">
<p class="s-muted" style="${small}">${literal(words.why)}</p>
<p class="s-muted" style="${small}">${literal(words.objection)}</p>
<p class="s-ink" style="margin:16px 0;font:400 14px/2 ${font};color:${light.ink}">${way('unsubscribe', newsletterTexts[locale].unsubscribe)} ${way('preferences', newsletterTexts[locale].preferences)} ${way('privacy', commonTexts[locale].privacyNotice)}</p>
<p class="s-muted" style="${small}">${literal(words.sender)}<br>${literal(words.writeTo)}</p>
</td></tr></table>
</td></tr></table>
${trusted(trap)}{% if open %}<img src="{{ open }}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">{% endif %}`);
}

/** The same as plain text. */
function textFoot(policy: Policy, edition: Edition, basis: Basis): string {
  const { locale } = edition.content;
  const { why, objection, sender, writeTo } = footWords(policy, edition, basis);
  const literal = (words: string): string => bracesAsText(wrapped(words));
  return [
    '--',
    literal(why),
    literal(objection),
    `${newsletterTexts[locale].unsubscribe}:\n{{ links.unsubscribe }}`,
    `${newsletterTexts[locale].preferences}:\n{{ links.preferences }}`,
    `${commonTexts[locale].privacyNotice}:\n{{ links.privacy }}`,
    `${literal(sender)}\n${literal(writeTo)}\n`,
  ].join('\n\n');
}
