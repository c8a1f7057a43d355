import type { CaseMail, CaseRight } from '../domain/case.ts';
import type { Locale } from '../domain/policy.ts';

/** The words of the mails that answer what people ask about their own data. */
interface RightsTexts {
  readonly linkSubject: (brand: string) => string;
  readonly linkTitle: string;
  readonly linkPreview: string;
  readonly linkAsked: (brand: string, when: string) => string;
  readonly linkButton: string;
  readonly linkWorks: (life: string, until: string) => string;
  readonly linkKeep: string;
  readonly notYou: string;

  readonly addressSubject: (brand: string) => string;
  readonly addressTitle: string;
  readonly addressPreview: string;
  readonly addressAsked: (brand: string, when: string) => string;
  readonly addressButton: string;

  readonly caseSubject: (brand: string, id: string) => string;
  readonly caseTitles: Readonly<Record<CaseMail, string>>;
  /** What is asked for, as it stands after a colon. */
  readonly caseRights: Readonly<Record<CaseRight, string>>;
  readonly caseNumber: (id: string) => string;
  readonly caseOpened: (what: string, received: string, due: string) => string;
  readonly caseIdentity: (reason: string) => string;
  readonly caseExtended: (reason: string, due: string) => string;
  readonly caseDone: Readonly<Record<CaseRight, string>>;
  readonly caseNobody: string;
  readonly caseLifted: string;
  readonly caseRefused: (reasons: string) => string;
  readonly caseReferred: (reasons: string) => string;
  /** Complaint and court: what a refusal must name (GDPR 12(4)). */
  readonly caseRemedy: (authority: string) => string;
  readonly caseFetch: string;
  readonly caseDocument: string;
  readonly caseDocumentButton: string;
  readonly caseDocumentWorks: (until: string) => string;
}

