/** A visitor's steps without the mailbox: what a test of one moment needs before it, in as few calls as possible. */

import { randomInt, randomUUID } from 'node:crypto';
import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { EmailAddress } from '../../functions/domain/email-address.ts';
import { hashAddress } from '../../functions/domain/identity.ts';
import { makeLink } from '../../functions/domain/links.ts';
import type { SignUpRequest } from '../../functions/domain/sign-up.ts';
import { type AddressRecord, readAddress } from '../../functions/store/people.ts';
import type { System } from '../../local/system.ts';
import { postSignUp, press, unsubscribeLinkOn, type Visitor, xledger } from '../journey.ts';
import { unwatched } from './aws-calls.ts';

/** An address that nobody else uses. */
export const newAddress = (): string => `${randomUUID()}@example.no`;

/** A network source that nobody else uses, so that its allowance is whole. */
export const newSource = (): string => `10.${Array.from({ length: 3 }, () => randomInt(256)).join('.')}`;

/** By what the address is known at a brand. */
export async function hashAt(system: System, brand: string, email: string) {
  const { pepper } = await system.deps.secret();
  return hashAddress(pepper, brand, EmailAddress.parse(email));
}

/** Everything under an address. */
export const addressAt = (system: System, brand: string, email: string): Promise<AddressRecord> =>
  unwatched(async () => readAddress(system.deps.db, brand, await hashAt(system, brand, email)));

/** Signs up from a source of its own; returns the request that waits now, whoever's it is. */
export async function request(system: System, visitor: Visitor): Promise<SignUpRequest> {
  const { brand = xledger.brand, form = xledger.form } = visitor;
  const answer = await postSignUp(system, visitor, { sourceIp: newSource() });
  if (answer.status !== 202) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`);
  const waiting = (await addressAt(system, brand, visitor.email)).requests.find((one) => one.form === form);
  if (!waiting) throw new Error(`no request of ${form} waits`);
  return waiting;
}

/** The path of a request's confirmation link, as its mail would hold it. */
export async function linkOf(
  system: System,
  { brand, addressHash, form, requestId, wordingHash, expiresAt }: SignUpRequest,
): Promise<string> {
  const link = { brand, addressHash, form, requestId, wordingHash, expiresAt: new Date(expiresAt * 1000) };
  return `/c/${makeLink('confirm', link, await system.deps.secret())}`;
}

/** Signs up; returns the path of the link to confirm it. */
export const linkFor = async (system: System, visitor: Visitor): Promise<string> =>
  linkOf(system, await request(system, visitor));

/** Signs up and confirms; returns the person's id, and the path of their unsubscribe link. */
export async function confirmed(system: System, visitor: Visitor): Promise<{ contactId: string; unsubscribe: string }> {
  const { brand = xledger.brand } = visitor;
  const page = await press(system, await linkFor(system, visitor));
  if (page.status !== 200) throw new Error(`confirming answered ${page.status}`);
  const { contactId } = await addressAt(system, brand, visitor.email);
  if (!contactId) throw new Error('nobody was confirmed');
  return { contactId, unsubscribe: await unsubscribeLinkOn(page) };
}

/** Writes an item as it is, past the functions. */
export async function putItem({ deps: { db } }: System, item: object): Promise<void> {
  await db.client.send(
    new PutItemCommand({ TableName: db.tableName('people'), Item: marshall(item, { removeUndefinedValues: true }) }),
  );
}

/** Deletes an item past the functions. */
export async function dropItem({ deps: { db } }: System, key: { pk: string; sk: string }): Promise<void> {
  await db.client.send(new DeleteItemCommand({ TableName: db.tableName('people'), Key: marshall(key) }));
}

/** The sort keys of everything in a partition of `people`. */
export async function keysUnder({ deps: { db } }: System, pk: string): Promise<unknown[]> {
  const { Items = [] } = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
    }),
  );
  return Items.map(({ sk }) => sk?.S);
}
