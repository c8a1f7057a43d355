/**
 * Somebody whom the brand knows though they agreed to nothing: a customer, a supplier, a lead from a fair. What they are to the brand makes nobody
 * mailable (X3); each purpose needs a ground of its own, by the policy and by the law of their market (K1, E10, K5).
 */
import * as z from 'zod';
import { regrounded } from './amendment.ts';
import { addresseeOf, type BasisReason, type EffectiveBasis, effectiveBasis, isGround } from './basis.ts';
import type { Change } from './change.ts';
import {
  type Bar,
  barOf,
  type Consent,
  type groundsWithoutConsent,
  inAudience,
  type Occupant,
  type Person,
  type Profile,
} from './consent.ts';
import { EmailAddress } from './email-address.ts';
import { foundIn } from './found-elsewhere.ts';
import type { AddressHash, ContactId } from './identity.ts';
import { emptyChain, IntroductionEvidence, nextEntry } from './ledger.ts';
import { limits } from './limits.ts';
import { namesThePerson, pseudonymous } from './offline-consent.ts';
import { isMailPurpose, isPurposeId, type Locale, localesOf, marketOf, type Policy, type PurposeId } from './policy.ts';
import { dayOf, firstDueDay } from './retention.ts';
import { rulePackOfMarket } from './rule-packs.ts';
import { isNeeded, personFields } from './sign-up.ts';

type Ground = EffectiveBasis & { readonly reason: (typeof groundsWithoutConsent)[number] };

/** What an operator states of a person, checked against the policy: every purpose has its ground. */
export interface Introduction {
  readonly email: EmailAddress;
  readonly name?: string | undefined;
  readonly company?: string | undefined;
  readonly phone?: string | undefined;
  readonly locale: Locale;
  readonly market: string;
  readonly relationship?: string | undefined;
  readonly basisEvidence: readonly string[];
  readonly since: Date;
  readonly grounds: ReadonlyMap<PurposeId, Ground>;
  readonly evidence: Omit<IntroductionEvidence, 'operator'>;
}

/** The body that an operator sends, whatever the brand. */
export const IntroductionBody = z.strictObject({
  email: EmailAddress,
  name: personFields.name.optional(),
  company: personFields.company.optional(),
  phone: personFields.phone.optional(),
  locale: z.string(),
  market: z.string(),
  purposes: z.array(z.string()).min(1).max(20),
  relationship: z.string().optional(),
  basisEvidence: z.array(z.string().max(32)).max(10).default([]),
  at: z.iso.datetime({ offset: true }),
  place: pseudonymous(100).optional(),
  reference: pseudonymous(64).optional(),
  source: z.string().optional(),
  refusalOffered: z.literal(true).optional(),
});

/** The same, held to the policy. */
export const introductionOf = (policy: Policy, now: Date) =>
  IntroductionBody.transform((body, context): Introduction => {
    const must = (holds: boolean, path: (string | number)[], message: string) => {
      if (!holds) context.addIssue({ code: 'custom', path, message });
      return holds;
    };
    const { email, market, relationship, basisEvidence, place, reference, source, refusalOffered } = body;
    const since = new Date(body.at);
    const locale = localesOf(policy).find((known) => known === body.locale);
    must(since <= now, ['at'], 'lies in the future');
    must(marketOf(policy, market) !== undefined, ['market'], 'no market of this brand');
    must(locale !== undefined, ['locale'], 'no language of this brand');
    must(isRelationship(policy, relationship), ['relationship'], 'no relationship of this brand');
    must(
      relationship !== undefined || source !== undefined,
      ['relationship'],
      'say what they are to you, or where you found them',
    );
    must(place !== undefined || reference !== undefined, ['reference'], 'say where it was, or where it can be looked up');
    for (const [name, text] of Object.entries({ place, reference })) {
      must(!text || !namesThePerson(text, body), [name], 'names the person, whom the evidence must not name');
    }
    for (const field of ['name', 'company', 'phone'] as const) {
      must(!body[field] || isKnownField(policy, field), [field], 'this brand keeps no such field');
      must(Boolean(body[field]) || !isNeeded(policy, field), [field], 'required');
    }
    const allowed = source === undefined ? undefined : Object.hasOwn(policy.sources, source) ? policy.sources[source] : [];
    must(source === undefined || Object.hasOwn(policy.sources, source), ['source'], 'no source of this brand');

    const addressee = addresseeOf({
      relationship,
      basisEvidence: [...basisEvidence],
      subscriberType: subscriberTypeOf(policy),
    });
    const grounds = new Map<PurposeId, Ground>();
    for (const [index, purpose] of body.purposes.entries()) {
      const path = ['purposes', index];
      if (!isPurposeId(purpose)) {
        must(false, path, 'no purpose of this brand');
        continue;
      }
      const found = effectiveBasis(policy, rulePackOfMarket(policy, market), addressee, purpose, 'none');
      if (!isGround(found)) must(false, path, refusals[found.reason] ?? 'needs consent');
      else if (must(!allowed || allowed.includes(purpose), path, 'contacts from this source have not agreed to it themselves'))
        grounds.set(purpose, found);
      must(
        !isMailPurpose(purpose) || refusalOffered === true,
        ['refusalOffered'],
        'whoever is mailed without consent must have been able to refuse when the address was taken',
      );
    }
    if (context.issues.length > 0 || !locale) return z.NEVER;
    return {
      email,
      name: body.name || undefined,
      company: body.company || undefined,
      phone: body.phone || undefined,
      locale,
      market,
      relationship,
      basisEvidence,
      since,
      grounds,
      evidence: {
        market,
        locale,
        relationship,
        basisEvidence,
        since: since.toISOString(),
        place,
        reference,
        source,
        refusalOffered,
        grounds: Object.fromEntries([...grounds].map(([purpose, { basis, reason }]) => [purpose, { basis, reason }])),
      },
    };
  });

