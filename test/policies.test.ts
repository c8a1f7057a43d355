import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { effectiveBasis } from '../functions/domain/basis.ts';
import { type Lint, lint } from '../functions/domain/lints.ts';
import {
  definePolicy,
  isMailPurpose,
  localesOf,
  type Policy,
  purposeOf,
  purposesOf,
  toConfirm,
  wordingOf,
} from '../functions/domain/policy.ts';
import { rulePackOfMarket } from '../functions/domain/rule-packs.ts';
import alektum from '../policies/alektum.ts';
import amesto from '../policies/amesto.ts';
import { brands } from '../policies/brands.ts';
import expectit from '../policies/expectit.ts';
import infosoft from '../policies/infosoft.ts';
import xledger from '../policies/xledger.ts';
import { varied } from './domain/example-policy.ts';

const dev = { production: false, region: 'eu-north-1' };
const settingsOf = ({ hash: _, toConfirm: __, ...settings }: Policy) => settings;
const changed = (policy: Policy, change: object): Policy => definePolicy(varied(change, settingsOf(policy)));
const errorsOf = (policy: Policy, change: object): Pick<Lint, 'id' | 'message'>[] =>
  lint(changed(policy, change), dev)
    .filter(({ level }) => level === 'error')
    .map(({ id, message }) => ({ id, message }));
const forms = brands.flatMap((policy) =>
  Object.entries(policy.forms).map(([id, form]) => ({ policy, id, form, name: `${policy.brand}/${id}` })),
);

