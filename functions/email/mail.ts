/** The frame of our own mails: one column that every mail program can show, and the same words as plain text. */
import type { Locale, Policy } from '../domain/policy.ts';
import { type Palette, palettes } from '../pages/colour.ts';
import { type Html, html, render, trusted } from '../pages/html.ts';
import { noticeAddress } from '../pages/layout.ts';
import { commonTexts } from '../pages/texts/common.ts';
import { mailTexts } from './texts.ts';

/** A mail ready to be sent. Both parts say the same. */
export interface Mail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** One piece of a mail; each has a shape in HTML and in plain text. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'quiet'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** The one thing to do. `copy` introduces the address in full, for programs that show no buttons. */
  | { readonly kind: 'button'; readonly label: string; readonly url: string; readonly copy: string }
  | { readonly kind: 'links'; readonly links: readonly { readonly label: string; readonly url: string }[] };

/** What a mail says. */
export interface MailContent {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly subject: string;
  /** What an inbox shows after the subject. */
  readonly preview: string;
  readonly title: string;
  readonly pieces: readonly Piece[];
  /** Any address on the public site; the privacy notice stands there too. */
  readonly site: string;
}

/**
 * Sets a mail. It loads nothing: no logo, no pixel, no font, so that reading it tells nobody anything. Layout by tables and inline
 * styles, since mail programs know little else; dark mode where they know that.
 */
export function setMail(content: MailContent): Mail {
  return { subject: content.subject, html: htmlPart(content), text: textPart(content) };
}

/** What mail programs have everywhere. */
export const font = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

function htmlPart({ policy, locale, subject, preview, title, pieces, site }: MailContent): string {
  const { light, dark } = palettes(policy.identity.colour);
  const { identity } = policy;
  const ink = `margin:0 0 16px;font:400 16px/1.6 ${font};color:${light.ink}`;
  const muted = `margin:0 0 12px;font:400 14px/1.6 ${font};color:${light.muted}`;
  const link = `color:${light.accent};text-decoration:underline`;

  const shape = (piece: Piece): Html => {
    switch (piece.kind) {
      case 'text':
        return html`<p class="ink" style="${ink}">${piece.text}</p>`;
      case 'quiet':
        return html`<p class="muted" style="${muted}">${piece.text}</p>`;
      case 'list':
        return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px"><tr><td class="wash" style="padding:4px 16px;background:${light.wash};border:1px solid ${light.line};border-radius:10px">
<ul style="margin:12px 0;padding:0 0 0 20px">${piece.items.map((item) => html`<li class="ink" style="margin:0 0 8px;font:400 16px/1.5 ${font};color:${light.ink}">${item}</li>`)}</ul>
</td></tr></table>`;
      case 'button':
        return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr><td class="button" bgcolor="${light.button}" style="background:${light.button};border:2px solid ${light.edge};border-radius:10px;text-align:center"><a class="button" href="${piece.url}" style="display:inline-block;padding:14px 28px;border-radius:8px;background:${light.button};color:${light.onButton};font:600 17px/1.3 ${font};text-decoration:none">${piece.label}</a></td></tr></table>
<p class="muted" style="${muted}">${piece.copy}<br><a class="accent" href="${piece.url}" style="${link};word-break:break-all">${piece.url}</a></p>`;
      case 'links':
        return html`<p class="ink" style="${ink};line-height:2">${piece.links.map(({ label, url }) => html`<a class="accent" href="${url}" style="display:inline-block;margin:0 20px 0 0;${link}">${label}</a> `)}</p>`;
    }
  };

  return render(html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${trusted(darkStyle(dark))}</style>
</head>
<body class="canvas" style="margin:0;padding:0;background:${light.canvas}">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="canvas" style="background:${light.canvas}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:576px">
<tr><td class="band pad" bgcolor="${light.band}" style="padding:20px 40px;border-radius:16px 16px 0 0;background:${light.band};color:${light.onBand};font:700 18px/1.3 ${font}">${identity.displayName}</td></tr>
<tr><td class="paper pad" bgcolor="${light.paper}" style="padding:36px 40px 24px;border-radius:0 0 16px 16px;background:${light.paper}">
<h1 class="ink" style="margin:0 0 16px;font:700 26px/1.25 ${font};letter-spacing:-.01em;color:${light.ink}">${title}</h1>
${pieces.map((piece) => html`${shape(piece)}\n`)}</td></tr>
<tr><td class="pad" style="padding:24px 40px 16px">
${footer(policy, locale).map((line) => html`<p class="muted" style="margin:0 0 4px;font:400 13px/1.6 ${font};color:${light.muted}">${line}</p>\n`)}<p class="muted" style="margin:0;font:400 13px/1.6 ${font};color:${light.muted}"><a class="accent" href="${noticeAddress(policy.brand, locale, site)}" style="${link}">${commonTexts[locale].privacyNotice}</a></p>
</td></tr>
</table>
</td></tr></table>
</body>
</html>
`);
}

/** The colours of dark mode, for programs that know it, and smaller margins on a phone. `prefix` keeps the classes apart from other people's. */
export const darkStyle = (dark: Palette, prefix = ''): string => `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.${prefix}canvas{background:${dark.canvas}!important}
.${prefix}paper{background:${dark.paper}!important}
.${prefix}ink{color:${dark.ink}!important}
.${prefix}muted{color:${dark.muted}!important}
.${prefix}accent{color:${dark.accent}!important}
.${prefix}band{background:${dark.band}!important;color:${dark.onBand}!important}
.${prefix}button{background:${dark.button}!important;border-color:${dark.edge}!important;color:${dark.onButton}!important}
.${prefix}wash{background:${dark.wash}!important;border-color:${dark.line}!important}
}
@media (max-width:480px){.${prefix}pad{padding-left:20px!important;padding-right:20px!important}}
`;

/** ePrivacy 13(4): who sends, where they are, and an address for whoever wants it to stop. */
const footer = ({ controller, identity }: Policy, locale: Locale): string[] => [
  `${commonTexts[locale].controller}: ${controller.name}, ${controller.address}`,
  `${mailTexts[locale].writeTo} ${identity.replyTo}`,
];

function textPart({ policy, locale, title, pieces, site }: MailContent): string {
  const shape = (piece: Piece): string => {
    switch (piece.kind) {
      case 'text':
      case 'quiet':
        return wrapped(piece.text);
      case 'list':
        return piece.items.map((item) => wrapped(item, '- ', '  ')).join('\n');
      case 'button':
        return `${wrapped(piece.label)}:\n${piece.url}`;
      case 'links':
        return piece.links.map(({ label, url }) => `${label}:\n${url}`).join('\n\n');
    }
  };
  const notice = `${commonTexts[locale].privacyNotice}:\n${noticeAddress(policy.brand, locale, site)}`;
  const foot = [...footer(policy, locale).map((line) => wrapped(line)), notice].join('\n');
  return [policy.identity.displayName, wrapped(title), ...pieces.map(shape), `--\n${foot}`].join('\n\n').concat('\n');
}

/** One line without control characters, which a header could not hold. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();

/** Lines of at most 72 characters; a longer word keeps a line to itself. */
export function wrapped(text: string, first = '', further = ''): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (!empty && line.length + 1 + word.length > 72) {
      lines.push(line);
      line = further + word;
    } else {
      line += empty ? word : ` ${word}`;
    }
    empty = false;
  }
  return [...lines, line].join('\n');
}
