/** The stand-in for Secrets Manager: `GetSecretValue` over HTTP, from a file that a developer may edit to rotate keys. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Secret } from '../functions/domain/secret.ts';

/** The name under which functions ask for the secret. */
export const secretId = 'samtykke/local';

/** Serves the secret in `file`, which is made on the first start and readable by its owner only. */
export async function startSecretsManager(file: string): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(newSecret(), null, 2)}\n`, { mode: 0o600 });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    };
    if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue')
      return answer(400, { __type: 'UnknownOperationException' });
    const { SecretId: asked } = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as { SecretId?: string };
    if (asked !== secretId) {
      return answer(400, { __type: 'ResourceNotFoundException', Message: "Secrets Manager can't find the specified secret." });
    }
    const versionStages = ['AWSCURRENT'];
    return answer(200, { Name: secretId, SecretString: readFileSync(file, 'utf8'), VersionStages: versionStages });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function newSecret(): Secret {
  const key = () => randomBytes(32).toString('base64url');
  return { pepper: key(), current: 'k1', keys: { k1: key() } };
}
