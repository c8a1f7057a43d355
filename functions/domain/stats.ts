/** What became of a newsletter, in numbers: how it arrived, who looked at it, and how much of that were machines. */
import { countsOf, type Tally } from './accounting.ts';
import type { Campaign, LinkTable } from './campaign.ts';
import type { Engagement, KindCounts } from './engagement.ts';

/** Opens, or clicks. */
export interface KindStats {
  /** People who were seen at least once. */
  readonly unique: number;
  /** Times, machines not counted; of links without a person too. */
  readonly total: number;
  /** Of these, by whom nobody can tell: neither agent nor timing said whether it was a person. */
  readonly unknown: number;
  /** Of these, through links that tell no person: the campaign's own count. */
  readonly unlinked: number;
  /** Times that were a machine's: an image proxy, a link scanner, something faster than reading. */
  readonly machine: number;
  /** The machines' part of all times. */
  readonly machineShare: number | null;
  /** People whose mail was made to be measured: those who had agreed to it when it was sent (T29). */
  readonly tracked: number;
  /** Of those, the part who were seen; null while there are none. */
  readonly rate: number | null;
}

/** One link of a newsletter. */
export interface LinkStats {
  /** Its number in the mail. */
  readonly link: number;
  readonly url: string;
  readonly unique: number;
  readonly total: number;
  readonly machine: number;
}

/** The statistics of a campaign, as the API answers them. */
export interface CampaignStats {
  readonly id: string;
  readonly name: string;
  readonly state: Campaign['state'];
  readonly startedAt: string | undefined;
  readonly audience: number;
  readonly sent: number;
  readonly delivered: number;
  readonly opens: KindStats;
  readonly clicks: KindStats & { readonly links: readonly LinkStats[] };
  readonly unsubscribes: number;
  readonly bounces: number;
  readonly complaints: number;
  /** Hours in which somebody opened or clicked, in order; UTC. */
  readonly byHour: Engagement['byHour'];
}

/** The statistics of a campaign from its account, its hits and its links. A link that no reader sees is not among them. */
export function statsOf(campaign: Campaign, tally: Tally, engagement: Engagement, links: LinkTable): CampaignStats {
  const { open, click, unsubscribes, byHour } = engagement;
  const counted = new Map(engagement.links.map((one) => [one.link, one]));
  return {
    id: campaign.campaignId,
    name: campaign.name,
    state: campaign.state,
    startedAt: campaign.startedAt,
    audience: campaign.audience,
    sent: countsOf(campaign.audience, tally).sent,
    delivered: tally.delivered,
    opens: kindStats(open, tally.trackedOpen),
    clicks: {
      ...kindStats(click, tally.trackedClick),
      links: links.targets.flatMap((url, link) => {
        if (link === links.trap) return [];
        const { unique = 0, total = 0, machine = 0 } = counted.get(link) ?? {};
        return [{ link, url, unique, total, machine }];
      }),
    },
    unsubscribes,
    bounces: tally.bounced,
    complaints: tally.complained,
    byHour,
  };
}

function kindStats({ unique, human, unknown, machine: own, unlinked }: KindCounts, tracked: number): KindStats {
  const total = human + unknown + unlinked.total;
  const machine = own + unlinked.machine;
  return {
    unique,
    total,
    unknown,
    unlinked: unlinked.total,
    machine,
    machineShare: partOf(machine, total + machine),
    tracked,
    rate: partOf(unique, tracked),
  };
}

/** To four places; null of nothing. */
const partOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
