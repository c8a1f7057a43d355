/** What travels through the queues: ids and keyed hashes, never personal data. Written by `relay`, read by the jobs. */
import * as z from 'zod';
import { CampaignId } from './domain/campaign.ts';
import { CaseId } from './domain/case.ts';
import { FileId } from './domain/files.ts';
import type { Hit } from './domain/hit.ts';
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

/** A pixel was fetched, a link was followed, or somebody left by a mail's link. Without a person it counts for the campaign alone. */
export const EngagementMessage = z.object({
  brand: z.string(),
  campaignId: CampaignId,
  contactId: z.union([ContactId, z.literal('')]),
  kind: z.enum(['open', 'click', 'unsubscribe']),
  link: z.int().min(0).max(9_999).optional(),
  at: z.iso.datetime(),
  hit: z.string().regex(/^[\w-]{8}$/),
  label: z.enum(['human', 'machine', 'unknown']),
  trap: z.literal(true).optional(),
}) satisfies z.ZodType<Hit>;
export type EngagementMessage = z.infer<typeof EngagementMessage>;
/**
 * A chunk of a campaign is to be sent; or, if the campaign has been cancelled, to be closed. `waits` counts how often it has been put off because there was
 * no room for it.
 */
export const SendMessage = z.object({
  brand: z.string(),
  campaignId: CampaignId,
  chunk: z.int().min(0),
  waits: z.int().min(0).optional(),
});
export type SendMessage = z.infer<typeof SendMessage>;

/** Something is to be done for a campaign: prepared, handed over, finished. Its own state says what. */
export const CampaignMessage = z.object({ brand: z.string(), campaignId: CampaignId });
export type CampaignMessage = z.infer<typeof CampaignMessage>;

/** An import is to begin, or to go on. */
export const ImportMessage = z.object({ brand: z.string(), importId: FileId });
export type ImportMessage = z.infer<typeof ImportMessage>;

/** An export is to begin, or to go on. */
export const ExportMessage = z.object({ brand: z.string(), exportId: FileId });
export type ExportMessage = z.infer<typeof ExportMessage>;
/** A person has changed or is gone, and the brand's partners may have to hear of it. `seq` is the number of the ledger entry that changed them. */
export const FeedMessage = z.object({ brand: z.string(), contactId: ContactId, seq: z.number() });
export type FeedMessage = z.infer<typeof FeedMessage>;

/** Somebody asked for something about their own data, and a mail answers: the one-hour link, the link that confirms a new address, or the next step of a case. */
export const RightsMailMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), brand: z.string(), addressHash: AddressHash, requestId: z.string() }),
  z.object({ kind: z.literal('address'), brand: z.string(), contactId: ContactId, requestId: z.string() }),
  z.object({ kind: z.literal('case'), brand: z.string(), caseId: CaseId, mailId: z.string() }),
]);
export type RightsMailMessage = z.infer<typeof RightsMailMessage>;
