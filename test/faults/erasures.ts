/** Somebody is erased, in each state that a person can be in, while something else happens to them; and the search for what is left of them. */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import type { Deps } from '../../functions/deps.ts';
import { campaignIdFrom } from '../../functions/domain/campaign.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { verifyChain } from '../../functions/domain/ledger.ts';
import { makeLink } from '../../functions/domain/links.ts';
import { isClosed } from '../../functions/domain/removal.ts';
import { keys } from '../../functions/store/keys.ts';
import { readChain } from '../../functions/store/ledger.ts';
import { findAddressRequest } from '../../functions/store/new-address.ts';
import { untilNotOvertaken } from '../../functions/store/overtaken.ts';
import { moveOn } from '../../functions/store/settle.ts';
import { type TableName, tables } from '../../functions/store/tables.ts';
import { queues } from '../../functions/triggers.ts';
import type { Load } from '../../local/functions.ts';
import { type System, startSystem } from '../../local/system.ts';
import { brands } from '../../policies/brands.ts';
import { chunkEvent, forgetfulSender, plantCampaign } from '../campaigns/planted.ts';
import { submit } from '../functions/own-page.ts';
import { press } from '../journey.ts';
import { type Counted, unwatched, watchCalls } from './aws-calls.ts';
import { everyInterleaving } from './interleaving.ts';
import { findingsIn } from './invariants.ts';
import { addressAt, confirmed, dropItem, hashAt, keysUnder, linkFor, putItem, request } from './steps.ts';

/** What the brands say, with one reader of the feed: with the CRM there would be two. */
const policies = brands.map((policy) => ({ ...policy, crm: undefined }));

/** A sender that remembers nothing, and for which no time passes: one that waits at a gate would read its person again. */
const senderOutOfTime: Load = async (file) => {
  const factory = await forgetfulSender(file);
  return file === 'jobs/send' ? (deps: Deps) => factory({ ...deps, elapsed: () => 0 }) : factory;
};

/** A system whose AWS calls can be held in the hand. */
export async function startWatched(): Promise<System> {
  const system = await startSystem({ policies, load: senderOutOfTime });
  // turns so short that nobody waits for one
  system.ses.limits.maxSendRate = 100_000;
  watchCalls(system.deps);
  return system;
}

/** Somebody in some state, and how they are erased. `id` is undefined of one who has confirmed nothing. */
export interface World {
  readonly system: System;
  readonly brand: string;
  readonly canary: string;
  readonly email: string;
  readonly name: string;
  readonly id: ContactId | undefined;
  readonly purpose: 'newsletter:insights' | 'newsletter:news';
  readonly unsubscribe: string;
  readonly token: string;
  readonly erase: () => Promise<Response>;
}
/** Everybody who has been erased so far, by their canary; under which addresses; and those of them who have signed up again since. */
const erased = new Set<string>();
const erasedAt = new Set<string>();
const signedUpAgain = new Set<string>();

