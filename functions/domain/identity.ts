/** How people are named without naming them: no key, link, log or queue holds an address. */
import * as z from 'zod';
import type { EmailAddress } from './email-address.ts';
import { keyedHash } from './secret.ts';

const Bits128 = z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/);

/** 128 random bits, base64url. Everything known of one person at one brand lies under it. */
export const ContactId = Bits128.brand<'ContactId'>();
export type ContactId = z.infer<typeof ContactId>;

/** The keyed hash by which an address is found at one brand. Another brand's hash of the same address has nothing in common with it. */
export const AddressHash = Bits128.brand<'AddressHash'>();
export type AddressHash = z.infer<typeof AddressHash>;

/** HMAC-SHA-256(pepper, brand ‖ address), first 16 bytes, parts length-prefixed. */
export const hashAddress = (pepper: string, brand: string, email: EmailAddress): AddressHash =>
  AddressHash.parse(first16(keyedHash(pepper, 'address', [brand, email])));

/** Names an address over the whole deployment, for limits that no brand may exceed by itself. */
export const hashAddressOfAllBrands = (pepper: string, email: EmailAddress): AddressHash =>
  AddressHash.parse(first16(keyedHash(pepper, 'address of all brands', [email])));

/** The same, for the allowance of one-hour links: spending the one leaves the other as it is. */
export const hashAddressForLinks = (pepper: string, email: EmailAddress): AddressHash =>
  AddressHash.parse(first16(keyedHash(pepper, 'links of an address', [email])));

/** Names the network source of a request on one UTC day, for limits; the next day it has another name. */
export const hashSourceOfDay = (pepper: string, ip: string, at: Date): AddressHash =>
  AddressHash.parse(first16(keyedHash(pepper, 'source of a day', [at.toISOString().slice(0, 10), ip])));

/** The same, for the allowance of one-hour links. */
export const hashSourceForLinks = (pepper: string, ip: string, at: Date): AddressHash =>
  AddressHash.parse(first16(keyedHash(pepper, 'links of a source', [at.toISOString().slice(0, 10), ip])));

/** Names a network source in the ledger. While the person stands, their CONSENT holds the address itself, and the two can be compared. */
export const hashSource = (pepper: string, ip: string): string => first16(keyedHash(pepper, 'source', [ip]));

const first16 = (hash: Buffer): string => hash.subarray(0, 16).toString('base64url');
