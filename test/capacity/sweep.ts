/** Measures what a sweep costs: by how many are due, and by how many are not. For the tests, and for `npm run bench`. */
import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Db } from '../../functions/deps.ts';
import { confirmRequest } from '../../functions/domain/confirm.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { ContactId, hashAddress } from '../../functions/domain/identity.ts';
import { formOf } from '../../functions/domain/policy.ts';
import { requestOf } from '../../functions/domain/sign-up.ts';
import { keys } from '../../functions/store/keys.ts';
import { saveChange } from '../../functions/store/people.ts';
import { writeMark } from '../../functions/store/retention.ts';
import { type System, startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { meterOf } from './measure.ts';
import type { Use } from './meter.ts';

/** How many people a brand has, and how many of them are due to be removed. */
export interface Crowd {
  readonly people: number;
  readonly due: number;
}

/** What the sweep of a crowd used. */
export interface SweepRow extends Crowd {
  readonly use: Use;
  readonly seconds: number;
}

/**
 * Sweeps each crowd once, each in a system of its own, and returns what that used. Everybody has the reference's two purposes, of which one is listed; whoever
 * is due lets themselves be watched, so that they are removed without having been asked. Without anybody due it is what a sweep costs by itself.
 */
export async function measureSweeps(crowds: readonly Crowd[], hear: (line: string) => void = () => {}): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  for (const crowd of crowds) {
    hear(`sweep: ${crowd.people} people, ${crowd.due} of them due …`);
    rows.push(await measureSweep(crowd));
  }
  return rows;
}

async function measureSweep({ people, due }: Crowd): Promise<SweepRow> {
  const system = await startSystem({ policies: [xledger], clock: new Date('2026-03-02T09:00:00Z') });
  const meter = meterOf(system);
  try {
    await confirmMany(system, 'due', due);
    system.advance('P25M');
    await confirmMany(system, 'new', people - due);
    // as any sweep but the first finds it
    await writeMark(system.deps.db, keys.sweepMark(xledger.brand), '2028-01');
    const began = performance.now();
    const { answer, use } = await meter.measure(() => system.runJob('sweep'));
    const { brands } = answer as { brands: { removed: number; due: number }[] };
    if (brands[0]?.removed !== due || brands[0].due !== due) throw new Error(`${brands[0]?.removed} of ${due} were removed`);
    return { people, due, use, seconds: (performance.now() - began) / 1000 };
  } finally {
    meter.close();
    await system.stop();
  }
}

/** Confirms so many people now, as the confirmation writes them, beside the meter. */
async function confirmMany(system: System, kind: string, count: number): Promise<void> {
  const { now, secret } = system.deps;
  const { pepper } = await secret();
  const client = new DynamoDBClient({});
  const db: Db = { client, tableName: system.deps.db.tableName };
  const form = formOf(xledger, 'newsletter-no');
  if (!form) throw new Error('xledger lost its form');
  const source = { ip: '192.0.2.1', agent: 'bench' };
  const confirmNth = async (n: number) => {
    const email = EmailAddress.parse(`${kind}-${n}@example.no`);
    const consents = ['newsletter:insights', 'tracking:click'] as const;
    const choices = {
      email,
      locale: 'nb' as const,
      formVersion: 1,
      wordingAssumed: false,
      consents: [...consents],
      trapped: false,
    };
    const ids = { addressHash: hashAddress(pepper, xledger.brand, email), requestId: idOf(email, 'request') };
    const request = requestOf(xledger, 'newsletter-no', form, choices, source, ids, now());
    const from = { source, hashOfSource: () => idOf(email, 'source'), newContactId: ContactId.parse(idOf(email, 'person')) };
    // there is no request in the table to mark
    const { confirmedRequest: _, ...change } = confirmRequest(
      xledger,
      request,
      { suppression: undefined, person: undefined },
      from,
      now(),
    );
    if ((await saveChange(db, change)) !== 'saved') throw new Error(`person ${n} was not saved`);
  };
  const left = Array.from({ length: count }, (_, n) => n).values();
  const writers = Array.from({ length: 16 }, async () => {
    for (const n of left) await confirmNth(n);
  });
  await Promise.all(writers);
  client.destroy();
}

/** An id that is the same in every run, and even over the shards. */
const idOf = (email: string, kind: string): string => {
  const id = createHash('sha256').update(`${email} ${kind}`).digest().subarray(0, 16).toString('base64url');
  return id.startsWith('-') ? `A${id.slice(1)}` : id;
};
