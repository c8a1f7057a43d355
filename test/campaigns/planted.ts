/** Campaigns that stand ready to be sent, put straight into the store; and the parts of one, as the queue would deliver them. */
import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Deps } from '../../functions/deps.ts';
import { type Counts, countsOf } from '../../functions/domain/accounting.ts';
import { type Campaign, campaignIdFrom, chunkSize } from '../../functions/domain/campaign.ts';
import type { Content } from '../../functions/domain/content.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { AddressHash, ContactId } from '../../functions/domain/identity.ts';
import type { Locale } from '../../functions/domain/policy.ts';
import { createCampaign, readCampaign } from '../../functions/store/campaigns.ts';
import { writeChunk } from '../../functions/store/chunks.ts';
import { readTally } from '../../functions/store/counters.ts';
import { keys } from '../../functions/store/keys.ts';
import type { SendKey } from '../../functions/store/sends.ts';
import { type Load, loadFunction } from '../../local/functions.ts';
import type { System } from '../../local/system.ts';
import { type Planted, plant } from '../functions/planted-people.ts';

/** What a newsletter says, as `compile` would have left it. */
export const contentIn = (locale: Locale): Content => ({
  locale,
  subject: `Nytt (${locale})`,
  html: '<!doctype html><html><body><p>Hei {{ contact.name | default: "du" }}</p><a href="{{ to[0] }}">Les mer</a><!--foot--></body></html>',
  text: 'Hei {{ contact.name | default: "du" }}\n\nLes mer:\n{{ to[0] }}',
});

/** How a campaign differs from the usual one: xledger's `newsletter:insights`, in Norwegian, being sent. */
export interface Planting {
  readonly brand?: string;
  readonly purpose?: Campaign['purpose'];
  readonly locales?: readonly Locale[];
  readonly state?: Campaign['state'];
  readonly chunkOf?: number;
}

/** A campaign whose audience these people are, prepared in chunks. */
export async function plantCampaign(system: System, ids: readonly string[], planting: Planting = {}): Promise<Campaign> {
  const {
    brand = 'xledger',
    purpose = 'newsletter:insights',
    locales = ['nb'],
    state = 'sending',
    chunkOf = chunkSize,
  } = planting;
  const { db, now } = system.deps;
  const chunks = Array.from({ length: Math.ceil(ids.length / chunkOf) }, (_, n) => ids.slice(n * chunkOf, (n + 1) * chunkOf));
  const campaign: Campaign = {
    brand,
    campaignId: campaignIdFrom(now(), randomBytes(10)),
    name: 'Nytt',
    purpose,
    locales: [...locales],
    state,
    createdAt: now().toISOString(),
    createdBy: 'operator',
    audience: ids.length,
    chunks: chunks.length,
    revision: 1,
  };
  const links = { targets: ['https://xledger.example/news?a=1&b=2'] };
  await createCampaign(db, campaign, { sources: new Map(), contents: locales.map(contentIn), links });
  await Promise.all(
    chunks.map((part, chunk) => writeChunk(db, campaign, { chunk, ids: part.map((id) => ContactId.parse(id)), run: 1 }, now())),
  );
  return campaign;
}

/** So many people who agreed to xledger's `newsletter:insights`, put straight into the store. Returns their ids, in the order of their addresses. */
export async function plantPeople(system: System, count: number): Promise<ContactId[]> {
  const { newId, now } = system.deps;
  const at = now().toISOString();
  const details = { name: 'Kari Nordmann', company: 'Fjordbygg Entreprenør AS', market: 'no', locale: 'nb' };
  const people = Array.from({ length: count }, (_, index): Planted => {
    const contactId = ContactId.parse(newId());
    const email = EmailAddress.parse(`reader-${String(index).padStart(6, '0')}@example.no`);
    const consent = { status: 'ConsentGiven' as const, basis: 'consent', since: at, seq: 1, policyVersion: 1 };
    const listed = { form: 'newsletter-no', formVersion: 1, activeMonth: at.slice(0, 7), email, ...details };
    return {
      profile: {
        ...{ brand: 'xledger', contactId, addressHash: AddressHash.parse(newId().replace(/.$/, 'A')), email, ...details },
        ...{
          subscriberType: 'unknown',
          standing: 'active',
          createdAt: at,
          seq: 1,
          head: newId(),
          lastSigns: { form: at.slice(0, 10) },
        },
      },
      consents: (['newsletter:insights', 'tracking:open'] as const).map((purpose) => ({ purpose, ...consent, ...listed })),
      sends: [],
    };
  });
  await plant(system, people, now());
  return people.map(({ profile }) => profile.contactId);
}

/** Gives a campaign another state, as its operator would. */
export async function setState(system: System, campaign: Campaign, state: Campaign['state']): Promise<void> {
  const { db } = system.deps;
  const now = await readCampaign(db, campaign.brand, campaign.campaignId);
  const item = { ...keys.campaign(campaign.brand, campaign.campaignId), ...now, state, revision: (now?.revision ?? 0) + 1 };
  await db.client.send(
    new PutItemCommand({ TableName: db.tableName('campaigns'), Item: marshall(item, { removeUndefinedValues: true }) }),
  );
}

/** The event that delivers a chunk to its sender. */
export const chunkEvent = ({ brand, campaignId }: Campaign, chunk = 0, more: object = {}) => ({
  Records: [{ messageId: `chunk-${chunk}`, body: JSON.stringify({ brand, campaignId, chunk, ...more }) }],
});

/** Delivers a chunk, and returns whether that was done with. */
export async function sendChunk(system: System, campaign: Campaign, chunk = 0): Promise<boolean> {
  const { batchItemFailures } = (await system.runJob('send', chunkEvent(campaign, chunk))) as { batchItemFailures: object[] };
  return batchItemFailures.length === 0;
}

/** The account of a campaign, and why people were skipped or failed. */
export async function accountOf(
  system: System,
  { brand, campaignId }: Campaign,
): Promise<Counts & { reasons: object; state: string }> {
  const { db } = system.deps;
  const [campaign, tally] = await Promise.all([readCampaign(db, brand, campaignId), readTally(db, { brand, campaignId })]);
  const reasons = { ...tally.skipped, ...tally.failed };
  return { ...countsOf(campaign?.audience ?? 0, tally), reasons, state: String(campaign?.state) };
}

/** Which mail. */
export const sendKey = ({ brand, campaignId }: Campaign, contactId: string): SendKey => ({
  brand,
  campaignId,
  contactId: ContactId.parse(contactId),
});

/** Functions, of which the sender remembers nothing from one chunk to the next: the same calls are made for each, and SES is asked about the account anew. */
export const forgetfulSender: Load = async (file) => {
  const factory = await loadFunction(file);
  return file === 'jobs/send' ? (deps: Deps) => (event: never, context: never) => factory(deps)(event, context) : factory;
};
