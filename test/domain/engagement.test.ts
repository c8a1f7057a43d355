import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addUpHits,
  type Countable,
  countable,
  countedId,
  engagementOf,
  judged,
  keptOf,
  type Marks,
  marked,
  packHits,
  uncounted,
  unpackHits,
} from '../../functions/domain/engagement.ts';
import type { Hit } from '../../functions/domain/hit.ts';
import { trackingModes } from '../../functions/domain/policy.ts';

const sentAt = new Date('2026-11-27T10:00:00Z');
const hitAt = (seconds: number, more: Partial<Hit> = {}): Hit => ({
  brand: 'example',
  campaignId: '20261127-k3v9q2m7xd',
  contactId: 'AAAAAAAAAAAAAAAAAAAAAA',
  kind: 'open',
  at: new Date(sentAt.getTime() + seconds * 1000).toISOString(),
  hit: 'AAAAAAAA',
  label: 'human',
  ...more,
});
const mail = { sentAt: sentAt.toISOString() };
const click = (seconds: number, link: number, more: Partial<Hit> = {}) => hitAt(seconds, { kind: 'click', link, ...more });

describe('timing', () => {
  test.each([
    [-1, 'machine'],
    [0, 'machine'],
    [1.999, 'machine'],
    [2, 'unknown'],
    [6.999, 'unknown'],
    [7, 'human'],
  ] as const)('%d seconds after the sending, a browser is %s', (seconds, label) => {
    expect(judged([hitAt(seconds)], mail)).toEqual([label]);
    expect(judged([hitAt(seconds)], {})).toEqual(['human']);
  });

  test('takes three links within two seconds for a machine, and neither two, nor one again and again, nor three in more', () => {
    const fast = ['machine', 'machine', 'machine'];
    const slow = ['human', 'human', 'human'];
    expect(judged([click(60, 0), click(61, 1), click(62, 2)], mail)).toEqual(fast);
    expect(judged([click(62, 2), click(60, 0), click(61, 1)], mail)).toEqual(fast);
    expect(judged([click(60, 0), click(61, 1), click(62.001, 2)], mail)).toEqual(slow);
    expect(judged([click(60, 0), click(60, 1), click(60, 0)], mail)).toEqual(slow);
    // the burst alone: what came an hour later was a person
    expect(judged([click(60, 0), click(61, 1), click(62, 2), click(3600, 1)], mail)).toEqual([...fast, 'human']);
  });

  test('takes whoever went for the trap for a machine, and all hits within ten seconds of it', () => {
    const hits = [
      click(59.999, 0),
      click(60, 0),
      click(70, 9, { trap: true }),
      click(80, 1),
      click(80.001, 2),
      hitAt(70),
      hitAt(59),
    ];
    expect(judged(hits, mail)).toEqual(['human', 'machine', 'machine', 'machine', 'human', 'machine', 'human']);
  });

  test('knows from the mail when a machine was at it last, whichever of its hits came first', () => {
    const trap = click(70, 9, { trap: true });
    const { scanned } = marked({}, [{ hit: trap, label: 'machine', counted: false }]);
    expect(scanned).toBe('2026-11-27T10:01:00.000Z/2026-11-27T10:01:20.000Z');
    const later = [click(59.999, 0), click(60, 0), click(80, 1), click(80.001, 2), hitAt(7200)];
    expect(judged(later, { ...mail, scanned })).toEqual(['human', 'machine', 'machine', 'human', 'human']);
    // what was marked before the trap was heard of was counted, or will be, as what it was
    expect(judged([click(65, 0, { hit: 'firstAAA' })], { ...mail, scanned, firsts: { click: 'firstAAA' } })).toEqual(['human']);
  });

  test('remembers of machines one moment, the latest, grown by what touches it; and writes nothing that it knows', () => {
    const scan = (...seconds: number[]) =>
      seconds.map((second) => ({ hit: click(second, 9, { trap: true }), label: 'machine' as const, counted: false }));
    const once = marked({}, scan(70));
    expect(marked(once, scan(70))).toBe(once);
    expect(marked(once, scan(90)).scanned).toBe('2026-11-27T10:01:00.000Z/2026-11-27T10:01:40.000Z');
    const twice = marked(once, scan(3670));
    expect(twice.scanned).toBe('2026-11-27T11:01:00.000Z/2026-11-27T11:01:20.000Z');
    expect(marked(twice, scan(70))).toBe(twice);
    const burst = [0, 1, 2].map((link) => ({ hit: click(60 + link, link), label: 'machine' as const, counted: false }));
    expect(marked({}, burst)).toEqual({ scanned: '2026-11-27T10:01:00.000Z/2026-11-27T10:01:02.000Z' });
  });

  test('never makes a person of a machine', () => {
    const drawn = fc.array(
      fc.record({
        seconds: fc.double({ min: 0, max: 100, noNaN: true }),
        link: fc.nat(5),
        label: fc.constantFrom('human', 'machine', 'unknown'),
      }),
    );
    fc.assert(
      fc.property(drawn, (rows) => {
        const hits = rows.map(({ seconds, link, label }) => click(seconds, link, { label: label as Hit['label'] }));
        const rank = { machine: 0, unknown: 1, human: 2 };
        for (const [index, label] of judged(hits, mail).entries())
          expect(rank[label]).toBeLessThanOrEqual(rank[hits[index]?.label ?? 'machine']);
      }),
    );
  });
});

