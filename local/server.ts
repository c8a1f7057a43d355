/** The local run over HTTP: the system behind its gateway, and the routes under `/_local` that only this machine has. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addDuration } from '../functions/domain/duration.ts';
import { type ApiDocument, apiPage } from './api-page.ts';
import { CannotStart } from './cannot-start.ts';
import { isRole } from './identity.ts';
import {
  mailboxPage,
  mailDocument,
  mailPage,
  type Newsletter,
  newslettersPage,
  overviewPage,
  refusalPage,
  resultPage,
  tokenPage,
} from './pages.ts';
import type { System } from './system.ts';

/** A server that answers as soon as its system runs. */
export interface LocalServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** What the server is told. */
export interface ServerSettings {
  readonly port: number;
  /** Where to listen. Default: this machine only, by IPv4 and IPv6. */
  readonly host: string | undefined;
  readonly system: Promise<System>;
  /** Names of jobs to offer. */
  readonly jobs: readonly string[];
  /** Called when something may wait in the stream or in a queue. */
  readonly wake: () => void;
}

const mostBodyBytes = 10 * 1024 * 1024;
const longestWaitMs = 10_000;

/** Listens, before the engines run: a request that comes early waits for the system. Throws CannotStart if the port is taken. */
export async function startServer(settings: ServerSettings): Promise<LocalServer> {
  const listen = async (host: string, port: number): Promise<Server | undefined> => {
    const server = createServer((request, response) => {
      answer(settings, request, response).catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        if (response.headersSent) response.destroy();
        else void send(response, problem(500, 'Something went wrong here'));
      });
    });
    server.listen(port, host);
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EADDRINUSE')
        throw new CannotStart(
          `Port ${port} is in use: stop what runs there, or choose another, as in PORT=${port + 1} npm start.`,
        );
      if (code === 'EACCES') throw new CannotStart(`Port ${port} is not open to you: choose another, as in PORT=3000 npm start.`);
      if (host === '::1') return undefined; // a machine without IPv6
      if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') throw new CannotStart(`HOST=${host} is no address of this machine.`);
      throw error;
    }
  };
  const first = await listen(settings.host ?? '127.0.0.1', settings.port);
  const port = (first?.address() as AddressInfo | undefined)?.port ?? settings.port;
  const second = settings.host ? undefined : await listen('::1', port);
  const servers = [first, second].filter((server) => server !== undefined);
  return {
    port,
    stop: async () => {
      await Promise.all(
        servers.map(async (server) => {
          server.close();
          server.closeAllConnections();
          await once(server, 'close');
        }),
      );
    },
  };
}

async function answer(settings: ServerSettings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const path = request.url ?? '/';
  if (body === 'too large') {
    return send(
      response,
      Response.json({ message: 'Request Entity Too Large' }, { status: 413, headers: { connection: 'close' } }),
    );
  }
  const system = await settings.system;
  if (path === '/') return send(response, new Response(null, { status: 303, headers: { location: '/_local' } }));
  if (/^\/_local(\/|\?|$)/.test(path)) return send(response, await answerLocally(settings, system, request, path, body));

  const headers = new Headers();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    headers.append(request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '');
  }
  // a page that came from another name of this machine is as much our own as one from the public address
  if (headers.get('origin') === `http://${request.headers.host}`) headers.set('origin', new URL(system.deps.publicUrl()).origin);
  const method = request.method ?? 'GET';
  // Node's Request has no room for a body in these
  const hasBody = body.length > 0 && method !== 'GET' && method !== 'HEAD';
  const sourceIp = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1';
  const answered = ['CONNECT', 'TRACE', 'TRACK'].includes(method)
    ? Response.json({ message: 'Not Found' }, { status: 404 })
    : await system.fetch(path, { method, headers, sourceIp, ...(hasBody && { body: new Uint8Array(body) }) });
  await send(response, answered);
  // a GET of a pixel or a link has put something on a queue, too
  if (method !== 'GET' || /^\/[ol]\//.test(path)) settings.wake();
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > mostBodyBytes) {
      request.resume();
      return 'too large';
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function send(response: ServerResponse, answered: Response): Promise<void> {
  const cookies = answered.headers.getSetCookie();
  response.statusCode = answered.status;
  for (const [name, value] of answered.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.end(Buffer.from(await answered.arrayBuffer()));
}

const problem = (status: number, title: string, detail?: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title, status, ...(detail && { detail }) }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });

