/** The deployment's one secret: a pepper that names people, and keys that sign links. */
import { createHmac } from 'node:crypto';
import * as z from 'zod';

const Bytes32 = z.string().refine((text) => Buffer.from(text, 'base64url').length === 32, 'expected 32 bytes, base64url');

/**
 * `pepper` names people: it never changes, since changing it would lose every person. `keys` sign links, and rotate by adding one
 * and naming it `current`. Old keys stay: an unsubscribe link works for as long as someone keeps the mail (S3).
 */
export const Secret = z
  .strictObject({
    pepper: Bytes32,
    current: z.string(),
    keys: z.record(z.string().regex(/^[a-z0-9]{1,8}$/), Bytes32),
  })
  .refine((secret) => secret.current in secret.keys, 'current names no key');
export type Secret = z.infer<typeof Secret>;

/**
 * HMAC-SHA-256 over the parts, each preceded by its length in bytes, so that ("ab", "c") and ("a", "bc") differ. `purpose` comes first,
 * so that a value made for one use is worth nothing in another.
 */
export function keyedHash(key: string, purpose: string, parts: readonly (string | Uint8Array)[]): Buffer {
  const hmac = createHmac('sha256', Buffer.from(key, 'base64url'));
  for (const part of [purpose, ...parts]) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest();
}
