import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Clauses,
  noticeOf,
  placesOf,
  type Said,
  type Statement,
  sectionIds,
  statementsOf,
} from '../../functions/domain/notice.ts';
import { definePolicy, isMailPurpose, localesOf, type Policy, purposesOf } from '../../functions/domain/policy.ts';
import alektum from '../../policies/alektum.ts';
import amesto from '../../policies/amesto.ts';
import { brands } from '../../policies/brands.ts';
import { clauses } from '../../policies/clauses.ts';
import expectit from '../../policies/expectit.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { example, varied } from './example-policy.ts';

const all = (policy: Policy, of: Clauses = {}): Statement[] => statementsOf(noticeOf(policy, localesOf(policy)[0] ?? 'en', of));
const values = <K extends keyof Said>(policy: Policy, kind: K): Said[K][] =>
  all(policy).flatMap((statement) => (statement.kind === kind ? [statement.values as Said[K]] : []));
const exampleWith = (change: object): Policy => definePolicy(varied(change));
/** Every id of a range, `X1` to `X17`. */
const ids = (letter: string, last: number, without: readonly number[] = []) =>
  Array.from({ length: last }, (_, index) => index + 1)
    .filter((number) => !without.includes(number))
    .map((number) => `${letter}${number}`);

describe('the notice', () => {
  test.each(brands)('of $brand has every section, in order, each with something to say', (policy) => {
    for (const locale of localesOf(policy)) {
      const notice = noticeOf(policy, locale);
      expect(notice).toMatchObject({
        brand: policy.brand,
        locale,
        version: policy.notice.version,
        policyVersion: policy.version,
        policyHash: policy.hash,
      });
      expect(notice.sections.map(({ id }) => id)).toEqual(sectionIds);
      for (const { id, blocks } of notice.sections) {
        expect(blocks.length, id).toBeGreaterThan(0);
        for (const block of blocks)
          expect('rows' in block ? block.rows.every((row) => row.statements.length > 0) : block.statements.length > 0).toBe(true);
      }
    }
  });

  test.each(brands)(
    'of $brand is made from the policy alone, and an older one gives the notice that was then in force',
    (policy) => {
      const older: Policy = {
        ...policy,
        version: 0,
        notice: { ...policy.notice, version: 'the one before' },
        suppression: { period: '1 year', proof: '5 years' },
      };
      const locale = localesOf(policy)[0] ?? 'en';
      expect(noticeOf(policy, locale)).toEqual(noticeOf(structuredClone({ ...policy }), locale));
      expect(noticeOf(older, locale)).toMatchObject({ version: 'the one before', policyVersion: 0 });
      expect(values(older, 'suppressed')).toEqual([{ period: '1 year' }]);
      expect(values(older, 'proofKept')).toEqual([{ proof: '5 years' }]);
    },
  );

  test.each(brands)('of $brand tells each purpose with its data, its ground and every rule of retention', (policy) => {
    const notice = noticeOf(policy, localesOf(policy)[0] ?? 'en');
    const groups = notice.sections.find(({ id }) => id === 'purposes')?.blocks.filter((block) => block.block === 'group') ?? [];
    const purposes = purposesOf(policy);
    expect(groups.map(({ id }) => id)).toEqual(purposes.map(([id]) => `purpose-${id.replace(':', '-')}`));
    for (const [index, [id, purpose]] of purposes.entries()) {
      const told = groups[index]?.rows.flatMap(({ statements }) => statements) ?? [];
      const valuesOf = (kind: keyof Said) => told.flatMap((statement) => (statement.kind === kind ? [statement.values] : []));
      expect(valuesOf('data')).toEqual([{ fields: purpose.dataCategories }]);
      expect(valuesOf('ground')).toEqual([{ basis: purpose.basis, mail: isMailPurpose(id) }]);
      expect(valuesOf('retention')).toEqual(purpose.retention.map(({ clock, period, action }) => ({ clock, period, action })));
      expect(valuesOf('keptWithTheRest')).toHaveLength(purpose.retention.length === 0 ? 1 : 0);
    }
  });

  test.each(brands)('of $brand names everyone who receives data', ({ ...policy }) => {
    const notice = noticeOf(policy, localesOf(policy)[0] ?? 'en');
    const groups = notice.sections
      .find(({ id }) => id === 'recipients')
      ?.blocks.flatMap((block) => ('title' in block ? [block.title] : []));
    const { registry, group } = policy.sharing;
    expect(groups).toEqual([...registry, ...group, ...policy.processors].map(({ name }) => name));
  });
});

