/** What an operator puts right in what is known of a person: who they are, and what they are to the brand (GDPR 16; X3, K1). */
import * as z from 'zod';
import { addresseeOf, effectiveBasis, isGround } from './basis.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Change } from './change.ts';
import { Agreement, type Consent, inAudience, type Person, type Profile } from './consent.ts';
import { everLonger } from './duration.ts';
import { nextEntry } from './ledger.ts';
import { namesThePerson, pseudonymous } from './offline-consent.ts';
import { locales, localesOf, type Policy, purposeOf } from './policy.ts';
import { dayOf, firstDueDay, stepsOf } from './retention.ts';
import { rulePackOfMarket } from './rule-packs.ts';
import { isNeeded, personFields } from './sign-up.ts';

/** What may be put right here. An address has a way of its own, since whoever reads it must confirm it (I18). */
export const amendable = [
  'name',
  'company',
  'phone',
  'locale',
  'relationship',
  'relationshipEndedOn',
  'basisEvidence',
  'agreedPeriods',
] as const satisfies (keyof Profile)[];
type Amendable = (typeof amendable)[number];

/** The fields to change; null takes what is known away. */
export type Amendment = { readonly [Field in Amendable]?: Profile[Field] | null };

const orNothing = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().optional();
const text = (field: keyof typeof personFields) =>
  orNothing(personFields[field].pipe(z.string().min(1, 'empty: null removes it')));

/** The body that an operator sends, whatever the brand. */
export const AmendmentBody = z.strictObject({
  name: text('name'),
  company: text('company'),
  phone: text('phone'),
  locale: z.enum(locales).optional(),
  relationship: orNothing(z.string()),
  relationshipEndedOn: orNothing(z.iso.date()),
  basisEvidence: orNothing(z.array(z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'expected a word such as sale')).max(10)),
  agreedPeriods: orNothing(z.record(z.string(), Agreement.extend({ contract: pseudonymous(64) }))),
});

/** The same, held to the policy: only what it lets the brand hold. */
export const amendmentOf = (policy: Policy, now: Date) =>
  AmendmentBody.extend({
    locale: z.enum(localesOf(policy), 'no language of this brand').optional(),
    relationship: orNothing(z.enum(policy.relationships, 'no relationship of this brand')),
    relationshipEndedOn: orNothing(z.iso.date().pipe(z.string().refine((day) => day <= dayOf(now), 'lies in the future'))),
  })
    .superRefine((body, context) => {
      if (Object.keys(body).length === 0 && context.issues.length === 0)
        context.addIssue({ code: 'custom', message: 'says nothing' });
      for (const field of ['name', 'company', 'phone'] as const) {
        const refusal =
          body[field] && (!Object.hasOwn(policy.fields, field) || policy.fields[field] === 'forbidden')
            ? 'this brand keeps no such field'
            : body[field] === null && isNeeded(policy, field)
              ? 'required'
              : undefined;
        if (refusal) context.addIssue({ code: 'custom', path: [field], message: refusal });
      }
      for (const [purpose, agreed] of Object.entries(body.agreedPeriods ?? {})) {
        const refusal = refusalOf(policy, purpose, agreed, now);
        if (refusal)
          context.addIssue({ code: 'custom', path: ['agreedPeriods', purpose, ...refusal.path], message: refusal.says });
      }
    })
    .transform((body): Amendment => body as Amendment);

/** Why a contract cannot agree this period; undefined if it can. The policy says which periods a contract may agree, and between which lengths (E6). */
function refusalOf(
  policy: Policy,
  purpose: string,
  { period, agreedOn }: Agreement,
  now: Date,
): { path: string[]; says: string } | undefined {
  const [bounds] = (purposeOf(policy, purpose)?.retention ?? []).flatMap(({ byContract }) => byContract ?? []);
  if (!bounds) return { path: [], says: 'no contract may set how long this is kept' };
  if (everLonger(bounds.shortest, period)) return { path: ['period'], says: `shorter than ${bounds.shortest}` };
  if (everLonger(period, bounds.longest)) return { path: ['period'], says: `longer than ${bounds.longest}` };
  return agreedOn > dayOf(now) ? { path: ['agreedOn'], says: 'lies in the future' } : undefined;
}

/** What is wrong with an amendment of this person; undefined if nothing is. Only a relationship that there is can have ended, or have a contract. */
export function contradictionOf({ profile }: Person, amendment: Amendment): { pointer: string; detail: string } | undefined {
  const { relationship, agreedPeriods, name, phone } = { ...profile, ...amendment };
  if (!relationship && amendment.relationshipEndedOn)
    return { pointer: '/relationshipEndedOn', detail: 'this person has no relationship' };
  if (!relationship && agreedPeriods && (amendment.relationship !== undefined || amendment.agreedPeriods))
    return { pointer: '/agreedPeriods', detail: 'this person has no relationship, so no contract is theirs' };
  const known = { name: name ?? profile.name, phone: phone ?? profile.phone };
  const named = Object.entries(amendment.agreedPeriods ?? {}).find(([, { contract }]) => namesThePerson(contract, known));
  return named && { pointer: `/agreedPeriods/${named[0]}/contract`, detail: 'names the person, whom the evidence must not name' };
}