const day = (system: System, ahead: number) =>
  new Date(system.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
const idOf = ({ id }: World): ContactId => {
  if (!id) throw new Error('nobody has confirmed');
  return id;
};

/** Delivers a message to a job, as its queue would: again when it fails. */
async function deliver(system: System, job: string, body: object, event?: object): Promise<void> {
  for (let received = 0; received < 5; received += 1) {
    const { batchItemFailures } = (await system.runJob(
      job,
      event ?? { Records: [{ messageId: 'm', body: JSON.stringify(body) }] },
    )) as { batchItemFailures: object[] };
    if (batchItemFailures.length === 0) return;
  }
  throw new Error(`${job} failed five times`);
}

/** Asks as the operator of a person's own. */
export const ask = (
  { system, token, brand }: Pick<World, 'system' | 'token' | 'brand'>,
  path: string,
  method = 'GET',
  body?: object,
) =>
  system.fetch(`/v1/${brand}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });

/** Takes the person away, and then, as soon as the stream could have told of it, what is left of them. */
const erasedBy = async (
  answer: Promise<Response>,
  { system, brand, id }: Pick<World, 'system' | 'brand' | 'id'>,
): Promise<Response> => {
  const { status } = await answer;
  if (status === 200 && id) await deliver(system, 'erase', { brand, contactId: id });
  return new Response(null, { status });
};

/** Somebody who has agreed to these. */
async function somebody(
  system: System,
  consents: readonly string[],
  { brand = 'xledger', form = 'newsletter-no' }: { brand?: string; form?: string } = {},
): Promise<World> {
  const canary = `kanari-${crypto.randomUUID()}`;
  const visitor = { brand, form, email: `${canary}@example.no`, name: canary, company: `${canary} AS` };
  const { contactId, unsubscribe } = await confirmed(system, { ...visitor, consents });
  const id = ContactId.parse(contactId);
  // an operator of its own: two worlds that wrote to one chain of acts would meet there
  const token = await system.token({ brand, role: 'privacy', claims: { sub: crypto.randomUUID() } });
  const purpose = brand === 'xledger' ? 'newsletter:insights' : 'newsletter:news';
  const of = { system, brand, id, token };
  const erase = () => erasedBy(ask(of, `contacts/${id}/erase`, 'POST', {}), of);
  return { ...of, canary, email: visitor.email, name: canary, purpose, unsubscribe, erase };
}
const several = ['newsletter:insights', 'newsletter:events', 'tracking:open', 'tracking:click', 'partner:implementation'];

/** A case about somebody, whose decision erases them. */
async function byCase(world: World, opening: object): Promise<World> {
  const opened = await ask(world, 'cases', 'POST', { ...opening, right: 'erase', channel: 'letter' });
  const { id } = (await opened.json()) as { id: string };
  await ask(world, `cases/${id}`, 'PATCH', { identity: { status: 'confirmed' } });
  return { ...world, erase: () => erasedBy(ask(world, `cases/${id}`, 'PATCH', { outcome: 'done' }), world) };
}

const plantSend = ({ system, ...world }: World, state: 'claimed' | 'sent') =>
  putItem(system, {
    ...keys.send(world.brand, world.id as ContactId, mailId),
    campaignId: mailId,
    state,
    claimId: system.deps.newId(),
    claimedAt: new Date(system.clock.now().getTime() - 3_600_000).toISOString(),
    chunk: 0,
    purpose: world.purpose,
    ...(state === 'sent' && {
      sentAt: new Date(system.clock.now().getTime() - 3_600_000).toISOString(),
      messageId: `m-${world.canary.slice(7)}`,
    }),
    tracking: { open: 'consent', click: 'consent' },
    expiresAt: Math.floor(system.clock.now().getTime() / 1000) + 400 * 86_400,
  });
const mailId = campaignIdFrom(new Date('2026-11-01T00:00:00Z'), Buffer.alloc(10, 7));
const silentSince = async (world: World, asked: boolean) => {
  const { system } = world;
  const { db } = system.deps;
  await db.client.send(
    new UpdateItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(keys.profile(world.brand, idOf(world))),
      UpdateExpression: `SET lastSigns = :signs${asked ? ', askedOn = :asked, endsOn = :ends, expiresAt = :expires' : ''}`,
      ExpressionAttributeValues: marshall({
        ':signs': { form: day(system, asked ? -800 : -710) },
        ...(asked && {
          ':asked': day(system, -30),
          ':ends': day(system, 0),
          ':expires': Math.ceil(Date.parse(day(system, 7)) / 1000),
        }),
      }),
    }),
  );
  return world;
};
const inTurn = async <T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> => {
  const answers: R[] = [];
  for (const one of all) answers.push(await work(one));
  return answers;
};
const after = async (world: World, ...steps: (() => Promise<unknown>)[]) => {
  for (const step of steps) await step();
  return world;
};
const exercised = async (world: World, right: string) =>
  after(world, async () => expect((await ask(world, `contacts/${world.id}/${right}`, 'POST', {})).status).toBe(200));

/** The states that somebody can be in. */
export const states: Readonly<Record<string, (system: System) => Promise<World>>> = {
  confirmed: (system) => somebody(system, ['newsletter:insights']),
  'agreed to several things': (system) => somebody(system, several),
  restricted: async (system) => exercised(await somebody(system, several), 'restrict'),
  objected: async (system) => exercised(await somebody(system, several), 'object'),
  deactivated: async (system) => {
    const world = await somebody(system, ['newsletter:news', 'tracking:open'], { brand: 'infosoft', form: 'newsletter-se' });
    const hash = await hashAt(system, world.brand, world.email);
    // the sign-up has had its time, so that there may be a second one
    return after(
      world,
      () => press(system, world.unsubscribe),
      () => dropItem(system, keys.request(world.brand, hash, 'newsletter-se')),
    );
  },
  'in the last step of retention': async (system) => silentSince(await somebody(system, several), true),
  'about to be asked whether they stay': async (system) => silentSince(await somebody(system, several), false),
  'in an open case': async (system) => {
    const world = await somebody(system, several);
    return byCase(world, { contactId: world.id });
  },
  'claimed by a sender that died': async (system) => {
    const world = await somebody(system, several);
    return after(world, () => plantSend(world, 'claimed'));
  },
  'mailed before': async (system) => {
    const world = await somebody(system, several);
    return after(world, () => plantSend(world, 'sent'));
  },
  'shared with a partner': async (system) => {
    const world = await somebody(system, several);
    const disclosure = {
      partner: 'implementation',
      at: system.clock.now().toISOString(),
      ground: 'consent',
      fields: ['email', 'name'],
    };
    const shared = keys.shared(world.brand, idOf(world), disclosure.at, disclosure.partner);
    return after(
      world,
      () => deliver(system, 'feed-partners', { brand: world.brand, contactId: world.id, seq: 1 }),
      () => putItem(system, { ...shared, ...disclosure }),
    );
  },
  'waiting for a new address': async (system) => {
    const world = await somebody(system, several);
    return after(world, () => askForAddress(world));
  },
};

/** Somebody who has confirmed nothing, and is erased by a case. */
export async function waiting(system: System): Promise<World> {
  const canary = `kanari-${crypto.randomUUID()}`;
  const visitor = { brand: 'xledger', email: `${canary}@example.no`, name: canary };
  await request(system, { ...visitor, consents: several });
  const token = await system.token({ brand: visitor.brand, role: 'privacy', claims: { sub: crypto.randomUUID() } });
  const erase = () => Promise.reject(new Error('no case is open'));
  const world = {
    ...visitor,
    system,
    canary,
    token,
    erase,
    id: undefined,
    purpose: 'newsletter:insights' as const,
    unsubscribe: '',
  };
  return byCase(world, { email: visitor.email });
}

/** Somebody whom a legal hold keeps. */
export async function held(system: System): Promise<World> {
  const world = await somebody(system, several);
  return after(world, () => putOnHold(world));
}
/** Puts somebody under a legal hold. */
export const putOnHold = (world: World): Promise<Response> =>
  ask(world, `contacts/${world.id}/legal-hold`, 'POST', { reason: 'Claim 5' });

/** Asks, on the person's own page, for a new address. */
const askForAddress = async (world: World): Promise<string> => {
  const { system, brand, id } = world;
  expect((await formForAddress(world).then((send) => send())).status).toBe(200);
  const asked = await unwatched(() => findAddressRequest(system.deps.db, brand, id as ContactId));
  if (!asked) throw new Error('no new address waits');
  const link = {
    brand,
    contactId: id as string,
    requestId: asked.requestId,
    locale: 'nb',
    expiresAt: new Date(asked.expiresAt * 1000),
  };
  return `/c/${makeLink('address', link, await system.deps.secret())}`;
};

const newAddressOf = (canary: string) => `${canary}-new@example.no`;

/** The person's own page, opened, with a new address filled in and waiting to be sent. */
const formForAddress = async ({ system, brand, id, canary }: World): Promise<() => Promise<Response>> => {
  const expiresAt = new Date(system.clock.now().getTime() + 3_600_000);
  const page = makeLink('manage', { brand, contactId: id as string, locale: 'nb', expiresAt }, await system.deps.secret());
  const html = await (await system.fetch(`/p/${page}/data`)).text();
  return () => submit(system, html, 'address', { typed: { email: newAddressOf(canary) } });
};

/** What happens meanwhile: readied, and then done. */
export type Act = (world: World) => Promise<() => Promise<unknown>>;
const again = ({ brand, email, name }: World) =>
  brand === 'xledger'
    ? { brand, email, name, form: 'newsletter-uk', consents: ['newsletter:events'] }
    : { brand, email, name, company: `${name} AS`, form: 'newsletter-se', consents: ['newsletter:news', 'profiling'] };
export const acts: Readonly<Record<string, Act>> = {
  'a sign-up': async (world) => () => request(world.system, again(world)).catch(() => undefined),
  'a confirmation': async (world) => {
    const link = await linkFor(world.system, again(world));
    return () => press(world.system, link);
  },
  'the mail that answers a sign-up': async (world) => {
    const { system } = world;
    const { brand, addressHash, form, requestId } = await request(system, again(world));
    return () => deliver(system, 'send-confirmation', { brand, addressHash, form, requestId });
  },
  'an open and a click': async (world) => {
    const { system } = world;
    await plantSend(world, 'sent');
    const hit = {
      brand: world.brand,
      campaignId: mailId,
      contactId: world.id,
      at: system.clock.now().toISOString(),
      label: 'human',
    };
    const [open, click] = [crypto.randomUUID(), crypto.randomUUID()].map((id) => id.slice(0, 8));
    const Records = [
      { ...hit, kind: 'open', hit: open },
      { ...hit, kind: 'click', link: 0, hit: click },
    ].map((body, n) => ({
      messageId: String(n),
      body: JSON.stringify(body),
    }));
    return () => deliver(system, 'record-engagement', {}, { Records });
  },
  'a newsletter': async ({ system, id, brand, purpose }) => {
    const campaign = await plantCampaign(system, [id as string], {
      brand,
      purpose,
      locales: [brand === 'xledger' ? 'nb' : 'sv'],
    });
    return () => deliver(system, 'send', {}, chunkEvent(campaign));
  },
  'a sweep': async ({ system, brand, id }) => {
    const policy = policies.find((one) => one.brand === brand) as (typeof policies)[number];
    return () => untilNotOvertaken(() => moveOn(system.deps.db, policy, id as ContactId, system.clock.now()));
  },
  'the question whether they stay':
    async ({ system, brand, id }) =>
    () =>
      deliver(system, 'send-repermission', { brand, contactId: id, askedOn: day(system, -30) }),
  'a bounce': async (world) => {
    const { system } = world;
    await plantSend(world, 'sent');
    return () => deliver(system, 'record-feedback', bounceOf(world));
  },
  'an import': async (world) => {
    const { system } = world;
    const importId = await broughtList(world);
    // the first run looks for opt-outs only
    await deliver(system, 'import-people', { brand: world.brand, importId });
    return () => deliver(system, 'import-people', { brand: world.brand, importId });
  },
  'a sign of life': async (world) => () =>
    ask(world, `contacts/${world.id}/activity`, 'POST', { type: 'reply', at: world.system.clock.now().toISOString() }),
  'a new address': async (world) => {
    const { system } = world;
    const link = await askForAddress(world);
    return () => press(system, link);
  },
  'a wish for a new address': formForAddress,
  'a correction': async (world) => () => ask(world, `contacts/${world.id}`, 'PATCH', { name: `${world.canary} II` }),
  'an unsubscribe':
    async ({ system, unsubscribe }) =>
    () =>
      press(system, unsubscribe),
  'a restriction': async (world) => () => ask(world, `contacts/${world.id}/restrict`, 'POST', {}),
  'an objection': async (world) => () => ask(world, `contacts/${world.id}/object`, 'POST', {}),
};

/** Those whose jobs write to rows that all people share, and so run one by one. */
export const ofTheFeed: Readonly<Record<string, Act>> = {
  'news for a partner':
    async ({ system, brand, id }) =>
    () =>
      deliver(system, 'feed-partners', { brand, contactId: id, seq: 1 }),
  'a partner that reads': async ({ system, brand, id }) => {
    const before = await readFeed(system, '');
    await deliver(system, 'feed-partners', { brand, contactId: id, seq: 1 });
    return () => readFeed(system, before);
  },
};
let readSoFar = '';
async function readFeed(system: System, from: string): Promise<string> {
  const token = await unwatched(() => system.token({ brand: 'xledger', role: 'partner:implementation' }));
  for (let cursor = from || readSoFar; ; ) {
    const answer = await ask(
      { system, token, brand: 'xledger' },
      `partners/implementation/changes?limit=1000${cursor && `&cursor=${cursor}`}`,
    );
    const page = (await answer.json()) as { next: string | null; cursor: string };
    cursor = page.cursor;
    if (page.next) continue;
    if (!from) readSoFar = cursor;
    return cursor;
  }
}

const bounceOf = ({ system, brand, id, email, canary }: World) => {
  const timestamp = system.clock.now().toISOString();
  const bouncedRecipients = [{ emailAddress: email, action: 'failed', status: '5.1.1' }];
  const tags = { brand: [brand], mail: ['newsletter'], campaign: [mailId], contact: [id] };
  const mail = { messageId: `m-${canary.slice(7)}`, timestamp, destination: [email], tags };
  return {
    eventType: 'Bounce',
    mail,
    bounce: { timestamp, bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients },
  };
};

/** A list that names them, brought and waiting for its run. */
async function broughtList({ system, brand, email, name, purpose }: World): Promise<string> {
  const token = await system.token({ brand, role: 'marketer', claims: { sub: crypto.randomUUID() } });
  const market = brand === 'xledger' ? 'no' : 'se';
  const settings = { format: 'csv', market, purposes: [purpose], source: 'fair', wording: 'card 3' };
  const made = await ask({ system, token, brand }, 'imports', 'POST', settings);
  const { id, upload } = (await made.json()) as { id: string; upload: { url: string; headers: Record<string, string> } };
  const body = `email,name,consentedAt\r\n${email},${name},2026-01-10T10:00:00Z`;
  expect((await fetch(upload.url, { method: 'PUT', headers: upload.headers, body })).status).toBe(200);
  expect((await ask({ system, token, brand }, `imports/${id}/start`, 'POST', { dryRun: false })).status).toBe(202);
  return id;
}

/** The calls whose order can matter: those at what lies under the person or their address. All others touch what only one of the two handlers knows. */
const concernsPerson: Counted = ({ input }) =>
  /"TableName":"[^"]*-people"/.test(JSON.stringify(input)) && !/#closed#/.test(JSON.stringify(input));

/** Every order of an erasure and an act, and `check` after each of them. Returns how many there are. */
export async function raced(
  begin: () => Promise<World>,
  act: Act,
  check: (world: World, erasing: Response) => Promise<void>,
  { lanes }: { lanes?: number } = {},
): Promise<number> {
  const orders = await everyInterleaving<{ world: World; go: () => Promise<unknown> }, unknown>({
    begin: async () => {
      const world = await begin();
      return { world, go: await act(world) };
    },
    apart: true,
    waits: concernsPerson,
    tasks: { erase: ({ world }) => world.erase(), act: ({ go }) => go() },
    ...(lanes && { lanes }),
    check: ({ world: { world }, answers }) => check(world, answers.erase as Response),
  });
  return orders.length;
}

/** Erases so many people at the very moment at which all of these acts happen to them, in whatever order that comes to; and `check` for each. */
export async function atOnce(
  begin: () => Promise<World>,
  together: readonly Act[],
  check: (world: World, erasing: Response) => Promise<void>,
  people = 6,
): Promise<void> {
  const all = await Promise.all(
    Array.from({ length: people }, async () => {
      const world = await begin();
      return { world, acting: await inTurn(together, (act) => act(world)) };
    }),
  );
  await Promise.all(
    all.map(async ({ world, acting }) => {
      const [erasing] = await Promise.all([world.erase(), ...acting.map((act) => act())]);
      await check(world, erasing);
    }),
  );
}

/** What must be so as soon as both have ended, before anything else has been delivered; `again` if a new sign-up was among it. */
export async function expectGone(world: World, { status }: Response, { again = false } = {}): Promise<void> {
  const { system, brand, email, canary, id } = world;
  expect(status).toBe(200);
  erased.add(canary);
  // wherever they moved to meanwhile
  const both = [email, newAddressOf(canary)];
  for (const one of both) erasedAt.add(keys.address(brand, await hashAt(system, brand, one)));
  const addresses = await Promise.all(both.map((one) => addressAt(system, brand, one)));
  if (again && addresses[0]?.requests.length) signedUpAgain.add(canary);
  else expect(addresses.flatMap(({ requests }) => requests)).toEqual([]);
  expect(addresses.map(({ contactId }) => contactId)).toEqual([undefined, undefined]);
  const suppressions = addresses.flatMap(({ suppression }) => suppression ?? []);
  // an objection stays at the address that somebody left, too
  expect(suppressions.length).toBeGreaterThanOrEqual(1);
  if (!id) return;
  expect(suppressions.flatMap(({ formerIds }) => formerIds)).toContain(id);
  // what was asked of the brand stays for its own time
  expect((await keysOf(world)).filter((sk) => !String(sk).startsWith('CASE#'))).toEqual([]);
  const chain = await unwatched(() => readChain(system.deps.db, brand, id));
  expect(isClosed(chain)).toBe(true);
  expect(verifyChain(brand, id, chain).whole).toBe(true);
}

/** The sort keys of everything under a person's id. */
export const keysOf = ({ system, brand, id }: World): Promise<unknown[]> => unwatched(() => keysUnder(system, `${brand}#${id}`));

const canariesIn = (text: string) => [...text.matchAll(/kanari-[0-9a-f-]{36}/gi)].map(([found]) => found);
/** Whom the queues and the log name: bodies and attributes of whatever waits or lies dead, and every line. */
async function namedOnTheWay(system: System, waiting: readonly string[]): Promise<string[]> {
  const messages = await Promise.all([
    ...waiting.map((queue) => system.waiting(queue)),
    ...[...Object.keys(queues), 'people'].map((queue) => system.deadLetters(queue)),
  ]);
  return [...messages.flat().map((message) => JSON.stringify(message)), ...system.lines].flatMap(canariesIn);
}

/** In which items of which table somebody of these stands, by `<table> <pk> <sk>`. */
export async function itemsThatName(system: System, known: (canary: string) => boolean): Promise<string[]> {
  const named = await Promise.all(
    (Object.keys(tables) as TableName[]).map(async (table) =>
      (await system.dump(table))
        .filter((item) => canariesIn(JSON.stringify(item)).some(known))
        .map(({ pk, sk }) => `${table} ${pk} ${sk}`),
    ),
  );
  return named.flat();
}

/** Looks everywhere for everybody who was erased: in the queues and the log, and, once all is delivered, in the tables too. */
export async function expectNobodyAnywhere(system: System): Promise<void> {
  const all = Object.keys(queues);
  // what SES tells of a mail names the recipient, until it has been read
  expect(
    await namedOnTheWay(
      system,
      all.filter((queue) => queue !== 'feedback'),
    ),
  ).toEqual([]);
  await system.settle();
  expect(await namedOnTheWay(system, all)).toEqual([]);
  // a sign-up that came later is of its own time, and lies under the address
  expect(await itemsThatName(system, (canary) => erased.has(canary) && !signedUpAgain.has(canary))).toEqual([]);
  expect((await itemsThatName(system, (canary) => signedUpAgain.has(canary))).filter((item) => !/ REQUEST#/.test(item))).toEqual(
    [],
  );
  // orders that turn out to differ from none are broken off midway, and leave their people as they are
  expect((await findingsIn(system)).filter((finding) => erasedAt.has(finding.split(':')[0] as string))).toEqual([]);
}

/** A state of its own in each test that needs no other. */
export const severally = states['agreed to several things'] as (system: System) => Promise<World>;

/** What happens every day: `npm test` does these in every order. The others are for `npm run soak -- erasure-orders`, which CI runs. */
export const everyday = ['a sign-up', 'a confirmation', 'an open and a click', 'a newsletter', 'a sweep'] as const;

/** Every order of the erasure of somebody in a state and of an act. */
export async function erasedDuring(
  system: System,
  begin: (system: System) => Promise<World>,
  name: string,
  lanes?: number,
): Promise<void> {
  const orders = await raced(
    () => begin(system),
    acts[name] as Act,
    (world, answer) => expectGone(world, answer, { again: name === 'a sign-up' }),
    { ...(lanes && { lanes }) },
  );
  expect(orders).toBeGreaterThanOrEqual(2);
  await expectNobodyAnywhere(system);
}
