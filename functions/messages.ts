/** What travels through the queues: ids and keyed hashes, never personal data. Written by `relay`, read by the jobs. */
import * as z from 'zod';
import { CaseId } from './domain/case.ts';
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

/** Somebody asked for something about their own data, and a mail answers: the one-hour link, the link that confirms a new address, or the next step of a case. */
export const RightsMailMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), brand: z.string(), addressHash: AddressHash, requestId: z.string() }),
  z.object({ kind: z.literal('address'), brand: z.string(), contactId: ContactId, requestId: z.string() }),
  z.object({ kind: z.literal('case'), brand: z.string(), caseId: CaseId, mailId: z.string() }),
]);
export type RightsMailMessage = z.infer<typeof RightsMailMessage>;
