/** People who do not exist, for a brand that should look alive: names of their market's language, addresses under the example domains (RFC 2606). */
import type { Locale } from '../functions/domain/policy.ts';

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

/** What people and companies are called in one language. */
interface Names {
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** A company is two of these, and its legal form. */
  readonly company: readonly [readonly string[], readonly string[], string];
}

const words = (text: string): string[] => text.split(' ');
const names: Readonly<Record<Locale, Names>> = {
  nb: {
    first: words(
      'Kari Ingrid Astrid Silje Marte Hilde Liv Solveig Tone Randi Ola Lars Nils Håkon Sindre Øystein Terje Magnus Anders Eirik',
    ),
    last: words(
      'Nordmann Hansen Berg Dahl Solberg Bakken Strand Øvrebø Åsen Haugen Moen Lunde Kvam Rød Nygård Sletten Fjeld Brekke Aas Vik',
    ),
    company: [
      words('Fjord Nordlys Havn Fjell Bre Elv Vik Aker Torg Brygge'),
      words('regnskap bygg elektro transport sjømat rådgivning eiendom teknikk'),
      'AS',
    ],
  },
  sv: {
    first: words(
      'Anna Elsa Karin Freja Maja Linnéa Ebba Sigrid Åsa Ulrika Erik Johan Oskar Nils Gustav Emil Björn Anders Per Viktor',
    ),
    last: words(
      'Lindqvist Eklund Bergström Holm Åkesson Nyström Sandberg Lund Forsberg Wallin Öberg Sjögren Norén Dahlgren Ek Hedlund Söder Blom Ahl Falk',
    ),
    company: [
      words('Mälar Skog Sten Bro Norr Göta Vinter Ek Kust Älv'),
      words('redovisning bygg el frakt livs konsult fastigheter teknik'),
      'AB',
    ],
  },
  da: {
    first: words(
      'Mette Freja Sofie Ida Kirsten Lone Signe Maja Astrid Camilla Jens Mikkel Søren Lars Emil Rasmus Niels Frederik Jørgen Anders',
    ),
    last: words(
      'Nielsen Jensen Holm Møller Kjær Lund Østergaard Bech Thomsen Krogh Bang Skov Dam Winther Friis Riis Bruun Juhl Toft Vest',
    ),
    company: [
      words('Sund Bælt Hav Skov Klit Torv Bro Eng Vester Strand'),
      words('revision byg el fragt fisk rådgivning ejendomme teknik'),
      'ApS',
    ],
  },
  fi: {
    first: words(
      'Aino Helmi Sanna Kaisa Tuuli Päivi Ilona Venla Eeva Riikka Mikko Antti Jussi Eero Väinö Onni Lauri Teemu Olli Petri',
    ),
    last: words(
      'Virtanen Korhonen Mäkinen Nieminen Laine Heikkinen Koskinen Järvinen Lehtonen Saarinen Salo Niemi Aalto Rantanen Hakala Ojala Kallio Lahti Räsänen Pitkä',
    ),
    company: [
      words('Järvi Metsä Kivi Koski Talvi Kesä Pohja Saari Ranta Kallio'),
      words('tilit rakennus sähkö kuljetus kala neuvonta kiinteistöt tekniikka'),
      'Oy',
    ],
  },
  en: {
    first: words(
      'Emma Grace Hannah Isla Freya Alice Ruth Megan Nora Charlotte Jack Harry Oliver Thomas George Owen Samuel Ewan Daniel Arthur',
    ),
    last: words(
      'Carter Bennett Hughes Ward Fletcher Morgan Shaw Ellis Palmer Reid Foster Grant Marsh Hale Burton Doyle Lowe Frost Pearce Wells',
    ),
    company: [
      words('Harbour Northgate Mill Bridge Oak Stone River Market Castle Dale'),
      words('accounting building electric freight foods consulting estates engineering'),
      'Ltd',
    ],
  },
};
const privateDomains = ['example.com', 'example.net', 'example.org'];
// addresses to which SES plays a mailbox that is gone, or a reader who complains
const simulated = (index: number): string | undefined =>
  index % 140 === 77 ? 'bounce' : index % 900 === 333 ? 'complaint' : undefined;

/** What a brand is, as far as its people depend on it. */
export interface DemoBrand {
  readonly purposes: readonly string[];
  /** The newsletter that nearly everybody takes. */
  readonly main: string;
  readonly markets: Readonly<Record<string, { readonly locale: Locale }>>;
}

/** The same people at every call: they follow from their number. */
export function people(count: number, { purposes, main, markets }: DemoBrand, now: Date): DemoPerson[] {
  const places = Object.entries(markets);
  const others = purposes.filter((purpose) => purpose !== main);
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const random = chance(String(index));
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const [market, { locale }] = pick(places);
    const { first, last, company } = names[locale];
    const name = `${pick(first)} ${pick(last)}`;
    // some companies have many of them, most have few
    const nth = Math.floor(random() ** 2 * company[0].length * company[1].length);
    const firm = `${company[0][nth % company[0].length]} ${company[1][Math.floor(nth / company[0].length)]}`;
    const domain = random() < 0.8 ? `${plain(firm)}.example` : pick(privateDomains);
    // more of late than long ago, as it is with lists that grow
    const daysAgo = Math.floor(random() ** 2 * 700) + 1;
    const agreed = [...(random() < 0.92 ? [main] : []), ...others.filter((purpose) => random() < share(purpose))];
    return {
      email: addressOf(index, name, domain, taken),
      name,
      company: `${firm} ${company[2]}`,
      market,
      purposes: agreed.length > 0 ? agreed : [main],
      consentedAt: random() < 0.95 ? new Date(now.getTime() - daysAgo * 86_400_000).toISOString() : undefined,
    };
  });
}

/** How many of a hundred tick a box that is not the main one. */
const share = (purpose: string): number => (purpose.startsWith('tracking:') ? 0.55 : purpose.startsWith('partner:') ? 0.2 : 0.4);

function addressOf(index: number, name: string, domain: string, taken: Set<string>): string {
  const local = name.split(' ').map(plain).join('.');
  const fate = simulated(index);
  if (fate) return `${fate}+${local}.${index}@simulator.amazonses.com`;
  let address = `${local}@${domain}`;
  for (let again = 2; taken.has(address); again += 1) address = `${local}${again}@${domain}`;
  taken.add(address);
  return address;
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
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .replaceAll(' ', '-');

/** Numbers between 0 and 1 that follow from a word (FNV-1a, mulberry32). */
export function chance(word: string): () => number {
  let state = 0x811c9dc5;
  for (const letter of word) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
