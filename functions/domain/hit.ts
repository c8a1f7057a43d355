/** One hit of a pixel or a link, as it travels from the function that answers it to the one that counts it: neither agent nor address. */
import type { Label } from './agents.ts';
import type { Links } from './links.ts';

/** What is known of a hit when it is answered. */
export interface Hit {
  readonly brand: string;
  readonly campaignId: string;
  /** Empty for a count of the campaign alone. */
  readonly contactId: string;
  /** An opt-out is counted for the campaign whose mail it came from, never for a person, and no label changes it (T8). */
  readonly kind: 'open' | 'click' | 'unsubscribe';
  /** The number of the link; of clicks only. */
  readonly link?: number | undefined;
  /** RFC 3339, to the millisecond: what follows too fast is no person. */
  readonly at: string;
  /** 48 random bits, base64url, new at each hit: however often it is delivered, it counts once. */
  readonly hit: string;
  readonly label: Label;
  /** The link is the one that no reader sees: it labels the mail's other hits of that moment, and counts for nothing itself. */
  readonly trap?: true | undefined;
}

/** A hit of a link of ours. `id` is random and has eight characters of base64url or more. */
export function hitOf(
  kind: Hit['kind'],
  { brand, campaignId, contactId }: Pick<Links['open'], 'brand' | 'campaignId' | 'contactId'>,
  { at, id, label, link, trap }: { at: Date; id: string; label: Label; link?: number; trap?: boolean },
): Hit {
  const where = { ...(link !== undefined && { link }), ...(trap && { trap }) };
  return { brand, campaignId, contactId, kind, ...where, at: at.toISOString(), hit: id.slice(-8), label };
}
