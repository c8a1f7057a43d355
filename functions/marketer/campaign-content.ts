import { type Deps, db, log, newId, now, policyOf, publicUrl, secret, ses, testRecipients } from '../deps.ts';
import { desk } from '../desk.ts';
import { type Campaign, CampaignId, campaignIdFrom } from '../domain/campaign.ts';
import {
  CampaignChange,
  type CampaignTerms,
  changedTerms,
  inMarketOrder,
  mailPurposeOf,
  mayGetTests,
  NewCampaign,
  PreviewOf,
  TestTo,
} from '../domain/campaign-edit.ts';
import { happen } from '../domain/campaign-life.ts';
import { type Edition, localeFor, mergeOf, type Source } from '../domain/content.ts';
import type { EmailAddress } from '../domain/email-address.ts';
import { limits } from '../domain/limits.ts';
import type { Locale, Policy, PurposeId } from '../domain/policy.ts';
import { SegmentId } from '../domain/segment.ts';
import { compile } from '../email/compile.ts';
import type { Mail } from '../email/mail.ts';
import { newsletter, sampleRecipient } from '../email/newsletter.ts';
import { type Sending, sendMail } from '../email/ses.ts';
import { testMail } from '../email/test-mail.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, type HttpRequest, json, page } from '../http/handler.ts';
import { onceForKey } from '../http/idempotency.ts';
import { type FieldError, Problem, parse } from '../http/problem.ts';
import { previewPage } from '../pages/preview.ts';
import { forecast, gateIfSending, readAsked } from '../store/campaign-preview.ts';
import { createCampaign, readCampaign, readContent, readLinkTable, saveContent } from '../store/campaigns.ts';
import { keyedAnswers } from '../store/idempotency.ts';
import { appendAct } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readSegment } from '../store/segments.ts';
import { claimTestMail } from '../store/test-mails.ts';

type Needs = Pick<Deps, 'db' | 'ses' | 'secret' | 'policyOf' | 'publicUrl' | 'testRecipients' | 'now' | 'newId' | 'log'>;

