/**
 * The sender where it does not simply send: no room, no quota, a campaign that is held or over, a claim that somebody left behind. Every AWS call of each such way
 * is lost on the way, or its answer is. What it does when all goes well: `sending.test.ts`. `npm run plant` plants the bugs that these find.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ContactId } from '../../functions/domain/identity.ts';
import { claimSend } from '../../functions/store/sends.ts';
import { type System, startSystem } from '../../local/system.ts';
import { accountOf, forgetfulSender, plantCampaign, sendChunk, sendKey, setState } from '../campaigns/planted.ts';
import { ask } from '../functions/campaign-steps.ts';
import { type Counted, unwatched, watchCalls } from './aws-calls.ts';
import { tellEveryFault } from './every-fault.ts';
import { findingsIn } from './invariants.ts';
import { confirmed, newAddress } from './steps.ts';

vi.setConfig({ testTimeout: 300_000 });

let system: System;
beforeAll(async () => {
  system = await startSystem({ load: forgetfulSender });
  watchCalls(system.deps);
  await system.deps.db.client.config.maxAttempts();
  process.env.AWS_MAX_ATTEMPTS = '5';
  open();
});
afterAll(() => system.stop());
afterEach(() => open());

/** An account at SES with room for everybody, and turns so short that nobody waits for one. */
const open = () =>
  Object.assign(system.ses.limits, { maxSendRate: 100_000, max24HourSend: 1_000_000, enforcementStatus: 'HEALTHY' });

/** Somebody of their own, and a campaign to them alone. */
async function begin() {
  const email = newAddress();
  const { contactId } = await unwatched(() => confirmed(system, { email, consents: ['newsletter:insights'] }));
  return { email, contactId, campaign: await unwatched(() => plantCampaign(system, [contactId])) };
}
type World = Awaited<ReturnType<typeof begin>>;

const act = ({ campaign }: World) => sendChunk(system, campaign);
const wait = () => system.advance('PT9M');
const again = async (world: World) => {
  for (let times = 0; !(await act(world)); times += 1) if (times > 3) throw new Error('it is not done with');
};
const callsTo = ({ email }: World) => system.ses.calls.filter(({ to }) => to === email).map(({ outcome }) => outcome);
const isAccepted = (outcome: string) => outcome !== 'TooManyRequestsException';

/** Turns are struck in `sending.test.ts`: who shares them with others makes more calls for one. */
const isOwn: Counted = ({ input }) => !JSON.stringify(input).includes('@sending');

/** Everybody accounted for, by one call at most, and the campaign over: whether the mail went depends on where the fault fell. */
async function sentOrUnknown(world: World, label: string): Promise<void> {
  await system.settle();
  const mails = system.mails(world.email).length;
  if (label === 'no fault') expect(mails).toBe(1);
  expect(callsTo(world).filter(isAccepted).length, label).toBeLessThanOrEqual(1);
  expect(await accountOf(system, world.campaign), label).toMatchObject({
    ...{ audience: 1, pending: 0, sent: mails, unknown: 1 - mails, skipped: 0, failed: 0, state: 'finished' },
  });
}

/** What was handed back waits in the queue, or comes back by itself: it is nowhere lost. */
async function isOnItsWay({ campaign }: World, done: boolean, label: string): Promise<void> {
  if (!done) return;
  const waiting = (await system.waiting('send')).filter(({ body }) => body.includes(campaign.campaignId));
  expect(waiting.length, label).toBeGreaterThanOrEqual(1);
}

const begun = ['UpdateItem', 'GetItem'];
const ended = ['TransactWriteItems', 'Query', 'GetItem', 'Query', 'PutItem'];

