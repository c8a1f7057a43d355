/**
 * What reads and writes cost by the rules that AWS publishes ("DynamoDB item sizes and formats", "read and write operations", "global
 * secondary indexes"), for what DynamoDB Local does not report or reports wrongly.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue, TableDescription } from '@aws-sdk/client-dynamodb';

/** An item as DynamoDB holds it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The part of an index's description that decides what is in it. */
export type Index = NonNullable<TableDescription['GlobalSecondaryIndexes']>[number];

/** The bytes of an item: its attributes' names in UTF-8, and their values. */
export function bytesOf(item: Item): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + bytesOfValue(value)));
}

/** Write units of an item of so many bytes, outside a transaction. What is not there costs as much as what is small. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** Read units of so many bytes, read strongly consistent; half as much if eventually, twice in a transaction. */
export const readUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096));

/** Write units of a change of an item, outside a transaction: the larger of what was there and what is. */
export const changeUnits = (before: Item | undefined, after: Item | undefined): number =>
  writeUnits(Math.max(before ? bytesOf(before) : 0, after ? bytesOf(after) : 0));

/** Write units of what a change of an item does to its entry in an index: to appear, to vanish, both for a new key, to change in place, or nothing. */
export function indexUnits(
  index: Index,
  tableKeys: readonly string[],
  before: Item | undefined,
  after: Item | undefined,
): number {
  const was = entryOf(index, tableKeys, before);
  const is = entryOf(index, tableKeys, after);
  if (!was || !is) return was || is ? changeUnits(was, is) : 0;
  const keys = keysOf(index);
  if (!isDeepStrictEqual(pick(was, keys), pick(is, keys))) return writeUnits(bytesOf(was)) + writeUnits(bytesOf(is));
  return isDeepStrictEqual(was, is) ? 0 : changeUnits(was, is);
}

/** What an index holds of an item, or undefined if the item lacks one of the index's keys. */
export function entryOf(index: Index, tableKeys: readonly string[], item: Item | undefined): Item | undefined {
  const keys = keysOf(index);
  if (!item || keys.some((name) => item[name] === undefined)) return undefined;
  if (index.Projection?.ProjectionType === 'ALL') return item;
  return pick(item, [...keys, ...tableKeys, ...(index.Projection?.NonKeyAttributes ?? [])]);
}

const keysOf = (index: Index): string[] => (index.KeySchema ?? []).map(({ AttributeName: name }) => String(name));

const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries([...new Set(names)].flatMap((name) => (item[name] ? [[name, item[name]]] : [])));

function bytesOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return bytesOfNumber(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.SS) return sum(value.SS.map((text) => Buffer.byteLength(text)));
  if (value.NS) return sum(value.NS.map(bytesOfNumber));
  if (value.BS) return sum(value.BS.map(({ byteLength }) => byteLength));
  // 3 for the list or map, 1 for each element
  if (value.L) return 3 + sum(value.L.map((element) => 1 + bytesOfValue(element)));
  if (value.M) return 3 + bytesOf(value.M) + Object.keys(value.M).length;
  throw new Error(`an attribute of an unknown type: ${Object.keys(value)}`);
}

/** One byte, one for each pair of significant digits (paired from the decimal point; zeros at either end do not count), one for a minus. */
function bytesOfNumber(text: string): number {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[-+]/, '').split('.');
  const first = (whole + fraction).search(/[1-9]/);
  if (first < 0) return 1;
  const digits = (whole + fraction).replace(/^0+|0+$/g, '').length;
  // the power of ten of the first digit: if it is even, that digit stands alone in its pair
  const power = whole.length + Number(exponent) - 1 - first;
  return 1 + Math.ceil((digits + (power % 2 === 0 ? 1 : 0)) / 2) + (mantissa.startsWith('-') ? 1 : 0);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