describe('what is promised is what the system does', () => {
  test('tracking, profiling and sharing rest on consent, whatever the policy says', () => {
    const policy = exampleWith({ purposes: { 'tracking:open': { basis: 'legitimate_interest' } } });
    expect(values(policy, 'ground').filter(({ mail }) => !mail)[0]).toEqual({ basis: 'consent', mail: false });
  });

  test('evidence that no market’s law accepts lets no mail out, and is not told', () => {
    const when = (evidence: string[]) =>
      exampleWith({
        purposes: { 'newsletter:news': { basisWhen: [{ relationships: ['customer'], basis: 'soft_opt_in', evidence }] } },
      });
    expect(values(when(['sale', 'free_account']), 'groundWhen')).toEqual([
      { basis: 'soft_opt_in', mail: true, relationships: ['customer'], evidence: ['sale'] },
    ]);
    expect(values(when(['free_account']), 'groundWhen')).toEqual([]);
    expect(values(when(['sale']), 'shortMail')).toEqual([{ consentOnly: false }]);
    expect(values(when(['free_account']), 'shortMail')).toEqual([{ consentOnly: true }]);
  });

  test('a withdrawal ends what the system would end, by title', () => {
    expect(values(xledger, 'leavingEnds')[0]).toEqual({ others: ['Invitasjoner', 'Åpninger', 'Klikk', 'Deling med partner'] });
    expect(values(amesto, 'leavingEnds').flatMap(({ others }) => others)).toEqual([]);
  });

  test('a link confirms every channel but those that rest on a note', () => {
    const by = (doubleOptIn: object) =>
      exampleWith({ purposes: { 'newsletter:news': { channels: ['web', 'phone'], doubleOptIn } } });
    expect(values(by({ offline: 'confirm_by_email' }), 'notedFrom')).toEqual([]);
    expect(values(by({ offline: 'record_only' }), 'notedFrom')).toEqual([{ channels: ['phone'] }]);
    expect(values(by({ offline: 'record_only', for: [] }), 'notedFrom')).toEqual([{ channels: ['web', 'phone'] }]);
  });

  test('what is not recorded is no sign of life, and signs are told only where silence has consequences', () => {
    expect(values(infosoft, 'signs')[0]?.signals).toEqual(infosoft.activity.counts);
    expect(values(amesto, 'signs')[0]?.signals).toEqual(amesto.activity.counts.filter((signal) => signal !== 'click'));
    expect(values(amesto, 'machines')).toEqual([]);
    expect(values(expectit, 'signs')).toEqual([]);
    expect(values(exampleWith({ tracking: { open: 'hygiene' }, activity: { counts: ['open'] } }), 'signs')).toEqual([
      { signals: ['open'], all: false },
    ]);
  });

  test('whoever may not be seen is asked before being deleted, but not before being set aside', () => {
    expect(values(xledger, 'untracked')).toEqual([{ outcome: 'asked' }]);
    expect(values(infosoft, 'untracked')).toEqual([{ outcome: 'same' }]);
    expect(values(exampleWith({ activity: { whenNotTracked: 'keep' } }), 'untracked')).toEqual([{ outcome: 'kept' }]);
    expect(values(exampleWith({ activity: { whenNotTracked: 'delete' } }), 'untracked')).toEqual([{ outcome: 'same' }]);
    expect(values(exampleWith({ activity: { counts: ['reply'] } }), 'untracked')).toEqual([]);
  });

  test('a question whether to stay is told with its time, the usual one where the policy names none', () => {
    const asking = (rule: object) =>
      exampleWith({
        purposes: {
          'newsletter:news': {
            retention: [{ clock: 'last_activity', period: '1 year', action: 'delete', repermission: true, ...rule }],
          },
        },
      });
    expect(values(asking({ warnBefore: '14 days' }), 'asksToStay')).toEqual([{ before: '14 days' }]);
    expect(values(asking({ action: 'deactivate' }), 'asksToStay')).toEqual([{ before: '30 days' }]);
    expect(values(asking({ repermission: false }), 'asksToStay')).toEqual([]);
  });

  test('a partner receives by consent, a processor on the brand’s behalf; without a purpose to agree to, nobody by opt-in', () => {
    const gates = (policy: Policy) => values(policy, 'received').map(({ gate }) => gate);
    expect(gates(xledger)).toEqual(['consent', 'on_behalf']);
    expect(gates(amesto)).toEqual(['consent']);
    const friend = { id: 'friend', name: 'Friend AS', country: 'NO', fields: ['email'] };
    const sharing = (partners: string) => exampleWith({ sharing: { partners, registry: [friend] } });
    expect(gates(sharing('opt_in'))).toEqual(['never']);
    expect(gates(sharing('notice'))).toEqual(['notice']);
    expect(gates(sharing('never'))).toEqual(['never']);
    expect(gates(exampleWith({ sharing: { group: [friend] } }))).toEqual(['notice']);
    expect(values(sharing('notice'), 'shortSharing')).toEqual([{ gate: 'notice' }]);
    expect(values(xledger, 'shortSharing')).toEqual([{ gate: 'consent' }]);
    expect(values(alektum, 'shortSharing')).toEqual([{ gate: 'never' }]);
  });

  test('a transfer without a valid ground is told as none', () => {
    const toUs = (mechanism: string) =>
      exampleWith({
        processors: [{ id: 'mailer', name: 'Mailer Inc.', country: 'US', dpaSigned: true }],
        transfer: { mode: 'safeguards', allow: [{ recipient: 'mailer', mechanism, ref: 'A-1' }] },
      });
    expect(values(toUs('SCC'), 'place')).toEqual([{ country: 'US', ground: { permitted: true, ground: 'SCC', ref: 'A-1' } }]);
    expect(values(toUs('privacy_shield'), 'place')).toEqual([{ country: 'US', ground: { permitted: false, because: 'void' } }]);
  });

  test('what all purposes have in common is told once', () => {
    const counts = (kind: keyof Said) => all(xledger).filter((statement) => statement.kind === kind).length;
    expect(counts('agreeBy')).toBe(1);
    expect(counts('confirmedBy')).toBe(1);
    expect(counts('deadMailbox')).toBe(1);
    // Expectit takes newsletters over the phone, too, and consents to tracking on the web only
    expect(values(expectit, 'agreeBy').length).toBe(purposesOf(expectit).filter(([, { basis }]) => basis === 'consent').length);
  });
});

