import type { Locale } from '../../domain/policy.ts';

/** What went wrong, as far as a visitor can make use of it. */
export type ProblemKind = 'notFound' | 'conflict' | 'tooLarge' | 'invalid' | 'tooMany' | 'notAllowed' | 'ours';

type ProblemTexts = Readonly<Record<ProblemKind, { readonly title: string; readonly text: string }>>;

export const problemTexts: Record<Locale, ProblemTexts> = {
  nb: {
    notFound: {
      title: 'Vi fant ikke siden',
      text: 'Adressen kan være skrevet feil, eller siden finnes ikke lenger.',
    },
    conflict: {
      title: 'Skjemaet er endret',
      text: 'Det ble sendt fra en versjon som ikke lenger gjelder. Last siden på nytt og fyll ut skjemaet en gang til.',
    },
    tooLarge: {
      title: 'Det var for mye på én gang',
      text: 'Skjemaet inneholdt mer enn vi kan ta imot. Kort det ned og prøv igjen.',
    },
    invalid: {
      title: 'Vi kunne ikke bruke det som ble sendt',
      text: 'Gå tilbake, se over opplysningene og prøv igjen.',
    },
    tooMany: {
      title: 'Vent litt',
      text: 'Det kom mange forespørsler på kort tid. Prøv igjen om noen minutter.',
    },
    notAllowed: {
      title: 'Dette kan ikke åpnes herfra',
      text: 'Siden er ikke åpen for deg eller for nettstedet du kom fra.',
    },
    ours: {
      title: 'Noe gikk galt hos oss',
      text: 'Det var ikke din feil. Prøv igjen om litt.',
    },
  },
  sv: {
    notFound: {
      title: 'Vi hittade inte sidan',
      text: 'Adressen kan vara felskriven, eller så finns sidan inte längre.',
    },
    conflict: {
      title: 'Formuläret har ändrats',
      text: 'Det skickades från en version som inte längre gäller. Ladda om sidan och fyll i formuläret en gång till.',
    },
    tooLarge: {
      title: 'Det blev för mycket på en gång',
      text: 'Formuläret innehöll mer än vi kan ta emot. Korta ner det och försök igen.',
    },
    invalid: {
      title: 'Vi kunde inte använda det som skickades',
      text: 'Gå tillbaka, se över uppgifterna och försök igen.',
    },
    tooMany: {
      title: 'Vänta lite',
      text: 'Det kom många förfrågningar på kort tid. Försök igen om några minuter.',
    },
    notAllowed: {
      title: 'Det här kan inte öppnas härifrån',
      text: 'Sidan är inte öppen för dig eller för webbplatsen du kom från.',
    },
    ours: {
      title: 'Något gick fel hos oss',
      text: 'Det var inte ditt fel. Försök igen om en stund.',
    },
  },
  da: {
    notFound: {
      title: 'Vi fandt ikke siden',
      text: 'Adressen kan være skrevet forkert, eller siden findes ikke længere.',
    },
    conflict: {
      title: 'Formularen er ændret',
      text: 'Den blev sendt fra en version, der ikke længere gælder. Genindlæs siden, og udfyld formularen en gang til.',
    },
    tooLarge: {
      title: 'Det var for meget på én gang',
      text: 'Formularen indeholdt mere, end vi kan tage imod. Gør den kortere, og prøv igen.',
    },
    invalid: {
      title: 'Vi kunne ikke bruge det, der blev sendt',
      text: 'Gå tilbage, se oplysningerne igennem, og prøv igen.',
    },
    tooMany: {
      title: 'Vent lidt',
      text: 'Der kom mange forespørgsler på kort tid. Prøv igen om nogle minutter.',
    },
    notAllowed: {
      title: 'Dette kan ikke åbnes herfra',
      text: 'Siden er ikke åben for dig eller for det website, du kom fra.',
    },
    ours: {
      title: 'Noget gik galt hos os',
      text: 'Det var ikke din fejl. Prøv igen om lidt.',
    },
  },
  fi: {
    notFound: {
      title: 'Sivua ei löytynyt',
      text: 'Osoitteessa voi olla kirjoitusvirhe, tai sivua ei enää ole.',
    },
    conflict: {
      title: 'Lomake on muuttunut',
      text: 'Se lähetettiin versiosta, joka ei ole enää voimassa. Lataa sivu uudelleen ja täytä lomake vielä kerran.',
    },
    tooLarge: {
      title: 'Liikaa kerralla',
      text: 'Lomakkeessa oli enemmän kuin voimme ottaa vastaan. Lyhennä sitä ja yritä uudelleen.',
    },
    invalid: {
      title: 'Emme voineet käyttää lähetettyjä tietoja',
      text: 'Palaa takaisin, tarkista tiedot ja yritä uudelleen.',
    },
    tooMany: {
      title: 'Odota hetki',
      text: 'Pyyntöjä tuli paljon lyhyessä ajassa. Yritä uudelleen muutaman minuutin kuluttua.',
    },
    notAllowed: {
      title: 'Tätä ei voi avata täältä',
      text: 'Sivu ei ole avoinna sinulle tai sivustolle, jolta tulit.',
    },
    ours: {
      title: 'Meillä meni jotain vikaan',
      text: 'Se ei ollut sinun syytäsi. Yritä hetken kuluttua uudelleen.',
    },
  },
  en: {
    notFound: {
      title: 'We could not find this page',
      text: 'The address may be mistyped, or the page no longer exists.',
    },
    conflict: {
      title: 'The form has changed',
      text: 'It was sent from a version that no longer holds. Reload the page and fill in the form once more.',
    },
    tooLarge: {
      title: 'That was too much at once',
      text: 'The form held more than we can take. Shorten it and try again.',
    },
    invalid: {
      title: 'We could not use what was sent',
      text: 'Go back, check what you entered and try again.',
    },
    tooMany: {
      title: 'Please wait a little',
      text: 'Many requests came within a short time. Try again in a few minutes.',
    },
    notAllowed: {
      title: 'This cannot be opened from here',
      text: 'The page is not open to you or to the site you came from.',
    },
    ours: {
      title: 'Something went wrong on our side',
      text: 'It was not your fault. Please try again in a little while.',
    },
  },
};
