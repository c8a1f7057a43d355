/** Errors of the HTTP API: RFC 9457 problem documents, from one catalogue. */
import type * as z from 'zod';

/** Every kind of problem, its status and its title. `type` of the document is `/problems/<kind>`. */
export const problems = {
  'not-json': { status: 400, title: 'The body is not JSON' },
  'not-readable': { status: 400, title: 'The body cannot be read' },
  unauthorised: { status: 401, title: 'A valid access token is needed' },
  forbidden: { status: 403, title: 'This is not allowed' },
  'test-recipient-not-allowed': { status: 403, title: 'This stage sends no test mails to this address' },
  'origin-not-allowed': { status: 403, title: 'This site may not post this form' },
  'not-found': { status: 404, title: 'Nothing is here' },
  'link-not-valid': { status: 404, title: 'This link is not valid' },
  'form-withdrawn': { status: 409, title: 'This version of the form has been withdrawn' },
  conflict: { status: 409, title: 'This cannot be done as things stand' },
  barred: { status: 409, title: 'Only the person can sign this address up' },
  'confirmation-waiting': { status: 409, title: 'A confirmation of this form is already waiting at this address' },
  'campaign-state': { status: 409, title: 'The state of the campaign does not allow this' },
  'idempotency-conflict': { status: 409, title: 'This key has been used for another request' },
  'idempotency-busy': { status: 409, title: 'The first request with this key is still being answered', retryAfterSeconds: 1 },
  'file-missing': { status: 409, title: 'The file has not been uploaded yet' },
  'import-running': { status: 409, title: 'This import is at work already' },
  busy: { status: 503, title: 'Try again in a moment', retryAfterSeconds: 1 },
  'case-step': { status: 409, title: 'The case does not allow this step' },
  'legal-hold': { status: 409, title: 'A legal hold keeps the data of this person' },
  'mail-not-sent': { status: 502, title: 'The mail was not sent' },
  'link-expired': { status: 410, title: 'This link no longer works' },
  'too-large': { status: 413, title: 'The body is too large' },
  invalid: { status: 422, title: 'The request is not valid' },
  'too-many': { status: 429, title: 'Too many for one day', retryAfterSeconds: 3600 },
} as const satisfies Record<string, { status: number; title: string; retryAfterSeconds?: number }>;

/** A kind of problem. */
export type ProblemKind = keyof typeof problems;

/** One thing that is wrong with the request: what, and where (RFC 6901 pointer into the body, or into the query as an object). */
export interface FieldError {
  readonly detail: string;
  readonly pointer: string;
}

/** An error that the caller is told. Whatever else is thrown is answered as 500 without detail. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly errors: readonly FieldError[] | undefined;
  /** A word that tells this case of the kind from the others. */
  readonly reason: string | undefined;

  constructor(kind: ProblemKind, options: { errors?: readonly FieldError[]; reason?: string; cause?: unknown } = {}) {
    super(problems[kind].title, { cause: options.cause });
    this.name = 'Problem';
    this.kind = kind;
    this.errors = options.errors;
    this.reason = options.reason;
  }
}

/** The value that `schema` makes of `value`. Throws the problem `invalid`, with each error's place. No message repeats what was sent. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Problem('invalid', { errors: fieldErrors(result.error) });
  return result.data;
}

/** zod's issues as errors with pointers. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? // the name came from outside: it may be personal data, and is not repeated beyond what a field name can be
        issue.keys.map((key) => ({
          detail: 'unknown field',
          pointer: pointer([...issue.path, key.replace(/[^\w.-]/g, '').slice(0, 40)]),
        }))
      : [{ detail: issue.message, pointer: pointer(issue.path) }],
  );

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
