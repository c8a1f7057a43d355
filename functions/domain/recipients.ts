/** What a list of a campaign's recipients says of each: what became of their mail, and why. */
import * as z from 'zod';
import type { ContactId } from './identity.ts';
import { paging } from './paging.ts';
import type { Send } from './send.ts';

/** What may be asked for: the parts of the account, and what SES told of those that were sent. */
export const recipientStatuses = [
  'pending',
  'sent',
  'skipped',
  'failed',
  'unknown',
  'removed',
  'delivered',
  'bounced',
  'complained',
] as const;
export type RecipientStatus = (typeof recipientStatuses)[number];

/** The question of the list. */
export const RecipientsQuery = z.strictObject({ ...paging, status: z.enum(recipientStatuses).optional() });
export type RecipientsQuery = z.infer<typeof RecipientsQuery>;

/** What is kept of a mail, as far as the list needs it. */
export type ListedSend = Pick<Send, 'state' | 'reason' | 'feedback' | 'sentAt'>;

/** One line of the list. */
export interface Recipient {
  readonly contactId: ContactId;
  readonly status: 'pending' | 'sent' | 'skipped' | 'failed' | 'unknown' | 'removed';
  readonly reason?: string;
  readonly feedback?: NonNullable<Send['feedback']>;
  readonly sentAt?: string;
}

/**
 * A recipient of a chunk. One whose mail is under way is pending, as the account has it until the chunk has ended; one of whose mail nothing is kept, though the
 * chunk has ended, has been `removed` since, or it has expired.
 */
export function recipientOf(contactId: ContactId, send: ListedSend | undefined, chunkHasEnded: boolean): Recipient {
  if (!send) return { contactId, status: chunkHasEnded ? 'removed' : 'pending' };
  const { state, reason, feedback, sentAt } = send;
  return {
    contactId,
    status: state === 'claimed' ? 'pending' : state,
    ...(reason !== undefined && { reason }),
    ...(feedback && { feedback }),
    ...(sentAt !== undefined && { sentAt }),
  };
}

/** Whether a recipient belongs on the list of a status. */
export const hasStatus = ({ status, feedback }: Recipient, wanted: RecipientStatus | undefined): boolean =>
  wanted === undefined || wanted === status || wanted === feedback;