const refusals: Partial<Record<BasisReason, string>> = {
  unknown_purpose: 'no purpose of this brand',
  consent_missing: 'needs the person’s consent',
  evidence_missing: 'needs evidence that the law of the market accepts',
  market_requires_consent: 'needs the person’s consent in this market',
};

/** Whether the policy lists the relationship; none at all is no contradiction. */
export const isRelationship = (policy: Policy, relationship: string | undefined): boolean =>
  relationship === undefined || policy.relationships.includes(relationship);

/** Whether the brand may hold the field. */
export const isKnownField = (policy: Policy, field: string): boolean =>
  Object.hasOwn(policy.fields, field) && policy.fields[field] !== 'forbidden';

const subscriberTypeOf = ({ subscribers }: Policy) => (subscribers === 'business' ? 'business' : 'unknown');

/** What becomes of an introduction: nothing is written against a bar; what is known already is left as it is. */
export type IntroductionVerdict =
  | { readonly outcome: 'barred'; readonly reason: Bar }
  /** They are known in another market, whose law decides. */
  | { readonly outcome: 'other_market' }
  | { readonly outcome: 'known'; readonly contactId: ContactId }
  | { readonly outcome: 'introduce'; readonly purposes: readonly PurposeId[] };

/** A suppression is lifted by no operator, and a purpose that a person has ended has no other ground (EDPB 05/2020, 5.2). */
export function verdictOnIntroduction(
  { grounds, market, relationship }: Introduction,
  at: Occupant,
  now: Date,
): IntroductionVerdict {
  const { person } = at;
  const bar = barOf(at, now);
  if (bar) return { outcome: 'barred', reason: bar };
  if (person && person.profile.market !== market) return { outcome: 'other_market' };
  const held = (purpose: PurposeId) => person?.consents.find((consent) => consent.purpose === purpose);
  const statuses = [...grounds.keys()].map((purpose) => held(purpose)?.status);
  if (statuses.some((status) => status !== undefined && ended.includes(status)))
    return { outcome: 'barred', reason: 'withdrawn' };
  const purposes = [...grounds.keys()].filter((purpose) => held(purpose) === undefined);
  if (person && purposes.length === 0 && (relationship === undefined || relationship === person.profile.relationship))
    return { outcome: 'known', contactId: person.profile.contactId };
  return { outcome: 'introduce', purposes };
}

const ended: readonly Consent['status'][] = ['ConsentRefused', 'ConsentWithdrawn', 'ConsentRevoked', 'ConsentInvalidated'];

