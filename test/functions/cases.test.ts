import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator, audienceOf, postSignUp, subscribe, xledger } from '../journey.ts';
import { contactIdOf } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ clock: new Date('2027-01-31T10:00:00Z') });
});
afterAll(() => system.stop());

type Case = { id: string; due: string; state: string; outcome?: string; urgency?: string; [member: string]: unknown };
const as = (
  path: string,
  method: string,
  body?: object,
  { brand = xledger.brand as string, role = 'privacy' as const, headers = {} } = {},
) =>
  asOperator(system, path, {
    role,
    brand,
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
  });
const open = async (body: object, brand: string = xledger.brand) => {
  const answer = await as('cases', 'POST', { channel: 'phone', ...body }, { brand });
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
  await system.settle();
  return (await answer.json()) as { id: string; due: string };
};
const read = async (id: string, brand: string = xledger.brand) =>
  (await (await as(`cases/${id}`, 'GET', undefined, { brand })).json()) as Case;
const step = async (id: string, body: object, brand: string = xledger.brand) => {
  const answer = await as(`cases/${id}`, 'PATCH', body, { brand });
  await system.settle();
  return answer;
};
const listed = async (state: string) =>
  ((await (await as(`cases?state=${state}`, 'GET')).json()) as { items: Case[] }).items.map(({ id }) => id);
const mailsOf = (email: string, id: string) =>
  system
    .mails(email)
    .filter(({ subject }) => subject.includes(id))
    .reverse();
const reason = 'Vi må lete i et gammelt arkiv først';

