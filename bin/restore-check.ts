/**
 * `npm run restore-check`: after a point-in-time restore of `people`, what the ledger knows and the restored table does not, and with `--apply` the repair.
 *
 *   npm run restore-check -- --since 2027-03-09T12:00:00Z --people people-restored --ledger … --campaigns …
 *
 * `--since` is the moment that was restored to. Reads the whole ledger once: it has no index by time, and needs none otherwise. May be run any number of
 * times; the last one finds everything in step. Exits 1 while something is left to do.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Db, db } from '../functions/deps.ts';
import { addDuration, subtractDuration } from '../functions/domain/duration.ts';
import { ContactId } from '../functions/domain/identity.ts';
import { limits } from '../functions/domain/limits.ts';
import type { Policy } from '../functions/domain/policy.ts';
import { type Repair, repairOf } from '../functions/domain/restore.ts';
import { moveCampaign } from '../functions/store/campaign-states.ts';
import { readChain } from '../functions/store/ledger.ts';
import { untilNotOvertaken } from '../functions/store/overtaken.ts';
import { applyRepair, listCampaignsOf, listChunksBegun, readRestored, writeUnknown } from '../functions/store/restore.ts';
import { tables } from '../functions/store/tables.ts';
import { brands } from '../policies/brands.ts';
import { type Setting, settingsOf } from './table-settings.ts';

/** What a check needs. */
export interface Needs {
  readonly db: Db;
  readonly policies: readonly Policy[];
  readonly now: () => Date;
  readonly newId: () => string;
}

/** One thing that was found, and whether it has been put right. Ids only. */
export interface Finding {
  readonly brand: string;
  readonly what: Repair['kind'] | 'campaign' | 'unknown';
  readonly id: string;
  readonly note: string;
  readonly done: boolean;
}

/** The moment's own transactions may be in the table by halves; and clocks differ (F27). */
const before = { months: 0, seconds: 10 * 60 };

/** Everything that is not as the ledger and the campaigns tell it, since shortly before `since`. With `apply`, it is put right. */
export async function restoreCheck(
  { db, policies, now, newId }: Needs,
  { since, apply }: { since: Date; apply: boolean },
): Promise<Finding[]> {
  const from = subtractDuration(since, before);
  const found: Finding[] = [];
  for (const [brand, ids] of await chainsSince(db, policies, from)) {
    const policy = policies.find((candidate) => candidate.brand === brand) as Policy;
    for (const contactId of ids) found.push(...(await checkChain(db, policy, contactId, { apply, now })));
  }
  for (const { brand } of policies) found.push(...(await checkCampaigns({ db, now, newId }, brand, { since: from, apply })));
  return found;
}

/** The people of each brand of whom the ledger has an entry since then. */
async function chainsSince(db: Db, policies: readonly Policy[], from: Date): Promise<Map<string, Set<ContactId>>> {
  const chains = new Map(policies.map(({ brand }): [string, Set<ContactId>] => [brand, new Set()]));
  const pages = paginateScan(
    { client: db.client },
    {
      TableName: db.tableName('ledger'),
      FilterExpression: '#at >= :from',
      ProjectionExpression: 'pk',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: marshall({ ':from': from.toISOString() }),
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk } of Items.map((item) => unmarshall(item))) {
      const [brand = '', id, more] = String(pk).split('#');
      // chains of operators, policies and reports are nobody's
      const contactId = more === undefined ? ContactId.safeParse(id) : undefined;
      if (contactId?.success) chains.get(brand)?.add(contactId.data);
    }
  }
  return chains;
}

async function checkChain(
  db: Db,
  policy: Policy,
  contactId: ContactId,
  { apply, now }: { apply: boolean; now: () => Date },
): Promise<Finding[]> {
  const { brand } = policy;
  let found: Repair | undefined;
  const outcome = await untilNotOvertaken(async () => {
    const chain = await readChain(db, brand, contactId);
    const last = chain.at(-1);
    if (!last) return 'done';
    const repair = repairOf(policy, contactId, chain, await readRestored(db, brand, contactId, last), now());
    // what a later attempt finds in step, an earlier one has put right
    if (repair.kind !== 'in_step' || !found) found = repair;
    return apply && repair.kind !== 'broken' ? applyRepair(db, policy, contactId, last, repair, now()) : 'done';
  });
  if (!found || found.kind === 'in_step') return [];
  const done = apply && outcome === 'done' && found.kind !== 'broken';
  return [{ brand, what: found.kind, id: contactId, note: noteOf(found), done }];
}

