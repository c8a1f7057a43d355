/**
 * `npm run demo -- --contacts 10000`: fills a brand of the running local system with people who do not exist, through its API: a list of
 * subscribers with their proof, a list of opt-outs, segments, and a newsletter that some of them open and follow. `PORT` (3000) says where
 * it runs, `--brand` (xledger) whom to fill.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { listOfOptOuts, listOfPeople, optOutsOf, people } from '../local/demo-people.ts';

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

try {
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) throw new CannotFill('--contacts is a number up to 1000000.');
  await fill();
} catch (error) {
  if (!(error instanceof CannotFill)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function fill(): Promise<void> {
  const now = await timeThere();
  const policy = await call<{ purposes: Record<string, object>; markets: Record<string, { locale: string }> }>('GET', 'policy');
  const purposes = Object.keys(policy.purposes).filter((id) => /^(newsletter|marketing|tracking|partner):/.test(id));
  const [purpose] = purposes.filter((id) => id.startsWith('newsletter:'));
  if (!purpose) throw new CannotFill(`${brand} has no newsletter to subscribe to.`);
  const everyone = people(count, { now, purposes, main: purpose, markets: policy.markets });
  const [market = 'no'] = Object.keys(policy.markets);

  await bring('people', listOfPeople(everyone), { market, source: 'demo', wording: 'demo 1' });
  await bring('opt-outs', listOfOptOuts(optOutsOf(everyone), now), { market, source: 'demo' });

  const { company } = everyone[0] ?? {};
  const segments = {
    'still-there': { purposes: { all: [purpose] }, where: { activeSince: monthsBefore(now, 6) } },
    silent: { purposes: { all: [purpose] }, where: { inactiveSince: monthsBefore(now, 12) } },
    'one-company': { purposes: { all: [purpose] }, where: { company: [company ?? ''] } },
  };
  for (const [id, segment] of Object.entries(segments)) {
    await call('PUT', `segments/${id}`, { title: id.replaceAll('-', ' '), ...segment });
    const { count } = await call<{ count: number }>('GET', `audience/count?segment=${id}`);
    say(`segment ${id}: ${count}`);
  }
  await mail(purpose, Object.values(policy.markets)[0]?.locale ?? 'en');
  say(`Done. ${api}/_local has the mailbox, tokens and jobs; ${api}/_local/api what the API takes.`);
}

/** One newsletter to the people of one company, and what its readers do with it. */
async function mail(purpose: string, locale: string): Promise<void> {
  const markdown = 'Hei!\n\n[Les mer](https://example.com/news) om det som er nytt.';
  const made = await call<{ id: string }>('POST', 'campaigns', {
    name: 'Demo',
    purpose,
    segment: 'one-company',
    content: { [locale]: { subject: 'Nytt denne uken', markdown } },
  });
  await call('POST', `campaigns/${made.id}/schedule`, {});
  for (;;) {
    const { state, counts } = await call<{ state: string; counts: Record<string, number> }>('GET', `campaigns/${made.id}`);
    say(`newsletter ${state}: ${counts.sent ?? 0} of ${counts.audience ?? 0}`, true);
    if (!['scheduled', 'preparing', 'sending'].includes(state)) break;
    await sleep(1000);
  }
  process.stdout.write('\n');
  const mails = (await (await fetch(`${api}/_local/mail`)).json()) as { html: string; subject: string }[];
  const pixels = mails.flatMap(({ html }) => html.match(/https?:\/\/[^"\s]+\/o\/[\w-]+/)?.[0] ?? []);
  const links = mails.flatMap(({ html }) => html.match(/https?:\/\/[^"\s]+\/l\/[\w-]+\/0/)?.[0] ?? []);
  const agent = { headers: { 'user-agent': 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15' }, redirect: 'manual' } as const;
  for (const [n, url] of pixels.entries()) if (n % 3 === 0) await fetch(url, agent);
  for (const [n, url] of links.entries()) if (n % 10 === 0) await fetch(url, agent);
  say(`newsletter: ${pixels.length} readers can be seen, ${Math.ceil(pixels.length / 3)} of them opened it`);
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
    const share = Math.round((progress.bytesRead / Math.max(1, progress.bytes)) * 100);
    say(`${what}, ${progress.pass.replace('_', '-')}: ${share} % ${JSON.stringify(counts)}`, true);
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

/** The system's own clock, which may have been moved. */
async function timeThere(): Promise<Date> {
  const { now } = (await (await ask('/_local/clock', { advance: 'PT0S' })).json()) as { now: string };
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
