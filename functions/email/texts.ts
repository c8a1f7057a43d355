import type { Locale, OfflineChannel } from '../domain/policy.ts';

/** The words of the mails about a sign-up. None of them takes anything that a visitor typed (T12). */
interface MailTexts {
  readonly confirmSubject: (brand: string) => string;
  readonly confirmTitle: string;
  readonly confirmPreview: string;
  /** `when` names its zone, `site` is a host name. */
  readonly asked: (when: string, site: string) => string;
  readonly askedOffline: (how: OfflineChannel, when: string, brand: string) => string;
  readonly agree: string;
  readonly confirmButton: string;
  readonly works: (life: string, until: string) => string;
  readonly notYou: string;
  readonly copyAddress: string;
  readonly alreadySubject: (brand: string) => string;
  readonly alreadyTitle: string;
  readonly alreadyPreview: string;
  readonly already: (site: string) => string;
  readonly alreadyOffline: (how: OfflineChannel, brand: string) => string;
  readonly alreadyNotYou: string;
  readonly preferences: string;
  readonly unsubscribe: string;
  readonly rights: string;
  readonly writeTo: string;
}

/** How a yes was said, as it stands in the sentences below. */
const said: Record<Locale, Record<OfflineChannel, string>> = {
  nb: {
    phone: 'på telefon',
    meeting: 'i et møte',
    paper: 'på et papirskjema',
    email: 'i en e-post',
    oral: 'i en samtale',
  },
  sv: {
    phone: 'per telefon',
    meeting: 'vid ett möte',
    paper: 'på en pappersblankett',
    email: 'i ett mejl',
    oral: 'i ett samtal',
  },
  da: {
    phone: 'i telefonen',
    meeting: 'ved et møde',
    paper: 'på en papirblanket',
    email: 'i en e-mail',
    oral: 'i en samtale',
  },
  fi: {
    phone: 'puhelimessa',
    meeting: 'tapaamisessa',
    paper: 'paperilomakkeella',
    email: 'sähköpostitse',
    oral: 'keskustelussa',
  },
  en: {
    phone: 'by phone',
    meeting: 'in a meeting',
    paper: 'on a paper form',
    email: 'by e-mail',
    oral: 'in a conversation',
  },
};

