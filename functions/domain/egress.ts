/**
 * The one guard that whatever leaves a brand for another company passes: to whom, of whom, which fields, on which ground, by which mechanism.
 * It asks the policy and the person as they are now, whatever was true when something was queued or written down; what it does not know it
 * refuses. `never` in the policy cannot be switched on by data: a consent that stands beside it lets nothing through (E8, I4, K16).
 */
import { hasExpired, type Person, type Profile, stands } from './consent.ts';
import { type TransferGround, transferGround } from './jurisdictions.ts';
import { isMailPurpose, type Policy, type PurposeId, purposeOf, type Recipient } from './policy.ts';
import { rulePackOfMarket } from './rule-packs.ts';

/** Why somebody's data may go: they agreed; the policy lists the group's company; the policy shares by notice. */
export type EgressGround = 'consent' | 'group' | 'notice';

/** Why nothing goes. */
export type EgressRefusal =
  | 'unknown_recipient'
  | 'sharing_never'
  | 'gone'
  | 'restricted'
  | 'objected'
  | 'deactivated'
  | 'consent_missing'
  | 'consent_ended'
  | 'explicit_consent_needed'
  | 'nothing_to_share_for'
  | 'transfer_blocked'
  | 'transfer_void';

/** The verdict: exactly these fields, or nothing and why. */
export type Egress =
  | {
      readonly permitted: true;
      readonly ground: EgressGround;
      readonly transfer: Extract<TransferGround, { permitted: true }>['ground'];
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly permitted: false; readonly because: EgressRefusal };

/** What of a person can be given to another company at all. */
const givable = ['email', 'name', 'company', 'phone', 'market', 'locale'] as const satisfies readonly (keyof Profile)[];

/** The companies that a brand's people may be shared with: its partners, and those of its own group. */
export const recipientsOf = ({ sharing }: Policy): Recipient[] => [...sharing.registry, ...sharing.group];

/** What may go to a recipient of a person now. `person` is undefined once they are gone. */
export function egress(policy: Policy, recipientId: string, person: Person | undefined, now: Date): Egress {
  const recipient = recipientsOf(policy).find(({ id }) => id === recipientId);
  if (!recipient) return refused('unknown_recipient');
  const ground = declaredGround(policy, recipientId);
  if (!ground) return refused('sharing_never');

  if (!person || hasExpired(person.profile, now)) return refused('gone');
  const { standing } = person.profile;
  if (standing !== 'active') return refused(standing);
  const lacking = ground === 'consent' ? consentLacking(person, recipientId, now) : groundLacking(policy, person, now);
  if (lacking) return refused(lacking);

  const transfer = transferGround(policy.transfer, recipient);
  if (!transfer.permitted) return refused(transfer.because === 'void' ? 'transfer_void' : 'transfer_blocked');
  return { permitted: true, ground, transfer: transfer.ground, fields: fieldsFor(policy, recipient, person.profile) };
}

const refused = (because: EgressRefusal): Egress => ({ permitted: false, because });

/** The ground that the policy names for a recipient. A purpose of its own always means consent, for a company of the group too (A5). */
function declaredGround(policy: Policy, id: string): EgressGround | undefined {
  const { partners, group } = policy.sharing;
  const inGroup = group.some((recipient) => recipient.id === id);
  if (!inGroup && partners === 'never') return undefined;
  if (purposeOf(policy, `partner:${id}`)) return 'consent';
  if (inGroup) return 'group';
  // opt-in without a purpose to opt into is a consent that nobody can give
  return partners === 'notice' ? 'notice' : 'consent';
}

function consentLacking({ consents }: Person, id: string, now: Date): EgressRefusal | undefined {
  const purpose: PurposeId = `partner:${id}`;
  const consent = consents.find((known) => known.purpose === purpose);
  if (!consent) return 'consent_missing';
  return stands(consent, now) ? undefined : 'consent_ended';
}

/** Without consent, a recipient may have whom the brand itself may write to, and where the market's law leaves it another ground. */
function groundLacking(policy: Policy, { profile, consents }: Person, now: Date): EgressRefusal | undefined {
  const pack = rulePackOfMarket(policy, profile.market);
  if (pack.sharing === 'explicit_consent' && profile.subscriberType !== 'business') return 'explicit_consent_needed';
  const mailed = consents.some((consent) => isMailPurpose(consent.purpose) && stands(consent, now));
  return mailed ? undefined : 'nothing_to_share_for';
}

function fieldsFor(policy: Policy, { fields }: Recipient, profile: Profile): Record<string, string> {
  return Object.fromEntries(
    givable.flatMap((field) => {
      const value = profile[field];
      const may = fields.includes(field) && policy.fields[field] !== 'forbidden';
      return may && value !== undefined ? [[field, value]] : [];
    }),
  );
}
