/** The whole system over real HTTP, as `npm start` serves it, on a free port and in memory. */
import type { Policy } from '../../functions/domain/policy.ts';
import { startServer } from '../../local/server.ts';
import { type System, startSystem } from '../../local/system.ts';

/** A system that browsers can reach. */
export interface Served {
  readonly system: System;
  /** `http://localhost:<port>`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts a system with these policies (default: the repository's) behind the server of the local run. */
export async function serve(policies?: readonly Policy[]): Promise<Served> {
  const { promise, resolve, reject } = Promise.withResolvers<System>();
  const server = await startServer({
    port: 0,
    host: undefined,
    system: promise,
    jobs: ['relay', 'sweep', 'ttl'],
    // the pages under /_local see to it that everything is delivered before they answer
    wake: () => {},
  });
  const url = `http://localhost:${server.port}`;
  const system = await startSystem({ publicUrl: url, ...(policies && { policies }) }).catch(async (error: unknown) => {
    reject(error);
    await server.stop();
    throw error;
  });
  resolve(system);
  return {
    system,
    url,
    stop: async () => {
      await server.stop();
      await system.stop();
    },
  };
}
