/** What callers send to routes whose subject has no other schema: one place for the handlers and for the description of the API. */
import * as z from 'zod';
import { caseChannels, caseRights } from './case.ts';
import { EmailAddress } from './email-address.ts';
import { ContactId } from './identity.ts';
import { pseudonymous } from './offline-consent.ts';
import { paging } from './paging.ts';
import { locales, type PurposeId } from './policy.ts';

/** A request about somebody's data, as it reached the brand. */
export const openedCase = (now: Date) =>
  z
    .strictObject({
      email: EmailAddress.optional(),
      contactId: ContactId.optional(),
      right: z.enum(caseRights),
      channel: z.enum(caseChannels),
      /** When it reached the brand: a letter has lain since. */
      receivedAt: z.iso
        .datetime({ offset: true })
        .refine((at) => Date.parse(at) <= now.getTime(), 'lies in the future')
        .optional(),
      locale: z.enum(locales).optional(),
    })
    .refine(({ email, contactId }) => (email === undefined) !== (contactId === undefined), 'say whose it is: email or contactId');

/** Which cases are listed. */
export const CasesListed = z.strictObject({ state: z.enum(['open', 'due-soon', 'overdue']).default('open'), ...paging });

/** Where the person's wish can be looked up. Neither names them: both stand in the ledger. */
export const RightAsked = z.strictObject({ reference: pseudonymous(64).optional(), reason: pseudonymous(100).optional() });

const Words = z.string().trim().min(1).max(200);

/** To whom something was handed, on which legal ground (the section, the order), what, and where that can be looked up. */
export const HandedOver = z.strictObject({
  to: Words,
  legalGround: Words,
  reference: Words.optional(),
  fields: z
    .array(z.string().regex(/^[a-z][a-zA-Z]{0,31}$/, 'expected a field name such as email'))
    .min(1)
    .max(50),
});

/** A page of a partner's feed. */
export const FeedPage = z.strictObject(paging);

/** Everything up to this cursor of the feed has been acted upon. */
export const Acknowledgement = z.strictObject({ cursor: z.string().max(500) });

/** Who told the company to stop, by the id of its feed, and what: one of the purposes that it may end. */
export const PartnerOptOut = z.strictObject({
  contactId: ContactId,
  purpose: z.custom<PurposeId>((value) => typeof value === 'string', 'name a purpose'),
});
