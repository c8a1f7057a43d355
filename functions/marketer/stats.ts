import * as z from 'zod';
import { type Deps, db, log, now, policyOf } from '../deps.ts';
import { desk } from '../desk.ts';
import { CampaignId } from '../domain/campaign.ts';
import { localeNamed, locales, localesOf } from '../domain/policy.ts';
import { statsOf } from '../domain/stats.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, json, page } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { statsPage } from '../pages/stats.ts';
import { readCampaign, readLinkTable } from '../store/campaigns.ts';
import { readTally } from '../store/counters.ts';
import { readEngagement } from '../store/engagement.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now' | 'log'>;

const Asked = z.strictObject({ lang: z.enum(locales).optional() });

/** What became of a newsletter: numbers, and no person. The same as a page with plots, for whoever asks for `text/html`. */
export const stats = ({ db, policyOf, now, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'GET /v1/{brand}/campaigns/{id}/stats': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf);
        const { lang } = parse(Asked, request.query);
        const campaignId = CampaignId.safeParse(request.path.id);
        const campaign = campaignId.success ? await readCampaign(db, policy.brand, campaignId.data) : undefined;
        if (!campaign) throw new Problem('not-found');

        const { brand } = policy;
        const [tally, engagement, links] = await Promise.all([
          readTally(db, campaign),
          readEngagement(db, brand, campaign.campaignId),
          readLinkTable(db, brand, campaign.campaignId),
        ]);
        const numbers = statsOf(campaign, tally, engagement, links ?? { targets: [] });
        const asPage = (request.headers.accept ?? '').includes('text/html');
        log('stats_read', { brand, campaign: campaign.campaignId, operator: subject, as: asPage ? 'page' : 'json' });
        if (!asPage) return json(200, numbers);
        const locale = localeNamed(policy, lang) ?? localesOf(policy)[0] ?? 'en';
        return page(200, statsPage({ policy, locale, stats: numbers }));
      },
    },
    { headers: () => ({ vary: 'accept' }) },
  );

export const handler = stats({ db, policyOf, now, log });
