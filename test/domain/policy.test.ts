import { describe, expect, test } from 'vitest';
import {
  definePolicy,
  formOf,
  isMailPurpose,
  isPurposeId,
  localesOf,
  marketOf,
  type Policy,
  partnerOf,
  policyHash,
  purposeOf,
  purposesOf,
  textIn,
  toConfirm,
  wordingHash,
  wordingOf,
} from '../../functions/domain/policy.ts';
import { example, varied } from './example-policy.ts';

const policy = definePolicy(example);
const refusal = (change: object): string => {
  try {
    definePolicy(varied(change));
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};
const news = example.purposes['newsletter:news'];
if (!news) throw new Error('the example has no newsletter');
const aPartner = { id: 'reseller', name: 'Reseller AS', country: 'NO' };

describe('what a policy leaves out', () => {
  test('a policy of nothing but the necessary gets the strictest settings, or the law’s figures', () => {
    expect(
      definePolicy(varied({ fields: undefined, relationships: undefined, forms: { newsletter: { fields: undefined } } })),
    ).toMatchObject({
      notice: { cites: [], onChange: 'email' },
      subscribers: 'anyone',
      relationships: [],
      sources: {},
      fields: { email: 'required' },
      mergeFields: [],
      activity: {
        counts: ['click', 'site_visit', 'reply', 'form', 'download', 'event', 'login', 'preference_update', 'purchase'],
        signalsNeeded: 'any',
        mailsNeeded: 0,
        ignoreMachines: true,
        whenNotTracked: 'ask',
      },
      tracking: { open: 'off', click: 'off', eventLife: '6 months', disclosed: false },
      sharing: { partners: 'never', registry: [], group: [], partnerContentInOwnSends: false, ackWithin: '3 days' },
      processors: [],
      transfer: { mode: 'eea_only', allow: [] },
      suppression: { period: null, proof: '2 years' },
      rights: { deadline: '1 month', extension: '2 months', identity: 'mailbox', erasure: 'auto' },
      breach: { deadline: '72 hours', clockStart: 'awareness' },
      operators: { grantsLast: '90 days' },
      toConfirm: [],
    });
  });

  test('a purpose is deleted with its withdrawal, which ends all marketing', () => {
    expect(purposeOf(policy, 'newsletter:news')).toMatchObject({
      basisWhen: [],
      channels: ['web'],
      doubleOptIn: { for: ['web', 'email'], tokenLife: '72 hours', offline: 'confirm_by_email' },
      onWithdrawal: 'delete',
      withdrawalScope: 'all_marketing',
      onHardBounce: 'suppress',
    });
    expect(purposeOf(policy, 'newsletter:news')?.validity).toBeUndefined();
  });

  test('one setting of a group leaves the others of the group at their default', () => {
    const some = definePolicy(
      varied({ purposes: { 'newsletter:news': { doubleOptIn: { tokenLife: '24 hours' } } }, rights: { erasure: 'review' } }),
    );
    expect(some.rights).toEqual({ deadline: '1 month', extension: '2 months', identity: 'mailbox', erasure: 'review' });
    expect(purposeOf(some, 'newsletter:news')?.doubleOptIn).toEqual({
      for: ['web', 'email'],
      tokenLife: '24 hours',
      offline: 'confirm_by_email',
    });
  });

  test('only a deletion has a last step, 30 days long', () => {
    const retention = [
      { clock: 'last_activity', period: '2 years', action: 'delete' },
      { clock: 'last_activity', period: '1 year', action: 'deactivate' },
      { clock: 'last_activity', period: '1 year', action: 'delete', warnBefore: '14 days', repermission: true },
    ];
    const rules = purposeOf(
      definePolicy(varied({ purposes: { 'newsletter:news': { retention } } })),
      'newsletter:news',
    )?.retention;
    expect(rules?.map(({ warnBefore, repermission }) => [warnBefore, repermission])).toEqual([
      ['30 days', false],
      [null, false],
      ['14 days', true],
    ]);
  });

  test('a form asks for the address only, on the web, and stores', () => {
    const bare = definePolicy(varied({ forms: { newsletter: { fields: undefined } } }));
    expect(formOf(bare, 'newsletter')).toMatchObject({
      withdrawn: [],
      channel: 'web',
      preticked: [],
      required: [],
      implied: [],
      fields: ['email'],
      origins: [],
      store: true,
    });
  });
});

describe('a policy that cannot be', () => {
  test.each<[string, object, string]>([
    ['a brand name too short', { brand: 'ab' }, 'brand: expected 3 to 32 of a-z, 0-9 and -'],
    ['a brand name in capitals', { brand: 'Example' }, 'brand: expected 3 to 32 of a-z, 0-9 and -'],
    ['a version that is none', { version: 0 }, 'version:'],
    ['a setting that does not exist', { retentoin: [] }, 'retentoin'],
    ['a form name with a slash', { forms: { 'news/letter': example.forms.newsletter } }, 'forms.news/letter:'],
    [
      'a length of time that is none',
      { rights: { deadline: 'a while' } },
      "rights.deadline: expected a length of time such as '24 months'",
    ],
    ['a time zone that is none', { identity: { timeZone: 'Europe/Trondheim' } }, 'identity.timeZone: expected a time zone'],
    [
      'a sender that is no address',
      { identity: { from: [{ name: 'Example', email: 'example.com' }] } },
      'identity.from.0.email:',
    ],
    ['a site without https', { identity: { website: 'http://example.com' } }, 'identity.website:'],
    ['a country in words', { controller: { country: 'Norway' } }, 'controller.country:'],
    ['a locale nobody speaks', { markets: { no: { locale: 'nn' } } }, 'markets.no.locale:'],
    ['a rule pack nobody wrote', { markets: { no: { rulePack: 'DE' } } }, 'markets.no.rulePack:'],
    ['no market', { markets: { no: undefined } }, 'markets: a brand needs at least one market'],
    ['a purpose of no kind', { purposes: { newsletter: news } }, 'purposes.newsletter:'],
    ['a tracking of no signal', { purposes: { 'tracking:scroll': news } }, 'purposes.tracking:scroll:'],
    ['an origin with a path', { forms: { newsletter: { origins: ['https://example.com/'] } } }, 'forms.newsletter.origins.0:'],
    ['counts of single people', { sharing: { minCell: 1 } }, 'sharing.minCell:'],
    [
      'a market without its language',
      { markets: { se: { locale: 'sv', rulePack: 'SE' } } },
      "purposes.newsletter:news.title: a market's locale is missing: sv",
    ],
    ['a form of an unknown market', { forms: { newsletter: { market: 'dk' } } }, 'forms.newsletter.market: unknown market dk'],
    [
      'a market called like a built-in',
      { forms: { newsletter: { market: 'constructor' } } },
      'forms.newsletter.market: unknown market constructor',
    ],
    [
      'a box for an unknown purpose',
      { forms: { newsletter: { consents: ['newsletter:sport'] } } },
      'forms.newsletter.consents: unknown purpose newsletter:sport',
    ],
    [
      'the same box twice',
      { forms: { newsletter: { consents: ['newsletter:news', 'newsletter:news'] } } },
      'forms.newsletter.consents: names newsletter:news twice',
    ],
    [
      'a tick without a box',
      { forms: { newsletter: { consents: ['newsletter:news'], preticked: ['tracking:open'] } } },
      'forms.newsletter.consents: no box for tracking:open',
    ],
    [
      'a form that serves nothing known',
      { forms: { newsletter: { serves: 'service:lunch' } } },
      'forms.newsletter.serves: unknown purpose service:lunch',
    ],
    [
      'a form without the address',
      { forms: { newsletter: { fields: ['name'] } } },
      'forms.newsletter.fields: a form asks for the e-mail address',
    ],
    [
      'a form with an unknown field',
      { forms: { newsletter: { fields: ['email', 'shoeSize'] } } },
      "forms.newsletter.fields: the policy's fields do not list shoeSize",
    ],
    [
      'free text on a form that stores',
      { fields: { message: 'optional' }, forms: { newsletter: { fields: ['email', 'message'] } } },
      'message is free text',
    ],
    [
      'a form that stores nothing and subscribes',
      { forms: { newsletter: { store: false } } },
      'a form that stores nothing subscribes nobody',
    ],
    [
      'a withdrawn version in use',
      { forms: { newsletter: { withdrawn: [1] } } },
      'forms.newsletter.withdrawn: version 1 is in use',
    ],
    [
      'words of a version to come',
      { forms: { newsletter: { wording: { nb: { 2: { intro: '', boxes: {}, howToWithdraw: '' } } } } } },
      'forms.newsletter.wording.nb.2: the form is at version 1',
    ],
    ['an optional address', { fields: { email: 'optional' } }, 'fields.email: the e-mail address is required'],
    ['a merge field that is no field', { mergeFields: ['shoeSize'] }, 'mergeFields.0: fields do not list shoeSize'],
    [
      'a source for an unknown purpose',
      { sources: { facebook: ['service:contact'] } },
      'sources.facebook: unknown purpose service:contact',
    ],
    [
      'a ground for strangers',
      {
        purposes: { 'newsletter:news': { basisWhen: [{ relationships: ['friend'], basis: 'soft_opt_in', evidence: ['sale'] }] } },
      },
      'relationships do not list friend',
    ],
    [
      'tracking that nobody can agree to',
      { tracking: { click: 'consent' } },
      'tracking.click: waits for a consent that nobody can give',
    ],
    [
      'a partner that is not registered',
      { purposes: { 'partner:reseller': { ...news, retention: undefined } } },
      'purposes.partner:reseller: sharing names no recipient reseller',
    ],
    [
      'two recipients of one name',
      { processors: [aPartner], sharing: { group: [aPartner] } },
      'two recipients are called reseller',
    ],
    [
      'businesses without a company',
      { subscribers: 'business' },
      'fields.company: subscribers are businesses, so the company is required',
    ],
    [
      'a form for businesses that does not ask',
      { subscribers: 'business', fields: { company: 'required' } },
      'forms.newsletter.fields: subscribers are businesses',
    ],
  ])('%s is refused, with its place and the reason', (_, change, reason) => {
    expect(refusal(change)).toContain(reason);
  });

  test('the error names every problem at once', () => {
    const message = refusal({
      forms: { newsletter: { market: 'dk', consents: ['newsletter:sport'] } },
      mergeFields: ['shoeSize'],
    });
    expect(message.split('\n')).toEqual([
      'policy example cannot be:',
      '  mergeFields.0: fields do not list shoeSize',
      '  forms.newsletter.market: unknown market dk',
      '  forms.newsletter.consents: unknown purpose newsletter:sport',
    ]);
    expect(refusal({ brand: 'X', version: -1 }).split('\n')).toHaveLength(3);
  });

  test('TypeScript says so too, where it can', () => {
    const form = example.forms.newsletter;
    if (!form) throw new Error('the example has no form');
    const attempts = [
      // @ts-expect-error no such market
      () => definePolicy({ ...example, forms: { newsletter: { ...form, market: 'dk' } } }),
      // @ts-expect-error no such purpose
      () => definePolicy({ ...example, forms: { newsletter: { ...form, consents: ['newsletter:sport'] } } }),
      // @ts-expect-error no such field
      () => definePolicy({ ...example, forms: { newsletter: { ...form, fields: ['email', 'shoeSize'] } } }),
      // @ts-expect-error no length of time
      () => definePolicy({ ...example, rights: { deadline: 'a while' } }),
      // @ts-expect-error no kind of purpose
      () => definePolicy({ ...example, purposes: { sport: news }, forms: {} }),
      () =>
        definePolicy({
          ...example,
          purposes: {
            'newsletter:news': {
              ...news,
              // @ts-expect-error no such relationship
              basisWhen: [{ relationships: ['friend'], basis: 'consent', evidence: [] }],
            },
          },
          forms: {},
        }),
      () =>
        definePolicy({
          ...example,
          markets: { se: { locale: 'sv', rulePack: 'SE' } },
          // @ts-expect-error a title lacks the market's language
          purposes: { 'newsletter:news': { ...news, title: { nb: 'Nyheter' }, description: { nb: 'Nyheter', sv: 'Nyheter' } } },
          forms: {},
        }),
    ];
    for (const attempt of attempts) expect(attempt).toThrow('policy example cannot be');
  });
});

describe('what waits for the brand', () => {
  test('a value to confirm is used as it is, and listed with its place and the reason', () => {
    const suppression = toConfirm(
      { period: toConfirm(null, 'silent: no end'), proof: '3 years' as const },
      'silent: what remains',
    );
    const marked = definePolicy({
      ...example,
      suppression,
      mergeFields: toConfirm(['name'], 'silent: merge fields'),
      purposes: {
        ...example.purposes,
        'newsletter:news': {
          ...news,
          retention: [{ clock: 'last_activity', period: toConfirm('2 years', 'no number'), action: 'delete' }],
        },
      },
    });
    expect(marked.suppression).toEqual({ period: null, proof: '3 years' });
    expect(marked.mergeFields).toEqual(['name']);
    expect(marked.toConfirm).toEqual(
      [
        { path: 'suppression.period', value: null, reason: 'silent: no end' },
        { path: 'suppression', value: { period: null, proof: '3 years' }, reason: 'silent: what remains' },
        { path: 'mergeFields', value: ['name'], reason: 'silent: merge fields' },
        { path: 'purposes.newsletter:news.retention.0.period', value: '2 years', reason: 'no number' },
      ].sort(
        (a, b) =>
          marked.toConfirm.findIndex(({ path }) => path === a.path) - marked.toConfirm.findIndex(({ path }) => path === b.path),
      ),
    );
  });

  test('a wrong value is refused whether or not it waits', () => {
    expect(refusal({ version: toConfirm(0, 'silent') })).toContain('version:');
  });

  test('confirming a value changes no promise, so the hash stays', () => {
    expect(definePolicy(varied({ version: toConfirm(1, 'silent') })).hash).toBe(policy.hash);
  });
});

describe('versions and hashes', () => {
  const settingsOf = ({ hash: _, toConfirm: __, ...settings }: Policy) => settings;

  test('a policy with all its defaults written out is the same policy', () => {
    expect(definePolicy(varied(settingsOf(policy), {})).hash).toBe(policy.hash);
    expect(policyHash(policy)).toBe(policy.hash);
  });

  test('the order of the settings does not matter', () => {
    const backwards = Object.fromEntries(Object.entries(example).reverse());
    expect(definePolicy(varied(backwards, {})).hash).toBe(policy.hash);
  });

  test('any changed promise changes the hash', () => {
    const changes = [
      { version: 2 },
      { suppression: { proof: '3 years' } },
      { forms: { newsletter: { wording: { nb: { 1: { intro: 'Få nyheter fra Example!' } } } } } },
      { markets: { no: { rulePack: 'strictest' } } },
    ];
    const hashes = changes.map((change) => definePolicy(varied(change)).hash);
    expect(new Set([policy.hash, ...hashes]).size).toBe(changes.length + 1);
    for (const hash of hashes) expect(hash).toMatch(/^[\w-]{43}$/);
  });

  test('a wording’s hash changes with any of its words, and not with the order of its boxes', () => {
    const wording = wordingOf(policy, 'newsletter', 1, 'nb');
    if (!wording) throw new Error('the example has no wording');
    const boxes = Object.fromEntries(Object.entries(wording.boxes).reverse());
    expect(wordingHash({ ...wording, boxes })).toBe(wordingHash(wording));
    expect(wordingHash({ ...wording, howToWithdraw: 'Skriv til oss.' })).not.toBe(wordingHash(wording));
    expect(wordingHash({ ...wording, boxes: { ...wording.boxes, 'newsletter:news': 'Send meg alt.' } })).not.toBe(
      wordingHash(wording),
    );
  });

  test('nothing can change a policy once it is defined', () => {
    expect(() => Object.assign(policy.suppression, { proof: '1 day' })).toThrow(TypeError);
    expect(() => policy.forms.newsletter?.consents.push('profiling')).toThrow(TypeError);
  });
});

describe('asking a policy', () => {
  test('mail goes out for newsletters and marketing only', () => {
    const ids = ['newsletter:news', 'marketing:reviews', 'tracking:open', 'profiling', 'partner:x', 'service:customer'] as const;
    expect(ids.filter(isMailPurpose)).toEqual(['newsletter:news', 'marketing:reviews']);
    expect(ids.map(partnerOf)).toEqual([undefined, undefined, undefined, undefined, 'x', undefined]);
  });

  test.each([
    'newsletter:',
    'newsletter:News',
    'newsletter:a#b',
    'newsletter',
    'tracking:scroll',
    'profiling:x',
    `service:${'x'.repeat(33)}`,
    'constructor',
    7,
  ])('“%s” is no purpose', (text) => {
    expect(isPurposeId(text)).toBe(false);
  });

  test('what is not in the policy is undefined, also under the name of a built-in', () => {
    for (const name of ['nothing', 'constructor', '__proto__', 'toString']) {
      expect(formOf(policy, name)).toBeUndefined();
      expect(marketOf(policy, name)).toBeUndefined();
      expect(purposeOf(policy, name)).toBeUndefined();
      expect(wordingOf(policy, name, 1, 'nb')).toBeUndefined();
    }
    expect(wordingOf(policy, 'newsletter', 2, 'nb')).toBeUndefined();
    expect(wordingOf(policy, 'newsletter', 1, 'sv')).toBeUndefined();
  });

  test('a policy has its locales once each, its purposes in order, and texts that fall back', () => {
    const two = definePolicy(varied({ markets: { 'no-2': { locale: 'nb', rulePack: 'NO' } } }));
    expect(localesOf(two)).toEqual(['nb']);
    expect(purposesOf(policy).map(([id]) => id)).toEqual(['newsletter:news', 'tracking:open', 'service:download']);
    expect(textIn({ nb: 'Nyheter', en: 'News' }, 'en')).toBe('News');
    expect(textIn({ nb: 'Nyheter' }, 'fi')).toBe('Nyheter');
    expect(marketOf(policy, 'no')).toEqual({ locale: 'nb', rulePack: 'NO' });
  });
});
