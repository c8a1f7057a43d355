import { type Deps, db, log, now, queues } from '../deps.ts';
import { CampaignMessage } from '../messages.ts';
import { post } from '../post.ts';
import { moveCampaign } from '../store/campaign-states.ts';

type Needs = Pick<Deps, 'db' | 'queues' | 'now' | 'log'>;

/**
 * A campaign's alarm clock went off. It may go off twice, late, for a time that has been changed since or for a campaign that has been cancelled: the campaign
 * itself says whether it is due (T19, F18). Answers the state that it has then.
 */
export const startCampaign =
  ({ db, queues, now, log }: Needs) =>
  async (event: unknown): Promise<{ readonly state: string }> => {
    const { brand, campaignId } = CampaignMessage.parse(event);
    const moved = await moveCampaign(db, { brand, campaignId }, { event: 'due', now: now() });
    if (moved === 'busy') throw new Error(`campaign ${campaignId} could not be started for others that change it`);
    if (moved === 'absent') return { state: 'absent' };
    const { state } = moved.campaign;
    // also when it was started before: whoever did so may have died on the way to the queue
    if (state === 'preparing') await post(queues, 'prepare', [{ brand, campaignId } satisfies CampaignMessage]);
    if (moved.outcome.outcome === 'moves') log('campaign_due', { brand, campaignId, state });
    return { state };
  };

export const handler = startCampaign({ db, queues, now, log });
