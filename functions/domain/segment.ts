/**
 * Whom a newsletter or an export is for, as a marketer writes it and saves it under a name; and the plan by which the store finds these people
 * without looking at anybody else.
 *
 * A segment begins with purposes, so that "everybody who did not unsubscribe" cannot be said (T1). What else it asks of a person is read off the
 * consent that puts them there: the first of the segment's purposes that they have. It is also the one that their row shows.
 */
import * as z from 'zod';
import { CampaignId } from './campaign.ts';
import { type Consent, inAudience, type Profile, stands } from './consent.ts';
import { isMailPurpose, isPurposeId, type Policy, type PurposeId, partnerOf, purposeOf } from './policy.ts';
import type { Send } from './send.ts';

/** The name of a saved segment: lower-case letters, digits and hyphens. */
export const SegmentId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'expected 1 to 32 of a-z, 0-9 and -')
  .brand<'SegmentId'>();
export type SegmentId = z.infer<typeof SegmentId>;

const bounds = { listed: 20, depth: 4, conditions: 40, purposes: 10 } as const;

const Purpose = z
  .string()
  .max(64)
  .refine((text): text is PurposeId => isPurposeId(text) && (isMailPurpose(text) || partnerOf(text) !== undefined), {
    error: 'expected newsletter:<topic>, marketing:<x> or partner:<id>',
  });
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month, YYYY-MM');
const oneOf = <Value extends z.ZodType>(of: Value) => z.array(of).min(1).max(bounds.listed);
const words = oneOf(z.string().min(1).max(100));

/** What is asked of a person: every member holds. A list holds if one of its values does. */
export const Condition = z.strictObject({
  market: words.optional(),
  locale: words.optional(),
  company: words.optional(),
  relationship: words.optional(),
  /** The consent began on this day or later. */
  consentedSince: z.iso.date().optional(),
  /** A sign of life in this month or later. */
  activeSince: Month.optional(),
  /** None in this month or later. */
  inactiveSince: Month.optional(),
  /** A campaign was sent to them, and did not bounce. */
  received: oneOf(CampaignId).optional(),
  opened: oneOf(CampaignId).optional(),
  clicked: oneOf(CampaignId).optional(),
  /** They agreed to be shared with this partner. */
  partner: words.optional(),
  /** The form by which they came. */
  form: words.optional(),
  get any() {
    return z.array(Condition).min(1).max(bounds.listed).optional();
  },
  get not() {
    return Condition.optional();
  },
});
export type Condition = z.infer<typeof Condition>;

/** All of these purposes, and one of those: at least one of the two lists is there. */
const Purposes = z
  .strictObject({
    all: z.array(Purpose).min(1).max(bounds.purposes).optional(),
    any: z.array(Purpose).min(1).max(bounds.purposes).optional(),
  })
  .refine(({ all, any }) => all || any, 'name the purposes that people have agreed to, all of them or any of them');

/** A segment as it is written, bounded in size and depth. Whether a brand knows its words is for `segmentOf` to say. */
export const Segment = z
  .strictObject({ title: z.string().trim().min(1).max(100).optional(), purposes: Purposes, where: Condition.optional() })
  .superRefine(({ where }, context) => {
    const { depth, count, empty } = sizeOf(where);
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['where'], message });
    if (depth > bounds.depth) refuse(`nested more than ${bounds.depth} deep`);
    if (count > bounds.conditions) refuse(`more than ${bounds.conditions} conditions`);
    if (empty) refuse('a condition that asks nothing');
  });
export type Segment = z.infer<typeof Segment>;

function sizeOf(condition: Condition | undefined): { depth: number; count: number; empty: boolean } {
  if (!condition) return { depth: 0, count: 0, empty: false };
  const asked = Object.values(condition).filter((value) => value !== undefined);
  const inner = [...(condition.any ?? []), ...(condition.not ? [condition.not] : [])].map(sizeOf);
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    count: asked.length + inner.reduce((sum, { count }) => sum + count, 0),
    empty: asked.length === 0 || inner.some(({ empty }) => empty),
  };
}

/** A segment of this brand: a purpose, market, form or the like that its policy does not know is a slip of the pen, and is refused. */
export const segmentOf = (policy: Policy): z.ZodType<Segment> =>
  Segment.superRefine(({ purposes, where }, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const list of ['all', 'any'] as const) {
      for (const [index, purpose] of (purposes[list] ?? []).entries()) {
        if (!purposeOf(policy, purpose)) refuse(['purposes', list, index], 'no purpose of this brand');
      }
    }
    const known = {
      market: (value: string) => Object.hasOwn(policy.markets, value),
      form: (value: string) => Object.hasOwn(policy.forms, value),
      relationship: (value: string) => policy.relationships.includes(value),
      partner: (value: string) => purposeOf(policy, `partner:${value}`) !== undefined,
    };
    const check = (condition: Condition, path: (string | number)[]): void => {
      for (const [name, knows] of Object.entries(known)) {
        for (const [index, value] of (condition[name as keyof typeof known] ?? []).entries()) {
          if (!knows(value)) refuse([...path, name, index], `no ${name} of this brand`);
        }
      }
      for (const [index, inner] of (condition.any ?? []).entries()) check(inner, [...path, 'any', index]);
      if (condition.not) check(condition.not, [...path, 'not']);
    };
    if (where) check(where, ['where']);
  });

