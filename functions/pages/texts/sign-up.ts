import type { Locale } from '../../domain/policy.ts';

/** The fields that a sign-up form can have. */
export const formFields = ['email', 'name', 'company', 'phone'] as const;
export type FormField = (typeof formFields)[number];

/** The words of a sign-up form. */
interface FormTexts {
  readonly title: string;
  readonly aboutYou: string;
  readonly labels: Readonly<Record<FormField, string>>;
  readonly optional: string;
  readonly choices: string;
  readonly choicesHint: string;
  readonly whoIs: (partner: string) => string;
  readonly submit: string;
  readonly next: string;
  readonly care: string;
  readonly readNotice: string;
  readonly leaveEmpty: string;
  readonly summary: string;
  readonly missing: Readonly<Record<FormField | 'consents', string>>;
  readonly invalid: Readonly<Record<FormField | 'consents', string>>;
  /** An address that SES cannot reach: it knows no letters but a to z before the @. */
  readonly lettersBeforeAt: string;
  /** For whatever no field can mend: a form that has changed, a part that the browser added. */
  readonly unusable: string;
}

export const formTexts: Record<Locale, FormTexts> = {
  nb: {
    title: 'Meld deg på',
    aboutYou: 'Om deg',
    labels: {
      email: 'E-postadresse',
      name: 'Navn',
      company: 'Firma',
      phone: 'Telefonnummer',
    },
    optional: 'valgfritt',
    choices: 'Hva vil du si ja til?',
    choicesHint: 'Ingenting er krysset av på forhånd.',
    whoIs: (partner) => `Hvem er ${partner}?`,
    submit: 'Meld meg på',
    next: 'Vi sender deg en e-post med en lenke. Du er ikke påmeldt før du har bekreftet der.',
    care: 'Skjemaet er ikke beregnet på barn. Ikke skriv sensitive opplysninger, for eksempel om helse eller religion.',
    readNotice: 'Les personvernerklæringen',
    leaveEmpty: 'La dette feltet stå tomt',
    summary: 'Noe mangler eller må rettes',
    missing: {
      email: 'Skriv e-postadressen din',
      name: 'Skriv navnet ditt',
      company: 'Skriv hvilket firma du arbeider for',
      phone: 'Skriv telefonnummeret ditt',
      consents: 'Velg minst én ting du vil ha',
    },
    invalid: {
      email: 'Skriv en e-postadresse vi kan sende til, for eksempel navn@example.com',
      name: 'Skriv navnet på én linje, uten < og >, med høyst 100 tegn',
      company: 'Skriv firmaet på én linje, uten < og >, med høyst 100 tegn',
      phone: 'Skriv telefonnummeret med sifre, for eksempel +47 22 33 44 55',
      consents: 'Velg minst én ting du vil ha',
    },
    lettersBeforeAt: 'Bokstaver som æ, ø og å kan ikke stå foran @. Skriv en annen adresse',
    unusable: 'Skjemaet er endret siden du åpnet det. Se over valgene og send det på nytt',
  },
  sv: {
    title: 'Anmäl dig',
    aboutYou: 'Om dig',
    labels: {
      email: 'E-postadress',
      name: 'Namn',
      company: 'Företag',
      phone: 'Telefonnummer',
    },
    optional: 'valfritt',
    choices: 'Vad vill du säga ja till?',
    choicesHint: 'Inget är ikryssat i förväg.',
    whoIs: (partner) => `Vem är ${partner}?`,
    submit: 'Anmäl mig',
    next: 'Vi skickar ett mejl med en länk. Du är inte anmäld förrän du har bekräftat där.',
    care: 'Formuläret är inte avsett för barn. Skriv inga känsliga uppgifter, till exempel om hälsa eller religion.',
    readNotice: 'Läs integritetspolicyn',
    leaveEmpty: 'Lämna det här fältet tomt',
    summary: 'Något saknas eller behöver rättas',
    missing: {
      email: 'Skriv din e-postadress',
      name: 'Skriv ditt namn',
      company: 'Skriv vilket företag du arbetar för',
      phone: 'Skriv ditt telefonnummer',
      consents: 'Välj minst en sak som du vill ha',
    },
    invalid: {
      email: 'Skriv en e-postadress som vi kan skicka till, till exempel namn@example.com',
      name: 'Skriv namnet på en rad, utan < och >, med högst 100 tecken',
      company: 'Skriv företaget på en rad, utan < och >, med högst 100 tecken',
      phone: 'Skriv telefonnumret med siffror, till exempel +46 8 123 456 78',
      consents: 'Välj minst en sak som du vill ha',
    },
    lettersBeforeAt: 'Bokstäver som å, ä och ö kan inte stå före @. Skriv en annan adress',
    unusable: 'Formuläret har ändrats sedan du öppnade det. Se över dina val och skicka det igen',
  },
  da: {
    title: 'Tilmeld dig',
    aboutYou: 'Om dig',
    labels: {
      email: 'E-mailadresse',
      name: 'Navn',
      company: 'Virksomhed',
      phone: 'Telefonnummer',
    },
    optional: 'valgfrit',
    choices: 'Hvad vil du sige ja til?',
    choicesHint: 'Intet er krydset af på forhånd.',
    whoIs: (partner) => `Hvem er ${partner}?`,
    submit: 'Tilmeld mig',
    next: 'Vi sender dig en e-mail med et link. Du er først tilmeldt, når du har bekræftet dér.',
    care: 'Formularen er ikke beregnet til børn. Skriv ikke følsomme oplysninger, f.eks. om helbred eller religion.',
    readNotice: 'Læs privatlivspolitikken',
    leaveEmpty: 'Lad dette felt være tomt',
    summary: 'Noget mangler eller skal rettes',
    missing: {
      email: 'Skriv din e-mailadresse',
      name: 'Skriv dit navn',
      company: 'Skriv, hvilken virksomhed du arbejder for',
      phone: 'Skriv dit telefonnummer',
      consents: 'Vælg mindst én ting, du gerne vil have',
    },
    invalid: {
      email: 'Skriv en e-mailadresse, vi kan sende til, f.eks. navn@example.com',
      name: 'Skriv navnet på én linje, uden < og >, med højst 100 tegn',
      company: 'Skriv virksomheden på én linje, uden < og >, med højst 100 tegn',
      phone: 'Skriv telefonnummeret med cifre, f.eks. +45 12 34 56 78',
      consents: 'Vælg mindst én ting, du gerne vil have',
    },
    lettersBeforeAt: 'Bogstaver som æ, ø og å kan ikke stå før @. Skriv en anden adresse',
    unusable: 'Formularen er ændret, siden du åbnede den. Se dine valg igennem, og send den igen',
  },
  fi: {
    title: 'Tilaa viestejä',
    aboutYou: 'Tietosi',
    labels: {
      email: 'Sähköpostiosoite',
      name: 'Nimi',
      company: 'Yritys',
      phone: 'Puhelinnumero',
    },
    optional: 'vapaaehtoinen',
    choices: 'Mihin haluat antaa suostumuksesi?',
    choicesHint: 'Mitään ei ole valittu valmiiksi.',
    whoIs: (partner) => `Mikä ${partner} on?`,
    submit: 'Tilaa',
    next: 'Lähetämme sinulle sähköpostiviestin, jossa on linkki. Tilaus alkaa vasta, kun olet vahvistanut sen linkin kautta.',
    care: 'Lomaketta ei ole tarkoitettu lapsille. Älä kirjoita siihen arkaluonteisia tietoja, esimerkiksi terveydestä tai uskonnosta.',
    readNotice: 'Lue tietosuojaseloste',
    leaveEmpty: 'Jätä tämä kenttä tyhjäksi',
    summary: 'Jotain puuttuu tai pitää korjata',
    missing: {
      email: 'Kirjoita sähköpostiosoitteesi',
      name: 'Kirjoita nimesi',
      company: 'Kirjoita, missä yrityksessä työskentelet',
      phone: 'Kirjoita puhelinnumerosi',
      consents: 'Valitse ainakin yksi vaihtoehto',
    },
    invalid: {
      email: 'Kirjoita sähköpostiosoite, johon voimme lähettää viestejä, esimerkiksi nimi@example.com',
      name: 'Kirjoita nimi yhdelle riville ilman merkkejä < ja >, enintään 100 merkkiä',
      company: 'Kirjoita yritys yhdelle riville ilman merkkejä < ja >, enintään 100 merkkiä',
      phone: 'Kirjoita puhelinnumero numeroin, esimerkiksi +358 9 123 4567',
      consents: 'Valitse ainakin yksi vaihtoehto',
    },
    lettersBeforeAt: 'Kirjaimia å, ä ja ö ei voi käyttää ennen @-merkkiä. Kirjoita toinen osoite',
    unusable: 'Lomake on muuttunut sen jälkeen, kun avasit sen. Tarkista valintasi ja lähetä lomake uudelleen',
  },
  en: {
    title: 'Sign up',
    aboutYou: 'About you',
    labels: {
      email: 'E-mail address',
      name: 'Name',
      company: 'Company',
      phone: 'Phone number',
    },
    optional: 'optional',
    choices: 'What would you like to say yes to?',
    choicesHint: 'Nothing is ticked in advance.',
    whoIs: (partner) => `Who is ${partner}?`,
    submit: 'Sign me up',
    next: 'We will send you an e-mail with a link. You are not signed up until you have confirmed there.',
    care: 'This form is not meant for children. Please do not enter sensitive information, for example about health or religion.',
    readNotice: 'Read the privacy notice',
    leaveEmpty: 'Leave this field empty',
    summary: 'Something is missing or needs correcting',
    missing: {
      email: 'Enter your e-mail address',
      name: 'Enter your name',
      company: 'Enter the company you work for',
      phone: 'Enter your phone number',
      consents: 'Choose at least one thing to receive',
    },
    invalid: {
      email: 'Enter an e-mail address that we can send to, such as name@example.com',
      name: 'Enter the name on one line, without < and >, using at most 100 characters',
      company: 'Enter the company on one line, without < and >, using at most 100 characters',
      phone: 'Enter the phone number in digits, such as +44 20 7946 0123',
      consents: 'Choose at least one thing to receive',
    },
    lettersBeforeAt: 'Letters such as æ or ö cannot stand before the @. Enter another address',
    unusable: 'The form has changed since you opened it. Please check your choices and send it again',
  },
};

