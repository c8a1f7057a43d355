/** What one person's way through a brand costs, and how long it takes, whoever else is in the tables. */
import { pageOfSegment } from '../../functions/store/segments.ts';
import type { System } from '../../local/system.ts';
import xledger from '../../policies/xledger.ts';
import { linkOf, request } from '../faults/steps.ts';
import { campaignNumber, mailed, plantCampaign, plantLinks } from '../functions/tracked.ts';
import { press, unsubscribeLinkOn } from '../journey.ts';
import { meterOf } from './measure.ts';

/** The steps that are measured. */
export const journeySteps = ['sign-up', 'confirm', 'open', 'click', 'page of 100', 'unsubscribe'] as const;
/** The name of a step. */
export type JourneyStep = (typeof journeySteps)[number];

/** What a step used. */
export interface StepUse {
  readonly write: number;
  readonly read: number;
  /** The median, with the calls of the meter in it: good to compare, not to quote. */
  readonly ms: number;
}

const times = 9;
const campaignId = campaignNumber(1);
const { brand } = xledger;

/**
 * Takes several people one after the other through sign-up, confirmation, a mail that they open and follow, a page of the audience that they are in, and out
 * again. Nothing is delivered of the stream: it may hold everybody else's arrival.
 */
export async function measureJourney(system: System): Promise<Readonly<Record<JourneyStep, StepUse>>> {
  await plantCampaign(system, { brand, campaignId, name: 'bench' }, { sent: times });
  await plantLinks(system, { brand, campaignId, targets: ['https://xledger.com/news'] });
  const meter = meterOf(system);
  const uses = new Map<JourneyStep, StepUse[]>(journeySteps.map((step) => [step, []]));
  const measured = async <T>(step: JourneyStep, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const { answer, use } = await meter.measure(work);
    uses.get(step)?.push({ write: use.write, read: use.read, ms: performance.now() - began });
    return answer;
  };
  const pressed = async (path: string): Promise<Response> => {
    const answer = await press(system, path);
    if (answer.status !== 200) throw new Error(`${path.slice(0, 3)} answered ${answer.status}`);
    return answer;
  };
  const hit = async (path: string | undefined) => {
    const answer = await system.fetch(path ?? '', { headers: { 'user-agent': 'Outlook-iOS/2.0' } });
    if (answer.status >= 400) throw new Error(`a hit was answered ${answer.status}`);
    await system.runJob('record-engagement');
  };
  try {
    for (let n = 0; n < times; n += 1) {
      const email = `traveller-${n}@example.no`;
      const consents = ['newsletter:insights', 'tracking:open', 'tracking:click'];
      const waiting = await measured('sign-up', () => request(system, { email, consents }));
      const link = await linkOf(system, waiting);
      const page = await measured('confirm', () => pressed(link));
      const mail = await mailed(system, xledger, { email, campaignId });
      system.advance('PT1M');
      await measured('open', () => hit(mail.open));
      await measured('click', () => hit(mail.click?.(0)));
      const segment = { purposes: { all: ['newsletter:insights' as const] } };
      const { db, now } = system.deps;
      await measured('page of 100', () => pageOfSegment(db, xledger, segment, { from: { shard: 0 }, limit: 100, now: now() }));
      const unsubscribe = await unsubscribeLinkOn(page);
      await measured('unsubscribe', () => pressed(unsubscribe));
    }
  } finally {
    meter.close();
  }
  return Object.fromEntries(
    journeySteps.map((step) => {
      const all = uses.get(step) ?? [];
      return [step, { write: median(all, 'write'), read: median(all, 'read'), ms: median(all, 'ms') }];
    }),
  ) as Record<JourneyStep, StepUse>;
}

const median = (all: readonly StepUse[], part: keyof StepUse): number =>
  all.map((use) => use[part]).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
