/** How a route is described: what a reader needs beside the schemas, which are the ones that the handlers parse with. */
import type * as z from 'zod';
import type { OperatorRole } from '../../domain/operators.ts';
import type { Route } from '../../routes.ts';
import type { ProblemKind } from '../problem.ts';

/** One route. */
export interface Operation {
  readonly tag: Tag;
  /** One line, without a full stop. */
  readonly summary: string;
  readonly description?: string;
  /** Operators who may call it, of a route under `/v1`; a partner's routes have none. The tests hold it to what happens. */
  readonly roles?: readonly OperatorRole[];
  readonly query?: z.ZodObject;
  /** One parameter of the path that has a narrower schema than a word, by its name. */
  readonly path?: Readonly<Record<string, z.ZodType>>;
  readonly body?: {
    readonly schema: z.ZodType;
    readonly example: unknown;
    /** The same members as `application/x-www-form-urlencoded`. */
    readonly alsoAsForm?: true;
    /** The route answers whatever the body is. */
    readonly optional?: true;
  };
  /** Takes an `Idempotency-Key`. */
  readonly idempotent?: true;
  /** What it answers when all is well, by status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Problems of its own, beside those that every route of its kind has. */
  readonly problems?: readonly ProblemKind[];
  /** Problems are pages, for people. */
  readonly pages?: true;
}

/** What comes back. */
export interface Answer {
  readonly description: string;
  /** By media type. A page, a table or an image has no schema. */
  readonly content?: Readonly<Record<string, { readonly schema?: z.ZodType; readonly example?: unknown }>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The chapters of the description, in their order. */
export const tags = {
  Forms: 'What visitors of a brand’s site open and send. No login.',
  Links: 'Behind the links in mails. A GET shows a page and changes nothing; the page’s button posts.',
  Audiences: 'Who may be mailed or shared now, for a purpose or in a saved segment.',
  Newsletters: 'Campaigns, from what they say to what became of each mail.',
  People: 'One person: what is known, and the proof of it.',
  Files: 'Large lists as files: exports and imports.',
  Rights: 'What people may ask of their data, and what an operator does for them.',
  Partners: 'Companies that people agreed to be shared with: their feed, and what they answer.',
  Policy: 'What the brand promises, and what follows from it.',
  API: 'This description.',
} as const;
/** A chapter. */
export type Tag = keyof typeof tags;

/** Some routes, described. `operations.ts` puts them together, and does not compile while one is missing. */
export type Described = Partial<Record<Route, Operation>>;

/** 200 with a JSON body. */
export const ok = (schema: z.ZodType, example: unknown, description = 'As asked'): { readonly 200: Answer } => ({
  200: { description, content: { 'application/json': { schema, example } } },
});

/** 200 with a page. */
export const shows = (description: string): { readonly 200: Answer } => ({ 200: { description, content: { 'text/html': {} } } });