export const mailTexts: Record<Locale, MailTexts> = {
  nb: {
    confirmSubject: (brand) => `Bekreft påmeldingen din hos ${brand}`,
    confirmTitle: 'Bekreft påmeldingen din',
    confirmPreview: 'Du er ikke påmeldt før du bekrefter.',
    asked: (when, site) => `Noen, trolig du, oppga denne adressen i et skjema for ${site} den ${when}.`,
    askedOffline: (how, when, brand) => `Noen, trolig du, oppga denne adressen til ${brand} ${said.nb[how]} den ${when}.`,
    agree: 'Når du bekrefter, sier du ja til dette:',
    confirmButton: 'Bekreft påmeldingen',
    works: (life, until) => `Lenken virker i ${life}, til ${until}.`,
    notYou:
      'Var det ikke du? Da trenger du ikke å gjøre noe. Uten bekreftelse skjer det ingenting, og forespørselen blir slettet.',
    copyAddress: 'Virker ikke knappen? Kopier denne adressen til nettleseren:',
    alreadySubject: (brand) => `Du er allerede påmeldt hos ${brand}`,
    alreadyTitle: 'Du er allerede påmeldt',
    alreadyPreview: 'Ingenting er endret.',
    already: (site) =>
      `Noen, trolig du, oppga denne adressen i et skjema for ${site}. Den er allerede påmeldt, så ingenting er endret.`,
    alreadyOffline: (how, brand) =>
      `Noen, trolig du, oppga denne adressen til ${brand} ${said.nb[how]}. Den er allerede påmeldt, så ingenting er endret.`,
    alreadyNotYou: 'Var det ikke du? Da trenger du ikke å gjøre noe.',
    preferences: 'Endre valgene mine',
    unsubscribe: 'Meld meg av',
    rights: 'Du kan når som helst trekke tilbake samtykket og si nei til direkte markedsføring.',
    writeTo: 'Spørsmål? Skriv til',
  },
  sv: {
    confirmSubject: (brand) => `Bekräfta din anmälan hos ${brand}`,
    confirmTitle: 'Bekräfta din anmälan',
    confirmPreview: 'Du är inte anmäld förrän du bekräftar.',
    asked: (when, site) => `Någon, troligen du, angav den här adressen i ett formulär för ${site} den ${when}.`,
    askedOffline: (how, when, brand) => `Någon, troligen du, lämnade den här adressen till ${brand} ${said.sv[how]} den ${when}.`,
    agree: 'När du bekräftar säger du ja till detta:',
    confirmButton: 'Bekräfta anmälan',
    works: (life, until) => `Länken fungerar i ${life}, till ${until}.`,
    notYou: 'Var det inte du? Då behöver du inte göra något. Utan bekräftelse händer ingenting, och förfrågan raderas.',
    copyAddress: 'Fungerar inte knappen? Kopiera den här adressen till webbläsaren:',
    alreadySubject: (brand) => `Du är redan anmäld hos ${brand}`,
    alreadyTitle: 'Du är redan anmäld',
    alreadyPreview: 'Ingenting har ändrats.',
    already: (site) =>
      `Någon, troligen du, angav den här adressen i ett formulär för ${site}. Den är redan anmäld, så ingenting har ändrats.`,
    alreadyOffline: (how, brand) =>
      `Någon, troligen du, lämnade den här adressen till ${brand} ${said.sv[how]}. Den är redan anmäld, så ingenting har ändrats.`,
    alreadyNotYou: 'Var det inte du? Då behöver du inte göra något.',
    preferences: 'Ändra mina val',
    unsubscribe: 'Avregistrera mig',
    rights: 'Du kan när som helst återkalla ditt samtycke och säga nej till direktmarknadsföring.',
    writeTo: 'Frågor? Skriv till',
  },
  da: {
    confirmSubject: (brand) => `Bekræft din tilmelding hos ${brand}`,
    confirmTitle: 'Bekræft din tilmelding',
    confirmPreview: 'Du er først tilmeldt, når du bekræfter.',
    asked: (when, site) => `Nogen, formentlig dig, skrev denne adresse i en formular for ${site} den ${when}.`,
    askedOffline: (how, when, brand) => `Nogen, formentlig dig, oplyste denne adresse til ${brand} ${said.da[how]} den ${when}.`,
    agree: 'Når du bekræfter, siger du ja til dette:',
    confirmButton: 'Bekræft tilmeldingen',
    works: (life, until) => `Linket virker i ${life}, til ${until}.`,
    notYou:
      'Var det ikke dig? Så behøver du ikke at gøre noget. Uden bekræftelse sker der ingenting, og anmodningen bliver slettet.',
    copyAddress: 'Virker knappen ikke? Kopiér denne adresse til browseren:',
    alreadySubject: (brand) => `Du er allerede tilmeldt hos ${brand}`,
    alreadyTitle: 'Du er allerede tilmeldt',
    alreadyPreview: 'Intet er ændret.',
    already: (site) =>
      `Nogen, formentlig dig, skrev denne adresse i en formular for ${site}. Den er allerede tilmeldt, så intet er ændret.`,
    alreadyOffline: (how, brand) =>
      `Nogen, formentlig dig, oplyste denne adresse til ${brand} ${said.da[how]}. Den er allerede tilmeldt, så intet er ændret.`,
    alreadyNotYou: 'Var det ikke dig? Så behøver du ikke at gøre noget.',
    preferences: 'Ret mine valg',
    unsubscribe: 'Afmeld mig',
    rights: 'Du kan når som helst trække dit samtykke tilbage og sige nej til direkte markedsføring.',
    writeTo: 'Spørgsmål? Skriv til',
  },
  fi: {
    confirmSubject: (brand) => `Vahvista tilauksesi: ${brand}`,
    confirmTitle: 'Vahvista tilauksesi',
    confirmPreview: 'Tilaus alkaa vasta, kun vahvistat sen.',
    asked: (when, site) => `Joku, luultavasti sinä, antoi tämän osoitteen sivuston ${site} lomakkeella ${when}.`,
    askedOffline: (how, when, brand) =>
      `Joku, luultavasti sinä, antoi tämän osoitteen yritykselle ${brand} ${said.fi[how]} ${when}.`,
    agree: 'Vahvistamalla annat suostumuksesi tähän:',
    confirmButton: 'Vahvista tilaus',
    works: (life, until) => `Linkki on voimassa ${life}, ${until} asti.`,
    notYou:
      'Etkö se ollut sinä? Silloin sinun ei tarvitse tehdä mitään. Ilman vahvistusta mitään ei tapahdu, ja pyyntö poistetaan.',
    copyAddress: 'Eikö painike toimi? Kopioi tämä osoite selaimeen:',
    alreadySubject: (brand) => `Olet jo tilaaja: ${brand}`,
    alreadyTitle: 'Olet jo tilaaja',
    alreadyPreview: 'Mitään ei ole muutettu.',
    already: (site) =>
      `Joku, luultavasti sinä, antoi tämän osoitteen sivuston ${site} lomakkeella. Osoite on jo tilaajana, joten mitään ei ole muutettu.`,
    alreadyOffline: (how, brand) =>
      `Joku, luultavasti sinä, antoi tämän osoitteen yritykselle ${brand} ${said.fi[how]}. Osoite on jo tilaajana, joten mitään ei ole muutettu.`,
    alreadyNotYou: 'Etkö se ollut sinä? Silloin sinun ei tarvitse tehdä mitään.',
    preferences: 'Muuta valintojani',
    unsubscribe: 'Peruuta tilaus',
    rights: 'Voit milloin tahansa peruuttaa suostumuksesi ja kieltää suoramarkkinoinnin.',
    writeTo: 'Kysyttävää? Kirjoita osoitteeseen',
  },
  en: {
    confirmSubject: (brand) => `Confirm your sign-up with ${brand}`,
    confirmTitle: 'Confirm your sign-up',
    confirmPreview: 'You are not signed up until you confirm.',
    asked: (when, site) => `Someone, probably you, gave this address in a form for ${site} on ${when}.`,
    askedOffline: (how, when, brand) => `Someone, probably you, gave this address to ${brand} ${said.en[how]} on ${when}.`,
    agree: 'When you confirm, you say yes to this:',
    confirmButton: 'Confirm your sign-up',
    works: (life, until) => `The link works for ${life}, until ${until}.`,
    notYou: 'Was it not you? Then you need not do anything. Without a confirmation nothing happens, and the request is deleted.',
    copyAddress: 'Does the button not work? Copy this address into your browser:',
    alreadySubject: (brand) => `You are already signed up with ${brand}`,
    alreadyTitle: 'You are already signed up',
    alreadyPreview: 'Nothing has changed.',
    already: (site) =>
      `Someone, probably you, gave this address in a form for ${site}. It is already signed up, so nothing has changed.`,
    alreadyOffline: (how, brand) =>
      `Someone, probably you, gave this address to ${brand} ${said.en[how]}. It is already signed up, so nothing has changed.`,
    alreadyNotYou: 'Was it not you? Then you need not do anything.',
    preferences: 'Change my choices',
    unsubscribe: 'Unsubscribe me',
    rights: 'You can withdraw your consent and say no to direct marketing at any time.',
    writeTo: 'Questions? Write to',
  },
};