/** A segment as it is kept. */
export const SavedSegment = z.object({
  segmentId: SegmentId,
  segment: Segment,
  savedAt: z.iso.datetime(),
  /** The operator's id at the identity provider. */
  savedBy: z.string(),
});
export type SavedSegment = z.infer<typeof SavedSegment>;

/** The people of a segment who have agreed to this purpose as well: those to whom a campaign of that purpose may go. */
export const narrowedTo = (segment: Segment, purpose: PurposeId): Segment => ({
  ...segment,
  purposes: { ...segment.purposes, all: [purpose, ...(segment.purposes.all ?? []).filter((other) => other !== purpose)] },
});

/** Where the store looks. */
export interface Plan {
  /** Lists of the audience index that are walked side by side. The first one leads: with `all`, nobody is met who is not on it. */
  readonly lists: readonly PurposeId[];
  /** Whoever is on one of these may be in the segment. */
  readonly candidates: readonly PurposeId[];
  /** Conditions that the index itself answers. */
  readonly filters: readonly string[];
  /** Items that are read, in batches, of those whom the index leaves undecided. */
  readonly reads: readonly Read[];
}

/** An item of a person that the index does not hold: the profile, the consent that puts them there, or the mail of a campaign. */
export type Read = 'profile' | 'consent' | CampaignId;

const needs: Partial<Record<keyof Condition, Read>> = { relationship: 'profile', form: 'consent' };
const mailConditions = ['received', 'opened', 'clicked'] as const;

/** How a segment is found. */
export function planOf({ purposes, where }: Segment): Plan {
  const conditions = where ? flattened(where) : [];
  const partners = conditions.flatMap(({ partner = [] }) => partner.map((id): PurposeId => `partner:${id}`));
  const asked = new Set(conditions.flatMap((condition) => Object.keys(condition) as (keyof Condition)[]));
  const campaigns = conditions.flatMap((condition) => mailConditions.flatMap((name) => condition[name] ?? []));
  const reads = [...asked].flatMap((name) => needs[name] ?? []);
  return {
    lists: [...new Set([...(purposes.all ?? []), ...(purposes.any ?? []), ...partners])],
    candidates: purposes.all ? purposes.all.slice(0, 1) : (purposes.any ?? []),
    filters: [...asked].filter((name) => !needs[name] && !['any', 'not', ...mailConditions].includes(name)).sort(),
    reads: [...new Set<Read>([...reads, ...campaigns])],
  };
}

const flattened = (condition: Condition): Condition[] => [
  condition,
  ...(condition.any ?? []).flatMap(flattened),
  ...(condition.not ? flattened(condition.not) : []),
];

/** A consent as the audience index holds it. */
export type Listed = Pick<Consent, 'email' | 'name' | 'company' | 'market' | 'locale' | 'since' | 'validUntil' | 'activeMonth'>;

/** What is known of a person so far. What has not been read yet is absent, and leaves a condition undecided. */
export interface Facts {
  /** Their consents that may be mailed or shared now, among those that the segment asks about. */
  readonly listed: ReadonlyMap<PurposeId, Listed>;
  readonly profile?: Pick<Profile, 'relationship' | 'relationshipEndedOn'> | undefined;
  /** The consent that puts them into the segment. */
  readonly consent?: Pick<Consent, 'form'> | undefined;
  /** The mails of the campaigns that the segment asks about; `null` for one that they were not sent. */
  readonly sends?: ReadonlyMap<CampaignId, Pick<Send, 'state' | 'feedback' | 'openedAt' | 'clickedAt'> | null> | undefined;
}

/** Whether a person is in a segment; if not, because of which purpose list or condition; or that more has to be read first. */
export type Membership =
  | { readonly is: 'in'; readonly purpose: PurposeId }
  | { readonly is: 'out'; readonly because: 'purposes' | keyof Condition }
  | { readonly is: 'undecided'; readonly purpose: PurposeId };