/** The words of these mails, in every locale. */
export const rightsTexts: Record<Locale, RightsTexts> = {
  nb: {
    linkSubject: (brand) => `Lenken til dine valg og opplysninger hos ${brand}`,
    linkTitle: 'Dine valg og opplysninger',
    linkPreview: 'Lenken virker i én time.',
    linkAsked: (brand, when) =>
      `Noen, trolig du, ba ${brand} om denne lenken den ${when}. Med den kan du endre hva du får, se hva vi vet om deg, og få det rettet, utlevert eller slettet.`,
    linkButton: 'Se og endre valgene mine',
    linkWorks: (life, until) => `Lenken virker i ${life}, til ${until}.`,
    linkKeep: 'Ikke send lenken videre: den viser opplysningene dine.',
    notYou: 'Var det ikke du? Da trenger du ikke å gjøre noe. Ingenting er endret.',
    addressSubject: (brand) => `Bekreft den nye adressen din hos ${brand}`,
    addressTitle: 'Bekreft den nye adressen din',
    addressPreview: 'Adressen er ikke endret før du bekrefter.',
    addressAsked: (brand, when) =>
      `Noen, trolig du, ba ${brand} den ${when} om å skrive til denne adressen i stedet for en tidligere.`,
    addressButton: 'Bekreft adressen',
    caseSubject: (brand, id) => `Sak ${id} hos ${brand}`,
    caseTitles: {
      opened: 'Vi har fått forespørselen din',
      identity: 'Vi må vite at det er du som spør',
      extended: 'Vi trenger mer tid',
      decided: 'Svar på forespørselen din',
    },
    caseRights: {
      access: 'innsyn i opplysningene dine',
      rectify: 'retting',
      erase: 'sletting',
      restrict: 'begrenset bruk',
      port: 'utlevering av opplysningene dine',
      object: 'å slippe markedsføring',
      withdraw: 'å trekke tilbake samtykket',
      complaint: 'en klage',
    },
    caseNumber: (id) => `Saksnummeret er ${id}. Oppgi det om du skriver til oss om saken.`,
    caseOpened: (what, received, due) =>
      `Den ${received} fikk vi en forespørsel fra deg om dette: ${what}. Du får svar senest ${due}.`,
    caseIdentity: (reason) => `Vi er i tvil om hvem som spør, og ber deg derfor om å vise det: ${reason}`,
    caseExtended: (reason, due) =>
      `Saken tar mer tid enn den måneden vi vanligvis har. Du får svar senest ${due}. Grunnen er: ${reason}`,
    caseDone: {
      access: 'Opplysningene ligger klare. Be om en lenke med knappen under. Den går til adressen din og virker i én time.',
      port: 'Opplysningene ligger klare til å lastes ned. Be om en lenke med knappen under. Den går til adressen din og virker i én time.',
      rectify: 'Opplysningene er rettet.',
      erase:
        'Opplysningene dine er slettet. Igjen er en kode som ikke viser adressen din, og som hindrer at vi skriver til deg igjen, og det loven pålegger oss å beholde.',
      restrict: 'Opplysningene dine blir bare lagret, og ikke brukt, til du selv opphever det.',
      object: 'Du får ikke mer markedsføring fra oss.',
      withdraw: 'Samtykket er trukket tilbake.',
      complaint: 'Vi har behandlet klagen din.',
    },
    caseNobody: 'Vi fant ingen opplysninger om deg.',
    caseLifted:
      'Du har bedt om det, og vi har opphevet sperren mot markedsføring. Du får likevel ingenting før du selv melder deg på igjen.',
    caseRefused: (reasons) => `Vi kan ikke gjøre det du ba om. Grunnen er: ${reasons}`,
    caseReferred: (reasons) =>
      `Et annet selskap har ansvaret for opplysningene. Vi har bedt det om å ta kontakt med deg. ${reasons}`,
    caseRemedy: (authority) => `Er du ikke enig, kan du klage til ${authority} eller gå til domstolene.`,
    caseFetch: 'Be om lenken',
    caseDocument:
      'Før vi svarer, må vi vite at det er du som spør. Send en kopi av et identitetskort med knappen under, og ikke som vedlegg til en e-post. Kopien blir slettet så snart vi har sett på den.',
    caseDocumentButton: 'Send en kopi',
    caseDocumentWorks: (until) => `Lenken virker til ${until} og tar bare imot: den viser ingenting om deg.`,
  },
  sv: {
    linkSubject: (brand) => `Länken till dina val och uppgifter hos ${brand}`,
    linkTitle: 'Dina val och uppgifter',
    linkPreview: 'Länken fungerar i en timme.',
    linkAsked: (brand, when) =>
      `Någon, troligen du, bad ${brand} om den här länken den ${when}. Med den kan du ändra vad du får, se vad vi vet om dig och få det rättat, utlämnat eller raderat.`,
    linkButton: 'Se och ändra mina val',
    linkWorks: (life, until) => `Länken fungerar i ${life}, till ${until}.`,
    linkKeep: 'Skicka inte länken vidare: den visar dina uppgifter.',
    notYou: 'Var det inte du? Då behöver du inte göra något. Ingenting har ändrats.',
    addressSubject: (brand) => `Bekräfta din nya adress hos ${brand}`,
    addressTitle: 'Bekräfta din nya adress',
    addressPreview: 'Adressen ändras inte förrän du bekräftar.',
    addressAsked: (brand, when) =>
      `Någon, troligen du, bad ${brand} den ${when} att skriva till den här adressen i stället för en tidigare.`,
    addressButton: 'Bekräfta adressen',
    caseSubject: (brand, id) => `Ärende ${id} hos ${brand}`,
    caseTitles: {
      opened: 'Vi har fått din begäran',
      identity: 'Vi måste veta att det är du som frågar',
      extended: 'Vi behöver mer tid',
      decided: 'Svar på din begäran',
    },
    caseRights: {
      access: 'tillgång till dina uppgifter',
      rectify: 'rättelse',
      erase: 'radering',
      restrict: 'begränsad användning',
      port: 'att få ut dina uppgifter',
      object: 'att slippa marknadsföring',
      withdraw: 'att återkalla samtycket',
      complaint: 'ett klagomål',
    },
    caseNumber: (id) => `Ärendenumret är ${id}. Ange det om du skriver till oss om ärendet.`,
    caseOpened: (what, received, due) =>
      `Den ${received} fick vi en begäran från dig om detta: ${what}. Du får svar senast ${due}.`,
    caseIdentity: (reason) => `Vi är osäkra på vem som frågar och ber dig därför att visa det: ${reason}`,
    caseExtended: (reason, due) =>
      `Ärendet tar mer tid än den månad vi brukar ha. Du får svar senast ${due}. Skälet är: ${reason}`,
    caseDone: {
      access: 'Uppgifterna är klara. Be om en länk med knappen nedan. Den skickas till din adress och fungerar i en timme.',
      port: 'Uppgifterna är klara att ladda ned. Be om en länk med knappen nedan. Den skickas till din adress och fungerar i en timme.',
      rectify: 'Uppgifterna är rättade.',
      erase:
        'Dina uppgifter är raderade. Kvar finns en kod som inte visar din adress och som hindrar att vi skriver till dig igen, och det som lagen kräver att vi behåller.',
      restrict: 'Dina uppgifter lagras bara, och används inte, tills du själv häver det.',
      object: 'Du får ingen mer marknadsföring från oss.',
      withdraw: 'Samtycket är återkallat.',
      complaint: 'Vi har behandlat ditt klagomål.',
    },
    caseNobody: 'Vi hittade inga uppgifter om dig.',
    caseLifted:
      'Du har bett om det, och vi har hävt spärren mot marknadsföring. Du får ändå ingenting förrän du själv anmäler dig igen.',
    caseRefused: (reasons) => `Vi kan inte göra det du bad om. Skälet är: ${reasons}`,
    caseReferred: (reasons) => `Ett annat företag ansvarar för uppgifterna. Vi har bett det att kontakta dig. ${reasons}`,
    caseRemedy: (authority) => `Om du inte håller med kan du klaga hos ${authority} eller vända dig till domstol.`,
    caseFetch: 'Be om länken',
    caseDocument:
      'Innan vi svarar måste vi veta att det är du som frågar. Skicka en kopia av ett id-kort med knappen nedan, och inte som bilaga till ett mejl. Kopian raderas så snart vi har tittat på den.',
    caseDocumentButton: 'Skicka en kopia',
    caseDocumentWorks: (until) => `Länken fungerar till ${until} och tar bara emot: den visar ingenting om dig.`,
  },
  da: {
    linkSubject: (brand) => `Linket til dine valg og oplysninger hos ${brand}`,
    linkTitle: 'Dine valg og oplysninger',
    linkPreview: 'Linket virker i en time.',
    linkAsked: (brand, when) =>
      `Nogen, formentlig dig, bad ${brand} om dette link den ${when}. Med det kan du ændre, hvad du får, se, hvad vi ved om dig, og få det rettet, udleveret eller slettet.`,
    linkButton: 'Se og ændr mine valg',
    linkWorks: (life, until) => `Linket virker i ${life}, til ${until}.`,
    linkKeep: 'Send ikke linket videre: det viser dine oplysninger.',
    notYou: 'Var det ikke dig? Så behøver du ikke at gøre noget. Intet er ændret.',
    addressSubject: (brand) => `Bekræft din nye adresse hos ${brand}`,
    addressTitle: 'Bekræft din nye adresse',
    addressPreview: 'Adressen er ikke ændret, før du bekræfter.',
    addressAsked: (brand, when) =>
      `Nogen, formentlig dig, bad den ${when} ${brand} om at skrive til denne adresse i stedet for en tidligere.`,
    addressButton: 'Bekræft adressen',
    caseSubject: (brand, id) => `Sag ${id} hos ${brand}`,
    caseTitles: {
      opened: 'Vi har fået din anmodning',
      identity: 'Vi må vide, at det er dig, der spørger',
      extended: 'Vi har brug for mere tid',
      decided: 'Svar på din anmodning',
    },
    caseRights: {
      access: 'indsigt i dine oplysninger',
      rectify: 'rettelse',
      erase: 'sletning',
      restrict: 'begrænset brug',
      port: 'udlevering af dine oplysninger',
      object: 'at slippe for markedsføring',
      withdraw: 'at trække samtykket tilbage',
      complaint: 'en klage',
    },
    caseNumber: (id) => `Sagsnummeret er ${id}. Oplys det, hvis du skriver til os om sagen.`,
    caseOpened: (what, received, due) =>
      `Den ${received} fik vi en anmodning fra dig om dette: ${what}. Du får svar senest ${due}.`,
    caseIdentity: (reason) => `Vi er i tvivl om, hvem der spørger, og beder dig derfor om at vise det: ${reason}`,
    caseExtended: (reason, due) =>
      `Sagen tager mere tid end den måned, vi normalt har. Du får svar senest ${due}. Grunden er: ${reason}`,
    caseDone: {
      access: 'Oplysningerne ligger klar. Bed om et link med knappen nedenfor. Det sendes til din adresse og virker i en time.',
      port: 'Oplysningerne ligger klar til at blive hentet. Bed om et link med knappen nedenfor. Det sendes til din adresse og virker i en time.',
      rectify: 'Oplysningerne er rettet.',
      erase:
        'Dine oplysninger er slettet. Tilbage er en kode, som ikke viser din adresse, og som hindrer, at vi skriver til dig igen, og det, som loven kræver, at vi beholder.',
      restrict: 'Dine oplysninger bliver kun opbevaret og ikke brugt, indtil du selv ophæver det.',
      object: 'Du får ikke mere markedsføring fra os.',
      withdraw: 'Samtykket er trukket tilbage.',
      complaint: 'Vi har behandlet din klage.',
    },
    caseNobody: 'Vi fandt ingen oplysninger om dig.',
    caseLifted:
      'Du har bedt om det, og vi har ophævet spærringen mod markedsføring. Du får dog intet, før du selv tilmelder dig igen.',
    caseRefused: (reasons) => `Vi kan ikke gøre det, du bad om. Grunden er: ${reasons}`,
    caseReferred: (reasons) =>
      `En anden virksomhed har ansvaret for oplysningerne. Vi har bedt den om at kontakte dig. ${reasons}`,
    caseRemedy: (authority) => `Er du ikke enig, kan du klage til ${authority} eller gå til domstolene.`,
    caseFetch: 'Bed om linket',
    caseDocument:
      'Før vi svarer, skal vi vide, at det er dig, der spørger. Send en kopi af et identitetskort med knappen nedenfor og ikke som vedhæftet fil i en e-mail. Kopien bliver slettet, så snart vi har set på den.',
    caseDocumentButton: 'Send en kopi',
    caseDocumentWorks: (until) => `Linket virker til ${until} og tager kun imod: det viser intet om dig.`,
  },
  fi: {
    linkSubject: (brand) => `Linkki valintoihisi ja tietoihisi: ${brand}`,
    linkTitle: 'Valintasi ja tietosi',
    linkPreview: 'Linkki on voimassa tunnin.',
    linkAsked: (brand, when) =>
      `Joku, luultavasti sinä, pyysi tätä linkkiä yritykseltä ${brand} ${when}. Sen avulla voit muuttaa valintojasi, nähdä, mitä tiedämme sinusta, ja oikaista, ladata tai poistaa tietosi.`,
    linkButton: 'Katso ja muuta valintojani',
    linkWorks: (life, until) => `Linkki on voimassa ${life}, ${until} asti.`,
    linkKeep: 'Älä lähetä linkkiä eteenpäin: se näyttää tietosi.',
    notYou: 'Etkö se ollut sinä? Silloin sinun ei tarvitse tehdä mitään. Mitään ei ole muutettu.',
    addressSubject: (brand) => `Vahvista uusi osoitteesi: ${brand}`,
    addressTitle: 'Vahvista uusi osoitteesi',
    addressPreview: 'Osoite ei muutu, ennen kuin vahvistat sen.',
    addressAsked: (brand, when) =>
      `Joku, luultavasti sinä, pyysi ${when} yritystä ${brand} kirjoittamaan tähän osoitteeseen aiemman sijasta.`,
    addressButton: 'Vahvista osoite',
    caseSubject: (brand, id) => `Asia ${id}: ${brand}`,
    caseTitles: {
      opened: 'Olemme saaneet pyyntösi',
      identity: 'Meidän on tiedettävä, että pyytäjä olet sinä',
      extended: 'Tarvitsemme lisää aikaa',
      decided: 'Vastaus pyyntöösi',
    },
    caseRights: {
      access: 'pääsy tietoihisi',
      rectify: 'oikaisu',
      erase: 'poistaminen',
      restrict: 'käytön rajoittaminen',
      port: 'tietojesi luovuttaminen sinulle',
      object: 'markkinoinnin kieltäminen',
      withdraw: 'suostumuksen peruuttaminen',
      complaint: 'valitus',
    },
    caseNumber: (id) => `Asian numero on ${id}. Mainitse se, jos kirjoitat meille asiasta.`,
    caseOpened: (what, received, due) =>
      `Saimme sinulta ${received} pyynnön, joka koskee tätä: ${what}. Saat vastauksen viimeistään ${due}.`,
    caseIdentity: (reason) => `Emme ole varmoja siitä, kuka kysyy, ja pyydämme siksi sinua osoittamaan sen: ${reason}`,
    caseExtended: (reason, due) =>
      `Asia vie enemmän aikaa kuin tavallinen kuukausi. Saat vastauksen viimeistään ${due}. Syy on: ${reason}`,
    caseDone: {
      access: 'Tiedot ovat valmiina. Pyydä linkki alla olevalla painikkeella. Se lähetetään osoitteeseesi ja on voimassa tunnin.',
      port: 'Tiedot ovat valmiina ladattaviksi. Pyydä linkki alla olevalla painikkeella. Se lähetetään osoitteeseesi ja on voimassa tunnin.',
      rectify: 'Tiedot on oikaistu.',
      erase:
        'Tietosi on poistettu. Jäljellä on koodi, josta osoitettasi ei näe ja joka estää meitä kirjoittamasta sinulle uudelleen, sekä tiedot, jotka laki velvoittaa säilyttämään.',
      restrict: 'Tietosi vain säilytetään, eikä niitä käytetä, kunnes itse poistat rajoituksen.',
      object: 'Et saa meiltä enää markkinointia.',
      withdraw: 'Suostumus on peruutettu.',
      complaint: 'Olemme käsitelleet valituksesi.',
    },
    caseNobody: 'Emme löytäneet tietoja sinusta.',
    caseLifted: 'Pyynnöstäsi olemme poistaneet markkinointikiellon. Et silti saa mitään, ennen kuin itse tilaat uudelleen.',
    caseRefused: (reasons) => `Emme voi tehdä sitä, mitä pyysit. Syy on: ${reasons}`,
    caseReferred: (reasons) => `Toinen yritys vastaa tiedoista. Olemme pyytäneet sitä ottamaan sinuun yhteyttä. ${reasons}`,
    caseRemedy: (authority) =>
      `Jos olet eri mieltä, voit valittaa viranomaiselle (${authority}) tai viedä asian tuomioistuimeen.`,
    caseFetch: 'Pyydä linkki',
    caseDocument:
      'Ennen kuin vastaamme, meidän on tiedettävä, että pyytäjä olet sinä. Lähetä kopio henkilökortista alla olevalla painikkeella, älä sähköpostin liitteenä. Kopio poistetaan heti, kun olemme katsoneet sen.',
    caseDocumentButton: 'Lähetä kopio',
    caseDocumentWorks: (until) => `Linkki on voimassa ${until} asti ja vain ottaa vastaan: se ei näytä tietojasi.`,
  },
  en: {
    linkSubject: (brand) => `The link to your choices and your data with ${brand}`,
    linkTitle: 'Your choices and your data',
    linkPreview: 'The link works for one hour.',
    linkAsked: (brand, when) =>
      `Someone, probably you, asked ${brand} for this link on ${when}. With it you can change what you receive, see what we know about you, and have it corrected, handed over or deleted.`,
    linkButton: 'See and change my choices',
    linkWorks: (life, until) => `The link works for ${life}, until ${until}.`,
    linkKeep: 'Do not pass the link on: it shows your data.',
    notYou: 'Was it not you? Then you need not do anything. Nothing has changed.',
    addressSubject: (brand) => `Confirm your new address with ${brand}`,
    addressTitle: 'Confirm your new address',
    addressPreview: 'The address does not change until you confirm.',
    addressAsked: (brand, when) =>
      `Someone, probably you, asked ${brand} on ${when} to write to this address instead of an earlier one.`,
    addressButton: 'Confirm the address',
    caseSubject: (brand, id) => `Case ${id} with ${brand}`,
    caseTitles: {
      opened: 'We have received your request',
      identity: 'We need to know that it is you who asks',
      extended: 'We need more time',
      decided: 'The answer to your request',
    },
    caseRights: {
      access: 'access to your data',
      rectify: 'correction',
      erase: 'erasure',
      restrict: 'restricted use',
      port: 'handing over your data',
      object: 'no more marketing',
      withdraw: 'withdrawing your consent',
      complaint: 'a complaint',
    },
    caseNumber: (id) => `The case number is ${id}. Please give it if you write to us about the case.`,
    caseOpened: (what, received, due) =>
      `On ${received} we received a request from you about this: ${what}. You will have an answer by ${due} at the latest.`,
    caseIdentity: (reason) => `We are in doubt about who asks, and so ask you to show it: ${reason}`,
    caseExtended: (reason, due) =>
      `The case takes longer than the month that we usually have. You will have an answer by ${due} at the latest. The reason is: ${reason}`,
    caseDone: {
      access: 'Your data are ready. Ask for a link with the button below. It goes to your address and works for one hour.',
      port: 'Your data are ready to be downloaded. Ask for a link with the button below. It goes to your address and works for one hour.',
      rectify: 'The data have been corrected.',
      erase:
        'Your data have been deleted. What is left is a code that does not show your address and stops us from writing to you again, and what the law obliges us to keep.',
      restrict: 'Your data are only stored, and not used, until you lift this yourself.',
      object: 'You will get no more marketing from us.',
      withdraw: 'The consent has been withdrawn.',
      complaint: 'We have dealt with your complaint.',
    },
    caseNobody: 'We found no data about you.',
    caseLifted:
      'You have asked for it, and we have lifted the bar on marketing. You will still get nothing until you sign up again yourself.',
    caseRefused: (reasons) => `We cannot do what you asked for. The reason is: ${reasons}`,
    caseReferred: (reasons) => `Another company is responsible for the data. We have asked it to contact you. ${reasons}`,
    caseRemedy: (authority) => `If you do not agree, you can complain to ${authority} or go to court.`,
    caseFetch: 'Ask for the link',
    caseDocument:
      'Before we answer, we must know that it is you who asks. Send a copy of an identity card with the button below, and not attached to an e-mail. The copy is deleted as soon as we have looked at it.',
    caseDocumentButton: 'Send a copy',
    caseDocumentWorks: (until) => `The link works until ${until} and only takes: it shows nothing about you.`,
  },
};
