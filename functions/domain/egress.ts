/**
 * The one guard that whatever leaves a brand for another company passes: to whom, of whom, which fields, on which ground, by which mechanism.
 * It asks the policy and the person as they are now, whatever was true when something was queued or written down; what it does not know it
 * refuses. `never` in the policy cannot be switched on by data: a consent that stands beside it lets nothing through (E8, I4, K16).
 */
import { hasExpired, type Person, type Profile, stands } from './consent.ts';
import { type TransferGround, transferGround } from './jurisdictions.ts';
import { isMailPurpose, type Policy, type PurposeId, purposeOf, purposesOf, type Recipient } from './policy.ts';
import { rulePackOfMarket } from './rule-packs.ts';

/** Why somebody's data may go: they agreed; the policy lists the group's company; it shares by notice; or the company works for the brand. */
export type EgressGround = 'consent' | 'group' | 'notice' | 'processor';

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
  | 'agreement_missing'
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

/** The companies that read a feed of the brand's people: its partners, those of its own group, and whoever runs its CRM, if that is told of changes. */
export const feedReaders = (policy: Policy): Recipient[] => {
  const { registry, group } = policy.sharing;
  const crm = policy.crm?.direction === 'pull' ? undefined : crmOf(policy);
  return [...registry, ...group, ...(crm ? [crm] : [])];
};

/** Every company that may call as itself: the readers of a feed, and a CRM that only tells. */
export const companiesOf = (policy: Policy): Recipient[] => {
  const readers = feedReaders(policy);
  const crm = crmOf(policy);
  return crm && !readers.includes(crm) ? [...readers, crm] : readers;
};

/** The processor that runs the brand's CRM: the one that bears its name (X10, I1). */
export const crmOf = ({ crm, processors }: Policy): Recipient | undefined => processors.find(({ id }) => id === crm?.kind);

/** What may go to a recipient of a person now. `person` is undefined once they are gone. */
export function egress(policy: Policy, recipientId: string, person: Person | undefined, now: Date): Egress {
  const recipient = feedReaders(policy).find(({ id }) => id === recipientId);
  if (!recipient) return refused('unknown_recipient');
  const ground = declaredGround(policy, recipientId);
  if (!ground) return refused('sharing_never');

  if (!person || hasExpired(person.profile, now)) return refused('gone');
  const { standing } = person.profile;
  if (standing !== 'active') return refused(standing);
  if (ground === 'processor' && !recipient.dpaSigned) return refused('agreement_missing');
  const lacking = ground === 'consent' ? consentLacking(person, recipientId, now) : groundLacking(policy, person, ground, now);
  if (lacking) return refused(lacking);

  const transfer = transferGround(policy.transfer, recipient);
  if (!transfer.permitted) return refused(transfer.because === 'void' ? 'transfer_void' : 'transfer_blocked');
  return { permitted: true, ground, transfer: transfer.ground, fields: fieldsFor(policy, recipient, person.profile) };
}

const refused = (because: EgressRefusal): Egress => ({ permitted: false, because });

/**
 * The ground that the policy names for a recipient; none where partners are `never`. A purpose of its own always means consent, for a company of the group too
 * (A5).
 */
export function declaredGround(policy: Policy, id: string): EgressGround | undefined {
  const { partners, group } = policy.sharing;
  if (policy.processors.some((processor) => processor.id === id)) return 'processor';
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

/** Without consent, a recipient may have whom the brand itself may write to; and for purposes of its own, where the market's law leaves it another ground. */
function groundLacking(
  policy: Policy,
  { profile, consents }: Person,
  ground: Exclude<EgressGround, 'consent'>,
  now: Date,
): EgressRefusal | undefined {
  const pack = rulePackOfMarket(policy, profile.market);
  const itsOwn = ground !== 'processor';
  if (itsOwn && pack.sharing === 'explicit_consent' && profile.subscriberType !== 'business') return 'explicit_consent_needed';
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

/**
 * The purposes that a company may end for a person who told it to stop: a partner, its own; the CRM, if the policy takes in what it knows, every one that is mail. Nobody
 * can switch anything on (X10).
 */
export function mayEnd(policy: Policy, id: string): PurposeId[] {
  const takesIn = policy.crm && policy.crm.direction !== 'push' && policy.crm.kind === id;
  const mail = takesIn ? purposesOf(policy).flatMap(([purpose]) => (isMailPurpose(purpose) ? [purpose] : [])) : [];
  const own: PurposeId = `partner:${id}`;
  return purposeOf(policy, own) ? [own, ...mail] : mail;
}