function noteOf(repair: Repair): string {
  switch (repair.kind) {
    case 'in_step':
      return '';
    case 'broken':
      return `the chain is broken at ${repair.at}`;
    case 'erased':
      return repair.profile ? 'had been erased and was back' : 'erased; its address was not barred, or something was left';
    case 'lost':
      return 'came after the restore point: only the evidence is left';
    case 'brought_up': {
      const purposes = repair.consents.map(({ consent }) => `${consent.purpose} ${consent.status}`);
      const losses = repair.losses.map((loss) => `lost: ${loss.replaceAll('_', ' ')}`);
      return [...purposes, ...losses].join(', ') || 'brought up to the ledger';
    }
  }
}

async function checkCampaigns(
  { db, now, newId }: Pick<Needs, 'db' | 'now' | 'newId'>,
  brand: string,
  { since, apply }: { since: Date; apply: boolean },
): Promise<Finding[]> {
  const found: Finding[] = [];
  const expiresAt = Math.ceil(addDuration(now(), limits.sendsKept).getTime() / 1000);
  for (const campaign of await listCampaignsOf(db, brand, since)) {
    const { campaignId, state } = campaign;
    if (state !== 'needs_review' && state !== 'finished' && state !== 'cancelled') {
      const moved = apply
        ? await moveCampaign(db, campaign, { event: 'doubt', now: now(), reason: 'people_restored' })
        : undefined;
      const done = typeof moved === 'object' && moved.outcome.outcome === 'moves';
      found.push({ brand, what: 'campaign', id: campaignId, note: `${state}, to be looked at by somebody`, done });
    }
    for (const { chunk, ids } of await listChunksBegun(db, campaign, since)) {
      const written = { written: 0, known: 0, gone: 0 };
      for (const contactId of apply ? ids : []) {
        written[await writeUnknown(db, campaign, chunk, contactId, { claimId: newId(), expiresAt }, now())] += 1;
      }
      if (apply && written.written === 0) continue;
      const note = apply ? `${written.written} of ${ids.length}` : `up to ${ids.length}`;
      found.push({
        brand,
        what: 'unknown',
        id: `${campaignId} chunk ${chunk}`,
        note: `${note} may have been mailed`,
        done: apply,
      });
    }
  }
  return found;
}

const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

/** Lines of cells, in columns. */
function columns(lines: readonly (readonly string[])[]): string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function reportSettings(settings: readonly Setting[]): boolean {
  const isRight = ({ wanted, found }: Setting) => found === wanted;
  say('Settings of people');
  for (const line of columns([
    ['setting', 'wanted', 'found', 'remedy'],
    ...settings.map((setting) => [
      setting.name,
      setting.wanted,
      setting.found ?? 'cannot be read',
      isRight(setting) ? '' : setting.remedy,
    ]),
  ]))
    say(`  ${line}`);
  return settings.every(isRight);
}

function reportFindings(findings: readonly Finding[], apply: boolean): boolean {
  say();
  say(apply ? 'Put right' : 'Found; nothing has been changed (--apply does it)');
  const counts = Map.groupBy(findings, ({ brand, what }) => `${brand} ${what}`);
  for (const [name, those] of counts) say(`  ${name}: ${those.length}`);
  if (findings.length === 0) say('  nothing: the table says what the ledger says');
  for (const line of columns(findings.map(({ brand, what, id, note, done }) => [brand, what, id, done ? 'done' : 'open', note])))
    say(`  ${line}`);
  return findings.every(({ done }) => done);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      since: { type: 'string' },
      apply: { type: 'boolean', default: false },
      people: { type: 'string' },
      ledger: { type: 'string' },
      campaigns: { type: 'string' },
    },
  });
  const since = new Date(values.since ?? '');
  const names = { people: values.people, ledger: values.ledger, campaigns: values.campaigns };
  const missing = Object.entries(names).flatMap(([table, name]) => (name ? [] : [`--${table}`]));
  if (Number.isNaN(since.getTime()) || missing.length > 0) {
    process.stderr.write(
      `Say what was restored: --since <moment, as 2027-03-09T12:00:00Z> --people <restored table> --ledger <table> --campaigns <table>\n`,
    );
    return 2;
  }
  const named: Db = { client: db.client, tableName: (table) => names[table] ?? '' };
  const settings = reportSettings(
    await settingsOf(named.client, named.tableName('people'), tables.people, named.tableName('ledger')),
  );
  const needs = { db: named, policies: brands, now: () => new Date(), newId: () => randomBytes(16).toString('base64url') };
  const people = reportFindings(await restoreCheck(needs, { since, apply: values.apply }), values.apply);
  return settings && people ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main();
