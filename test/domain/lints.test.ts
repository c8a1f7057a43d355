import { describe, expect, test } from 'vitest';
import { type Lint, lint, rules } from '../../functions/domain/lints.ts';
import { definePolicy, toConfirm } from '../../functions/domain/policy.ts';
import { example, varied } from './example-policy.ts';

const stage = { production: false, region: 'eu-north-1' };
const lintsOf = (change: object, on: Parameters<typeof lint>[1] = stage): Lint[] =>
  lint(definePolicy(varied(change, example)), on);
const news = (change: object) => ({ purposes: { 'newsletter:news': change } });
const form = (change: object) => ({ forms: { newsletter: change } });
const words = (change: object) => form({ wording: { nb: { 1: change } } });
const customers = (basis: string, evidence: string[] = ['sale']) =>
  news({ basisWhen: [{ relationships: ['customer'], basis, evidence }] });
const retention = (change: object) =>
  news({ retention: [{ clock: 'last_activity', period: '2 years', action: 'delete', ...change }] });
const processor = { id: 'mailer', name: 'Mailer Inc.', country: 'US', dpaSigned: true };
const toMailer = (mechanism: string) => ({ allow: [{ recipient: 'mailer', ref: 'contract 1', mechanism }] });
const reseller = { id: 'reseller', name: 'Reseller AS', country: 'NO' };
const inDenmark = { markets: { no: { locale: 'nb', rulePack: 'DK' } } };
const openPurpose = example.purposes['tracking:open'];

