/** The link table of a campaign, as the function behind its links reads it: by one signed request, without a client of the SDK. */
import type { Signed } from '../deps.ts';
import type { CampaignId } from '../domain/campaign.ts';
import { keys } from './keys.ts';

/** Where a campaign's links lead, and the number of the one that no reader sees, if its mails have one. */
export interface FrozenLinks {
  readonly targets: readonly string[];
  readonly trap: number | undefined;
}

/** http(s) in visible ASCII: what may stand in a header as it is. Everything else of a table leads nowhere, whoever wrote it there (S8). */
const safe = /^https?:\/\/[\x21-\x7e]+$/;

/** Reads the table strongly; undefined if the campaign has none. The table is frozen once a mail holds a link to it, so what was read stays true. */
export async function readFrozenLinks(
  signed: Pick<Signed, 'getItem'>,
  brand: string,
  campaignId: string,
): Promise<FrozenLinks | undefined> {
  const { pk, sk } = keys.linkTable(brand, campaignId as CampaignId);
  const item = await signed.getItem('campaigns', { pk: { S: pk }, sk: { S: sk } });
  if (!item) return undefined;
  const targets = (item.targets?.L ?? []).map(({ S: target = '' }) => (safe.test(target) ? target : ''));
  return { targets, trap: item.trap?.N === undefined ? undefined : Number(item.trap.N) };
}
