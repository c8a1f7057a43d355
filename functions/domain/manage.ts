/** The one-hour link: who asks for it, and what may be asked. */
import * as z from 'zod';
import { addDuration } from './duration.ts';
import { EmailAddress } from './email-address.ts';
import { AddressHash, hashSourceForLinks } from './identity.ts';
import { limits } from './limits.ts';
import { type Locale, locales } from './policy.ts';

/** Somebody wants the link: the outbox of its mail. It holds neither the address nor where the wish came from, only keyed hashes of them. */
export const LinkRequest = z.object({
  requestId: z.string(),
  brand: z.string(),
  addressHash: AddressHash,
  locale: z.custom<Locale>((value) => typeof value === 'string'),
  /** The network source, named for the day. */
  source: AddressHash,
  requestedAt: z.iso.datetime(),
  /** Epoch seconds; from then on nobody answers it any more. */
  expiresAt: z.number(),
});
export type LinkRequest = z.infer<typeof LinkRequest>;

/** What the form, or a client, sends. Anything else is refused; the honeypot is seen by no person. */
export const LinkBody = z.strictObject({
  email: EmailAddress,
  locale: z.enum(locales).optional(),
  website: z.string().max(500).optional(),
});

/** The request that becomes of it. */
export const linkRequestOf = (
  asked: { brand: string; addressHash: AddressHash; locale: Locale; requestId: string },
  from: { pepper: string; ip: string },
  now: Date,
): LinkRequest => ({
  ...asked,
  source: hashSourceForLinks(from.pepper, from.ip, now),
  requestedAt: now.toISOString(),
  expiresAt: Math.floor(addDuration(now, limits.linkLife).getTime() / 1000),
});

/** Whether a mail may still answer the request: a link that comes an hour late is not what anybody waits for. */
export const isAwaited = (request: LinkRequest, now: Date): boolean => now.getTime() < request.expiresAt * 1000;
