/**
 * What becomes of a notice that changes (E13, K18): the words of then are kept and shown, and whoever must hear of it does, once. Seen failing with each of these
 * planted: the words are made anew from the policy of today; a version is written down at every run; the claim on the mail is dropped, or the mark is not kept; who
 * left or agreed since is told; consent that was asked for again does not lapse.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../functions/domain/canonical-json.ts';
import { definePolicy, type Policy } from '../../functions/domain/policy.ts';
import { type System, startSystem } from '../../local/system.ts';
import { example, varied } from '../domain/example-policy.ts';
import { askForLink, asOperator, audienceOf, linkIn, press, subscribe } from '../journey.ts';
import { suppress } from './planted.ts';

const brand = 'example';
const news = 'newsletter:news';
const visitor = (email: string) => ({ brand, form: 'newsletter', email, consents: [news] });
/** The policy under another version: with another period, which the notice tells of. */
const version = (number: number, onChange: Policy['notice']['onChange'], period = `${number + 1} years`, notice = `${number}`) =>
  definePolicy(
    varied(
      {
        version: number,
        notice: { version: notice, onChange },
        purposes: { [news]: { retention: [{ clock: 'last_activity', period, action: 'delete' }] } },
      },
      example,
    ),
  );

let served: Policy[];
let system: System;
beforeEach(async () => {
  served = [version(1, 'email')];
  system = await startSystem({ policies: served, clock: new Date('2026-03-10T09:00:00Z') });
  await system.runJob('record-policy');
});
afterEach(() => system.stop());

/** Deploys another policy, and lets the jobs of the clock find it. */
const deploy = async (policy: Policy) => {
  system.advance('P1D');
  served[0] = policy;
  await system.runJob('record-policy');
};
const announce = async () => {
  const report = (await system.runJob('announce-policy')) as { told: Record<string, number> };
  await system.settle();
  return report.told[brand];
};
const chain = async () =>
  (await system.dump('ledger')).filter(({ pk }) => pk === `${brand}#policy`).sort((a, b) => Number(a.sk) - Number(b.sk));
const open = async (query = '') => {
  const answer = await system.fetch(`/${brand}/privacy${query}`);
  return { status: answer.status, html: await answer.text() };
};
const mailsAbout = (email: string) => system.mails(email).filter(({ subject }) => subject.includes('personvernerklæring'));

describe('the chain of deployed policies', () => {
  test('has one entry for each change, however often and however many at once the job runs', async () => {
    await Promise.all([1, 2, 3].map(() => system.runJob('record-policy')));
    expect(await chain()).toHaveLength(1);
    served[0] = version(2, 'email');
    await Promise.all([1, 2, 3].map(() => system.runJob('record-policy')));
    const entries = await chain();
    expect(entries).toMatchObject([
      { seq: 1, version: 1, policyHash: version(1, 'email').hash, noticeVersion: '1' },
      { seq: 2, version: 2, policyHash: version(2, 'email').hash, noticeVersion: '2' },
    ]);
    let previous = hashOf([`${brand}#policy`]);
    for (const { pk: _, sk: __, hash, ...placed } of entries) {
      expect(placed.previous).toBe(previous);
      expect(hash).toBe(hashOf(placed));
      previous = String(hash);
    }
  });

  test('is told in the log when other words stand under the same version of the notice', async () => {
    await deploy(version(2, 'email', '5 years', '1'));
    expect(system.lines.some((line) => line.includes('notice_version_not_raised'))).toBe(true);
  });
});