describe('a case', () => {
  test('is due a calendar month after receipt, and acknowledged by mail with number, deadline and whom to write to (X14, I11)', async () => {
    const email = 'kari@example.no';
    await subscribe(system, { email });
    const { id, due } = await open({ email, right: 'access' });
    // one month after 31 January is the last of February
    expect(due).toMatch(/^2027-02-28T10:00/);
    expect(id).toMatch(/^20270131-[0-9a-z]{8}$/);
    const [mail] = mailsOf(email, id);
    expect(mail?.text).toContain('28. februar 2027');
    expect(mail?.text).toContain('webmaster@xledger.com');
    expect(mail?.headers['auto-submitted']).toBe('auto-generated');
    expect(await read(id)).toMatchObject({
      id,
      right: 'access',
      state: 'open',
      urgency: 'open',
      identity: { by: 'mailbox', status: 'open' },
    });
    expect(JSON.stringify(await read(id))).not.toContain(email);
    const letter = await open({ email, right: 'access', channel: 'letter', receivedAt: '2027-01-15T08:00:00+01:00' });
    expect(letter.due).toBe('2027-02-15T07:00:00.000Z');
  });

  test('of somebody unknown lies under the address’s hash, is answered, and forgets the address with the answer', async () => {
    const email = 'unknown@example.no';
    const { id } = await open({ email, right: 'access', channel: 'letter' });
    expect(mailsOf(email, id)).toHaveLength(1);
    await step(id, { identity: { status: 'confirmed' } });
    expect((await step(id, { outcome: 'done' })).status).toBe(200);
    expect(mailsOf(email, id).at(-1)?.text).toContain('Vi fant ingen opplysninger om deg');
    expect(JSON.stringify(await system.dump('people'))).not.toContain(email);
    expect(await read(id)).toMatchObject({ state: 'closed', outcome: 'done' });
  });

  test('of somebody who has only signed up erases what waits, bars the address, and says so', async () => {
    const email = 'waits@example.no';
    await postSignUp(system, { email, name: 'Kari Venter' });
    const { id } = await open({ email, right: 'erase', channel: 'letter' });
    await step(id, { identity: { status: 'confirmed' } });
    expect(await (await step(id, { outcome: 'done' })).json()).toMatchObject({ state: 'closed', found: true });
    expect(mailsOf(email, id).at(-1)?.text).not.toContain('Vi fant ingen opplysninger om deg');
    const left = JSON.stringify([await system.dump('people'), await system.dump('ledger')]);
    expect(left).not.toMatch(/waits@|Venter/);
    expect(await system.dump('people')).toContainEqual(expect.objectContaining({ sk: 'SUPPRESSION', reason: 'erased' }));
    expect(await system.dump('ledger')).toContainEqual(
      expect.objectContaining({ act: 'address_erased', caseId: id, signUps: 1 }),
    );
  });

  test('opened twice under one key is one case and one mail; by contact id it is the same person’s', async () => {
    const email = 'twice@example.no';
    await subscribe(system, { email });
    const contactId = await contactIdOf(system, email);
    const keyed = { headers: { 'idempotency-key': 'case-1' } };
    const body = { contactId, right: 'erase', channel: 'email' };
    const [a, b] = [await as('cases', 'POST', body, keyed), await as('cases', 'POST', body, keyed)];
    expect(await b.json()).toEqual(await a.clone().json());
    await system.settle();
    const { id } = (await a.json()) as { id: string };
    expect(mailsOf(email, id)).toHaveLength(1);
    for (const wrong of [
      { email, contactId },
      {},
      { contactId: 'x' },
      { email, right: 'none' },
      { email, receivedAt: '2099-01-01T00:00:00Z' },
    ]) {
      expect((await as('cases', 'POST', { right: 'access', channel: 'email', ...wrong })).status).toBe(422);
    }
    expect((await as('cases', 'POST', { contactId: system.deps.newId(), right: 'access', channel: 'email' })).status).toBe(404);
  });

  test('is extended once, with reasons, before its deadline and not after (GDPR 12(3))', async () => {
    const email = 'extended@example.no';
    await subscribe(system, { email });
    const { id } = await open({ email, right: 'access' });
    expect((await step(id, { extend: { reason: 'kort' } })).status).toBe(422);
    const extended = (await (await step(id, { extend: { reason } })).json()) as Case;
    // three months from receipt, not two from the end of February
    expect(extended.due).toMatch(/^2027-04-30T10:0/);
    const mail = mailsOf(email, id).at(-1);
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(`Grunnen er: ${reason}`);
    expect(mail?.text).toContain('Datatilsynet');
    expect(await (await step(id, { extend: { reason } })).json()).toMatchObject({ status: 409, reason: 'extended_before' });

    const late = await open({ email, right: 'access' });
    system.advance('P1M');
    expect(await (await step(late.id, { extend: { reason } })).json()).toMatchObject({ status: 409, reason: 'too_late' });
  });

  test('is listed by its deadline, open, near and overdue, and an overdue one raises the alarm’s line every day', async () => {
    const email = 'listed@example.no';
    await subscribe(system, { email });
    const { id } = await open({ email, right: 'port' });
    expect(await listed('open')).toContain(id);
    expect(await listed('due-soon')).not.toContain(id);
    system.advance('P25D');
    expect(await listed('due-soon')).toContain(id);
    expect(await listed('overdue')).not.toContain(id);
    system.advance('P10D');
    expect(await listed('overdue')).toContain(id);
    expect(await listed('due-soon')).not.toContain(id);
    const lines = system.lines.length;
    await system.runJob('check-cases');
    expect(system.lines.slice(lines).some((line) => line.includes('"cases_overdue"'))).toBe(true);
    for (const open of await listed('overdue')) {
      await step(open, { identity: { status: 'confirmed' } });
      await step(open, { outcome: 'done' });
    }
    expect(await listed('overdue')).toEqual([]);
    const quiet = system.lines.length;
    await system.runJob('check-cases');
    expect(system.lines.slice(quiet).some((line) => line.includes('"cases_overdue"'))).toBe(false);
    // pages are sealed: a cursor of one list opens no other
    await open({ email, right: 'access' });
    await open({ email, right: 'access' });
    const page = (await (await as('cases?limit=1', 'GET')).json()) as { items: Case[]; next: string };
    const rest = (await (await as(`cases?limit=1&cursor=${page.next}`, 'GET')).json()) as { items: Case[] };
    expect(rest.items[0]?.id).not.toBe(page.items[0]?.id);
    expect((await as(`cases?state=overdue&cursor=${page.next}`, 'GET')).status).toBe(422);
  });

  test('is done only for somebody proved; more is asked for on a doubt that is written down (I10, K13)', async () => {
    const email = 'doubted@example.no';
    await subscribe(system, { brand: 'alektum', form: 'newsletter', email, consents: ['newsletter:news'], company: 'Fjord AS' });
    const { id } = await open({ email, right: 'access', channel: 'phone' }, 'alektum');
    expect(await read(id, 'alektum')).toMatchObject({ identity: { by: 'id_document', status: 'open' } });
    expect(await (await step(id, { outcome: 'done' }, 'alektum')).json()).toMatchObject({ status: 409, reason: 'identity_open' });
    await step(id, { identity: { status: 'doubted', reason: 'Stemmen hørtes ut som en annens' } }, 'alektum');
    expect(mailsOf(email, id).at(-1)?.subject).toContain(id);
    expect(mailsOf(email, id).at(-1)?.text.replace(/\s+/g, ' ')).toContain('Stemmen hørtes ut som en annens');
    await step(id, { identity: { status: 'confirmed' } }, 'alektum');
    expect((await step(id, { outcome: 'done' }, 'alektum')).status).toBe(200);
    // the result is fetched behind the mailbox, not mailed (K15)
    const answer = mailsOf(email, id).at(-1)?.text ?? '';
    expect(answer).toContain('/alektum/manage');
    expect(answer).not.toContain('/p/');
  });

  test('is refused with reasons, naming complaint and court; or referred to another controller (E12)', async () => {
    const email = 'refused@example.no';
    await subscribe(system, { email });
    const refused = await open({ email, right: 'erase' });
    expect((await step(refused.id, { outcome: 'refused' })).status).toBe(422);
    expect((await step(refused.id, { outcome: 'refused', reasons: 'Loven pålegger oss å beholde regnskapet' })).status).toBe(200);
    const text = mailsOf(email, refused.id).at(-1)?.text.replace(/\s+/g, ' ');
    expect(text).toContain('Loven pålegger oss å beholde regnskapet');
    expect(text).toMatch(/klage til Datatilsynet eller gå til domstolene/);
    expect(await (await step(refused.id, { outcome: 'done' })).json()).toMatchObject({ status: 409, reason: 'closed' });
    const referred = await open({ email, right: 'access' });
    await step(referred.id, { outcome: 'refer_to_controller', reasons: 'Opplysningene er Fjord AS sine' });
    expect(mailsOf(email, referred.id).at(-1)?.text).toContain('Fjord AS');
    expect(await contactIdOf(system, email)).toBeDefined();
  });
});

