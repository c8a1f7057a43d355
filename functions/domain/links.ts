/**
 * The links that mails carry. A token says what it may be used for, is signed, and holds no address. It is good for one purpose and
 * one scope (T6): a link of one kind opens nothing of another.
 */
import { timingSafeEqual } from 'node:crypto';
import { keyedHash, type Secret } from './secret.ts';

/** What a link of each kind says. */
export interface Links {
  /** Confirms one request; bound to the request and to the words that the person read. */
  confirm: { brand: string; addressHash: string; form: string; requestId: string; wordingHash: string; expiresAt: Date };
  /** Answers the question whether a person wants to stay, asked on that day. */
  stay: { brand: string; contactId: string; askedOn: string; locale: string; expiresAt: Date };
  /** Stands in a mail for years; can only withdraw. In a campaign's mail it also says whose it is, so that who left after it can be counted. */
  mail: { brand: string; contactId: string; purpose: string; locale: string; campaignId?: string };
  /** The one-hour link to one's own preferences and rights: what a forwarded newsletter must not be able to do. */
  manage: { brand: string; contactId: string; locale: string; expiresAt: Date };
  /** Confirms that a person's new address is theirs: mailed to that address, and bound to the one request. */
  address: { brand: string; contactId: string; requestId: string; locale: string; expiresAt: Date };
  /** Where the copy of a document is sent that proves who asks; bound to the one case. */
  document: { brand: string; caseId: string; expiresAt: Date };
  /** The pixel of a campaign's mail. Without a contact it counts for the campaign alone. */
  open: { brand: string; campaignId: string; contactId: string; expiresAt: Date };
  /** All links of a campaign's mail: the number of the link stands beside the token. */
  click: { brand: string; campaignId: string; contactId: string; expiresAt: Date };
}

/** A kind of link. */
export type LinkKind = keyof Links;

/** Longest token that is looked at. */
export const maxTokenLength = 320;

interface Codec<T> {
  write(value: T): Buffer;
  read(bytes: Buffer): T;
}
const text: Codec<string> = { write: (value) => Buffer.from(value, 'utf8'), read: (bytes) => bytes.toString('utf8') };
/** Random ids and hashes, which are base64url everywhere else: as bytes they need a quarter less. */
const bits: Codec<string> = {
  write: (value) => Buffer.from(value, 'base64url'),
  read: (bytes) => bytes.toString('base64url'),
};
const second: Codec<Date> = {
  write: (value) => {
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(Math.floor(value.getTime() / 1000), 0, 6);
    return bytes;
  },
  read: (bytes) => new Date(bytes.readUIntBE(0, 6) * 1000),
};

type Codecs<Kind extends LinkKind> = { [Field in keyof Required<Links[Kind]>]: Codec<Required<Links[Kind]>[Field]> };
const layout: { [Kind in LinkKind]: Codecs<Kind> } = {
  confirm: { brand: text, addressHash: bits, form: text, requestId: bits, wordingHash: bits, expiresAt: second },
  stay: { brand: text, contactId: bits, askedOn: text, locale: text, expiresAt: second },
  // what may be missing stands at the end, and is left out with its length: older links have not got it
  mail: { brand: text, contactId: bits, purpose: text, locale: text, campaignId: text },
  manage: { brand: text, contactId: bits, locale: text, expiresAt: second },
  address: { brand: text, contactId: bits, requestId: bits, locale: text, expiresAt: second },
  document: { brand: text, caseId: text, expiresAt: second },
  open: { brand: text, campaignId: text, contactId: bits, expiresAt: second },
  click: { brand: text, campaignId: text, contactId: bits, expiresAt: second },
};

const macBytes = 16;

/** Signs a link with the current key. A date is kept to the second. */
export function makeLink<Kind extends LinkKind>(kind: Kind, link: Links[Kind], secret: Secret): string {
  const fields = [text.write(secret.current)];
  for (const [field, codec] of codecsOf(kind)) {
    if (Object.hasOwn(link, field)) fields.push(codec.write((link as Record<string, unknown>)[field]));
  }
  const payload = Buffer.concat(fields.flatMap((field) => [Buffer.from([field.length]), field]));
  return Buffer.concat([payload, mac(kind, payload, secret.keys[secret.current] as string)]).toString('base64url');
}

/**
 * What the link says, or undefined if this deployment never made it: changed in any bit, of another kind, by an unknown key.
 * Whether it has expired is for the caller to decide.
 */
export function openLink<Kind extends LinkKind>(kind: Kind, token: string, secret: Secret): Links[Kind] | undefined {
  if (token.length > maxTokenLength) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  // several spellings decode to the same bytes; only ours is the token
  if (bytes.toString('base64url') !== token || bytes.length <= macBytes) return undefined;
  const payload = bytes.subarray(0, -macBytes);
  const [keyId, ...fields] = split(payload);
  const key = keyId && Object.hasOwn(secret.keys, keyId.toString()) ? secret.keys[keyId.toString()] : undefined;
  if (!key || !timingSafeEqual(mac(kind, payload, key), bytes.subarray(-macBytes))) return undefined;

  const said = codecsOf(kind).flatMap(([field, codec], position) => {
    const written = fields[position];
    return written ? [[field, codec.read(written)]] : [];
  });
  return Object.fromEntries(said) as Links[Kind];
}

/** A kind's fields in their order. */
const codecsOf = (kind: LinkKind): [string, Codec<unknown>][] => Object.entries<Codec<unknown>>(layout[kind]);

const mac = (kind: LinkKind, payload: Buffer, key: string): Buffer =>
  keyedHash(key, `link:${kind}`, [payload]).subarray(0, macBytes);

function split(payload: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let start = 0; start < payload.length; ) {
    const length = payload[start] as number;
    fields.push(payload.subarray(start + 1, start + 1 + length));
    start += 1 + length;
  }
  return fields;
}
