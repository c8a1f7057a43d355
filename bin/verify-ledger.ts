/**
 * `npm run verify-ledger`: whether the evidence is still what was written; names the first entry of each chain that was altered, dropped, swapped, cut off, forked or added.
 *
 *   npm run verify-ledger -- --brand xledger --people <table> --ledger <table>
 *   npm run verify-ledger -- --brand xledger --person <contact id> --people <table> --ledger <table>
 *
 * With `--anchors <bucket>`, or `--anchors <folder>` for a copy of it, each chain is also held against the lists that were made when it was written, for as long as the brand's
 * policy keeps proof: they name what was rewritten or cut off so that chain and profile agree.
 *
 * Over a brand it reads the ledger and the profiles once: no index lists the chains, and only a profile shows that a whole chain is missing. A chain that is being let go is verified
 * against its signed checkpoint, for which `SECRET_ID` must name the deployment's secret. Exits 1 if a chain is not whole.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { listAnchors } from '../functions/anchors.ts';
import { anchors, type Db, db, secret } from '../functions/deps.ts';
import { Anchor, type Anchored, heldAgainst, isOurs } from '../functions/domain/anchor.ts';
import { hashOf } from '../functions/domain/canonical-json.ts';
import { isSigned } from '../functions/domain/checkpoint.ts';
import { addDuration, type Duration } from '../functions/domain/duration.ts';
import { ContactId } from '../functions/domain/identity.ts';
import { type ChainHead, emptyChain } from '../functions/domain/ledger.ts';
import type { Secret } from '../functions/domain/secret.ts';
import { type Finding, type Stored, verify } from '../functions/domain/verification.ts';
import { keys } from '../functions/store/keys.ts';
import { readCheckpoint } from '../functions/store/ledger.ts';
import { readPersonAsStored } from '../functions/store/people.ts';
import { readStored } from '../functions/store/verification.ts';
import { brands } from '../policies/brands.ts';

/** What a verification needs. */
export interface Needs {
  readonly db: Db;
  readonly secret: () => Promise<Secret>;
  /** The lists of anchored entries, as they lie there. */
  readonly lists?: AsyncIterable<{ readonly place: string; readonly text: string }>;
  readonly now: () => Date;
}

/** One chain, by its partition's key, and the verdict on it. */
export interface Verified {
  readonly chain: string;
  readonly finding: Finding;
}

/** Verifies the chain of one person, or every chain of a brand: persons, operators' acts, reports, policies. */
export async function verifyLedger(
  needs: Needs,
  { brand, person, proof = '2 years' }: { brand: string; person?: ContactId; proof?: Duration },
): Promise<Verified[]> {
  const { anchored, refused } = await anchoredOf(needs, brand, proof);
  const chains = person
    ? [keys.contact(brand, person)]
    : [...new Set([...(await chainsOf(needs.db, brand)), ...anchored.keys()])].sort();
  const verified: Verified[] = [];
  for (const chain of chains) {
    const stored = await readStored(needs.db, chain);
    const { finding, letGo } = await verifyOne(needs, brand, chain, stored);
    const from = letGo ? (stored[0]?.place ?? letGo.seq + 1) : 1;
    verified.push({ chain, finding: heldAgainst(finding, stored, anchored.get(chain) ?? [], { from }) });
  }
  return [...verified, ...refused.map((place): Verified => ({ chain: `list ${place}`, finding: notOurs }))];
}

const notOurs: Finding = { whole: false, brokenAt: 1, damage: 'added' };

