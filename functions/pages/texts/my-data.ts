import type { Locale } from '../../domain/policy.ts';

/** One thing that a person can have done: why they might want it, and its button. */
interface Wish {
  readonly title: string;
  readonly text: string;
  readonly button: string;
}

/** What has just happened, or did not. */
export type MyDataNotice =
  | 'saved'
  | 'unchanged'
  | 'wrong'
  | 'addressSent'
  | 'restricted'
  | 'unrestricted'
  | 'objected'
  | 'held'
  | 'caseOpened';

/** The words of the page on which people see what is known of them and exercise their rights. */
interface MyDataTexts {
  readonly title: string;
  readonly lead: (brand: string) => string;
  readonly download: string;
  readonly downloadText: string;
  readonly about: string;
  readonly address: string;
  readonly name: string;
  readonly company: string;
  readonly phone: string;
  readonly language: string;
  readonly since: string;
  readonly standing: string;
  readonly agreed: string;
  readonly history: string;
  readonly mails: string;
  readonly opened: string;
  readonly clicked: string;
  readonly shared: string;
  readonly cases: string;
  readonly caseDue: (day: string) => string;
  readonly caseClosed: (day: string) => string;
  readonly none: string;
  readonly correct: string;
  readonly correctText: string;
  readonly save: string;
  readonly newAddress: Wish;
  readonly newAddressLabel: string;
  readonly restrict: Wish;
  readonly unrestrict: Wish;
  readonly object: Wish;
  readonly erase: Wish;
  readonly eraseReview: string;
  readonly sure: string;
  readonly heldText: string;
  readonly rights: string;
  readonly complaint: (authority: string, address: string) => string;
  readonly back: string;
  readonly noticeTitles: Readonly<Record<MyDataNotice, string>>;
  readonly notices: Readonly<Record<Exclude<MyDataNotice, 'caseOpened'>, string>>;
  readonly caseOpened: (id: string, day: string) => string;
}

