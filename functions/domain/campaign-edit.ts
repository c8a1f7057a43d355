/** What a marketer writes when they make a campaign or change one, and what follows from it. */
import * as z from 'zod';
import { type Campaign, CampaignId } from './campaign.ts';
import { type Remark, Source } from './content.ts';
import { EmailAddress } from './email-address.ts';
import { ContactId } from './identity.ts';
import { isMailPurpose, type Locale, locales, localesOf, type Policy, type PurposeId, purposeOf } from './policy.ts';
import { type Segment, SegmentId } from './segment.ts';

const most = 20;

const Exclude = z.strictObject({
  /** Whoever is in one of these segments gets nothing. */
  segments: z.array(SegmentId).max(most).default([]),
  /** Nor does whoever was sent one of these campaigns. */
  campaigns: z.array(CampaignId).max(most).default([]),
});

const shape = {
  name: z.string().trim().min(1).max(100),
  purpose: z.custom<PurposeId>((value) => typeof value === 'string', 'name a purpose of the policy'),
  segment: SegmentId,
  exclude: Exclude,
  content: z.partialRecord(z.enum(locales), Source).refine((content) => Object.keys(content).length > 0, {
    error: 'write it in at least one locale',
    // of a locale that there is not, that is said
    when: ({ issues }) => issues.length === 0,
  }),
};

/** A new campaign: to everybody of a mail purpose, or to those of a segment who agreed to it. */
export const NewCampaign = z.strictObject({
  ...shape,
  purpose: shape.purpose.optional(),
  segment: shape.segment.optional(),
  exclude: shape.exclude.optional(),
});
export type NewCampaign = z.infer<typeof NewCampaign>;

/** A change of a campaign: what is left out stays, `null` takes a segment or an exclusion away, and `content` replaces all of it. */
export const CampaignChange = z
  .strictObject({
    name: shape.name.optional(),
    purpose: shape.purpose.optional(),
    segment: shape.segment.nullable().optional(),
    exclude: shape.exclude.nullable().optional(),
    content: shape.content.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'nothing to change',
    when: ({ issues }) => issues.length === 0,
  });
export type CampaignChange = z.infer<typeof CampaignChange>;

/** What to preview: the mail as somebody would get it, or as nobody in particular would; in their locale, or in another one. */
export const PreviewOf = z.strictObject({ contactId: ContactId.optional(), locale: z.enum(locales).optional() });

/** To whom a test mail goes, and in which of the campaign's locales. */
export const TestTo = z.strictObject({ to: EmailAddress, locale: z.enum(locales).optional() });

/** What is written of a campaign, but what it says. */
export type CampaignTerms = Pick<Campaign, 'name' | 'segment' | 'exclude'> & { readonly purpose?: PurposeId | undefined };

/** A campaign's terms as a change leaves them. */
export function changedTerms(campaign: CampaignTerms, { name, purpose, segment, exclude }: CampaignChange): CampaignTerms {
  return {
    name: name ?? campaign.name,
    purpose: purpose ?? campaign.purpose,
    segment: segment === undefined ? campaign.segment : (segment ?? undefined),
    exclude: exclude === undefined ? campaign.exclude : (exclude ?? undefined),
  };
}

/**
 * The purpose under which a campaign goes out: what its links withdraw, and the consent that each recipient needs. The one that is named, or the only one
 * of its segment that mail is sent for.
 */
export function mailPurposeOf(
  policy: Policy,
  named: PurposeId | undefined,
  segment: Segment | undefined,
): { readonly purpose: PurposeId } | { readonly wrong: Remark } {
  const wrong = (detail: string) => ({ wrong: { detail, pointer: '/purpose' } });
  if (named !== undefined) {
    const mailed = isMailPurpose(named) && purposeOf(policy, named) !== undefined;
    return mailed ? { purpose: named } : wrong('no purpose of this brand that mail is sent for');
  }
  if (!segment) return wrong('name the purpose, or a segment');
  const { all = [], any = [] } = segment.purposes;
  const [only, ...others] = [...new Set([...all, ...any])].filter(isMailPurpose);
  return only && others.length === 0
    ? { purpose: only }
    : wrong('name the purpose: the segment has not exactly one that mail is sent for');
}

/**
 * Content by locale, in the order of the brand's markets: the first is what readers of other locales get. The order in which it was written says
 * nothing, since members of a JSON object have none.
 */
export function inMarketOrder(policy: Policy, content: Partial<Record<Locale, Source>>): Map<Locale, Source> {
  const order = [...new Set([...localesOf(policy), ...locales])];
  return new Map(order.flatMap((locale) => (content[locale] ? [[locale, content[locale]] as const] : [])));
}

/** Whether test mails may go to an address: it is on the stage's list, or its domain is, as `@example.com`. */
export const mayGetTests = (email: string, listed: readonly string[]): boolean =>
  listed.some((one) => (one.startsWith('@') ? email.endsWith(one.toLowerCase()) : email === one.toLowerCase()));