describe('what is kept of a hit', () => {
  test('is what the mail was made to measure and the person still agrees to, whichever is less', () => {
    for (const sent of trackingModes) {
      for (const now of trackingModes) {
        const kept = keptOf('open', { open: sent, click: 'off' }, { open: now, click: 'consent' });
        const modes: readonly string[] = [sent, now];
        const least =
          modes.includes('off') || modes.includes('aggregate') ? 'nothing' : modes.includes('hygiene') ? 'day' : 'events';
        expect(kept, `${sent}, ${now}`).toBe(least);
      }
    }
    expect(keptOf('open', undefined, { open: 'consent', click: 'consent' })).toBe('nothing');
  });
});

const id = fc.uint8Array({ minLength: 6, maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
const anyHit: fc.Arbitrary<Countable> = fc
  .record({
    hit: id,
    seconds: fc.nat(100_000),
    link: fc.option(fc.nat(60), { nil: undefined }),
    label: fc.constantFrom('human', 'machine', 'unknown'),
  })
  .map(({ hit, seconds, link, label }) => ({
    hit: link === undefined ? hitAt(seconds, { hit }) : click(seconds, link, { hit }),
    label: label as Hit['label'],
    parts: 1,
  }));

describe('the list of counted hits', () => {
  test('keeps 45 bits of each and the parts that were counted', () => {
    fc.assert(
      fc.property(fc.array(anyHit), fc.array(fc.integer({ min: 1, max: 7 })), (hits, parts) => {
        const packed = packHits(hits.map((one, index) => ({ ...one, parts: parts[index] ?? 1 })));
        expect(packed).toHaveLength(hits.length * 6);
        expect(unpackHits(packed)).toEqual(hits.map(({ hit }, index) => [countedId(hit.hit), parts[index] ?? 1]));
      }),
    );
  });

  test('lets every part of every hit be counted once, however they are delivered', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyHit, { selector: ({ hit }) => countedId(hit.hit) }),
        fc.infiniteStream(fc.nat()),
        (hits, stream) => {
          const copies = [...hits, ...hits.map((one) => ({ ...one, parts: 3 })), ...hits]
            .map((one) => ({ one, order: stream.next().value as number }))
            .sort((a, b) => a.order - b.order)
            .map(({ one }) => one);
          const counted = new Map<string, number>();
          let [totals, firsts] = [0, 0];
          for (let from = 0; from < copies.length; from += 7) {
            for (const { hit, parts } of uncounted(copies.slice(from, from + 7), counted)) {
              counted.set(countedId(hit.hit), (counted.get(countedId(hit.hit)) ?? 0) | parts);
              totals += parts & 1;
              firsts += (parts >> 1) & 1;
            }
          }
          expect([totals, firsts]).toEqual([hits.length, hits.length]);
        },
      ),
    );
  });
});

describe('the marks of a mail', () => {
  const judge = (hits: readonly Hit[], counted = false) => hits.map((hit) => ({ hit, label: hit.label, counted }));

  test('name the first of each kind and of each link, by the hour; machines and hits that were counted mark nothing', () => {
    const hits = [
      hitAt(100, { hit: 'open2AAA' }),
      hitAt(50, { hit: 'open1AAA' }),
      click(4000, 3, { hit: 'click1AA' }),
      click(4100, 3, { hit: 'click2AA' }),
    ];
    expect(marked({}, judge(hits))).toEqual({
      firsts: { open: 'open1AAA', click: 'click1AA', 3: 'click1AA' },
      openedAt: '2026-11-27T10:00:00.000Z',
      clickedAt: '2026-11-27T11:00:00.000Z',
      clickedLinks: [3],
    });
    const none: Marks = {};
    expect(marked(none, judge([hitAt(10, { label: 'machine' })]))).toBe(none);
    expect(marked(none, judge([hitAt(10)], true))).toBe(none);
  });

  test('once set are not moved, and whoever finds their own id there counts as the first, after however many deliveries', () => {
    const first = judge([hitAt(100, { hit: 'mineAAAA' })]);
    const marks = marked({}, first);
    expect(marked(marks, judge([hitAt(50, { hit: 'otherAAA' })]))).toBe(marks);
    expect(countable(first, marks).map(({ parts }) => parts)).toEqual([3]);
    expect(countable(judge([hitAt(50, { hit: 'otherAAA' })]), marks).map(({ parts }) => parts)).toEqual([1]);
  });
});

test('the trap counts for nothing', () => {
  const trap = { hit: click(70, 9, { trap: true }), label: 'machine' as const, counted: false };
  expect(countable([trap], {})).toEqual([]);
});

test('sums come out as they went in: by kind, by link, by hour', () => {
  const hits: Countable[] = [
    { hit: hitAt(0), label: 'human', parts: 3 },
    { hit: hitAt(3600), label: 'unknown', parts: 1 },
    { hit: hitAt(3600), label: 'machine', parts: 1 },
    { hit: click(3600, 12), label: 'human', parts: 7 },
    { hit: hitAt(7200, { contactId: '' }), label: 'human', parts: 1 },
    { hit: hitAt(7200, { contactId: '', kind: 'unsubscribe' }), label: 'human', parts: 1 },
  ];
  const { day, links } = addUpHits(hits);
  expect(engagementOf([{ day: '2026-11-27', sums: day }], links)).toEqual({
    open: { unique: 1, human: 1, unknown: 1, machine: 1, unlinked: { total: 1, machine: 0 } },
    click: { unique: 1, human: 1, unknown: 0, machine: 0, unlinked: { total: 0, machine: 0 } },
    unsubscribes: 1,
    links: [{ link: 12, unique: 1, total: 1, machine: 0 }],
    byHour: [
      { hour: '2026-11-27T10:00Z', opens: 1, clicks: 0 },
      { hour: '2026-11-27T11:00Z', opens: 1, clicks: 1 },
      { hour: '2026-11-27T12:00Z', opens: 1, clicks: 0 },
    ],
  });
});
