/**
 * The deployment's one secret: a pepper that names people, and keys that sign links. Checked by hand and not by a schema, because the
 * functions behind pixels and links must start in no time, and a schema library would be most of what they load.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * `pepper` names people: it never changes, since changing it would lose every person. `keys` sign links, and rotate by adding one
 * and naming it `current`. Old keys stay: an unsubscribe link works for as long as someone keeps the mail (S3).
 */
export interface Secret {
  readonly pepper: string;
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * The secret as it is written in Secrets Manager: JSON of just these members, the pepper and each key 32 bytes, base64url. Throws at anything
 * else, without repeating a byte of it.
 */
export function parseSecret(text: string): Secret {
  const written = objectOf(jsonOf(text));
  const keys = objectOf(written.keys);
  const { pepper, current } = written;
  if (Object.keys(written).sort().join() !== 'current,keys,pepper') throw new Error('the secret has other members');
  if (!is32Bytes(pepper)) throw new Error('the pepper is not 32 bytes, base64url');
  for (const [id, key] of Object.entries(keys)) {
    if (!/^[a-z0-9]{1,8}$/.test(id)) throw new Error('a key has an id other than 1 to 8 of a-z and 0-9');
    if (!is32Bytes(key)) throw new Error('a key is not 32 bytes, base64url');
  }
  if (typeof current !== 'string' || !Object.hasOwn(keys, current)) throw new Error('current names no key');
  return { pepper, current, keys: keys as Record<string, string> };
}

/** JSON.parse quotes what it stumbled over. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error('the secret is not JSON');
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('the secret is not an object of objects');
  return value as Record<string, unknown>;
}

const is32Bytes = (value: unknown): value is string => typeof value === 'string' && Buffer.from(value, 'base64url').length === 32;

/**
 * HMAC-SHA-256 over the parts, each preceded by its length in bytes, so that ("ab", "c") and ("a", "bc") differ. `purpose` comes first,
 * so that a value made for one use is worth nothing in another.
 */
export function keyedHash(key: string, purpose: string, parts: readonly (string | Uint8Array)[]): Buffer {
  const hmac = createHmac('sha256', keyObjectOf(key));
  for (const part of [purpose, ...parts]) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest();
}

const keyObjects = new Map<string, KeyObject>();
/** Setting a key up costs five times what signing with it does: a campaign's mails, three links each, are signed with one that is ready. */
const mostKeys = 16;

function keyObjectOf(key: string): KeyObject {
  const known = keyObjects.get(key);
  if (known) return known;
  if (keyObjects.size >= mostKeys) keyObjects.clear();
  const made = createSecretKey(Buffer.from(key, 'base64url'));
  keyObjects.set(key, made);
  return made;
}
