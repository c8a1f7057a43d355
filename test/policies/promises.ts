/**
 * What the five companies promise, each promise with its proof: a piece of life under the brand's policy, through the public contract, and the setting that keeps
 * it. Under the policy as it is shipped the proof holds; with the setting flipped it must fail, or the policy must not load (`flip.soak.ts` tries every one).
 */
import assert from 'node:assert/strict';
import { effectiveBasis, effectiveTracking } from '../../functions/domain/basis.ts';
import { purposeOf } from '../../functions/domain/policy.ts';
import { rulePackOfMarket } from '../../functions/domain/rule-packs.ts';
import { assertErased, changed, errorsOf, type World } from './world.ts';

/** A promise and its proof. */
export interface Promised {
  readonly brand: 'xledger' | 'expectit' | 'amesto' | 'infosoft' | 'alektum';
  /** The clauses that it proves. */
  readonly clauses: readonly string[];
  /** The row of requirements.md section 2 in which the companies differ. */
  readonly dimension?: string;
  readonly says: string;
  readonly prove: (world: World) => Promise<void>;
  /** What breaks it. */
  readonly flip: object;
}

const kari = 'kari@example.no';
const customer = { relationship: 'customer', basisEvidence: ['sale'], refusalOffered: true };
const retention = (purpose: string, ...rules: readonly object[]) => ({ purposes: { [purpose]: { retention: rules } } });
const soft = (purpose: string, relationships: readonly string[] = ['customer']) => ({
  purposes: { [purpose]: { basisWhen: [{ relationships, basis: 'soft_opt_in', evidence: ['sale'] }] } },
});
const abroad = { id: 'abroad', name: 'Abroad Ltd', country: 'US', dpaSigned: true };
const friend = { id: 'friend', name: 'Friend AS', country: 'NO' };

/** A customer without consent is not mailed. */
const asksCustomersToo = (purpose: string) => async (world: World) => {
  assert.equal((await world.introduce({ ...customer, company: 'Fjord AS', purposes: [purpose] })).status, 422);
  assert.deepEqual(await world.audience(purpose), []);
};

/** Silence until the last step, then until after the period: the person is gone. */
const silentAreErased =
  (purpose: string, more: object, ...steps: readonly string[]) =>
  async (world: World) => {
    await world.subscribe(kari, [purpose], world.form, more);
    const [almost = '', ...rest] = steps;
    await world.later(almost);
    assert.deepEqual(await world.audience(purpose), [kari]);
    await world.later(...rest);
    await assertErased(world, kari, 'inactive');
  };

/** What was kept for the customer goes after the relationship, not before. */
const afterRelationship =
  (almost: string, more: object = {}) =>
  async (world: World) => {
    const entered = await world.introduce({ relationship: 'customer', purposes: ['service:customer'], ...more });
    assert.equal(entered.status, 201);
    const { contactId } = entered.body;
    assert.equal((await world.call('PATCH', `contacts/${contactId}`, { relationshipEndedOn: '2026-03-10' })).status, 200);
    await world.later(almost);
    assert.equal((await world.call('GET', `contacts/${contactId}`)).body.standing, 'active');
    await world.later('P35D', 'P5D');
    assert.equal((await world.call('GET', `contacts/${contactId}`)).body.standing, 'erased');
  };

const leavingErases =
  (purpose: string, more: object = {}) =>
  async (world: World) => {
    const wayOut = await world.subscribe(kari, [purpose], world.form, more);
    assert.equal((await world.press(wayOut)).status, 200);
    // at once, in the answer to the press: nothing has been delivered since
    await assertErased(world, kari, 'withdrawn');
  };

/** Passing anything on is no policy that could be deployed. */
const passesNothingOn = async ({ policy }: World) => {
  assert.deepEqual(errorsOf(policy), []);
  assert.deepEqual(errorsOf(changed(policy, { sharing: { registry: [friend] } })), ['sharing/never']);
};

const refusesShield =
  (recipient: string) =>
  async ({ policy }: World) => {
    assert.deepEqual(errorsOf(policy), []);
    const literal = { transfer: { allow: [{ recipient, ref: 'Privacy Shield', mechanism: 'privacy_shield' }] } };
    assert.deepEqual(errorsOf(changed(policy, literal)), ['transfer/void']);
  };

/** The CRM hears of whoever may be mailed, and that they are no longer. */
const tellsCrm = (crm: string, purpose: string, left: string, more: object) => async (world: World) => {
  const wayOut = await world.subscribe(kari, [purpose], world.form, more);
  const types = async () => ((await world.feed(crm)).body.items as { type: string }[] | undefined)?.map(({ type }) => type);
  assert.deepEqual(await types(), ['granted']);
  await world.press(wayOut);
  assert.equal((await types())?.at(-1), left);
};

/** How a request is proved, and by when it must be answered. */
const handlesCase =
  (right: string, asks: { readonly identity?: string; readonly due?: string }, more: object) => async (world: World) => {
    await world.subscribe(
      kari,
      [Object.keys(world.policy.purposes).find((purpose) => purpose.startsWith('newsletter:')) ?? ''],
      world.form,
      more,
    );
    const opened = await world.call('POST', 'cases', { email: kari, right, channel: 'phone' });
    assert.equal(opened.status, 201);
    if (asks.due) assert.equal(String(opened.body.due).slice(0, 10), asks.due);
    const { identity } = (await world.call('GET', `cases/${opened.body.id}`)).body as { identity?: { by: string } };
    if (asks.identity) assert.equal(identity?.by, asks.identity);
  };

/** Hours from that moment of a breach until the authority must know. */
const breachIsDue = (hours: number, since: 'occurredAt' | 'awareAt') => async (world: World) => {
  const breach = { occurredAt: '2026-03-09T20:00:00Z', awareAt: '2026-03-10T08:00:00Z', nature: 'A laptop was stolen.' };
  const { status, body } = await world.call('POST', 'breaches', breach);
  assert.equal(status, 201);
  assert.equal(body.due, new Date(Date.parse(breach[since]) + hours * 3_600_000).toISOString());
};

const erasedFromOwnPage = (purpose: string) => async (world: World) => {
  await world.subscribe(kari, [purpose]);
  await world.wish(kari, 'erase');
  await assertErased(world, kari, 'erased');
};

