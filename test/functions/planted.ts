/** States of an address or a person that no route of the API leads to, put straight into the store. */
import { BatchWriteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Consent, Profile, Suppression } from '../../functions/domain/consent.ts';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { ContactId, hashAddress } from '../../functions/domain/identity.ts';
import { makeLink } from '../../functions/domain/links.ts';
import { keys, shardOf } from '../../functions/store/keys.ts';
import type { System } from '../../local/system.ts';
import { asOperator, xledger } from '../journey.ts';

/** Suppresses an address that nobody has. */
export async function suppress(
  system: System,
  email: string,
  reason: Suppression['reason'],
  brand: string = xledger.brand,
): Promise<void> {
  const { db, secret, newId, now } = system.deps;
  const hash = hashAddress((await secret()).pepper, brand, EmailAddress.parse(email));
  const suppression: Suppression = { reason, since: now().toISOString(), formerIds: [ContactId.parse(newId())] };
  await db.client.send(
    new PutItemCommand({
      TableName: db.tableName('people'),
      Item: marshall({ ...keys.suppression(brand, hash), ...suppression }),
    }),
  );
}

/** The id of the person at an address. */
export async function contactIdOf(system: System, email: string, brand: string = xledger.brand): Promise<ContactId> {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { brand });
  return ContactId.parse(((await answer.json()) as { contactId?: string }).contactId);
}

/** Gives a person another standing, as a case would. */
export async function setStanding(
  system: System,
  email: string,
  standing: Profile['standing'],
  brand: string = xledger.brand,
): Promise<void> {
  const { db } = system.deps;
  await db.client.send(
    new UpdateItemCommand({
      TableName: db.tableName('people'),
      Key: marshall(keys.profile(brand, await contactIdOf(system, email, brand))),
      UpdateExpression: 'SET standing = :standing',
      ExpressionAttributeValues: marshall({ ':standing': standing }),
    }),
  );
}

/** The path of an unsubscribe link as a newsletter of this purpose would carry it. */
export async function mailLink(
  system: System,
  link: { contactId: string; purpose: string; brand?: string; locale?: string },
): Promise<string> {
  return `/u/${makeLink('mail', { brand: xledger.brand, locale: 'nb', ...link }, await system.deps.secret())}`;
}

/** Puts `count` people into the audience of a purpose, each with the longest address, name and company that a form takes. Returns their ids, or takes these. */
export async function crowd(
  system: System,
  count: number,
  { brand, purpose, ...known }: { brand: string; purpose: Consent['purpose']; ids?: readonly ContactId[] },
): Promise<ContactId[]> {
  const { db, newId, now } = system.deps;
  const at = now().toISOString();
  const domain = `${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(58)}.no`;
  const ids = [...(known.ids ?? Array.from({ length: count }, () => ContactId.parse(newId())))];
  const requests = ids.map((contactId, index) => {
    const consent: Consent = {
      purpose,
      status: 'ConsentGiven',
      basis: 'consent',
      since: at,
      seq: 1,
      policyVersion: 1,
      email: EmailAddress.parse(`${String(index).padStart(64, 'a')}@${domain}`),
      name: '例'.repeat(100),
      company: '社'.repeat(100),
      market: 'no',
      locale: 'nb',
      activeMonth: at.slice(0, 7),
    };
    const item = { ...keys.consent(brand, contactId, purpose), ...consent, ...keys.audience(brand, purpose, shardOf(contactId)) };
    return { PutRequest: { Item: marshall(item) } };
  });
  const batches = Array.from({ length: Math.ceil(count / 25) }, (_, index) => requests.slice(index * 25, index * 25 + 25));
  const write = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      const { UnprocessedItems } = await db.client.send(
        new BatchWriteItemCommand({ RequestItems: { [db.tableName('people')]: batch } }),
      );
      if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('the engine left items unwritten');
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  return ids;
}
