import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bouncesInARow,
  consequenceOf,
  feedbackCounts,
  feedbackOf,
  provesNoMailbox,
  SesEvent,
} from '../../functions/domain/feedback.ts';
import { definePolicy } from '../../functions/domain/policy.ts';
import { feedbackStates, stronger } from '../../functions/domain/send.ts';
import { varied } from './example-policy.ts';

const at = '2026-11-27T12:00:00.000Z';
const mail = {
  messageId: 'm-1',
  timestamp: at,
  destination: ['kari@example.no'],
  tags: {
    brand: ['example'],
    mail: ['newsletter'],
    campaign: ['20261127-k3v9q2m7xd'],
    contact: ['AAAAAAAAAAAAAAAAAAAAAA'],
    'ses:operation': ['SendEmail'],
  },
};
const bounced = (bounceType: string, bounceSubType: string, status?: string) =>
  SesEvent.parse({
    eventType: 'Bounce',
    mail,
    bounce: {
      timestamp: at,
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: 'kari@example.no', ...(status && { status }) }],
    },
  });
const complained = (complaintFeedbackType?: string | null) =>
  SesEvent.parse({ eventType: 'Complaint', mail, complaint: { timestamp: at, complaintFeedbackType } });
const policyWith = (onHardBounce: string) =>
  definePolicy(varied({ purposes: { 'newsletter:news': { onHardBounce } } }) as Parameters<typeof definePolicy>[0]);

describe('a bounce', () => {
  test.each([
    ['Permanent', 'General', '5.1.1', 'bounced', true],
    ['Permanent', 'General', '5.1.2', 'bounced', true],
    ['Permanent', 'NoEmail', undefined, 'bounced', true],
    ['Permanent', 'General', '5.1.10', 'bounced', true],
    // refused for good, but not for want of a mailbox
    ['Permanent', 'General', undefined, 'bounced', false],
    ['Permanent', 'General', '5.7.1', 'bounced', false],
    ['Permanent', 'General', '5.2.1', 'bounced', false],
    ['Permanent', 'General', '5.2.2', 'bounced', false],
    ['Permanent', 'General', '5.1.11', 'bounced', false],
    // never tried
    ['Permanent', 'OnAccountSuppressionList', '5.1.1', 'soft_bounced', false],
    ['Permanent', 'Suppressed', '5.1.1', 'soft_bounced', false],
    ['Transient', 'General', '4.4.7', 'soft_bounced', false],
    ['Transient', 'MailboxFull', '5.1.1', 'soft_bounced', false],
    ['Undetermined', 'Undetermined', '5.1.1', 'soft_bounced', false],
  ] as const)('I5: %s %s %s is %s; proves that there is no mailbox: %s', (type, subType, status, feedback, proves) => {
    const event = bounced(type, subType, status);
    expect(feedbackOf(event)).toBe(feedback);
    if (event.eventType === 'Bounce') expect(provesNoMailbox(event.bounce)).toBe(proves);
    // whoever's mailbox may still be there is never deleted for it, whatever the policy says
    const fate = consequenceOf(policyWith('delete'), 'newsletter:news', event)?.person;
    expect(fate).toBe(feedback === 'soft_bounced' ? undefined : proves ? 'erased' : 'suppressed');
  });

  test.each([
    ['suppress', 'suppressed'],
    ['deactivate', 'deactivated'],
    ['delete', 'erased'],
  ])('by a policy that says %s: the person is %s', (action, person) => {
    expect(consequenceOf(policyWith(action), 'newsletter:news', bounced('Permanent', 'General', '5.1.1'))).toEqual({
      act: 'bounced',
      person,
      says: 'Permanent General 5.1.1',
    });
  });

  test('of a purpose that the policy no longer has suppresses', () => {
    expect(consequenceOf(policyWith('delete'), 'newsletter:old', bounced('Permanent', 'General', '5.1.1'))?.person).toBe(
      'suppressed',
    );
  });

  test('for the time being: the fifth in a row is one too many; a delivery in between begins anew', () => {
    const soft = { feedback: 'soft_bounced' } as const;
    const delivered = { feedback: 'delivered' } as const;
    const silent = { feedback: undefined };
    expect(bouncesInARow([soft, soft, soft, soft])).toBe(false);
    expect(bouncesInARow([soft, silent, soft, soft, { feedback: 'delayed' }, soft, soft])).toBe(true);
    expect(bouncesInARow([soft, soft, soft, delivered, soft, soft])).toBe(false);
    expect(bouncesInARow([delivered, soft, soft, soft, soft, soft])).toBe(false);
  });
});

describe('a complaint', () => {
  test.each(['delete', 'suppress', 'deactivate'])('T3: by a policy that says %s of bounces, suppresses', (action) => {
    expect(consequenceOf(policyWith(action), 'newsletter:news', complained('abuse'))).toEqual({
      act: 'complained',
      person: 'suppressed',
      says: 'abuse',
    });
    expect(feedbackOf(complained(null))).toBe('complained');
  });

  test('that takes a mail out of the junk folder is none', () => {
    expect(feedbackOf(complained('not-spam'))).toBeUndefined();
    expect(consequenceOf(policyWith('delete'), 'newsletter:news', complained('not-spam'))).toBeUndefined();
  });
});

describe('an event', () => {
  test.each([
    ['of another system', { ...mail, tags: { 'ses:operation': ['SendEmail'] } }],
    ['with an address for a contact', { ...mail, tags: { ...mail.tags, contact: ['kari@example.no'] } }],
    ['with two contacts', { ...mail, tags: { ...mail.tags, contact: ['AAAAAAAAAAAAAAAAAAAAAA', 'BAAAAAAAAAAAAAAAAAAAAA'] } }],
    ['without an id', { ...mail, messageId: '' }],
    ['to nobody', { ...mail, destination: [] }],
  ])('T23: %s is refused', (_, wrong) => {
    expect(SesEvent.safeParse({ eventType: 'Send', mail }).success).toBe(true);
    expect(SesEvent.safeParse({ eventType: 'Send', mail: wrong }).success).toBe(false);
  });

  test('T23: of opens and clicks, which SES is not to track, is refused', () => {
    expect(SesEvent.safeParse({ eventType: 'Open', mail, open: { timestamp: at } }).success).toBe(false);
  });
});

test('I7: the numbers that feedback adds up to depend on what was told, not on its order or on how often', () => {
  const state = fc.constantFrom(...feedbackStates);
  fc.assert(
    fc.property(fc.array(state, { minLength: 1, maxLength: 8 }), fc.array(state, { maxLength: 4 }), (told, again) => {
      const numbersOf = (order: readonly (typeof feedbackStates)[number][]) => {
        const sums = { delivered: 0, bounced: 0, complained: 0 };
        let now: (typeof feedbackStates)[number] | undefined;
        for (const one of order) {
          const next = stronger(now, one);
          if (next && next !== now)
            for (const [name, count] of Object.entries(feedbackCounts(now, next))) sums[name as keyof typeof sums] += count;
          now = next;
        }
        return sums;
      };
      const repeated = [...told, ...again.filter((one) => told.includes(one))];
      const numbers = numbersOf(told);
      expect(numbersOf(repeated.toReversed())).toEqual(numbers);
      expect(numbersOf(repeated.toSorted())).toEqual(numbers);
      expect(Math.min(...Object.values(numbers))).toBeGreaterThanOrEqual(0);
      expect(numbers.delivered + numbers.bounced).toBeLessThanOrEqual(1);
    }),
  );
});