/** What a campaign says: written, changed, looked at, and sent to those who make it. */
export const campaignContent = (needs: Needs): HttpHandler => {
  const { db, ses, secret, policyOf, publicUrl, testRecipients, now, newId, log } = needs;
  return desk(
    needs,
    {
      'POST /v1/{brand}/campaigns': async (request) => {
        const { policy, subject } = writerOf(request, policyOf);
        const { brand } = policy;
        // what an attempt that died has made is called as the next one calls it, whatever the day
        const newCampaignId = () => campaignIdFrom(now(), Buffer.from(newId(), 'base64url'));
        const keyed = { answers: keyedAnswers(db), secret: await secret(), newId: newCampaignId, now };

        return onceForKey(request, { brand, subject }, keyed, async (id) => {
          const { content, ...terms } = parse(NewCampaign, request.json());
          const campaignId = CampaignId.parse(id);
          const checked = await checkTerms(db, policy, terms);
          const { contents, warnings } = await compiled(policy, checked.purpose, content);
          const campaign: Campaign = {
            ...checked,
            brand,
            campaignId,
            locales: [...contents.sources.keys()],
            state: 'draft',
            createdAt: now().toISOString(),
            createdBy: subject,
            audience: 0,
            chunks: 0,
            revision: 1,
          };
          await createCampaign(db, campaign, contents);
          await appendAct(db, { brand, operator: subject, act: 'campaign_written', target: campaignId }, now());
          log('campaign_written', { brand, campaignId });
          return { status: 201, body: { ...summaryOf(campaign), warnings } };
        });
      },

      'PATCH /v1/{brand}/campaigns/{id}': async (request) => {
        const { policy, subject } = writerOf(request, policyOf);
        const { brand } = policy;
        const { content, ...terms } = parse(CampaignChange, request.json());

        const answer = await untilNotOvertaken(async () => {
          const before = await campaignOf(db, brand, request);
          const edited = happen(before, { event: 'edit', now: now() });
          if (edited.outcome === 'refused') throw new Problem('campaign-state', { reason: edited.reason });

          const checked = await checkTerms(db, policy, changedTerms(before, terms));
          const { contents, warnings } = content ? await compiled(policy, checked.purpose, content) : unchanged;
          const after = { ...checked, locales: contents ? [...contents.sources.keys()] : before.locales };
          if ((await saveContent(db, before, after, contents)) === 'conflict') return 'conflict';
          return { ...summaryOf({ ...before, ...after, state: 'draft' }), warnings };
        });
        if (answer === 'overtaken') throw new Problem('busy');
        await appendAct(db, { brand, operator: subject, act: 'campaign_changed', target: answer.id }, now());
        log('campaign_changed', { brand, campaignId: answer.id, event: 'edit', state: answer.state });
        return json(200, answer);
      },

      'POST /v1/{brand}/campaigns/{id}/preview': async (request) => {
        const { policy, subject } = writerOf(request, policyOf);
        const { brand } = policy;
        const { contactId, locale } = parse(PreviewOf, request.text() === '' ? {} : request.json());
        const campaign = await campaignOf(db, brand, request);

        const asked = contactId && (await readAsked(db, policy, campaign, contactId, now()));
        const person = asked?.person;
        if (contactId && !person) throw invalid({ detail: 'nobody of this brand', pointer: '/contactId' });
        const gate = asked && gateIfSending(policy, asked, now());
        const edition = await editionOf(db, campaign, locale ?? person?.profile.locale);
        const sample = sampleRecipient(policy, edition.content.locale, publicUrl());
        const mail = newsletter(
          policy,
          edition,
        )({
          ...sample,
          ...(person && { merge: mergeOf(person.profile) }),
          ...(gate?.open && { basis: gate.basis }),
        });
        const audience = await forecast(db, policy, campaign, now());
        if (audience === 'segment_missing') throw new Problem('campaign-state', { reason: audience });

        const { campaignId } = campaign;
        const act = { act: 'campaign_previewed', target: campaignId, ...(contactId && { details: { contactId } }) };
        await appendAct(db, { brand, operator: subject, ...act }, now());
        const reason = gate && !gate.open ? gate.reason : undefined;
        const shown = contactId && { contactId, reason };
        if ((request.headers.accept ?? '').includes('text/html'))
          return page(200, previewPage({ policy, locale: edition.content.locale, mail, person: shown, audience }));
        const recipient = shown && { ...shown, wouldGet: gate?.open };
        return json(200, { id: campaignId, locale: edition.content.locale, ...mail, recipient, audience });
      },

      'POST /v1/{brand}/campaigns/{id}/test': async (request) => {
        const { policy, subject } = writerOf(request, policyOf);
        const { brand } = policy;
        const keyed = { answers: keyedAnswers(db), secret: await secret(), newId, now };

        return onceForKey(request, { brand, subject }, keyed, async (requestId) => {
          const { to, locale } = parse(TestTo, request.json());
          if (!mayGetTests(to, testRecipients())) throw new Problem('test-recipient-not-allowed');
          const campaign = await campaignOf(db, brand, request);
          const { campaignId } = campaign;
          const mail = testMail(policy, await editionOf(db, campaign, locale), publicUrl());

          // an attempt before this one may have sent it: nobody knows, and it is not sent again
          const claim = await claimTestMail(db, campaign, { requestId, claimId: newId() }, now());
          const sent =
            claim === 'taken' ? ({ outcome: 'unknown' } as const) : await sendMail(ses, sendingOf(policy, campaignId, to, mail));
          await appendAct(db, { brand, operator: subject, act: 'campaign_tested', target: campaignId }, now());
          log('campaign_tested', { brand, campaignId, status: sent.outcome });
          if (sent.outcome === 'not_sent') throw new Problem('mail-not-sent', { reason: sent.reason });
          return { status: 202, body: { id: campaignId, status: sent.outcome } };
        });
      },
    },
    { bodyBytes: limits.campaignBytes, headers: () => ({ vary: 'accept' }) },
  );
};