/** Id, level and message as promised to the officer; and the smallest change to a policy that calls for it. */
const table: [id: string, level: string, message: string, path: string, change: object, on?: Parameters<typeof lint>[1]][] = [
  [
    'form/preticked',
    'error',
    'newsletter: newsletter:news is ticked in advance',
    'forms.newsletter.preticked',
    form({ preticked: ['newsletter:news'] }),
  ],
  [
    'form/conditional',
    'error',
    'newsletter: newsletter:news is a condition for service:download',
    'forms.newsletter.required',
    form({ required: ['newsletter:news'], serves: 'service:download' }),
  ],
  [
    'form/implied',
    'error',
    'newsletter: silence or use is not consent',
    'forms.newsletter.implied',
    form({ implied: ['newsletter:news'] }),
  ],
  [
    'form/undescribed',
    'error',
    'newsletter: wording does not describe tracking:open',
    'forms.newsletter.wording.nb.1.boxes.tracking:open',
    words({ boxes: { 'tracking:open': ' ' } }),
  ],
  [
    'form/undescribed',
    'error',
    'newsletter: wording does not describe newsletter:news',
    'forms.newsletter.wording.nb.1.boxes.newsletter:news',
    { sharing: { partnerContentInOwnSends: true } },
  ],
  [
    'form/wording-missing',
    'error',
    'newsletter: no wording for nb, version 2',
    'forms.newsletter.wording.nb',
    form({ version: 2 }),
  ],
  [
    'form/wording-missing',
    'error',
    'newsletter: no wording for en, version 1',
    'forms.newsletter.wording.en',
    form({ wording: { en: {} } }),
  ],
  [
    'form/withdrawal-missing',
    'error',
    'newsletter: wording does not say how to withdraw',
    'forms.newsletter.wording.nb.1.howToWithdraw',
    words({ howToWithdraw: '' }),
  ],
  [
    'form/forbidden-field',
    'error',
    'newsletter: caseNumber is forbidden',
    'forms.newsletter.fields',
    form({ fields: ['email', 'caseNumber'] }),
  ],
  [
    'form/minimise',
    'warning',
    'newsletter: name need not be required',
    'forms.newsletter.fields',
    { fields: { name: 'required' } },
  ],
  [
    'merge/forbidden',
    'error',
    'Templates may print caseNumber, which is forbidden',
    'mergeFields',
    { mergeFields: ['name', 'caseNumber'] },
  ],
  [
    'basis/market',
    'error',
    'newsletter:news: no requires consent',
    'purposes.newsletter:news.basisWhen.0',
    customers('legitimate_interest'),
  ],
  [
    'basis/market',
    'error',
    'newsletter:news: no requires consent',
    'purposes.newsletter:news.basisWhen.0',
    { ...customers('soft_opt_in'), markets: { no: { rulePack: 'strictest' } } },
  ],
  [
    'basis/evidence',
    'error',
    'newsletter:news: soft_opt_in lacks evidence',
    'purposes.newsletter:news.basisWhen.0',
    customers('soft_opt_in', []),
  ],
  [
    'basis/evidence',
    'error',
    'newsletter:news: soft_opt_in lacks evidence',
    'purposes.newsletter:news.basisWhen.0',
    customers('soft_opt_in', ['negotiation']),
  ],
  [
    'basis/evidence',
    'error',
    'newsletter:news: soft_opt_in lacks evidence',
    'purposes.newsletter:news.basis',
    news({ basis: 'soft_opt_in' }),
  ],
  [
    'consent/no-doi',
    'warning',
    'newsletter:news: web sign-up is not confirmed',
    'purposes.newsletter:news.doubleOptIn.for',
    news({ doubleOptIn: { for: ['email'] } }),
  ],
  [
    'consent/record-only',
    'warning',
    'newsletter:news: phone consent rests on a note',
    'purposes.newsletter:news.doubleOptIn.offline',
    news({ channels: ['web', 'phone'], doubleOptIn: { offline: 'record_only' } }),
  ],
  [
    'tracking/no-consent',
    'error',
    'tracking:open: per-person tracking needs consent, not legitimate_interest',
    'purposes.tracking:open.basis',
    { purposes: { 'tracking:open': { basis: 'legitimate_interest' } } },
  ],
  [
    'tracking/no-consent',
    'error',
    'profiling: per-person tracking needs consent, not contract',
    'purposes.profiling.basis',
    { purposes: { profiling: { ...openPurpose, basis: 'contract' } } },
  ],
  [
    'tracking/no-consent',
    'error',
    'click: per-person tracking needs consent, not hygiene',
    'tracking.click',
    { tracking: { click: 'hygiene' } },
  ],
  [
    'tracking/no-consent',
    'error',
    'click: per-person tracking needs consent, not aggregate',
    'tracking.click',
    { tracking: { click: 'aggregate', disclosed: true }, markets: { no: { rulePack: 'strictest' } } },
  ],
  [
    'tracking/undisclosed',
    'warning',
    'Activity uses open, which the notice does not disclose',
    'activity.counts',
    { tracking: { open: 'consent' }, activity: { counts: ['open', 'reply'] } },
  ],
  [
    'activity/machines',
    'warning',
    'Machine opens would count as activity',
    'activity.ignoreMachines',
    { activity: { ignoreMachines: false } },
  ],
  [
    'activity/unmeasurable',
    'error',
    'People whose activity is invisible would be purged',
    'activity.whenNotTracked',
    { activity: { whenNotTracked: 'delete' } },
  ],
  [
    'retention/missing',
    'error',
    'newsletter:news: “as long as necessary” is not a period',
    'purposes.newsletter:news.retention',
    news({ retention: undefined }),
  ],
  [
    'retention/missing',
    'error',
    'service:download: “as long as necessary” is not a period',
    'purposes.service:download.retention',
    { purposes: { 'service:download': { retention: [] } } },
  ],
  [
    'retention/none',
    'warning',
    'newsletter:news: never expires; set a maximum',
    'purposes.newsletter:news.retention',
    retention({ period: null, action: 'none' }),
  ],
  [
    'retention/none',
    'warning',
    'newsletter:news: never expires; set a maximum',
    'purposes.newsletter:news.retention',
    retention({ action: 'deactivate' }),
  ],
  [
    'retention/contract',
    'warning',
    'newsletter:news: a contract may keep data for 25 months, longer than the 2 years that people are told',
    'purposes.newsletter:news.retention.0.byContract',
    retention({ byContract: { clock: 'relationship_end', shortest: '1 year', longest: '25 months', action: 'delete' } }),
  ],
  [
    'withdrawal/keeps',
    'warning',
    'newsletter:news: data survive withdrawal',
    'purposes.newsletter:news.onWithdrawal',
    news({ onWithdrawal: 'deactivate' }),
  ],
  [
    'suppression/short',
    'warning',
    'Proof kept under 2 years after the last mail (DK)',
    'suppression.proof',
    { suppression: { proof: '23 months' } },
  ],
  [
    'sharing/never',
    'error',
    'Partners are `never`, yet reseller receives data',
    'sharing.registry',
    { sharing: { registry: [reseller] } },
  ],
  [
    'source/late',
    'error',
    'People found elsewhere are told later than within 1 month',
    'tellSourceWithin',
    { tellSourceWithin: '32 days' },
  ],
  ['sharing/no-recipient', 'error', 'Partners allowed, none registered', 'sharing.registry', { sharing: { partners: 'opt_in' } }],
  [
    'sharing/notice',
    'warning',
    'reseller receives data without opt-in',
    'sharing.registry',
    { sharing: { partners: 'notice', registry: [reseller] } },
  ],
  ['sharing/notice', 'warning', 'reseller receives data without opt-in', 'sharing.group', { sharing: { group: [reseller] } }],
  [
    'sharing/notice',
    'error',
    'reseller receives data without opt-in',
    'sharing.group',
    { sharing: { group: [reseller] }, ...inDenmark },
  ],
  [
    'sharing/notice',
    'error',
    'reseller receives data without opt-in',
    'sharing.registry',
    {
      sharing: { partners: 'opt_in', registry: [reseller] },
      purposes: { 'partner:reseller': { ...openPurpose, basis: 'legitimate_interest' } },
      ...inDenmark,
    },
  ],
  [
    'processor/no-dpa',
    'error',
    'mailer: no signed agreement',
    'processors.0.dpaSigned',
    { processors: [{ ...processor, country: 'SE', dpaSigned: false }] },
  ],
  ['transfer/blocked', 'error', 'mailer in US: no mechanism', 'processors.0', { processors: [processor] }],
  [
    'transfer/blocked',
    'error',
    'reseller in US: no mechanism',
    'sharing.registry.0',
    { sharing: { partners: 'opt_in', registry: [{ ...reseller, country: 'US' }] } },
  ],
  [
    'transfer/region',
    'error',
    'Stage region us-east-1 is outside the EEA: no mechanism',
    'transfer.allow',
    {},
    { production: false, region: 'us-east-1' },
  ],
  [
    'transfer/void',
    'error',
    'mailer: Privacy Shield is invalid since 2020-07-16',
    'transfer.allow.0.mechanism',
    { processors: [processor], transfer: toMailer('privacy_shield') },
  ],
  [
    'transfer/uk',
    'warning',
    'UK is outside the EEA; relies on adequacy',
    'processors.0',
    { processors: [{ ...processor, country: 'GB' }], transfer: toMailer('adequacy') },
  ],
  [
    'transfer/uk',
    'warning',
    'UK is outside the EEA; relies on adequacy',
    'transfer.allow',
    { transfer: { mode: 'adequate' } },
    { production: false, region: 'eu-west-2' },
  ],
  [
    'policy/to-confirm',
    'warning',
    'suppression.proof is not confirmed: no number',
    'suppression.proof',
    { suppression: { proof: toConfirm('3 years', 'no number') } },
  ],
  [
    'policy/to-confirm',
    'error',
    'suppression.proof is not confirmed: no number',
    'suppression.proof',
    { suppression: { proof: toConfirm('3 years', 'no number') } },
    { production: true, region: 'eu-north-1' },
  ],
  ['notice/stale', 'warning', 'Notice cites persondataloven', 'notice.cites', { notice: { cites: ['persondataloven'] } }],
  [
    'controller/locale',
    'warning',
    'Locale nb, controller DK: check the authority',
    'controller.authority',
    { controller: { country: 'DK' } },
  ],
  ['rights/late', 'error', 'Deadline exceeds 1 month', 'rights.deadline', { rights: { deadline: '30 days' } }],
  ['breach/late', 'error', 'Deadline exceeds 72 hours', 'breach.deadline', { breach: { deadline: '4 days' } }],
  [
    'crm/no-delete',
    'error',
    'Deletions do not reach creatio',
    'crm.deletePropagates',
    { crm: { kind: 'creatio', direction: 'push', deletePropagates: false } },
  ],
];

