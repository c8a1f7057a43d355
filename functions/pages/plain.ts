/** The one page of the functions behind pixels and links: it says what the usual one says, in a hundredth of its bytes of style. */
import { createHash } from 'node:crypto';
import { html, render, trusted } from './html.ts';
import type { Page } from './layout.ts';
import { linkNotValidTexts } from './texts/confirm.ts';

const style =
  ':root{color-scheme:light dark}body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:2rem 1.25rem}h1,h2{line-height:1.25;margin:1.5rem 0 .25rem}h1{font-size:1.625rem}h2{font-size:1.125rem}p{margin:0}';

/** That a link is not one of ours: cut off on its way, or made up. */
export function plainLinkNotValidPage(): Page {
  const { en, ...others } = linkNotValidTexts;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${en.title}</title>
<style>${trusted(style)}</style>
</head>
<body><main>
<h1>${en.title}</h1><p>${en.text}</p>
${Object.entries(others).map(([locale, { title, text }]) => html`<section lang="${locale}"><h2>${title}</h2><p>${text}</p></section>`)}
</main></body>
</html>
`;
  return {
    html: render(page),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    },
  };
}
