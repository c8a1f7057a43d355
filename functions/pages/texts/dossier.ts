import type { ConsentStatus, standings } from '../../domain/consent.ts';
import type { Basis, Locale } from '../../domain/policy.ts';

/** The words of the dossier: what a privacy officer prints to prove a consent. */
interface DossierTexts {
  readonly title: string;
  readonly lead: string;
  readonly printedBy: string;
  readonly printedAt: string;
  readonly policyInForce: string;
  readonly version: (version: number | string) => string;
  readonly times: (zone: string) => string;

  readonly wholeTitle: string;
  readonly whole: (entries: number) => string;
  readonly endUnknown: string;
  readonly brokenTitle: (seq: number) => string;
  readonly broken: (seq: number) => string;
  readonly unreadable: (places: string) => string;
  readonly unproven: (purposes: string) => string;
  readonly howToCheck: string;

  readonly person: string;
  readonly erased: string;
  readonly contactId: string;
  readonly email: string;
  readonly name: string;
  readonly company: string;
  readonly market: string;
  readonly standing: string;
  readonly standings: Readonly<Record<(typeof standings)[number] | 'erased', string>>;
  readonly addressSame: string;
  readonly addressDiffers: (entries: string) => string;

  readonly consents: string;
  readonly noConsents: string;
  readonly purpose: string;
  readonly state: string;
  readonly since: string;
  readonly basis: string;
  readonly bases: Readonly<Record<Basis, string>>;
  readonly validUntil: string;
  readonly untilWithdrawn: string;
  readonly lapsed: string;
  readonly recordId: string;
  readonly statuses: Readonly<Record<ConsentStatus, string>>;

  readonly wordings: string;
  readonly wordingOf: (entry: number) => string;
  readonly form: (form: string, version: number) => string;
  readonly language: string;
  readonly noticeVersion: string;
  readonly same: string;
  readonly differs: string;
  readonly missing: string;
  readonly ledgerHash: string;
  readonly policyHash: string;
  readonly ticked: string;
  readonly notTicked: string;
  readonly assumed: string;

  readonly steps: string;
  readonly request: string;
  readonly confirmation: string;
  readonly offline: string;
  readonly time: string;
  readonly source: string;
  readonly requestId: string;
  readonly messageId: string;
  readonly address: string;
  readonly agent: string;
  readonly sourceSame: string;
  readonly sourceDiffers: string;
  readonly notRecorded: string;
  readonly channel: string;
  readonly givenAt: string;
  readonly operator: string;
  readonly place: string;
  readonly reference: string;

  readonly events: string;
  readonly noEvents: string;
  readonly entry: (seq: number) => string;
  readonly acts: Readonly<Record<string, string>>;
  readonly methods: Readonly<Record<string, string>>;
  readonly actors: Readonly<Record<string, string>>;
  readonly channels: Readonly<Record<string, string>>;
  readonly actor: string;
  readonly method: string;
  readonly policy: string;
  readonly policyNow: string;
  readonly policyThen: string;
  readonly hash: string;
  readonly brokenHere: string;
  readonly noChange: string;
}

