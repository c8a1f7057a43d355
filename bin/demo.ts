/**
 * `npm run demo -- --contacts 10000`: fills a brand of the running local system with people who do not exist, through its API: a list of
 * subscribers with their proof, a list of opt-outs, segments, and two newsletters that some of them open, follow or leave by over the next thirty hours, by
 * which the system's clock is moved. `PORT` (3000) says where it runs, `--brand` (xledger) whom to fill.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CampaignStats } from '../functions/domain/stats.ts';
import { contentOf, type Deed, type DemoMail, type DemoNewsletter, deedsOf, readingHours } from '../local/demo-newsletters.ts';
import { type DemoBrand, listOfOptOuts, listOfPeople, optOutsOf, people } from '../local/demo-people.ts';

const { values } = parseArgs({
  options: { contacts: { type: 'string', default: '1000' }, brand: { type: 'string', default: 'xledger' } },
});
const api = `http://localhost:${process.env.PORT || 3000}`;
const { brand } = values;
const count = Number(values.contacts);

let token: string | undefined;
let said = '';

/** Something that whoever typed the command can put right. */
class CannotFill extends Error {}

/** What the demo must know of a brand. */
interface Policy extends Pick<DemoBrand, 'markets'> {
  readonly purposes: Readonly<Record<string, object>>;
  readonly identity: { readonly website: string };
  readonly mergeFields: readonly string[];
}