describe('lints', () => {
  test('of a policy that promises nothing wrong, nothing is said, on any stage in the EEA', () => {
    expect(lintsOf({})).toEqual([]);
    expect(lintsOf({}, { production: true, region: 'eu-west-1' })).toEqual([]);
    expect(lintsOf({}, { production: true })).toEqual([]);
  });

  test.each(table)('%s (%s): %s', (id, level, message, path, change, on) => {
    const found = lintsOf(change, on).filter((lint) => lint.id === id);
    expect(found.map(({ level, message, path }) => ({ level, message, path }))).toEqual([{ level, message, path }]);
  });

  test('every lint has its row in this table, and an id of its own', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(table.map(([id]) => id))).toEqual(new Set(ids));
  });

  test('no other place of the policy is found than the one at fault', () => {
    // these changes break one promise each, so one lint answers
    const alone = [
      'form/preticked',
      'form/implied',
      'form/minimise',
      'merge/forbidden',
      'activity/machines',
      'rights/late',
      'breach/late',
    ];
    for (const [id, , , , change] of table.filter(([id]) => alone.includes(id))) {
      expect(lintsOf(change).map((lint) => lint.id)).toEqual([id]);
    }
  });

  test('errors come before warnings', () => {
    const levels = lintsOf({
      notice: { cites: ['persondataloven'] },
      breach: { deadline: '1 year' },
      ...retention({ period: null }),
    }).map(({ level }) => level);
    expect(levels).toEqual(['error', 'warning', 'warning']);
  });
});

