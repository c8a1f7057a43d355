import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConsentStatus } from '../../functions/domain/consent.ts';
import {
  type Entry,
  type EntryContent,
  emptyChain,
  fold,
  ImportEvidence,
  nextEntry,
  verifyChain,
} from '../../functions/domain/ledger.ts';

const brand = 'xledger';
const contactId = Buffer.alloc(16, 1).toString('base64url');

const content = (n: number): EntryContent => ({
  act: 'withdrawn',
  at: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
  actor: 'person',
  method: 'link',
  changes: { [`newsletter:t${n % 3}`]: n % 2 ? 'ConsentWithdrawn' : 'ConsentGiven' },
  addressHash: Buffer.alloc(16, 2).toString('base64url'),
  policyVersion: 1,
  policyHash: 'h',
  evidence: { purpose: 'newsletter:t0', source: `s${n}` },
});

function chainOf(length: number, ofContact = contactId): Entry[] {
  const entries: Entry[] = [];
  let head = emptyChain(brand, ofContact);
  for (let n = 0; n < length; n += 1) {
    const entry = nextEntry(head, content(n));
    entries.push(entry);
    head = entry;
  }
  return entries;
}

describe('a chain of evidence', () => {
  test('verifies as it was written', () => {
    const entries = chainOf(5);
    expect(verifyChain(brand, contactId, entries, entries[4])).toEqual({ whole: true, head: { seq: 5, hash: entries[4]?.hash } });
    expect(verifyChain(brand, contactId, [])).toMatchObject({ whole: true, head: { seq: 0 } });
  });

  test('names the first entry that was altered, dropped, swapped, repeated or put in (S27)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.nat(),
        fc.constantFrom('alter', 'drop', 'swap', 'repeat', 'forge'),
        (length, pick, how) => {
          const entries = chainOf(length);
          const at = pick % (length - 1);
          const entry = entries[at] as Entry;
          if (how === 'alter') entries[at] = { ...entry, at: '2020-01-01T00:00:00.000Z' };
          if (how === 'drop') entries.splice(at, 1);
          if (how === 'swap') entries.splice(at, 2, entries[at + 1] as Entry, entry);
          if (how === 'repeat') entries.splice(at, 0, entry);
          if (how === 'forge') entries[at] = nextEntry({ seq: at, hash: 'elsewhere' }, content(99));
          const verdict = verifyChain(brand, contactId, entries);
          expect(verdict).toEqual({ whole: false, brokenAt: how === 'repeat' ? at + 2 : at + 1 });
        },
      ),
    );
    expect.hasAssertions();
  });

  test('that lost its end is found out by the head that the profile holds', () => {
    const entries = chainOf(4);
    expect(verifyChain(brand, contactId, entries.slice(0, 2), entries[3])).toEqual({ whole: false, brokenAt: 3 });
  });

  test('whose end was rewritten is found out by the head that the profile holds', () => {
    const entries = chainOf(3);
    const rewritten = [...entries.slice(0, 2), nextEntry(entries[1] as Entry, content(50))];
    expect(verifyChain(brand, contactId, rewritten)).toMatchObject({ whole: true });
    expect(verifyChain(brand, contactId, rewritten, entries[2])).toEqual({ whole: false, brokenAt: 3 });
  });

  test("does not verify as another person's", () => {
    expect(verifyChain(brand, contactId, chainOf(2, Buffer.alloc(16, 9).toString('base64url')))).toEqual({
      whole: false,
      brokenAt: 1,
    });
  });

  test('tells the state by the last entry of each purpose', () => {
    expect(fold(chainOf(5))).toEqual({
      'newsletter:t0': { status: 'ConsentWithdrawn', since: '2026-01-01T00:03:00.000Z', seq: 4 },
      'newsletter:t1': { status: 'ConsentGiven', since: '2026-01-01T00:04:00.000Z', seq: 5 },
      'newsletter:t2': { status: 'ConsentGiven', since: '2026-01-01T00:02:00.000Z', seq: 3 },
    });
  });

  test('tells since when a yes stands by when it was given, not by when it was entered; a later one is made no older', () => {
    const imported = (at: string, givenAt: string, status: ConsentStatus): EntryContent => ({
      ...content(0),
      at,
      actor: 'operator',
      act: 'imported',
      method: 'import',
      changes: { 'newsletter:t0': status },
      evidence: ImportEvidence.parse({
        importId: 'AAAAAAAAAAAAAAAAAAAAAA',
        line: 2,
        operator: 'kari',
        preset: 'samtykke',
        market: 'no',
        locale: 'nb',
        granted: ['newsletter:t0'],
        lacks: [],
        channel: 'web',
        givenAt,
      }),
    });
    const first = nextEntry(
      emptyChain(brand, contactId),
      imported('2026-05-01T00:00:00.000Z', '2025-03-01T00:00:00.000Z', 'ConsentGiven'),
    );
    const since = (...entries: Entry[]) => fold(entries)['newsletter:t0']?.since;
    expect(since(first)).toBe('2025-03-01T00:00:00.000Z');
    const older = nextEntry(first, imported('2026-06-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z', 'RenewedConsentGiven'));
    expect(since(first, older)).toBe('2025-03-01T00:00:00.000Z');
    const unknown = nextEntry(first, imported('2026-06-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z', 'ConsentUnknown'));
    expect(since(first, unknown)).toBe('2026-06-01T00:00:00.000Z');
  });
});