describe('a fault at any call for a chunk', () => {
  test('F24, T20, I1: for which SES has no room at first: one call at most is taken, and everybody is accounted for', async () => {
    const calls = await tellEveryFault({
      begin: async () => {
        const world = await begin();
        system.ses.fail('throttle', { to: world.email });
        return world;
      },
      act,
      counted: isOwn,
      wait,
      check: sentOrUnknown,
      // each waits a second for room
      lanes: 16,
    });
    const turn = ['GetItem', 'GetAccount'];
    expect(calls).toEqual([
      ...['UpdateItem', ...turn, 'PutItem', 'Query', 'GetItem', 'GetItem', 'SendEmail', 'DeleteItem'],
      ...['GetItem', 'GetAccount', 'PutItem', 'Query', 'SendEmail', 'UpdateItem', ...ended],
    ]);
  });

  test('F24, I5: whose quota of the day is used: it is handed back, and goes out in the next window', async () => {
    system.ses.limits.max24HourSend = 0;
    const calls = await tellEveryFault({
      begin,
      act,
      counted: isOwn,
      wait,
      told: isOnItsWay,
      later: (world) => {
        open();
        return again(world);
      },
      check: async (world, label) => {
        expect(callsTo(world), label).toEqual(['accepted']);
        await sentOrUnknown(world, label);
      },
    });
    expect(calls).toEqual([...begun, 'GetAccount', 'UpdateItem', 'SendMessage']);
  });

  test('T21, I12: whose campaign is held: nobody is mailed, and it goes on when it is let go', async () => {
    const calls = await tellEveryFault({
      begin: async () => {
        const world = await begin();
        await unwatched(() => setState(system, world.campaign, 'paused'));
        return world;
      },
      act,
      counted: isOwn,
      wait,
      told: async (world, _, label) => expect(callsTo(world), label).toEqual([]),
      later: async (world) => {
        await setState(system, world.campaign, 'sending');
        await again(world);
      },
      check: async (world, label) => {
        expect(callsTo(world), label).toEqual(['accepted']);
        await sentOrUnknown(world, label);
      },
    });
    expect(calls).toEqual([...begun, 'UpdateItem']);
  });

  test('I12: whose account SES has stopped: its campaign waits for somebody to look', async () => {
    system.ses.limits.enforcementStatus = 'SHUTDOWN';
    const calls = await tellEveryFault({
      begin,
      act,
      counted: isOwn,
      wait,
      later: async (world) => {
        expect(await accountOf(system, world.campaign)).toMatchObject({ pending: 1, state: 'needs_review' });
        open();
        expect((await ask(system, `/${world.campaign.campaignId}/resume`)).status).toBe(200);
        await again(world);
      },
      check: async (world, label) => {
        expect(callsTo(world), label).toEqual(['accepted']);
        await sentOrUnknown(world, label);
      },
    });
    expect(calls).toEqual([...begun, 'GetAccount', 'GetItem', 'PutItem', 'UpdateItem']);
  });

  test('T21, I5: of a cancelled campaign: nobody is mailed, and each is accounted for, also whom a dead function had claimed', async () => {
    const over = async (world: World) => {
      await unwatched(() => setState(system, world.campaign, 'cancelled'));
      return world;
    };
    const skipped = await tellEveryFault({
      begin: async () => over(await begin()),
      act,
      counted: isOwn,
      wait,
      check: async (world, label) => {
        expect(callsTo(world), label).toEqual([]);
        expect(await accountOf(system, world.campaign), label).toMatchObject({
          ...{ audience: 1, pending: 0, sent: 0, skipped: 1, unknown: 0, reasons: { cancelled: 1 }, state: 'cancelled' },
        });
      },
    });
    expect(skipped.slice(0, 4)).toEqual([...begun, 'GetItem', 'TransactWriteItems']);

    const unknown = await tellEveryFault({
      begin: async () => over(await claimedBefore()),
      act,
      counted: isOwn,
      wait,
      check: async (world, label) => {
        expect(callsTo(world), label).toEqual([]);
        expect(await accountOf(system, world.campaign), label).toMatchObject({
          ...{ audience: 1, pending: 0, sent: 0, skipped: 0, unknown: 1, state: 'cancelled' },
        });
      },
    });
    expect(unknown.slice(0, 6)).toEqual([...begun, 'GetItem', 'Query', 'UpdateItem', 'TransactWriteItems']);
  });

  test('F4, I1: of whom a dead function had claimed somebody: they are unknown, and not mailed', async () => {
    const calls = await tellEveryFault({
      begin: claimedBefore,
      act,
      counted: isOwn,
      wait,
      check: async (world, label) => {
        expect(callsTo(world), label).toEqual([]);
        expect(await accountOf(system, world.campaign), label).toMatchObject({
          ...{ audience: 1, pending: 0, sent: 0, unknown: 1, state: 'finished' },
        });
      },
    });
    expect(calls).toEqual([...begun, 'GetAccount', 'PutItem', 'Query', 'UpdateItem', ...ended]);
  });

  test('left nothing half done', async () => {
    expect(await findingsIn(system)).toEqual([]);
  });
});

/** Somebody whom a function had claimed when it died, before its call or after. */
async function claimedBefore(): Promise<World> {
  const world = await begin();
  const { db, now, newId } = system.deps;
  const { campaignId, purpose } = world.campaign;
  const claim = {
    ...{ campaignId, purpose, claimId: newId(), claimedAt: now().toISOString(), chunk: 0 },
    state: 'claimed' as const,
    expiresAt: Math.ceil(now().getTime() / 1000) + 90 * 86_400,
  };
  const key = sendKey(world.campaign, ContactId.parse(world.contactId));
  expect(await unwatched(() => claimSend(db, key, claim))).toBe('claimed');
  return world;
}