/** What the facts say of a person. */
export function membershipOf({ purposes, where }: Segment, facts: Facts, now: Date): Membership {
  const has = (purpose: PurposeId) => facts.listed.has(purpose);
  const inAll = purposes.all?.every(has) ?? true;
  const inAny = purposes.any?.some(has) ?? true;
  const purpose = [...(purposes.all ?? []), ...(purposes.any ?? [])].find(has);
  if (!inAll || !inAny || !purpose) return { is: 'out', because: 'purposes' };
  const listed = facts.listed.get(purpose) as Listed;
  const answers = where ? answersTo(where, listed, facts, now) : [];
  const fails = answers.find(([, answer]) => answer === false);
  if (fails) return { is: 'out', because: fails[0] };
  return answers.some(([, answer]) => answer === undefined) ? { is: 'undecided', purpose } : { is: 'in', purpose };
}

/** Holds, does not, or cannot be said yet. */
type Answer = boolean | undefined;
const every = (answers: readonly Answer[]): Answer =>
  answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
const some = (answers: readonly Answer[]): Answer =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;

function answersTo(condition: Condition, listed: Listed, facts: Facts, now: Date): [keyof Condition, Answer][] {
  const among = (value: string | undefined, list: readonly string[]) => value !== undefined && list.includes(value);
  const mail = (
    ids: readonly CampaignId[],
    holds: (send: NonNullable<ReturnType<NonNullable<Facts['sends']>['get']>>) => boolean,
  ) =>
    some(
      ids.map((id) => {
        const send = facts.sends?.get(id);
        return send === undefined ? undefined : send !== null && holds(send);
      }),
    );
  const answerTo = (name: keyof Condition): Answer => {
    switch (name) {
      case 'market':
      case 'locale':
      case 'company':
        return among(listed[name], condition[name] ?? []);
      case 'relationship':
        return facts.profile && among(standing(facts.profile, now), condition.relationship ?? []);
      case 'form':
        return facts.consent && among(facts.consent.form, condition.form ?? []);
      case 'consentedSince':
        return listed.since.slice(0, 10) >= (condition.consentedSince ?? '');
      case 'activeSince':
        return listed.activeMonth >= (condition.activeSince ?? '');
      case 'inactiveSince':
        return listed.activeMonth < (condition.inactiveSince ?? '');
      case 'partner':
        return (condition.partner ?? []).some((id) => facts.listed.has(`partner:${id}`));
      case 'received':
        return mail(condition.received ?? [], ({ state, feedback }) => state === 'sent' && feedback !== 'bounced');
      case 'opened':
        return mail(condition.opened ?? [], ({ openedAt }) => openedAt !== undefined);
      case 'clicked':
        return mail(condition.clicked ?? [], ({ clickedAt }) => clickedAt !== undefined);
      case 'any':
        return some((condition.any ?? []).map((inner) => answerOf(inner, listed, facts, now)));
      case 'not': {
        const answer = condition.not && answerOf(condition.not, listed, facts, now);
        return answer === undefined ? undefined : !answer;
      }
    }
  };
  const asked = (Object.keys(condition) as (keyof Condition)[]).filter((name) => condition[name] !== undefined);
  return asked.map((name) => [name, answerTo(name)]);
}

const answerOf = (condition: Condition, listed: Listed, facts: Facts, now: Date): Answer =>
  every(answersTo(condition, listed, facts, now).map(([, answer]) => answer));

/** A relationship that is over is none. */
const standing = ({ relationship, relationshipEndedOn }: NonNullable<Facts['profile']>, now: Date): string | undefined =>
  relationshipEndedOn !== undefined && relationshipEndedOn <= now.toISOString().slice(0, 10) ? undefined : relationship;

/** Whether the consent may be mailed or shared at this moment, as far as the index can tell: it may have lapsed since it was listed. */
export const isListedNow = ({ validUntil }: Pick<Listed, 'validUntil'>, now: Date): boolean =>
  stands({ status: 'ConsentGiven', validUntil }, now);

/** Everything that is known of a person, for `matches`. */
export interface WholePerson {
  readonly profile: Profile;
  readonly consents: readonly Consent[];
  readonly sends: readonly Send[];
}

/** Whether a person is in a segment, when everything about them is at hand. */
export function matches(segment: Segment, { profile, consents, sends }: WholePerson, now: Date): boolean {
  const listed = new Map(
    consents.filter((consent) => inAudience(profile, consent, now)).map((consent) => [consent.purpose, consent] as const),
  );
  const { purposes } = segment;
  const first = [...(purposes.all ?? []), ...(purposes.any ?? [])].find((purpose) => listed.has(purpose));
  const asked = planOf(segment).reads.filter((read): read is CampaignId => read !== 'profile' && read !== 'consent');
  const facts: Facts = {
    listed,
    profile,
    consent: first && listed.get(first),
    sends: new Map(asked.map((id) => [id, sends.find(({ campaignId }) => campaignId === id) ?? null])),
  };
  return membershipOf(segment, facts, now).is === 'in';
}
