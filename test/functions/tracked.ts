/** Mails of a campaign as they lie in mailboxes: their marks in the store, and their links. */
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Campaign, CampaignId } from '../../functions/domain/campaign.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import { definePolicy, isMailPurpose, type Policy, purposesOf } from '../../functions/domain/policy.ts';
import type { Send } from '../../functions/domain/send.ts';
import { type Tracking, trackingOf, trackingUrls } from '../../functions/domain/tracking-links.ts';
import { keys } from '../../functions/store/keys.ts';
import { readPerson } from '../../functions/store/people.ts';
import type { System } from '../../local/system.ts';
import { example, varied } from '../domain/example-policy.ts';
import { contactIdOf } from './planted.ts';

/** Agents of a reader and of machines. */
export const agents = {
  reader: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  apple: 'Mozilla/5.0',
  gmail: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
} as const;

const asked = varied({ purposes: { 'tracking:click': example.purposes['tracking:open'] } }, example);
/** A policy whose mails measure opens and clicks in this mode, as far as it needs a consent by two boxes of the form; both are signs of life. */
export const measuring = (brand: string, mode: string, activity: object = {}): Policy =>
  definePolicy(
    varied(
      {
        brand,
        tracking: { open: mode, click: mode },
        activity: { counts: ['open', 'click'], ...activity },
        forms: {
          newsletter: {
            consents: ['newsletter:news', 'tracking:open', 'tracking:click'],
            wording: { nb: { 1: { boxes: { 'tracking:click': 'Registrer hva jeg klikker på.' } } } },
          },
        },
      },
      asked,
    ),
  );

/** An id of a campaign, by its number. */
export const campaignNumber = (n: number): CampaignId => CampaignId.parse(`20261127-${String(n).padStart(10, '0')}`);

/** A campaign that has been sent to five people of a newsletter, and the account that sending and SES's events leave. */
export async function plantCampaign(
  system: System,
  { brand, campaignId, name }: { brand: string; campaignId: CampaignId; name: string },
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const { db, now } = system.deps;
  const campaign = Campaign.parse({
    brand,
    campaignId,
    name,
    purpose: 'newsletter:news',
    locales: ['sv'],
    state: 'finished',
    createdAt: now().toISOString(),
    createdBy: 'operator',
    startedAt: now().toISOString(),
    audience: 5,
    revision: 3,
  });
  const put = (item: object) =>
    db.client.send(
      new PutItemCommand({ TableName: db.tableName('campaigns'), Item: marshall(item, { removeUndefinedValues: true }) }),
    );
  await put({ ...keys.campaign(brand, campaignId), ...campaign });
  await put({ ...keys.counter(brand, campaignId, 0), ...counts, 'skipped:unsubscribed': 1 });
}

/** Freezes a campaign's link table. */
export async function plantLinks(
  system: System,
  { brand, campaignId, targets, trap }: { brand: string; campaignId: CampaignId; targets: readonly string[]; trap?: number },
): Promise<void> {
  const { db } = system.deps;
  const Item = marshall({ ...keys.linkTable(brand, campaignId), targets, ...(trap !== undefined && { trap }) });
  await db.client.send(new PutItemCommand({ TableName: db.tableName('campaigns'), Item }));
}

/** A mail that has been sent to somebody. */
export interface Mailed {
  readonly brand: string;
  readonly contactId: ContactId;
  readonly campaignId: CampaignId;
  readonly tracking: Tracking;
  /** Paths of the pixel and of a link; undefined if the mail has none. */
  readonly open: string | undefined;
  readonly click: ((n: number) => string) | undefined;
}

/** Mails a campaign to the person at an address, as the sender would: with what they agreed to be measured by. */
export async function mailed(
  system: System,
  policy: Policy,
  { email, campaignId }: { email: string; campaignId: CampaignId },
): Promise<Mailed> {
  const { db, now, secret } = system.deps;
  const { brand } = policy;
  const contactId = await contactIdOf(system, email, brand);
  const person = await readPerson(db, brand, contactId, now());
  if (!person) throw new Error('nobody is mailed');
  const tracking = trackingOf(policy, person, now());
  await plantSend(system, { brand, contactId, campaignId, tracking, policy });
  const publicUrl = system.deps.publicUrl();
  const { openUrl, linkUrl } = trackingUrls(
    policy,
    { campaignId, contactId, tracking },
    { publicUrl, secret: await secret(), now: now() },
  );
  const path = (url: string) => url.slice(publicUrl.length);
  return {
    brand,
    contactId,
    campaignId,
    tracking,
    open: openUrl && path(openUrl),
    click: linkUrl && ((n) => path(linkUrl(n))),
  };
}

async function plantSend(
  system: System,
  { brand, contactId, campaignId, tracking, policy }: Omit<Mailed, 'open' | 'click'> & { policy: Policy },
): Promise<void> {
  const { db, now } = system.deps;
  const purpose = purposesOf(policy).find(([id]) => isMailPurpose(id))?.[0];
  if (!purpose) throw new Error(`${brand} mails nothing`);
  const at = now().toISOString();
  const send: Send & { chunk: number } = {
    campaignId,
    state: 'sent',
    claimId: system.deps.newId(),
    claimedAt: at,
    chunk: 0,
    purpose,
    sentAt: at,
    tracking,
    expiresAt: Math.floor(now().getTime() / 1000) + 400 * 86_400,
  };
  const Item = marshall({ ...keys.send(brand, contactId, campaignId), ...send });
  await db.client.send(new PutItemCommand({ TableName: db.tableName('people'), Item }));
}

/** What is marked on a mail. */
export async function sendOf(system: System, { brand, contactId, campaignId }: Mailed): Promise<Partial<Send>> {
  const { db } = system.deps;
  const Key = marshall(keys.send(brand, contactId, campaignId));
  const { Item } = await db.client.send(new GetItemCommand({ TableName: db.tableName('people'), Key, ConsistentRead: true }));
  return Item ? (unmarshall(Item) as Partial<Send>) : {};
}
