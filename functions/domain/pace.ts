/**
 * How fast campaigns are sent: all senders together no faster than SES allows the account, with room for confirmation mails, and evenly. Time is cut
 * into ticks, one mail each; each sender has a lane of its own, every `lanes`th tick, and takes it for one turn at a time. So no two ever send at the
 * same tick, and no second holds more ticks than the rate.
 */
import { limits } from './limits.ts';

/** What SES says of the account. */
export interface SendingAccount {
  /** Mails per second. */
  readonly maxSendRate: number;
  readonly max24HourSend: number;
  readonly sentLast24Hours: number;
  readonly enforcementStatus: string;
  readonly sendingEnabled: boolean;
}

/** A rate, and how it is shared among senders. */
export interface Plan {
  /** Mails per second, of all senders. */
  readonly rate: number;
  readonly lanes: number;
  /** Ticks of a turn: the mails that one lease is good for. */
  readonly size: number;
  /** From the beginning of a turn to that of the next, in whole microseconds: such numbers a table can add up exactly. */
  readonly step: number;
}

/**
 * The rate of campaigns. Two mails a second, of a larger rate a share, stay free, and the most of a very small one: for confirmation mails, which somebody waits for, and for calls
 * that reach SES a little early or late.
 */
export const campaignRate = (maxSendRate: number): number =>
  maxSendRate < 4 ? maxSendRate * 0.4 : Math.min(maxSendRate * limits.campaignShare, maxSendRate - 2);

/** How a rate is shared: as few lanes as senders can keep up with, and turns that end before anybody must wait long to stop them. */
export function planOf(rate: number): Plan {
  const lanes = Math.max(1, Math.ceil(rate / limits.mailsPerSenderSecond));
  const size = Math.min(limits.turnMails, Math.max(1, Math.floor(rate * limits.turnSeconds)));
  return { rate, lanes, size, step: Math.ceil((size / rate) * 1_000_000) };
}

/** Why campaigns may not be sent at the moment, or undefined. `account_stopped` needs somebody to act; `quota_used` passes by itself. */
export function hindranceOf(account: SendingAccount): 'account_stopped' | 'quota_used' | undefined {
  if (account.enforcementStatus !== 'HEALTHY' || !account.sendingEnabled || account.maxSendRate <= 0) return 'account_stopped';
  // an account without a quota says -1
  const kept = account.max24HourSend * (1 - limits.quotaShare);
  const used = account.max24HourSend >= 0 && account.sentLast24Hours >= account.max24HourSend - kept;
  return used ? 'quota_used' : undefined;
}

/** The turns as they are kept: by which rate they are cut, when the first one began and when the next free one begins, in microseconds. */
export interface Turns {
  readonly rate: number;
  readonly origin: number;
  readonly next: number;
}

/** The turns after one more has been taken, which begins no sooner than now: none is given twice, and no two that share a tick. */
export function turnTaken(turns: Turns | undefined, { rate, step }: Plan, now: Date): Turns {
  const at = microseconds(now);
  const busyUntil = turns ? endOfTurns(turns) : at;
  // all is quiet, or cut for another rate: the count begins anew, after the last of the old
  if (!turns || turns.rate !== rate || busyUntil <= at) {
    const origin = Math.max(at, busyUntil);
    return { rate, origin, next: origin + step };
  }
  const missed = Math.max(0, Math.ceil((at - turns.next) / step));
  return { ...turns, next: turns.next + (missed + 1) * step };
}

/** When the last of the turns that were taken is over. */
function endOfTurns({ rate, next }: Turns): number {
  const { lanes, size, step } = planOf(rate);
  // a turn lasts as long as it takes each lane to have had one, and may begin an interval late
  return Math.ceil(next + lanes * step + (lanes * step) / size);
}

/** The moments of the turn that was taken last, one mail each, in milliseconds since the epoch. */
export function ticksOf({ rate, origin, next }: Turns): number[] {
  const { lanes, size, step } = planOf(rate);
  const turn = (next - origin) / step - 1;
  const [round, lane] = [Math.floor(turn / lanes), turn % lanes];
  // each lane begins later than the one before by a whole number of intervals, so that its ticks stay its own
  const first = round * size + Math.ceil((lane * size) / lanes);
  return Array.from({ length: size }, (_, index) => (origin + (((first + index) * lanes + lane) * step) / size) / 1000);
}

/** A moment in whole microseconds since the epoch. */
export const microseconds = (at: Date): number => at.getTime() * 1000;