export const myDataTexts: Record<Locale, MyDataTexts> = {
  nb: {
    title: 'Dine opplysninger',
    lead: (brand) => `Dette er alt ${brand} vet om deg. Nederst kan du få det rettet, begrenset eller slettet.`,
    download: 'Last ned alt',
    downloadText: 'JSON kan andre tjenester lese. CSV åpner du i et regneark.',
    about: 'Om deg',
    address: 'E-postadresse',
    name: 'Navn',
    company: 'Firma',
    phone: 'Telefonnummer',
    language: 'Språk',
    since: 'Registrert',
    standing: 'Status',
    agreed: 'Det du har sagt ja eller nei til',
    history: 'Hva som har skjedd',
    mails: 'E-poster vi har sendt deg',
    opened: 'åpnet',
    clicked: 'lenke brukt',
    shared: 'Hvem som har fått opplysninger om deg',
    cases: 'Forespørsler fra deg',
    caseDue: (day) => `svar senest ${day}`,
    caseClosed: (day) => `besvart ${day}`,
    none: 'Ingenting.',
    correct: 'Rett opplysningene',
    correctText: 'Et felt du tømmer, blir slettet.',
    save: 'Lagre',
    newAddress: {
      title: 'Ny e-postadresse',
      text: 'Vi sender en lenke til den nye adressen. Den gjelder først når du har bekreftet der.',
      button: 'Send lenken',
    },
    newAddressLabel: 'Den nye adressen',
    restrict: {
      title: 'Begrens bruken',
      text: 'Da lagrer vi bare opplysningene dine, og bruker dem ikke, til du selv opphever det.',
      button: 'Begrens bruken',
    },
    unrestrict: {
      title: 'Opphev begrensningen',
      text: 'Opplysningene dine blir nå bare lagret. Opphever du det, gjelder valgene dine igjen.',
      button: 'Opphev begrensningen',
    },
    object: {
      title: 'Nei til markedsføring',
      text: 'Da får du aldri mer markedsføring fra oss, uansett hva du har sagt ja til før. Opplysningene blir liggende. Bare en henvendelse fra deg kan oppheve det.',
      button: 'Nei til all markedsføring',
    },
    erase: {
      title: 'Slett alt',
      text: 'Alt på denne siden blir slettet med en gang, og kan ikke hentes tilbake. Vi beholder bare en kode som ikke viser adressen din, og det loven pålegger oss å beholde.',
      button: 'Slett opplysningene mine',
    },
    eraseReview:
      'Vi ser på forespørselen og svarer deg på e-post innen en måned. E-postene kan du slutte med allerede nå, under «Dine valg».',
    sure: 'Vis knappen',
    heldText: 'Opplysningene kan ikke slettes nå, fordi de trengs for å avklare et rettskrav.',
    rights: 'Dine rettigheter',
    complaint: (authority, address) => `Er noe galt? Skriv til ${address}. Du kan også klage til ${authority}.`,
    back: 'Tilbake til valgene',
    noticeTitles: {
      saved: 'Lagret',
      unchanged: 'Ingenting å endre',
      wrong: 'Noe må rettes',
      addressSent: 'Sjekk den nye innboksen',
      restricted: 'Bruken er begrenset',
      unrestricted: 'Begrensningen er opphevet',
      objected: 'Du får ikke mer markedsføring',
      held: 'Opplysningene kan ikke slettes nå',
      caseOpened: 'Forespørselen er mottatt',
    },
    notices: {
      saved: 'Opplysningene er rettet.',
      unchanged: 'De var slik fra før.',
      wrong: 'Skriv på én linje, uten < og >. En adresse må være en vi kan sende til.',
      addressSent: 'Kan adressen brukes, er det straks en e-post på vei dit. Inntil du bekrefter, gjelder den gamle.',
      restricted: 'Opplysningene blir bare lagret.',
      unrestricted: 'Valgene dine gjelder igjen.',
      objected: 'Det gjelder til du selv ber om noe annet.',
      held: 'De trengs for å avklare et rettskrav. Skriv til oss om du har spørsmål.',
    },
    caseOpened: (id, day) => `Saksnummeret er ${id}. Du får svar på e-post senest ${day}.`,
  },
  sv: {
    title: 'Dina uppgifter',
    lead: (brand) => `Det här är allt ${brand} vet om dig. Längst ned kan du få det rättat, begränsat eller raderat.`,
    download: 'Ladda ned allt',
    downloadText: 'JSON kan andra tjänster läsa. CSV öppnar du i ett kalkylark.',
    about: 'Om dig',
    address: 'E-postadress',
    name: 'Namn',
    company: 'Företag',
    phone: 'Telefonnummer',
    language: 'Språk',
    since: 'Registrerad',
    standing: 'Status',
    agreed: 'Det du har sagt ja eller nej till',
    history: 'Vad som har hänt',
    mails: 'Mejl som vi har skickat till dig',
    opened: 'öppnat',
    clicked: 'länk använd',
    shared: 'Vilka som har fått uppgifter om dig',
    cases: 'Begäranden från dig',
    caseDue: (day) => `svar senast ${day}`,
    caseClosed: (day) => `besvarad ${day}`,
    none: 'Ingenting.',
    correct: 'Rätta uppgifterna',
    correctText: 'Ett fält som du tömmer raderas.',
    save: 'Spara',
    newAddress: {
      title: 'Ny e-postadress',
      text: 'Vi skickar en länk till den nya adressen. Den gäller först när du har bekräftat där.',
      button: 'Skicka länken',
    },
    newAddressLabel: 'Den nya adressen',
    restrict: {
      title: 'Begränsa användningen',
      text: 'Då lagrar vi bara dina uppgifter, och använder dem inte, tills du själv häver det.',
      button: 'Begränsa användningen',
    },
    unrestrict: {
      title: 'Häv begränsningen',
      text: 'Dina uppgifter lagras bara just nu. Om du häver det gäller dina val igen.',
      button: 'Häv begränsningen',
    },
    object: {
      title: 'Nej till marknadsföring',
      text: 'Då får du aldrig mer marknadsföring från oss, vad du än har sagt ja till tidigare. Uppgifterna ligger kvar. Bara en begäran från dig kan häva det.',
      button: 'Nej till all marknadsföring',
    },
    erase: {
      title: 'Radera allt',
      text: 'Allt på den här sidan raderas genast och kan inte hämtas tillbaka. Vi behåller bara en kod som inte visar din adress, och det som lagen kräver att vi behåller.',
      button: 'Radera mina uppgifter',
    },
    eraseReview: 'Vi ser på din begäran och svarar via e-post inom en månad. Mejlen kan du avsluta redan nu, under ”Dina val”.',
    sure: 'Visa knappen',
    heldText: 'Uppgifterna kan inte raderas nu, eftersom de behövs för ett rättsligt anspråk.',
    rights: 'Dina rättigheter',
    complaint: (authority, address) => `Är något fel? Skriv till ${address}. Du kan också klaga hos ${authority}.`,
    back: 'Tillbaka till valen',
    noticeTitles: {
      saved: 'Sparat',
      unchanged: 'Inget att ändra',
      wrong: 'Något behöver rättas',
      addressSent: 'Kolla den nya inkorgen',
      restricted: 'Användningen är begränsad',
      unrestricted: 'Begränsningen är hävd',
      objected: 'Du får ingen mer marknadsföring',
      held: 'Uppgifterna kan inte raderas nu',
      caseOpened: 'Din begäran är mottagen',
    },
    notices: {
      saved: 'Uppgifterna är rättade.',
      unchanged: 'De var så redan.',
      wrong: 'Skriv på en rad, utan < och >. En adress måste vara en som vi kan skicka till.',
      addressSent: 'Om adressen kan användas är ett mejl strax på väg dit. Tills du bekräftar gäller den gamla.',
      restricted: 'Uppgifterna lagras bara.',
      unrestricted: 'Dina val gäller igen.',
      objected: 'Det gäller tills du själv ber om något annat.',
      held: 'De behövs för ett rättsligt anspråk. Skriv till oss om du har frågor.',
    },
    caseOpened: (id, day) => `Ärendenumret är ${id}. Du får svar via e-post senast ${day}.`,
  },
  da: {
    title: 'Dine oplysninger',
    lead: (brand) => `Dette er alt, hvad ${brand} ved om dig. Nederst kan du få det rettet, begrænset eller slettet.`,
    download: 'Hent det hele',
    downloadText: 'JSON kan andre tjenester læse. CSV åbner du i et regneark.',
    about: 'Om dig',
    address: 'E-mailadresse',
    name: 'Navn',
    company: 'Virksomhed',
    phone: 'Telefonnummer',
    language: 'Sprog',
    since: 'Registreret',
    standing: 'Status',
    agreed: 'Det, du har sagt ja eller nej til',
    history: 'Hvad der er sket',
    mails: 'E-mails, vi har sendt dig',
    opened: 'åbnet',
    clicked: 'link brugt',
    shared: 'Hvem der har fået oplysninger om dig',
    cases: 'Anmodninger fra dig',
    caseDue: (day) => `svar senest ${day}`,
    caseClosed: (day) => `besvaret ${day}`,
    none: 'Intet.',
    correct: 'Ret oplysningerne',
    correctText: 'Et felt, som du tømmer, bliver slettet.',
    save: 'Gem',
    newAddress: {
      title: 'Ny e-mailadresse',
      text: 'Vi sender et link til den nye adresse. Den gælder først, når du har bekræftet dér.',
      button: 'Send linket',
    },
    newAddressLabel: 'Den nye adresse',
    restrict: {
      title: 'Begræns brugen',
      text: 'Så opbevarer vi kun dine oplysninger og bruger dem ikke, indtil du selv ophæver det.',
      button: 'Begræns brugen',
    },
    unrestrict: {
      title: 'Ophæv begrænsningen',
      text: 'Dine oplysninger bliver nu kun opbevaret. Ophæver du det, gælder dine valg igen.',
      button: 'Ophæv begrænsningen',
    },
    object: {
      title: 'Nej til markedsføring',
      text: 'Så får du aldrig mere markedsføring fra os, uanset hvad du har sagt ja til før. Oplysningerne bliver liggende. Kun en henvendelse fra dig kan ophæve det.',
      button: 'Nej til al markedsføring',
    },
    erase: {
      title: 'Slet alt',
      text: 'Alt på denne side bliver slettet med det samme og kan ikke hentes tilbage. Vi beholder kun en kode, som ikke viser din adresse, og det, som loven kræver, at vi beholder.',
      button: 'Slet mine oplysninger',
    },
    eraseReview:
      'Vi ser på anmodningen og svarer dig på e-mail inden for en måned. E-mails kan du stoppe allerede nu under »Dine valg«.',
    sure: 'Vis knappen',
    heldText: 'Oplysningerne kan ikke slettes nu, fordi de er nødvendige for et retskrav.',
    rights: 'Dine rettigheder',
    complaint: (authority, address) => `Er noget galt? Skriv til ${address}. Du kan også klage til ${authority}.`,
    back: 'Tilbage til valgene',
    noticeTitles: {
      saved: 'Gemt',
      unchanged: 'Intet at ændre',
      wrong: 'Noget skal rettes',
      addressSent: 'Tjek den nye indbakke',
      restricted: 'Brugen er begrænset',
      unrestricted: 'Begrænsningen er ophævet',
      objected: 'Du får ikke mere markedsføring',
      held: 'Oplysningerne kan ikke slettes nu',
      caseOpened: 'Anmodningen er modtaget',
    },
    notices: {
      saved: 'Oplysningerne er rettet.',
      unchanged: 'De var sådan i forvejen.',
      wrong: 'Skriv på én linje uden < og >. En adresse skal være en, vi kan sende til.',
      addressSent: 'Kan adressen bruges, er der straks en e-mail på vej dertil. Indtil du bekræfter, gælder den gamle.',
      restricted: 'Oplysningerne bliver kun opbevaret.',
      unrestricted: 'Dine valg gælder igen.',
      objected: 'Det gælder, til du selv beder om noget andet.',
      held: 'De er nødvendige for et retskrav. Skriv til os, hvis du har spørgsmål.',
    },
    caseOpened: (id, day) => `Sagsnummeret er ${id}. Du får svar på e-mail senest ${day}.`,
  },
  fi: {
    title: 'Tietosi',
    lead: (brand) =>
      `Tässä on kaikki, mitä ${brand} tietää sinusta. Sivun lopussa voit oikaista tietoja, rajoittaa niiden käyttöä tai poistaa ne.`,
    download: 'Lataa kaikki',
    downloadText: 'JSON-tiedostoa voivat lukea muut palvelut. CSV-tiedoston voit avata taulukkolaskennassa.',
    about: 'Perustiedot',
    address: 'Sähköpostiosoite',
    name: 'Nimi',
    company: 'Yritys',
    phone: 'Puhelinnumero',
    language: 'Kieli',
    since: 'Tallennettu',
    standing: 'Tila',
    agreed: 'Mihin olet suostunut tai kieltäytynyt',
    history: 'Mitä on tapahtunut',
    mails: 'Sinulle lähetetyt viestit',
    opened: 'avattu',
    clicked: 'linkkiä käytetty',
    shared: 'Kenelle tietojasi on annettu',
    cases: 'Pyyntösi',
    caseDue: (day) => `vastaus viimeistään ${day}`,
    caseClosed: (day) => `vastattu ${day}`,
    none: 'Ei mitään.',
    correct: 'Oikaise tiedot',
    correctText: 'Kenttä, jonka tyhjennät, poistetaan.',
    save: 'Tallenna',
    newAddress: {
      title: 'Uusi sähköpostiosoite',
      text: 'Lähetämme linkin uuteen osoitteeseen. Se tulee voimaan vasta, kun olet vahvistanut sen siellä.',
      button: 'Lähetä linkki',
    },
    newAddressLabel: 'Uusi osoite',
    restrict: {
      title: 'Rajoita käyttöä',
      text: 'Silloin vain säilytämme tietosi emmekä käytä niitä, kunnes itse poistat rajoituksen.',
      button: 'Rajoita käyttöä',
    },
    unrestrict: {
      title: 'Poista rajoitus',
      text: 'Tietosi ovat nyt vain säilytyksessä. Jos poistat rajoituksen, valintasi ovat taas voimassa.',
      button: 'Poista rajoitus',
    },
    object: {
      title: 'Kiellä markkinointi',
      text: 'Silloin et enää saa meiltä markkinointia, vaikka olisit aiemmin suostunut siihen. Tietosi säilyvät. Vain oma pyyntösi voi kumota kiellon.',
      button: 'Kiellä kaikki markkinointi',
    },
    erase: {
      title: 'Poista kaikki',
      text: 'Kaikki tällä sivulla poistetaan heti, eikä sitä voi palauttaa. Säilytämme vain koodin, josta osoitettasi ei näe, ja tiedot, jotka laki velvoittaa säilyttämään.',
      button: 'Poista tietoni',
    },
    eraseReview:
      'Käsittelemme pyynnön ja vastaamme sähköpostitse kuukauden kuluessa. Viestit voit lopettaa jo nyt kohdassa ”Valintasi”.',
    sure: 'Näytä painike',
    heldText: 'Tietoja ei voi nyt poistaa, koska niitä tarvitaan oikeusvaateen selvittämiseen.',
    rights: 'Oikeutesi',
    complaint: (authority, address) =>
      `Onko jokin vialla? Kirjoita osoitteeseen ${address}. Voit myös valittaa viranomaiselle (${authority}).`,
    back: 'Takaisin valintoihin',
    noticeTitles: {
      saved: 'Tallennettu',
      unchanged: 'Ei muutettavaa',
      wrong: 'Jotain pitää korjata',
      addressSent: 'Tarkista uusi sähköposti',
      restricted: 'Käyttöä on rajoitettu',
      unrestricted: 'Rajoitus on poistettu',
      objected: 'Et saa enää markkinointia',
      held: 'Tietoja ei voi nyt poistaa',
      caseOpened: 'Pyyntö on vastaanotettu',
    },
    notices: {
      saved: 'Tiedot on oikaistu.',
      unchanged: 'Ne olivat näin jo ennestään.',
      wrong: 'Kirjoita yhdelle riville ilman merkkejä < ja >. Osoitteen on oltava sellainen, johon voimme lähettää.',
      addressSent: 'Jos osoitetta voi käyttää, siihen saapuu pian viesti. Vanha osoite on voimassa, kunnes vahvistat.',
      restricted: 'Tietojasi vain säilytetään.',
      unrestricted: 'Valintasi ovat taas voimassa.',
      objected: 'Kielto on voimassa, kunnes itse pyydät muuta.',
      held: 'Niitä tarvitaan oikeusvaateen selvittämiseen. Kirjoita meille, jos sinulla on kysyttävää.',
    },
    caseOpened: (id, day) => `Asian numero on ${id}. Saat vastauksen sähköpostitse viimeistään ${day}.`,
  },
  en: {
    title: 'Your data',
    lead: (brand) =>
      `This is everything ${brand} knows about you. Further down you can have it corrected, restricted or deleted.`,
    download: 'Download everything',
    downloadText: 'JSON can be read by other services. CSV opens in a spreadsheet.',
    about: 'About you',
    address: 'E-mail address',
    name: 'Name',
    company: 'Company',
    phone: 'Phone number',
    language: 'Language',
    since: 'Recorded',
    standing: 'Status',
    agreed: 'What you have said yes or no to',
    history: 'What has happened',
    mails: 'E-mails we have sent you',
    opened: 'opened',
    clicked: 'link used',
    shared: 'Who has been given data about you',
    cases: 'Requests from you',
    caseDue: (day) => `an answer by ${day}`,
    caseClosed: (day) => `answered ${day}`,
    none: 'Nothing.',
    correct: 'Correct the data',
    correctText: 'A field that you empty is deleted.',
    save: 'Save',
    newAddress: {
      title: 'A new e-mail address',
      text: 'We send a link to the new address. It holds only once you have confirmed there.',
      button: 'Send the link',
    },
    newAddressLabel: 'The new address',
    restrict: {
      title: 'Restrict the use',
      text: 'Then we only store your data, and do not use them, until you lift this yourself.',
      button: 'Restrict the use',
    },
    unrestrict: {
      title: 'Lift the restriction',
      text: 'Your data are only stored at present. If you lift this, your choices hold again.',
      button: 'Lift the restriction',
    },
    object: {
      title: 'No to marketing',
      text: 'Then you will never again get marketing from us, whatever you have said yes to before. The data stay. Only a request from you can lift this.',
      button: 'No to all marketing',
    },
    erase: {
      title: 'Delete everything',
      text: 'Everything on this page is deleted at once, and cannot be brought back. We keep only a code that does not show your address, and what the law obliges us to keep.',
      button: 'Delete my data',
    },
    eraseReview:
      'We look at the request and answer by e-mail within a month. You can stop the e-mails already now, under “Your choices”.',
    sure: 'Show the button',
    heldText: 'The data cannot be deleted now, because they are needed for a legal claim.',
    rights: 'Your rights',
    complaint: (authority, address) => `Is something wrong? Write to ${address}. You can also complain to ${authority}.`,
    back: 'Back to your choices',
    noticeTitles: {
      saved: 'Saved',
      unchanged: 'Nothing to change',
      wrong: 'Something needs correcting',
      addressSent: 'Check the new inbox',
      restricted: 'The use is restricted',
      unrestricted: 'The restriction is lifted',
      objected: 'You will get no more marketing',
      held: 'The data cannot be deleted now',
      caseOpened: 'We have received your request',
    },
    notices: {
      saved: 'The data have been corrected.',
      unchanged: 'They were like this before.',
      wrong: 'Write on one line, without < and >. An address must be one that we can send to.',
      addressSent: 'If the address can be used, an e-mail will soon be on its way to it. Until you confirm, the old one holds.',
      restricted: 'The data are only stored.',
      unrestricted: 'Your choices hold again.',
      objected: 'That holds until you ask for something else yourself.',
      held: 'They are needed for a legal claim. Write to us if you have questions.',
    },
    caseOpened: (id, day) => `The case number is ${id}. You will have an answer by e-mail by ${day}.`,
  },
};
