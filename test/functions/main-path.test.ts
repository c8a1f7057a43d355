import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { askForLink, asOperator, audienceOf, linkIn, postSignUp, press, subscribe, unsubscribeLinkOn } from '../journey.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const contact = async (email: string, role: 'marketer' | 'privacy' = 'marketer') => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { role });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
};

describe('the main path', () => {
  test('leads from the form through the mailbox into the audience, out of it by one click, and in again as a new person', async () => {
    const email = 'kari@example.no';
    const answer = await postSignUp(system, { email, name: 'Kari Nordmann', company: 'Fjord AS', formVersion: 1 });
    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe('{"status":"accepted"}');
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([]);

    await system.settle();
    expect(system.mails(email)).toHaveLength(1);
    const link = linkIn(system, email, 'c');
    expect((await system.fetch(link)).status).toBe(200);
    expect((await contact(email)).status).toBe(404);

    const confirmed = await press(system, link);
    expect(confirmed.status).toBe(200);
    await system.settle();
    const before = await contact(email);
    expect(before).toMatchObject({
      status: 200,
      body: {
        email,
        name: 'Kari Nordmann',
        standing: 'active',
        consents: {
          'newsletter:insights': { status: 'ConsentGiven', basis: 'consent' },
          'tracking:open': { status: 'ConsentGiven' },
        },
      },
    });
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);

    const unsubscribe = await unsubscribeLinkOn(confirmed);
    expect((await system.fetch(unsubscribe)).status).toBe(200);
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);
    const ended = await press(system, unsubscribe);
    expect(ended.status).toBe(200);
    expect(await ended.text()).toContain('Nyhetsbrev');
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([]);
    expect((await contact(email)).status).toBe(404);
    expect((await contact(email, 'privacy')).body).toMatchObject({
      standing: 'erased',
      reason: 'withdrawn',
      formerIds: [before.body.contactId],
    });

    system.advance('PT16M');
    const again = await subscribe(system, { email });
    const after = await contact(email);
    expect(after.body.contactId).not.toBe(before.body.contactId);
    expect(after.body).toMatchObject({ formerIds: [before.body.contactId] });
    expect(after.body.name).toBeUndefined();
    // the first episode's link ends nothing of the second (design: old links stay with the person they were made for)
    expect((await press(system, unsubscribe)).status).toBe(200);
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([email]);
    expect((await press(system, again)).status).toBe(200);
    expect(await audienceOf(system, 'newsletter:insights')).toEqual([]);
  });

  test('keeps evidence of both steps: who, when, how, which words, which mail; never the address', async () => {
    const email = 'evidence@example.no';
    const link = await askForLink(system, { email, consents: ['newsletter:insights'] });
    await press(system, link);
    const { body } = await contact(email);
    const whole = (await (await asOperator(system, `contacts/${body.contactId}`)).json()) as Record<string, never>;
    expect(whole.chain).toMatchObject({ whole: true, head: { seq: 1 } });
    expect(whole.evidence).toEqual([
      expect.objectContaining({
        seq: 1,
        act: 'confirmed',
        actor: 'person',
        method: 'double_opt_in',
        changes: { 'newsletter:insights': 'ConsentGiven' },
        policyVersion: 1,
        evidence: expect.objectContaining({
          form: 'newsletter-no',
          formVersion: 1,
          wordingAssumed: true,
          locale: 'nb',
          shown: expect.arrayContaining(['newsletter:insights', 'newsletter:events', 'tracking:open']),
          granted: ['newsletter:insights'],
          messageId: system.mails(email)[0]?.id,
        }),
      }),
    ]);
    expect(JSON.stringify(await system.dump('ledger'))).not.toMatch(/@|192\.0\.2/);
  });

  test('keeps nothing of someone who takes the material and ticks no box (X4)', async () => {
    const email = 'reader@example.no';
    const answer = await postSignUp(system, { email, form: 'download-no', consents: [] });
    expect(answer.status).toBe(202);
    await system.settle();
    expect(system.mails(email)).toEqual([]);
    expect(JSON.stringify(await system.dump('people'))).not.toContain(email);
  });
});
