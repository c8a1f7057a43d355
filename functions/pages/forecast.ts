/** The forecast of retention as a page: how many people, in which month, and by which rule. No persons. */
import { isDuration } from '../domain/duration.ts';
import { countByMonth, type Forecast, type ForecastAct, forecastActs } from '../domain/forecast.ts';
import { type Locale, type Policy, type PurposeId, purposeOf, type Retention, textIn } from '../domain/policy.ts';
import type { Day } from '../domain/retention.ts';
import { nextMonth } from '../domain/sweep.ts';
import { type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { dayIn, lengthIn, monthIn, numberIn } from './locale.ts';
import { bearsName } from './plot.ts';
import { table } from './table.ts';
import { forecastTexts } from './texts/forecast.ts';

/** What the page is made of. */
export interface ForecastShown {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly from: Day;
  readonly until: Day;
  readonly items: readonly Forecast[];
  /** Where the forecast goes on, if this is not all of it. */
  readonly onward: string | undefined;
  /** It began elsewhere. */
  readonly continued: boolean;
}

/** The numbers as a plot, by month, and by rule. */
export function forecastPage({ policy, locale, from, until, items, onward, continued }: ForecastShown): Page {
  const texts = forecastTexts[locale];
  const acts = forecastActs.filter((act) => items.some((item) => item.act === act));
  const total = (act: ForecastAct) => items.filter((item) => item.act === act).length;
  return layout({
    policy,
    locale,
    title: texts.title,
    wide: true,
    style,
    body: html`<p class="lead">${texts.lead(dayIn(locale, from), dayIn(locale, until))}</p>
${(onward !== undefined || continued) && html`<p class="quiet">${texts.part(numberIn(locale, items.length))}</p>`}
${
  acts.length === 0
    ? html`<p>${texts.nothing}</p>`
    : html`<dl class="facts">${acts.map(
        (act) =>
          html`<div><dt>${texts.acts[act]}</dt><dd><span class="sum">${numberIn(locale, total(act))}</span> <span class="told">${texts.explained[act]}</span></dd></div>`,
      )}</dl>
<h2 id="months">${texts.byMonth}</h2>
${plot(items, acts, { from, until, locale })}
${byMonth(items, acts, locale)}
<h2 id="rules">${texts.byRule}</h2>
${byRule(policy, items, locale)}`
}
${onward && html`<p><a class="button second" href="${onward}">${texts.onward}</a></p>`}`,
  });
}

const width = 720;
const height = 220;
const foot = 24;
/** Room for the longest name under the plot, a month with its year. */
const nameWidth = 60;

/** Stacked bars, one for each month of the span; every length is a number of ours. */
function plot(
  items: readonly Forecast[],
  acts: readonly ForecastAct[],
  { from, until, locale }: { from: Day; until: Day; locale: Locale },
): Html {
  const texts = forecastTexts[locale];
  const counts = countByMonth(items);
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= until.slice(0, 7); month = nextMonth(month)) months.push(month);
  const sums = months.map((month) => acts.reduce((sum, act) => sum + (counts[month]?.[act] ?? 0), 0));
  const highest = Math.max(...sums, 1);
  const step = width / months.length;
  const barWidth = Math.max(1, step * 0.72);
  const scale = (height - foot - 18) / highest;
  const bars = months.map((month, index) => {
    const x = round(index * step + (step - barWidth) / 2);
    let y = height - foot;
    const parts = acts.map((act) => {
      const tall = (counts[month]?.[act] ?? 0) * scale;
      y -= tall;
      return tall > 0 && html`<rect class="${act}" x="${x}" y="${round(y)}" width="${round(barWidth)}" height="${round(tall)}"/>`;
    });
    const sum = sums[index] ?? 0;
    return html`${parts}${sum > 0 && step >= 18 && html`<text class="value" x="${round(x + barWidth / 2)}" y="${round(y - 5)}">${numberIn(locale, sum)}</text>`}${
      bearsName(index, months.length, { width, nameWidth }) &&
      html`<text class="name" x="${round(index * step + step / 2)}" y="${height - 6}">${monthIn(locale, month, 'short')}</text>`
    }`;
  });
  return html`<figure class="plot">
<div class="scroll" role="region" aria-label="${texts.plot}" tabindex="0"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${texts.plot}"><path class="ground" d="M0 ${height - foot}H${width}"/>${bars}</svg></div>
<figcaption><ul class="legend">${acts.map((act) => html`<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="${act}" width="12" height="12" rx="2"/></svg>${texts.acts[act]}</li>`)}</ul></figcaption>
</figure>`;
}

const round = (length: number): number => Math.round(length * 10) / 10;

