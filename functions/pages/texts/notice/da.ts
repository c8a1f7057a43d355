import type { Basis, Channel, Locale, RulePackId, Signal, TrackingMode } from '../../../domain/policy.ts';
import { capital, type NoticeTexts, stopped, type Vocabulary, wordFor, wordsIn } from './words.ts';

const { and, or, length, country } = wordsIn('da');

const fields: Vocabulary = {
  email: 'e-mailadresse',
  name: 'navn',
  company: 'virksomhed',
  phone: 'telefonnummer',
  title: 'stilling',
  role: 'rolle',
  postalAddress: 'postadresse',
  birthDate: 'fødselsdato',
  gender: 'køn',
  subject: 'emne',
  message: 'besked',
  caseNumber: 'sagsnummer',
};
const relationships: Vocabulary = {
  customer: 'kunde',
  new_customer: 'ny kunde',
  supplier: 'leverandør',
  partner: 'samarbejdspartner',
  applicant: 'jobansøger',
  works_for_customer: 'ansat hos en kunde',
};
const evidence: Vocabulary = { sale: 'et køb', free_account: 'en gratis konto', negotiation: 'forhandlinger om et køb' };
const sources: Vocabulary = {
  'public-source': 'åbne, offentlige kilder',
  event: 'arrangementer',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
};
const fieldNames = (names: readonly string[]) => names.map(wordFor(fields));
const quoted = (titles: readonly string[]) => titles.map((title) => `“${title}”`);

const languages: Record<Locale, string> = { nb: 'norsk', sv: 'svensk', da: 'dansk', fi: 'finsk', en: 'engelsk' };
const places: Record<RulePackId, string> = {
  NO: country('NO'),
  SE: country('SE'),
  DK: country('DK'),
  FI: country('FI'),
  UK: country('GB'),
  EU: 'andre lande i EU',
  strictest: 'andre lande',
};
const signals: Record<Signal, string> = {
  open: 'åbner en e-mail fra os',
  click: 'bruger et link i en e-mail fra os',
  site_visit: 'besøger vores website',
  reply: 'svarer os',
  form: 'udfylder en formular',
  download: 'downloader noget',
  event: 'tilmelder dig et arrangement',
  login: 'logger ind',
  preference_update: 'ændrer dine valg',
  purchase: 'køber noget',
};
const channels: Record<Channel, string> = {
  web: 'på nettet',
  email: 'på e-mail',
  phone: 'i telefonen',
  meeting: 'på et møde',
  paper: 'på papir',
  oral: 'mundtligt',
  import: 'i et andet system, som vi overfører fra',
};
const article = (letter: string) => `efter databeskyttelsesforordningen (GDPR) artikel 6, stk. 1, litra ${letter}`;
const grounds: Record<Basis, string> = {
  consent: `dit samtykke, ${article('a')}`,
  soft_opt_in:
    'kundeforholdet. Loven lader os sende kunder e-mails om vores egne, lignende ydelser, så længe det er let at sige nej (ePrivacy-direktivet artikel 13, stk. 2)',
  legitimate_interest: `vores legitime interesse i netop dette, ${article('f')}`,
  contract: `en aftale med dig eller din virksomhed, ${article('b')}`,
  legal_obligation: `en pligt, som loven giver os, ${article('c')}`,
};
const groundIn = (basis: Basis, mail: boolean) =>
  `${grounds[basis]}.${mail && basis === 'legitimate_interest' ? ' Så sender vi kun e-mails til virksomheder, og kun hvor loven tillader det.' : ''}`;
const isPersonal = (mode: TrackingMode) => mode === 'consent' || mode === 'hygiene';
const opensAndClicks = { open: 'åbner e-mails', click: 'bruger links i e-mails' } as const;

const clocks = {
  last_activity: 'det seneste livstegn fra dig',
  last_inbound_contact: 'at du sidst kontaktede os',
  relationship_end: 'at forholdet mellem os er ophørt',
  consent_given: 'at du sagde ja',
} as const;
const ends = {
  delete: 'sletter vi oplysningerne',
  deactivate: 'lægger vi oplysningerne til side',
  anonymise: 'fjerner vi det, der knytter oplysningerne til dig',
  none: 'sker der ikke noget af sig selv',
} as const;

