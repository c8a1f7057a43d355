/** The brand's own look around what was written without one: Markdown, and HTML that is no whole document. */
import type { Locale, Policy } from '../domain/policy.ts';
import { type Palette, palettes } from '../pages/colour.ts';
import { html, render, trusted } from '../pages/html.ts';
import { font } from './mail.ts';

/** The content in the brand's frame, as a document. `content` is markup that is yet to be checked. */
export function framed(policy: Policy, locale: Locale, content: string): string {
  const { light } = palettes(policy.identity.colour);
  return render(html`<!doctype html>
<html lang="${locale}">
<head></head>
<body class="s-canvas" style="margin:0;padding:0;background:${light.canvas}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="s-canvas" style="background:${light.canvas}"><tr><td align="center" style="padding:24px 12px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:576px">
<tr><td class="s-band s-pad" bgcolor="${light.band}" style="padding:20px 40px;border-radius:16px 16px 0 0;background:${light.band};color:${light.onBand};font:700 18px/1.3 ${font};text-align:left">${policy.identity.displayName}</td></tr>
<tr><td class="s-paper s-pad s-ink" bgcolor="${light.paper}" style="padding:32px 40px 20px;border-radius:0 0 16px 16px;background:${light.paper};color:${light.ink};font:400 16px/1.6 ${font};text-align:left" id="content">
${trusted(content)}
</td></tr>
</table>
</td></tr></table>
</body>
</html>`);
}

/** How an element of framed content looks that has no `style` of its own: the class for dark mode, and what mail programs read. */
export function looks(light: Palette): Readonly<Record<string, { readonly class?: string; readonly style: string }>> {
  const heading = (size: number, line: number, margin: string) => ({
    class: 's-ink',
    style: `margin:${margin};font:700 ${size}px/${line} ${font};letter-spacing:-.01em;color:${light.ink}`,
  });
  return {
    h1: heading(26, 1.25, '0 0 16px'),
    h2: heading(20, 1.3, '28px 0 12px'),
    h3: heading(17, 1.35, '24px 0 8px'),
    h4: heading(16, 1.4, '20px 0 8px'),
    // typeface and colour come from the paper
    p: { style: 'margin:0 0 16px' },
    li: { style: 'margin:0 0 8px' },
    ul: { style: 'margin:0 0 16px;padding:0 0 0 22px' },
    ol: { style: 'margin:0 0 16px;padding:0 0 0 22px' },
    a: { class: 's-accent', style: `color:${light.accent};text-decoration:underline` },
    img: { style: 'display:block;max-width:100%;height:auto;border:0;border-radius:8px' },
    blockquote: {
      class: 's-wash',
      style: `margin:0 0 16px;padding:12px 18px 1px;background:${light.wash};border:0;border-left:3px solid ${light.line}`,
    },
    hr: { class: 's-rule', style: `margin:28px 0;border:0;border-top:1px solid ${light.line}` },
    code: { class: 's-wash', style: `padding:1px 5px;border-radius:4px;background:${light.wash};font-size:14px` },
    pre: {
      class: 's-wash s-ink',
      style: `margin:0 0 16px;padding:14px 16px;border-radius:8px;background:${light.wash};color:${light.ink};font-size:14px;line-height:1.5;white-space:pre-wrap`,
    },
    table: { style: 'width:100%;margin:0 0 16px;border-collapse:collapse' },
    th: {
      class: 's-ink s-rule',
      style: `padding:8px 10px;border-bottom:2px solid ${light.line};font:600 15px/1.5 ${font};color:${light.ink};text-align:left`,
    },
    td: {
      class: 's-ink s-rule',
      style: `padding:8px 10px;border-bottom:1px solid ${light.line};font:400 15px/1.5 ${font};color:${light.ink}`,
    },
  };
}