const writerOf = (request: HttpRequest, policyOf: Needs['policyOf']) => operatorOf(request, policyOf, ['marketer', 'admin']);

const summaryOf = ({ campaignId: id, state, purpose, segment, locales }: Campaign) => ({ id, state, purpose, segment, locales });

const invalid = (...errors: FieldError[]) => new Problem('invalid', { errors });

/** The terms with the purpose that follows from them. Throws if they name what the brand does not have. */
async function checkTerms(db: Needs['db'], policy: Policy, terms: CampaignTerms) {
  const { brand } = policy;
  const segmentOf = async (id: string) => (await readSegment(db, brand, SegmentId.parse(id)))?.segment;
  const { name, segment: segmentId, exclude } = terms;
  const segment = segmentId === undefined ? undefined : await segmentOf(segmentId);
  const excluded = [
    ...(exclude?.segments ?? []).map(async (id, index) => ((await segmentOf(id)) ? [] : [missing('segments', index)])),
    ...(exclude?.campaigns ?? []).map(async (id, index) =>
      (await readCampaign(db, brand, id)) ? [] : [missing('campaigns', index)],
    ),
  ];
  const errors = (await Promise.all(excluded)).flat();
  if (segmentId !== undefined && !segment) errors.push({ detail: 'no segment of this brand', pointer: '/segment' });
  const found = mailPurposeOf(policy, terms.purpose, segment);
  if ('wrong' in found && errors.length === 0) errors.push(found.wrong);
  if (errors.length > 0 || 'wrong' in found) throw invalid(...errors);
  return { name, segment: segmentId, exclude, purpose: found.purpose };
}

const missing = (list: 'segments' | 'campaigns', index: number): FieldError => ({
  detail: `no ${list.slice(0, -1)} of this brand`,
  pointer: `/exclude/${list}/${index}`,
});

async function compiled(policy: Policy, purpose: PurposeId, content: Partial<Record<Locale, Source>>) {
  const result = await compile(policy, purpose, inMarketOrder(policy, content));
  if (result.outcome === 'refused') throw invalid(...result.errors);
  return result;
}

const unchanged = { contents: undefined, warnings: [] } as const;

/** The brand's campaign of the path's id. */
async function campaignOf(db: Needs['db'], brand: string, request: HttpRequest): Promise<Campaign> {
  const id = CampaignId.safeParse(request.path.id);
  const campaign = id.success && (await readCampaign(db, brand, id.data));
  if (!campaign) throw new Problem('not-found');
  return campaign;
}

/** What the campaign says to readers of a locale. */
async function editionOf(db: Needs['db'], campaign: Campaign, wanted: string | undefined): Promise<Edition> {
  const { brand, campaignId, purpose } = campaign;
  const [content, links] = await Promise.all([
    readContent(db, campaign, localeFor(campaign, wanted)),
    readLinkTable(db, brand, campaignId),
  ]);
  // they are written with the campaign; a change of its locales may fall between the readings
  if (!content || !links) throw new Problem('busy');
  return { purpose, content, links };
}

function sendingOf(policy: Policy, campaignId: CampaignId, to: EmailAddress, mail: Mail): Sending {
  const [from] = policy.identity.from;
  if (!from) throw new Error(`${policy.brand} has no sender`);
  return {
    from,
    to,
    replyTo: policy.identity.replyTo,
    mail,
    headers: {},
    tags: { brand: policy.brand, mail: 'test', campaign: campaignId },
  };
}

export const handler = campaignContent({ db, ses, secret, policyOf, publicUrl, testRecipients, now, newId, log });
