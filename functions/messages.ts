/** What travels through the queues: ids and keyed hashes, never personal data. Written by `relay`, read by the jobs. */
import * as z from 'zod';
import { AddressHash, ContactId } from './domain/identity.ts';

/** A sign-up waits for its mail. */
export const ConfirmationMessage = z.object({
  brand: z.string(),
  addressHash: AddressHash,
  form: z.string(),
  requestId: z.string(),
});
export type ConfirmationMessage = z.infer<typeof ConfirmationMessage>;

/** Somebody silent is to be asked whether they want to stay; `askedOn` says which time this is. */
export const RepermissionMessage = z.object({ brand: z.string(), contactId: ContactId, askedOn: z.iso.date() });
export type RepermissionMessage = z.infer<typeof RepermissionMessage>;

/** Somebody is to be told of a new notice: of the version at this place of its chain, which has held since then. */
export const NoticeMessage = z.object({
  brand: z.string(),
  contactId: ContactId,
  announcement: z.int().positive(),
  changedAt: z.iso.datetime(),
});
export type NoticeMessage = z.infer<typeof NoticeMessage>;

/** A profile is gone; what else lies under its id follows. */
export const EraseMessage = z.object({ brand: z.string(), contactId: ContactId });
export type EraseMessage = z.infer<typeof EraseMessage>;

/** A person has changed or is gone, and the brand's partners may have to hear of it. `seq` is the number of the ledger entry that changed them. */
export const FeedMessage = z.object({ brand: z.string(), contactId: ContactId, seq: z.number() });
export type FeedMessage = z.infer<typeof FeedMessage>;
