/** What travels through the queues: ids and keyed hashes, never personal data. Written by `relay`, read by the jobs. */
import * as z from 'zod';
import { CampaignId } from './domain/campaign.ts';
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

/** Part of a campaign's audience is to be mailed. `waits` counts how often it has been put off, since there was no room for it. */
export const SendMessage = z.object({
  brand: z.string(),
  campaignId: CampaignId,
  chunk: z.int().min(0),
  waits: z.int().min(0).optional(),
});
export type SendMessage = z.infer<typeof SendMessage>;