describe('what lints leave alone', () => {
  test.each<[string, object]>([
    ['a soft opt-in with a sale, in a market that knows it', customers('soft_opt_in')],
    [
      'a form that stores nothing and asks for a message',
      {
        fields: { message: 'required' },
        forms: {
          contact: {
            market: 'no',
            version: 1,
            store: false,
            consents: [],
            fields: ['email', 'message'],
            wording: { nb: { 1: { intro: 'Skriv.', boxes: {}, howToWithdraw: '' } } },
          },
        },
      },
    ],
    [
      'a company required of businesses',
      { subscribers: 'business', fields: { company: 'required' }, ...form({ fields: ['email', 'company'] }) },
    ],
    [
      'partners’ messages that the wording announces',
      {
        sharing: { partnerContentInOwnSends: true },
        ...words({ boxes: { 'newsletter:news': 'Send meg nyhetsbrevet, også med partneres tilbud.' } }),
      },
    ],
    [
      'silence that leads to a question',
      { activity: { whenNotTracked: 'ask', counts: ['open'] }, tracking: { open: 'consent', disclosed: true } },
    ],
    ['a purge by signals that everybody gives openly', { activity: { whenNotTracked: 'delete', counts: ['reply', 'form'] } }],
    ['a processor outside the EEA with a mechanism', { processors: [processor], transfer: toMailer('SCC') }],
    [
      'a parent company that people agreed to',
      { ...inDenmark, sharing: { group: [reseller] }, purposes: { 'partner:reseller': openPurpose } },
    ],
    ['counts without persons', { tracking: { open: 'aggregate' } }],
    ['notices that cite the law in force', { notice: { cites: ['personopplysningsloven', 'GDPR'] } }],
    ['deadlines shorter than the law’s', { rights: { deadline: '2 days' }, breach: { deadline: '3 days' } }],
  ])('%s', (_, change) => {
    expect(lintsOf(change)).toEqual([]);
  });

  test('a stage outside the EEA passes with a mechanism for its region', () => {
    const transfer = { allow: [{ recipient: 'us-east-1', ref: 'contract 1', mechanism: 'SCC' }] };
    expect(lintsOf({ transfer }, { production: true, region: 'us-east-1' })).toEqual([]);
  });
});
