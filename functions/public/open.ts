import { type Deps, log, newId, now, secret, signed } from '../deps.ts';
import { labelOf } from '../domain/agents.ts';
import { hitOf } from '../domain/hit.ts';
import { openLink } from '../domain/links.ts';
import { handOver, type LightHandler, light } from '../http/light.ts';
import { plainLinkNotValidPage } from '../pages/plain.ts';

type Needs = Pick<Deps, 'secret' | 'signed' | 'now' | 'newId' | 'log'>;

/**
 * The pixel of a campaign's mail: one transparent point, always the same, and a hit for the queue. Asked for too late it is answered and not recorded.
 * Whether anything of it is kept is decided where it is recorded, by the consent that stands then.
 */
export const open = ({ secret, signed, now, newId, log }: Needs): LightHandler =>
  light(async (request) => {
    const link = openLink('open', request.path.token ?? '', await secret());
    if (!link) {
      const { html, headers } = plainLinkNotValidPage();
      return { statusCode: 404, headers, body: html };
    }
    const at = now();
    if (at < link.expiresAt) await handOver({ signed, log }, hitOf('open', link, { at, id: newId(), label: labelOf(request) }));
    return request.method === 'HEAD' ? { ...pixel, body: '', isBase64Encoded: false } : pixel;
  });

const pixel = {
  statusCode: 200,
  headers: {
    'content-type': 'image/gif',
    // an image proxy that kept it would never ask again; and a webmail that isolates its page may show it
    'cache-control': 'no-store, max-age=0',
    'cross-origin-resource-policy': 'cross-origin',
  },
  body: 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  isBase64Encoded: true,
};

export const handler = open({ secret, signed, now, newId, log });