describe('the clauses', () => {
  test.each([
    [xledger, ids('X', 17)],
    [expectit, ids('E', 13)],
    [amesto, ids('A', 12)],
    [infosoft, ids('I', 18)],
    [alektum, ids('K', 21, [20])],
  ] as const)('of $brand are all there', (policy, expected) => {
    expect(Object.keys(clauses[policy.brand] ?? {})).toEqual(expected);
  });

  test.each(brands)('of $brand are those that its policy file names', ({ brand }) => {
    const source = readFileSync(new URL(`../../policies/${brand}.ts`, import.meta.url), 'utf8');
    const comments = source.match(/\/\/.*$/gm)?.join('\n') ?? '';
    const letter = Object.keys(clauses[brand] ?? {})[0]?.charAt(0);
    const named = [...new Set(comments.match(new RegExp(`\\b${letter}\\d+\\b`, 'g')))];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((clause) => !Object.hasOwn(clauses[brand] ?? {}, clause))).toEqual([]);
  });

  test.each(brands)('of $brand lead to settings that its policy has, a mistyped path among them none', (policy) => {
    const stepsTo = (path: string) => {
      // the id of a purpose holds no dot
      let value: unknown = policy;
      for (const step of path.split('.')) {
        if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return false;
        value = (value as Record<string, unknown>)[step];
      }
      return value !== undefined;
    };
    const wrong = Object.entries(clauses[policy.brand] ?? {}).flatMap(([clause, sources]) =>
      sources.filter((source) => !source.startsWith('system.') && !stepsTo(source)).map((source) => `${clause}: ${source}`),
    );
    expect(wrong).toEqual([]);
    expect(stepsTo('rights.erasure')).toBe(true);
    expect(stepsTo('rights.erasur')).toBe(false);
  });

  test.each(brands)('of $brand are each kept by a statement, in the place that their sources say', (policy) => {
    const of = clauses[policy.brand] ?? {};
    const statements = all(policy, of);
    for (const [clause, sources] of Object.entries(of)) {
      const keeping = statements.filter((statement) => statement.clauses.includes(clause));
      expect(keeping.length, clause).toBeGreaterThan(0);
      for (const { from } of keeping)
        expect(from.some((told) => sources.some((source) => told.startsWith(source) || source.startsWith(told)))).toBe(true);
    }
    expect(statements.filter((statement) => statement.from.length === 0).flatMap((statement) => statement.clauses)).toEqual([]);
  });

  test('a clause has its place where its first source is told', () => {
    const place = (policy: Policy, clause: string) =>
      placesOf(noticeOf(policy, localesOf(policy)[0] ?? 'en'), clauses[policy.brand] ?? {}).get(clause);
    expect(place(xledger, 'X8')).toMatchObject({ kind: 'sharing', values: { gate: 'consent' } });
    expect(place(xledger, 'X5')).toMatchObject({ kind: 'leavingMail', values: { action: 'delete' } });
    expect(place(amesto, 'A7')).toMatchObject({ kind: 'described', values: { text: expect.stringContaining('profil') } });
    expect(place(infosoft, 'I14')).toMatchObject({ kind: 'breach', values: { clockStart: 'occurrence' } });
    expect(place(alektum, 'K12')).toMatchObject({ kind: 'rightErase', values: { erasure: 'review' } });
    expect(placesOf(noticeOf(xledger, 'nb'), { X0: ['purposes.profiling'] }).size).toBe(0);
  });

  test('a clause about one setting is not kept by its neighbour', () => {
    const statements = all(alektum, {
      K8: ['purposes.newsletter:news.retention.0'],
      K9: ['purposes.newsletter:news.retention.1'],
    });
    const kept = statements.filter((statement) => statement.clauses.length > 0);
    expect(kept.map((statement) => [statement.values, statement.clauses])).toEqual([
      [{ clock: 'last_inbound_contact', period: '3 years', action: 'delete' }, ['K8']],
      [{ clock: 'last_activity', period: '24 months', action: 'deactivate' }, ['K9']],
    ]);
  });

  test('of the example have no names', () => {
    expect(all(definePolicy(example)).flatMap((statement) => statement.clauses)).toEqual([]);
  });
});
