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

/** A profile is gone; what else lies under its id follows. */
export const EraseMessage = z.object({ brand: z.string(), contactId: ContactId });
export type EraseMessage = z.infer<typeof EraseMessage>;

/** Somebody asked for something about their own data, and a mail answers: the one-hour link. */
export const RightsMailMessage = z.object({
  kind: z.literal('link'),
  brand: z.string(),
  addressHash: AddressHash,
  requestId: z.string(),
});
export type RightsMailMessage = z.infer<typeof RightsMailMessage>;
