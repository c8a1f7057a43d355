import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedbackStates, type Known, merged, sendStates, stronger } from '../../functions/domain/send.ts';

const known: fc.Arbitrary<Known> = fc
  .record({
    state: fc.constantFrom(...sendStates),
    reason: fc.constantFrom('unsubscribed', 'MessageRejected'),
    feedback: fc.option(fc.constantFrom(...feedbackStates), { nil: undefined }),
  })
  // as they are written: whoever is skipped or failed has a reason, and SES reports on what was sent
  .map(({ state, reason, feedback }) =>
    feedback ? { state: 'sent', feedback } : state === 'skipped' || state === 'failed' ? { state, reason } : { state },
  );

const certainty = ['claimed', 'unknown', 'skipped', 'failed', 'sent'];

describe('what two accounts of a mail come to', () => {
  test('F9: is the same in any order, in any grouping, and however often one is told', () => {
    fc.assert(
      fc.property(known, known, known, (a, b, c) => {
        expect(merged(a, b)).toEqual(merged(b, a));
        expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)));
        expect(merged(a, a)).toEqual(a);
        expect(merged(merged(a, b), b)).toEqual(merged(a, b));
      }),
    );
  });

  test('never forgets: neither state nor feedback goes back', () => {
    fc.assert(
      fc.property(known, known, (a, b) => {
        const after = merged(a, b);
        expect(certainty.indexOf(after.state)).toBeGreaterThanOrEqual(certainty.indexOf(a.state));
        expect(stronger(after.feedback, a.feedback)).toBe(after.feedback);
      }),
    );
  });

  test.each<[string, Known, Known, Known]>([
    [
      'F8: a late `sent` does not overwrite a bounce',
      { state: 'sent', feedback: 'bounced' },
      { state: 'sent' },
      { state: 'sent', feedback: 'bounced' },
    ],
    ['an event settles what is unknown', { state: 'unknown' }, { state: 'sent' }, { state: 'sent' }],
    ['a lost answer does not unsettle what an event told', { state: 'sent' }, { state: 'unknown' }, { state: 'sent' }],
    [
      'feedback before the sender knows',
      { state: 'claimed' },
      { state: 'sent', feedback: 'complained' },
      { state: 'sent', feedback: 'complained' },
    ],
    [
      'a late delivery does not hide a bounce',
      { state: 'sent', feedback: 'bounced' },
      { state: 'sent', feedback: 'delivered' },
      { state: 'sent', feedback: 'bounced' },
    ],
    [
      'an out-of-office answer does not hide a delivery',
      { state: 'sent', feedback: 'delivered' },
      { state: 'sent', feedback: 'soft_bounced' },
      { state: 'sent', feedback: 'delivered' },
    ],
    [
      'a refusal keeps its reason',
      { state: 'claimed' },
      { state: 'failed', reason: 'MessageRejected' },
      { state: 'failed', reason: 'MessageRejected' },
    ],
  ])('%s', (_, one, other, both) => {
    expect(merged(one, other)).toEqual(both);
  });
});
