/** Newsletters for a brand that should look alive, and what their readers do with them. */
import type { Locale } from '../functions/domain/policy.ts';
import { chance } from './demo-people.ts';

/** What a newsletter says, in one language. */
export interface DemoContent {
  readonly subject: string;
  readonly preheader: string;
  readonly markdown: string;
}

/** The newsletters, by what they are for. */
export type DemoNewsletter = 'news' | 'invitation';

interface Words {
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
  readonly intro: string;
  /** The text of a link, and where on the brand's site it leads. */
  readonly links: readonly (readonly [text: string, path: string])[];
  readonly end: string;
}

const hello: Readonly<Record<Locale, readonly [greeting: string, nobody: string]>> = {
  nb: ['Hei', 'du'],
  sv: ['Hej', 'du'],
  da: ['Hej', 'du'],
  fi: ['Hei', 'sinä'],
  en: ['Hello', 'there'],
};
const texts: Readonly<Record<DemoNewsletter, Readonly<Record<Locale, Words>>>> = {
  news: {
    nb: {
      subject: 'Nytt denne måneden',
      preheader: 'Tre ting som er verdt fem minutter',
      title: 'Tre ting som er nye',
      intro: 'Vi har samlet det som er verdt fem minutter denne måneden.',
      links: [
        ['Hva som endrer seg ved årsskiftet', 'news/new-year'],
        ['Slik sparte en kunde to dager i måneden', 'news/two-days'],
        ['Spør oss: de vanligste spørsmålene', 'help'],
      ],
      end: 'God lesning!',
    },
    sv: {
      subject: 'Nytt denna månad',
      preheader: 'Tre saker som är värda fem minuter',
      title: 'Tre saker som är nya',
      intro: 'Vi har samlat det som är värt fem minuter denna månad.',
      links: [
        ['Vad som ändras vid årsskiftet', 'news/new-year'],
        ['Så sparade en kund två dagar i månaden', 'news/two-days'],
        ['Fråga oss: de vanligaste frågorna', 'help'],
      ],
      end: 'Trevlig läsning!',
    },
    da: {
      subject: 'Nyt i denne måned',
      preheader: 'Tre ting, der er fem minutter værd',
      title: 'Tre ting, der er nye',
      intro: 'Vi har samlet det, der er fem minutter værd i denne måned.',
      links: [
        ['Hvad der ændrer sig ved årsskiftet', 'news/new-year'],
        ['Sådan sparede en kunde to dage om måneden', 'news/two-days'],
        ['Spørg os: de oftest stillede spørgsmål', 'help'],
      ],
      end: 'God læselyst!',
    },
    fi: {
      subject: 'Tässä kuussa uutta',
      preheader: 'Kolme asiaa, jotka ovat viiden minuutin arvoisia',
      title: 'Kolme uutta asiaa',
      intro: 'Kokosimme asiat, jotka ovat tässä kuussa viiden minuutin arvoisia.',
      links: [
        ['Mikä muuttuu vuodenvaihteessa', 'news/new-year'],
        ['Näin asiakas säästi kaksi päivää kuussa', 'news/two-days'],
        ['Kysy meiltä: yleisimmät kysymykset', 'help'],
      ],
      end: 'Antoisia lukuhetkiä!',
    },
    en: {
      subject: 'New this month',
      preheader: 'Three things that are worth five minutes',
      title: 'Three things that are new',
      intro: 'Here is what is worth five minutes this month.',
      links: [
        ['What changes at the turn of the year', 'news/new-year'],
        ['How a customer saved two days a month', 'news/two-days'],
        ['Ask us: the usual questions', 'help'],
      ],
      end: 'Enjoy your reading!',
    },
  },
  invitation: {
    nb: {
      subject: 'Bli med på frokostseminar',
      preheader: 'En time, kaffe og svar på spørsmålene dine',
      title: 'Frokost, og en time til faget',
      intro: 'Det er en stund siden sist. Vi vil gjerne se deg til en times frokostseminar.',
      links: [
        ['Meld deg på', 'events/breakfast'],
        ['Se programmet', 'events/programme'],
      ],
      end: 'Vi sees!',
    },
    sv: {
      subject: 'Kom på frukostseminarium',
      preheader: 'En timme, kaffe och svar på dina frågor',
      title: 'Frukost, och en timme för ämnet',
      intro: 'Det var ett tag sedan. Vi vill gärna se dig på ett frukostseminarium.',
      links: [
        ['Anmäl dig', 'events/breakfast'],
        ['Se programmet', 'events/programme'],
      ],
      end: 'Vi ses!',
    },
    da: {
      subject: 'Kom til morgenseminar',
      preheader: 'En time, kaffe og svar på dine spørgsmål',
      title: 'Morgenmad, og en time til faget',
      intro: 'Det er et stykke tid siden. Vi vil gerne se dig til et morgenseminar.',
      links: [
        ['Meld dig til', 'events/breakfast'],
        ['Se programmet', 'events/programme'],
      ],
      end: 'Vi ses!',
    },
    fi: {
      subject: 'Tervetuloa aamiaisseminaariin',
      preheader: 'Tunti, kahvia ja vastauksia kysymyksiisi',
      title: 'Aamiainen ja tunti asiaa',
      intro: 'Edellisestä kerrasta on hetki. Näkisimme sinut mielellämme aamiaisseminaarissa.',
      links: [
        ['Ilmoittaudu', 'events/breakfast'],
        ['Katso ohjelma', 'events/programme'],
      ],
      end: 'Nähdään!',
    },
    en: {
      subject: 'Join us for breakfast',
      preheader: 'An hour, coffee and answers to your questions',
      title: 'Breakfast, and an hour for the craft',
      intro: 'It has been a while. We would like to see you at a breakfast seminar.',
      links: [
        ['Sign up', 'events/breakfast'],
        ['See the programme', 'events/programme'],
      ],
      end: 'See you there!',
    },
  },
};

