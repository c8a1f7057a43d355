/**
 * Mail scanners open every link of every mail, often before its reader does. Seen failing with a bug planted:
 *
 * | planted | found by |
 * |---|---|
 * | GET of the confirmation link confirms | T7 |
 * | GET of the unsubscribe link unsubscribes | T7 |
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { audienceOf, linkIn, postSignUp, press, unsubscribeLinkOn } from '../journey.ts';
import { findingsIn } from './invariants.ts';

const publicUrl = 'https://samtykke.example';
const agents = [
  'Mozilla/5.0 (compatible; Barracuda Sentinel)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0', // Safe Links looks like a browser
  'Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko Mimecast',
  'Proofpoint URL Defense',
  'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/119.0.6045.105',
  'GoogleImageProxy',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'python-requests/2.31.0',
  'curl/8.5.0',
  '',
];

let system: System;
beforeAll(async () => {
  system = await startSystem({ publicUrl });
});
afterAll(() => system.stop());

/** The paths of all links to us in a mail or a page: in attributes and in plain text. */
const pathsIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/(?:href|action|src)="([^"]+)"|(https:\/\/samtykke\.example\/[^\s"<>]+)/g)]
      .map(([, attribute, bare]) => new URL((attribute ?? bare ?? '').replaceAll('&amp;', '&'), publicUrl))
      .filter(({ origin }) => origin === publicUrl)
      .map(({ pathname, search }) => pathname + search),
  ),
];

/**
 * Opens these links, and every link on the pages behind them, by GET and by HEAD: those that bear a token with each agent, others once. Returns
 * the paths.
 */
async function scan(start: readonly string[]): Promise<string[]> {
  const seen = new Set(start);
  for (const path of seen) {
    for (const agent of /^\/[a-z]\//.test(path) ? agents : agents.slice(0, 1)) {
      const headers = { 'user-agent': agent, accept: 'text/html' };
      const [got] = await Promise.all([system.fetch(path, { headers }), system.fetch(path, { method: 'HEAD', headers })]);
      expect(got.status, path).toBeLessThan(500);
      const body = await got.text();
      for (const next of pathsIn(body)) seen.add(next);
    }
  }
  return [...seen];
}

const everything = async () => ({
  people: await system.dump('people'),
  campaigns: await system.dump('campaigns'),
  ledger: await system.dump('ledger'),
  mails: system.mails().length,
  confirmation: await system.waiting('confirmation'),
  erase: await system.waiting('erase'),
});

/** Scans, and compares all that is kept before and after. */
async function scanChangingNothing(texts: readonly string[]): Promise<string[]> {
  const before = await everything();
  const paths = await scan(texts.flatMap(pathsIn));
  await system.settle();
  expect(await everything()).toEqual(before);
  return paths;
}

describe('a scanner that opens every link of every mail and page ten times', () => {
  test('T7, S6, F11: changes nothing at any moment, and the human’s buttons work after it', async () => {
    const email = 'kari@example.no';
    const form = await system.fetch('/xledger/signup/newsletter-no');
    await scanChangingNothing([await form.text()]);

    await postSignUp(system, { email });
    await system.settle();
    const [mail] = system.mails(email);
    const confirm = linkIn(system, email, 'c');
    const fromMail = await scanChangingNothing([mail?.html ?? '', mail?.text ?? '']);
    expect(fromMail).toContain(confirm);
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([]);

    const confirmed = await press(system, confirm);
    expect(confirmed.status).toBe(200);
    // the button pressed once more, on another machine
    const elsewhere = await press(system, confirm, { headers: { 'user-agent': 'another' } });
    expect(elsewhere.status).toBe(200);
    await system.settle();
    expect((await system.dump('ledger')).map(({ act }) => act)).toEqual(['confirmed']);
    const shown = await confirmed.text();
    const unsubscribe = await unsubscribeLinkOn(new Response(shown));
    expect(await scanChangingNothing([shown, mail?.text ?? ''])).toEqual(expect.arrayContaining([confirm, unsubscribe]));
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);

    system.advance('PT16M');
    await postSignUp(system, { email });
    await system.settle();
    const [reminder] = system.mails(email);
    const own = linkIn(system, email, 'u');
    expect(await scanChangingNothing([reminder?.html ?? '', reminder?.text ?? ''])).toContain(own);
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);

    const ended = await press(system, own);
    expect(ended.status).toBe(200);
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([]);
    await system.settle();
    await scanChangingNothing([await ended.text(), shown, ...system.mails(email).map(({ text }) => text)]);
    expect(await findingsIn(system)).toEqual([]);
  }, 300_000);
});