describe('the notice', () => {
  test('of the first version has no changes to tell, and no older one to show', async () => {
    expect((await open()).html).not.toContain('id="changed"');
    expect((await open('?version=0')).status).toBe(404);
  });

  test('says what has changed, and since when (K18)', async () => {
    const before = await open();
    await deploy(version(2, 'site'));
    const { html } = await open();
    expect(html).toContain('Endret 11. mars 2026');
    const box = html.match(/<section class="since".*?<\/section>/s)?.[0] ?? '';
    expect(box).toContain('3 år');
    expect(box).toContain('2 år');
    expect(box).toContain('?lang=nb&amp;version=1');
    expect(before.html).toContain('2 år');
  });

  test('of an older version is what was published then, whatever the code says by now', async () => {
    const body = (html: string) => html.slice(html.indexOf('<section class="summary-card"'), html.indexOf('</main>'));
    const then = await open();
    await deploy(version(2, 'site'));
    await deploy(version(3, 'site'));
    const past = await open('?version=1');
    expect(past.status).toBe(200);
    expect(body(past.html)).toBe(body(then.html));
    expect(past.html).toContain('Versjon 1 gjaldt fra 10. mars 2026 til 11. mars 2026.');
    expect((await open('?version=2')).html).toContain('3 år');
    expect((await open('?version=3')).html).toBe((await open()).html);
    expect((await open('?version=4')).status).toBe(404);
  });

  test('can be read while nothing else can: a failed look-up leaves out what changed', async () => {
    const broken = await startSystem({
      policies: served,
      load: async (file) => {
        const { loadFunction } = await import('../../local/functions.ts');
        const factory = await loadFunction(file);
        const { db } = system.deps;
        return file === 'public/notice'
          ? (deps) => factory({ ...deps, db: { client: db.client, tableName: () => 'no-such-table' } })
          : factory;
      },
    });
    try {
      const answer = await broken.fetch(`/${brand}/privacy`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('2 år');
    } finally {
      await broken.stop();
    }
  });

  test('that changes leaves earlier evidence as it was: the version and the words that were agreed to (E13)', async () => {
    await subscribe(system, visitor('kari@example.no'));
    const evidence = async () => {
      const { contactId } = (await (await asOperator(system, 'contacts?email=kari@example.no', { brand })).json()) as {
        contactId: string;
      };
      return (await (await asOperator(system, `contacts/${contactId}`, { brand })).json()) as {
        evidence: object[];
        chain: object;
      };
    };
    const before = await evidence();
    expect(before.evidence).toMatchObject([{ policyVersion: 1, evidence: { noticeVersion: '1' } }]);
    await deploy(version(2, 'site'));
    expect(await evidence()).toEqual(before);
  });
});

describe('a new notice', () => {
  test('is mailed to everybody who stands, once, however often the job runs (email)', async () => {
    for (const email of ['kari@example.no', 'ola@example.no']) await subscribe(system, visitor(email));
    const left = await subscribe(system, visitor('left@example.no'));
    await subscribe(system, visitor('bounced@example.no'));
    await suppress(system, 'bounced@example.no', 'bounced', brand);
    await deploy(version(2, 'email'));
    await press(system, left);
    system.advance('P1D');
    await subscribe(system, visitor('late@example.no'));
    expect(await announce()).toBe(4);
    expect(await announce()).toBe(0);
    for (const email of ['kari@example.no', 'ola@example.no']) expect(mailsAbout(email)).toHaveLength(1);
    // one agreed under the new notice, one is gone, one’s mailbox is
    for (const email of ['late@example.no', 'left@example.no', 'bounced@example.no']) expect(mailsAbout(email)).toHaveLength(0);
    const mail = mailsAbout('kari@example.no')[0];
    expect(mail?.subject).toBe('Example har en ny personvernerklæring');
    expect(mail?.text).toContain(`/${brand}/privacy?lang=nb#changed`);
    expect(mail?.headers).toMatchObject({
      'list-unsubscribe': expect.stringMatching(/^<https:\/\/samtykke\.example\/u\/[\w-]+>$/),
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
    });
    await press(system, linkIn(system, 'kari@example.no', 'u'));
    expect(await audienceOf(system, news, brand)).toEqual(['bounced@example.no', 'late@example.no', 'ola@example.no']);
  });

  test('tells nobody twice where the walk is repeated, or a message delivered again (T14, F1, F17)', async () => {
    await subscribe(system, visitor('kari@example.no'));
    await deploy(version(2, 'email'));
    await announce();
    const { client, tableName } = system.deps.db;
    const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
    const Key = { pk: { S: `${brand}#announcement` }, sk: { S: 'MARK' } };
    await client.send(new DeleteItemCommand({ TableName: tableName('people'), Key }));
    expect(await announce()).toBe(1);
    expect(mailsAbout('kari@example.no')).toHaveLength(1);
  });

  test('is told on the site alone where the policy says so, and a corrected word is no new notice', async () => {
    await subscribe(system, visitor('kari@example.no'));
    await deploy(version(2, 'site'));
    expect(await announce()).toBe(0);
    await deploy(version(3, 'email', '9 years', '2'));
    expect(await announce()).toBe(0);
    expect(mailsAbout('kari@example.no')).toHaveLength(0);
  });

  test('asks again where the policy says so: silence ends what was agreed to, a press renews it (reconsent)', async () => {
    for (const email of ['kari@example.no', 'ola@example.no']) await subscribe(system, visitor(email));
    await deploy(version(2, 'reconsent'));
    await announce();
    await announce();
    const asked = (email: string) =>
      system.mails(email).filter(({ subject }) => subject === 'Example trenger et nytt ja fra deg');
    for (const email of ['kari@example.no', 'ola@example.no']) expect(asked(email)).toHaveLength(1);
    expect(await audienceOf(system, news, brand)).toEqual(['kari@example.no', 'ola@example.no']);

    const link = linkIn(system, 'kari@example.no', 'c');
    const page = await (await system.fetch(link)).text();
    expect(page).toContain('Example har en ny personvernerklæring');
    expect((await press(system, link)).status).toBe(200);
    const ola = linkIn(system, 'ola@example.no', 'c');
    system.advance('P31D');
    expect(await audienceOf(system, news, brand)).toEqual(['kari@example.no']);
    expect((await press(system, ola)).status).toBe(410);
    system.advance('P2D');
    await system.runJob('sweep');
    await system.settle();
    const read = async (email: string) =>
      (await (await asOperator(system, `contacts?email=${email}`, { brand, role: 'privacy' })).json()) as object;
    expect(await read('ola@example.no')).toMatchObject({ standing: 'erased', reason: 'inactive' });
    expect(await read('kari@example.no')).toMatchObject({
      consents: { [news]: { status: 'RenewedConsentGiven', policyVersion: 2 } },
    });
    // the answer is good for more than once, and asking is over
    expect((await press(system, link)).status).toBe(410);
  });

  test('ends nothing of somebody who leaves before they answer, and has a way out in its mail', async () => {
    await askForLink(system, visitor('pending@example.no'));
    await subscribe(system, visitor('kari@example.no'));
    await deploy(version(2, 'reconsent'));
    await announce();
    expect(mailsAbout('pending@example.no')).toHaveLength(0);
    expect((await press(system, linkIn(system, 'kari@example.no', 'u'))).status).toBe(200);
    expect(await audienceOf(system, news, brand)).toEqual([]);
  });
});
