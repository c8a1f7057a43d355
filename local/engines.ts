/** The engines that stand where AWS stands, and the environment that leads the SDK to them. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFauxqs } from 'fauxqs';
import { startDynamoDb } from './dynamodb.ts';
import { startIdentity } from './identity.ts';
import { secretId, startSecretsManager } from './secrets-manager.ts';

/** All engines, running, and `process.env` leading to them. */
export interface Engines {
  /** Settles when the database ended by itself: never, if all goes well. */
  readonly died: Promise<Error>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Amazon DynamoDB Local, fauxqs (SQS, SNS, S3), aws-ses-v2-local, the identity server and the secrets endpoint, and sets the
 * `AWS_*` variables of this process, which child processes inherit. Everything is kept in `folder`, or in memory without one.
 * `say` hears of long waits. Throws CannotStart with one sentence for the user.
 */
export async function startEngines(folder: string | undefined, say: (line: string) => void): Promise<Engines> {
  shutOutAws();
  const scratch = folder ?? mkdtempSync(join(tmpdir(), 'samtykke-'));
  mkdirSync(scratch, { recursive: true });
  const removeScratch = () => (folder ? undefined : rmSync(scratch, { recursive: true, force: true }));
  const started: { stop: () => Promise<void> }[] = [];
  const keep = async <T extends { stop: () => Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const engine = await starting;
    started.push(engine);
    return engine;
  };
  const stop = async () => {
    await Promise.all(started.map((engine) => engine.stop()));
    removeScratch();
  };
  const starting = [
    keep(startDynamoDb(folder && join(folder, 'dynamodb'), say)),
    keep(startQueues(folder && join(folder, 'queues'))),
    keep(startSesEngine()),
    keep(startIdentity(folder && join(folder, 'identity-key.json'))),
    keep(startSecretsManager(join(scratch, 'secret.json'))),
  ] as const;
  await Promise.allSettled(starting);
  try {
    const [dynamoDb, queues, mail, identity, secrets] = await Promise.all(starting);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamoDb.url,
      AWS_ENDPOINT_URL_SQS: queues.url,
      AWS_ENDPOINT_URL_SNS: queues.url,
      AWS_ENDPOINT_URL_S3: queues.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      SECRET_ID: secretId,
      SES_ENGINE_URL: mail.url,
      IDENTITY_URL: identity.url,
    });
    return { died: dynamoDb.died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Makes it impossible to reach AWS by mistake: credentials that are worth nothing, no profile of the developer's, and an endpoint
 * that refuses connections for every service that has no engine here.
 */
function shutOutAws(): void {
  for (const name of [
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    'AWS_MAX_ATTEMPTS',
    'AWS_RETRY_MODE',
  ]) {
    delete process.env[name];
  }
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  });
}

async function startQueues(folder: string | undefined): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = await startFauxqs({
    port: 0,
    logger: false,
    defaultRegion: 'eu-west-1',
    ...(folder && { dataDir: folder }),
  });
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
}

async function startSesEngine(): Promise<{ url: string; stop: () => Promise<void> }> {
  // a CommonJS package whose default export Node and Vite place differently; `require` finds it the same in both
  const { default: startSes } = createRequire(import.meta.url)('aws-ses-v2-local') as SesModule;
  const server = await startSes({ host: '127.0.0.1', port: 0 });
  if (!server.listening) await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface SesModule {
  readonly default: (config: { host: string; port: number }) => Promise<Server>;
}
