/** Everything under a person's id: what access, portability and an operator's export are made of. */
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Db } from '../deps.ts';
import { hasExpired, Profile } from '../domain/consent.ts';
import type { ContactId } from '../domain/identity.ts';
import type { Known } from '../domain/personal-data.ts';
import { keys } from './keys.ts';
import { readEvidence } from './ledger.ts';
import { readAddress } from './people.ts';
import { queryAll } from './query-all.ts';

/** All of it, strongly consistent; undefined once the profile is gone or has expired. */
export async function readEverything(db: Db, brand: string, contactId: ContactId, now: Date): Promise<Known | undefined> {
  const items = await queryAll(db, 'people', {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: marshall({ ':pk': keys.contact(brand, contactId) }),
  });
  const found = items.find(({ sk }) => sk === 'PROFILE');
  if (!found) return undefined;
  const profile = Profile.parse(found);
  if (hasExpired(profile, now)) return undefined;
  const [evidence, { suppression }] = await Promise.all([
    readEvidence(db, brand, contactId, now),
    readAddress(db, brand, profile.addressHash),
  ]);
  return { items: items.map((item) => ({ sk: String(item.sk), item })), evidence, suppression };
}
