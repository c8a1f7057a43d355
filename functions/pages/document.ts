/** Long texts that are read, not filled in: numbered sections, named rows, and a style that also prints. */
import type { Content, Html } from './html.ts';
import { html } from './html.ts';

/** A section with its anchor. */
export interface DocumentSection {
  readonly id: string;
  readonly title: string;
  readonly body: Content;
}

/** A table of contents, then the sections, numbered alike. */
export const documentBody = (
  contents: string,
  sections: readonly DocumentSection[],
): Html => html`<nav class="contents" aria-labelledby="contents">
<h2 id="contents">${contents}</h2>
<ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol>
</nav>
${sections.map(
  ({ id, title, body }) => html`<section class="part" aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>
`,
)}`;

/** What a reader in a hurry should know, before the table of contents. */
export const documentSummary = ({
  id,
  title,
  body,
}: DocumentSection): Html => html`<section class="summary-card" aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>`;

/** Rows: a name, and what belongs to it. */
export const documentRows = (rows: readonly { readonly name: string; readonly body: Content }[]): Html | false =>
  rows.length > 0 &&
  html`<dl class="rows">${rows.map(({ name, body }) => html`<div><dt>${name}</dt><dd>${body}</dd></div>`)}</dl>`;

/** Lines as they are, each on its own. */
export const linesOf = (sentence: string): Html =>
  html`${sentence.split('\n').map((line, index) => html`${index > 0 && html`<br>`}${line}`)}`;

/** The style of such a page, beside that of every page. */
export const documentStyle = `
html{scroll-padding-top:1rem}
.version{margin-top:.5rem;color:var(--muted);font-size:.9375rem}
.summary-card{padding:1.25rem;border-radius:.75rem;background:var(--wash)}
.key{margin-top:.75rem;list-style:none}
.key li{position:relative;padding-left:1.875rem;max-width:40rem;text-wrap:pretty}
.key li::before{content:"";position:absolute;left:.125rem;top:.4375rem;width:.875rem;height:.4375rem;border:solid var(--accent);border-width:0 0 2px 2px;transform:rotate(-45deg)}
.key li+li{margin-top:.625rem}
.contents h2{font-size:1rem}
.contents ol{margin-top:.25rem;padding-left:1.625rem}
.contents li::marker{color:var(--muted)}
.contents a{display:inline-flex;align-items:center;min-height:2.75rem;text-decoration:none}
.contents a:hover{text-decoration:underline}
.sheet{counter-reset:part}
.part{padding-top:1.75rem;border-top:1px solid var(--line);counter-increment:part}
.sheet>.part{margin-top:2.25rem}
.part h2{font-size:1.3125rem;line-height:1.3;letter-spacing:-.01em;text-wrap:balance}
.part h2::before{content:counter(part) ". ";color:var(--muted);font-weight:400}
.part h3{margin:0;font-size:1.125rem;line-height:1.4;font-weight:650}
.part>*+*{margin-top:1rem}
.part p,.part li,.part dd{max-width:40rem;text-wrap:pretty}
.part p+p,.card>*+*{margin-top:.5rem}
.points{padding-left:1.25rem}
.points li::marker{color:var(--accent)}
.points li+li{margin-top:.5rem}
.rows>div{padding-block:.75rem}
.rows>div+div{border-top:1px solid var(--line)}
.rows dt{color:var(--muted);font-size:.9375rem}
.rows dd>p+p{margin-top:.375rem}
.card{padding:1.125rem 1.125rem .375rem;border:1px solid var(--line);border-radius:.75rem}
.card+.card{margin-top:1rem}
.kind{color:var(--muted);font-size:.875rem}
:target{scroll-margin-top:1rem}
p:target,li:target,p:has(>:target),li:has(>:target){outline:2px solid var(--accent);outline-offset:.375rem;border-radius:.25rem}
.hash{font:.8125rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
@media (min-width:40rem){
.contents ol{columns:2;column-gap:2rem}
.contents a{min-height:1.875rem}
.part h2{font-size:1.5rem}
.card{padding:1.25rem 1.5rem .75rem}
.rows>div{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:1.5rem}
.summary-card{padding:1.5rem 1.75rem}
}
@media print{
@page{margin:18mm}
:root{--canvas:#fff;--paper:#fff;--wash:#fff;--ink:#000;--muted:#333;--accent:#000;--line:#999}
html{font-size:10pt}
body{display:block}
.band,.contents,footer{display:none}
main{margin:0}
.column,.wide .column{max-width:none;padding:0}
.sheet{padding:0;box-shadow:none;border-radius:0}
.part h2,.part h3{break-after:avoid}
.rows>div,.points li{break-inside:avoid}
a{color:inherit}
}
`;
