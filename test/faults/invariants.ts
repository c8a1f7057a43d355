/** What must be true of the tables whenever nothing is being written (I4, I6, I8, I11), checked from the items alone. */
import { Consent, inAudience, Profile, Suppression } from '../../functions/domain/consent.ts';
import { Entry, fold, verifyChain } from '../../functions/domain/ledger.ts';
import { limits } from '../../functions/domain/limits.ts';
import { isMailPurpose } from '../../functions/domain/policy.ts';
import { isClosed } from '../../functions/domain/removal.ts';
import { SignUpRequest } from '../../functions/domain/sign-up.ts';
import { keys, shardOf } from '../../functions/store/keys.ts';
import type { System } from '../../local/system.ts';

type Item = Readonly<Record<string, unknown>>;

/** What is wrong with a system's tables, one sentence each, with the address's hash in front. Nothing may be on its way. */
export async function findingsIn(system: System): Promise<string[]> {
  const [people, ledger] = await Promise.all([system.dump('people'), system.dump('ledger')]);
  return findingsOf(people, ledger, system.clock.now());
}

interface Chain {
  readonly brand: string;
  readonly contactId: string;
  readonly addressHash: string;
  readonly entries: readonly Entry[];
  readonly last: Entry;
}

/** What is wrong with these items. */
export function findingsOf(people: readonly Item[], ledger: readonly Item[], now: Date): string[] {
  const partitions = Map.groupBy(people, (item) => String(item.pk));
  // chains of operators and reports are nobody's; at place 0 lies the checkpoint of a chain that has been let go
  const entries = ledger.filter(({ pk, sk }) => !/#.*#|#reports$/.test(String(pk)) && sk !== 0);
  const chains = [...Map.groupBy(entries, (item) => String(item.pk))].map(([pk, items]) => chainOf(pk, items));
  const ofAddress = Map.groupBy(chains, ({ brand, addressHash }) => `${brand}#@${addressHash}`);
  const addresses = new Set([...ofAddress.keys(), ...[...partitions.keys()].filter((pk) => pk.includes('#@'))]);
  const known = new Set(chains.map(({ brand, contactId }) => `${brand}#${contactId}`));
  const strangers = [...partitions.keys()].filter(
    (pk) => !/@|#key#|#case#|#feed#|#closed#|#ending#|#sweep$|#evidence$|#anonymised$/.test(pk) && !known.has(pk),
  );
  return [
    ...strangers.map((pk) => `${pk}: a person without evidence`),
    ...[...addresses].flatMap((pk) =>
      findingsOfAddress(partitions.get(pk) ?? [], ofAddress.get(pk) ?? [], partitions, now).map((finding) => `${pk}: ${finding}`),
    ),
  ];
}

function chainOf(pk: string, items: readonly Item[]): Chain {
  const [brand, contactId] = pk.split('#') as [string, string];
  const entries = items.map((item) => Entry.parse(item));
  const last = entries.at(-1) as Entry;
  return { brand, contactId, addressHash: last.addressHash, entries, last };
}

function findingsOfAddress(
  items: readonly Item[],
  chains: readonly Chain[],
  partitions: ReadonlyMap<string, readonly Item[]>,
  now: Date,
): string[] {
  const found: string[] = [];
  const open = chains.filter(({ entries }) => !isClosed(entries));
  const ended = chains.filter(({ entries }) => isClosed(entries)).sort((a, b) => (a.last.at < b.last.at ? -1 : 1));
  const endedIds = ended.map(({ contactId }) => contactId);

  if (open.length > 1) found.push(`${open.length} people at one address`);
  const pointer = items.find(({ sk }) => sk === 'POINTER');
  if (pointer?.contactId !== open[0]?.contactId)
    found.push(`the pointer leads to ${pointer?.contactId}, not ${open[0]?.contactId}`);
  for (const chain of ended) {
    // what was asked of the brand stays for its own time
    const remains = (partitions.get(`${chain.brand}#${chain.contactId}`) ?? []).filter(
      ({ sk }) => !String(sk).startsWith('CASE#'),
    );
    if (remains.length > 0) found.push(`of an erased person remains ${remains.map(({ sk }) => sk).join()}`);
    if (!verifyChain(chain.brand, chain.contactId, chain.entries).whole) found.push(`the chain of ${chain.contactId} is broken`);
  }
  for (const chain of chains) {
    if (chain.entries.slice(0, -1).some((_, index) => isClosed(chain.entries.slice(0, index + 1))))
      found.push('an erased person went on');
  }
  for (const chain of open) {
    found.push(...findingsOfPerson(partitions.get(`${chain.brand}#${chain.contactId}`) ?? [], chain, endedIds, now));
  }
  found.push(...findingsOfRequests(items, chains), ...findingsOfSuppression(items, open[0], ended));
  return found;
}

function findingsOfPerson(items: readonly Item[], chain: Chain, formerIds: readonly string[], now: Date): string[] {
  const { brand, contactId, entries } = chain;
  const stored = items.find(({ sk }) => sk === 'PROFILE');
  if (!stored) return [`consents without a profile: ${items.map(({ sk }) => sk).join() || 'nothing'}`];
  const profile = Profile.parse(stored);
  const found: string[] = [];

  const verdict = verifyChain(brand, contactId, entries, { seq: profile.seq, hash: profile.head });
  if (!verdict.whole) found.push(`the chain is broken at ${verdict.brokenAt}`);
  if (profile.addressHash !== chain.addressHash) found.push('the profile is of another address');
  if (String(profile.formerIds ?? []) !== String(formerIds.slice(-limits.formerIds)))
    found.push('the profile has other former ids');
  if (items.some((item) => 'expiresAt' in item && !String(item.sk).startsWith('SEND#')))
    found.push('a person in good standing expires');

  const consents = items.filter(({ sk }) => String(sk).startsWith('CONSENT#'));
  const told = fold(entries);
  const tells = (all: Readonly<Record<string, object>>) =>
    JSON.stringify(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  const state = Object.fromEntries(
    consents.map((item) => {
      const { purpose, status, since, seq } = Consent.parse(item);
      return [purpose, { status, since, seq }];
    }),
  );
  if (tells(state) !== tells(told)) found.push(`the state is ${tells(state)}, the ledger tells ${tells(told)}`);
  for (const item of consents) {
    const consent = Consent.parse(item);
    const listed = inAudience(profile, consent, now)
      ? keys.audience(brand, consent.purpose, shardOf(profile.contactId)).audience
      : undefined;
    if (item.audience !== listed) found.push(`${consent.purpose} is listed as ${item.audience}, should be ${listed}`);
  }
  return found;
}

function findingsOfRequests(items: readonly Item[], chains: readonly Chain[]): string[] {
  const confirmed = chains.flatMap(({ contactId, entries }) =>
    entries.flatMap((entry) => (entry.act === 'confirmed' ? [{ contactId, requestId: entry.evidence.requestId }] : [])),
  );
  const found = confirmed.length > new Set(confirmed.map(({ requestId }) => requestId)).size ? ['a request confirmed twice'] : [];
  for (const item of items.filter(({ sk }) => String(sk).startsWith('REQUEST#'))) {
    const request = SignUpRequest.parse(item);
    const evidence = confirmed.find(({ requestId }) => requestId === request.requestId);
    if (evidence?.contactId !== request.contactId)
      found.push(`${item.sk} is ${request.state} for ${request.contactId}, by evidence for ${evidence?.contactId}`);
    if ((request.state === 'confirmed') !== (evidence !== undefined))
      found.push(`${item.sk} is ${request.state} against the evidence`);
  }
  return found;
}

/** An objection, a complaint or a bounce stands by itself; any other suppression stands exactly while no mail consent does. */
function findingsOfSuppression(items: readonly Item[], open: Chain | undefined, ended: readonly Chain[]): string[] {
  const stored = items.find(({ sk }) => sk === 'SUPPRESSION');
  const suppression = stored && Suppression.parse(stored);
  if (suppression && suppression.reason !== 'withdrawn' && suppression.reason !== 'inactive') return [];
  const last = ended.at(-1)?.last;
  // whom a restore lost has not left
  if (!open && last?.method === 'restore') return [];
  const ending = open ? endOfMail(open) : last?.at;
  if (suppression?.since !== ending) return [`suppressed since ${suppression?.since}, by the ledger since ${ending}`];
  const formerIds = ended.map(({ contactId }) => contactId).slice(-limits.formerIds);
  return suppression && String(suppression.formerIds) !== String(formerIds) ? ['the suppression has other former ids'] : [];
}

/** When the last of a person's mail consents ended; undefined while one stands, or if there never was one. */
function endOfMail({ entries }: Chain): string | undefined {
  const mail = Object.entries(fold(entries)).filter(([purpose]) => isMailPurpose(purpose as `newsletter:${string}`));
  return mail.every(([, { status }]) => status !== 'ConsentGiven' && status !== 'RenewedConsentGiven')
    ? mail
        .map(([, { since }]) => since)
        .sort()
        .at(-1)
    : undefined;
}
