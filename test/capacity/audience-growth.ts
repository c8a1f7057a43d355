/** What an audience costs as the brand grows: a page, and the whole walk, among few and among many who did not agree. */
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Consent } from '../../functions/domain/consent.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import type { PurposeId } from '../../functions/domain/policy.ts';
import { keys, shardOf } from '../../functions/store/keys.ts';
import { pageOfSegment, surveySegment } from '../../functions/store/segments.ts';
import { startSystem } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { openMeter } from './meter.ts';

/** One size of a brand. */
export interface Growth {
  /** People of the brand, of whom a tenth have the purpose. */
  readonly people: number;
  readonly matches: number;
  /** Read units of a page of 100, the same however many others there are. */
  readonly page: number;
  /** Read units of the whole walk, and of it for each 1,000 people who have the purpose. */
  readonly walk: number;
  readonly perThousand: number;
  /** Bytes of the entries that the walk read, in units of 4 KB, to what it paid for. */
  readonly amplification: number;
  readonly heapMb: number;
}

const asked: PurposeId = 'newsletter:insights';
const others: PurposeId = 'newsletter:events';

/** Fills brands of these sizes, one after the other, and measures each. */
export async function measureGrowth(sizes: readonly number[]): Promise<Growth[]> {
  const grown: Growth[] = [];
  for (const people of sizes) {
    const system = await startSystem();
    const { db, now, newId } = system.deps;
    const entryBytes = await fill(people);
    const meter = openMeter(db.client);
    const segment = { purposes: { all: [asked] } };
    const page = await meter.measure(() => pageOfSegment(db, xledger, segment, { from: { shard: 0 }, limit: 100, now: now() }));
    const walk = await meter.measure(() => surveySegment(db, xledger, segment, now()));
    meter.close();
    const matches = walk.answer.count;
    grown.push({
      people,
      matches,
      page: page.use.read,
      walk: walk.use.read,
      perThousand: (walk.use.read / matches) * 1000,
      amplification: (walk.use.read * 2 * 4096) / (matches * entryBytes),
      heapMb: Math.round(process.memoryUsage().heapUsed / 1e6),
    });
    await system.stop();

    async function fill(count: number): Promise<number> {
      let bytes = 0;
      const write = async (from: number, to: number) => {
        for (let start = from; start < to; start += 25) {
          const items = Array.from({ length: Math.min(25, to - start) }, (_, n) => itemOf(start + n));
          await db.client.send(
            new BatchWriteItemCommand({
              RequestItems: { [db.tableName('people')]: items.map((item) => ({ PutRequest: { Item: marshall(item) } })) },
            }),
          );
        }
      };
      const itemOf = (index: number) => {
        const contactId = ContactId.parse(newId());
        const purpose = index % 10 === 0 ? asked : others;
        const shown = {
          email: EmailAddress.parse(`person-${String(index).padStart(7, '0')}@example.no`),
          name: 'Kari Nordmann',
          company: 'Fjord AS',
          market: 'no',
          locale: 'nb',
          since: '2027-01-15T12:00:00.000Z',
          activeMonth: '2027-01',
        };
        const consent: Consent = { ...shown, purpose, status: 'ConsentGiven', basis: 'consent', seq: 1, policyVersion: 1 };
        const listed = keys.audience('xledger', purpose, shardOf(contactId));
        const key = keys.consent('xledger', contactId, purpose);
        bytes = Object.entries({ ...shown, ...listed, ...key }).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
        return { ...key, ...consent, ...listed };
      };
      const part = Math.ceil(count / 4);
      await Promise.all([0, 1, 2, 3].map((n) => write(n * part, Math.min(count, (n + 1) * part))));
      return bytes;
    }
  }
  return grown;
}

/** The exponent by which `of` grows with the brand, between its first and last size: 0 is flat, 1 is linear. */
export function exponentOf(grown: readonly Growth[], of: (one: Growth) => number, by: (one: Growth) => number): number {
  const [first, last] = [grown[0], grown.at(-1)];
  if (!first || !last || first === last) return 0;
  return Math.log(of(last) / of(first)) / Math.log(by(last) / by(first));
}
