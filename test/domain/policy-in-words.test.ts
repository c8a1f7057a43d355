import { describe, expect, test } from 'vitest';
import { definePolicy, type Policy } from '../../functions/domain/policy.ts';
import { changes, inWords } from '../../functions/domain/policy-in-words.ts';
import { brands } from '../../policies/brands.ts';
import { example, varied } from './example-policy.ts';

const sentences = (policy: Policy) => inWords(policy).flatMap(({ statements }) => statements);

/** The steps to every single value of a policy. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, name]));
}

/** A copy in which one value is another one. It need not be a policy that can be. */
function touched(policy: Policy, [step, ...rest]: readonly string[]): Policy {
  const other = (value: unknown, steps: readonly string[]): unknown => {
    const [next, ...after] = steps;
    if (next === undefined) {
      if (typeof value === 'boolean') return !value;
      if (typeof value === 'number') return value + 1;
      return value === null ? '1 year' : `${String(value)}!`;
    }
    const members = value as Record<string, unknown>;
    const copy = { ...members, [next]: other(members[next], after) };
    return Array.isArray(value) ? Object.values(copy) : copy;
  };
  return other(policy, step === undefined ? [] : [step, ...rest]) as Policy;
}

describe('a policy in words', () => {
  test.each(brands)('every setting of $brand is told: none can change without a sentence changing', (policy) => {
    const { hash: _, toConfirm: __, ...settings } = policy;
    const untold = leaves(settings).filter((path) => path[0] !== 'brand' && changes(policy, touched(policy, path)).length === 0);
    expect(untold).toEqual([]);
  });

  test.each(brands)('every sentence about $brand is whole, and each setting has one', (policy) => {
    const told = sentences(policy);
    for (const { sentence } of told) expect(sentence).toMatch(/^[A-ZÆØÅÄÖ0-9].*[.”]$/s);
    for (const { sentence } of told) expect(sentence).not.toMatch(/\b(undefined|null|NaN)\b|\[object|{}/);
    expect(new Set(told.map(({ setting }) => setting)).size).toBe(told.length);
  });

  test('a version says what changed, what came and what went', () => {
    const before = definePolicy(example);
    const after = definePolicy(
      varied({
        version: 2,
        suppression: { proof: '3 years' },
        purposes: {
          'newsletter:news': { retention: [{ clock: 'last_activity', period: '1 year', action: 'delete', repermission: true }] },
        },
        processors: [{ id: 'mailer', name: 'Mailer AS', country: 'NO', dpaSigned: true }],
        forms: {
          newsletter: { consents: ['newsletter:news'], wording: { nb: { 1: { boxes: { 'tracking:open': undefined } } } } },
        },
      }),
    );
    expect(changes(before, after)).toEqual([
      {
        setting: 'version',
        before: 'This is version 1 of the policy of example.',
        after: 'This is version 2 of the policy of example.',
      },
      {
        setting: 'purposes.newsletter:news.retention.0',
        before: '2 years after the last sign of life the person is deleted; the last step begins 30 days before.',
        after:
          '1 year after the last sign of life the person is deleted; the last step begins 30 days before; a mail asks first whether to stay.',
      },
      {
        setting: 'forms.newsletter.consents',
        before: 'It has a box for newsletter:news and tracking:open.',
        after: 'It has a box for newsletter:news.',
      },
      {
        setting: 'forms.newsletter.wording.nb.1.boxes.tracking:open',
        before: 'The box for tracking:open says (nb, version 1): “Registrer når jeg åpner det.”',
      },
      {
        setting: 'suppression.proof',
        before: 'Proof of consent is kept for 2 years after the last mail.',
        after: 'Proof of consent is kept for 3 years after the last mail.',
      },
      {
        setting: 'processors.mailer',
        after: 'Mailer AS (mailer, NO) is a processor, sees nothing, under no stated contract; a processing agreement is signed.',
      },
    ]);
    expect(changes(after, after)).toEqual([]);
  });
});
