/** What becomes of kept connections: the other end closes idle ones, and whoever was asleep at that moment learns of it only when asking again. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, test, vi } from 'vitest';
import type { Db } from '../../functions/deps.ts';

const atOnce = 50;
const idleMs = 5_500;

test('fifty calls to DynamoDB at once, after a rest, meet no connection that has been closed meanwhile', async () => {
  const usedAt = new Map<Socket, number>();
  const server = createServer(({ socket }, response) => {
    const idle = performance.now() - (usedAt.get(socket) ?? performance.now());
    usedAt.set(socket, performance.now());
    if (idle > idleMs - 100) return void socket.destroy();
    // as DynamoDB, it does not say for how long it keeps a connection
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'keep-alive': '' }).end('{"TableNames":[]}');
  }).listen(0, '127.0.0.1');
  server.keepAliveTimeout = 60_000;
  await once(server, 'listening');
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.resetModules();
  const { db } = (await import('../../functions/deps.ts')) as { db: Db };
  const call = async () => {
    const { $metadata } = await db.client.send(new ListTablesCommand({}));
    return $metadata.attempts;
  };
  const calls = () => Promise.allSettled(Array.from({ length: atOnce }, call));
  const answered = Array.from({ length: atOnce }, () => ({ status: 'fulfilled', value: 1 }));

  expect(await calls()).toEqual(answered);
  // while there is work, a connection serves more than once
  expect(await calls()).toEqual(answered);
  expect(usedAt.size).toBe(atOnce);
  await sleep(idleMs);
  expect(await calls()).toEqual(answered);

  process.env.AWS_ENDPOINT_URL_DYNAMODB = engine;
  db.client.destroy();
  server.close();
});
