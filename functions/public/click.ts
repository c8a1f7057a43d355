import { type Deps, log, newId, now, secret, signed } from '../deps.ts';
import { labelOf } from '../domain/agents.ts';
import { hitOf } from '../domain/hit.ts';
import { openLink } from '../domain/links.ts';
import { handOver, type LightHandler, light } from '../http/light.ts';
import { plainLinkNotValidPage } from '../pages/plain.ts';
import { type FrozenLinks, readFrozenLinks } from '../store/frozen-links.ts';

type Needs = Pick<Deps, 'secret' | 'signed' | 'now' | 'newId' | 'log'>;

/**
 * A link of a campaign's mail: leads to the target of that number in the campaign's frozen table and nowhere else, whatever the request adds (S8, T24),
 * and puts a hit on the queue. Followed too late it leads there all the same, unrecorded.
 */
export const click = ({ secret, signed, now, newId, log }: Needs): LightHandler => {
  const tables = warmTables((brand, campaignId) => readFrozenLinks(signed, brand, campaignId));
  return light(async (request) => {
    const link = openLink('click', request.path.token ?? '', await secret());
    const table = link && (await tables(link.brand, link.campaignId));
    const n = numberOf(request.path.n);
    const target = n === undefined ? undefined : table?.targets[n];
    if (!link || n === undefined || !target) {
      const { html, headers } = plainLinkNotValidPage();
      return { statusCode: 404, headers, body: html };
    }
    const at = now();
    const hit = { at, id: newId(), label: labelOf(request), link: n, trap: table?.trap === n };
    if (at < link.expiresAt) await handOver({ signed, log }, hitOf('click', link, hit));
    // where the link was followed from, a webmail or its list of mails, is none of the target's business
    return {
      statusCode: 302,
      headers: { location: target, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' },
      body: '',
    };
  });
};

/** A number as our mails write it, and no other spelling. */
const numberOf = (written = ''): number | undefined => (/^(?:0|[1-9]\d{0,3})$/.test(written) ? Number(written) : undefined);

/** Tables that were read stay in memory while the function is warm, the latest hundred; one that was not there is asked for again. */
function warmTables(read: (brand: string, campaignId: string) => Promise<FrozenLinks | undefined>) {
  const known = new Map<string, FrozenLinks>();
  return async (brand: string, campaignId: string): Promise<FrozenLinks | undefined> => {
    const name = `${brand}/${campaignId}`;
    const table = known.get(name) ?? (await read(brand, campaignId).catch(() => read(brand, campaignId)));
    if (table) known.set(name, table);
    if (known.size > 100) known.delete(known.keys().next().value as string);
    return table;
  };
}

export const handler = click({ secret, signed, now, newId, log });
