import type { Locale } from '../domain/policy.ts';

/** The words of the mail that tells somebody where they were found. */
interface SourceMailTexts {
  readonly subject: (brand: string) => string;
  readonly title: string;
  readonly preview: string;
  readonly found: (brand: string, source: string) => string;
  readonly data: string;
  readonly uses: string;
  readonly rights: string;
  readonly manage: string;
  readonly read: string;
  readonly complain: (authority: string) => string;
}

/** The words of the mail, in every locale. */
export const sourceMailTexts: Record<Locale, SourceMailTexts> = {
  nb: {
    subject: (brand) => `${brand} har opplysninger om deg`,
    title: 'Hvor vi har opplysningene dine fra',
    preview: 'Du trenger ikke å gjøre noe.',
    found: (brand, source) => `${brand} har kontaktopplysninger om deg som du ikke har gitt oss selv. Kilden er ${source}.`,
    data: 'Dette har vi:',
    uses: 'Dette bruker vi det til:',
    rights: 'Du kan se alt vi vet om deg, få det rettet, slettet eller begrenset, og si nei til at vi bruker det.',
    manage: 'Se og bestem over opplysningene',
    read: 'Hvor lenge vi lagrer, hvem som får opplysninger, og resten: les personvernerklæringen',
    complain: (authority) => `Du kan klage til ${authority}.`,
  },
  sv: {
    subject: (brand) => `${brand} har uppgifter om dig`,
    title: 'Var vi har dina uppgifter från',
    preview: 'Du behöver inte göra något.',
    found: (brand, source) => `${brand} har kontaktuppgifter om dig som du inte har gett oss själv. Källan är ${source}.`,
    data: 'Detta har vi:',
    uses: 'Detta använder vi det till:',
    rights: 'Du kan se allt vi vet om dig, få det rättat, raderat eller begränsat, och säga nej till att vi använder det.',
    manage: 'Se och bestäm över uppgifterna',
    read: 'Hur länge vi sparar, vem som får uppgifter och resten: läs integritetspolicyn',
    complain: (authority) => `Du kan klaga hos ${authority}.`,
  },
  da: {
    subject: (brand) => `${brand} har oplysninger om dig`,
    title: 'Hvor vi har dine oplysninger fra',
    preview: 'Du behøver ikke gøre noget.',
    found: (brand, source) => `${brand} har kontaktoplysninger om dig, som du ikke selv har givet os. Kilden er ${source}.`,
    data: 'Det har vi:',
    uses: 'Det bruger vi det til:',
    rights: 'Du kan se alt, hvad vi ved om dig, få det rettet, slettet eller begrænset, og sige nej til, at vi bruger det.',
    manage: 'Se og bestem over oplysningerne',
    read: 'Hvor længe vi gemmer, hvem der får oplysninger, og resten: læs privatlivspolitikken',
    complain: (authority) => `Du kan klage til ${authority}.`,
  },
  fi: {
    subject: (brand) => `Meillä on tietoja sinusta: ${brand}`,
    title: 'Mistä tietosi ovat',
    preview: 'Sinun ei tarvitse tehdä mitään.',
    found: (brand, source) => `Meillä (${brand}) on yhteystietojasi, joita et ole itse antanut meille. Lähde: ${source}.`,
    data: 'Nämä tiedot meillä on:',
    uses: 'Käytämme niitä näin:',
    rights:
      'Voit nähdä kaiken, mitä tiedämme sinusta, pyytää oikaisua, poistamista tai rajoittamista ja kieltää tietojen käytön.',
    manage: 'Katso tietosi ja päätä niistä',
    read: 'Säilytysajat, vastaanottajat ja muu: lue tietosuojaseloste',
    complain: (authority) => `Voit valittaa viranomaiselle: ${authority}.`,
  },
  en: {
    subject: (brand) => `${brand} holds data about you`,
    title: 'Where we have your data from',
    preview: 'You need not do anything.',
    found: (brand, source) => `${brand} holds contact data about you that you did not give us yourself. The source is ${source}.`,
    data: 'This is what we hold:',
    uses: 'This is what we use it for:',
    rights: 'You can see all that we know about you, have it corrected, deleted or restricted, and object to our using it.',
    manage: 'See your data and decide about them',
    read: 'How long we keep them, who receives them and the rest: read the privacy notice',
    complain: (authority) => `You can complain to ${authority}.`,
  },
};
