/** What this deployment vouches for, outside of links: signed with a key of its own, and known as its own for as long as that key is kept. */
import { timingSafeEqual } from 'node:crypto';
import { keyedHash, type Secret } from './secret.ts';

/** A signature, base64url, and the id of the key that made it. */
export interface Signature {
  readonly keyId: string;
  readonly signature: string;
}

/** Signs the parts with the current key. A signature that is made for one purpose is worth nothing for another. */
export const sign = (secret: Secret, purpose: string, parts: readonly string[]): Signature => ({
  keyId: secret.current,
  signature: keyedHash(secret.keys[secret.current] as string, purpose, [...parts, secret.current]).toString('base64url'),
});

/** Whether this deployment signed the parts for that purpose, by a key that it has or had. */
export function isSignedBy(secret: Secret, purpose: string, parts: readonly string[], { keyId, signature }: Signature): boolean {
  const key = Object.hasOwn(secret.keys, keyId) ? secret.keys[keyId] : undefined;
  if (key === undefined) return false;
  const given = Buffer.from(signature, 'base64url');
  const ours = keyedHash(key, purpose, [...parts, keyId]);
  return given.length === ours.length && timingSafeEqual(given, ours);
}
