import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseSecret } from '../../functions/domain/secret.ts';
import { handler } from '../../lib/make-secret.ts';

interface Put {
  readonly SecretId: string;
  readonly ClientRequestToken: string;
  readonly SecretString: string;
}

/** What Secrets Manager holds and what CloudFormation was told, behind one local server. */
interface World {
  versions: Map<string, string>;
  /** Hides versions from DescribeSecret, as if they came between looking and putting. */
  hidden: boolean;
  refuse: string | undefined;
  readonly answers: {
    Status: string;
    Reason?: string;
    PhysicalResourceId: string;
    LogicalResourceId: string;
    RequestId: string;
    StackId: string;
  }[];
  readonly calls: string[];
}

let server: Server;
let world: World;
let base: string;

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
};

beforeEach(async () => {
  world = {
    versions: new Map(),
    hidden: false,
    refuse: undefined,
    answers: [],
    calls: [],
  };
  server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (request.method === 'PUT') {
      world.answers.push(body as World['answers'][number]);
      response.end();
      return;
    }
    const action = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    world.calls.push(action);
    expect(request.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=.*\/eu-north-1\/secretsmanager\/aws4_request/);
    if (world.refuse) {
      response.writeHead(400).end(JSON.stringify({ __type: world.refuse }));
    } else if (action === 'DescribeSecret') {
      const versions = world.hidden ? [] : [...world.versions.keys()];
      response.end(
        JSON.stringify(
          versions.length > 0 ? { VersionIdsToStages: Object.fromEntries(versions.map((id) => [id, ['AWSCURRENT']])) } : {},
        ),
      );
    } else {
      const put = body as Put;
      if (world.versions.has(put.ClientRequestToken)) {
        response.writeHead(400).end(JSON.stringify({ __type: 'com.amazonaws.secretsmanager#ResourceExistsException' }));
      } else {
        world.versions.set(put.ClientRequestToken, put.SecretString);
        response.end('{}');
      }
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', base);
  vi.stubEnv('AWS_REGION', 'eu-north-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

const event = (RequestType: 'Create' | 'Update' | 'Delete') => ({
  RequestType,
  ResponseURL: `${base}/answer`,
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'FirstValue',
  ResourceProperties: { SecretId: 'secret-arn' },
});
const success = {
  Status: 'SUCCESS',
  PhysicalResourceId: 'secret-arn',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'FirstValue',
};
const onlyValue = () => {
  expect(world.versions.size).toBe(1);
  return [...world.versions.values()][0] ?? '';
};

describe('the first value of the secret', () => {
  test('has the shape that the functions read: a pepper and one key, 32 random bytes each', async () => {
    await handler(event('Create'));
    const secret = parseSecret(onlyValue());
    expect(secret).toEqual({
      pepper: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      current: 'k1',
      keys: { k1: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) },
    });
    expect(secret.pepper).not.toBe(secret.keys.k1);
    expect(world.answers).toEqual([success]);
  });

  test('is the only one: later deployments leave it', async () => {
    await handler(event('Create'));
    const first = onlyValue();
    await handler(event('Update'));
    expect(onlyValue()).toBe(first);
    expect(world.answers).toEqual([success, success]);
  });

  test('never replaces a value that was there before, such as that of a restored secret', async () => {
    world.versions.set('someone-elses', '{}');
    await handler(event('Create'));
    expect([...world.versions]).toEqual([['someone-elses', '{}']]);
    expect(world.answers).toEqual([success]);
  });

  test('wins over a second delivery of the same event that looked before the first one wrote', async () => {
    await handler(event('Create'));
    const first = onlyValue();
    world.hidden = true;
    await handler(event('Create'));
    expect(onlyValue()).toBe(first);
    expect(world.calls).toEqual(['DescribeSecret', 'PutSecretValue', 'DescribeSecret', 'PutSecretValue']);
    expect(world.answers).toEqual([success, success]);
  });

  test('stays when the resource is deleted', async () => {
    await handler(event('Create'));
    await handler(event('Delete'));
    expect(onlyValue()).not.toBe('');
    expect(world.answers).toEqual([success, success]);
  });
});

test('a refusal is told to CloudFormation, which would wait for an hour otherwise, without any value', async () => {
  world.refuse = 'AccessDeniedException';
  await handler(event('Create'));
  expect(world.answers).toEqual([
    { ...success, Status: 'FAILED', Reason: 'Secrets Manager answered 400 AccessDeniedException to DescribeSecret' },
  ]);
});
