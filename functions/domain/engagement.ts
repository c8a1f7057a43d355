/**
 * What hits of pixels and links come to: who was behind them, as far as their timing tells, which of them were the first of their kind, and what is
 * added to a campaign's counters. Every hit counts once, in whatever order, however often and beside whatever else it is delivered (I7, F28).
 */
import type { Label } from './agents.ts';
import type { Hit } from './hit.ts';
import type { Send } from './send.ts';
import { isPersonal, type Tracking } from './tracking-links.ts';

/** Within so many seconds of the sending nobody has received a mail, and within so many nobody has read it. */
const delivery = 2;
const reading = 7;
/** So many different links within so many seconds: nobody reads that fast. */
const burst = { links: 3, seconds: 2 } as const;
/** A machine that went for the trap, the link that no reader sees, was at the mail's others just before or after. */
const besideTrap = 10;

/** When something happened, as milliseconds, both ends within. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** When machines were at a mail, as far as these hits of it tell: around each hit of the trap, and in every span of two seconds that holds three links. */
function scansIn(hits: readonly Hit[]): Span[] {
  const clicks = hits.flatMap(({ kind, link, at }) => (kind === 'click' ? [{ link, time: Date.parse(at) }] : []));
  // every such span begins with one of the clicks
  const bursts = clicks
    .map(({ time }) => ({ from: time, to: time + burst.seconds * 1000 }))
    .filter((span) => new Set(clicks.filter(({ time }) => isIn(span, time)).map(({ link }) => link)).size >= burst.links);
  const traps = hits.filter(({ trap }) => trap).map(({ at }) => Date.parse(at));
  return [...bursts, ...traps.map((time) => ({ from: time - besideTrap * 1000, to: time + besideTrap * 1000 }))];
}

const isIn = ({ from, to }: Span, time: number): boolean => time >= from && time <= to;

/** A span as it is stored, an interval of ISO 8601. */
const written = ({ from, to }: Span): string => [from, to].map((time) => new Date(time).toISOString()).join('/');
const read = (interval: string): Span => {
  const [from = '', to = ''] = interval.split('/');
  return { from: Date.parse(from), to: Date.parse(to) };
};

/** The latest of what is known and what is new, grown together where it touches. What is remembered is one moment, not a history. */
function latestScan(known: string | undefined, scans: readonly Span[]): string | undefined {
  const spans = [...(known ? [read(known)] : []), ...scans].sort((a, b) => a.from - b.from);
  const latest = spans.reduce<Span | undefined>(
    (last, span) => (last && span.from <= last.to ? { from: last.from, to: Math.max(last.to, span.to) } : span),
    undefined,
  );
  return latest && written(latest);
}

/**
 * The labels of the hits of one mail to one person: by their agents, by their timing, and by what is marked on the mail. `sentAt` is when SES took the mail;
 * without it the time since then says nothing. Neither agent nor timing ever makes a person of a machine. A hit that stands on the mail as a first was no
 * machine's when it was marked, and is counted as what it was: what is learned later changes no number that may have been counted.
 */
export function judged(hits: readonly Hit[], { sentAt, scanned, firsts = {} }: Pick<Send, 'sentAt'> & Marks): Label[] {
  const scans = [...scansIn(hits), ...(scanned ? [read(scanned)] : [])];
  const marked = new Set(Object.values(firsts));
  return hits.map(({ hit, label, trap, at }) => {
    const time = Date.parse(at);
    const sinceSent = sentAt === undefined ? undefined : (time - Date.parse(sentAt)) / 1000;
    if (label === 'machine' || trap) return 'machine';
    const scan = scans.some((span) => isIn(span, time)) || (sinceSent !== undefined && sinceSent < delivery);
    if (scan && !marked.has(hit)) return 'machine';
    return sinceSent !== undefined && sinceSent < reading ? 'unknown' : label;
  });
}

/** What may be kept of a kind of hit: what the mail was made to measure, as far as the person still agrees to it now. */
export function keptOf(kind: Hit['kind'], sent: Tracking | undefined, now: Tracking): 'nothing' | 'day' | 'events' {
  if (kind === 'unsubscribe') return 'nothing';
  const modes = [sent?.[kind] ?? 'off', now[kind]] as const;
  if (!modes.every(isPersonal)) return 'nothing';
  return modes.every((mode) => mode === 'consent') ? 'events' : 'day';
}