/** The change: a new person or further purposes of a known one, each with its ground, and the entry that says so. */
export function introduce(
  policy: Policy,
  introduction: Introduction,
  purposes: readonly PurposeId[],
  at: { suppression: Occupant['suppression']; person: Person | undefined },
  by: { operator: string; addressHash: AddressHash; newContactId: ContactId },
  now: Date,
): Change {
  const { brand } = policy;
  const { addressHash } = by;
  const { person } = at;
  const known = person?.profile;
  const contactId = known?.contactId ?? by.newContactId;
  const formerIds = person ? [] : (at.suppression?.formerIds ?? []).slice(-limits.formerIds);
  const entry = nextEntry(known ? { seq: known.seq, hash: known.head } : emptyChain(brand, contactId), {
    at: now.toISOString(),
    actor: 'operator',
    act: 'introduced',
    method: 'operator',
    changes: Object.fromEntries(purposes.map((purpose) => [purpose, 'ConsentUnknown' as const])),
    addressHash,
    policyVersion: policy.version,
    policyHash: policy.hash,
    evidence: IntroductionEvidence.parse({ operator: by.operator, ...introduction.evidence }),
    ...(formerIds.length > 0 && { formerIds }),
  });

  const { email, locale, market } = introduction;
  const name = known?.name ?? introduction.name;
  const company = known?.company ?? introduction.company;
  const phone = known?.phone ?? introduction.phone;
  const placed = { seq: entry.seq, head: entry.hash };
  const day = dayOf(introduction.since);
  // a sale is something the person did; that they were found somewhere is not
  const lastSigns: Profile['lastSigns'] = introduction.basisEvidence.includes('sale') ? { purchase: day } : {};
  const related = {
    ...(introduction.relationship && { relationship: introduction.relationship }),
    ...(introduction.basisEvidence.length > 0 && {
      basisEvidence: [...new Set([...(known?.basisEvidence ?? []), ...introduction.basisEvidence])],
    }),
  };
  const consents = purposes.flatMap((purpose): Consent[] => {
    const ground = introduction.grounds.get(purpose);
    if (!ground) return [];
    return [
      {
        purpose,
        status: 'ConsentUnknown',
        basis: ground.basis,
        ground: ground.reason,
        since: entry.at,
        seq: entry.seq,
        policyVersion: policy.version,
        email,
        name,
        company,
        market: known?.market ?? market,
        locale: known?.locale ?? locale,
        activeMonth: day.slice(0, 7),
      },
    ];
  });
  const regained = introduction.relationship !== undefined && known?.relationshipEndedOn !== undefined;
  const others = known
    ? regrounded(policy, { ...known, ...related, ...(regained && { relationshipEndedOn: undefined }) }, person.consents)
    : [];
  const signs = { ...lastSigns, ...known?.lastSigns };
  const { relationshipEndedOn, agreedPeriods } = known ?? {};
  const ended = regained ? undefined : relationshipEndedOn;
  const dueDay = firstDueDay(
    policy,
    {
      profile: { market, lastSigns: signs, relationshipEndedOn: ended, agreedPeriods },
      consents: [...(person?.consents ?? []), ...consents],
    },
    now,
  );
  const waits = known?.dueDay;
  const bought = lastSigns.purchase;
  const { source } = introduction.evidence;
  const found = source === undefined || known ? undefined : foundIn(policy, source, introduction.since);
  const news = bought !== undefined && (known?.lastSigns.purchase ?? '') < bought;
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: known
      ? {
          write: 'update',
          set: { ...placed, ...related, name, company, phone, ...(dueDay && (!waits || dueDay < waits) && { dueDay }) },
          ...(regained && { remove: ['relationshipEndedOn'] }),
          ...(news && { sign: { signal: 'purchase', day: bought } }),
        }
      : {
          write: 'create',
          profile: {
            ...placed,
            ...related,
            brand,
            contactId,
            addressHash,
            email,
            name,
            company,
            phone,
            locale,
            market,
            subscriberType: subscriberTypeOf(policy),
            ...(found && { foundIn: found }),
            standing: 'active',
            createdAt: entry.at,
            lastSigns,
            dueDay,
            ...(formerIds.length > 0 && { formerIds }),
          },
        },
    consents: [...consents, ...others].map((consent) => ({
      consent,
      inAudience: inAudience({ standing: 'active' }, consent, now),
    })),
    deletedConsents: [],
    pointer: person ? 'keep' : 'create',
    suppression: 'require_none',
    deletedRequests: [],
    ...(found && { untold: { write: 'file', day: found.tellBy } }),
  };
}