/** The words of the page after a sign-up. They hold for everyone, whether a mail goes out or not. */
interface ThanksTexts {
  readonly title: string;
  readonly lead: string;
  readonly sender: string;
  readonly linkWorksFor: string;
  readonly nothingComes: string;
  readonly lookInSpam: string;
  readonly checkAddress: string;
  readonly formAgain: string;
  readonly wait: (minutes: number) => string;
  readonly writeTo: string;
}

export const thanksTexts: Record<Locale, ThanksTexts> = {
  nb: {
    title: 'Sjekk innboksen din',
    lead: 'Takk! Er alt i orden, er det straks en e-post på vei til adressen du oppga. Åpne den og bekreft. Først da er du påmeldt.',
    sender: 'Avsender',
    linkWorksFor: 'Lenken virker i',
    nothingComes: 'Kommer det ingenting?',
    lookInSpam: 'Se etter i søppelpost og reklame.',
    checkAddress: 'Kan adressen være skrevet feil?',
    formAgain: 'Fyll ut skjemaet på nytt',
    wait: (minutes) =>
      `Vent minst ${minutes} minutter før du prøver igjen. Inntil da sender vi ikke en ny e-post til samme adresse.`,
    writeTo: 'Skriv ellers til oss:',
  },
  sv: {
    title: 'Kolla din inkorg',
    lead: 'Tack! Om allt stämmer är ett mejl strax på väg till adressen du angav. Öppna det och bekräfta. Först då är du anmäld.',
    sender: 'Avsändare',
    linkWorksFor: 'Länken fungerar i',
    nothingComes: 'Kommer det inget?',
    lookInSpam: 'Titta i skräpposten och bland reklamen.',
    checkAddress: 'Kan adressen ha blivit fel?',
    formAgain: 'Fyll i formuläret igen',
    wait: (minutes) =>
      `Vänta minst ${minutes} minuter innan du försöker igen. Till dess skickar vi inget nytt mejl till samma adress.`,
    writeTo: 'Skriv annars till oss:',
  },
  da: {
    title: 'Tjek din indbakke',
    lead: 'Tak! Er alt i orden, er der straks en e-mail på vej til den adresse, du har skrevet. Åbn den, og bekræft. Først da er du tilmeldt.',
    sender: 'Afsender',
    linkWorksFor: 'Linket virker i',
    nothingComes: 'Kommer der ikke noget?',
    lookInSpam: 'Se efter i spam og reklamer.',
    checkAddress: 'Kan adressen være skrevet forkert?',
    formAgain: 'Udfyld formularen igen',
    wait: (minutes) =>
      `Vent mindst ${minutes} minutter, før du prøver igen. Indtil da sender vi ikke en ny e-mail til samme adresse.`,
    writeTo: 'Skriv ellers til os:',
  },
  fi: {
    title: 'Tarkista sähköpostisi',
    lead: 'Kiitos! Jos kaikki on kunnossa, antamaasi osoitteeseen saapuu pian viesti. Avaa se ja vahvista tilaus. Tilaus alkaa vasta sen jälkeen.',
    sender: 'Lähettäjä',
    linkWorksFor: 'Linkki on voimassa',
    nothingComes: 'Eikö viestiä kuulu?',
    lookInSpam: 'Katso roskaposti- ja mainoskansiosta.',
    checkAddress: 'Voiko osoitteessa olla kirjoitusvirhe?',
    formAgain: 'Täytä lomake uudelleen',
    wait: (minutes) =>
      `Odota vähintään ${minutes} minuuttia ennen uutta yritystä. Sitä ennen emme lähetä uutta viestiä samaan osoitteeseen.`,
    writeTo: 'Muussa tapauksessa kirjoita meille:',
  },
  en: {
    title: 'Check your inbox',
    lead: 'Thank you! If everything is in order, an e-mail will soon be on its way to the address you gave. Open it and confirm. Only then are you signed up.',
    sender: 'Sender',
    linkWorksFor: 'The link works for',
    nothingComes: 'Nothing arriving?',
    lookInSpam: 'Look in your spam and promotions folders.',
    checkAddress: 'Could the address have been mistyped?',
    formAgain: 'Fill in the form again',
    wait: (minutes) =>
      `Wait at least ${minutes} minutes before you try again. Until then we send no new e-mail to the same address.`,
    writeTo: 'Otherwise, write to us:',
  },
};

