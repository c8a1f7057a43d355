import type { Locale } from '../../domain/policy.ts';

/** The words of the pages behind a confirmation link. */
interface ConfirmTexts {
  readonly title: string;
  readonly lead: string;
  readonly address: string;
  readonly agree: string;
  readonly button: string;
  readonly notYou: string;
  readonly doneTitle: string;
  readonly doneLead: string;
  readonly agreed: string;
  readonly changeMind: string;
  readonly changeMindText: string;
  readonly preferences: string;
  readonly unsubscribe: string;
  readonly expiredTitle: string;
  readonly expiredLead: string;
  readonly expiredNewest: string;
  readonly askAgain: string;
}

export const confirmTexts: Record<Locale, ConfirmTexts> = {
  nb: {
    title: 'Bekreft påmeldingen',
    lead: 'Ett trykk gjenstår. Når du bekrefter, sier du ja til det som står her, og ikke til noe annet.',
    address: 'E-postadresse',
    agree: 'Du sier ja til',
    button: 'Ja, jeg bekrefter',
    notYou: 'Var det ikke du som ba om dette? Lukk siden. Uten bekreftelse skjer det ingenting, og forespørselen blir slettet.',
    doneTitle: 'Takk, du er påmeldt',
    doneLead: 'Bekreftelsen er registrert. Du kan lukke siden.',
    agreed: 'Du har sagt ja til',
    changeMind: 'Ombestemt deg?',
    changeMindText: 'Du kan melde deg av når som helst: her, eller med lenken i hver e-post.',
    preferences: 'Endre valgene mine',
    unsubscribe: 'Meld meg av',
    expiredTitle: 'Lenken gjelder ikke lenger',
    expiredLead: 'Den er utløpt eller erstattet av en nyere. Ingenting er endret.',
    expiredNewest: 'Har du fått flere e-poster fra oss, virker bare lenken i den nyeste.',
    askAgain: 'Be om en ny lenke',
  },
  sv: {
    title: 'Bekräfta anmälan',
    lead: 'Ett tryck återstår. När du bekräftar säger du ja till det som står här, och inte till något annat.',
    address: 'E-postadress',
    agree: 'Du säger ja till',
    button: 'Ja, jag bekräftar',
    notYou: 'Var det inte du som bad om detta? Stäng sidan. Utan bekräftelse händer ingenting, och förfrågan raderas.',
    doneTitle: 'Tack, du är anmäld',
    doneLead: 'Bekräftelsen är registrerad. Du kan stänga sidan.',
    agreed: 'Du har sagt ja till',
    changeMind: 'Har du ändrat dig?',
    changeMindText: 'Du kan avregistrera dig när som helst: här, eller med länken i varje mejl.',
    preferences: 'Ändra mina val',
    unsubscribe: 'Avregistrera mig',
    expiredTitle: 'Länken gäller inte längre',
    expiredLead: 'Den har gått ut eller ersatts av en nyare. Ingenting har ändrats.',
    expiredNewest: 'Om du har fått flera mejl från oss fungerar bara länken i det senaste.',
    askAgain: 'Be om en ny länk',
  },
  da: {
    title: 'Bekræft tilmeldingen',
    lead: 'Der mangler kun ét tryk. Når du bekræfter, siger du ja til det, der står her, og ikke til andet.',
    address: 'E-mailadresse',
    agree: 'Du siger ja til',
    button: 'Ja, jeg bekræfter',
    notYou: 'Var det ikke dig, der bad om dette? Luk siden. Uden bekræftelse sker der ingenting, og anmodningen bliver slettet.',
    doneTitle: 'Tak, du er tilmeldt',
    doneLead: 'Bekræftelsen er registreret. Du kan lukke siden.',
    agreed: 'Du har sagt ja til',
    changeMind: 'Fortrudt?',
    changeMindText: 'Du kan afmelde dig når som helst: her eller med linket i hver e-mail.',
    preferences: 'Ret mine valg',
    unsubscribe: 'Afmeld mig',
    expiredTitle: 'Linket gælder ikke længere',
    expiredLead: 'Det er udløbet eller erstattet af et nyere. Intet er ændret.',
    expiredNewest: 'Har du fået flere e-mails fra os, virker kun linket i den nyeste.',
    askAgain: 'Bed om et nyt link',
  },
  fi: {
    title: 'Vahvista tilaus',
    lead: 'Enää yksi painallus. Vahvistamalla annat suostumuksesi tässä lueteltuun etkä mihinkään muuhun.',
    address: 'Sähköpostiosoite',
    agree: 'Annat suostumuksesi tähän',
    button: 'Kyllä, vahvistan',
    notYou: 'Etkö pyytänyt tätä itse? Sulje sivu. Ilman vahvistusta mitään ei tapahdu, ja pyyntö poistetaan.',
    doneTitle: 'Kiitos, tilauksesi on vahvistettu',
    doneLead: 'Vahvistus on tallennettu. Voit sulkea sivun.',
    agreed: 'Olet antanut suostumuksesi tähän',
    changeMind: 'Muutitko mielesi?',
    changeMindText: 'Voit peruuttaa tilauksen milloin tahansa täällä tai jokaisessa viestissä olevan linkin kautta.',
    preferences: 'Muuta valintojani',
    unsubscribe: 'Peruuta tilaus',
    expiredTitle: 'Linkki ei ole enää voimassa',
    expiredLead: 'Se on vanhentunut tai korvattu uudemmalla. Mitään ei ole muutettu.',
    expiredNewest: 'Jos olet saanut meiltä useita viestejä, vain uusimman viestin linkki toimii.',
    askAgain: 'Pyydä uusi linkki',
  },
  en: {
    title: 'Confirm your sign-up',
    lead: 'One press to go. When you confirm, you say yes to what is listed here, and to nothing else.',
    address: 'E-mail address',
    agree: 'You say yes to',
    button: 'Yes, I confirm',
    notYou:
      'Was it not you who asked for this? Close the page. Without a confirmation nothing happens, and the request is deleted.',
    doneTitle: 'Thank you, you are signed up',
    doneLead: 'Your confirmation has been recorded. You can close this page.',
    agreed: 'You have said yes to',
    changeMind: 'Changed your mind?',
    changeMindText: 'You can unsubscribe at any time: here, or with the link in every e-mail.',
    preferences: 'Change my choices',
    unsubscribe: 'Unsubscribe me',
    expiredTitle: 'This link no longer works',
    expiredLead: 'It has expired or been replaced by a newer one. Nothing has changed.',
    expiredNewest: 'If you have had several e-mails from us, only the link in the newest one works.',
    askAgain: 'Ask for a new link',
  },
};

/** What a link says that we did not make. Nobody knows its reader's language, so the page says it in all of them. */
export const linkNotValidTexts: Record<Locale, { readonly title: string; readonly text: string }> = {
  nb: {
    title: 'Lenken virker ikke',
    text: 'En del av adressen mangler eller er endret. Åpne lenken fra e-posten igjen, eller kopier hele adressen.',
  },
  sv: {
    title: 'Länken fungerar inte',
    text: 'En del av adressen saknas eller har ändrats. Öppna länken från mejlet igen eller kopiera hela adressen.',
  },
  da: {
    title: 'Linket virker ikke',
    text: 'En del af adressen mangler eller er ændret. Åbn linket fra e-mailen igen, eller kopiér hele adressen.',
  },
  fi: {
    title: 'Linkki ei toimi',
    text: 'Osa osoitteesta puuttuu tai on muuttunut. Avaa linkki uudelleen sähköpostista tai kopioi koko osoite.',
  },
  en: {
    title: 'This link does not work',
    text: 'Part of the address is missing or has changed. Open the link from the e-mail again, or copy the whole address.',
  },
};