export const dossierTexts: Record<Locale, DossierTexts> = {
  nb: {
    title: 'Samtykkedokumentasjon',
    lead: 'Hva som ble lest, hva som ble svart, og hva som har skjedd siden.',
    printedBy: 'Skrevet ut av',
    printedAt: 'Skrevet ut',
    policyInForce: 'Gjeldende policy',
    version: (version) => `versjon ${version}`,
    times: (zone) => `Tider er oppgitt i ${zone} og i UTC.`,
    wholeTitle: 'Kjeden er hel',
    whole: (entries) =>
      entries === 1
        ? 'Den ene oppføringen er slik den ble skrevet.'
        : `Alle ${entries} oppføringer er slik de ble skrevet, i samme rekkefølge, og ingen mangler.`,
    endUnknown: 'Profilen er slettet, så ingenting utenfor kjeden sier hvor den slutter.',
    brokenTitle: (seq) => `Kjeden er brutt ved oppføring ${seq}`,
    broken: (seq) =>
      `Oppføring ${seq} er ikke slik den ble skrevet: den er endret, fjernet, flyttet eller satt inn senere. Det som står før den, er uendret. Det som følger, beviser ikke noe før dette er forklart.`,
    unreadable: (places) => `Kan ikke leses: oppføring ${places}.`,
    unproven: (purposes) => `Systemet holder disse samtykkene for gjeldende uten at protokollen viser det: ${purposes}.`,
    howToCheck:
      'Hver oppføring bærer en SHA-256-kode over alt den inneholder, også koden til oppføringen før. Ingen kan endre en oppføring uten at alle kodene etter den slutter å stemme.',
    person: 'Personen',
    erased: 'Personen er slettet. Alt her er lest fra protokollen, som verken har navn eller adresse.',
    contactId: 'Kontakt-ID',
    email: 'E-postadresse',
    name: 'Navn',
    company: 'Firma',
    market: 'Marked',
    standing: 'Kontaktens status',
    standings: {
      active: 'aktiv',
      restricted: 'begrenset',
      objected: 'har protestert',
      deactivated: 'satt til side',
      erased: 'slettet',
    },
    addressSame: 'svarer til koden i hver oppføring',
    addressDiffers: (entries) => `svarer ikke til koden i oppføring ${entries}`,
    consents: 'Samtykkene nå',
    noConsents: 'Protokollen viser ingen samtykker.',
    purpose: 'Formål',
    state: 'Status',
    since: 'Siden',
    basis: 'Grunnlag',
    bases: {
      consent: 'samtykke',
      soft_opt_in: 'eksisterende kundeforhold',
      legitimate_interest: 'berettiget interesse',
      contract: 'avtale',
      legal_obligation: 'lovpålagt plikt',
    },
    validUntil: 'Gjelder til',
    untilWithdrawn: 'det trekkes tilbake',
    lapsed: 'utløpt',
    recordId: 'Samtykkets ID',
    statuses: {
      ConsentRequested: 'bedt om',
      ConsentGiven: 'gitt',
      RenewedConsentGiven: 'fornyet',
      ConsentRequestDeferred: 'ikke besvart i tide',
      ConsentRefused: 'avslått',
      ConsentWithdrawn: 'trukket tilbake',
      ConsentRevoked: 'avsluttet av oss',
      ConsentExpired: 'utløpt',
      ConsentInvalidated: 'ugyldig',
      ConsentUnknown: 'uten bevis',
    },
    wordings: 'Ordene som ble lest',
    wordingOf: (entry) => `Oppføring ${entry}`,
    form: (form, version) => `Skjema ${form}, versjon ${version}`,
    language: 'Språk',
    noticeVersion: 'Personvernerklæring',
    same: 'Samme ord: koden over ordene er den som står i protokollen.',
    differs: 'Ordene er ikke de samme: koden over dem er en annen enn i protokollen.',
    missing: 'Ordene finnes ikke lenger i policyen. Protokollen har bare koden.',
    ledgerHash: 'Kode i protokollen',
    policyHash: 'Kode over ordene her',
    ticked: 'Krysset av',
    notTicked: 'Ikke krysset av',
    assumed: 'Skjemaet oppga ingen versjon, så den gjeldende ble lagt til grunn.',
    steps: 'De to trinnene',
    request: 'Påmelding',
    confirmation: 'Bekreftelse',
    offline: 'Gitt utenom nettet',
    time: 'Tid',
    source: 'Kilde (kode)',
    requestId: 'Forespørsel',
    messageId: 'E-postens ID',
    address: 'IP-adresse',
    agent: 'Nettleser',
    sourceSame: 'svarer til koden',
    sourceDiffers: 'svarer ikke til koden',
    notRecorded: 'ikke registrert',
    channel: 'Kanal',
    givenAt: 'Gitt',
    operator: 'Registrert av',
    place: 'Sted',
    reference: 'Referanse',
    events: 'Hendelser',
    noEvents: 'Protokollen er tom.',
    entry: (seq) => `Oppføring ${seq}`,
    acts: { confirmed: 'Bekreftet', withdrawn: 'Trukket tilbake', erased: 'Slettet', recorded: 'Registrert' },
    methods: {
      double_opt_in: 'skjema og lenke på e-post',
      link: 'lenke i e-post',
      one_click: 'avmelding i e-postprogrammet',
      partner: 'meldt av en partner eller kundesystemet',
      offline: 'registrert av en medarbeider',
    },
    actors: { person: 'personen', operator: 'en medarbeider', system: 'systemet' },
    channels: {
      web: 'nettet',
      email: 'e-post',
      phone: 'telefon',
      meeting: 'møte',
      paper: 'papir',
      oral: 'muntlig',
      import: 'import',
    },
    actor: 'Utført av',
    method: 'Måte',
    policy: 'Policy',
    policyNow: 'den som gjelder nå',
    policyThen: 'en annen enn den som gjelder nå',
    hash: 'Oppføringens kode',
    brokenHere: 'Her er kjeden brutt.',
    noChange: 'Ingen formål endret',
  },
  sv: {
    title: 'Samtyckesdokumentation',
    lead: 'Vad som lästes, vad som svarades och vad som har hänt sedan dess.',
    printedBy: 'Utskrivet av',
    printedAt: 'Utskrivet',
    policyInForce: 'Gällande policy',
    version: (version) => `version ${version}`,
    times: (zone) => `Tider anges i ${zone} och i UTC.`,
    wholeTitle: 'Kedjan är hel',
    whole: (entries) =>
      entries === 1
        ? 'Den enda posten är som den skrevs.'
        : `Alla ${entries} poster är som de skrevs, i samma ordning, och ingen saknas.`,
    endUnknown: 'Profilen är raderad, så inget utanför kedjan säger var den slutar.',
    brokenTitle: (seq) => `Kedjan är bruten vid post ${seq}`,
    broken: (seq) =>
      `Post ${seq} är inte som den skrevs: den har ändrats, tagits bort, flyttats eller lagts till senare. Det som står före den är oförändrat. Det som följer bevisar inget förrän detta är förklarat.`,
    unreadable: (places) => `Kan inte läsas: post ${places}.`,
    unproven: (purposes) => `Systemet håller dessa samtycken för gällande utan att loggen visar det: ${purposes}.`,
    howToCheck:
      'Varje post bär en SHA-256-kod över allt den innehåller, även koden för posten före. Ingen kan ändra en post utan att alla koder efter den slutar stämma.',
    person: 'Personen',
    erased: 'Personen är raderad. Allt här är läst ur loggen, som varken har namn eller adress.',
    contactId: 'Kontakt-id',
    email: 'E-postadress',
    name: 'Namn',
    company: 'Företag',
    market: 'Marknad',
    standing: 'Kontaktens status',
    standings: {
      active: 'aktiv',
      restricted: 'begränsad',
      objected: 'har invänt',
      deactivated: 'avställd',
      erased: 'raderad',
    },
    addressSame: 'motsvarar koden i varje post',
    addressDiffers: (entries) => `motsvarar inte koden i post ${entries}`,
    consents: 'Samtyckena nu',
    noConsents: 'Loggen visar inga samtycken.',
    purpose: 'Ändamål',
    state: 'Status',
    since: 'Sedan',
    basis: 'Grund',
    bases: {
      consent: 'samtycke',
      soft_opt_in: 'befintlig kundrelation',
      legitimate_interest: 'berättigat intresse',
      contract: 'avtal',
      legal_obligation: 'rättslig förpliktelse',
    },
    validUntil: 'Gäller till',
    untilWithdrawn: 'det återkallas',
    lapsed: 'har löpt ut',
    recordId: 'Samtyckets id',
    statuses: {
      ConsentRequested: 'efterfrågat',
      ConsentGiven: 'lämnat',
      RenewedConsentGiven: 'förnyat',
      ConsentRequestDeferred: 'inte besvarat i tid',
      ConsentRefused: 'nekat',
      ConsentWithdrawn: 'återkallat',
      ConsentRevoked: 'avslutat av oss',
      ConsentExpired: 'har löpt ut',
      ConsentInvalidated: 'ogiltigt',
      ConsentUnknown: 'utan bevis',
    },
    wordings: 'Orden som lästes',
    wordingOf: (entry) => `Post ${entry}`,
    form: (form, version) => `Formulär ${form}, version ${version}`,
    language: 'Språk',
    noticeVersion: 'Integritetspolicy',
    same: 'Samma ord: koden över orden är den som står i loggen.',
    differs: 'Orden är inte desamma: koden över dem är en annan än i loggen.',
    missing: 'Orden finns inte längre i policyn. Loggen har bara koden.',
    ledgerHash: 'Kod i loggen',
    policyHash: 'Kod över orden här',
    ticked: 'Ikryssad',
    notTicked: 'Inte ikryssad',
    assumed: 'Formuläret angav ingen version, så den gällande antogs.',
    steps: 'De två stegen',
    request: 'Anmälan',
    confirmation: 'Bekräftelse',
    offline: 'Lämnat utanför webben',
    time: 'Tid',
    source: 'Källa (kod)',
    requestId: 'Begäran',
    messageId: 'Mejlets id',
    address: 'IP-adress',
    agent: 'Webbläsare',
    sourceSame: 'motsvarar koden',
    sourceDiffers: 'motsvarar inte koden',
    notRecorded: 'inte registrerat',
    channel: 'Kanal',
    givenAt: 'Lämnat',
    operator: 'Registrerat av',
    place: 'Plats',
    reference: 'Referens',
    events: 'Händelser',
    noEvents: 'Loggen är tom.',
    entry: (seq) => `Post ${seq}`,
    acts: { confirmed: 'Bekräftat', withdrawn: 'Återkallat', erased: 'Raderat', recorded: 'Registrerat' },
    methods: {
      double_opt_in: 'formulär och länk i mejl',
      link: 'länk i mejl',
      one_click: 'avregistrering i e-postprogrammet',
      partner: 'meddelat av en partner eller kundsystemet',
      offline: 'registrerat av en medarbetare',
    },
    actors: { person: 'personen', operator: 'en medarbetare', system: 'systemet' },
    channels: {
      web: 'webben',
      email: 'e-post',
      phone: 'telefon',
      meeting: 'möte',
      paper: 'papper',
      oral: 'muntligt',
      import: 'import',
    },
    actor: 'Utfört av',
    method: 'Sätt',
    policy: 'Policy',
    policyNow: 'den som gäller nu',
    policyThen: 'en annan än den som gäller nu',
    hash: 'Postens kod',
    brokenHere: 'Här är kedjan bruten.',
    noChange: 'Inget ändamål ändrat',
  },
  da: {
    title: 'Samtykkedokumentation',
    lead: 'Hvad der blev læst, hvad der blev svaret, og hvad der er sket siden.',
    printedBy: 'Udskrevet af',
    printedAt: 'Udskrevet',
    policyInForce: 'Gældende politik',
    version: (version) => `version ${version}`,
    times: (zone) => `Tider er angivet i ${zone} og i UTC.`,
    wholeTitle: 'Kæden er hel',
    whole: (entries) =>
      entries === 1
        ? 'Den ene post er, som den blev skrevet.'
        : `Alle ${entries} poster er, som de blev skrevet, i samme rækkefølge, og ingen mangler.`,
    endUnknown: 'Profilen er slettet, så intet uden for kæden siger, hvor den slutter.',
    brokenTitle: (seq) => `Kæden er brudt ved post ${seq}`,
    broken: (seq) =>
      `Post ${seq} er ikke, som den blev skrevet: den er ændret, fjernet, flyttet eller indsat senere. Det, der står før den, er uændret. Det, der følger, beviser intet, før dette er forklaret.`,
    unreadable: (places) => `Kan ikke læses: post ${places}.`,
    unproven: (purposes) => `Systemet anser disse samtykker for gældende, uden at protokollen viser det: ${purposes}.`,
    howToCheck:
      'Hver post bærer en SHA-256-kode over alt, hvad den indeholder, også koden for posten før. Ingen kan ændre en post, uden at alle koder efter den holder op med at passe.',
    person: 'Personen',
    erased: 'Personen er slettet. Alt her er læst i protokollen, som hverken har navn eller adresse.',
    contactId: 'Kontakt-id',
    email: 'E-mailadresse',
    name: 'Navn',
    company: 'Firma',
    market: 'Marked',
    standing: 'Kontaktens status',
    standings: {
      active: 'aktiv',
      restricted: 'begrænset',
      objected: 'har gjort indsigelse',
      deactivated: 'sat til side',
      erased: 'slettet',
    },
    addressSame: 'svarer til koden i hver post',
    addressDiffers: (entries) => `svarer ikke til koden i post ${entries}`,
    consents: 'Samtykkerne nu',
    noConsents: 'Protokollen viser ingen samtykker.',
    purpose: 'Formål',
    state: 'Status',
    since: 'Siden',
    basis: 'Grundlag',
    bases: {
      consent: 'samtykke',
      soft_opt_in: 'eksisterende kundeforhold',
      legitimate_interest: 'legitim interesse',
      contract: 'aftale',
      legal_obligation: 'retlig forpligtelse',
    },
    validUntil: 'Gælder til',
    untilWithdrawn: 'det trækkes tilbage',
    lapsed: 'udløbet',
    recordId: 'Samtykkets id',
    statuses: {
      ConsentRequested: 'anmodet om',
      ConsentGiven: 'givet',
      RenewedConsentGiven: 'fornyet',
      ConsentRequestDeferred: 'ikke besvaret i tide',
      ConsentRefused: 'afslået',
      ConsentWithdrawn: 'trukket tilbage',
      ConsentRevoked: 'afsluttet af os',
      ConsentExpired: 'udløbet',
      ConsentInvalidated: 'ugyldigt',
      ConsentUnknown: 'uden bevis',
    },
    wordings: 'Ordene, der blev læst',
    wordingOf: (entry) => `Post ${entry}`,
    form: (form, version) => `Formular ${form}, version ${version}`,
    language: 'Sprog',
    noticeVersion: 'Privatlivspolitik',
    same: 'Samme ord: koden over ordene er den, der står i protokollen.',
    differs: 'Ordene er ikke de samme: koden over dem er en anden end i protokollen.',
    missing: 'Ordene findes ikke længere i politikken. Protokollen har kun koden.',
    ledgerHash: 'Kode i protokollen',
    policyHash: 'Kode over ordene her',
    ticked: 'Sat kryds',
    notTicked: 'Ikke sat kryds',
    assumed: 'Formularen angav ingen version, så den gældende blev lagt til grund.',
    steps: 'De to trin',
    request: 'Tilmelding',
    confirmation: 'Bekræftelse',
    offline: 'Givet uden for nettet',
    time: 'Tid',
    source: 'Kilde (kode)',
    requestId: 'Anmodning',
    messageId: 'E-mailens id',
    address: 'IP-adresse',
    agent: 'Browser',
    sourceSame: 'svarer til koden',
    sourceDiffers: 'svarer ikke til koden',
    notRecorded: 'ikke registreret',
    channel: 'Kanal',
    givenAt: 'Givet',
    operator: 'Registreret af',
    place: 'Sted',
    reference: 'Reference',
    events: 'Hændelser',
    noEvents: 'Protokollen er tom.',
    entry: (seq) => `Post ${seq}`,
    acts: { confirmed: 'Bekræftet', withdrawn: 'Trukket tilbage', erased: 'Slettet', recorded: 'Registreret' },
    methods: {
      double_opt_in: 'formular og link i e-mail',
      link: 'link i e-mail',
      one_click: 'afmelding i mailprogrammet',
      partner: 'meddelt af en partner eller kundesystemet',
      offline: 'registreret af en medarbejder',
    },
    actors: { person: 'personen', operator: 'en medarbejder', system: 'systemet' },
    channels: {
      web: 'nettet',
      email: 'e-mail',
      phone: 'telefon',
      meeting: 'møde',
      paper: 'papir',
      oral: 'mundtligt',
      import: 'import',
    },
    actor: 'Udført af',
    method: 'Måde',
    policy: 'Politik',
    policyNow: 'den, der gælder nu',
    policyThen: 'en anden end den, der gælder nu',
    hash: 'Postens kode',
    brokenHere: 'Her er kæden brudt.',
    noChange: 'Intet formål ændret',
  },
  fi: {
    title: 'Suostumuksen todistusasiakirja',
    lead: 'Mitä luettiin, mitä vastattiin ja mitä sen jälkeen on tapahtunut.',
    printedBy: 'Tulostaja',
    printedAt: 'Tulostettu',
    policyInForce: 'Voimassa oleva käytäntö',
    version: (version) => `versio ${version}`,
    times: (zone) => `Ajat ovat aikavyöhykkeellä ${zone} sekä UTC-aikana.`,
    wholeTitle: 'Ketju on ehjä',
    whole: (entries) =>
      entries === 1
        ? 'Ainoa merkintä on sellainen kuin se kirjoitettiin.'
        : `Kaikki ${entries} merkintää ovat sellaisia kuin ne kirjoitettiin, samassa järjestyksessä, eikä yhtään puutu.`,
    endUnknown: 'Profiili on poistettu, joten mikään ketjun ulkopuolinen ei kerro, mihin se päättyy.',
    brokenTitle: (seq) => `Ketju katkeaa merkintään ${seq}`,
    broken: (seq) =>
      `Merkintä ${seq} ei ole sellainen kuin se kirjoitettiin: sitä on muutettu, se on poistettu, siirretty tai lisätty jälkikäteen. Sitä edeltävät merkinnät ovat muuttumattomia. Sitä seuraavat eivät todista mitään ennen kuin tämä on selvitetty.`,
    unreadable: (places) => `Ei voida lukea: merkintä ${places}.`,
    unproven: (purposes) => `Järjestelmä pitää näitä suostumuksia voimassa olevina, vaikka loki ei sitä osoita: ${purposes}.`,
    howToCheck:
      'Jokaisella merkinnällä on SHA-256-koodi, joka on laskettu koko sen sisällöstä, myös edellisen merkinnän koodista. Merkintää ei voi muuttaa ilman, että kaikki sen jälkeiset koodit lakkaavat täsmäämästä.',
    person: 'Henkilö',
    erased: 'Henkilö on poistettu. Kaikki tässä on luettu lokista, jossa ei ole nimeä eikä osoitetta.',
    contactId: 'Kontaktin tunnus',
    email: 'Sähköpostiosoite',
    name: 'Nimi',
    company: 'Yritys',
    market: 'Markkina',
    standing: 'Kontaktin tila',
    standings: {
      active: 'aktiivinen',
      restricted: 'rajoitettu',
      objected: 'vastustanut',
      deactivated: 'syrjään siirretty',
      erased: 'poistettu',
    },
    addressSame: 'vastaa jokaisen merkinnän koodia',
    addressDiffers: (entries) => `ei vastaa koodia merkinnässä ${entries}`,
    consents: 'Suostumukset nyt',
    noConsents: 'Loki ei osoita yhtään suostumusta.',
    purpose: 'Tarkoitus',
    state: 'Tila',
    since: 'Alkaen',
    basis: 'Peruste',
    bases: {
      consent: 'suostumus',
      soft_opt_in: 'olemassa oleva asiakassuhde',
      legitimate_interest: 'oikeutettu etu',
      contract: 'sopimus',
      legal_obligation: 'lakisääteinen velvoite',
    },
    validUntil: 'Voimassa',
    untilWithdrawn: 'kunnes se peruutetaan',
    lapsed: 'rauennut',
    recordId: 'Suostumuksen tunnus',
    statuses: {
      ConsentRequested: 'pyydetty',
      ConsentGiven: 'annettu',
      RenewedConsentGiven: 'uusittu',
      ConsentRequestDeferred: 'ei vastattu ajoissa',
      ConsentRefused: 'kieltäydytty',
      ConsentWithdrawn: 'peruutettu',
      ConsentRevoked: 'päättämämme',
      ConsentExpired: 'rauennut',
      ConsentInvalidated: 'mitätön',
      ConsentUnknown: 'ilman todistetta',
    },
    wordings: 'Luetut sanat',
    wordingOf: (entry) => `Merkintä ${entry}`,
    form: (form, version) => `Lomake ${form}, versio ${version}`,
    language: 'Kieli',
    noticeVersion: 'Tietosuojaseloste',
    same: 'Samat sanat: sanoista laskettu koodi on sama kuin lokissa.',
    differs: 'Sanat eivät ole samat: niistä laskettu koodi on toinen kuin lokissa.',
    missing: 'Sanoja ei enää ole käytännössä. Lokissa on vain koodi.',
    ledgerHash: 'Koodi lokissa',
    policyHash: 'Näiden sanojen koodi',
    ticked: 'Valittu',
    notTicked: 'Ei valittu',
    assumed: 'Lomake ei kertonut versiota, joten sen oletettiin olevan voimassa oleva.',
    steps: 'Kaksi vaihetta',
    request: 'Tilaus',
    confirmation: 'Vahvistus',
    offline: 'Annettu verkon ulkopuolella',
    time: 'Aika',
    source: 'Lähde (koodi)',
    requestId: 'Pyyntö',
    messageId: 'Viestin tunnus',
    address: 'IP-osoite',
    agent: 'Selain',
    sourceSame: 'vastaa koodia',
    sourceDiffers: 'ei vastaa koodia',
    notRecorded: 'ei kirjattu',
    channel: 'Kanava',
    givenAt: 'Annettu',
    operator: 'Kirjaaja',
    place: 'Paikka',
    reference: 'Viite',
    events: 'Tapahtumat',
    noEvents: 'Loki on tyhjä.',
    entry: (seq) => `Merkintä ${seq}`,
    acts: { confirmed: 'Vahvistettu', withdrawn: 'Peruutettu', erased: 'Poistettu', recorded: 'Kirjattu' },
    methods: {
      double_opt_in: 'lomake ja sähköpostin linkki',
      link: 'sähköpostin linkki',
      one_click: 'peruutus sähköpostiohjelmassa',
      partner: 'kumppanin tai asiakasjärjestelmän ilmoittama',
      offline: 'työntekijän kirjaama',
    },
    actors: { person: 'henkilö', operator: 'työntekijä', system: 'järjestelmä' },
    channels: {
      web: 'verkko',
      email: 'sähköposti',
      phone: 'puhelin',
      meeting: 'tapaaminen',
      paper: 'paperi',
      oral: 'suullinen',
      import: 'tuonti',
    },
    actor: 'Tekijä',
    method: 'Tapa',
    policy: 'Käytäntö',
    policyNow: 'nyt voimassa oleva',
    policyThen: 'muu kuin nyt voimassa oleva',
    hash: 'Merkinnän koodi',
    brokenHere: 'Tässä ketju katkeaa.',
    noChange: 'Mikään tarkoitus ei muuttunut',
  },
  en: {
    title: 'Consent dossier',
    lead: 'What was read, what was answered, and what has happened since.',
    printedBy: 'Printed by',
    printedAt: 'Printed',
    policyInForce: 'Policy in force',
    version: (version) => `version ${version}`,
    times: (zone) => `Times are given in ${zone} and in UTC.`,
    wholeTitle: 'The chain is whole',
    whole: (entries) =>
      entries === 1
        ? 'Its one entry is as it was written.'
        : `All ${entries} entries are as they were written, in their order, and none is missing.`,
    endUnknown: 'The profile has been erased, so nothing outside the chain says where it ends.',
    brokenTitle: (seq) => `The chain is broken at entry ${seq}`,
    broken: (seq) =>
      `Entry ${seq} is not what was written: it was changed, removed, moved or put in later. What stands before it is unchanged. What follows proves nothing until this has been explained.`,
    unreadable: (places) => `Cannot be read: entry ${places}.`,
    unproven: (purposes) => `The system acts on these consents, and the ledger does not show them: ${purposes}.`,
    howToCheck:
      'Each entry bears a SHA-256 code over all that it holds, the code of the entry before it included. Nobody can change an entry without every code after it ceasing to match.',
    person: 'The person',
    erased: 'The person has been erased. All of this was read from the ledger, which holds neither name nor address.',
    contactId: 'Contact id',
    email: 'E-mail address',
    name: 'Name',
    company: 'Company',
    market: 'Market',
    standing: 'Standing',
    standings: {
      active: 'active',
      restricted: 'restricted',
      objected: 'has objected',
      deactivated: 'set aside',
      erased: 'erased',
    },
    addressSame: 'matches the code in every entry',
    addressDiffers: (entries) => `does not match the code in entry ${entries}`,
    consents: 'The consents now',
    noConsents: 'The ledger shows no consent.',
    purpose: 'Purpose',
    state: 'State',
    since: 'Since',
    basis: 'Basis',
    bases: {
      consent: 'consent',
      soft_opt_in: 'existing customer',
      legitimate_interest: 'legitimate interest',
      contract: 'contract',
      legal_obligation: 'legal duty',
    },
    validUntil: 'Valid until',
    untilWithdrawn: 'it is withdrawn',
    lapsed: 'lapsed',
    recordId: 'Record id',
    statuses: {
      ConsentRequested: 'requested',
      ConsentGiven: 'given',
      RenewedConsentGiven: 'renewed',
      ConsentRequestDeferred: 'not answered in time',
      ConsentRefused: 'refused',
      ConsentWithdrawn: 'withdrawn',
      ConsentRevoked: 'ended by us',
      ConsentExpired: 'lapsed',
      ConsentInvalidated: 'invalid',
      ConsentUnknown: 'without proof',
    },
    wordings: 'The words that were read',
    wordingOf: (entry) => `Entry ${entry}`,
    form: (form, version) => `Form ${form}, version ${version}`,
    language: 'Language',
    noticeVersion: 'Privacy notice',
    same: 'Same words: the code over them is the one in the ledger.',
    differs: 'The words are not the same: the code over them differs from the one in the ledger.',
    missing: 'The words are no longer in the policy. The ledger holds only their code.',
    ledgerHash: 'Code in the ledger',
    policyHash: 'Code over these words',
    ticked: 'Ticked',
    notTicked: 'Not ticked',
    assumed: 'The form stated no version, so the current one was assumed.',
    steps: 'The two steps',
    request: 'Sign-up',
    confirmation: 'Confirmation',
    offline: 'Given outside the web',
    time: 'Time',
    source: 'Source (code)',
    requestId: 'Request',
    messageId: 'Id of the mail',
    address: 'IP address',
    agent: 'Browser',
    sourceSame: 'matches the code',
    sourceDiffers: 'does not match the code',
    notRecorded: 'not recorded',
    channel: 'Channel',
    givenAt: 'Given',
    operator: 'Recorded by',
    place: 'Place',
    reference: 'Reference',
    events: 'Events',
    noEvents: 'The ledger is empty.',
    entry: (seq) => `Entry ${seq}`,
    acts: { confirmed: 'Confirmed', withdrawn: 'Withdrawn', erased: 'Erased', recorded: 'Recorded' },
    methods: {
      double_opt_in: 'form, and link in a mail',
      link: 'link in a mail',
      one_click: 'unsubscription in the mail program',
      partner: 'told by a partner or the CRM',
      offline: 'recorded by a member of staff',
    },
    actors: { person: 'the person', operator: 'a member of staff', system: 'the system' },
    channels: {
      web: 'the web',
      email: 'e-mail',
      phone: 'telephone',
      meeting: 'meeting',
      paper: 'paper',
      oral: 'orally',
      import: 'import',
    },
    actor: 'Done by',
    method: 'How',
    policy: 'Policy',
    policyNow: 'the one in force',
    policyThen: 'not the one in force',
    hash: 'Code of the entry',
    brokenHere: 'The chain is broken here.',
    noChange: 'No purpose changed',
  },
};
