/** What a campaign says: as a marketer wrote it, and as it is kept after it was checked and compiled. */
import * as z from 'zod';
import type { LinkTable } from './campaign.ts';
import type { Profile } from './consent.ts';
import { limits } from './limits.ts';
import { type Locale, locales, type PurposeId } from './policy.ts';

/** The forms in which a newsletter can be written. */
export const sourceFormats = ['mjml', 'html', 'markdown'] as const;
export type SourceFormat = (typeof sourceFormats)[number];

const written = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= limits.sourceBytes, `longer than ${limits.sourceBytes} bytes`);
/** One line: a line break in a subject would begin another header (S17). */
const line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'expected one line without control characters');

/** A newsletter in one locale as it is written: a subject, and the mail in exactly one of the formats. */
export const Source = z
  .strictObject({
    subject: line.max(limits.subjectLength),
    /** What an inbox shows after the subject. */
    preheader: line.max(limits.preheaderLength).optional(),
    mjml: written.optional(),
    html: written.optional(),
    markdown: written.optional(),
  })
  .refine((source) => sourceFormats.filter((format) => source[format] !== undefined).length === 1, {
    message: 'expected the mail in exactly one of mjml, html and markdown',
  });
export type Source = z.infer<typeof Source>;

/**
 * `CONTENT#<locale>`: three Liquid templates over `contact`, whose fields the policy allows, and over the mail's own `links`. A link to one of the
 * campaign's targets stands in them by its number.
 */
export const Content = z.object({ locale: z.enum(locales), subject: z.string(), html: z.string(), text: z.string() });
export type Content = z.infer<typeof Content>;

/** What a newsletter may print of somebody, by the name of its merge field; which of it, the policy says. */
export const mergeOf = ({ email, name, company, phone }: Profile): Record<string, string | undefined> => ({
  email,
  name,
  company,
  phone,
});

/** All that a campaign says, in every locale that it has; first the one that readers of other locales get. */
export interface Contents {
  readonly sources: ReadonlyMap<Locale, Source>;
  readonly contents: readonly Content[];
  readonly links: LinkTable;
}

/** What is sent in one locale: the content, under which purpose, and where its links lead. */
export interface Edition {
  readonly purpose: PurposeId;
  readonly content: Content;
  readonly links: LinkTable;
}

/** The locale in which somebody is written to: their own if the campaign has it, else the campaign's first. */
export const localeFor = (campaign: { readonly locales: readonly Locale[] }, wanted: string | undefined): Locale =>
  campaign.locales.find((locale) => locale === wanted) ?? (campaign.locales[0] as Locale);

/** Something about a campaign's content that its author should know: what, and where (RFC 6901 pointer into the request's body). */
export interface Remark {
  readonly detail: string;
  readonly pointer: string;
}