export const da: NoticeTexts = {
  title: 'Privatlivspolitik',
  lead: (brand) => `Her står, hvad ${brand} gør med oplysninger om dig, når du får e-mails fra os eller udfylder en formular.`,
  inForce: (version) => `Gældende version: ${version}`,
  contents: 'Indhold',
  sections: {
    short: 'Kort fortalt',
    responsible: 'Hvem der har ansvaret',
    scope: 'Hvad politikken gælder',
    collected: 'Hvad vi indsamler',
    purposes: 'Hvad vi bruger oplysningerne til',
    keeping: 'Hvordan vi regner fristerne',
    tracking: 'Åbninger, klik og profil',
    leaving: 'Når du siger nej, og hvad der bliver tilbage',
    recipients: 'Hvem der ellers får oplysninger',
    rights: 'Dine rettigheder',
    security: 'Sikkerhed',
    changes: 'Ændringer og version',
  },
  labels: {
    controller: 'Dataansvarlig',
    dpo: 'Databeskyttelsesrådgiver',
    accountable: 'Ansvarlig hos os',
    security: 'Sikkerhed og hændelser',
    authority: 'Tilsynsmyndighed',
    questions: 'Spørgsmål',
    senders: 'Afsender af e-mails',
    required: 'Du skal oplyse',
    optional: 'Du kan oplyse',
    never: 'Vi spørger ikke om',
    choice: 'Frivilligt',
    contactForm: 'Kontaktformular',
    relationships: 'Dig og os',
    sources: 'Andre kilder',
    mails: 'I e-mailene',
    proof: 'Bevis',
    data: 'Oplysninger',
    ground: 'Retsgrundlag',
    agreeing: 'Sådan siger du ja',
    keeping: 'Hvor længe',
    leaving: 'Hvis du siger nej',
    objecting: 'Hvis du gør indsigelse',
    deadMailbox: 'Hvis postkassen er væk',
    opens: 'Åbninger',
    clicks: 'Klik',
    profiling: 'Profil',
    receives: 'Hvornår',
    sees: 'Hvad de får at se',
    place: 'Hvor',
    agreement: 'Aftale',
    crm: 'Kundesystem',
    access: 'Indsigt',
    rectification: 'Rettelse',
    erasure: 'Sletning',
    restriction: 'Begrænsning',
    portability: 'Flytning',
    objection: 'Indsigelse',
    howToAsk: 'Sådan gør du',
    deadline: 'Svarfrist',
    identity: 'Hvem du er',
    case: 'Din sag',
    complaint: 'Klage',
  },
  roles: { partner: 'Samarbejdspartner', group: 'Selskab i samme koncern', processor: 'Databehandler' },
  fields,
  relationships,
  sources,
  changed: {
    since: (day) => `Ændret den ${day}`,
    before: (version) => `Læs den forrige version (${version})`,
    what: 'Hvad er ændret?',
    added: 'Dette er nyt',
    removed: 'Dette er taget ud',
  },
  past: {
    held: (version, from, until) => `Version ${version} gjaldt fra den ${from} til den ${until}.`,
    inForce: (version) => `Læs den version, der gælder nu (${version})`,
  },
  unknownVersion: {
    title: 'Den version har vi ikke her',
    lead: (asked) => `Du spurgte efter version “${asked}” af privatlivspolitikken.`,
    inForce: (version) => `Den version, der findes her, er den, der gælder nu: ${version}`,
  },
  says: {
    shortMail: ({ consentOnly }) =>
      consentOnly
        ? 'Vi sender dig kun nyhedsbreve og markedsføring, som du har sagt ja til.'
        : 'Vi sender dig nyhedsbreve og markedsføring, som du har sagt ja til. Er du kunde, kan vi også sende det, som loven tillader uden samtykke.',
    shortLeaving: ({ person }) =>
      `Du kan afmelde dig når som helst, med ét tryk. ${
        person === 'delete'
          ? 'Når du ikke vil have flere e-mails, sletter vi dig.'
          : person === 'deactivate'
            ? 'Når du ikke vil have flere e-mails, lægger vi oplysningerne til side. Vi sletter dem, når du beder om det.'
            : person === 'suppress'
              ? 'Så holder vi op med at sende.'
              : 'Hvad der så sker med oplysningerne, står ved hvert formål.'
      }`,
    shortTracking: ({ open, click }) => {
      const personal = [...(isPersonal(open) ? ['åbninger'] : []), ...(isPersonal(click) ? ['klik'] : [])];
      if (personal.length > 0) return `Vi registrerer kun ${and(personal)} i e-mailene, hvis du har sagt ja til netop det.`;
      return open === 'off' && click === 'off'
        ? 'Vi registrerer ikke, om du åbner e-mailene eller bruger linkene i dem.'
        : 'Vi tæller, hvor mange der læser e-mailene, men ved ikke hvem.';
    },
    shortSharing: ({ gate }) =>
      gate === 'consent'
        ? 'Andre selskaber får kun oplysninger til eget brug, hvis du har sagt ja til netop det.'
        : gate === 'notice'
          ? 'Nogle andre selskaber får oplysninger om dig. De står længere nede.'
          : 'Ingen andre selskaber får oplysninger om dig til eget brug.',

    contact: ({ name, address, email }) => [name, address, email].filter(Boolean).join('\n'),
    established: ({ country: code }) => `Etableret i ${country(code)}.`,
    authority: ({ name }) => name,
    incidentReport: () => 'Skriv hertil, hvis du har opdaget eller har mistanke om, at oplysninger er kommet på afveje.',
    questions: ({ email }) => email,
    senders: ({ senders }) => senders.map(({ name, email }) => `${name}, ${email}`).join('\n'),

    scope: ({ brand, website, published }) =>
      `Politikken gælder e-mails, formularer og links, som ${brand} bruger til nyhedsbreve, markedsføring og henvendelser. Den gælder ikke resten af websitet ${website}, som har egne cookies og vilkår. Alt, hvad vi har offentliggjort om privatliv, finder du på ${published}`,
    markets: ({ markets }) =>
      `Vi skriver til folk i ${and(markets.map(({ rulePack, locale }) => `${places[rulePack]} (på ${languages[locale]})`))}.`,
    localLaw: () => 'Loven i dit land gælder. Ved vi ikke, hvor du bor, følger vi de strengeste regler.',
    business: () => 'Vi henvender os kun til dig, der repræsenterer en virksomhed. Loven beskytter dig alligevel fuldt ud.',
    children: () => 'Vores ydelser er ikke beregnet til børn.',
    sensitiveData: () =>
      'Vi beder aldrig om følsomme oplysninger, for eksempel om helbred, religion eller politik. Send os venligst ikke sådanne.',
    noCookies: () => 'Formularerne og siderne her bruger ingen cookies og ingen usynlige billeder.',

    fieldsRequired: ({ fields }) => `${capital(and(fieldNames(fields)))}. Uden dette kan vi ikke sende dig det, du beder om.`,
    fieldsOptional: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    fieldsForbidden: ({ fields }) =>
      `${capital(and(fieldNames(fields)))}. Det hører ikke hjemme i vores formularer eller e-mails.`,
    freeChoice: () =>
      'Ingen felter er krydset af på forhånd, og hvert valg gælder for sig. Tavshed, eller at du bruger websitet, er ikke et ja.',
    served: ({ title }) => `“${title}” får du, uanset hvad du ellers sætter kryds ved.`,
    contactForm: ({ fields, to }) =>
      `Det, du skriver i kontaktformularen, går til ${to}: ${and(fieldNames(fields))}. Det bliver ikke gemt her, og du bliver ikke tilmeldt noget.`,
    relationships: ({ relationships: names }) =>
      `Vi kan notere, om du er ${or(names.map(wordFor(relationships)))}. Det alene giver dig aldrig markedsføring.`,
    ownSources: () => 'Ingen. Vi har oplysningerne fra dig.',
    source: ({ source, purposes }) =>
      `Får vi oplysninger fra ${wordFor(sources)(source)}, bruger vi dem ${purposes.length > 0 ? `kun til ${and(quoted(purposes))}` : 'ikke til noget'}, indtil du selv har sagt ja til mere.`,
    sourceTold: ({ within }) => `Du får at vide, hvor vi har oplysningerne fra, senest inden for ${length(within)}.`,
    printed: ({ fields }) =>
      fields.length > 0
        ? `E-mailene kan indeholde ${and(fieldNames(fields))}, og ikke andet om dig.`
        : 'E-mailene indeholder ingen oplysninger om dig.',
    proofOfConsent: () =>
      'Når du siger ja, gemmer vi, hvad du læste, hvad du valgte, hvornår og hvordan, din netværksadresse og din browser. Så kan vi vise, at vi må skrive til dig.',

    described: ({ text }) => stopped(text),
    data: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    ground: ({ basis, mail }) => capital(groundIn(basis, mail)),
    groundWhen: ({ basis, mail, relationships: names, evidence: proofs }) =>
      `Er du ${or(names.map(wordFor(relationships)))}${proofs.length > 0 ? `, og kan vi henvise til ${or(proofs.map(wordFor(evidence)))}` : ''}: ${groundIn(basis, mail)}`,
    agreeBy: ({ channels: ways }) => `Du kan sige ja ${or(ways.map((way) => channels[way]))}.`,
    confirmedBy: ({ linkLife }) =>
      `Du får en e-mail med et link, og først når du bekræfter dér, gælder det. Linket virker i ${length(linkLife)}. Bekræfter du ikke, sletter vi anmodningen.`,
    notedFrom: ({ channels: ways }) =>
      `Siger du ja ${or(ways.map((way) => channels[way]))}, noterer vi, hvem der spurgte, hvornår, og hvad du blev spurgt om.`,
    lapses: ({ validity }) => `Samtykket varer i ${length(validity)}. Så skal vi spørge igen.`,
    retention: ({ clock, period, action }) =>
      period === null
        ? 'Oplysningerne bliver liggende, indtil du beder os slette dem.'
        : `${length(period)} efter ${clocks[clock]} ${ends[action]}.`,
    byContract: ({ clock, shortest, longest, action }) =>
      `En kontrakt kan aftale noget andet: mellem ${length(shortest)} og ${length(longest)} efter ${clocks[clock]} ${ends[action]}.`,
    asksToStay: ({ before }) => `${length(before)} før det sker, spørger vi dig på e-mail, om du vil blive.`,
    keptWithTheRest: () => 'Så længe dit ja gælder. Det bliver slettet sammen med de andre oplysninger om dig.',
    leavingEnds: ({ others }) =>
      others.length > 0
        ? `Så ophører det, og sammen med det: ${and(quoted(others))}.`
        : 'Så ophører dette. Det andet, du har sagt ja til, fortsætter.',
    leavingMail: ({ action }) =>
      ({
        delete:
          'Vi sletter med det samme det, vi har gemt til dette formål. Var det den sidste e-mail, du havde sagt ja til, sletter vi dig.',
        suppress: 'Oplysningerne bliver liggende, men vi sender dig ikke mere.',
        deactivate:
          'Var det den sidste e-mail, du havde sagt ja til, lægger vi oplysningerne til side. Vi sletter dem, når du beder om det.',
      })[action],
    leavingOther: ({ action }) =>
      ({
        delete: 'Vi sletter med det samme det, vi har gemt til dette formål.',
        suppress: 'Oplysningerne bliver liggende, men vi bruger dem ikke til dette.',
        deactivate: 'Oplysningerne bliver liggende, men vi bruger dem ikke til dette.',
      })[action],
    mayObject: ({ marketing }) =>
      marketing
        ? 'Du kan gøre indsigelse når som helst, uden grund. Så får du ikke mere markedsføring fra os.'
        : 'Du kan når som helst gøre indsigelse mod dette.',
    deadMailbox: ({ action }) =>
      ({
        suppress: 'Kommer en e-mail retur, fordi adressen ikke findes mere, holder vi op med at sende.',
        deactivate: 'Kommer en e-mail retur, fordi adressen ikke findes mere, lægger vi oplysningerne til side.',
        delete: 'Kommer en e-mail retur, fordi adressen ikke findes mere, sletter vi dig.',
      })[action],

    signs: ({ signals: counted, all }) =>
      `Et livstegn er, at du ${or(counted.map((signal) => signals[signal]))}. ${
        all ? 'Fristen løber fra det, der er længst siden.' : 'Ét af dem er nok, og fristen begynder forfra hver gang.'
      }`,
    signsByConsent: ({ signals: counted }) =>
      `At du ${or(counted.map((signal) => opensAndClicks[signal]))}, kan kun tælle, hvis du har ladet os registrere det.`,
    machines: ({ ignored }) =>
      ignored
        ? 'Det, et mailprogram eller et sikkerhedsfilter åbner af sig selv, tæller ikke.'
        : 'Også det, et mailprogram åbner af sig selv, tæller.',
    mailsNeeded: ({ mails }) => `Tavshed tæller først, når du har fået mindst ${mails} e-mails fra os.`,
    untracked: ({ outcome }) =>
      `Registrerer vi ikke åbninger og klik for dig, ved vi ikke, om du læser. ${
        {
          kept: 'Så sletter vi dig ikke, fordi du er tavs.',
          asked: 'Så spørger vi dig på e-mail, før vi sletter dig.',
          same: 'Fristerne er de samme.',
        }[outcome]
      }`,
    ownMailsDoNotCount: () =>
      'Kontakt er noget, du gør, som at svare os, udfylde en formular eller besøge websitet. At vi skriver til dig, forlænger ingen frist.',
    deactivated: () =>
      'Lagt til side betyder, at vi beholder oplysningerne, men ikke sender dig e-mails, deler dem eller sender dem til andre systemer. Kun du kan tage dem i brug igen, ved at tilmelde dig og bekræfte.',
    anonymised: () =>
      'Det, der bliver tilbage, når vi har fjernet det, der knytter oplysninger til dig, er tal, som ikke peger på nogen.',
    legalHold: () =>
      'Har vi brug for oplysninger for at gøre et retskrav gældende eller forsvare os mod et, kan vi beholde dem, til det er slut. De bliver ikke brugt til andet.',

    tracked: ({ signal, mode }) =>
      ({
        off:
          signal === 'open'
            ? 'Registreres ikke. E-mailene har intet usynligt billede.'
            : 'Registreres ikke. Linkene går lige derhen, hvor de peger.',
        aggregate:
          signal === 'open'
            ? 'Vi tæller, hvor mange der åbner, med et billede, som er ens for alle. Hvem der åbner, ved vi ikke.'
            : 'Vi tæller, hvor mange der bruger hvert link. Linkene er ens for alle, så hvem det er, ved vi ikke.',
        hygiene: `Har du sagt ja til det, gemmer vi den dag, du sidst ${signal === 'open' ? 'åbnede en e-mail' : 'brugte et link'}, og ikke andet. Ellers gemmer vi ingenting.`,
        consent:
          signal === 'open'
            ? 'Har du sagt ja til det, gemmer vi, hvilke e-mails du åbner, og hvornår. Ellers har e-mailene intet usynligt billede.'
            : 'Har du sagt ja til det, gemmer vi, hvilke links du bruger, og hvornår. Ellers går linkene lige derhen, hvor de peger.',
      })[mode],
    eventLife: ({ life }) => `Hver registrering bliver slettet efter ${length(life)}.`,
    trackingEnds: () =>
      'Du kan trække dit ja tilbage og beholde nyhedsbrevet. Det gælder også e-mails, som du allerede har fået.',
    profiled: ({ profiled }) =>
      profiled
        ? 'Vi laver kun en profil af det, du er interesseret i, hvis du har sagt ja til det. Du kan se den, og slå den fra.'
        : 'Vi laver ingen profil af dig.',

    leaveByLink: () =>
      'Brug linket nederst i hver e-mail. Ét tryk er nok: du behøver ikke at logge ind eller give en grund, og det gælder med det samme.',
    leaveByPage: () =>
      'Eller bed om [et link til dine valg]. Vi sender det på e-mail, og det virker i en time. Ingen kan afmelde dig blot ved at kende din adresse.',
    leaveByWriting: ({ email }) => `Eller skriv til ${email} fra den e-mailadresse, vi har registreret.`,
    noOtherBasis: () => 'Har du sagt nej, leder vi ikke efter et andet retsgrundlag i stedet.',
    keptForOthers: () =>
      'Oplysninger, som vi skal bruge til noget andet, du har hos os, for eksempel et kundeforhold, bliver tilbage til det.',
    suppressed: ({ period }) =>
      `For ikke at skrive til dig igen beholder vi en kode, som er regnet ud af din adresse, uden adressen, sammen med grunden og datoen. ${
        period === null ? 'Koden har ingen slutdato.' : `Den bliver slettet efter ${length(period)}.`
      }`,
    proofKept: ({ proof }) =>
      `Beviset på, at du havde sagt ja, beholder vi i ${length(proof)} efter den sidste e-mail. Hverken dit navn eller din adresse står i det.`,
    comeBack: () => 'Vil du have e-mails igen, tilmelder du dig og bekræfter på ny. Vi tilmelder dig aldrig igen selv.',

    sharing: ({ gate }) =>
      gate === 'consent'
        ? 'Samarbejdspartnere får kun oplysninger om dig, hvis du har sagt ja til at dele dem med netop den partner. Vi sælger ikke oplysninger.'
        : gate === 'notice'
          ? 'De samarbejdspartnere, der står her, får oplysninger om dig, uden at du bliver spurgt først. Du kan gøre indsigelse.'
          : 'Samarbejdspartnere får ingen oplysninger om dig. Vi sælger ikke oplysninger, bytter dem ikke og giver dem ikke videre.',
    received: ({ gate, purpose }) =>
      ({
        consent: `Kun hvis du har sagt ja til ${purpose ? `“${purpose}”` : 'det'}.`,
        notice: 'Uden at du bliver spurgt først. Du kan gøre indsigelse.',
        on_behalf: 'Behandler oplysninger på vores vegne, og kun sådan som vi har bestemt.',
        never: 'Aldrig.',
      })[gate],
    sees: ({ fields }) => (fields.length > 0 ? `${capital(and(fieldNames(fields)))}.` : 'Ingen oplysninger om dig.'),
    place: ({ country: code, ground }) => {
      if (!ground.permitted) return `${country(code)}, uden for EØS. Uden gyldigt grundlag sender vi ingenting dertil.`;
      if (ground.ground === 'eea') return `${country(code)}, inden for EØS.`;
      const carried = {
        adequacy: 'EU har godkendt databeskyttelsen i landet',
        SCC: 'EU’s standardkontrakter',
        DPF: 'ordningen EU-U.S. Data Privacy Framework',
        BCR: 'bindende virksomhedsregler',
        consent: 'dit udtrykkelige samtykke',
      }[ground.ground];
      return `${country(code)}, uden for EØS. Grundlag: ${carried}${ground.ref ? ` (${ground.ref})` : ''}.`;
    },
    agreement: ({ contract, dpaSigned }) =>
      [
        dpaSigned === undefined ? '' : dpaSigned ? 'Databehandleraftale er indgået.' : 'Databehandleraftale er ikke indgået.',
        contract ? `Aftale: ${contract}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    readMore: ({ url }) => url,
    acknowledged: ({ within }) =>
      `Trækker du dit ja tilbage, får modtageren besked med det samme og skal bekræfte det inden for ${length(within)}.`,
    disclosuresRecorded: () =>
      'Vi noterer, hvad vi har givet videre, til hvem og hvornår. Det får du at se, når du beder om indsigt.',
    partnerContent: () => 'Vores e-mails kan have indhold fra samarbejdspartnere. De får ikke at vide, hvem der modtager det.',
    counts: ({ minCell }) => `Vi kan give tal fra os, som ikke peger på nogen: bag hvert tal står mindst ${minCell} personer.`,
    crm: ({ kind, direction, deletePropagates }) =>
      `${{ creatio: 'Creatio', hubspot: 'HubSpot' }[kind]}. ${
        {
          push: 'Dine valg bliver sendt dertil.',
          pull: 'Vi henter dine valg derfra.',
          both: 'Dine valg bliver sendt dertil, og siger du nej dér, gælder det også her.',
        }[direction]
      } ${deletePropagates ? 'Sletter vi dig her, bliver du også slettet dér.' : 'Sletter vi dig her, bliver du ikke slettet dér.'}`,
    authorities: () => 'Offentlige myndigheder får kun oplysninger, når loven kræver det.',
    businessTransfer: () =>
      'Overtager nogen vores virksomhed, får de først oplysninger om dig, når de skriftligt har forpligtet sig til at beskytte dem lige så godt.',
    transfer: ({ mode, named }) =>
      ({
        eea_only: named
          ? 'Oplysninger forlader kun EØS til de modtagere ovenfor, der har et grundlag for det.'
          : 'Oplysninger forlader ikke EØS.',
        adequate: `Oplysninger forlader kun EØS til lande, som EU har godkendt${named ? ', og til de modtagere ovenfor, der har et grundlag for det' : ''}.`,
        safeguards: named
          ? 'Oplysninger forlader kun EØS til modtagerne ovenfor, på det grundlag, der står dér.'
          : 'Oplysninger forlader kun EØS til modtagere, der står her, med et gyldigt grundlag. I dag er der ingen.',
      })[mode],

    rightAccess: () => 'Du kan få at vide, hvad vi har om dig, og få en kopi af det hele.',
    rightRectify: () => 'Du kan få rettet det, der er forkert, og tilføjet det, der mangler.',
    rightErase: ({ erasure }) =>
      erasure === 'auto'
        ? 'Du kan når som helst bede os slette dig. Det sker med det samme.'
        : 'Du kan når som helst bede os slette dig. Vi vurderer hver sag for sig, inden for svarfristen. Afmelding sker under alle omstændigheder med det samme.',
    rightRestrict: () =>
      'Du kan bede os lade oplysningerne ligge uden at bruge dem. De bliver først brugt igen, når du siger til.',
    rightPort: () => 'Du kan få oplysningerne i en fil, som et andet system kan læse (JSON og CSV).',
    rightObject: () => 'Siger du nej til direkte markedsføring, hører al markedsføring fra os op, uanset retsgrundlag.',
    rightComplain: ({ authority }) =>
      `Er du ikke tilfreds, så sig det gerne til os først. Du kan altid klage til ${authority}, eller til tilsynet der, hvor du bor.`,
    ask: ({ email }) =>
      `Bed om [et link til dine oplysninger], eller skriv til ${email}. Du kan også ringe, sende et brev eller møde op. Det koster ikke noget.`,
    deadline: ({ deadline, extension }) =>
      `Vi svarer så hurtigt, vi kan, og senest ${length(deadline)} efter at vi fik dit spørgsmål. Er det vanskeligt, kan vi bruge ${length(extension)} mere. Så får du at vide hvorfor inden for den første frist.`,
    identity: ({ identity }) =>
      ({
        mailbox: 'Vi sender et link til din e-mailadresse. Det er nok. Kun ved begrundet tvivl beder vi om mere.',
        sender_address:
          'Skriver du fra den e-mailadresse, vi har registreret, er det nok. Ellers sender vi et link dertil. Kun ved begrundet tvivl beder vi om mere.',
        id_document:
          'Vi sender et link til din e-mailadresse. Er vi alligevel i tvivl, kan vi bede om legitimation. Kopien sletter vi, når vi har kontrolleret den.',
      })[identity],
    caseFollowUp: () => 'Du får et sagsnummer, og får at vide, hvem du kan kontakte om sagen.',
    results: () =>
      'Svaret henter du med et link, som holder op med at virke efter en tid. Vi sender ikke dine oplysninger i en e-mail.',
    referral: () => 'Har vi kun oplysningerne, fordi vi arbejder for en kunde, siger vi, hvem kunden er, og henviser dig dertil.',
    noAutomatedDecisions: () => 'Ingen maskine træffer afgørelser om dig, som har retlig eller lignende stor virkning.',

    measure: ({ text }) => stopped(text),
    systemMeasure: ({ measure }) =>
      ({
        encrypted: 'Oplysninger er krypteret, både når de gemmes, og når de sendes.',
        need_to_know: 'Hver del af systemet, og hver ansat, når kun det, den har brug for.',
        logged: 'Vi noterer, hvem hos os der ser på oplysninger om dig.',
        nameless: 'Links, logfiler og køer indeholder aldrig din adresse.',
        restored: 'Må vi hente systemet tilbage fra en sikkerhedskopi, bliver afmeldinger og sletninger gjort om igen.',
      })[measure],
    operators: ({ grantsLast }) => `Ingen ansat har adgang længere end ${length(grantsLast)}, uden at den gives på ny.`,
    breach: ({ deadline, clockStart, authority }) =>
      `Kommer oplysninger på afveje, anmelder vi det til ${authority} senest ${length(deadline)} efter, at ${
        clockStart === 'awareness' ? 'vi opdagede det' : 'det skete'
      }. Er risikoen for dig høj, får du det også at vide.`,

    changes: ({ onChange }) =>
      ({
        site: 'En ny version offentliggør vi her, og meddeler det på websitet.',
        email: 'En ny version offentliggør vi her, og giver besked på e-mail.',
        reconsent: 'En ny version offentliggør vi her, og spørger dig, om du stadig siger ja.',
      })[onChange],
    versionKept: () => 'Sammen med dit ja gemmer vi, hvilken version der gjaldt.',
    version: ({ notice, policy, hash }) =>
      `Dette er version ${notice} af politikken. Den er lavet af version ${policy} af de indstillinger, som systemet følger.\nKontrolsum: ${hash}`,
  },
};
