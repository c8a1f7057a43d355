/**
 * `npm run verify-ledger`: whether the evidence is still what was written; names the first entry of each chain that was altered, dropped, swapped, cut off, forked or added.
 *
 *   npm run verify-ledger -- --brand xledger --people <table> --ledger <table>
 *   npm run verify-ledger -- --brand xledger --person <contact id> --people <table> --ledger <table>
 *
 * Over a brand it reads the ledger and the profiles once: no index lists the chains, and only a profile shows that a whole chain is missing. A chain that is being let go is verified
 * against its signed checkpoint, for which `SECRET_ID` must name the deployment's secret. Exits 1 if a chain is not whole.
 */
import { parseArgs } from 'node:util';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Db, db, secret } from '../functions/deps.ts';
import { hashOf } from '../functions/domain/canonical-json.ts';
import { isSigned } from '../functions/domain/checkpoint.ts';
import { ContactId } from '../functions/domain/identity.ts';
import { type ChainHead, emptyChain } from '../functions/domain/ledger.ts';
import type { Secret } from '../functions/domain/secret.ts';
import { type Finding, type Stored, verify } from '../functions/domain/verification.ts';
import { keys } from '../functions/store/keys.ts';
import { readCheckpoint } from '../functions/store/ledger.ts';
import { readPersonAsStored } from '../functions/store/people.ts';
import { readStored } from '../functions/store/verification.ts';

/** What a verification needs. */
export interface Needs {
  readonly db: Db;
  readonly secret: () => Promise<Secret>;
}

/** One chain, by its partition's key, and the verdict on it. */
export interface Verified {
  readonly chain: string;
  readonly finding: Finding;
}

/** Verifies the chain of one person, or every chain of a brand: persons, operators' acts, reports, policies. */
export async function verifyLedger(needs: Needs, { brand, person }: { brand: string; person?: ContactId }): Promise<Verified[]> {
  const chains = person ? [keys.contact(brand, person)] : await chainsOf(needs.db, brand);
  const verified: Verified[] = [];
  for (const chain of chains) verified.push({ chain, finding: await verifyOne(needs, brand, chain) });
  return verified;
}

async function verifyOne({ db, secret }: Needs, brand: string, chain: string): Promise<Finding> {
  const stored = await readStored(db, chain);
  const contactId = ContactId.safeParse(chain.slice(brand.length + 1));
  // what operators did and what the system reports of itself belongs to nobody, and nothing outside says where it ends
  if (!contactId.success) return verify({ seq: 0, hash: hashOf([chain]) }, stored);

  const profile = (await readPersonAsStored(db, brand, contactId.data))?.profile;
  const expected = profile && { seq: profile.seq, hash: profile.head };
  const start = emptyChain(brand, contactId.data);
  const first = stored[0];
  if (!profile && (!first || first.place > 1)) {
    const letGo = await verifyLetGo({ db, secret }, brand, contactId.data, stored);
    if (letGo) return letGo;
  }
  return verify(start, stored, { expected, closes: (last) => profile !== undefined || isEnd(last) });
}

/** What is left of a chain whose proof has run out, up to the end that its checkpoint vouches for; undefined if there is none, or none of ours. */
async function verifyLetGo(
  { db, secret }: Needs,
  brand: string,
  contactId: ContactId,
  stored: readonly Stored[],
): Promise<Finding | undefined> {
  const checkpoint = await readCheckpoint(db, brand, contactId);
  if (!checkpoint || !isSigned(checkpoint, await secret())) return undefined;
  const expected: ChainHead = { seq: checkpoint.last, hash: checkpoint.hash };
  const first = stored[0];
  if (!first) return { whole: true, head: expected };
  return verify({ seq: first.place - 1, hash: String(first.entry.previous) }, stored, { expected });
}

/** The chain of somebody who is gone ends by saying so. */
const isEnd = (last: Stored | undefined): boolean => last?.entry.act === 'erased' || last?.entry.act === 'removed';

/** Every chain that the ledger holds of a brand, and every one that a profile says it should. */
async function chainsOf(db: Db, brand: string): Promise<string[]> {
  const chains = new Set<string>();
  const prefix = { ':brand': { S: `${brand}#` } };
  for await (const page of paginateScan(
    { client: db.client },
    {
      TableName: db.tableName('ledger'),
      FilterExpression: 'begins_with(pk, :brand)',
      ExpressionAttributeValues: prefix,
      ProjectionExpression: 'pk',
    },
  )) {
    for (const item of page.Items ?? []) chains.add(String(unmarshall(item).pk));
  }
  for await (const page of paginateScan(
    { client: db.client },
    {
      TableName: db.tableName('people'),
      FilterExpression: 'begins_with(pk, :brand) AND sk = :profile',
      ExpressionAttributeValues: { ...prefix, ':profile': { S: 'PROFILE' } },
      ProjectionExpression: 'pk',
    },
  )) {
    for (const item of page.Items ?? []) chains.add(String(unmarshall(item).pk));
  }
  return [...chains].sort();
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      brand: { type: 'string' },
      person: { type: 'string' },
      people: { type: 'string' },
      ledger: { type: 'string' },
    },
  });
  const { brand, people, ledger } = values;
  const person = values.person === undefined ? undefined : ContactId.safeParse(values.person);
  if (!brand || !people || !ledger || person?.success === false) {
    process.stderr.write('Say what to verify: --brand <brand> [--person <contact id>] --people <table> --ledger <table>\n');
    return 2;
  }
  const named: Db = { client: db.client, tableName: (table) => ({ people, ledger, campaigns: '' })[table] };
  const verified = await verifyLedger({ db: named, secret }, { brand, ...(person && { person: person.data }) });
  const broken = verified.flatMap(({ chain, finding }) => (finding.whole ? [] : [{ chain, ...finding }]));
  for (const { chain, brokenAt, damage } of broken) process.stdout.write(`${chain}: entry ${brokenAt} was ${damage}\n`);
  process.stdout.write(`${verified.length} chains, ${broken.length} not whole\n`);
  return broken.length > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = await main();
