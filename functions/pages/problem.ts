/** What a visitor sees when something else goes wrong. */
import type { Locale, Policy } from '../domain/policy.ts';
import { html } from './html.ts';
import { inEveryLanguage, layout, type Page } from './layout.ts';
import { type ProblemKind, problemTexts } from './texts/problem.ts';

/**
 * A plain page for an error. Title and detail are ours for the status, unless they are given; without a locale the page says it in
 * every language.
 */
export function problemPage(options: {
  readonly policy?: Policy | undefined;
  readonly locale?: Locale | undefined;
  readonly status: number;
  readonly title?: string | undefined;
  readonly detail?: string | undefined;
}): Page {
  const { policy, locale, status, title, detail } = options;
  const kind = kindOf(status);
  if (!locale) return inEveryLanguage('question', textsOf(kind));
  const texts = problemTexts[locale][kind];
  return layout({
    policy,
    locale,
    title: title ?? texts.title,
    mark: 'question',
    body: html`<p class="lead">${detail ?? texts.text}</p>`,
  });
}

const kinds: Readonly<Record<number, ProblemKind>> = {
  401: 'notAllowed',
  403: 'notAllowed',
  404: 'notFound',
  405: 'notFound',
  409: 'conflict',
  410: 'notFound',
  413: 'tooLarge',
  429: 'tooMany',
  503: 'tooMany',
};

const kindOf = (status: number): ProblemKind => kinds[status] ?? (status < 500 ? 'invalid' : 'ours');

const textsOf = (kind: ProblemKind): Record<Locale, { readonly title: string; readonly text: string }> => {
  const { nb, sv, da, fi, en } = problemTexts;
  return { nb: nb[kind], sv: sv[kind], da: da[kind], fi: fi[kind], en: en[kind] };
};
