/** Many people at once, with every state that a person can be in, put straight into the store as the transactions would leave them. */
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Consent, inAudience, type Profile } from '../../functions/domain/consent.ts';
import type { ContactId } from '../../functions/domain/identity.ts';
import type { Send } from '../../functions/domain/send.ts';
import { keys, shardOf } from '../../functions/store/keys.ts';
import type { System } from '../../local/system.ts';

/** A person as they lie in the table. */
export interface Planted {
  readonly profile: Profile;
  readonly consents: readonly Consent[];
  readonly sends: readonly Send[];
}

/** Puts people into the table. Their consents are listed in the audience index as they were when they were last changed: at `listedAt`. */
export async function plant(system: System, people: readonly Planted[], listedAt: Date): Promise<void> {
  const items = people.flatMap(({ profile, consents, sends }) => {
    const { brand, contactId } = profile;
    return [
      { ...keys.profile(brand, contactId), ...profile },
      ...consents.map((consent) => ({
        ...keys.consent(brand, contactId, consent.purpose),
        ...consent,
        ...(inAudience(profile, consent, listedAt) && keys.audience(brand, consent.purpose, shardOf(contactId as ContactId))),
      })),
      ...sends.map((send) => ({ ...keys.send(brand, contactId, send.campaignId), ...send })),
    ];
  });
  await putAll(system, items);
}

/** Puts items into `people`, 25 in a call. */
export async function putAll(system: System, items: readonly object[]): Promise<void> {
  const { db } = system.deps;
  const requests = items.map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } }));
  const batches = Array.from({ length: Math.ceil(requests.length / 25) }, (_, index) =>
    requests.slice(index * 25, index * 25 + 25),
  );
  const write = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      const { UnprocessedItems } = await db.client.send(
        new BatchWriteItemCommand({ RequestItems: { [db.tableName('people')]: batch } }),
      );
      if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('the engine left items unwritten');
    }
  };
  await Promise.all([write(), write(), write(), write()]);
}
