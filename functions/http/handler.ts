/** One Lambda behind the HTTP API: requests in, answers out, every error a problem. Written once. */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { limits } from '../domain/limits.ts';
import type { Source } from '../domain/sign-up.ts';
import { once } from '../once.ts';
import type { Route } from '../routes.ts';
import { parseJson } from './json.ts';
import { Problem, problems } from './problem.ts';
import { whereOf } from './where.ts';

/** What a handler sees of a request. Bodies are read on demand; each reader throws the problem that fits. */
export interface HttpRequest {
  /** The route's key in `routes.ts`. */
  readonly route: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** From the gateway's own context, never from a header that the caller writes (T32, S13). */
  readonly source: Source;
  /** Claims of the access token that the gateway has verified; empty on open routes. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly isForm: boolean;
  /** The body. Throws `too-large`. */
  readonly bytes: () => Buffer<ArrayBuffer>;
  /** The body as UTF-8. Throws `too-large` or `not-readable`, and so do the two below. */
  readonly text: () => string;
  readonly json: () => unknown;
  readonly form: () => URLSearchParams;
}

/** What a handler answers. */
export type HttpAnswer = APIGatewayProxyStructuredResultV2;

/** One route's steps. */
export type Respond = (request: HttpRequest) => Promise<HttpAnswer> | HttpAnswer;

/** The Lambda handler of an HTTP function. */
export type HttpHandler = (event: APIGatewayProxyEventV2, context?: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** How a function's answers differ from the plain ones. */
export interface HttpOptions {
  /** The page for a problem, or for an unexpected error (`undefined`), where this caller is to see a page; else the problem document. */
  readonly show?: (problem: Problem | undefined, request: HttpRequest) => HttpAnswer | undefined;
  /** Headers for every answer, errors included. */
  readonly headers?: (request: HttpRequest) => Record<string, string>;
  /** What a request is held to before its route answers: the request as it goes on, or a problem. */
  readonly admit?: (request: HttpRequest) => Promise<HttpRequest>;
  /** @default - `limits.bodyBytes` */
  readonly bodyBytes?: number;
}

/**
 * The handler of the given routes. A `Problem` is answered as such, by `show` as a page or else as RFC 9457; anything else is logged once,
 * and answered 500 without detail. A request that runs out of time is answered too: middy ends it before Lambda would.
 */
export function http(
  routes: { readonly [R in Route]?: Respond },
  { show, headers, admit, bodyBytes = limits.bodyBytes }: HttpOptions = {},
): HttpHandler {
  const finish = (answer: HttpAnswer, request: HttpRequest): HttpAnswer => ({
    ...answer,
    // every answer, not only pages: OWASP ASVS 5.0, 3.4.1
    headers: { 'strict-transport-security': 'max-age=63072000; includeSubDomains', ...answer.headers, ...headers?.(request) },
  });
  const answer = middy<APIGatewayProxyEventV2, HttpAnswer, Error>()
    .handler(async (event: APIGatewayProxyEventV2) => {
      const respond = routes[event.routeKey as Route];
      if (!respond) throw new Error(`the route ${event.routeKey} leads to a function that does not answer it`);
      const request = requestOf(event, bodyBytes);
      return finish(await respond(admit ? await admit(request) : request), request);
    })
    .onError(({ event, error, context }) => {
      const problem = error instanceof Problem ? error : undefined;
      if (!problem) {
        const line = {
          outcome: 'unexpected_error',
          routeKey: event.routeKey,
          requestId: context?.awsRequestId,
          ...whereOf(error),
        };
        process.stderr.write(`${JSON.stringify(line)}\n`);
      }
      const request = requestOf(event, bodyBytes);
      return finish(show?.(problem, request) ?? problemDocument(problem), request);
    });
  return answer as unknown as HttpHandler;
}

function requestOf(event: APIGatewayProxyEventV2, bodyBytes: number): HttpRequest {
  const { http: connection } = event.requestContext;
  const authorizer = (event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } }).authorizer;
  const bytes = once(() => bodyBytesOf(event, bodyBytes));
  const text = once(() => textOf(bytes()));
  return {
    route: event.routeKey,
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    source: { ip: connection.sourceIp, agent: connection.userAgent ?? '' },
    claims: authorizer?.jwt?.claims ?? {},
    isForm: (event.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded'),
    bytes,
    text,
    json: () => {
      try {
        return parseJson(text());
      } catch (error) {
        throw error instanceof Problem ? error : new Problem('not-json');
      }
    },
    form: () => formFields(text()),
  };
}

function formFields(text: string): URLSearchParams {
  const fields = new URLSearchParams(text);
  if (fields.size > limits.formFields) throw new Problem('not-readable');
  return fields;
}

function bodyBytesOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2, most: number): Buffer<ArrayBuffer> {
  // four characters of base64 hold three bytes
  if (body.length > most * (isBase64Encoded ? 4 / 3 : 1)) throw new Problem('too-large');
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > most) throw new Problem('too-large');
  return bytes;
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('not-readable');
  }
}

/** A JSON answer. Nothing of ours may be kept by a cache or guessed at by a browser. */
export const json = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  statusCode: status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers },
  body: JSON.stringify(body),
});

/** 204: done, and there is nothing to show. */
export const empty = (): HttpAnswer => ({ statusCode: 204, headers: { 'cache-control': 'no-store' }, body: '' });

/** A page with its own headers. */
export const page = (status: number, { html, headers }: { html: string; headers: Record<string, string> }): HttpAnswer => ({
  statusCode: status,
  headers,
  body: html,
});

/** 303: the browser fetches `location` with GET. */
export const seeOther = (location: string): HttpAnswer => ({
  statusCode: 303,
  headers: { location, 'cache-control': 'no-store' },
  body: '',
});

function problemDocument(problem: Problem | undefined): HttpAnswer {
  const known = problem && problems[problem.kind];
  const status = known?.status ?? 500;
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(known && 'retryAfterSeconds' in known && { 'retry-after': String(known.retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: problem ? `/problems/${problem.kind}` : 'about:blank',
      title: known?.title ?? 'Something went wrong here',
      status,
      ...(problem?.reason && { reason: problem.reason }),
      ...(problem?.errors && { errors: problem.errors }),
    }),
  };
}
