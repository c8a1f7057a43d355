/** A newsletter to one person: the frozen content of a campaign, that person's details, and the foot that the law asks for. */
import type { Edition } from '../domain/content.ts';
import { type Basis, type Policy, purposeOf, textIn } from '../domain/policy.ts';
import { palettes } from '../pages/colour.ts';
import { html, render } from '../pages/html.ts';
import { noticeAddress } from '../pages/layout.ts';
import { commonTexts } from '../pages/texts/common.ts';
import { engineFor } from './liquid.ts';
import { font, type Mail, oneLine, wrapped } from './mail.ts';
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
  /**
   * The ground on which they are mailed, which the foot of the mail names.
   * @default - consent
   */
  readonly basis?: Basis | undefined;
}

/** Where `compile` leaves the place of the foot and of the pixel. Written comments do not survive compiling, so nobody else can. */
export const footMark = '<!--foot-->';

const engines = { html: engineFor('html'), plain: engineFor('plain') };

/**
 * Parses an edition once, and makes its mail for any number of recipients. Only links of the content are ever tracked; those that unsubscribe, change
 * preferences or lead to the notice stand as they are. A person's details are data: Liquid or markup in them is printed (S18, S19).
 */
export function newsletter(policy: Policy, edition: Edition): (recipient: Recipient) => Mail {
  const { content, links } = edition;
  const subject = engines.plain.parse(content.subject);
  const htmlPart = engines.html.parse(content.html.replace(footMark, () => foot(policy, edition)));
  const textPart = engines.plain.parse(content.text);
  const why = whyOf(policy, edition);
  const fields = policy.mergeFields;

  return (recipient) => {
    const { merge, unsubscribeUrl, preferencesUrl, openUrl, linkUrl, basis = 'consent' } = recipient;
    const notice = noticeAddress(policy.brand, content.locale, unsubscribeUrl);
    const view = bare({
      contact: bare(Object.fromEntries(fields.map((field) => [field, oneLine(merge[field] ?? '') || null]))),
      links: bare({ unsubscribe: unsubscribeUrl, preferences: preferencesUrl, privacy: notice }),
      to: linkUrl ? links.targets.map((_, n) => linkUrl(n)) : links.targets,
      open: openUrl ?? null,
      why: why(basis),
    });
    return {
      subject: oneLine(engines.plain.renderSync(subject, view)),
      html: engines.html.renderSync(htmlPart, view),
      text: `${engines.plain.renderSync(textPart, view)}\n\n${textFoot(policy, edition, { ...view.links, why: view.why })}`,
    };
  };
}

/** Without a prototype: a template finds what is put there and nothing else. */
const bare = <T extends object>(members: T): T => Object.assign(Object.create(null), members);

function whyOf(policy: Policy, { purpose, content: { locale } }: Edition): (basis: Basis) => string {
  const settings = purposeOf(policy, purpose);
  const title = settings ? textIn(settings.title, locale) : purpose;
  return (basis) => newsletterTexts[locale].why(basis, policy.identity.displayName, title);
}

/** ePrivacy 13(4), GDPR 21(4): why, the right to object, the way out, and who sends. Liquid, with the pixel at its end. */
function foot(policy: Policy, { content: { locale } }: Edition): string {
  const { light } = palettes(policy.identity.colour);
  const { controller, identity } = policy;
  const texts = newsletterTexts[locale];
  const small = `margin:0 0 10px;font:400 13px/1.6 ${font};color:${light.muted}`;
  const link = `color:${light.accent};text-decoration:underline`;
  const way = (variable: string, label: string) =>
    html`<a class="s-accent" href="${`{{ links.${variable} }}`}" style="${link};font-weight:600">${literal(label)}</a>`;
  return render(html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="s-canvas" style="background:${light.canvas}"><tr><td align="center" style="padding:0 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:576px"><tr><td class="s-pad" style="padding:20px 40px 28px;text-align:left">
<p class="s-muted" style="${small}">{{ why }}</p>
<p class="s-muted" style="${small}">${literal(texts.objection(identity.replyTo))}</p>
<p class="s-ink" style="margin:16px 0;font:400 14px/2 ${font};color:${light.ink}">${way('unsubscribe', texts.unsubscribe)} &nbsp;·&nbsp; ${way('preferences', texts.preferences)} &nbsp;·&nbsp; ${way('privacy', commonTexts[locale].privacyNotice)}</p>
<p class="s-muted" style="${small}">${literal(`${commonTexts[locale].controller}: ${controller.name}, ${controller.address}`)}<br>${literal(`${mailTexts[locale].writeTo} ${identity.replyTo}`)}</p>
</td></tr></table>
</td></tr></table>
{% if open %}<img src="{{ open }}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">{% endif %}`);
}

/** What a policy says is no template either. */
const literal = (text: string): string => text.replaceAll('{', '\uFF5B').replaceAll('}', '\uFF5D');

function textFoot(
  { brand: _, controller, identity }: Policy,
  { content: { locale } }: Edition,
  { why, unsubscribe, preferences, privacy }: { why: string; unsubscribe: string; preferences: string; privacy: string },
): string {
  const texts = newsletterTexts[locale];
  return [
    '--',
    wrapped(why),
    wrapped(texts.objection(identity.replyTo)),
    `${texts.unsubscribe}:\n${unsubscribe}`,
    `${texts.preferences}:\n${preferences}`,
    `${commonTexts[locale].privacyNotice}:\n${privacy}`,
    `${wrapped(`${commonTexts[locale].controller}: ${controller.name}, ${controller.address}`)}\n${wrapped(`${mailTexts[locale].writeTo} ${identity.replyTo}`)}`,
    '',
  ].join('\n\n');
}