/** What was anchored of each chain and still has to be there; and the lists that this deployment did not write as they are. */
async function anchoredOf({ lists, secret, now }: Needs, brand: string, proof: Duration) {
  const anchored = new Map<string, Anchored[]>();
  const refused: string[] = [];
  for await (const { place, text } of lists ?? []) {
    const anchor = Anchor.safeParse(parsed(text));
    if (!anchor.success || anchor.data.brand !== brand || !isOurs(anchor.data, await secret())) refused.push(place);
    else if (addDuration(new Date(anchor.data.at), proof) > now())
      for (const entry of anchor.data.entries) anchored.set(entry.chain, [...(anchored.get(entry.chain) ?? []), entry]);
  }
  return { anchored, refused };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

interface Judged {
  readonly finding: Finding;
  /** Where a chain ended that has been let go. */
  readonly letGo?: ChainHead;
}

async function verifyOne({ db, secret }: Needs, brand: string, chain: string, stored: readonly Stored[]): Promise<Judged> {
  const contactId = ContactId.safeParse(chain.slice(brand.length + 1));
  // what operators did and what the system reports of itself belongs to nobody, and nothing outside says where it ends
  if (!contactId.success) return { finding: verify({ seq: 0, hash: hashOf([chain]) }, stored) };

  const profile = (await readPersonAsStored(db, brand, contactId.data))?.profile;
  const expected = profile && { seq: profile.seq, hash: profile.head };
  const start = emptyChain(brand, contactId.data);
  const first = stored[0];
  if (!profile && (!first || first.place > 1)) {
    const letGo = await verifyLetGo({ db, secret }, brand, contactId.data, stored);
    if (letGo) return letGo;
  }
  return { finding: verify(start, stored, { expected, closes: (last) => profile !== undefined || isEnd(last) }) };
}

/** What is left of a chain whose proof has run out, up to the end that its checkpoint vouches for; undefined if there is none, or none of ours. */
async function verifyLetGo(
  { db, secret }: Pick<Needs, 'db' | 'secret'>,
  brand: string,
  contactId: ContactId,
  stored: readonly Stored[],
): Promise<Judged | undefined> {
  const checkpoint = await readCheckpoint(db, brand, contactId);
  if (!checkpoint || !isSigned(checkpoint, await secret())) return undefined;
  const expected: ChainHead = { seq: checkpoint.last, hash: checkpoint.hash };
  const first = stored[0];
  if (!first) return { finding: { whole: true, head: expected }, letGo: expected };
  const finding = verify({ seq: first.place - 1, hash: String(first.entry.previous) }, stored, { expected });
  return { finding, letGo: expected };
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

/** The lists in a folder, which is laid out as the bucket is. */
async function* listsIn(folder: string, brand: string): AsyncGenerator<{ place: string; text: string }> {
  const names = await readdir(join(folder, brand), { recursive: true });
  for (const name of names.filter((one) => one.endsWith('.json')).sort())
    yield { place: join(brand, name), text: await readFile(join(folder, brand, name), 'utf8') };
}

const isFolder = (named: string): boolean => /[/.\\]/.test(named);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      brand: { type: 'string' },
      person: { type: 'string' },
      people: { type: 'string' },
      ledger: { type: 'string' },
      anchors: { type: 'string' },
    },
  });
  const { brand, people, ledger } = values;
  const person = values.person === undefined ? undefined : ContactId.safeParse(values.person);
  if (!brand || !people || !ledger || person?.success === false) {
    process.stderr.write(
      'Say what to verify: --brand <brand> [--person <contact id>] --people <table> --ledger <table> [--anchors <bucket or folder>]\n',
    );
    return 2;
  }
  const named: Db = { client: db.client, tableName: (table) => ({ people, ledger, campaigns: '' })[table] };
  const where = values.anchors;
  const lists =
    where && (isFolder(where) ? listsIn(where, brand) : listAnchors({ client: anchors.client, bucket: () => where }, brand));
  const proof = brands.find((policy) => policy.brand === brand)?.suppression.proof;
  const verified = await verifyLedger(
    { db: named, secret, now: () => new Date(), ...(lists && { lists }) },
    { brand, ...(person && { person: person.data }), ...(proof && { proof }) },
  );
  const broken = verified.flatMap(({ chain, finding }) => (finding.whole ? [] : [{ chain, ...finding }]));
  for (const { chain, brokenAt, damage } of broken) process.stdout.write(`${chain}: entry ${brokenAt} was ${damage}\n`);
  process.stdout.write(`${verified.length} chains, ${broken.length} not whole\n`);
  return broken.length > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = await main();
