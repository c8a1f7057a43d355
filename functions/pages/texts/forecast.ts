import type { ForecastAct } from '../../domain/forecast.ts';
import type { Locale, Retention } from '../../domain/policy.ts';

/** The words of the forecast of retention. */
interface ForecastTexts {
  readonly title: string;
  readonly lead: (from: string, until: string) => string;
  /** What is shown is the first part of more, or goes on from one. */
  readonly part: (people: string) => string;
  readonly nothing: string;
  readonly byMonth: string;
  readonly byRule: string;
  readonly month: string;
  readonly rule: string;
  readonly when: string;
  readonly what: string;
  readonly number: string;
  readonly plot: string;
  readonly onward: string;
  readonly acts: Readonly<Record<ForecastAct, string>>;
  /** What each act comes to, for whoever reads the numbers for the first time. */
  readonly explained: Readonly<Record<ForecastAct, string>>;
  readonly clocks: Readonly<Record<Retention['clock'], (period: string) => string>>;
  readonly afterHold: string;
  readonly everyPurpose: string;
}

export const forecastTexts: Record<Locale, ForecastTexts> = {
  nb: {
    title: 'Hva lagringsreglene vil gjøre',
    lead: (from, until) => `Fra ${from} til ${until}, hvis ingen gir livstegn fra seg i mellomtiden.`,
    part: (people) => `Tallene gjelder ${people} hendelser i denne delen av oversikten.`,
    nothing: 'Ingen spørres, deaktiveres eller slettes i dette tidsrommet.',
    byMonth: 'Måned for måned',
    byRule: 'Hvilken regel',
    month: 'Måned',
    rule: 'Formål',
    when: 'Frist',
    what: 'Hva skjer',
    number: 'Antall',
    plot: 'Søylediagram: antall personer per måned og hva som skjer med dem. Tallene står i tabellen nedenfor.',
    onward: 'Neste del',
    acts: {
      asked: 'Spørres',
      warned: 'Siste frist',
      ended: 'Formål avsluttes',
      deactivated: 'Deaktiveres',
      anonymised: 'Anonymiseres',
      removed: 'Slettes',
      held: 'Holdes tilbake',
    },
    explained: {
      asked: 'får en e-post med spørsmål om de vil bli',
      warned: 'går inn i den siste fristen før sletting, uten spørsmål',
      ended: 'mister ett formål, men blir',
      deactivated: 'får ikke flere e-poster, men slettes ikke',
      anonymised: 'telles bare',
      removed: 'alt vi vet om dem, slettes',
      held: 'ville vært rammet, men beholdes på grunn av et rettslig krav',
    },
    clocks: {
      last_activity: (period) => `${period} etter siste livstegn`,
      last_inbound_contact: (period) => `${period} etter siste henvendelse`,
      relationship_end: (period) => `${period} etter at forholdet tok slutt`,
      consent_given: (period) => `${period} etter samtykket`,
    },
    afterHold: 'sletting som et rettslig krav har utsatt',
    everyPurpose: 'Alle formål',
  },
  sv: {
    title: 'Vad gallringsreglerna kommer att göra',
    lead: (from, until) => `Från ${from} till ${until}, om ingen ger något livstecken ifrån sig under tiden.`,
    part: (people) => `Siffrorna gäller ${people} händelser i den här delen av översikten.`,
    nothing: 'Ingen tillfrågas, inaktiveras eller raderas under den här tiden.',
    byMonth: 'Månad för månad',
    byRule: 'Vilken regel',
    month: 'Månad',
    rule: 'Ändamål',
    when: 'Frist',
    what: 'Vad som händer',
    number: 'Antal',
    plot: 'Stapeldiagram: antal personer per månad och vad som händer med dem. Siffrorna står i tabellen nedan.',
    onward: 'Nästa del',
    acts: {
      asked: 'Tillfrågas',
      warned: 'Sista frist',
      ended: 'Ändamål upphör',
      deactivated: 'Inaktiveras',
      anonymised: 'Anonymiseras',
      removed: 'Raderas',
      held: 'Behålls',
    },
    explained: {
      asked: 'får ett mejl med frågan om de vill stanna',
      warned: 'går in i den sista fristen före radering, utan fråga',
      ended: 'förlorar ett ändamål men stannar',
      deactivated: 'får inga fler mejl men raderas inte',
      anonymised: 'räknas bara',
      removed: 'allt vi vet om dem raderas',
      held: 'skulle ha berörts men behålls på grund av ett rättsligt anspråk',
    },
    clocks: {
      last_activity: (period) => `${period} efter det senaste livstecknet`,
      last_inbound_contact: (period) => `${period} efter den senaste kontakten`,
      relationship_end: (period) => `${period} efter att relationen upphörde`,
      consent_given: (period) => `${period} efter samtycket`,
    },
    afterHold: 'radering som ett rättsligt anspråk har skjutit upp',
    everyPurpose: 'Alla ändamål',
  },
  da: {
    title: 'Hvad opbevaringsreglerne vil gøre',
    lead: (from, until) => `Fra ${from} til ${until}, hvis ingen giver livstegn fra sig imens.`,
    part: (people) => `Tallene gælder ${people} hændelser i denne del af oversigten.`,
    nothing: 'Ingen bliver spurgt, deaktiveret eller slettet i dette tidsrum.',
    byMonth: 'Måned for måned',
    byRule: 'Hvilken regel',
    month: 'Måned',
    rule: 'Formål',
    when: 'Frist',
    what: 'Hvad der sker',
    number: 'Antal',
    plot: 'Søjlediagram: antal personer pr. måned, og hvad der sker med dem. Tallene står i tabellen nedenfor.',
    onward: 'Næste del',
    acts: {
      asked: 'Bliver spurgt',
      warned: 'Sidste frist',
      ended: 'Formål ophører',
      deactivated: 'Deaktiveres',
      anonymised: 'Anonymiseres',
      removed: 'Slettes',
      held: 'Holdes tilbage',
    },
    explained: {
      asked: 'får en e-mail med spørgsmålet, om de vil blive',
      warned: 'går ind i den sidste frist før sletning, uden spørgsmål',
      ended: 'mister ét formål, men bliver',
      deactivated: 'får ikke flere e-mails, men slettes ikke',
      anonymised: 'tælles kun',
      removed: 'alt, hvad vi ved om dem, slettes',
      held: 'ville være ramt, men beholdes på grund af et retskrav',
    },
    clocks: {
      last_activity: (period) => `${period} efter seneste livstegn`,
      last_inbound_contact: (period) => `${period} efter seneste henvendelse`,
      relationship_end: (period) => `${period} efter at forholdet ophørte`,
      consent_given: (period) => `${period} efter samtykket`,
    },
    afterHold: 'sletning, som et retskrav har udskudt',
    everyPurpose: 'Alle formål',
  },
  fi: {
    title: 'Mitä säilytyssäännöt tulevat tekemään',
    lead: (from, until) => `${from} – ${until}, jos kukaan ei sitä ennen anna elonmerkkiä.`,
    part: (people) => `Luvut koskevat ${people} tapahtumaa tässä katsauksen osassa.`,
    nothing: 'Keneltäkään ei kysytä, ketään ei poisteta käytöstä eikä poisteta tänä aikana.',
    byMonth: 'Kuukausittain',
    byRule: 'Mikä sääntö',
    month: 'Kuukausi',
    rule: 'Tarkoitus',
    when: 'Määräaika',
    what: 'Mitä tapahtuu',
    number: 'Määrä',
    plot: 'Pylväskaavio: henkilöiden määrä kuukausittain ja mitä heille tapahtuu. Luvut ovat alla olevassa taulukossa.',
    onward: 'Seuraava osa',
    acts: {
      asked: 'Kysytään',
      warned: 'Viimeinen määräaika',
      ended: 'Tarkoitus päättyy',
      deactivated: 'Pois käytöstä',
      anonymised: 'Anonymisoidaan',
      removed: 'Poistetaan',
      held: 'Säilytetään',
    },
    explained: {
      asked: 'saavat sähköpostin, jossa kysytään, haluavatko he jäädä',
      warned: 'siirtyvät poistoa edeltävään viimeiseen määräaikaan ilman kysymystä',
      ended: 'menettävät yhden tarkoituksen mutta jäävät',
      deactivated: 'eivät saa enää sähköpostia, mutta heitä ei poisteta',
      anonymised: 'vain lasketaan',
      removed: 'kaikki, mitä heistä tiedämme, poistetaan',
      held: 'olisivat vuorossa, mutta heidät säilytetään oikeusvaateen vuoksi',
    },
    clocks: {
      last_activity: (period) => `${period} viimeisestä elonmerkistä`,
      last_inbound_contact: (period) => `${period} viimeisestä yhteydenotosta`,
      relationship_end: (period) => `${period} suhteen päättymisestä`,
      consent_given: (period) => `${period} suostumuksesta`,
    },
    afterHold: 'poisto, jota oikeusvaade on lykännyt',
    everyPurpose: 'Kaikki tarkoitukset',
  },
  en: {
    title: 'What the rules of retention will do',
    lead: (from, until) => `From ${from} to ${until}, if nobody is heard of meanwhile.`,
    part: (people) => `The numbers are of ${people} events in this part of the forecast.`,
    nothing: 'Nobody is asked, deactivated or deleted in this time.',
    byMonth: 'Month by month',
    byRule: 'By which rule',
    month: 'Month',
    rule: 'Purpose',
    when: 'Period',
    what: 'What happens',
    number: 'Number',
    plot: 'Bar chart: how many people in each month, and what happens to them. The numbers are in the table below.',
    onward: 'Next part',
    acts: {
      asked: 'Asked',
      warned: 'Last notice',
      ended: 'Purpose ends',
      deactivated: 'Deactivated',
      anonymised: 'Anonymised',
      removed: 'Deleted',
      held: 'Held',
    },
    explained: {
      asked: 'get a mail that asks whether they want to stay',
      warned: 'enter the last period before deletion, without a question',
      ended: 'lose one purpose and stay',
      deactivated: 'get no more mails, and are not deleted',
      anonymised: 'are counted, and no more',
      removed: 'go, with all that is known of them',
      held: 'would be affected, and are kept for a legal claim',
    },
    clocks: {
      last_activity: (period) => `${period} after the last sign of life`,
      last_inbound_contact: (period) => `${period} after the last contact`,
      relationship_end: (period) => `${period} after the relationship ended`,
      consent_given: (period) => `${period} after the consent`,
    },
    afterHold: 'a deletion that a legal claim has put off',
    everyPurpose: 'Every purpose',
  },
};
