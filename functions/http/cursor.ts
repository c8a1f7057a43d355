/** Cursors: where a list goes on, opaque to the caller and bound to the list they belong to. */
import { timingSafeEqual } from 'node:crypto';
import type * as z from 'zod';
import { keyedHash, type Secret } from '../domain/secret.ts';
import { Problem } from './problem.ts';

const macBytes = 12;

/** Seals a position in a list. `list` says which list it is: brand, query, whatever else the position depends on. */
export function sealCursor(position: unknown, list: unknown, secret: Secret): string {
  const payload = Buffer.from(JSON.stringify(position));
  const mac = macOf(payload, list, secret.keys[secret.current] as string);
  return Buffer.concat([mac, payload]).toString('base64url');
}

/** The position that a cursor of this very list holds. Throws the problem `invalid` for any other text. */
export function openCursor<Position>(cursor: string, list: unknown, secret: Secret, schema: z.ZodType<Position>): Position {
  const bytes = Buffer.from(cursor, 'base64url');
  const mac = bytes.subarray(0, macBytes);
  const payload = bytes.subarray(macBytes);
  const ours =
    mac.length === macBytes && Object.values(secret.keys).some((key) => timingSafeEqual(mac, macOf(payload, list, key)));
  if (!ours) throw new Problem('invalid', { errors: [{ detail: 'not a cursor of this list', pointer: '/cursor' }] });
  return schema.parse(JSON.parse(payload.toString('utf8')));
}

const macOf = (payload: Uint8Array, list: unknown, key: string): Buffer =>
  keyedHash(key, 'cursor', [payload, JSON.stringify(list)]).subarray(0, macBytes);
