/** People who do not exist, for a brand that should look alive: names from the Nordic countries, addresses of the example domains (RFC 2606). */

/** Somebody on the demo's list. */
export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly company: string;
  readonly market: string;
  readonly purposes: readonly string[];
  /** When they said yes; undefined for the few whose proof is lost. */
  readonly consentedAt: string | undefined;
}

const firstNames = [
  'Kari',
  'Ola',
  'Ingrid',
  'Lars',
  'Sofie',
  'Emil',
  'Aino',
  'Mikko',
  'Astrid',
  'Nils',
  'Freja',
  'Johan',
  'Sigrid',
  'Erik',
  'Liv',
  'Anders',
];
const lastNames = [
  'Nordmann',
  'Hansen',
  'Lindqvist',
  'Virtanen',
  'Berg',
  'Dahl',
  'Nielsen',
  'Korhonen',
  'Solberg',
  'Eklund',
  'Bakken',
  'Holm',
  'Strand',
  'Mäkinen',
  'Åsen',
  'Øvrebø',
];
const companies = [
  'Fjord',
  'Fjell',
  'Nordlys',
  'Havn',
  'Skog',
  'Bre',
  'Elv',
  'Vik',
  'Dal',
  'Bjerk',
  'Sten',
  'Aker',
  'Torg',
  'Bro',
  'Vinter',
  'Sommer',
];
const forms = ['AS', 'AB', 'ApS', 'Oy'];
const domains = ['example.com', 'example.net', 'example.org'];

/** The same people at every call: they follow from their number. */
export function people(
  count: number,
  {
    now,
    purposes,
    main,
    markets,
  }: { now: Date; purposes: readonly string[]; main: string; markets: Readonly<Record<string, object>> },
): DemoPerson[] {
  const places = Object.keys(markets);
  const others = purposes.filter((purpose) => purpose !== main);
  return Array.from({ length: count }, (_, index) => {
    const random = chance(index);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const first = pick(firstNames);
    const last = pick(lastNames);
    const name = `${first} ${last}`;
    // more of late than long ago, as it is with lists that grow
    const daysAgo = Math.floor(random() ** 2 * 660) + 1;
    const consentedAt = new Date(now.getTime() - daysAgo * 86_400_000).toISOString();
    return {
      email: `${plain(first)}.${plain(last)}.${index + 1}@${pick(domains)}`,
      name,
      company: `${pick(companies)} ${pick(forms)}`,
      market: pick(places),
      purposes: [...(random() < 0.92 ? [main] : []), ...others.filter(() => random() < 0.4)],
      consentedAt: random() < 0.95 ? consentedAt : undefined,
    };
  }).map((person) => (person.purposes.length > 0 ? person : { ...person, purposes: [main] }));
}

/** One in twelve leaves again. */
export const optOutsOf = (everyone: readonly DemoPerson[]): DemoPerson[] => everyone.filter((_, index) => index % 12 === 5);

/** The list as an import takes it. */
export const listOfPeople = (everyone: readonly DemoPerson[]): string =>
  table(
    ['email', 'name', 'company', 'market', 'purposes', 'consentedAt'],
    everyone.map(({ purposes, consentedAt = '', ...person }) => [
      person.email,
      person.name,
      person.company,
      person.market,
      purposes.join(' '),
      consentedAt,
    ]),
  );

/** Those who leave, as an import takes them. */
export const listOfOptOuts = (leaving: readonly DemoPerson[], now: Date): string =>
  table(
    ['email', 'status', 'optedOutAt'],
    leaving.map(({ email }, index) => [email, index % 9 === 0 ? 'bounced' : 'unsubscribed', now.toISOString()]),
  );

const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heading, ...rows].map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`).join('');

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('å', 'a')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');

/** Numbers between 0 and 1 that follow from a seed (mulberry32). */
function chance(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