/** The words of the page from which a web editor copies the form. */
interface EmbedTexts {
  readonly title: string;
  readonly lead: string;
  readonly markup: string;
  readonly markupHint: string;
  readonly script: string;
  readonly scriptHint: string;
  readonly origins: string;
  readonly originsHint: string;
  readonly noOrigins: string;
  readonly version: (version: number) => string;
}

export const embedTexts: Record<Locale, EmbedTexts> = {
  nb: {
    title: 'Skjemaet på deres eget nettsted',
    lead: 'For dere som redigerer nettstedet: kopier skjemaet og lim det inn der det skal stå. Ordlyden er den som personvernansvarlig har skrevet. La den stå som den er, og kryss ikke av på forhånd.',
    markup: 'HTML',
    markupHint: 'Virker uten JavaScript. Legg på deres egen stil.',
    script: 'JavaScript (valgfritt)',
    scriptHint: 'Sender skjemaet over uten å forlate siden.',
    origins: 'Nettsteder som kan sende inn skjemaet',
    originsHint: 'Andre nettsteder blir avvist. Listen står i merkets policyfil.',
    noOrigins: 'Ingen. Bare skjemaet på denne tjenesten kan sendes inn. Et nettsted må først føres opp i merkets policyfil.',
    version: (version) => `Dette er versjon ${version} av skjemaet. Kopier det på nytt når ordlyden endres.`,
  },
  sv: {
    title: 'Formuläret på er egen webbplats',
    lead: 'För er som redigerar webbplatsen: kopiera formuläret och klistra in det där det ska stå. Ordalydelsen är den som integritetsansvarig har skrivit. Låt den stå som den är och kryssa inte i något i förväg.',
    markup: 'HTML',
    markupHint: 'Fungerar utan JavaScript. Lägg på er egen stil.',
    script: 'JavaScript (valfritt)',
    scriptHint: 'Skickar formuläret ovan utan att lämna sidan.',
    origins: 'Webbplatser som får skicka in formuläret',
    originsHint: 'Andra webbplatser avvisas. Listan finns i varumärkets policyfil.',
    noOrigins:
      'Inga. Bara formuläret på den här tjänsten kan skickas in. En webbplats måste först föras upp i varumärkets policyfil.',
    version: (version) => `Detta är version ${version} av formuläret. Kopiera det igen när ordalydelsen ändras.`,
  },
  da: {
    title: 'Formularen på jeres eget website',
    lead: 'Til jer, der redigerer websitet: kopiér formularen, og sæt den ind, hvor den skal stå. Ordlyden er skrevet af den privatlivsansvarlige. Lad den stå, som den er, og kryds intet af på forhånd.',
    markup: 'HTML',
    markupHint: 'Virker uden JavaScript. Brug jeres egen stil.',
    script: 'JavaScript (valgfrit)',
    scriptHint: 'Sender formularen ovenfor uden at forlade siden.',
    origins: 'Websites, der må indsende formularen',
    originsHint: 'Andre websites bliver afvist. Listen står i brandets policyfil.',
    noOrigins: 'Ingen. Kun formularen på denne tjeneste kan indsendes. Et website skal først skrives ind i brandets policyfil.',
    version: (version) => `Dette er version ${version} af formularen. Kopiér den igen, når ordlyden ændres.`,
  },
  fi: {
    title: 'Lomake omalle sivustollenne',
    lead: 'Sivuston ylläpitäjälle: kopioi lomake ja liitä se haluamaasi kohtaan. Sanamuodon on kirjoittanut tietosuojasta vastaava henkilö. Älä muuta sitä äläkä valitse mitään valmiiksi.',
    markup: 'HTML',
    markupHint: 'Toimii ilman JavaScriptiä. Lisää oma tyylinne.',
    script: 'JavaScript (vapaaehtoinen)',
    scriptHint: 'Lähettää yllä olevan lomakkeen poistumatta sivulta.',
    origins: 'Sivustot, joilta lomakkeen voi lähettää',
    originsHint: 'Muut sivustot torjutaan. Luettelo on brändin policy-tiedostossa.',
    noOrigins:
      'Ei yhtään. Vain tämän palvelun oman lomakkeen voi lähettää. Sivusto on ensin lisättävä brändin policy-tiedostoon.',
    version: (version) => `Tämä on lomakkeen versio ${version}. Kopioi lomake uudelleen, kun sanamuoto muuttuu.`,
  },
  en: {
    title: 'The form on your own site',
    lead: 'For whoever edits the web site: copy the form and paste it where it belongs. The wording was written by the privacy officer. Leave it as it is, and tick nothing in advance.',
    markup: 'HTML',
    markupHint: 'Works without JavaScript. Add your own style.',
    script: 'JavaScript (optional)',
    scriptHint: 'Sends the form above without leaving the page.',
    origins: 'Sites that may post the form',
    originsHint: 'Other sites are refused. The list stands in the brand’s policy file.',
    noOrigins: 'None. Only the form on this service can be sent. A site must first be listed in the brand’s policy file.',
    version: (version) => `This is version ${version} of the form. Copy it again when its wording changes.`,
  },
};