/** What of a mail its hits have marked. */
export type Marks = Pick<Send, 'openedAt' | 'clickedAt' | 'clickedLinks' | 'firsts' | 'scanned'>;

/** A hit and who was behind it. `counted`: an earlier delivery of it is among the counted ones. */
export interface JudgedHit {
  readonly hit: Hit;
  readonly label: Label;
  readonly counted: boolean;
}

/**
 * The marks of a mail after these hits; the same object if they change nothing. What no machine did is marked, by its earliest hit of those that are
 * here; a hit that has been counted marks nothing any more. When machines were at it is marked for those of their hits that are still to come.
 */
export function marked(marks: Marks, hits: readonly JudgedHit[]): Marks {
  const firsts: Record<string, string> = { ...marks.firsts };
  let { openedAt, clickedAt } = marks;
  const links = new Set(marks.clickedLinks);
  const new_ = hits.filter(({ label, counted }) => label !== 'machine' && !counted).map(({ hit }) => hit);
  for (const hit of new_.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.hit < b.hit ? -1 : 1))) {
    for (const name of namesOf(hit)) firsts[name] ??= hit.hit;
    if (hit.kind === 'open') openedAt ??= hourOf(hit);
    else clickedAt ??= hourOf(hit);
    if (hit.link !== undefined) links.add(hit.link);
  }
  const scanned = latestScan(marks.scanned, scansIn(hits.map(({ hit }) => hit)));
  const found = Object.keys(firsts).length;
  if (found === Object.keys(marks.firsts ?? {}).length && scanned === marks.scanned) return marks;
  return {
    ...(found > 0 && { firsts }),
    ...(scanned && { scanned }),
    ...(openedAt && { openedAt }),
    ...(clickedAt && { clickedAt }),
    ...(links.size > 0 && { clickedLinks: [...links].sort((a, b) => a - b) }),
  };
}

/** Under which names a hit can be the first. */
const namesOf = ({ kind, link }: Hit): string[] => (link === undefined ? [kind] : [kind, String(link)]);

/** The hour in which a hit fell: what is kept of when a person read. */
const hourOf = ({ at }: Hit): string => `${at.slice(0, 13)}:00:00.000Z`;

/** What of a hit is to be counted, or has been: itself, as the first of its kind, and as the first of its link. Bits, so that counts can be united. */
export const parts = { total: 1, first: 2, firstOfLink: 4 } as const;
const allParts = 0b111;

/** A hit with the parts of it that its campaign's counters are to hold. */
export interface Countable {
  readonly hit: Hit;
  readonly label: Label;
  readonly parts: number;
}

/**
 * What a mail's hits are to be counted as, by the marks that stand now: whichever hit is written there is the first, whoever wrote it. The trap is no link
 * of the newsletter, and nobody's click.
 */
export const countable = (hits: readonly JudgedHit[], { firsts = {} }: Marks): Countable[] =>
  hits
    .filter(({ hit }) => !hit.trap)
    .map(({ hit, label }) => ({
      hit,
      label,
      parts:
        parts.total |
        (firsts[hit.kind] === hit.hit ? parts.first : 0) |
        (hit.link !== undefined && firsts[String(hit.link)] === hit.hit ? parts.firstOfLink : 0),
    }));

/** The first 45 bits of a hit's 48, as text: what its campaign remembers it by. */
export function countedId(hit: string): string {
  const bytes = Buffer.from(hit, 'base64url');
  bytes[5] = (bytes[5] as number) & ~allParts;
  return bytes.toString('base64url');
}

/**
 * Six bytes for each hit: of its 48 random bits the first 45, and which parts of it are counted. Among a hundred thousand hits of one hour two share 45
 * bits once in seven thousand hours.
 */
export const packHits = (hits: readonly Countable[]): Uint8Array =>
  Buffer.concat(
    hits.map(({ hit, parts: counts }) => {
      const bytes = Buffer.from(hit.hit, 'base64url');
      bytes[5] = ((bytes[5] as number) & ~allParts) | counts;
      return bytes;
    }),
  );

/** What `packHits` packed: the hits' ids as `countedId` makes them, and the parts. */
export const unpackHits = (packed: Uint8Array): [id: string, parts: number][] =>
  Array.from({ length: packed.length / 6 }, (_, index) => {
    const bytes = Buffer.from(packed.subarray(index * 6, index * 6 + 6));
    return [countedId(bytes.toString('base64url')), (bytes[5] as number) & allParts];
  });