/** A newsletter in one language. `site` is the brand's; names are merged in where the brand allows it. */
export function contentOf(newsletter: DemoNewsletter, locale: Locale, site: string, mayName: boolean): DemoContent {
  const { subject, preheader, title, intro, links, end } = texts[newsletter][locale];
  const [greeting, nobody] = hello[locale];
  const greeted = mayName ? `${greeting}, {{ contact.name | default: "${nobody}" }}!` : `${greeting}!`;
  const list = links.map(([text, path]) => `- [${text}](${site.replace(/\/$/, '')}/${path})`).join('\n');
  return { subject, preheader, markdown: `# ${title}\n\n${greeted}\n\n${intro}\n\n${list}\n\n${end}\n` };
}

/** A mail of a newsletter, as the local mailbox has it. */
export interface DemoMail {
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Something that is done with a mail, so many hours after it came. */
export interface Deed {
  readonly hour: number;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly agent: string;
}

/** After so many hours nobody does anything more. */
export const readingHours = 30;

const readers = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'Outlook-iOS/2.0',
];
const machines = {
  /** Apple's Mail Privacy Protection, which fetches every image on arrival. */
  apple: 'Mozilla/5.0',
  gmail: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  gateway: 'Mozilla/5.0 (compatible; Barracuda Sentinel)',
};

/**
 * What becomes of a mail that was read, or not, over the hours after it came: the same at every call. A third of the pictures are fetched by a proxy on
 * arrival, some gateways follow every link, most readers look within the first hours or the next morning, and one in seventy leaves.
 */
export function deedsOf({ html, text, headers, tags }: DemoMail): Deed[] {
  const random = chance(`${tags.campaign} ${tags.contact}`);
  const pixel = /https?:\/\/[^"\s]+\/o\/[\w-]+/.exec(html)?.[0];
  const linksIn = (part: string) => [...new Set(part.match(/https?:\/\/[^"\s<>]+\/l\/[\w-]+\/\d+/g) ?? [])];
  // machines find a link that no reader sees, which the text part has not
  const [links, seen] = [linksIn(html), linksIn(text)];
  const leave = /<(https?:[^>]+)>/.exec(headers['list-unsubscribe'] ?? '')?.[1];
  const agent = readers[Math.floor(random() * readers.length)] ?? '';
  const get = (hour: number, url: string, by: string): Deed => ({ hour, method: 'GET', url, agent: by });

  const proxy = random() < 0.34 ? (random() < 0.6 ? machines.apple : machines.gmail) : undefined;
  const byMachines = [
    ...(pixel && proxy ? [get(0, pixel, proxy)] : []),
    ...(random() < 0.06 ? links.map((url) => get(0, url, machines.gateway)) : []),
  ];
  if (random() > 0.46) return byMachines;

  const hour = random() < 0.75 ? Math.floor(random() ** 2 * 9) : 14 + Math.floor(random() * 10);
  const followed = random() < 0.34 ? seen[Math.floor(random() ** 2 * seen.length)] : undefined;
  return [
    ...byMachines,
    ...(pixel ? [get(hour, pixel, agent)] : []),
    ...(followed ? [get(hour, followed, agent)] : []),
    ...(pixel && random() < 0.2 ? [get(Math.min(hour + 1 + Math.floor(random() * 12), readingHours - 1), pixel, agent)] : []),
    ...(leave && random() < 0.03 ? [{ hour, method: 'POST', url: leave, agent } as const] : []),
  ];
}
