import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../functions/domain/limits.ts';
import {
  campaignRate,
  hindranceOf,
  planOf,
  type SendingAccount,
  type Turns,
  ticksOf,
  turnTaken,
} from '../../functions/domain/pace.ts';
import { queues } from '../../functions/triggers.ts';

const start = Date.parse('2026-11-27T12:00:00Z');

/** Most of `moments` in any window of one second. */
function mostInASecond(moments: readonly number[]): number {
  const sorted = moments.toSorted((a, b) => a - b);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last += 1) {
    while ((sorted[last] as number) - (sorted[first] as number) >= 1000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe('the rate of campaigns', () => {
  test.each([
    [1, 0.4],
    [2, 0.8],
    [14, 12],
    [100, 96.5],
    [1000, 965],
  ])('of an account with %d a second is %d: confirmation mails have the rest', (account, campaigns) => {
    expect(campaignRate(account)).toBe(campaigns);
  });

  const account: SendingAccount = {
    maxSendRate: 14,
    max24HourSend: 50_000,
    sentLast24Hours: 0,
    enforcementStatus: 'HEALTHY',
    sendingEnabled: true,
  };
  test.each<[string, Partial<SendingAccount>, ReturnType<typeof hindranceOf>]>([
    ['a healthy account', {}, undefined],
    ['one that SES watches', { enforcementStatus: 'PROBATION' }, 'account_stopped'],
    ['one that SES has stopped', { enforcementStatus: 'SHUTDOWN' }, 'account_stopped'],
    ['one of which SES does not say', { enforcementStatus: 'unknown' }, 'account_stopped'],
    ['one that is paused', { sendingEnabled: false }, 'account_stopped'],
    ['one without a rate', { maxSendRate: 0 }, 'account_stopped'],
    ['just before the share of the day is used', { sentLast24Hours: 48_999 }, undefined],
    ['when it is used: the rest is for confirmation mails', { sentLast24Hours: 49_000 }, 'quota_used'],
    ['one without a quota', { max24HourSend: -1, sentLast24Hours: 9_000_000 }, undefined],
  ])('%s', (_, change, hindrance) => {
    expect(hindranceOf({ ...account, ...change })).toBe(hindrance);
  });
});

describe('turns', () => {
  const rates = fc.double({ min: 0.5, max: 2000, noNaN: true });

  test('I10: taken at any times, by any rates, never share a tick, and never more in a second than the rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ after: fc.integer({ min: 0, max: 4000 }), rate: rates }), { minLength: 1, maxLength: 25 }),
        (takes) => {
          let turns: Turns | undefined;
          let now = start;
          const ticks: number[] = [];
          for (const { after, rate } of takes) {
            now += after;
            turns = turnTaken(turns, planOf(rate), new Date(now));
            const own = ticksOf(turns);
            expect(own[0]).toBeGreaterThanOrEqual(now);
            ticks.push(...own);
          }
          const sorted = ticks.toSorted((a, b) => a - b);
          const closest = Math.min(...sorted.slice(1).map((tick, index) => tick - (sorted[index] as number)));
          const fastest = Math.max(...takes.map(({ rate }) => rate));
          // a tick may be a thousandth early where numbers are rounded
          if (sorted.length > 1) expect(closest).toBeGreaterThan((1000 / fastest) * 0.999 - 0.001);
          expect(mostInASecond(ticks)).toBeLessThanOrEqual(Math.ceil(fastest) + 1);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('follow each other without a gap while somebody waits', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 2, max: 60 }), (rate, count) => {
        let turns: Turns | undefined;
        const ticks = Array.from({ length: count }, () => {
          turns = turnTaken(turns, planOf(rate), new Date(start));
          return ticksOf(turns);
        }).flat();
        // but for the lanes, which begin and end apart
        const { lanes, size } = planOf(rate);
        const seconds = (Math.max(...ticks) - start) / 1000;
        expect(seconds).toBeLessThanOrEqual(((count + lanes) * size) / rate + lanes / rate + 0.01);
      }),
    );
  });
});

describe('a simulated SES', () => {
  /** Senders as many as the queue allows, each chunk after chunk; calls reach SES up to 30 ms late. SES refuses what is above its rate in any second. */
  function simulate(maxSendRate: number, seconds: number) {
    let random = 1;
    const chance = () => {
      random = (random * 48_271) % 2_147_483_647;
      return random / 2_147_483_647;
    };
    const plan = planOf(campaignRate(maxSendRate));
    const senders = Array.from({ length: queues.send.maxConcurrency }, () => start + chance() * 2000);
    const calls: number[] = [];
    let turns: Turns | undefined;
    for (;;) {
      const sender = senders.indexOf(Math.min(...senders));
      const now = Math.floor(senders[sender] as number);
      if (now > start + seconds * 1000) break;
      const next = turnTaken(turns, plan, new Date(now));
      const ticks = ticksOf(next);
      if ((ticks[0] as number) > now + limits.patienceSeconds * 1000) {
        senders[sender] = now + 5000 * (0.5 + chance() / 2);
        continue;
      }
      turns = next;
      for (const tick of ticks) calls.push(tick + chance() * 30);
      senders[sender] = (ticks.at(-1) as number) + 150 + chance() * 100;
    }
    const reached = calls.toSorted((a, b) => a - b);
    const accepted: number[] = [];
    let refused = 0;
    let first = 0;
    for (const call of reached) {
      while (first < accepted.length && (accepted[first] as number) <= call - 1000) first += 1;
      if (accepted.length - first >= maxSendRate) refused += 1;
      else accepted.push(call);
    }
    // without the beginning and the end, when not all are at work
    const from = start + 5000;
    const to = start + seconds * 1000;
    const steady = accepted.filter((call) => call >= from && call < to).length;
    return { used: steady / ((to - from) / 1000) / maxSendRate, refused: refused / reached.length, most: mostInASecond(reached) };
  }

  test.each([100, 500, 1000])(
    'I10: %d a second are used to at least 95 per cent, with no second above and at most 1 per cent refused',
    (rate) => {
      const { used, refused, most } = simulate(rate, 65);
      expect(used).toBeGreaterThanOrEqual(0.95);
      expect(refused).toBeLessThanOrEqual(0.01);
      expect(most).toBeLessThanOrEqual(rate);
    },
  );

  test.each([1, 2, 14])('of %d a second leaves room for a confirmation mail in every second', (rate) => {
    const { most, refused } = simulate(rate, 120);
    expect(most).toBeLessThanOrEqual(Math.max(1, rate - 1));
    expect(refused).toBe(0);
  });
});
