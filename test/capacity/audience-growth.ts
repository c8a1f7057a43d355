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

/** One size of a brand. The audience is of 1,000 people each time; the last brand has ten times as many in it, and nobody else. */
export interface Growth {
  readonly people: number;
  readonly matches: number;
  /** Read units of a page of 100. */
  readonly page: number;
  /** Read units of the whole walk, and of it for each 1,000 people in the audience. */
  readonly walk: number;
  readonly perThousand: number;
  /** Read units that were paid, to those that the bytes of the audience would have cost in one piece. */
  readonly amplification: number;
  readonly heapMb: number;
}

const audience = 1_000;
const asked: PurposeId = 'newsletter:insights';
const others: PurposeId = 'newsletter:events';

/** Fills brands of these sizes, one after the other, and measures each. */
export async function measureGrowth(sizes: readonly number[]): Promise<Growth[]> {
  const grown: Growth[] = [];
  const brands = [...sizes.map((people) => ({ people, members: audience })), { people: 10 * audience, members: 10 * audience }];
  for (const { people, members } of brands) {
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
      amplification: walk.use.read / ((matches * entryBytes) / 8192),
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
        const purpose = index < members ? asked : others;
        const shown = {
          email: EmailAddress.parse(`person-${String(index).padStart(7, '0')}@example.no`),
          market: 'no',
          locale: 'nb',
          since: '2027-01-15T12:00:00.000Z',
          activeMonth: '2027-01',
        };
        const consent: Consent = { ...shown, purpose, status: 'ConsentGiven', basis: 'consent', seq: 1, policyVersion: 1 };
        const listed = keys.audience('xledger', purpose, shardOf(contactId));
        const key = keys.consent('xledger', contactId, purpose);
        bytes = Object.entries({ ...shown, ...listed, ...key }).reduce(
          (sum, [name, value]) => sum + name.length + value.length,
          0,
        );
        return { ...key, ...consent, ...listed };
      };
      const part = Math.ceil(count / 4);
      await Promise.all([0, 1, 2, 3].map((n) => write(n * part, Math.min(count, (n + 1) * part))));
      return bytes;
    }
  }
  return grown;
}

/** Whether the targets hold, each in words. */
export function growthTargets(grown: readonly Growth[]): { holds: boolean; says: string }[] {
  const full = grown.at(-1) as Growth;
  const among = grown.slice(0, -1);
  const [first, last] = [among[0], among.at(-1)] as [Growth, Growth];
  const exponent = (of: (one: Growth) => number, by: (one: Growth) => number, to: Growth) =>
    Math.log(of(to) / of(first)) / Math.log(by(to) / by(first));
  const judged = (what: string, figure: number, most: number) => ({
    holds: figure <= most,
    says: `${figure <= most ? 'holds' : 'FAILS'}: ${what} ${figure.toFixed(3)}, at most ${most}`,
  });
  return [
    judged(
      'exponent of a page against people without the purpose',
      exponent(
        ({ page }) => page,
        ({ people }) => people,
        last,
      ),
      0.02,
    ),
    judged(
      'exponent of the walk against people without the purpose',
      exponent(
        ({ walk }) => walk,
        ({ people }) => people,
        last,
      ),
      0.02,
    ),
    judged(
      'exponent of the walk against people with the purpose',
      exponent(
        ({ walk }) => walk,
        ({ matches }) => matches,
        full,
      ),
      1.01,
    ),
    judged('read units for 1,000 entries of 200 bytes', full.perThousand, 25),
    judged('read units paid to those that the bytes cost', full.amplification, 1.1),
  ];
}

/** The walk and the page over the size of the brand, on logarithmic axes. */
export function growthPlot(grown: readonly Growth[]): string {
  const [width, height, edge] = [640, 400, 60];
  const x = (value: number) => edge + ((Math.log10(value) - 3) / 2) * (width - 2 * edge);
  const y = (value: number) => height - edge - (Math.log10(Math.max(value, 1)) / 3) * (height - 2 * edge);
  const dots = (of: (one: Growth) => number, colour: string) =>
    grown
      .map(
        (one) =>
          `<circle cx="${x(one.people)}" cy="${y(of(one))}" r="5" fill="${colour}"><title>${one.people} people, ${one.matches} in the audience: ${of(one)}</title></circle>`,
      )
      .join('');
  const ticks = [1_000, 10_000, 100_000].map(
    (value) => `<text x="${x(value)}" y="${height - edge + 24}" text-anchor="middle">${value}</text>`,
  );
  const units = [1, 10, 100, 1_000].map(
    (value) =>
      `<text x="${edge - 10}" y="${y(value) + 4}" text-anchor="end">${value}</text><path d="M${edge} ${y(value)}H${width - edge}" stroke="#ddd"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>${units.join('')}${ticks.join('')}
<text x="${width / 2}" y="${height - 12}" text-anchor="middle">people of the brand</text>
<text x="${edge}" y="24">read units: <tspan fill="#1b4f9c">whole walk</tspan>, <tspan fill="#b3541e">page of 100</tspan></text>
${dots(({ walk }) => walk, '#1b4f9c')}${dots(({ page }) => page, '#b3541e')}
</svg>
`;
}