function byMonth(items: readonly Forecast[], acts: readonly ForecastAct[], locale: Locale): Html {
  const texts = forecastTexts[locale];
  const rows = Object.entries(countByMonth(items));
  const lines = rows.map(([month, counts]) => ({
    name: monthIn(locale, month, 'long'),
    cells: acts.map((act) => ({ text: numberIn(locale, counts[act] ?? 0) })),
  }));
  return table('months', [{ text: texts.month, words: true }, ...acts.map((act) => ({ text: texts.acts[act] }))], lines);
}

function byRule(policy: Policy, items: readonly Forecast[], locale: Locale): Html {
  const texts = forecastTexts[locale];
  const groups = Map.groupBy(items, ({ act, purpose, clock, period }) => JSON.stringify([act, purpose, clock, period]));
  const rows = [...groups.values()]
    .map((those) => ({ rule: those[0] as Forecast, number: those.length }))
    .sort((a, b) => forecastActs.indexOf(a.rule.act) - forecastActs.indexOf(b.rule.act) || b.number - a.number);
  const heading = [
    { text: texts.rule, words: true },
    { text: texts.when, words: true },
    { text: texts.what, words: true },
    { text: texts.number },
  ];
  const lines = rows.map(({ rule, number }) => ({
    name: purposeIn(policy, rule.purpose, locale),
    cells: [
      { text: whenIn(rule, locale), words: true },
      { text: texts.acts[rule.act], words: true },
      { text: numberIn(locale, number) },
    ],
  }));
  return table('rules', heading, lines);
}

function purposeIn(policy: Policy, purpose: string, locale: Locale): string {
  const known = purposeOf(policy, purpose as PurposeId);
  return known ? textIn(known.title, locale) : forecastTexts[locale].everyPurpose;
}

function whenIn({ clock, period }: Forecast, locale: Locale): string {
  const texts = forecastTexts[locale];
  if (clock === 'legal_hold_end') return texts.afterHold;
  const known = Object.hasOwn(texts.clocks, clock) ? texts.clocks[clock as Retention['clock']] : undefined;
  return known && isDuration(period) ? known(lengthIn(locale, period)) : '';
}

const style = `
.facts dd .sum{display:block;font-size:1.75rem;line-height:1.2;font-variant-numeric:tabular-nums}
.facts dd .told{display:block;font-weight:400;font-size:.875rem;line-height:1.45;color:var(--muted)}
.plot{margin-inline:0}
.plot .scroll svg{display:block;width:100%;min-width:36rem;height:auto}
.plot text{fill:var(--muted);font-size:11px;text-anchor:middle;font-variant-numeric:tabular-nums}
.plot .value{fill:var(--ink);font-weight:600}
.ground{stroke:var(--field);fill:none}
.plot rect{stroke:var(--paper);stroke-width:1}
rect.asked{fill:var(--accent)}
rect.warned{fill:color-mix(in oklab,var(--accent) 55%,var(--paper))}
rect.ended{fill:color-mix(in oklab,var(--muted) 45%,var(--paper))}
rect.deactivated{fill:var(--muted)}
rect.anonymised{fill:color-mix(in oklab,var(--danger) 50%,var(--paper))}
rect.removed{fill:var(--danger)}
rect.held{fill:var(--field)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.375rem 1.25rem;margin-top:.75rem;font-size:.9375rem}
.legend li{display:flex;align-items:center;gap:.5rem}
.legend svg{width:.875rem;height:.875rem}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.9375rem;line-height:1.45;font-variant-numeric:tabular-nums}
th,td{padding:.625rem .75rem;text-align:right;border-top:1px solid var(--line);vertical-align:baseline}
thead th{border-top:0;color:var(--muted);font-size:.875rem;font-weight:500}
th:first-child{padding-left:0;text-align:left}
td:last-child,th:last-child{padding-right:0}
table{min-width:32rem}
tbody th{font-weight:600;white-space:nowrap}
.words{text-align:left}
.scroll:focus-visible{outline-offset:-3px}
@media (max-width:39.99rem){table{min-width:0}tr{display:grid;gap:0 .5rem;border-top:1px solid var(--line);padding-block:.5rem}thead tr{border-top:0}thead th{font-size:.75rem;hyphens:auto}.months tr{grid-template-columns:repeat(auto-fit,minmax(3.75rem,1fr))}.rules tr{grid-template-columns:1.5fr 1fr auto}th,td{border-top:0;padding:.125rem 0;text-align:left;overflow-wrap:anywhere}tr th:first-child{grid-column:1/-1;white-space:normal}.rules .number{text-align:right}}
@media print{.scroll{overflow:visible}}
`;
