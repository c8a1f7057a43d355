/**
 * Every right that the five texts promise, brand by brand, through the public contract: what a person does on their own page, and what an operator does for them.
 * Seen failing with a bug planted: an export without the disclosures, or whose CSV leaves a part out; a deadline of thirty days; an extension after the deadline; an erasure
 * that does not wait where the policy reviews each; a case that is done without proof; a restriction that stays in the audience; an objection that leaves the address open.
 */
import { parse as parseCsv } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isMailPurpose, type Policy } from '../../functions/domain/policy.ts';
import { isNeeded } from '../../functions/domain/sign-up.ts';
import { keys } from '../../functions/store/keys.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { hashAt, putItem } from '../faults/steps.ts';
import { openAndSubmit } from '../functions/own-page.ts';
import { contactIdOf } from '../functions/planted.ts';
import { asOperator, audienceOf, manageLink, postSignUp, press, subscribe } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-01-31T10:00:00Z') });
});
afterAll(() => system.stop());

const each = brands.map((policy): [string, Policy] => [policy.brand, policy]);
const reason = 'Det må undersøkes i et eldre arkiv først';

/** What an operator's call answers; any status but the one that is awaited fails. */
async function call(
  { brand }: Policy,
  method: string,
  path: string,
  body?: object,
  awaited = 200,
): Promise<Record<string, never>> {
  const answer = await asOperator(system, path, {
    brand,
    role: 'privacy',
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.status, text).toBe(awaited);
  await system.settle();
  return JSON.parse(text) as Record<string, never>;
}
const known = (policy: Policy, email: string) => call(policy, 'GET', `contacts?email=${encodeURIComponent(email)}`);

let people = 0;
/** Somebody who has signed up by the brand's first form, with the details that it cannot do without. */
async function somebody(policy: Policy) {
  const { brand } = policy;
  const [form, { consents, fields, market }] = Object.entries(policy.forms).find(
    ([, { store, channel }]) => store && channel === 'web',
  ) as [string, Policy['forms'][string]];
  people += 1;
  const email = `person-${people}@example.no`;
  const details = { name: 'Kari Nordmann', ...(isNeeded(policy, 'company') && { company: 'Fjord AS' }) };
  const newsletter = consents.find(isMailPurpose) as `newsletter:${string}`;
  const visitor = { brand, form, email, ...details, consents: [newsletter] };
  const unsubscribe = await subscribe(system, visitor);
  return { email, visitor, newsletter, unsubscribe, fields, market, id: await contactIdOf(system, email, brand) };
}
/** The page of all that is known of somebody, behind the one-hour link. */
const ownData = async ({ brand }: Policy, email: string) => {
  system.advance('PT16M');
  return `${await manageLink(system, email, brand)}/data`;
};
const openCase = async (policy: Policy, body: object) =>
  (await call(policy, 'POST', 'cases', { channel: 'phone', ...body }, 201)) as unknown as { id: string; due: string };
const lastMail = (email: string) => (system.mails(email)[0]?.text ?? '').replace(/\s+/g, ' ');

/** Each value of a record that is told, as text. */
const valuesOf = (told: unknown): string[] =>
  told !== null && typeof told === 'object' ? Object.values(told).flatMap(valuesOf) : [String(told)];

describe.each(each)('%s', (_, policy) => {
  const { brand, rights } = policy;

  test('access and portability: everything, readable, as JSON and as CSV (X11, E12, A7, I9, I11, K13)', async () => {
    const { id, email, newsletter } = await somebody(policy);
    const campaignId = '20261127-k3v9q2m7xd';
    await putItem(system, {
      ...{ ...keys.send(brand, id, campaignId as never), campaignId, state: 'sent', claimId: 'c', purpose: newsletter },
      ...{ claimedAt: '2026-11-27T10:00:00.000Z', openedAt: '2026-11-27T11:00:00.000Z', expiresAt: 1_900_000_000 },
    });
    const disclosure = { partner: 'somebody', at: '2026-11-27T12:00:00.000Z', fields: ['email', 'name'], ground: 'consent' };
    await putItem(system, { ...keys.shared(brand, id, disclosure.at, disclosure.partner), ...disclosure });
    await openCase(policy, { contactId: id, right: 'access' });

    const link = await ownData(policy, email);
    const page = await (await system.fetch(link)).text();
    expect(page).toContain(email);
    const data = (await (await system.fetch(`${link}?format=json`)).json()) as Record<string, unknown>;
    expect(data).toMatchObject({
      profile: { email, name: 'Kari Nordmann' },
      consents: [{ purpose: newsletter, status: 'ConsentGiven', basis: 'consent' }],
      evidence: [{ act: 'confirmed' }],
      chain: { whole: true },
      sends: [{ campaignId, state: 'sent' }],
      disclosures: [{ partner: 'somebody', fields: ['email', 'name'] }],
      cases: [{ right: 'access' }],
    });
    expect(JSON.stringify(data.engagement)).toContain('2026-11-27T11:00:00.000Z');
    const csv = await (await system.fetch(`${link}?format=csv`)).text();
    const rows = parseCsv(csv, { columns: true, bom: true }) as { part: string; value: string }[];
    const { about, chain, ...parts } = data;
    for (const [part, told] of Object.entries(parts)) {
      const values = rows.filter((row) => row.part === part).map(({ value }) => value.replace(/^'/, ''));
      expect(values, part).toEqual(expect.arrayContaining(valuesOf(told)));
    }
    const exported = await call(policy, 'GET', `contacts/${id}/export`);
    expect(Object.keys(exported).sort()).toEqual(Object.keys(data).sort());
  });

  test('rectification and completion: at once, everywhere, and the ledger says which fields (X11, I18)', async () => {
    const { id, email, newsletter } = await somebody(policy);
    const more = policy.fields.phone === undefined ? {} : { phone: '+47 22 33 44 55' };
    await openAndSubmit(system, await ownData(policy, email), 'rectify', { typed: { name: 'Kari Berg', ...more } });
    expect(await known(policy, email)).toMatchObject({ name: 'Kari Berg', ...more });
    const list = await asOperator(system, `audience?purpose=${encodeURIComponent(newsletter)}&limit=1000`, { brand });
    const { items } = (await list.json()) as { items: { email: string; name: string }[] };
    expect(items.find((item) => item.email === email)?.name).toBe('Kari Berg');
    const { evidence } = (await call(policy, 'GET', `contacts/${id}`)) as unknown as { evidence: object[] };
    expect(evidence.at(-1)).toMatchObject({ act: 'rectified' });
    expect(JSON.stringify(evidence)).not.toContain('Berg');
  });

  test(`erasure: ${rights.erasure === 'auto' ? 'at once' : 'as a case, decided upon by somebody'} (X11, E6, E12, I18, K12)`, async () => {
    const { email } = await somebody(policy);
    const link = await ownData(policy, email);
    await openAndSubmit(system, link, 'erase');
    await system.settle();
    if (rights.erasure === 'review') {
      expect(await known(policy, email)).toMatchObject({ standing: 'active' });
      const { items } = (await call(policy, 'GET', 'cases')) as unknown as {
        items: { id: string; contactId: string; right: string }[];
      };
      const own = items.filter(({ right }) => right === 'erase');
      expect(own).toMatchObject([{ right: 'erase', identity: { by: 'mailbox', status: 'confirmed' } }]);
      await call(policy, 'PATCH', `cases/${own[0]?.id}`, { outcome: 'done' });
    }
    expect(await known(policy, email)).toMatchObject({ standing: 'erased', ledger: [{ chain: { whole: true } }] });
    expect(JSON.stringify((await system.dump('people')).filter(({ sk }) => !String(sk).startsWith('CASE#')))).not.toContain(
      email,
    );
  });

  test('restriction and its lifting: out of every list, nothing lost, and back as before (X11, I8)', async () => {
    const { id, email, newsletter } = await somebody(policy);
    expect(await call(policy, 'POST', `contacts/${id}/restrict`, {})).toMatchObject({ standing: 'restricted' });
    expect(await audienceOf(system, newsletter, brand)).not.toContain(email);
    expect(await known(policy, email)).toMatchObject({
      name: 'Kari Nordmann',
      consents: { [newsletter]: { status: 'ConsentGiven' } },
    });
    expect(await call(policy, 'POST', `contacts/${id}/unrestrict`, {})).toMatchObject({ standing: 'active' });
    expect(await audienceOf(system, newsletter, brand)).toContain(email);
  });

  test('objection: no marketing on any ground, and no sign-up gets past it; the data stay (E12, K14)', async () => {
    const { id, email, newsletter, visitor } = await somebody(policy);
    expect(await call(policy, 'POST', `contacts/${id}/object`, {})).toMatchObject({ standing: 'objected' });
    expect(await audienceOf(system, newsletter, brand)).not.toContain(email);
    expect(await known(policy, email)).toMatchObject({
      name: 'Kari Nordmann',
      consents: { [newsletter]: { status: 'ConsentWithdrawn' } },
    });
    // the address is barred by itself, whatever becomes of the person
    const hash = await hashAt(system, brand, email);
    expect(await system.dump('people')).toContainEqual(
      expect.objectContaining({ ...keys.suppression(brand, hash), reason: 'objected' }),
    );
    const mails = system.mails(email).length;
    system.advance('PT16M');
    expect((await postSignUp(system, visitor)).status).toBe(202);
    await system.settle();
    expect(system.mails(email)).toHaveLength(mails);
  });

  test('withdrawal: as easy as the consent, and what the policy says becomes of the person (X5, X12, E5, A2, I7, K7)', async () => {
    const { email, newsletter, unsubscribe } = await somebody(policy);
    expect((await press(system, unsubscribe)).status).toBe(200);
    expect(await audienceOf(system, newsletter, brand)).not.toContain(email);
    const { onWithdrawal } = policy.purposes[newsletter] as { onWithdrawal: string };
    const standing = { delete: 'erased', deactivate: 'deactivated' }[onWithdrawal] ?? 'active';
    expect(await known(policy, email)).toMatchObject({ standing });
  });

  test('a case: due a calendar month after receipt, acknowledged, extended once with a reason before that and not after (X14, I11, K12)', async () => {
    const { id, email } = await somebody(policy);
    const receivedAt = '2027-01-31T09:00:00Z';
    const opened = await openCase(policy, { contactId: id, right: 'access', receivedAt });
    expect(opened.due).toBe('2027-02-28T09:00:00.000Z');
    expect(lastMail(email)).toContain(policy.identity.replyTo);
    expect(system.mails(email)[0]?.subject).toContain(opened.id);
    const extended = await call(policy, 'PATCH', `cases/${opened.id}`, { extend: { reason } });
    expect(extended).toMatchObject({ due: '2027-04-30T09:00:00.000Z' });
    expect(lastMail(email)).toContain(reason);
    expect(await call(policy, 'PATCH', `cases/${opened.id}`, { extend: { reason } }, 409)).toMatchObject({
      reason: 'extended_before',
    });
    const late = await openCase(policy, { contactId: id, right: 'port', receivedAt: '2026-12-20T09:00:00Z' });
    expect(await call(policy, 'PATCH', `cases/${late.id}`, { extend: { reason } }, 409)).toMatchObject({ reason: 'too_late' });
  });

  test.each(['refused', 'refer_to_controller'])(
    'a case that is %s: with reasons, naming whom to complain to (E12)',
    async (outcome) => {
      const { id, email } = await somebody(policy);
      const opened = await openCase(policy, { contactId: id, right: 'erase', channel: 'letter' });
      await call(policy, 'PATCH', `cases/${opened.id}`, { outcome }, 422);
      expect(await call(policy, 'PATCH', `cases/${opened.id}`, { outcome, reasons: reason })).toMatchObject({
        state: 'closed',
        outcome,
      });
      expect(lastMail(email)).toContain(reason);
      expect(lastMail(email)).toContain(policy.controller.authority);
      expect(await known(policy, email)).toMatchObject({ standing: 'active' });
    },
  );

  test(`who asks is proved by ${rights.identity}; more is asked for only on a doubt that is written down (E5, I10, K13, K15)`, async () => {
    const { id, email } = await somebody(policy);
    const opened = await openCase(policy, { contactId: id, right: 'erase' });
    const path = `cases/${opened.id}`;
    expect(await call(policy, 'GET', path)).toMatchObject({ identity: { by: rights.identity, status: 'open' } });
    expect(await call(policy, 'PATCH', path, { outcome: 'done' }, 409)).toMatchObject({ reason: 'identity_open' });
    await call(policy, 'PATCH', path, { identity: { status: 'doubted' } }, 422);
    await call(policy, 'PATCH', path, { identity: { status: 'doubted', reason } });
    expect(lastMail(email)).toContain(reason);
    await call(policy, 'PATCH', path, { identity: { status: 'confirmed' } });
    await call(policy, 'PATCH', path, { outcome: 'done' });
    expect(await known(policy, email)).toMatchObject({ standing: 'erased' });
  });
});
