/** CAMPAIGN, CONTENT, SOURCE and LINKS: what a campaign is, what it says and where its links lead. */
import {
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { Campaign, type CampaignId, LinkTable } from '../domain/campaign.ts';
import { Content, type Contents } from '../domain/content.ts';
import type { Locale } from '../domain/policy.ts';
import { keys } from './keys.ts';

/** Writes a new campaign and all it says, or nothing. `'exists'`: an earlier attempt under this id has done so. */
export async function createCampaign(db: Db, campaign: Campaign, contents: Contents): Promise<'created' | 'exists'> {
  const made: TransactWriteItem = {
    Put: {
      TableName: db.tableName('campaigns'),
      Item: item({ ...keys.campaign(campaign.brand, campaign.campaignId), ...campaign }),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
  return (await written(db, [made, ...contentWrites(db, campaign, contents)])) ? 'created' : 'exists';
}

/**
 * Saves what a marketer may change of a campaign that has not started, and with `contents` all it says; whatever was scheduled is a draft again,
 * because what somebody approved is no longer what it says. `'conflict'`: it has changed since it was read as `before`.
 */
export async function saveContent(
  db: Db,
  before: Campaign,
  edit: Pick<Campaign, 'name' | 'purpose' | 'segment' | 'exclude' | 'locales'>,
  contents: Contents | undefined,
): Promise<'saved' | 'conflict'> {
  const { brand, campaignId, revision } = before;
  const { name, purpose, segment, exclude, locales } = edit;
  // `segment` is one of DynamoDB's own words
  const gone = ['scheduledFor', 'stateReason', 'running', ...(segment ? [] : ['#segment']), ...(exclude ? [] : ['exclude'])];
  const edited: TransactWriteItem = {
    Update: {
      TableName: db.tableName('campaigns'),
      Key: marshall(keys.campaign(brand, campaignId)),
      UpdateExpression: `SET #name = :name, purpose = :purpose, locales = :locales, #state = :draft, revision = :next${segment ? ', #segment = :segment' : ''}${exclude ? ', exclude = :exclude' : ''} REMOVE ${gone.join(', ')}`,
      ConditionExpression: 'revision = :read AND #state IN (:draft, :scheduled)',
      ExpressionAttributeNames: { '#name': 'name', '#state': 'state', '#segment': 'segment' },
      ExpressionAttributeValues: item({
        ':name': name,
        ':purpose': purpose,
        ':locales': locales,
        ':segment': segment,
        ':exclude': exclude,
        ':read': revision,
        ':next': revision + 1,
        ':draft': 'draft' satisfies Campaign['state'],
        ':scheduled': 'scheduled' satisfies Campaign['state'],
      }),
    },
  };
  const dropped = contents ? before.locales.filter((locale) => !locales.includes(locale)) : [];
  const writes = contents ? contentWrites(db, before, contents) : [];
  return (await written(db, [edited, ...writes, ...removals(db, before, dropped)])) ? 'saved' : 'conflict';
}

/** A campaign as it stands now; undefined if the brand has none of this id. */
export async function readCampaign(db: Db, brand: string, campaignId: CampaignId): Promise<Campaign | undefined> {
  const found = await read(db, keys.campaign(brand, campaignId));
  return found && Campaign.parse(found);
}

/** A page of a brand's campaigns, the newest day first. `next` is undefined at the end, and only there. */
export async function listCampaigns(
  db: Db,
  brand: string,
  { after, limit }: { after?: CampaignId | undefined; limit: number },
): Promise<{ campaigns: Campaign[]; next: CampaignId | undefined }> {
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('campaigns'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': keys.campaigns(brand) }),
      ScanIndexForward: false,
      Limit: limit,
      ...(after && { ExclusiveStartKey: marshall(keys.campaign(brand, after)) }),
    }),
  );
  const campaigns = (page.Items ?? []).map((one) => Campaign.parse(unmarshall(one)));
  return { campaigns, next: page.LastEvaluatedKey && campaigns.at(-1)?.campaignId };
}

/** What a campaign says in a locale; undefined if it says nothing in it. */
export async function readContent(
  db: Db,
  { brand, campaignId }: Pick<Campaign, 'brand' | 'campaignId'>,
  locale: Locale,
): Promise<Content | undefined> {
  const found = await read(db, keys.content(brand, campaignId, locale));
  return found && Content.parse(found);
}

/** Where a campaign's links lead; undefined if the brand has no such campaign. */
export async function readLinkTable(db: Db, brand: string, campaignId: CampaignId): Promise<LinkTable | undefined> {
  const found = await read(db, keys.linkTable(brand, campaignId));
  return found && LinkTable.parse(found);
}

async function read(db: Db, key: object): Promise<Record<string, unknown> | undefined> {
  const { Item } = await db.client.send(
    new GetItemCommand({ TableName: db.tableName('campaigns'), Key: marshall(key), ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
}

const item = (value: object) => marshall(value, { removeUndefinedValues: true });

function contentWrites(
  db: Db,
  { brand, campaignId }: Pick<Campaign, 'brand' | 'campaignId'>,
  { sources, contents, links }: Contents,
): TransactWriteItem[] {
  const put = (value: object): TransactWriteItem => ({ Put: { TableName: db.tableName('campaigns'), Item: item(value) } });
  return [
    ...[...sources].map(([locale, source]) => put({ ...keys.source(brand, campaignId, locale), ...source })),
    ...contents.map((content) => put({ ...keys.content(brand, campaignId, content.locale), ...content })),
    put({ ...keys.linkTable(brand, campaignId), ...links }),
  ];
}

const removals = (db: Db, { brand, campaignId }: Campaign, dropped: readonly Locale[]): TransactWriteItem[] =>
  dropped
    .flatMap((locale) => [keys.content(brand, campaignId, locale), keys.source(brand, campaignId, locale)])
    .map((key) => ({ Delete: { TableName: db.tableName('campaigns'), Key: marshall(key) } }));

/** Whether the transaction was written; not if its condition, or another one at the same moment, stood against it. */
async function written(db: Db, writes: TransactWriteItem[]): Promise<boolean> {
  try {
    await db.client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
    if (codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict')) return false;
    throw error;
  }
}