const json = (body: unknown): Response => Response.json(body, { headers: { 'cache-control': 'no-store' } });

type LocalRoute = (parameters: readonly string[]) => Promise<Response> | Response;

async function answerLocally(
  { host, jobs, wake }: ServerSettings,
  system: System,
  request: IncomingMessage,
  path: string,
  body: Buffer,
): Promise<Response> {
  const url = new URL(`http://local${path}`);
  const wantsPage = (request.headers.accept ?? '').includes('text/html');
  const refuse = (status: number, title: string, detail: string): Response =>
    wantsPage ? respond(refusalPage(title, detail), status) : problem(status, title, detail);
  if (!host && !isOwnName(request.headers.host)) return refuse(403, 'Not for this name', 'These pages answer to localhost only.');
  if (request.headers['sec-fetch-site'] === 'cross-site')
    return refuse(403, 'Not for other sites', 'Another site may not use these pages.');

  const to = url.searchParams.get('to') || undefined;
  const routes: [string, RegExp, LocalRoute][] = [
    [
      'GET',
      /^\/_local\/?$/,
      async () => {
        await quiet(system);
        const { policies, clock } = system;
        return respond(overviewPage({ policies, mails: system.mails(), now: clock.now(), aheadMs: clock.aheadMs(), jobs }));
      },
    ],
    ['GET', /^\/_local\/campaigns$/, async () => respond(newslettersPage(await newslettersOf(system)))],
    [
      'GET',
      /^\/_local\/campaigns\/([a-z0-9-]+)\/([\w-]+)$/,
      async ([brand = '', id = '']) => {
        await quiet(system);
        const answer = await asMarketer(system, brand, `campaigns/${id}/stats${url.search}`, 'text/html');
        return answer.ok ? answer : refuse(404, 'No such newsletter', 'There is no newsletter of this id.');
      },
    ],
    [
      'GET',
      /^\/_local\/forecast\/([a-z0-9-]+)$/,
      async ([brand = '']) => {
        const until = addDuration(system.clock.now(), '24 months').toISOString().slice(0, 10);
        const query = url.search || `?until=${until}`;
        const answer = await asMarketer(system, brand, `retention/forecast${query}`, 'text/html');
        if (!answer.ok) return refuse(answer.status, 'No such forecast', 'There is no forecast of this brand for this day.');
        // the next part stays here, where nobody needs a token
        const page = (await answer.text()).replace(`"/v1/${brand}/retention/forecast?`, `"/_local/forecast/${brand}?`);
        return new Response(page, answer);
      },
    ],
    [
      'GET',
      /^\/_local\/api$/,
      async () => {
        const described = await system.fetch('/openapi.json');
        return respond(apiPage((await described.json()) as ApiDocument));
      },
    ],
    [
      'GET',
      /^\/_local\/mail$/,
      async () => {
        await quiet(system);
        return json(system.mails(to));
      },
    ],
    [
      'GET',
      /^\/_local\/mailbox$/,
      async () => {
        await quiet(system);
        return respond(mailboxPage(system.mails(to), to));
      },
    ],
    [
      'GET',
      /^\/_local\/mailbox\/([\w-]+)(\/html)?$/,
      ([id, part]) => {
        const mail = system.mails().find((one) => one.id === id);
        if (!mail) return refuse(404, 'No such mail', 'The mailbox has no mail of this id.');
        return respond(part ? mailDocument(mail) : mailPage(mail));
      },
    ],
    [
      'POST',
      /^\/_local\/token$/,
      async () => {
        const { brand, role, renew } = read(request, body);
        if (!system.policies.some((policy) => policy.brand === brand)) {
          return refuse(422, 'No such brand', `brand is one of ${system.policies.map((policy) => policy.brand).join(', ')}`);
        }
        if (!isRole(role)) return refuse(422, 'No such role', 'role is marketer, privacy, admin or partner:<id>');
        const token = await system.token({ brand: String(brand), role, renew: renew !== false });
        return wantsPage ? respond(tokenPage(token, String(brand), role)) : json({ token });
      },
    ],
    [
      'POST',
      /^\/_local\/clock$/,
      () => {
        const { advance } = read(request, body);
        try {
          const now = system.advance(typeof advance === 'string' ? advance.trim() : Number.NaN);
          return wantsPage
            ? new Response(null, { status: 303, headers: { location: '/_local' } })
            : json({ now: now.toISOString() });
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          return refuse(422, 'No such length of time', 'advance is a length of time by ISO 8601, such as P24M, P1D or PT15M');
        }
      },
    ],
    [
      'POST',
      /^\/_local\/jobs\/([a-z0-9-]+)$/,
      async ([job = '']) => {
        if (!system.hasJob(job)) return refuse(404, 'No such job', `Jobs are ${jobs.join(', ')}.`);
        const given = read(request, body);
        try {
          // what waits comes first, and what follows from the job is done before the answer
          await system.settle();
          const result = await system.runJob(job, Object.keys(given).length > 0 ? given : undefined);
          await system.settle();
          return wantsPage ? respond(resultPage(job, result)) : json(result);
        } catch (error) {
          return refuse(500, `${job} failed`, error instanceof Error ? error.message : String(error));
        }
      },
    ],
  ];
  const here = routes.filter(([, pattern]) => pattern.test(url.pathname));
  if (here.length === 0) return refuse(404, 'No such page', `There is no ${url.pathname}.`);
  const [, pattern, respondTo] = here.find(([method]) => method === request.method) ?? [];
  if (!pattern || !respondTo) {
    return problem(405, 'Method not allowed', undefined, { allow: here.map(([method]) => method).join(', ') });
  }
  try {
    return await respondTo(pattern.exec(url.pathname)?.slice(1) ?? []);
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(400, 'Not JSON', 'The body is not a JSON object.');
    throw error;
  } finally {
    wake();
  }
}

