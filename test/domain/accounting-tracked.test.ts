import { describe, expect, test } from 'vitest';
import { addUp, countsOf, type Result, tallyOf } from '../../functions/domain/accounting.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { untracked } from '../../functions/domain/tracking-links.ts';

const contactId = ContactId.parse(Buffer.alloc(16, 1).toString('base64url'));

describe('who could be seen', () => {
  test('is counted with the mails that were sent, each signal by itself, and only where it is kept per person (T29)', () => {
    const results: Result[] = [
      { contactId, state: 'sent', tracking: { open: 'consent', click: 'consent' } },
      { contactId, state: 'sent', tracking: { open: 'consent', click: 'off' } },
      { contactId, state: 'sent', tracking: { open: 'hygiene', click: 'aggregate' } },
      { contactId, state: 'sent', tracking: untracked },
      { contactId, state: 'sent' },
      { contactId, state: 'unknown', tracking: { open: 'consent', click: 'consent' } },
      { contactId, state: 'skipped', reason: 'unsubscribed' },
    ];
    const tally = tallyOf([addUp(results)]);
    expect(tally).toMatchObject({ sent: 5, unknown: 1, trackedOpen: 2, trackedClick: 1 });
    expect(countsOf(7, tally)).toEqual({ audience: 7, pending: 0, sent: 5, skipped: 1, failed: 0, unknown: 1 });
  });

  test('comes along when an unknown turns out to have been sent', () => {
    const before = addUp([{ state: 'unknown', tracking: { open: 'consent', click: 'off' } }]);
    const moved = { unknown: -1, ...addUp([{ state: 'sent', tracking: { open: 'consent', click: 'off' } }]) };
    expect(tallyOf([before, moved])).toMatchObject({ sent: 1, unknown: 0, trackedOpen: 1, trackedClick: 0 });
  });
});
