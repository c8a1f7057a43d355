import type { Locale } from '../../domain/policy.ts';

/** The words of a newsletter's statistics. */
interface StatsTexts {
  readonly lead: (moment: string, sent: string) => string;
  readonly notSent: string;
  readonly delivered: string;
  readonly opened: string;
  readonly clicked: string;
  readonly unsubscribed: string;
  readonly bounced: string;
  readonly complained: string;
  /** Under a rate: how many people could be seen at all. */
  readonly ofTracked: (people: string) => string;
  /** Instead of it, where only the campaign as a whole is counted. */
  readonly counted: (times: string) => string;
  readonly hours: string;
  readonly nobodyYet: string;
  readonly opens: string;
  readonly clicks: string;
  readonly plot: (opens: string, clicks: string) => string;
  readonly who: string;
  readonly whoExplained: string;
  readonly shares: { readonly person: string; readonly unsure: string; readonly machine: string };
  readonly machines: (count: string, share: string) => string;
  readonly none: string;
  readonly links: string;
  readonly noLinks: string;
  readonly link: string;
  readonly people: string;
  readonly times: string;
  readonly byMachines: string;
}

export const statsTexts: Record<Locale, StatsTexts> = {
  nb: {
    lead: (moment, sent) => `Sendt fra ${moment}, ${sent} e-poster.`,
    notSent: 'Ikke sendt ennå.',
    delivered: 'Levert',
    opened: 'Har åpnet',
    clicked: 'Har klikket',
    unsubscribed: 'Meldte seg av',
    bounced: 'Kom i retur',
    complained: 'Meldt som søppelpost',
    ofTracked: (people) => `av ${people} som har samtykket til at vi ser det`,
    counted: (times) => `${times} ganger i alt, talt uten å vite hvem`,
    hours: 'Når det skjedde',
    nobodyYet: 'Ingen har åpnet eller klikket ennå, av dem vi får se.',
    opens: 'Åpninger',
    clicks: 'Klikk',
    plot: (opens, clicks) => `Over tid: ${opens} åpninger og ${clicks} klikk`,
    who: 'Mennesker og maskiner',
    whoExplained:
      'E-postprogrammer henter bilder på forhånd, og sikkerhetsfiltre følger lenker. Slike treff telles for seg og er ikke med i tallene over.',
    shares: { person: 'mennesker', unsure: 'uvisst', machine: 'maskiner' },
    machines: (count, share) => `${count} av maskiner (${share})`,
    none: 'ingen ennå',
    links: 'Lenker',
    noLinks: 'Nyhetsbrevet har ingen lenker.',
    link: 'Lenke',
    people: 'Personer',
    times: 'Ganger',
    byMachines: 'Av maskiner',
  },
  sv: {
    lead: (moment, sent) => `Skickat från ${moment}, ${sent} mejl.`,
    notSent: 'Inte skickat ännu.',
    delivered: 'Levererade',
    opened: 'Har öppnat',
    clicked: 'Har klickat',
    unsubscribed: 'Avanmälde sig',
    bounced: 'Kom i retur',
    complained: 'Anmälda som skräppost',
    ofTracked: (people) => `av ${people} som har samtyckt till att vi ser det`,
    counted: (times) => `${times} gånger totalt, räknat utan att veta vem`,
    hours: 'När det hände',
    nobodyYet: 'Ingen har öppnat eller klickat ännu, av dem vi får se.',
    opens: 'Öppningar',
    clicks: 'Klick',
    plot: (opens, clicks) => `Över tid: ${opens} öppningar och ${clicks} klick`,
    who: 'Människor och maskiner',
    whoExplained:
      'E-postprogram hämtar bilder i förväg och säkerhetsfilter följer länkar. Sådana träffar räknas för sig och ingår inte i siffrorna ovan.',
    shares: { person: 'människor', unsure: 'ovisst', machine: 'maskiner' },
    machines: (count, share) => `${count} av maskiner (${share})`,
    none: 'inga ännu',
    links: 'Länkar',
    noLinks: 'Nyhetsbrevet har inga länkar.',
    link: 'Länk',
    people: 'Personer',
    times: 'Gånger',
    byMachines: 'Av maskiner',
  },
  da: {
    lead: (moment, sent) => `Sendt fra ${moment}, ${sent} e-mails.`,
    notSent: 'Ikke sendt endnu.',
    delivered: 'Leveret',
    opened: 'Har åbnet',
    clicked: 'Har klikket',
    unsubscribed: 'Afmeldte sig',
    bounced: 'Kom retur',
    complained: 'Meldt som spam',
    ofTracked: (people) => `af ${people}, der har samtykket til, at vi ser det`,
    counted: (times) => `${times} gange i alt, talt uden at vide hvem`,
    hours: 'Hvornår det skete',
    nobodyYet: 'Ingen har åbnet eller klikket endnu, af dem vi må se.',
    opens: 'Åbninger',
    clicks: 'Klik',
    plot: (opens, clicks) => `Over tid: ${opens} åbninger og ${clicks} klik`,
    who: 'Mennesker og maskiner',
    whoExplained:
      'E-mailprogrammer henter billeder på forhånd, og sikkerhedsfiltre følger links. Den slags tælles for sig og er ikke med i tallene ovenfor.',
    shares: { person: 'mennesker', unsure: 'uvist', machine: 'maskiner' },
    machines: (count, share) => `${count} af maskiner (${share})`,
    none: 'ingen endnu',
    links: 'Links',
    noLinks: 'Nyhedsbrevet har ingen links.',
    link: 'Link',
    people: 'Personer',
    times: 'Gange',
    byMachines: 'Af maskiner',
  },
  fi: {
    lead: (moment, sent) => `Lähetys alkoi ${moment}, ${sent} viestiä.`,
    notSent: 'Ei vielä lähetetty.',
    delivered: 'Toimitettu',
    opened: 'Avanneita',
    clicked: 'Klikanneita',
    unsubscribed: 'Peruuttaneita',
    bounced: 'Palautuneita',
    complained: 'Ilmoitettu roskapostiksi',
    ofTracked: (people) => `niistä ${people} vastaanottajasta, jotka ovat antaneet meidän nähdä sen`,
    counted: (times) => `yhteensä ${times} kertaa, laskettu tietämättä kuka`,
    hours: 'Milloin',
    nobodyYet: 'Kukaan niistä, joista saamme tietää, ei ole vielä avannut tai klikannut.',
    opens: 'Avaukset',
    clicks: 'Klikkaukset',
    plot: (opens, clicks) => `Ajan mukaan: avauksia ${opens}, klikkauksia ${clicks}`,
    who: 'Ihmiset ja koneet',
    whoExplained:
      'Sähköpostiohjelmat hakevat kuvia ennakkoon ja tietoturvasuodattimet avaavat linkkejä. Ne lasketaan erikseen, eivätkä ne ole mukana yllä olevissa luvuissa.',
    shares: { person: 'ihmiset', unsure: 'epävarmat', machine: 'koneet' },
    machines: (count, share) => `koneiden ${count} (${share})`,
    none: 'ei vielä',
    links: 'Linkit',
    noLinks: 'Uutiskirjeessä ei ole linkkejä.',
    link: 'Linkki',
    people: 'Ihmisiä',
    times: 'Kertoja',
    byMachines: 'Koneiden',
  },
  en: {
    lead: (moment, sent) => `Sent from ${moment}, ${sent} mails.`,
    notSent: 'Not sent yet.',
    delivered: 'Delivered',
    opened: 'Have opened',
    clicked: 'Have clicked',
    unsubscribed: 'Unsubscribed',
    bounced: 'Bounced',
    complained: 'Reported as spam',
    ofTracked: (people) => `of ${people} who agreed to let us see it`,
    counted: (times) => `${times} times in all, counted without knowing who`,
    hours: 'When it happened',
    nobodyYet: 'Nobody has opened or clicked yet, of those whom we may see.',
    opens: 'Opens',
    clicks: 'Clicks',
    plot: (opens, clicks) => `Over time: ${opens} opens and ${clicks} clicks`,
    who: 'People and machines',
    whoExplained:
      'Mail programs fetch images ahead of time, and security filters follow links. Those are counted apart, and are not part of the numbers above.',
    shares: { person: 'people', unsure: 'uncertain', machine: 'machines' },
    machines: (count, share) => `${count} by machines (${share})`,
    none: 'none yet',
    links: 'Links',
    noLinks: 'The newsletter has no links.',
    link: 'Link',
    people: 'People',
    times: 'Times',
    byMachines: 'By machines',
  },
};
