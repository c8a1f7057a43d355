/** All that a brand has, for portability: the only place that scans. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import type { BrandPosition, BrandRecord } from '../domain/export.ts';
import { kindOf } from '../domain/export.ts';
import { idOf, keys } from './keys.ts';

/**
 * A page of what a brand has, `people` first and then `ledger`. It reads the tables whole, other brands' items too, which it does not return: what
 * it costs follows the size of the tables. What has expired by the clock is left out, whether its row is still there or not.
 */
export async function pageOfBrand(
  db: Db,
  brand: string,
  { table, after }: BrandPosition,
  now: Date,
): Promise<{ records: BrandRecord[]; next: BrandPosition | undefined }> {
  const page = await db.client.send(
    new ScanCommand({
      TableName: db.tableName(table),
      FilterExpression: 'begins_with(pk, :brand)',
      ExpressionAttributeValues: marshall({ ':brand': keys.brand(brand) }),
      ...(after && { ExclusiveStartKey: marshall(after) }),
    }),
  );
  const items = (page.Items ?? []).map((item) => unmarshall(item));
  const last = page.LastEvaluatedKey && unmarshall(page.LastEvaluatedKey);
  const next: BrandPosition | undefined = last
    ? { table, after: last as Record<string, string | number> }
    : table === 'people'
      ? { table: 'ledger' }
      : undefined;
  const records = items.flatMap((item) => (table === 'people' ? knownOf(item, now) : evidenceOf(item)));
  return { records, next };
}

function knownOf(item: Record<string, unknown>, now: Date): BrandRecord[] {
  const { pk, sk, audience: _, due: __, head: ___, ...fields } = item;
  const kind = kindOf(String(sk));
  if (!kind || (typeof fields.expiresAt === 'number' && fields.expiresAt * 1000 <= now.getTime())) return [];
  const whose = kind === 'suppression' ? { addressHash: idOf(String(pk)).slice(1) } : { contactId: idOf(String(pk)) };
  return [{ kind, ...whose, ...fields }];
}

const evidenceOf = ({ pk, sk: _, expiresAt: __, ...entry }: Record<string, unknown>): BrandRecord[] => [
  { kind: 'evidence', chain: String(pk).slice(String(pk).indexOf('#') + 1), ...entry },
];