describe('the shipped policies', () => {
  test('there are five, each in the file of its name', () => {
    expect(brands.map(({ brand }) => brand)).toEqual(['xledger', 'expectit', 'amesto', 'infosoft', 'alektum']);
    const files = readdirSync(new URL('../policies', import.meta.url)).filter(
      (file) => file !== 'brands.ts' && file !== 'clauses.ts' && file !== 'README.md',
    );
    expect(files.sort()).toEqual(brands.map(({ brand }) => `${brand}.ts`).sort());
  });

  test.each(brands)('$brand may be deployed to a dev stage', (policy) => {
    expect(lint(policy, dev).filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each(brands)(
    '$brand may not go into production before the brand has confirmed what the text does not support, and nothing else is wrong',
    (policy) => {
      const errors = lint(policy, { ...dev, production: true }).filter(({ level }) => level === 'error');
      expect(errors.length).toBe(policy.toConfirm.length);
      expect(errors.length).toBeGreaterThan(0);
      expect(new Set(errors.map(({ id }) => id))).toEqual(new Set(['policy/to-confirm']));
    },
  );

  test.each(brands)('$brand may go into production once that is confirmed', (policy) => {
    const errors = lint(changed(policy, {}), { ...dev, production: true }).filter(({ level }) => level === 'error');
    expect(errors).toEqual([]);
  });

  test.each(forms)('$name says in its market’s language what each box means and how to take it back', ({ policy, id, form }) => {
    for (const locale of localesOf({
      markets: Object.fromEntries(Object.entries(policy.markets).filter(([market]) => market === form.market)),
    })) {
      const wording = wordingOf(policy, id, form.version, locale);
      expect(wording?.intro).toBeTruthy();
      expect(wording?.howToWithdraw).toBeTruthy();
      expect(Object.keys(wording?.boxes ?? {}).sort()).toEqual([...form.consents].sort());
      const texts = Object.values(wording?.boxes ?? {});
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test.each(forms)('$name leaves every box empty and asks for nothing it could do without (I12, X2)', ({ policy, form }) => {
    expect([form.preticked, form.required, form.implied]).toEqual([[], [], []]);
    // a form that stores nothing may ask for the message it passes on
    const required = form.fields.filter((field) => policy.fields[field] === 'required' && field !== 'message');
    expect(required).toEqual(policy.subscribers === 'business' ? ['email', 'company'] : ['email']);
  });

  test.each(brands)('$brand tracks, profiles and shares by consent only', (policy) => {
    for (const [id, purpose] of purposesOf(policy)) {
      if (!isMailPurpose(id) && !id.startsWith('service:'))
        expect([id, purpose.basis, purpose.basisWhen]).toEqual([id, 'consent', []]);
    }
    expect(['off', 'consent']).toContain(policy.tracking.open);
  });
});

describe('what the five companies promise', () => {
  test('Xledger serves four markets in their own language and under their own law (X1, X13)', () => {
    expect(Object.values(xledger.markets).map(({ locale, rulePack }) => `${locale} ${rulePack}`)).toEqual([
      'nb NO',
      'en UK',
      'sv SE',
      'fi FI',
    ]);
    expect(Object.keys(xledger.markets).map((market) => xledger.forms[`newsletter-${market}`]?.market)).toEqual([
      'no',
      'uk',
      'se',
      'fi',
    ]);
  });

  test('Xledger deletes on withdrawal and after 24 months (X5, X6), and shares by opt-in inside the EEA (X8, X9)', () => {
    expect(purposeOf(xledger, 'newsletter:insights')).toMatchObject({
      onWithdrawal: 'delete',
      withdrawalScope: 'all_marketing',
      retention: [{ clock: 'last_activity', period: '24 months', action: 'delete' }],
    });
    expect(xledger.sharing.partners).toBe('opt_in');
    expect(xledger.transfer).toEqual({ mode: 'eea_only', allow: [] });
    expect(
      errorsOf(xledger, { sharing: { registry: xledger.sharing.registry.map((partner) => ({ ...partner, country: 'GB' })) } }),
    ).toEqual([{ id: 'transfer/blocked', message: 'implementation in GB: no mechanism' }]);
  });

  test('Xledger never makes a download depend on the newsletter (X4)', () => {
    expect(xledger.forms['download-no']).toMatchObject({ serves: 'service:download', required: [] });
    expect(errorsOf(xledger, { forms: { 'download-no': { required: ['newsletter:insights'] } } })).toEqual([
      { id: 'form/conditional', message: 'download-no: newsletter:insights is a condition for service:download' },
    ]);
  });

  test('Expectit keeps until asked, asks everyone, and passes nothing on (E3, E6, E8)', () => {
    for (const [id, purpose] of purposesOf(expectit)) {
      if (isMailPurpose(id))
        expect(purpose).toMatchObject({ basis: 'consent', basisWhen: [], retention: [{ period: null, action: 'none' }] });
    }
    const partner = { id: 'friend', name: 'Friend AS', country: 'NO' };
    expect(errorsOf(expectit, { sharing: { registry: [partner] } })).toEqual([
      { id: 'sharing/never', message: 'Partners are `never`, yet friend receives data' },
    ]);
    expect(expectit.mergeFields).toEqual(['name', 'email']);
    expect(expectit.forms.contact).toMatchObject({ store: false, consents: [] });
  });

  test('Amesto gives and withdraws its three purposes separately, and forbids birth date and gender on forms (A1, A2)', () => {
    const mails = purposesOf(amesto).filter(([id]) => isMailPurpose(id));
    expect(mails.map(([, { withdrawalScope }]) => withdrawalScope)).toEqual(['purpose', 'purpose', 'purpose']);
    expect(errorsOf(amesto, { forms: { 'newsletter-dk': { fields: ['email', 'birthDate'] } } })).toEqual([
      { id: 'form/forbidden-field', message: 'newsletter-dk: birthDate is forbidden' },
    ]);
  });

  test('Amesto’s parent receives nobody who did not agree (A5)', () => {
    const form = amesto.forms['newsletter-dk'];
    expect(
      errorsOf(amesto, {
        purposes: { 'partner:spabo': undefined },
        forms: { 'newsletter-dk': { consents: form?.consents.filter((purpose) => purpose !== 'partner:spabo') } },
      }),
    ).toEqual([{ id: 'sharing/notice', message: 'spabo receives data without opt-in' }]);
  });

  test('Infosoft deactivates after two years, deletes dead addresses, and runs the breach clock from the breach (I5, I6, I14)', () => {
    expect(purposeOf(infosoft, 'newsletter:news')).toMatchObject({
      retention: [{ clock: 'last_activity', period: '2 years', action: 'deactivate' }],
      onWithdrawal: 'deactivate',
      onHardBounce: 'delete',
    });
    expect(infosoft.activity.counts).toContain('open');
    expect(infosoft.activity.ignoreMachines).toBe(true);
    expect(infosoft.breach).toEqual({ deadline: '72 hours', clockStart: 'occurrence' });
  });

  test('Infosoft’s partners speak in its mails, and the wording says so (I4)', () => {
    expect(infosoft.sharing).toMatchObject({ partners: 'never', partnerContentInOwnSends: true });
    const silent = { boxes: { 'newsletter:news': 'Skicka mig nyhetsbrevet via e-post.' } };
    expect(errorsOf(infosoft, { forms: { 'newsletter-se': { wording: { sv: { 1: silent } } } } })).toEqual([
      { id: 'form/undescribed', message: 'newsletter-se: wording does not describe newsletter:news' },
    ]);
  });

  test('Alektum deletes at once on withdrawal and three years after the last contact, and asks customers’ proof (K1, K7, K8)', () => {
    expect(purposeOf(alektum, 'newsletter:news')).toMatchObject({
      onWithdrawal: 'delete',
      retention: [
        { clock: 'last_inbound_contact', period: '3 years', action: 'delete' },
        { clock: 'last_activity', action: 'deactivate' },
      ],
    });
    const pack = rulePackOfMarket(alektum, 'no');
    const customer = { relationship: 'works_for_customer', subscriberType: 'natural', evidence: ['sale'] } as const;
    expect(effectiveBasis(alektum, pack, customer, 'newsletter:news', 'none')).toMatchObject({
      basis: 'soft_opt_in',
      permitted: true,
    });
    expect(effectiveBasis(alektum, pack, { ...customer, evidence: [] }, 'newsletter:news', 'none').permitted).toBe(false);
    expect(effectiveBasis(alektum, pack, customer, 'marketing:reviews', 'none').permitted).toBe(false);
  });

  test('Alektum’s case numbers reach no form and no mail (K3)', () => {
    expect(
      errorsOf(alektum, { forms: { newsletter: { fields: ['email', 'caseNumber'] } }, mergeFields: ['caseNumber'] }),
    ).toEqual([
      { id: 'form/forbidden-field', message: 'newsletter: caseNumber is forbidden' },
      { id: 'merge/forbidden', message: 'Templates may print caseNumber, which is forbidden' },
    ]);
  });
});

describe('the clauses that may not be followed to the letter', () => {
  const waiting = (policy: Policy, clause: string) => policy.toConfirm.filter(({ reason }) => reason.startsWith(clause));

  test.each([
    ['E7', expectit],
    ['A3', amesto],
    ['A4', amesto],
    ['A8', amesto],
    ['I15', infosoft],
    ['I17', infosoft],
    ['K1', alektum],
    ['K2', alektum],
    ['K9', alektum],
    ['K16', alektum],
    ['K17', alektum],
  ] as const)('%s waits for the brand to confirm', (clause, policy) => {
    expect(waiting(policy, clause).length).toBeGreaterThan(0);
  });

  test.each<[string, Policy, object, { id: string; message: string }[]]>([
    [
      'E7: a US processor under Privacy Shield',
      expectit,
      { transfer: { allow: [{ recipient: 'newsletter-database', ref: 'Privacy Shield', mechanism: 'privacy_shield' }] } },
      [{ id: 'transfer/void', message: 'newsletter-database: Privacy Shield is invalid since 2020-07-16' }],
    ],
    [
      'I15: HubSpot under Privacy Shield',
      infosoft,
      { transfer: { allow: [{ recipient: 'hubspot', ref: 'Privacy Shield', mechanism: 'privacy_shield' }] } },
      [{ id: 'transfer/void', message: 'hubspot: Privacy Shield is invalid since 2020-07-16' }],
    ],
    [
      'A8: beacons that are placed automatically',
      amesto,
      {
        tracking: { open: 'consent' },
        purposes: { 'tracking:open': { ...purposeOf(amesto, 'profiling'), basis: 'legitimate_interest' } },
      },
      [{ id: 'tracking/no-consent', message: 'tracking:open: per-person tracking needs consent, not legitimate_interest' }],
    ],
    [
      'I17: who uses the site agrees',
      infosoft,
      { forms: { 'newsletter-se': { implied: ['tracking:open'] } } },
      [{ id: 'form/implied', message: 'newsletter-se: silence or use is not consent' }],
    ],
    [
      'K1: customers are mailed by legitimate interest',
      alektum,
      {
        purposes: {
          'newsletter:news': {
            basisWhen: [{ relationships: ['customer', 'works_for_customer'], basis: 'legitimate_interest', evidence: [] }],
          },
        },
      },
      [
        { id: 'basis/market', message: 'newsletter:news: no requires consent' },
        { id: 'basis/evidence', message: 'newsletter:news: legitimate_interest lacks evidence' },
      ],
    ],
    [
      'K19: so are prospects',
      alektum,
      { purposes: { 'marketing:surveys': { basis: 'legitimate_interest' } } },
      [
        { id: 'basis/market', message: 'marketing:surveys: no requires consent' },
        { id: 'basis/evidence', message: 'marketing:surveys: legitimate_interest lacks evidence' },
      ],
    ],
    [
      'K2: tracking and personalising by legitimate interest',
      alektum,
      { purposes: { 'tracking:click': { basis: 'legitimate_interest' }, profiling: { basis: 'legitimate_interest' } } },
      [
        { id: 'tracking/no-consent', message: 'tracking:click: per-person tracking needs consent, not legitimate_interest' },
        { id: 'tracking/no-consent', message: 'profiling: per-person tracking needs consent, not legitimate_interest' },
      ],
    ],
    [
      'A3: no period, but as long as necessary',
      amesto,
      { purposes: { 'newsletter:updates': { retention: [] } } },
      [{ id: 'retention/missing', message: 'newsletter:updates: “as long as necessary” is not a period' }],
    ],
    [
      'A4: no period after the relationship, either',
      amesto,
      { purposes: { 'service:customer': { retention: undefined } } },
      [{ id: 'retention/missing', message: 'service:customer: “as long as necessary” is not a period' }],
    ],
  ])('%s: refused', (_, policy, change, errors) => {
    expect(errorsOf(policy, change)).toEqual(errors);
  });

  test.each<[string, Policy, object, string]>([
    [
      'A3: “så længe det er nødvendigt”',
      amesto,
      {
        purposes: {
          'newsletter:updates': {
            retention: [{ clock: 'last_activity', period: 'så længe det er nødvendigt', action: 'delete' }],
          },
        },
      },
      'purposes.newsletter:updates.retention.0.period: expected a length of time',
    ],
    [
      'K9: “regelmessig”',
      alektum,
      {
        purposes: { 'newsletter:news': { retention: [{ clock: 'last_activity', period: 'regelmessig', action: 'deactivate' }] } },
      },
      'purposes.newsletter:news.retention.0.period: expected a length of time',
    ],
    [
      'K17: “i den tidsperioden de har et legitimt behov”',
      alektum,
      { operators: { grantsLast: 'i den tidsperioden de har et legitimt behov' } },
      'operators.grantsLast: expected a length of time',
    ],
    ['K16: counts of single people', alektum, { sharing: { minCell: 1 } }, 'sharing.minCell'],
  ])('%s is no setting at all', (_, policy, change, reason) => {
    expect(() => changed(policy, change)).toThrow(reason);
  });

  test('K16: without a number, no counts leave', () => {
    expect(changed(alektum, { sharing: { minCell: undefined } }).sharing.minCell).toBeUndefined();
  });

  test('the mark is the only difference between a value that waits and one that is confirmed', () => {
    const waitingAgain = changed(alektum, { operators: toConfirm({ grantsLast: '90 days' }, 'K17: no number') });
    expect(waitingAgain.hash).toBe(changed(alektum, {}).hash);
    expect(waitingAgain.hash).toBe(alektum.hash);
  });
});
