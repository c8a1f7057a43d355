/** A brand's own web site: another server, at other origins than the system's. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site under as many names as a test likes. */
export interface BrandSite {
  /** `http://<name>.localhost:<port>`: another site than `localhost`, to a browser. */
  readonly origin: (name: string) => string;
  /** Shows a page of this content at a path, under every name. */
  readonly show: (path: string, content: string) => void;
  readonly stop: () => Promise<void>;
}

/** Opens a site without pages. */
export async function openBrandSite(): Promise<BrandSite> {
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    const content = pages.get(new URL(request.url ?? '/', 'http://site').pathname);
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><html lang="nb"><head><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Et nettsted</title></head><body><main><h1>Et nettsted</h1>${content}</main></body></html>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: (name) => `http://${name}.localhost:${port}`,
    show: (path, content) => pages.set(path, content),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
