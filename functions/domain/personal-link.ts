/** The two links that lead to a person's own page, and how much each of them may do. */
import { ContactId } from './identity.ts';
import { openLink } from './links.ts';
import type { Policy } from './policy.ts';
import type { Secret } from './secret.ts';

/** What a link may do: `manage` everything; `mail` only end what is agreed to, without showing anything; `expired`, once its hour is over, no more than that. */
export type LinkScope = 'manage' | 'mail' | 'expired';

/** A link of ours. */
export interface OpenedLink {
  readonly scope: LinkScope;
  readonly policy: Policy;
  readonly contactId: ContactId;
  /** The language of the mail that it stood in. */
  readonly spoken: string;
  /** Of a one-hour link: when the hour is over. */
  readonly expiresAt?: Date;
}

/** Opens either link; undefined if this deployment never made it, or serves the brand no more. */
export function openPersonal(
  token: string,
  secret: Secret,
  policyOf: (brand: string) => Policy | undefined,
  now: Date,
): OpenedLink | undefined {
  const own = openLink('manage', token, secret);
  const link = own ?? openLink('mail', token, secret);
  const policy = link && policyOf(link.brand);
  if (!link || !policy) return undefined;
  const common = { policy, contactId: ContactId.parse(link.contactId), spoken: link.locale };
  if (!own) return { ...common, scope: 'mail' };
  return { ...common, scope: now < own.expiresAt ? 'manage' : 'expired', expiresAt: own.expiresAt };
}