/** Which parts of which hits have been counted, by the ids that `countedId` makes. */
export type Counted = ReadonlyMap<string, number>;

/** What is left to count of these hits: each part of each hit once. */
export function uncounted(hits: readonly Countable[], counted: Counted): Countable[] {
  const seen = new Map(counted);
  return hits.flatMap((one) => {
    const id = countedId(one.hit.hit);
    const known = seen.get(id) ?? 0;
    const left = one.parts & ~known;
    seen.set(id, known | one.parts);
    return left === 0 ? [] : [{ ...one, parts: left }];
  });
}

/** Sums to be added to the counters of a day, and to those of each link. */
export interface Sums {
  readonly day: Readonly<Record<string, number>>;
  readonly links: ReadonlyMap<number, Readonly<Record<string, number>>>;
}

/** Adds hits up. */
export function addUpHits(hits: readonly Countable[]): Sums {
  const day: Record<string, number> = {};
  const links = new Map<number, Record<string, number>>();
  const add = (to: Record<string, number>, name: string) => {
    to[name] = (to[name] ?? 0) + 1;
  };
  for (const { hit, label, parts: counts } of hits) {
    const { kind, link, contactId, at } = hit;
    const ofLink = link === undefined ? undefined : (links.get(link) ?? {});
    if (link !== undefined && ofLink) links.set(link, ofLink);
    if (kind === 'unsubscribe') {
      if (counts & parts.total) add(day, kind);
      continue;
    }
    if (counts & parts.total) {
      add(day, `${kind}:${contactId === '' ? 'unlinked:' : ''}${label}`);
      if (label !== 'machine') add(day, `${kind}:${at.slice(11, 13)}`);
      if (ofLink) add(ofLink, label === 'machine' ? 'machine' : 'total');
    }
    if (counts & parts.first) add(day, `${kind}:unique`);
    if (ofLink && counts & parts.firstOfLink) add(ofLink, 'unique');
  }
  return { day, links };
}

/** One kind of hit over a campaign. */
export interface KindCounts {
  /** People with at least one hit that was not a machine's. */
  readonly unique: number;
  /** Hits that were not a machine's, by people and by who cannot be told. */
  readonly human: number;
  readonly unknown: number;
  readonly machine: number;
  /** Hits of links without a person: the campaign's own count. */
  readonly unlinked: { readonly total: number; readonly machine: number };
}

/** All that was counted of a campaign's opens and clicks. */
export interface Engagement {
  readonly open: KindCounts;
  readonly click: KindCounts;
  /** People who left by the link of one of its mails. */
  readonly unsubscribes: number;
  /** By the number of the link. */
  readonly links: readonly { readonly link: number; readonly unique: number; readonly total: number; readonly machine: number }[];
  /** Hits that were not a machine's, by hours that had any, in order: `YYYY-MM-DDThh:00Z`. */
  readonly byHour: readonly { readonly hour: string; readonly opens: number; readonly clicks: number }[];
}

/** The counters of a campaign's days and links, read back. */
export function engagementOf(
  days: readonly { readonly day: string; readonly sums: Readonly<Record<string, number>> }[],
  links: ReadonlyMap<number, Readonly<Record<string, number>>>,
): Engagement {
  const all = (name: string) => days.reduce((sum, { sums }) => sum + (sums[name] ?? 0), 0);
  const kind = (name: 'open' | 'click'): KindCounts => ({
    unique: all(`${name}:unique`),
    human: all(`${name}:human`),
    unknown: all(`${name}:unknown`),
    machine: all(`${name}:machine`),
    unlinked: {
      total: all(`${name}:unlinked:human`) + all(`${name}:unlinked:unknown`),
      machine: all(`${name}:unlinked:machine`),
    },
  });
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  return {
    open: kind('open'),
    click: kind('click'),
    unsubscribes: all('unsubscribe'),
    links: [...links]
      .map(([link, { unique = 0, total = 0, machine = 0 }]) => ({ link, unique, total, machine }))
      .sort((a, b) => a.link - b.link),
    byHour: days
      .toSorted((a, b) => (a.day < b.day ? -1 : 1))
      .flatMap(({ day, sums }) =>
        hours.map((hour) => ({
          hour: `${day}T${hour}:00Z`,
          opens: sums[`open:${hour}`] ?? 0,
          clicks: sums[`click:${hour}`] ?? 0,
        })),
      )
      .filter(({ opens, clicks }) => opens + clicks > 0),
  };
}
