/** Whose turn it is to send: a share of the account's rate, for a campaign that is sending, and for none that SES or an operator has stopped. */
import type { Deps } from './deps.ts';
import type { Campaign } from './domain/campaign.ts';
import { limits } from './domain/limits.ts';
import { campaignRate, hindranceOf, planOf, type SendingAccount } from './domain/pace.ts';
import { readAccount } from './email/ses-account.ts';
import { moveCampaign } from './store/campaign-states.ts';
import { readCampaign } from './store/campaigns.ts';
import type { CampaignKey } from './store/chunks.ts';
import { takeLease } from './store/leases.ts';

type Needs = Pick<Deps, 'db' | 'bulkSes' | 'now' | 'elapsed' | 'sleep'>;

/** Why no turn is to be had. `held`: the campaign is not sending, and whoever lets it go on hands the chunk over again. */
export type Stop = 'held' | 'quota_used' | 'later';

/** The moments at which somebody may be mailed, one each; undefined where nobody of a cancelled campaign is, though each is accounted for. Or why there are none. */
export type Turn =
  | { readonly campaign: Campaign; readonly ticks: readonly (number | undefined)[] }
  | { readonly campaign: Campaign | undefined; readonly stop: Stop };

/** Takes turns. What SES says of the account is taken for true for a while. */
export interface Turns {
  readonly take: (key: CampaignKey) => Promise<Turn>;
  /** SES had no room: what it said of the account may be over. */
  readonly doubtAccount: () => void;
}

/** The turns of one function. */
export function turnsFor(needs: Needs): Turns {
  const { db, bulkSes, now, elapsed, sleep } = needs;
  let said: { readonly account: Promise<SendingAccount>; readonly until: number } | undefined;
  const doubtAccount = () => {
    said = undefined;
  };
  const accountNow = (): Promise<SendingAccount> => {
    if (said && said.until >= elapsed()) return said.account;
    const account = readAccount(bulkSes);
    said = { account, until: elapsed() + limits.accountSeconds * 1000 };
    account.catch(doubtAccount);
    return account;
  };

  const take = async (key: CampaignKey): Promise<Turn> => {
    const campaign = await readCampaign(db, key.brand, key.campaignId);
    if (campaign?.state === 'cancelled') return { campaign, ticks: Array.from({ length: limits.turnMails }, () => undefined) };
    if (campaign?.state !== 'sending') return { campaign, stop: 'held' };

    const account = await accountNow();
    const hindrance = hindranceOf(account);
    if (hindrance === 'account_stopped') {
      await moveCampaign(db, key, { event: 'doubt', now: now(), reason: hindrance });
      return { campaign, stop: 'held' };
    }
    if (hindrance) return { campaign, stop: hindrance };
    const lease = await takeLease(db, planOf(campaignRate(account.maxSendRate)), limits.patienceSeconds * 1000, now());
    if (lease === 'later') return { campaign, stop: lease };

    const wait = (lease.ticks[0] ?? 0) - limits.consentLeadMs - now().getTime();
    if (wait <= 1000) return { campaign, ticks: lease.ticks };
    await sleep(wait);
    // a pause or a cancellation may have come meanwhile
    const since = await readCampaign(db, key.brand, key.campaignId);
    if (since?.state === 'sending') return { campaign: since, ticks: lease.ticks };
    return since?.state === 'cancelled' ? take(key) : { campaign: since, stop: 'held' };
  };
  return { take, doubtAccount };
}