/** Asks the API what a marketer would. */
async function asMarketer(system: System, brand: string, path: string, accept: string): Promise<Response> {
  const token = await system.token({ brand, role: 'marketer' });
  return system.fetch(`/v1/${brand}/${path}`, { headers: { authorization: `Bearer ${token}`, accept } });
}

/** The latest newsletters of every brand. */
async function newslettersOf(system: System): Promise<Newsletter[]> {
  const lists = system.policies.map(async ({ brand }) => {
    const answer = await asMarketer(system, brand, 'campaigns?limit=50', 'application/json');
    const { items = [] } = (await answer.json()) as { items?: Omit<Newsletter, 'brand'>[] };
    return items.map(({ id, name, state }) => ({ brand, id, name, state }));
  });
  return (await Promise.all(lists)).flat();
}

/** What was asked a moment ago is done before the answer, unless that takes too long. */
async function quiet(system: System): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((wake) => {
    timer = setTimeout(wake, longestWaitMs);
  });
  await Promise.race([system.settle(), patience]);
  clearTimeout(timer);
}

const respond = ({ html, headers }: { html: string; headers: Readonly<Record<string, string>> }, status = 200): Response =>
  new Response(html, { status, headers });

// a name that another site made point here would let that site's scripts in
function isOwnName(host: string | undefined): boolean {
  const name = URL.parse(`http://${host}`)?.hostname ?? '';
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

/**
 * The fields of a JSON object or of a form; none for an empty body. What begins like JSON is JSON, since curl calls everything a
 * form. Throws a SyntaxError at anything else.
 */
function read(request: IncomingMessage, body: Buffer): Record<string, unknown> {
  const text = body.toString('utf8').trim();
  if (text === '') return {};
  if (!text.startsWith('{') && request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('not an object');
  return value as Record<string, unknown>;
}