describe('a decision', () => {
  const decided = async (email: string, right: string, brand: string = xledger.brand) => {
    const { id } = await open({ email, right }, brand);
    await step(id, { identity: { status: 'confirmed' } }, brand);
    const answer = await step(id, { outcome: 'done' }, brand);
    return { id, answer };
  };
  const contact = async (email: string) =>
    (await (await asOperator(system, `contacts?email=${email}`, { role: 'privacy' })).json()) as {
      standing: string;
      reason?: string;
      contactId: string;
    };

  test('erases, answers, and leaves the case but neither the address nor anything else of the person', async () => {
    const email = 'decided@example.no';
    await subscribe(system, { email, name: 'Kanari Gul' });
    const contactId = await contactIdOf(system, email);
    const { id } = await decided(email, 'erase');
    expect(mailsOf(email, id).at(-1)?.text).toContain('Opplysningene dine er slettet');
    expect(await contact(email)).toMatchObject({ standing: 'erased', reason: 'erased' });
    const left = (await system.dump('people')).filter(({ pk }) => pk === `xledger#${contactId}`);
    expect(left.map(({ sk }) => sk)).toEqual([`CASE#${id}`]);
    expect(JSON.stringify([await system.dump('people'), await system.dump('ledger')])).not.toMatch(/decided@|Kanari/);
    expect(await read(id)).toMatchObject({ state: 'closed', outcome: 'done' });
    const entry = (await system.dump('ledger')).filter(({ pk }) => pk === `xledger#${contactId}`).at(-1);
    expect(entry).toMatchObject({ act: 'erased', method: 'case', evidence: { caseId: id } });
    // and TTL takes the case when its own time is over
    system.advance('P2Y');
    system.advance('P1D');
    await system.runJob('ttl');
    expect((await system.dump('people')).filter(({ pk, sk }) => JSON.stringify([pk, sk]).includes(id))).toEqual([]);
  });

  test('restricts, objects and withdraws; an opt-out waits for no proof', async () => {
    await subscribe(system, { email: 'r@example.no' });
    await decided('r@example.no', 'restrict');
    expect(await contact('r@example.no')).toMatchObject({ standing: 'restricted' });
    for (const [email, right, standing] of [
      ['o@example.no', 'object', 'objected'],
      ['w@example.no', 'withdraw', 'erased'],
    ] as const) {
      await subscribe(system, { email });
      const { id } = await open({ email, right });
      expect((await step(id, { outcome: 'done' })).status).toBe(200);
      expect(await contact(email)).toMatchObject({ standing });
      expect(await audienceOf(system, 'newsletter:insights')).not.toContain(email);
      expect(mailsOf(email, id)).toHaveLength(2);
    }
  });

  test('alone lifts an objection, and mail begins again only with a yes of the person’s own (T3)', async () => {
    const email = 'lifted@example.no';
    await subscribe(system, { email });
    const { id } = await open({ email, right: 'object' });
    await step(id, { outcome: 'done' });
    const again = await open({ email, right: 'object' });
    expect((await step(again.id, { outcome: 'objection_lifted' })).status).toBe(200);
    expect(await contact(email)).toMatchObject({ standing: 'active' });
    expect(await audienceOf(system, 'newsletter:insights')).not.toContain(email);
    system.advance('PT16M');
    await postSignUp(system, { email });
    await system.settle();
    expect(system.mails(email)[0]?.subject).toContain('Bekreft');
    const other = await open({ email, right: 'access' });
    expect(await (await step(other.id, { outcome: 'objection_lifted' })).json()).toMatchObject({
      status: 409,
      reason: 'not_objected',
    });
  });

  test('yields to a legal hold, and says so (K11)', async () => {
    const email = 'claim@example.no';
    await subscribe(system, { email });
    const contactId = await contactIdOf(system, email);
    await as(`contacts/${contactId}/legal-hold`, 'POST', { reason: 'claim 9' });
    const { answer } = await decided(email, 'erase');
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ type: '/problems/legal-hold', reason: 'until released' });
    expect(await contact(email)).toMatchObject({ standing: 'active' });
  });

  test('is mailed once, though its message comes again or SES’s answer is lost', async () => {
    const email = 'mailed@example.no';
    await subscribe(system, { email });
    system.ses.fail('drop-after-accept', { to: email, times: 1 });
    const { id } = await open({ email, right: 'complaint' });
    const [stored] = (await system.dump('people')).filter(({ sk }) => sk === `CASE#${id}`);
    const { id: mailId } = (stored ?? expect.fail('no case')).mail as { id: string };
    const message = { kind: 'case', brand: 'xledger', caseId: id, mailId };
    const record = { messageId: '1', body: JSON.stringify(message) };
    await system.runJob('send-rights-mail', { Records: [record, { ...record, messageId: '2' }] });
    expect(mailsOf(email, id)).toHaveLength(1);
  });
});
