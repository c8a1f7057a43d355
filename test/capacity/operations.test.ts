/** What each operation costs in DynamoDB: never more than it may, and exactly what it did when somebody last looked. */
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSystem } from '../../local/system.ts';
import { subscribe } from '../journey.ts';
import { measureOperations, type Operation, operations, type Row } from './measure.ts';
import type { Use } from './meter.ts';
import { bytesOf } from './published-rules.ts';
import { targets } from './targets.ts';

let rows: readonly Row[] = [];
beforeAll(async () => {
  rows = await measureOperations();
}, 300_000);

const rowOf = (operation: Operation): Row => {
  const row = rows.find((one) => one.operation === operation);
  if (!row) throw new Error(`${operation} was not measured`);
  return row;
};

type Figures = Pick<Use, 'reads' | 'writes' | 'computed' | 'calls' | 'roundTrips'>;
const people = (units: number) => ({ people: units });
const nothing = {};

/** What was measured. A figure that changes is meant to change: then it is changed here, and held against its target. */
const measured: Record<Operation, Figures> = {
  'sign-up, new': { reads: nothing, writes: people(1), computed: false, calls: { PutItem: 1 }, roundTrips: 1 },
  'sign-up, its mail': {
    reads: people(1),
    writes: people(3),
    computed: false,
    calls: { Query: 1, UpdateItem: 3 },
    roundTrips: 4,
  },
  'sign-up, repeated in the cool-down': {
    reads: nothing,
    writes: people(1),
    computed: true,
    calls: { PutItem: 1 },
    roundTrips: 1,
  },
  confirm: {
    reads: people(1),
    writes: { people: 10, ledger: 2, 'people.audience': 1, 'people.due': 1 },
    computed: true,
    calls: { Query: 1, TransactWriteItems: 1 },
    roundTrips: 2,
  },
  'confirm, repeated': { reads: people(2), writes: nothing, computed: false, calls: { Query: 2 }, roundTrips: 2 },
  'sign-up of a subscriber, its mail': {
    reads: people(2),
    writes: people(3),
    computed: false,
    calls: { Query: 2, UpdateItem: 3 },
    roundTrips: 5,
  },
  'unsubscribe, erased at once': {
    reads: people(2),
    writes: { people: 12, ledger: 2, 'people.audience': 1, 'people.due': 1 },
    computed: true,
    calls: { Query: 2, TransactWriteItems: 1 },
    roundTrips: 3,
  },
  // the chain, to see that it is closed; then what is left under the id; and the chain is filed until its proof runs out
  'unsubscribe, erased at once, clean-up': {
    reads: { ledger: 1, people: 1 },
    writes: people(1),
    computed: true,
    calls: { Query: 2, PutItem: 1 },
    roundTrips: 3,
  },
  'unsubscribe, repeated after erasure': {
    reads: people(1),
    writes: nothing,
    computed: true,
    calls: { Query: 1 },
    roundTrips: 1,
  },
  'unsubscribe, suppressed': {
    reads: people(1),
    writes: { people: 6, ledger: 2, 'people.audience': 1 },
    computed: true,
    calls: { Query: 1, TransactWriteItems: 1 },
    roundTrips: 2,
  },
  'unsubscribe, repeated after suppression': {
    reads: people(1),
    writes: nothing,
    computed: false,
    calls: { Query: 1 },
    roundTrips: 1,
  },
  'unsubscribe, suppressed, a further consent': {
    reads: people(1),
    writes: { people: 8, ledger: 2, 'people.audience': 1 },
    computed: true,
    calls: { Query: 1, TransactWriteItems: 1 },
    roundTrips: 2,
  },
  'confirm, known person, suppression lifted': {
    reads: people(2),
    writes: { people: 10, ledger: 2, 'people.audience': 1 },
    computed: true,
    calls: { Query: 2, TransactWriteItems: 1 },
    roundTrips: 3,
  },
  // an operator asks: what they were granted is read first
  'audience, a page of 1,000': {
    reads: { 'people.audience': 23, campaigns: 1 },
    writes: nothing,
    computed: false,
    calls: { Query: 2 },
    roundTrips: 2,
  },
  // seven shards are empty, and cost the least there is
  'audience, its count': {
    reads: { 'people.audience': 26.5, campaigns: 1 },
    writes: nothing,
    computed: true,
    calls: { Query: 9 },
    roundTrips: 2,
  },
  'audience, a page of 100 with name and company': {
    reads: { 'people.audience': 3, campaigns: 1 },
    writes: nothing,
    computed: false,
    calls: { Query: 2 },
    roundTrips: 2,
  },
};

describe('capacity per operation', () => {
  test.each(operations)('%s: costs what it did', (operation) => {
    const { reads, writes, computed, calls, roundTrips } = rowOf(operation).use;
    expect({ reads, writes, computed, calls, roundTrips }).toEqual(measured[operation]);
  });

  test.each(Object.entries(targets))('%s: keeps its target', (operation, { write, read, failAbove, roundTrips }) => {
    const { use } = rowOf(operation as Operation);
    expect(use.write).toBeLessThanOrEqual(failAbove.write);
    expect(use.read).toBeLessThanOrEqual(failAbove.read ?? Number.POSITIVE_INFINITY);
    expect(use.write).toBeLessThanOrEqual(write);
    expect(use.read).toBeLessThanOrEqual(read);
    if (roundTrips) expect(use.roundTrips).toBeLessThanOrEqual(roundTrips);
  });

  test('no operation scans', () => {
    expect(rows.filter(({ use }) => use.calls.Scan)).toEqual([]);
  });

  test('no condition fails but that of a sign-up in its cool-down', () => {
    expect(rows.filter(({ use }) => use.failedConditions > 0)).toEqual([
      expect.objectContaining({
        operation: 'sign-up, repeated in the cool-down',
        use: expect.objectContaining({ failedConditions: 1 }),
      }),
    ]);
  });

  test.each(['audience, a page of 1,000', 'audience, a page of 100 with name and company'] as const)(
    '%s: pays for little more than the bytes of its rows',
    (operation) => {
      const { use, pageBytes = 0 } = rowOf(operation);
      const ofRows = use.reads['people.audience'] ?? 0;
      // eventually consistent: half a unit for each 4 KB
      expect(ofRows).toBe(Math.ceil(pageBytes / 4096) / 2);
      expect((ofRows * 2 * 4096) / pageBytes).toBeLessThanOrEqual(1.1);
    },
  );
});

test('every item of a usual person stays within the one KB that the targets take it to have', async () => {
  const system = await startSystem();
  onTestFinished(() => system.stop());
  await subscribe(system, {
    email: 'kari.nordmann@example.no',
    name: 'Kari Nordmann',
    company: 'Fjordbygg Entreprenør AS',
    phone: '+47 22 33 44 55',
  });
  const items = [...(await system.dump('people')), ...(await system.dump('ledger'))];
  // two allowances, pointer, request, profile, two consents, entry; what the CRM is told of them: position, news, what it knows
  expect(items).toHaveLength(11);
  const large = items.map((item) => ({ sk: item.sk, bytes: bytesOf(marshall(item)) })).filter(({ bytes }) => bytes > 1024);
  expect(large).toEqual([]);
});
