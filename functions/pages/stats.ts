/** The statistics of a newsletter as a page: how it arrived, who looked, when, and at which links. No persons, no script. */
import type { Locale, Policy } from '../domain/policy.ts';
import type { CampaignStats, KindStats } from '../domain/stats.ts';
import { type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { dayIn, hourIn, momentIn, numberIn, shareIn } from './locale.ts';
import { bearsName } from './plot.ts';
import { table } from './table.ts';
import { statsTexts } from './texts/stats.ts';

/** What the page is made of. */
export interface StatsShown {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly stats: CampaignStats;
}

/** The numbers, the hours as a plot, what machines did, and the links. */
export function statsPage({ policy, locale, stats }: StatsShown): Page {
  const texts = statsTexts[locale];
  const { timeZone } = policy.identity;
  return layout({
    policy,
    locale,
    title: stats.name,
    wide: true,
    style,
    body: html`<p class="lead">${
      stats.startedAt
        ? texts.lead(momentIn(locale, new Date(stats.startedAt), timeZone), numberIn(locale, stats.sent))
        : texts.notSent
    }</p>
<dl class="facts">
${fact(locale, texts.delivered, stats.delivered, partOf(stats.delivered, stats.sent))}
${fact(locale, texts.opened, stats.opens.unique, stats.opens.rate, seenBy(locale, stats.opens))}
${fact(locale, texts.clicked, stats.clicks.unique, stats.clicks.rate, seenBy(locale, stats.clicks))}
${fact(locale, texts.unsubscribed, stats.unsubscribes, partOf(stats.unsubscribes, stats.delivered))}
${fact(locale, texts.bounced, stats.bounces, partOf(stats.bounces, stats.sent))}
${fact(locale, texts.complained, stats.complaints, partOf(stats.complaints, stats.delivered))}
</dl>
<h2 id="hours">${texts.hours}</h2>
${stats.byHour.length === 0 ? html`<p class="quiet">${texts.nobodyYet}</p>` : plot(stats, locale, timeZone)}
<h2 id="who">${texts.who}</h2>
<p class="quiet">${texts.whoExplained}</p>
${share(locale, texts.opens, stats.opens)}
${share(locale, texts.clicks, stats.clicks)}
<ul class="legend">${(['person', 'unsure', 'machine'] as const).map((name) => html`<li>${swatch(name)}${texts.shares[name]}</li>`)}</ul>
<h2 id="links">${texts.links}</h2>
${stats.clicks.links.length === 0 ? html`<p class="quiet">${texts.noLinks}</p>` : links(stats, locale)}`,
  });
}

const partOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function fact(locale: Locale, name: string, count: number, rate: number | null, told?: string): Html {
  return html`<div><dt>${name}</dt><dd><span class="sum">${numberIn(locale, count)}</span>${
    rate !== null && html` <span class="rate">${shareIn(locale, rate)}</span>`
  }${told && html` <span class="told">${told}</span>`}</dd></div>`;
}

/** Of how many people one can know at all: without that a rate says nothing. */
function seenBy(locale: Locale, { tracked, unlinked }: KindStats): string {
  const texts = statsTexts[locale];
  if (tracked === 0 && unlinked > 0) return texts.counted(numberIn(locale, unlinked));
  return texts.ofTracked(numberIn(locale, tracked));
}

const width = 720;
const height = 230;
const foot = 24;
const head = 20;
/** Room for the longest name under the plot, an hour with its day. */
const nameWidth = 80;

/** A stretch of time and what happened in it. */
interface Span {
  readonly from: Date;
  readonly opens: number;
  readonly clicks: number;
}

const hourMs = 3_600_000;
/** The plot shows hours as long as there is room for them, then days, then what is left in as many days each as it takes. */
const mostSpans = 72;

/** Every span from the first hit to the last, empty ones too, each as long as fits. */
function spansOf({ byHour }: CampaignStats): { spans: Span[]; lengthMs: number } {
  const times = byHour.map(({ hour }) => Date.parse(hour));
  const hours = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / hourMs + 1;
  const lengthMs = hours <= mostSpans ? hourMs : Math.ceil(hours / 24 / mostSpans) * 24 * hourMs;
  const first = Math.floor((times[0] ?? 0) / lengthMs) * lengthMs;
  const spans: { from: Date; opens: number; clicks: number }[] = [];
  for (let from = first; from <= (times.at(-1) ?? 0); from += lengthMs) spans.push({ from: new Date(from), opens: 0, clicks: 0 });
  for (const [index, { opens, clicks }] of byHour.entries()) {
    const span = spans[Math.floor(((times[index] ?? 0) - first) / lengthMs)];
    if (!span) continue;
    span.opens += opens;
    span.clicks += clicks;
  }
  return { spans, lengthMs };
}

/** Two bars for each span; every length is a number of ours. */
function plot(stats: CampaignStats, locale: Locale, timeZone: string): Html {
  const texts = statsTexts[locale];
  const { spans, lengthMs } = spansOf(stats);
  const highest = Math.max(...spans.flatMap(({ opens, clicks }) => [opens, clicks]), 1);
  const step = width / spans.length;
  const bar = Math.min(Math.max(step * 0.4, 1), 28);
  const scale = (height - foot - head) / highest;
  const bars = spans.map(({ from, opens, clicks }, index) => {
    const middle = index * step + step / 2;
    const one = (name: 'opens' | 'clicks', count: number, x: number) =>
      count > 0 &&
      html`<rect class="${name}" x="${round(x)}" y="${round(height - foot - count * scale)}" width="${round(bar)}" height="${round(count * scale)}"><title>${texts[name]}: ${numberIn(locale, count)}</title></rect>`;
    const name = lengthMs === hourMs ? hourIn(locale, from, timeZone) : dayIn(locale, from.toISOString().slice(0, 10), 'short');
    return html`${one('opens', opens, middle - bar)}${one('clicks', clicks, middle)}${
      bearsName(index, spans.length, { width, nameWidth }) &&
      html`<text class="name" x="${round(middle)}" y="${height - 6}">${name}</text>`
    }`;
  });
  const top = height - foot - highest * scale;
  return html`<figure class="plot">
<div class="scroll" role="region" aria-labelledby="hours" tabindex="0"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${texts.plot(numberIn(locale, stats.opens.total), numberIn(locale, stats.clicks.total))}"><path class="top" d="M0 ${round(top)}H${width}"/><text class="value" x="0" y="${round(top - 6)}">${numberIn(locale, highest)}</text><path class="ground" d="M0 ${height - foot}H${width}"/>${bars}</svg></div>
<figcaption><ul class="legend">${(['opens', 'clicks'] as const).map((name) => html`<li>${swatch(name)}${texts[name]}</li>`)}</ul></figcaption>
</figure>`;
}

const swatch = (name: string): Html =>
  html`<svg viewBox="0 0 12 12" aria-hidden="true"><rect class="${name}" width="12" height="12" rx="2"/></svg>`;

const round = (length: number): number => Math.round(length * 10) / 10;

/** How the hits of a kind part into people, doubt and machines. */
function share(locale: Locale, name: string, { total, unknown, machine }: KindStats): Html {
  const texts = statsTexts[locale];
  const all = total + machine;
  const parts = [
    ['person', total - unknown],
    ['unsure', unknown],
    ['machine', machine],
  ] as const;
  let x = 0;
  const bars = parts.map(([part, count]) => {
    const from = x;
    const wide = all === 0 ? 0 : (count / all) * width;
    x += wide;
    return wide > 0 && html`<rect class="${part}" x="${round(from)}" y="0" width="${round(wide)}" height="22"/>`;
  });
  const words = all === 0 ? texts.none : texts.machines(numberIn(locale, machine), shareIn(locale, machine / all));
  return html`<figure class="share"><figcaption><b>${name}</b> <span>${words}</span></figcaption>
<svg viewBox="0 0 ${width} 22" preserveAspectRatio="none" role="img" aria-label="${`${name}: ${words}`}"><rect class="none" width="${width}" height="22"/>${bars}</svg></figure>`;
}

/** Where there is no room for four columns, an address has a line of its own. */
function links({ clicks }: CampaignStats, locale: Locale): Html {
  const texts = statsTexts[locale];
  const most = Math.max(...clicks.links.map(({ total }) => total), 1);
  const sorted = clicks.links.toSorted((a, b) => b.total - a.total || a.link - b.link);
  const heading = [texts.link, texts.people, texts.times, texts.byMachines].map((text) => ({ text }));
  const rows = sorted.map(({ url, unique, total, machine }) => ({
    name: html`<span class="url">${withoutScheme(url)}</span><svg class="much" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="none" width="100" height="4"/><rect class="clicks" width="${round((total / most) * 100)}" height="4"/></svg>`,
    cells: [unique, total, machine].map((count) => ({ text: numberIn(locale, count) })),
  }));
  return table('links', heading, rows);
}

const withoutScheme = (url: string): string => url.replace(/^https?:\/\//, '');

const style = `
.facts dd{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .625rem}
.sum{font-size:1.75rem;line-height:1.2;font-variant-numeric:tabular-nums}
.rate{color:var(--accent);font-variant-numeric:tabular-nums}
.told{flex-basis:100%;font-weight:400;font-size:.875rem;line-height:1.45;color:var(--muted)}
.plot,.share{margin-inline:0}
.plot .scroll svg{display:block;width:100%;min-width:36rem;height:auto}
.plot text{fill:var(--muted);font-size:11px;text-anchor:middle;font-variant-numeric:tabular-nums}
.plot .value{text-anchor:start}
.ground{stroke:var(--field);fill:none}
.top{stroke:var(--line);stroke-dasharray:3 4;fill:none}
rect.opens,rect.person{fill:color-mix(in oklab,var(--accent) 45%,var(--paper))}
rect.clicks{fill:var(--accent)}
rect.person{fill:var(--accent)}
rect.unsure{fill:color-mix(in oklab,var(--accent) 45%,var(--paper))}
rect.machine{fill:color-mix(in oklab,var(--muted) 55%,var(--paper))}
rect.none{fill:var(--wash)}
.share svg{display:block;width:100%;height:1.125rem;margin-top:.375rem;border-radius:.375rem}
.share figcaption span{color:var(--muted)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.375rem 1.25rem;margin-top:.75rem;font-size:.9375rem}
.legend li{display:flex;align-items:center;gap:.5rem}
.legend svg{width:.875rem;height:.875rem}
.scroll{overflow-x:auto}
table{width:100%;min-width:30rem;border-collapse:collapse;font-size:.9375rem;line-height:1.45;font-variant-numeric:tabular-nums}
th,td{padding:.625rem .75rem;text-align:right;border-top:1px solid var(--line);vertical-align:baseline}
thead th{border-top:0;color:var(--muted);font-size:.875rem;font-weight:500}
th:first-child{padding-left:0;text-align:left}
td:last-child,th:last-child{padding-right:0}
tbody th{font-weight:500;width:60%}
.url{overflow-wrap:anywhere}
.much{display:block;width:100%;height:.25rem;margin-top:.375rem;border-radius:.125rem}
.scroll:focus-visible{outline-offset:-3px}
@media (max-width:39.99rem){table{min-width:0}tr{display:grid;grid-template-columns:1fr 1fr 1.25fr;border-top:1px solid var(--line)}thead tr{border-top:0}th,td{border-top:0}th,td,td:last-child,th:last-child{padding:.375rem 0;text-align:left}tr th:first-child{grid-column:1/-1;width:auto;padding-bottom:0}td{padding-bottom:.75rem}}
@media print{.scroll{overflow:visible}}
`;