try {
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) throw new CannotFill('--contacts is a number up to 1000000.');
  await fill();
} catch (error) {
  if (!(error instanceof CannotFill)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function fill(): Promise<void> {
  const now = await moveClock('PT0S');
  const policy = await call<Policy>('GET', 'policy');
  const purposes = Object.keys(policy.purposes).filter((id) => /^(newsletter|marketing|tracking|partner):/.test(id));
  const [main, other = main] = purposes.filter((id) => id.startsWith('newsletter:'));
  if (!main || !other) throw new CannotFill(`${brand} has no newsletter to subscribe to.`);
  const everyone = people(count, { purposes, main, markets: policy.markets }, now);
  const [market = 'no'] = Object.keys(policy.markets);

  await bring('people', listOfPeople(everyone), { market, source: 'demo', wording: 'demo 1' });
  await bring('opt-outs', listOfOptOuts(optOutsOf(everyone), now), { market, source: 'demo' });

  const { company } = everyone[0] ?? {};
  const segments = {
    'still-there': { purposes: { all: [main] }, where: { market: [market], activeSince: monthsBefore(now, 6) } },
    silent: { purposes: { all: [other] }, where: { inactiveSince: monthsBefore(now, 9) } },
    'one-company': { purposes: { any: [main, other] }, where: { company: [company ?? ''] } },
  };
  for (const [id, segment] of Object.entries(segments)) {
    await call('PUT', `segments/${id}`, { title: id.replaceAll('-', ' '), ...segment });
    const { count } = await call<{ count: number }>('GET', `audience/count?segment=${id}`);
    say(`segment ${id}: ${count}`);
  }
  await mail(policy, 'news', { purpose: main, segment: 'still-there' });
  await mail(policy, 'invitation', { purpose: other, segment: 'silent' });
  say(
    `Done: the clock is ${readingHours * 2} hours ahead. ${api}/_local leads to the newsletters' statistics, to what retention will do, to tokens and`,
  );
  say(`the mailbox; ${api}/_local/api says what the API takes.`);
}

/** One newsletter to the people of a segment, and what its readers do with it. */
async function mail(policy: Policy, newsletter: DemoNewsletter, to: { purpose: string; segment: string }): Promise<void> {
  const locales = [...new Set(Object.values(policy.markets).map(({ locale }) => locale))];
  const { website } = policy.identity;
  const written = locales.map(
    (locale) => [locale, contentOf(newsletter, locale, website, policy.mergeFields.includes('name'))] as const,
  );
  const content = Object.fromEntries(written);
  const name = written[0]?.[1].subject ?? newsletter;
  const { id } = await call<{ id: string }>('POST', 'campaigns', { name, ...to, content });
  await call('POST', `campaigns/${id}/schedule`, {});
  for (;;) {
    const { state, counts } = await call<{ state: string; counts: Record<string, number> }>('GET', `campaigns/${id}`);
    say(`“${name}” ${state}: ${counts.sent ?? 0} of ${counts.audience ?? 0}`, true);
    if (!['scheduled', 'preparing', 'sending'].includes(state)) break;
    await sleep(1000);
  }
  process.stdout.write('\n');

  const mails = (await (await fetch(`${api}/_local/mail`)).json()) as DemoMail[];
  const deeds = mails.filter(({ tags }) => tags.campaign === id).flatMap(deedsOf);
  for (let hour = 0; hour < readingHours; hour += 1) {
    const now = deeds.filter((deed) => deed.hour === hour);
    await moveClock(hour === 0 ? 'PT10M' : 'PT1H');
    await doAll(now);
    say(`“${name}”, ${hour + 1} of ${readingHours} hours: ${now.length} requests`, true);
  }
  await moveClock('PT50M');
  const { sent, bounces, opens, clicks, unsubscribes } = await settledStats(
    id,
    deeds.filter(({ method }) => method === 'GET').length,
  );
  process.stdout.write('\n');
  say(
    `“${name}”: ${sent} sent, ${bounces} bounced; ${opens.unique} opened of ${opens.tracked} who can be seen, ${clicks.unique} followed a link of ${clicks.tracked}; ${unsubscribes} left`,
  );
}

async function doAll(deeds: readonly Deed[]): Promise<void> {
  const left = deeds.values();
  const readers = Array.from({ length: 8 }, async () => {
    for (const { method, url, agent } of left) {
      const body = method === 'POST' ? new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) : null;
      const answer = await fetch(url, { method, body, headers: { 'user-agent': agent }, redirect: 'manual' });
      await answer.arrayBuffer();
    }
  });
  await Promise.all(readers);
}

/** The statistics, once they hold as many hits as were made, or no more are added to them: what readers did waits in a queue for a while. */
async function settledStats(id: string, hits: number): Promise<CampaignStats> {
  let seen = -1;
  let changedAt = performance.now();
  for (;;) {
    const stats = await call<CampaignStats>('GET', `campaigns/${id}/stats`);
    const { opens, clicks } = stats;
    const sum = opens.total + opens.machine + clicks.total + clicks.machine;
    if (sum !== seen) changedAt = performance.now();
    seen = sum;
    if (seen >= hits || performance.now() - changedAt > (seen > 0 ? 10_000 : 300_000)) return stats;
    say(`“${stats.name}”: ${seen} of ${hits} hits are counted`, true);
    await sleep(2000);
  }
}

async function bring(what: string, file: string, settings: object): Promise<void> {
  const { id, upload } = await call<{ id: string; upload: { url: string; headers: Record<string, string> } }>('POST', 'imports', {
    format: 'csv',
    ...settings,
  });
  const put = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: file });
  if (!put.ok) throw new Error(`the upload answered ${put.status}`);
  await call('POST', `imports/${id}/start`, {});
  for (;;) {
    const { state, progress, counts } = await call<{
      state: string;
      progress: { pass: string; bytesRead: number; bytes: number };
      counts: Record<string, number>;
    }>('GET', `imports/${id}`);
    const share = state === 'running' ? Math.round((progress.bytesRead / Math.max(1, progress.bytes)) * 100) : 100;
    const told = Object.entries(counts).map(([outcome, lines]) => `${lines} ${outcome}`);
    say(`${what}, ${progress.pass.replace('_', '-')}: ${share} %${told.map((one) => `, ${one}`).join('')}`, true);
    if (state !== 'running') break;
    await sleep(500);
  }
  process.stdout.write('\n');
}

async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  token ??= await tokenFor();
  const answer = await fetch(`${api}/v1/${brand}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function tokenFor(): Promise<string> {
  const answer = await ask('/_local/token', { brand, role: 'admin' });
  const { token, detail } = (await answer.json()) as { token?: string; detail?: string };
  if (!token) throw new CannotFill(`No token: ${detail}`);
  return token;
}

/** Moves the system's own clock, and says what it shows then. */
async function moveClock(advance: string): Promise<Date> {
  const { now } = (await (await ask('/_local/clock', { advance })).json()) as { now: string };
  // a token lasts an hour of that clock
  token = undefined;
  return new Date(now);
}

async function ask(path: string, body: object): Promise<Response> {
  try {
    return await fetch(`${api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new CannotFill(`Nothing runs at ${api}: start it with npm start, or say where with PORT=….`);
  }
}

function monthsBefore(now: Date, months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
}

/** Says something; of a step that goes on, over what was said before. */
function say(line: string, over = false): void {
  if (line === said) return;
  said = line;
  if (over && process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line}`);
  else if (!over || !process.stdout.isTTY) process.stdout.write(`${line}\n`);
}
