/**
 * The functions behind pixels and links: what `handler.ts` does for the others, without the libraries that would be most of their start. A reader waits
 * for it.
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Visit } from '../domain/agents.ts';
import type { Hit } from '../domain/hit.ts';
import { whereOf } from './where.ts';

/** The Lambda handler of a light function. */
export type LightHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** What such a function sees of a request: its path's parts, and what tells who is behind it. */
export interface LightRequest extends Visit {
  readonly path: Readonly<Record<string, string | undefined>>;
}

const always = { 'strict-transport-security': 'max-age=63072000; includeSubDomains', 'x-content-type-options': 'nosniff' };

/** Answers by `respond`; what it throws is logged once and answered 503, without detail: the reader's next try may find what was missing. */
export const light =
  (respond: (request: LightRequest) => Promise<APIGatewayProxyStructuredResultV2>): LightHandler =>
  async (event) => {
    const { method, userAgent = '' } = event.requestContext.http;
    const answer = await respond({ method, agent: userAgent, headers: event.headers, path: event.pathParameters ?? {} }).catch(
      (error: unknown) => {
        const line = { outcome: 'unexpected_error', routeKey: event.routeKey, ...whereOf(error) };
        process.stderr.write(`${JSON.stringify(line)}\n`);
        return { statusCode: 503, headers: { 'retry-after': '2', 'cache-control': 'no-store' }, body: '' };
      },
    );
    return { ...answer, headers: { ...always, ...answer.headers } };
  };

/**
 * Hands a hit over to be recorded, in two tries. Whoever opened or clicked is answered either way (F15): a hit that is lost is a number that is one too
 * small, and a reader who waits is worse.
 */
export async function handOver(
  { signed, log }: { signed: { send: (queue: 'engagement', message: Hit, delaySeconds?: number) => Promise<void> }; log: Log },
  hit: Hit,
): Promise<void> {
  // a trap is heard before what was hit beside it, which waits for the length of the queue's delay
  const send = () => signed.send('engagement', hit, hit.trap ? 0 : undefined);
  await send()
    // the first try may have met a connection that had been closed while the function slept; both would count once
    .catch(send)
    .catch((error: unknown) =>
      log('hit_lost', {
        brand: hit.brand,
        campaign: hit.campaignId,
        kind: hit.kind,
        error: error instanceof Error ? error.name : 'unknown',
      }),
    );
}

type Log = (outcome: string, ids?: Readonly<Record<string, string | number>>) => void;
