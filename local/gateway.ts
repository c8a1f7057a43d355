/**
 * The HTTP API of API Gateway: its choice of route, its JWT authoriser, its events (payload 2.0) and its reading of a function's
 * answer. What the documents leave open follows what others measured on the real one: which bodies arrive as base64, how claims are
 * written, that `rawPath` arrives decoded.
 */
import { randomUUID } from 'node:crypto';
import type { Authorise } from './identity.ts';

/** A request's settings: those of `fetch`, and the address that it comes from. */
export type RequestSettings = RequestInit & { readonly sourceIp?: string };

/** What the gateway needs. */
export interface GatewaySettings {
  /** Route keys and the functions they lead to. */
  readonly routes: Readonly<Record<string, string>>;
  /** Calls the function `file` with an event and returns what it returned, as JSON. Throws what the function threw. */
  readonly invoke: (file: string, event: object) => Promise<unknown>;
  readonly authorise: Authorise;
  readonly now: () => Date;
  readonly publicUrl: string;
}

/** Answers a request for a path, with its query, as the gateway would. */
export type Gateway = (path: string, settings?: RequestSettings) => Promise<Response>;

const mostBodyBytes = 10 * 1024 * 1024;
/** Lambda's limit for what a function returns. */
const mostAnswerBytes = 6 * 1024 * 1024;

/** A gateway over a table of routes. */
export function openGateway({ routes, invoke, authorise, now, publicUrl }: GatewaySettings): Gateway {
  const table = Object.entries(routes).map(([key, file]) => toRoute(key, file));
  return async (path, { sourceIp = '192.0.2.1', ...init } = {}) => {
    const request = new Request(`${publicUrl}${path}`, init);
    const target = targetOf(path);
    if (!target) return message(400, 'Bad Request');
    const match = findRoute(table, request.method, target.path);
    if (!match) return message(404, 'Not Found');

    const claims = match.protected ? await authorise(request.headers.get('authorization') ?? undefined, now()) : undefined;
    if (match.protected && !claims) return message(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
    const body = Buffer.from(await request.arrayBuffer());
    if (body.length > mostBodyBytes) return message(413, 'Request Entity Too Large');

    const event = {
      version: '2.0',
      routeKey: match.key,
      rawPath: target.path,
      rawQueryString: target.query,
      ...headersAndCookies(request.headers, body.length, sourceIp, publicUrl),
      ...queryOf(target.query),
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        ...(claims && { authorizer: { jwt: { claims, scopes: null } } }),
        domainName: new URL(publicUrl).hostname,
        domainPrefix: 'local',
        http: {
          method: request.method,
          path: target.path,
          protocol: 'HTTP/1.1',
          sourceIp,
          userAgent: request.headers.get('user-agent') ?? '',
        },
        requestId: randomUUID(),
        routeKey: match.key,
        stage: '$default',
        time: logTime(now()),
        timeEpoch: now().getTime(),
      },
      ...(Object.keys(match.parameters).length > 0 && { pathParameters: match.parameters }),
      ...bodyOf(body, request.headers.get('content-type')),
    };
    try {
      return toResponse(await invoke(match.file, event));
    } catch {
      return message(500, 'Internal Server Error'); // whoever called the function has noted the error
    }
  };
}

const message = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  Response.json({ message: text }, { status, headers });

interface TableRoute {
  readonly key: string;
  readonly file: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly protected: boolean;
}

function toRoute(key: string, file: string): TableRoute {
  const [method = '', path = ''] = key.split(' ');
  return { key, file, method, segments: path.split('/'), protected: path.startsWith('/v1/') };
}

const isVariable = (segment: string): boolean => segment.startsWith('{');

/** The route with the most particular path: of two that match, the one that is fixed where the other first varies. */
function findRoute(table: readonly TableRoute[], method: string, path: string) {
  const segments = path.split('/');
  const matches = table.filter(
    (route) =>
      route.method === method &&
      route.segments.length === segments.length &&
      route.segments.every((segment, index) => (isVariable(segment) ? segments[index] !== '' : segment === segments[index])),
  );
  const variability = ({ segments: own }: TableRoute) => own.map((segment) => Number(isVariable(segment))).join('');
  const [best] = matches.toSorted((a, b) => (variability(a) < variability(b) ? -1 : 1));
  if (!best) return undefined;
  const variables = best.segments.flatMap((segment, index) =>
    isVariable(segment) ? [[segment.slice(1, -1), segments[index] ?? '']] : [],
  );
  return { ...best, parameters: Object.fromEntries(variables) as Record<string, string> };
}

/** Path and query as an HTTP API sees them: it decodes the path, and cuts it at a `?` that comes out. */
function targetOf(path: string): { path: string; query: string } | undefined {
  const withoutFragment = path.split('#')[0] ?? '';
  const at = withoutFragment.indexOf('?');
  const [raw, query] = at < 0 ? [withoutFragment, ''] : [withoutFragment.slice(0, at), withoutFragment.slice(at + 1)];
  try {
    return { path: decodeURIComponent(raw).split('?')[0] ?? '', query };
  } catch {
    return undefined;
  }
}

function queryOf(query: string): { queryStringParameters?: Record<string, string> } {
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = Object.hasOwn(values, name) ? `${values[name]},${value}` : value;
  }
  return query === '' ? {} : { queryStringParameters: values };
}

function headersAndCookies(given: Headers, length: number, sourceIp: string, publicUrl: string) {
  const { cookie, ...headers } = Object.fromEntries(given);
  const url = new URL(publicUrl);
  const passedBy = headers['x-forwarded-for'];
  const cookies = cookie?.split(/; */).filter((one) => one !== '');
  return {
    headers: {
      host: url.host,
      ...headers,
      ...(length > 0 && { 'content-length': String(length) }),
      'x-amzn-trace-id': `Root=1-${randomUUID()}`,
      'x-forwarded-for': passedBy ? `${passedBy}, ${sourceIp}` : sourceIp,
      'x-forwarded-port': url.port || (url.protocol === 'https:' ? '443' : '80'),
      'x-forwarded-proto': url.protocol.slice(0, -1),
    },
    ...(cookies && { cookies }),
  };
}

// everything else is base64, forms and bodies of no stated type among them
const isText = (contentType: string | null): boolean =>
  /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i.test(contentType ?? '');

function bodyOf(body: Buffer, contentType: string | null): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  return isText(contentType)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function logTime(time: Date): string {
  const [date = '', clock = ''] = time.toISOString().split('T');
  const [year, , day] = date.split('-');
  return `${day}/${months[time.getUTCMonth()]}/${year}:${clock.slice(0, 8)} +0000`;
}

/** A function's answer as a response; without `statusCode` the whole answer is the body, as JSON. */
function toResponse(answer: unknown): Response {
  if (Buffer.byteLength(JSON.stringify(answer) ?? '') > mostAnswerBytes) return message(500, 'Internal Server Error');
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer)) return Response.json(answer);
  const { statusCode: status, headers = {}, cookies = [], body = '', isBase64Encoded: encoded } = answer as FunctionAnswer;
  if (!Number.isInteger(status) || status < 200 || status > 599 || typeof body !== 'string')
    return message(500, 'Internal Server Error');
  const shown = new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));
  if (!shown.has('content-type') && body !== '') shown.set('content-type', 'text/plain;charset=UTF-8');
  for (const cookie of cookies) shown.append('set-cookie', cookie);
  const empty = [204, 205, 304].includes(status);
  return new Response(empty ? null : encoded ? Buffer.from(body, 'base64') : body, { status, headers: shown });
}

interface FunctionAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}