/** The names of the fields that an amendment would change. */
export const changedBy = ({ profile }: Person, amendment: Amendment): Amendable[] =>
  amendable.filter((field) => {
    const wanted = amendment[field];
    return wanted !== undefined && canonicalJson(wanted ?? undefined) !== canonicalJson(profile[field]);
  });

/**
 * The change, with an entry that names the fields and nothing they held; undefined if everything is so already. A new relationship begins: an earlier one's end
 * goes with it. Whatever rested on the relationship is looked at anew, and leaves the audience with it. A last step of retention that the rules no longer
 * hold is over, and the next sweep decides again.
 */
export function amend(policy: Policy, person: Person, amendment: Amendment, operator: string, now: Date): Change | undefined {
  const { profile } = person;
  const began = amendment.relationship !== undefined && amendment.relationship !== profile.relationship;
  const complete: Amendment =
    began && amendment.relationshipEndedOn === undefined && profile.relationshipEndedOn !== undefined
      ? { ...amendment, relationshipEndedOn: null }
      : amendment;
  const fields = changedBy(person, complete);
  if (fields.length === 0) return undefined;

  const { brand, contactId, addressHash } = profile;
  const removed = fields.filter((field) => complete[field] === null);
  const set = Object.fromEntries(fields.flatMap((field) => (complete[field] === null ? [] : [[field, complete[field]]])));
  const amended: Profile = { ...profile, ...set, ...Object.fromEntries(removed.map((field) => [field, undefined])) };
  const grounded = regrounded(policy, amended, person.consents);
  const entry = nextEntry(
    { seq: profile.seq, hash: profile.head },
    {
      at: now.toISOString(),
      actor: 'operator',
      act: 'amended',
      method: 'operator',
      changes: {},
      addressHash,
      policyVersion: policy.version,
      policyHash: policy.hash,
      evidence: {
        operator,
        fields,
        ...(fields.includes('agreedPeriods') && { agreedPeriods: amended.agreedPeriods ?? {} }),
        ...(grounded.length > 0 && {
          grounds: Object.fromEntries(grounded.map(({ purpose, ground }) => [purpose, ground ?? 'none'])),
        }),
      },
    },
  );
  const { name, company, locale } = amended;
  const isShown = fields.some((field) => field === 'name' || field === 'company' || field === 'locale');
  const consents = (isShown ? person.consents.map((consent) => sameOr(consent, grounded)) : grounded).map((consent) => ({
    ...consent,
    name,
    company,
    locale,
  }));
  const after = { profile: amended, consents: person.consents };
  const dueDay = firstDueDay(policy, after, now);
  const waits = profile.dueDay;
  const isOver =
    profile.endsOn !== undefined && canonicalJson(stepsOf(policy, person, now)) !== canonicalJson(stepsOf(policy, after, now));
  return {
    brand,
    contactId,
    addressHash,
    entry,
    profile: {
      write: 'update',
      set: { ...set, seq: entry.seq, head: entry.hash, ...(dueDay && (!waits || dueDay < waits) && { dueDay }) },
      ...(removed.length > 0 && { remove: removed }),
      ...(isOver && { endsLastStep: true as const }),
    },
    consents: consents.map((consent) => ({ consent, inAudience: inAudience(profile, consent, now) })),
    deletedConsents: [],
    pointer: 'keep',
    suppression: 'keep',
    deletedRequests: [],
  };
}

const sameOr = (consent: Consent, changed: readonly Consent[]): Consent =>
  changed.find(({ purpose }) => purpose === consent.purpose) ?? consent;

/**
 * The purposes that were begun without consent and whose ground is another one by what is known now, or gone. One that a person was asked about rests on their
 * answer and is not among them.
 */
export function regrounded(policy: Policy, profile: Profile, consents: readonly Consent[]): Consent[] {
  const pack = rulePackOfMarket(policy, profile.market);
  return consents
    .filter(({ status, basis }) => status === 'ConsentUnknown' && basis !== 'consent')
    .flatMap(({ ground, ...consent }): Consent[] => {
      const found = effectiveBasis(policy, pack, addresseeOf(profile), consent.purpose, 'none');
      const reason = isGround(found) ? found.reason : undefined;
      if (reason === ground) return [];
      return [{ ...consent, ...(reason && { ground: reason, basis: found.basis }) }];
    });
}