/** A brand that asks for profiling, without it: nothing is asked then, so nothing is refused either. */
const unasked = ({ form, consents }: { readonly form: string; readonly consents: readonly string[] }) => ({
  purposes: { profiling: undefined },
  forms: { [form]: { consents } },
});

export const promises: readonly Promised[] = [
  {
    brand: 'xledger',
    clauses: ['X1'],
    dimension: 'Locales',
    says: 'serves each market in its own language, and stores the market',
    prove: async (world) => {
      for (const [market, subject] of [
        ['no', 'Bekreft påmeldingen din hos Xledger'],
        ['uk', 'Confirm your sign-up with Xledger'],
        ['se', 'Bekräfta din anmälan hos Xledger'],
        ['fi', 'Vahvista tilauksesi: Xledger'],
      ] as const) {
        const email = `${market}@example.no`;
        await world.subscribe(email, ['newsletter:insights'], `newsletter-${market}`);
        assert.equal((await world.subjects(email))[0], subject);
        assert.equal((await world.known(email)).market, market);
      }
    },
    flip: { forms: { 'newsletter-fi': { market: 'no' } } },
  },
  {
    brand: 'xledger',
    clauses: ['X2'],
    says: 'takes name, company, e-mail and phone, needs the e-mail alone, and refuses whatever else is sent',
    prove: async (world) => {
      const consents = ['newsletter:insights'];
      assert.equal((await world.signUp({ email: 'one@example.no', consents })).status, 202);
      const all = { email: kari, name: 'Kari', company: 'Fjord AS', phone: '+47 22 33 44 55', consents };
      assert.equal((await world.signUp(all)).status, 202);
      assert.equal((await world.signUp({ ...all, title: 'CFO' })).status, 422);
    },
    flip: { fields: { name: 'required' } },
  },
  {
    brand: 'xledger',
    clauses: ['X3'],
    says: 'stores what somebody is to the brand, and mails nobody for it',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:events']);
      const { contactId } = await world.known(kari);
      for (const relationship of ['new_customer', 'customer', 'supplier', 'partner', 'applicant']) {
        assert.equal((await world.call('PATCH', `contacts/${contactId}`, { relationship })).status, 200);
        assert.equal((await world.known(kari)).relationship, relationship);
        assert.deepEqual(await world.audience('newsletter:insights'), []);
      }
    },
    flip: { relationships: ['customer'] },
  },
  {
    brand: 'xledger',
    clauses: ['X4'],
    says: 'makes no subscriber of whoever downloads, and writes consent down as the ground of a newsletter',
    prove: async (world) => {
      assert.equal((await world.signUp({ email: 'reader@example.no', consents: [] }, 'download-no')).status, 202);
      assert.deepEqual(await (await world.system()).dump('people'), []);
      await world.subscribe(kari, ['newsletter:insights']);
      assert.equal((await world.known(kari)).consents?.['newsletter:insights']?.basis, 'consent');
    },
    flip: { purposes: { 'newsletter:insights': { basis: 'legitimate_interest' } } },
  },
  {
    brand: 'xledger',
    clauses: ['X4'],
    dimension: 'Newsletter basis',
    says: 'asks customers like anyone else',
    prove: asksCustomersToo('newsletter:insights'),
    flip: soft('newsletter:insights'),
  },
  {
    brand: 'xledger',
    clauses: ['X5'],
    dimension: 'On withdrawal',
    says: 'erases whoever leaves, at once, and remembers only not to mail the address',
    prove: leavingErases('newsletter:insights'),
    flip: { purposes: { 'newsletter:insights': { onWithdrawal: 'suppress' } } },
  },
  {
    brand: 'xledger',
    clauses: ['X6'],
    dimension: 'Inactivity',
    says: 'deletes after 24 months without a sign',
    prove: silentAreErased('newsletter:insights', {}, 'P23M', 'P5D', 'P40D'),
    flip: retention('newsletter:insights', { clock: 'last_activity', period: '36 months', action: 'delete' }),
  },
  {
    brand: 'xledger',
    clauses: ['X6'],
    dimension: 'Activity',
    says: 'counts a new visit to the site as a sign of interest',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:insights']);
      const { contactId } = await world.known(kari);
      await world.later('P20M');
      const at = (await world.system()).clock.now().toISOString();
      assert.ok((await world.call('POST', `contacts/${contactId}/activity`, { type: 'site_visit', at })).status < 300);
      await world.later('P4M', 'P40D');
      assert.deepEqual(await world.audience('newsletter:insights'), [kari]);
      assert.equal((await world.subjects(kari)).length, 1);
    },
    flip: { activity: { counts: ['click', 'reply', 'form'] } },
  },
  {
    brand: 'xledger',
    clauses: ['X7'],
    dimension: 'After customer relationship',
    says: 'keeps customers’ data for a year after the relationship',
    prove: afterRelationship('P11M'),
    flip: retention('service:customer', { clock: 'relationship_end', period: '3 years', action: 'delete' }),
  },
  {
    brand: 'xledger',
    clauses: ['X8'],
    dimension: 'Partners',
    says: 'lists for a partner whoever agreed to that partner, and nobody else',
    prove: async (world) => {
      await world.subscribe('only-mail@example.no', ['newsletter:insights']);
      await world.subscribe(kari, ['newsletter:insights', 'partner:implementation']);
      assert.deepEqual(await world.audience('partner:implementation'), [kari]);
      assert.deepEqual(
        errorsOf(
          changed(world.policy, {
            sharing: { registry: [] },
            purposes: { 'partner:implementation': undefined },
            forms: Object.fromEntries(
              Object.entries(world.policy.forms).map(([id, { consents }]) => [
                id,
                { consents: consents.filter((purpose) => !purpose.startsWith('partner:')) },
              ]),
            ),
          }),
        ),
        ['sharing/no-recipient'],
      );
    },
    flip: { sharing: { partners: 'never' } },
  },
  {
    brand: 'xledger',
    clauses: ['X9'],
    dimension: 'Outside EEA',
    says: 'lets nothing out of the EEA: a partner in Britain or the US stops the deployment',
    prove: async ({ policy }) => {
      for (const country of ['GB', 'US']) {
        const registry = policy.sharing.registry.map((partner) => ({ ...partner, country }));
        assert.deepEqual(errorsOf(changed(policy, { sharing: { registry } })), ['transfer/blocked']);
      }
    },
    flip: { transfer: { mode: 'adequate' } },
  },
  {
    brand: 'xledger',
    clauses: ['X10'],
    dimension: 'CRM',
    says: 'tells Creatio who may be mailed, and who is deleted',
    prove: tellsCrm('creatio', 'newsletter:insights', 'erased', {}),
    flip: { crm: undefined },
  },
  {
    brand: 'xledger',
    clauses: ['X17'],
    dimension: 'Breach',
    says: 'says whom to tell of an incident, and opens a register entry of the report',
    prove: async (world) => {
      assert.match(await world.notice(), /Skriv hit hvis du har oppdaget eller mistenker/);
      await breachIsDue(72, 'awareAt')(world);
    },
    flip: { controller: { security: undefined } },
  },
  {
    brand: 'xledger',
    clauses: ['X13'],
    says: 'holds each market to its own law: talks about a sale count in Britain, not in Norway',
    prove: async ({ policy }) => {
      const lenient = changed(policy, {
        purposes: {
          'newsletter:insights': {
            basisWhen: [{ relationships: ['new_customer'], basis: 'soft_opt_in', evidence: ['negotiation'] }],
          },
        },
      });
      const inTalks = { relationship: 'new_customer', subscriberType: 'natural', evidence: ['negotiation'] } as const;
      const permitted = (market: string | undefined) =>
        effectiveBasis(lenient, rulePackOfMarket(lenient, market), inTalks, 'newsletter:insights', 'none').permitted;
      assert.deepEqual(['uk', 'no', 'se', 'fi', undefined].map(permitted), [true, false, false, false, false]);
    },
    flip: { markets: { uk: { rulePack: 'strictest' } } },
  },
  {
    brand: 'xledger',
    clauses: ['X15'],
    dimension: 'Activity',
    says: 'asks whoever it may not watch, instead of taking their silence for absence',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:insights']);
      await world.later('P23M', 'P5D');
      assert.equal((await world.subjects(kari))[0], 'Vil du fortsatt høre fra Xledger?');
    },
    flip: { activity: { whenNotTracked: 'delete' } },
  },
  {
    brand: 'xledger',
    clauses: ['X4'],
    dimension: 'Consent channels',
    says: 'asks on its site, and takes no paper for a yes',
    prove: async (world) => {
      const noted = await world.note({ channel: 'paper', form: 'newsletter-no', consents: ['newsletter:insights'] });
      assert.deepEqual([noted.status, noted.body.errors?.[0]?.pointer], [422, '/consents/0']);
    },
    flip: { purposes: { 'newsletter:insights': { channels: ['web', 'paper'] } } },
  },
  {
    brand: 'xledger',
    clauses: ['X11'],
    dimension: 'Erasure',
    says: 'erases whoever asks for it on their own page, at once',
    prove: erasedFromOwnPage('newsletter:insights'),
    flip: { rights: { erasure: 'review' } },
  },
  {
    brand: 'expectit',
    clauses: ['E2', 'E3'],
    dimension: 'Consent channels',
    says: 'takes a yes by phone, and asks by mail for its confirmation',
    prove: async (world) => {
      const noted = await world.note({ channel: 'phone', form: 'by-phone', consents: ['newsletter:news'] });
      assert.deepEqual([noted.status, noted.body.status], [202, 'confirmation_requested']);
      await (await world.system()).settle();
      assert.equal((await world.subjects(kari)).length, 1);
      assert.deepEqual(await world.audience('newsletter:news'), []);
    },
    flip: { purposes: { 'newsletter:news': { channels: ['web'] } } },
  },
  {
    brand: 'expectit',
    clauses: ['E3'],
    dimension: 'Newsletter basis',
    says: 'mails nobody without consent, customers included',
    prove: asksCustomersToo('newsletter:news'),
    flip: soft('newsletter:news'),
  },
  {
    brand: 'expectit',
    clauses: ['E1', 'E4'],
    says: 'asks for news, information and sales contact apart from each other',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:news']);
      await world.subscribe('sales@example.no', ['marketing:sales']);
      assert.deepEqual(await world.audience('newsletter:news'), [kari]);
      assert.deepEqual(await world.audience('newsletter:information'), []);
      assert.deepEqual(await world.audience('marketing:sales'), ['sales@example.no']);
    },
    flip: { forms: { newsletter: { consents: ['newsletter:news', 'newsletter:information'] } } },
  },
  {
    brand: 'expectit',
    clauses: ['E5'],
    dimension: 'On withdrawal',
    says: 'deletes the subscription by the link',
    prove: leavingErases('newsletter:news'),
    flip: { purposes: { 'newsletter:news': { onWithdrawal: 'deactivate' } } },
  },
  {
    brand: 'expectit',
    clauses: ['E5'],
    dimension: 'Identity',
    says: 'takes the registered address for proof of who asks',
    prove: handlesCase('access', { identity: 'sender_address' }, {}),
    flip: { rights: { identity: 'mailbox' } },
  },
  {
    brand: 'expectit',
    clauses: ['E11'],
    says: 'prints name and e-mail address in its mails, and refuses a template with anything else',
    prove: async (world) => {
      const campaign = (field: string) => ({
        name: 'Januar',
        purpose: 'newsletter:news',
        content: { nb: { subject: 'Hei', html: `<p>{{ contact.${field} }}</p>` } },
      });
      for (const field of ['name', 'email']) assert.equal((await world.call('POST', 'campaigns', campaign(field))).status, 201);
      assert.equal((await world.call('POST', 'campaigns', campaign('company'))).status, 422);
    },
    flip: { mergeFields: ['name', 'email', 'company'] },
  },
  {
    brand: 'expectit',
    clauses: ['E6'],
    dimension: 'Inactivity',
    says: 'keeps until asked: three silent years change nothing',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:news']);
      await world.later('P23M', 'P5D', 'P40D', 'P11M');
      assert.deepEqual(await world.audience('newsletter:news'), [kari]);
    },
    flip: retention('newsletter:news', { clock: 'last_activity', period: '2 years', action: 'delete' }),
  },
  {
    brand: 'expectit',
    clauses: ['E6'],
    dimension: 'After customer relationship',
    says: 'keeps for as long as a contract agrees, where there is one',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:news']);
      const { contactId } = await world.known(kari);
      const contract = (period: string) => ({
        relationship: 'customer',
        agreedPeriods: { 'newsletter:news': { period, contract: 'DPA 2026/4', agreedOn: '2026-03-01' } },
      });
      const patch = (body: object) => world.call('PATCH', `contacts/${contactId}`, body, 'privacy');
      assert.equal((await patch(contract('11 years'))).status, 422);
      assert.equal((await patch(contract('6 months'))).status, 200);
      await world.later('P24M');
      assert.deepEqual(await world.audience('newsletter:news'), [kari]);
      assert.equal((await patch({ relationshipEndedOn: '2028-03-10' })).status, 200);
      await world.later('P5M', 'P5D');
      assert.deepEqual(await world.audience('newsletter:news'), [kari]);
      await world.later('P27D');
      await assertErased(world, kari, 'inactive');
    },
    flip: retention('newsletter:news', { clock: 'last_activity', period: null, action: 'none' }),
  },
  {
    brand: 'expectit',
    clauses: ['E7'],
    dimension: 'Outside EEA',
    says: 'sends data to the US by a valid mechanism only; Privacy Shield is refused',
    prove: refusesShield('newsletter-database'),
    flip: { transfer: { mode: 'eea_only', allow: [] } },
  },
  {
    brand: 'expectit',
    clauses: ['E8'],
    dimension: 'Partners',
    says: 'passes nothing on',
    prove: passesNothingOn,
    flip: { sharing: { partners: 'opt_in', registry: [friend] } },
  },
  {
    brand: 'expectit',
    clauses: ['E9'],
    says: 'forwards what a visitor writes, stores none of it and subscribes nobody',
    prove: async (world) => {
      const system = await world.system();
      const answer = await system.fetch('/expectit/contact/contact', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: kari, phone: '+47 22 33 44 55', subject: 'Tilbud', message: 'Hei' }),
      });
      assert.equal(answer.status, 202);
      assert.equal(system.mails('post@expectit.no').length, 1);
      assert.deepEqual([...new Set((await system.dump('people')).map(({ sk }) => sk))], ['ALLOWANCE']);
      assert.equal((await world.signUp({ email: kari, consents: [] }, 'contact')).status, 404);
    },
    flip: { forms: { contact: { store: true, fields: ['email', 'name', 'phone'] } } },
  },
  {
    brand: 'expectit',
    clauses: ['E10'],
    says: 'uses a lead from LinkedIn to get in touch, and for nothing else',
    prove: async (world) => {
      const lead = { source: 'linkedin', purposes: ['service:contact'] };
      assert.equal((await world.introduce({ ...lead, purposes: ['newsletter:news'] })).status, 422);
      assert.equal((await world.introduce(lead)).status, 201);
      assert.deepEqual(await world.audience('newsletter:news'), []);
    },
    flip: { sources: { linkedin: [] } },
  },
  {
    brand: 'expectit',
    clauses: ['E12'],
    says: 'names the authority that people can complain to',
    prove: async (world) => assert.match(await world.notice(), /Datatilsynet/),
    flip: { controller: { authority: 'Elsewhere' } },
  },
  {
    brand: 'expectit',
    clauses: ['E13'],
    dimension: 'Notice changes',
    says: 'tells its subscribers by mail of a new notice, and keeps the old one',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:news']);
      await world.publish({ notice: { version: '2.4' } });
      assert.equal((await world.subjects(kari))[0], 'Expectit har en ny personvernerklæring');
      assert.match(await world.notice('?version=2.3'), /Versjon 2\.3 gjaldt fra 10\. mars 2026 til 11\. mars 2026/);
    },
    flip: { notice: { onChange: 'site' } },
  },
  {
    brand: 'expectit',
    clauses: ['E6'],
    dimension: 'Erasure',
    says: 'keeps until asked, and deletes then',
    prove: erasedFromOwnPage('newsletter:news'),
    flip: { rights: { erasure: 'review' } },
  },
  {
    brand: 'amesto',
    clauses: ['A1'],
    says: 'asks on no form for birth date or gender',
    prove: async (world) => {
      const consents = ['newsletter:updates'];
      for (const field of ['birthDate', 'gender'])
        assert.equal((await world.signUp({ email: kari, consents, [field]: 'x' })).status, 422);
      for (const field of ['birthDate', 'gender'])
        assert.deepEqual(errorsOf(changed(world.policy, { forms: { 'newsletter-dk': { fields: ['email', field] } } })), [
          'form/forbidden-field',
        ]);
    },
    flip: { fields: { gender: 'optional' } },
  },
  {
    brand: 'amesto',
    clauses: ['A2'],
    dimension: 'On withdrawal',
    says: 'lets each of its three purposes be given and withdrawn by itself',
    prove: async (world) => {
      const wayOut = await world.subscribe(kari, ['newsletter:updates', 'marketing:surveys']);
      await world.press(wayOut);
      assert.deepEqual(await world.audience('newsletter:updates'), []);
      assert.deepEqual(await world.audience('marketing:surveys'), [kari]);
      assert.deepEqual(await world.audience('marketing:activities'), []);
    },
    flip: { purposes: { 'newsletter:updates': { withdrawalScope: 'all_marketing' } } },
  },
  {
    brand: 'amesto',
    clauses: ['A3'],
    dimension: 'Inactivity',
    says: 'keeps for a period with a number; “as long as necessary” is none',
    prove: async (world) => {
      assert.deepEqual(errorsOf(changed(world.policy, retention('newsletter:updates'))), ['retention/missing']);
      await silentAreErased('newsletter:updates', {}, 'P11M', 'P5D', 'P40D')(world);
    },
    flip: retention('newsletter:updates', { clock: 'last_activity', period: '5 years', action: 'delete' }),
  },
  {
    brand: 'amesto',
    clauses: ['A4'],
    dimension: 'After customer relationship',
    says: 'keeps a customer’s data for a while after the relationship, and questions to its service shorter',
    prove: async (world) => {
      const asked = await world.introduce({ email: 'ola@example.no', relationship: 'customer', purposes: ['service:support'] });
      await afterRelationship('P11M')(world);
      assert.equal((await world.call('GET', `contacts/${asked.body.contactId}`)).body.standing, 'erased');
    },
    flip: retention('service:customer', { clock: 'relationship_end', period: '4 years', action: 'delete' }),
  },
  {
    brand: 'amesto',
    clauses: ['A5'],
    dimension: 'Partners',
    says: 'gives its parent whoever agreed to that, and the law of Denmark lets it give nobody else',
    prove: async (world) => {
      await world.subscribe('mail@example.no', ['newsletter:updates']);
      await world.subscribe(kari, ['newsletter:updates', 'partner:spabo']);
      assert.deepEqual(await world.audience('partner:spabo'), [kari]);
    },
    flip: { purposes: { 'partner:spabo': undefined }, forms: { 'newsletter-dk': { consents: ['newsletter:updates'] } } },
  },
  {
    brand: 'amesto',
    clauses: ['A6'],
    says: 'has no partners, and no supplier without a signed agreement',
    prove: async ({ policy }) => {
      assert.deepEqual(errorsOf(changed(policy, { sharing: { registry: [friend] } })), ['sharing/never']);
      const supplier = { id: 'mailer', name: 'Mailer ApS', country: 'DK' };
      assert.deepEqual(errorsOf(changed(policy, { processors: [supplier] })), ['processor/no-dpa']);
    },
    flip: { sharing: { partners: 'notice' } },
  },
  {
    brand: 'amesto',
    clauses: ['A8'],
    dimension: 'Mail tracking',
    says: 'watches nobody, not even in sum: it has no consent for that to ask',
    prove: async ({ policy }) => {
      const pack = rulePackOfMarket(policy, 'dk');
      for (const signal of ['open', 'click'] as const)
        for (const state of ['none', 'stands'] as const) assert.equal(effectiveTracking(policy, pack, signal, state), 'off');
    },
    flip: { tracking: { open: 'aggregate' } },
  },
  {
    brand: 'amesto',
    clauses: ['A9'],
    dimension: 'Outside EEA',
    says: 'sends data outside the EEA with listed safeguards, and blocks whoever is not listed',
    prove: async ({ policy }) => {
      const allow = [{ recipient: 'abroad', ref: 'contract 1', mechanism: 'SCC' }];
      assert.deepEqual(errorsOf(changed(policy, { processors: [abroad], transfer: { allow } })), []);
      for (const country of ['US', 'GB'])
        assert.deepEqual(errorsOf(changed(policy, { processors: [{ ...abroad, country }] })), ['transfer/blocked']);
    },
    flip: { transfer: { mode: 'adequate' } },
  },
  {
    brand: 'amesto',
    clauses: ['A11'],
    says: 'speaks Danish and answers to Norway: the authority follows the controller, not the language',
    prove: async (world) => {
      const notice = await world.notice();
      assert.match(notice, /<html lang="da">/);
      assert.match(notice, /Etableret i Norge/);
      assert.match(notice, /Datatilsynet/);
      assert.ok(notice.includes(world.policy.controller.dpo?.name ?? '–'));
    },
    flip: { controller: { country: 'DK', address: 'Danmark', dpo: undefined } },
  },
  {
    brand: 'amesto',
    clauses: ['A12'],
    says: 'prints its security measures in the notice',
    prove: async (world) => {
      const notice = await world.notice();
      const measures = [...new Set(['tekniske', 'organisatoriske'].filter((word) => notice.toLowerCase().includes(word)))];
      assert.deepEqual(measures, ['tekniske', 'organisatoriske']);
    },
    flip: { securityMeasures: undefined },
  },
  {
    brand: 'amesto',
    clauses: ['A2'],
    dimension: 'Newsletter basis',
    says: 'asks customers like anyone else',
    prove: asksCustomersToo('newsletter:updates'),
    flip: { relationships: ['customer'], ...soft('newsletter:updates') },
  },
  {
    brand: 'amesto',
    clauses: ['A7'],
    dimension: 'Profiling',
    says: 'notes what somebody is interested in with their consent alone, shows it to them, and stops when they say so',
    prove: async (world) => {
      await world.subscribe('ola@example.no', ['newsletter:updates']);
      assert.equal(await world.looks('ola@example.no', 'download'), 'not_recorded');
      await world.subscribe(kari, ['newsletter:updates', 'profiling']);
      assert.equal(await world.looks(kari, 'download'), 'recorded');
      const { contactId } = await world.known(kari);
      const shown = (await world.call('GET', `contacts/${contactId}/export`)).body.engagement;
      assert.deepEqual((shown as { signal: string }[]).map(({ signal }) => signal).sort(), ['download', 'form']);
      await world.choose(kari, ['newsletter:updates']);
      assert.equal(await world.looks(kari, 'site_visit'), 'not_recorded');
      assert.deepEqual(await world.audience('newsletter:updates'), [kari, 'ola@example.no']);
    },
    flip: unasked({ form: 'newsletter-dk', consents: ['newsletter:updates', 'partner:spabo'] }),
  },
  {
    brand: 'infosoft',
    clauses: ['I1'],
    dimension: 'CRM',
    says: 'tells HubSpot who may be mailed, and who may no longer be',
    prove: tellsCrm('hubspot', 'newsletter:news', 'withdrawn', { company: 'Fjord AB' }),
    flip: { crm: undefined },
  },
  {
    brand: 'infosoft',
    clauses: ['I2'],
    dimension: 'Profiling',
    says: 'ties downloads, pages and forms to a person with their consent to profiling alone',
    prove: async (world) => {
      const [company, other] = ['Fjord AB', 'ola@example.no'];
      const seen = ['download', 'site_visit', 'form'] as const;
      await world.subscribe(other, ['newsletter:news'], world.form, { company });
      for (const type of seen) assert.equal(await world.looks(other, type), 'not_recorded');
      // what somebody answers is theirs to count, whatever they let us watch
      assert.equal(await world.looks(other, 'reply'), 'recorded');
      await world.subscribe(kari, ['newsletter:news', 'profiling'], world.form, { company });
      for (const type of ['download', 'site_visit'] as const) assert.equal(await world.looks(kari, type), 'recorded');
    },
    flip: unasked({ form: 'newsletter-se', consents: ['newsletter:news', 'marketing:surveys'] }),
  },
  {
    brand: 'infosoft',
    clauses: ['I5'],
    dimension: 'Dead address',
    says: 'deletes whoever’s mailbox is gone, and nobody whose mail came back for another reason',
    prove: async (world) => {
      const [gone, away, listed] = ['bounce', 'ooto', 'suppressionlist'].map((box) => `${box}@simulator.amazonses.com`);
      for (const email of [gone, away, listed]) {
        await world.subscribe(email ?? '', ['newsletter:news'], world.form, { company: 'Fjord AB' });
      }
      await world.mail('newsletter:news', 'sv');
      await assertErased(world, gone ?? '', 'bounced');
      assert.deepEqual(await world.audience('newsletter:news'), [away, listed]);
    },
    flip: { purposes: { 'newsletter:news': { onHardBounce: 'suppress' } } },
  },
  {
    brand: 'infosoft',
    clauses: ['I14'],
    dimension: 'Breach',
    says: 'counts 72 hours from the breach, not from hearing of it',
    prove: breachIsDue(72, 'occurredAt'),
    flip: { breach: { clockStart: 'awareness' } },
  },
  {
    brand: 'infosoft',
    clauses: ['I3'],
    says: 'serves companies: nobody signs up without naming theirs',
    prove: async (world) => {
      const consents = ['newsletter:news'];
      assert.equal((await world.signUp({ email: kari, consents })).status, 422);
      await world.subscribe(kari, consents, world.form, { company: 'Fjord AB' });
      assert.equal((await world.known(kari)).subscriberType, 'business');
    },
    flip: { subscribers: 'anyone', fields: { company: 'optional' } },
  },
  {
    brand: 'infosoft',
    clauses: ['I4'],
    dimension: 'Partners',
    says: 'lets partners speak in its own mails, says so in the words of the form, and passes no data on',
    prove: async (world) => {
      await passesNothingOn(world);
      const silent = {
        forms: { 'newsletter-se': { wording: { sv: { 1: { boxes: { 'newsletter:news': 'Skicka mig nyhetsbrevet.' } } } } } },
      };
      assert.deepEqual(errorsOf(changed(world.policy, silent)), ['form/undescribed']);
    },
    flip: { sharing: { partnerContentInOwnSends: false } },
  },
  {
    brand: 'infosoft',
    clauses: ['I6'],
    dimension: 'Inactivity',
    says: 'deactivates after two years, and deletes nothing',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:news'], world.form, { company: 'Fjord AB' });
      await world.later('P2Y', 'P2D');
      assert.equal((await world.known(kari)).standing, 'deactivated');
      assert.deepEqual(await world.audience('newsletter:news'), []);
      await world.later('P1Y');
      assert.equal((await world.known(kari)).standing, 'deactivated');
    },
    flip: retention('newsletter:news', { clock: 'last_activity', period: '2 years', action: 'delete', warnBefore: null }),
  },
  {
    brand: 'infosoft',
    clauses: ['I7'],
    dimension: 'On withdrawal',
    says: 'keeps whoever leaves, unused, until they sign up themselves again',
    prove: async (world) => {
      const wayOut = await world.subscribe(kari, ['newsletter:news'], world.form, { company: 'Fjord AB' });
      await world.press(wayOut);
      assert.equal((await world.known(kari)).standing, 'deactivated');
      const noted = { company: 'Fjord AB', channel: 'oral', form: 'oral-se', consents: ['newsletter:news'] };
      assert.equal((await world.note(noted)).status, 409);
      await world.later('PT1H');
      await world.subscribe(kari, ['newsletter:news'], world.form, { company: 'Fjord AB' });
      assert.equal((await world.known(kari)).standing, 'active');
    },
    flip: { purposes: { 'newsletter:news': { onWithdrawal: 'delete' } } },
  },
  {
    brand: 'infosoft',
    clauses: ['I10'],
    dimension: 'Identity',
    says: 'takes control of the mailbox for proof, and asks for more on doubt alone',
    prove: handlesCase('access', { identity: 'mailbox' }, { company: 'Fjord AB' }),
    flip: { rights: { identity: 'id_document' } },
  },
  {
    brand: 'infosoft',
    clauses: ['I11'],
    dimension: 'Deadline',
    says: 'answers within a month',
    prove: handlesCase('access', { due: '2026-04-10' }, { company: 'Fjord AB' }),
    flip: { rights: { deadline: '10 days' } },
  },
  {
    brand: 'infosoft',
    clauses: ['I12'],
    dimension: 'Newsletter basis',
    says: 'asks everyone, with an empty box for each purpose; a ticked one is refused',
    prove: async (world) => {
      assert.deepEqual(errorsOf(world.policy), []);
      const ticked = { forms: { 'newsletter-se': { preticked: ['newsletter:news'] } } };
      assert.deepEqual(errorsOf(changed(world.policy, ticked)), ['form/preticked']);
      assert.doesNotMatch(await world.page('/infosoft/signup/newsletter-se'), / checked/);
      await asksCustomersToo('newsletter:news')(world);
    },
    flip: soft('newsletter:news'),
  },
  {
    brand: 'infosoft',
    clauses: ['I13'],
    dimension: 'Consent channels',
    says: 'takes a spoken yes, if it was expressly said and to the exact words',
    prove: async (world) => {
      const spoken = { company: 'Fjord AB', channel: 'oral', form: 'oral-se', consents: ['newsletter:news'] };
      assert.equal((await world.note({ ...spoken, expressYes: undefined })).status, 422);
      assert.equal((await world.note({ ...spoken, formVersion: undefined })).status, 422);
      assert.equal((await world.note(spoken)).status, 202);
    },
    flip: { purposes: { 'newsletter:news': { channels: ['web', 'email', 'paper'] } } },
  },
  {
    brand: 'infosoft',
    clauses: ['I15'],
    dimension: 'Outside EEA',
    says: 'sends data to HubSpot by a valid mechanism only; Privacy Shield is refused',
    prove: refusesShield('hubspot'),
    flip: { transfer: { allow: [] } },
  },
  {
    brand: 'infosoft',
    clauses: ['I16'],
    says: 'shows in the record of processing who answers for it, and who for security',
    prove: async (world) => {
      const { controller } = world.policy;
      const shown = JSON.stringify((await world.call('GET', 'policy/article30')).body);
      for (const one of ['Infosofts VD', controller.security?.name ?? '–']) assert.ok(shown.includes(one), one);
    },
    flip: { controller: { accountable: undefined } },
  },
  {
    brand: 'infosoft',
    clauses: ['I17'],
    says: 'takes nobody’s use of a page for consent',
    prove: async ({ policy }) => {
      assert.deepEqual(errorsOf(policy), []);
      assert.deepEqual(errorsOf(changed(policy, { forms: { 'newsletter-se': { implied: ['tracking:open'] } } })), [
        'form/implied',
      ]);
      const pack = rulePackOfMarket(policy, 'se');
      assert.equal(effectiveTracking(policy, pack, 'open', 'none'), 'off');
      for (const purpose of ['tracking:open', 'tracking:click', 'profiling'] as const)
        assert.equal(purposeOf(policy, purpose)?.basis, 'consent');
    },
    flip: { purposes: { profiling: { basis: 'legitimate_interest' } } },
  },
  {
    brand: 'infosoft',
    clauses: ['I6'],
    dimension: 'After customer relationship',
    says: 'keeps customers’ data for a year after the relationship',
    prove: afterRelationship('P11M', { company: 'Fjord AB' }),
    flip: retention('service:customer', { clock: 'relationship_end', period: '3 years', action: 'delete' }),
  },
  {
    brand: 'alektum',
    clauses: ['K1'],
    dimension: 'Newsletter basis',
    says: 'mails customers and their staff by the proof of a sale, for as long as they are that',
    prove: async (world) => {
      const entered = await world.introduce({ ...customer, relationship: 'works_for_customer', purposes: ['newsletter:news'] });
      assert.equal(entered.status, 201);
      assert.equal(
        (await world.introduce({ ...customer, email: 'ola@example.no', basisEvidence: [], purposes: ['newsletter:news'] }))
          .status,
        422,
      );
      assert.deepEqual(await world.audience('newsletter:news'), [kari]);
      assert.equal((await world.known(kari)).consents?.['newsletter:news']?.basis, 'soft_opt_in');
      await world.call('PATCH', `contacts/${entered.body.contactId}`, { relationshipEndedOn: '2026-03-10' });
      assert.deepEqual(await world.audience('newsletter:news'), []);
    },
    flip: { purposes: { 'newsletter:news': { basisWhen: [] } } },
  },
  {
    brand: 'alektum',
    clauses: ['K2'],
    says: 'watches and personalises by consent alone, whatever the notice said',
    prove: async ({ policy }) => {
      assert.deepEqual(errorsOf(policy), []);
      const pack = rulePackOfMarket(policy, 'no');
      for (const signal of ['open', 'click'] as const) {
        assert.equal(effectiveTracking(policy, pack, signal, 'none'), 'off');
        assert.equal(effectiveTracking(policy, pack, signal, 'stands'), 'consent');
      }
    },
    flip: { purposes: { 'tracking:click': { basis: 'legitimate_interest' } } },
  },
  {
    brand: 'alektum',
    clauses: ['K3'],
    says: 'keeps case numbers out of forms, records and mails',
    prove: async (world) => {
      const consents = ['newsletter:news'];
      assert.equal((await world.signUp({ email: kari, consents, caseNumber: '1' })).status, 422);
      assert.equal((await world.introduce({ ...customer, purposes: consents, caseNumber: '1' })).status, 422);
      assert.deepEqual(errorsOf(changed(world.policy, { mergeFields: ['caseNumber'] })), ['merge/forbidden']);
    },
    flip: { fields: { caseNumber: 'optional' } },
  },
  {
    brand: 'alektum',
    clauses: ['K4'],
    says: 'asks for no free text where it stores, and says what not to write',
    prove: async (world) => {
      const page = await world.page('/alektum/signup/newsletter');
      assert.doesNotMatch(page, /<textarea|name="message"/);
      assert.match(page, /ikke beregnet på barn/);
      assert.match(page, /sensitive opplysninger/);
      assert.equal((await (await world.system()).fetch('/alektum/contact/contact')).status, 200);
    },
    flip: { forms: { contact: { store: true } } },
  },
  {
    brand: 'alektum',
    clauses: ['K5', 'K19'],
    says: 'notes prospects from public sources with the source, and mails them no marketing',
    prove: async (world) => {
      const found = { source: 'public-source', purposes: ['service:prospects'] };
      const entered = await world.introduce(found);
      assert.equal(entered.status, 201);
      const { evidence } = (await world.call('GET', `contacts/${entered.body.contactId}`)).body;
      assert.match(JSON.stringify(evidence), /public-source/);
      for (const purpose of ['newsletter:news', 'marketing:reviews', 'marketing:surveys'])
        assert.deepEqual(await world.audience(purpose), []);
      assert.equal((await world.introduce({ ...found, email: 'ola@example.no', purposes: ['marketing:surveys'] })).status, 422);
    },
    flip: { sources: { 'public-source': [] } },
  },
  {
    brand: 'alektum',
    clauses: ['K5'],
    says: 'tells whoever it found in public sources where that was, within a month',
    prove: async (world) => {
      assert.deepEqual(errorsOf(world.policy), []);
      const entered = await world.introduce({ source: 'public-source', purposes: ['service:prospects'] });
      await (await world.system()).runJob('tell-sources');
      assert.deepEqual(await world.subjects(kari), ['Alektum Group har opplysninger om deg']);
      const { evidence } = (await world.call('GET', `contacts/${entered.body.contactId}`)).body;
      const [, told] = evidence as { act: string; evidence: object }[];
      assert.equal(told?.act, 'told');
      assert.partialDeepStrictEqual(told?.evidence, { source: 'public-source', tellBy: '2026-04-10', by: 'mail' });
    },
    flip: { tellSourceWithin: '2 months' },
  },
  {
    brand: 'alektum',
    clauses: ['K19'],
    says: 'notes prospects by legitimate interest, the ground that it states',
    prove: async (world) => {
      const entered = await world.introduce({ source: 'public-source', purposes: ['service:prospects'] });
      assert.equal(entered.status, 201);
      assert.equal((await world.known(kari)).consents?.['service:prospects']?.basis, 'legitimate_interest');
    },
    flip: { purposes: { 'service:prospects': { basis: 'consent' } } },
  },
  {
    brand: 'alektum',
    clauses: ['K7'],
    dimension: 'On withdrawal',
    says: 'deletes at once on unsubscribing',
    prove: leavingErases('newsletter:news'),
    flip: { purposes: { 'newsletter:news': { onWithdrawal: 'suppress' } } },
  },
  {
    brand: 'alektum',
    clauses: ['K8'],
    dimension: 'Inactivity',
    says: 'deletes three years after the last contact, whatever it has sent since',
    prove: async (world) => {
      await world.subscribe(kari, ['marketing:reviews']);
      await world.later('P34M');
      assert.deepEqual(await world.audience('marketing:reviews'), [kari]);
      await world.later('P40D', 'P40D');
      await assertErased(world, kari, 'inactive');
    },
    flip: retention('marketing:reviews', { clock: 'last_inbound_contact', period: '5 years', action: 'delete' }),
  },
  {
    brand: 'alektum',
    clauses: ['K9'],
    dimension: 'Then',
    says: 'prunes its list: silent readers are deactivated before they are deleted',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:news']);
      await world.later('P24M', 'P2D');
      assert.equal((await world.known(kari)).standing, 'deactivated');
      assert.deepEqual(await world.audience('newsletter:news'), []);
      await world.later('P11M', 'P40D', 'P40D');
      await assertErased(world, kari, 'inactive');
    },
    flip: retention('newsletter:news', { clock: 'last_inbound_contact', period: '3 years', action: 'delete' }),
  },
  {
    brand: 'alektum',
    clauses: ['K10'],
    dimension: 'After customer relationship',
    says: 'breaks the link to the person three years after the relationship',
    prove: afterRelationship('P35M'),
    flip: retention('service:customer', { clock: 'relationship_end', period: '1 year', action: 'anonymise' }),
  },
  {
    brand: 'alektum',
    clauses: ['K12'],
    dimension: 'Deadline',
    says: 'decides about an erasure within a calendar month',
    prove: handlesCase('erase', { due: '2026-04-10' }, {}),
    flip: { rights: { deadline: '20 days' } },
  },
  {
    brand: 'alektum',
    clauses: ['K12'],
    dimension: 'Erasure',
    says: 'looks at each wish to be erased: it opens a case, and nothing is deleted before somebody has decided',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:news']);
      await world.wish(kari, 'erase');
      assert.equal((await world.known(kari)).standing, 'active');
      const { items } = (await world.call('GET', 'cases?state=open')).body as { items?: { right: string; due: string }[] };
      assert.deepEqual(
        items?.map(({ right, due }) => [right, due.slice(0, 10)]),
        [['erase', '2026-04-10']],
      );
    },
    flip: { rights: { erasure: 'auto' } },
  },
  {
    brand: 'alektum',
    clauses: ['K7', 'K14'],
    says: 'mails nobody again who has left or objected, however long ago, not even on the proof of a sale',
    prove: async (world) => {
      const sold = { ...customer, purposes: ['newsletter:news'] };
      const wayOut = await world.subscribe(kari, ['newsletter:news']);
      await world.press(wayOut);
      const objector = 'ola@example.no';
      await world.subscribe(objector, ['newsletter:news']);
      const { contactId } = await world.known(objector);
      assert.equal((await world.call('POST', `contacts/${contactId}/object`, {})).status, 200);
      (await world.system()).advance('P20Y');
      for (const email of [objector, kari]) assert.equal((await world.introduce({ ...sold, email })).status, 409);
      assert.deepEqual(await world.audience('newsletter:news'), []);
    },
    flip: { suppression: { period: '3 years' } },
  },
  {
    brand: 'alektum',
    clauses: ['K13'],
    dimension: 'Identity',
    says: 'asks for a document that proves who asks',
    prove: handlesCase('access', { identity: 'id_document' }, {}),
    flip: { rights: { identity: 'mailbox' } },
  },
  {
    brand: 'alektum',
    clauses: ['K16'],
    dimension: 'Partners',
    says: 'sells and passes on nothing',
    prove: passesNothingOn,
    flip: { sharing: { partners: 'opt_in', registry: [friend] } },
  },
  {
    brand: 'alektum',
    clauses: ['K16'],
    says: 'gives away numbers only where ten people stand behind each',
    prove: async (world) => {
      const enter = (index: number) =>
        world.introduce({ ...customer, email: `reader-${index}@example.no`, purposes: ['newsletter:news'] });
      const counts = async () => {
        const { status, body } = await world.call(
          'GET',
          'audience/aggregate?purpose=newsletter:news&by=market',
          undefined,
          'marketer',
        );
        return [status, body.total, body.cells];
      };
      for (let index = 0; index < 9; index += 1) await enter(index);
      assert.deepEqual(await counts(), [200, null, [{ value: 'no', count: null }]]);
      await enter(9);
      assert.deepEqual(await counts(), [200, 10, [{ value: 'no', count: 10 }]]);
    },
    flip: { sharing: { minCell: 5 } },
  },
  {
    brand: 'alektum',
    clauses: ['K17'],
    says: 'gives access for as long as it is needed: a role ends by itself after 90 days',
    prove: async (world) => {
      const system = await world.system();
      const ask = async () => {
        const token = await system.token({ brand: 'alektum', role: 'privacy', renew: false });
        return (await system.fetch('/v1/alektum/policy', { headers: { authorization: `Bearer ${token}` } })).status;
      };
      assert.equal(await ask(), 200);
      system.advance('P89D');
      assert.equal(await ask(), 200);
      system.advance('P1D');
      assert.equal(await ask(), 403);
    },
    flip: { operators: { grantsLast: '1 year' } },
  },
  {
    brand: 'alektum',
    clauses: ['K18'],
    dimension: 'Notice changes',
    says: 'shows a new notice on its site, with what has changed, and mails nobody about it',
    prove: async (world) => {
      await world.subscribe(kari, ['newsletter:news']);
      const before = await world.subjects(kari);
      await world.publish({ notice: { version: '2' }, breach: { deadline: '24 hours' } });
      assert.deepEqual(await world.subjects(kari), before);
      assert.match(await world.notice(), /Endret 11\. mars 2026/);
    },
    flip: { notice: { onChange: 'email' } },
  },
  {
    brand: 'alektum',
    clauses: ['K21'],
    says: 'asks for reviews, surveys and news apart from each other, each by consent',
    prove: async (world) => {
      await world.subscribe(kari, ['marketing:surveys']);
      assert.deepEqual(await world.audience('marketing:surveys'), [kari]);
      assert.deepEqual(await world.audience('marketing:reviews'), []);
      assert.deepEqual(errorsOf(world.policy), []);
      assert.equal(
        (await world.introduce({ ...customer, email: 'ola@example.no', purposes: ['marketing:reviews'] })).status,
        422,
      );
    },
    flip: soft('marketing:reviews'),
  },
];
