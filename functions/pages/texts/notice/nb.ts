import type { Basis, Channel, Locale, RulePackId, Signal, TrackingMode } from '../../../domain/policy.ts';
import { capital, type NoticeTexts, stopped, type Vocabulary, wordFor, wordsIn } from './words.ts';

const { and, or, length, country } = wordsIn('nb');

const fields: Vocabulary = {
  email: 'e-postadresse',
  name: 'navn',
  company: 'firma',
  phone: 'telefonnummer',
  title: 'stilling',
  role: 'rolle',
  postalAddress: 'postadresse',
  birthDate: 'fødselsdato',
  gender: 'kjønn',
  subject: 'emne',
  message: 'melding',
  caseNumber: 'saksnummer',
};
const relationships: Vocabulary = {
  customer: 'kunde',
  new_customer: 'ny kunde',
  supplier: 'leverandør',
  partner: 'samarbeidspartner',
  applicant: 'jobbsøker',
  works_for_customer: 'ansatt hos en kunde',
};
const evidence: Vocabulary = { sale: 'et kjøp', free_account: 'en gratis konto', negotiation: 'forhandlinger om et kjøp' };
const sources: Vocabulary = {
  'public-source': 'åpne, offentlige kilder',
  event: 'arrangementer',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
};
const fieldNames = (names: readonly string[]) => names.map(wordFor(fields));
const quoted = (titles: readonly string[]) => titles.map((title) => `«${title}»`);

const languages: Record<Locale, string> = { nb: 'norsk', sv: 'svensk', da: 'dansk', fi: 'finsk', en: 'engelsk' };
const places: Record<RulePackId, string> = {
  NO: country('NO'),
  SE: country('SE'),
  DK: country('DK'),
  FI: country('FI'),
  UK: country('GB'),
  EU: 'andre land i EU',
  strictest: 'andre land',
};
const signals: Record<Signal, string> = {
  open: 'åpner en e-post fra oss',
  click: 'bruker en lenke i en e-post fra oss',
  site_visit: 'besøker nettstedet vårt',
  reply: 'svarer oss',
  form: 'fyller ut et skjema',
  download: 'laster ned noe',
  event: 'melder deg på et arrangement',
  login: 'logger inn',
  preference_update: 'endrer valgene dine',
  purchase: 'kjøper noe',
};
const channels: Record<Channel, string> = {
  web: 'på nettet',
  email: 'på e-post',
  phone: 'på telefon',
  meeting: 'i et møte',
  paper: 'på papir',
  oral: 'muntlig',
  import: 'i et annet system som vi overfører fra',
};
const article = (letter: string) => `etter personvernforordningen (GDPR) artikkel 6 nr. 1 bokstav ${letter}`;
const grounds: Record<Basis, string> = {
  consent: `samtykket ditt, ${article('a')}`,
  soft_opt_in:
    'kundeforholdet. Loven lar oss sende kunder e-post om våre egne, lignende tjenester, så lenge det er enkelt å si nei (ePrivacy-direktivet artikkel 13 nr. 2)',
  legitimate_interest: `vår berettigede interesse i nettopp dette, ${article('f')}`,
  contract: `en avtale med deg eller firmaet ditt, ${article('b')}`,
  legal_obligation: `en plikt som loven gir oss, ${article('c')}`,
};
const groundIn = (basis: Basis, mail: boolean) =>
  `${grounds[basis]}.${mail && basis === 'legitimate_interest' ? ' E-post sender vi da bare til foretak, og bare der loven tillater det.' : ''}`;
const isPersonal = (mode: TrackingMode) => mode === 'consent' || mode === 'hygiene';
const opensAndClicks = { open: 'åpner e-poster', click: 'bruker lenker i e-poster' } as const;

const clocks = {
  last_activity: 'det siste livstegnet fra deg',
  last_inbound_contact: 'at du sist tok kontakt med oss',
  relationship_end: 'at forholdet mellom oss er avsluttet',
  consent_given: 'at du sa ja',
} as const;
const ends = {
  delete: 'sletter vi opplysningene',
  deactivate: 'legger vi opplysningene til side',
  anonymise: 'fjerner vi det som knytter opplysningene til deg',
  none: 'skjer det ingenting av seg selv',
} as const;

export const nb: NoticeTexts = {
  title: 'Personvernerklæring',
  lead: (brand) => `Her står det hva ${brand} gjør med opplysninger om deg når du får e-post fra oss eller fyller ut et skjema.`,
  inForce: (version) => `Gjeldende versjon: ${version}`,
  contents: 'Innhold',
  sections: {
    short: 'Kort fortalt',
    responsible: 'Hvem som har ansvaret',
    scope: 'Hva erklæringen gjelder',
    collected: 'Hva vi samler inn',
    purposes: 'Hva vi bruker opplysningene til',
    keeping: 'Hvordan vi regner fristene',
    tracking: 'Åpninger, klikk og profil',
    leaving: 'Når du sier nei, og hva som blir igjen',
    recipients: 'Hvem andre som får opplysninger',
    rights: 'Rettighetene dine',
    security: 'Sikkerhet',
    changes: 'Endringer og versjon',
  },
  labels: {
    controller: 'Behandlingsansvarlig',
    dpo: 'Personvernombud',
    accountable: 'Ansvarlig hos oss',
    security: 'Sikkerhet og hendelser',
    authority: 'Tilsynsmyndighet',
    questions: 'Spørsmål',
    senders: 'Avsender av e-post',
    required: 'Du må oppgi',
    optional: 'Du kan oppgi',
    never: 'Vi spør ikke om',
    choice: 'Frivillig',
    contactForm: 'Kontaktskjema',
    relationships: 'Forholdet til oss',
    sources: 'Andre kilder',
    mails: 'I e-postene',
    proof: 'Dokumentasjon',
    data: 'Opplysninger',
    ground: 'Grunnlag',
    agreeing: 'Slik sier du ja',
    keeping: 'Hvor lenge',
    leaving: 'Hvis du sier nei',
    objecting: 'Hvis du protesterer',
    deadMailbox: 'Hvis postkassen er borte',
    opens: 'Åpninger',
    clicks: 'Klikk',
    profiling: 'Profil',
    receives: 'Når',
    sees: 'Hva de får se',
    place: 'Hvor',
    agreement: 'Avtale',
    crm: 'Kundesystem',
    access: 'Innsyn',
    rectification: 'Retting',
    erasure: 'Sletting',
    restriction: 'Begrensning',
    portability: 'Flytting',
    objection: 'Protest',
    howToAsk: 'Slik gjør du det',
    deadline: 'Svarfrist',
    identity: 'Hvem du er',
    case: 'Saken din',
    complaint: 'Klage',
  },
  roles: { partner: 'Samarbeidspartner', group: 'Selskap i samme konsern', processor: 'Databehandler' },
  fields,
  relationships,
  sources,
  changed: {
    since: (day) => `Endret ${day}`,
    before: (version) => `Les forrige versjon (${version})`,
    what: 'Hva er endret?',
    added: 'Dette er nytt',
    removed: 'Dette er tatt ut',
  },
  past: {
    held: (version, from, until) => `Versjon ${version} gjaldt fra ${from} til ${until}.`,
    inForce: (version) => `Les versjonen som gjelder nå (${version})`,
  },
  unknownVersion: {
    title: 'Den versjonen har vi ikke her',
    lead: (asked) => `Du spurte etter versjon «${asked}» av personvernerklæringen.`,
    inForce: (version) => `Versjonen som finnes her, er den som gjelder nå: ${version}`,
  },
  says: {
    shortMail: ({ consentOnly }) =>
      consentOnly
        ? 'Vi sender deg bare nyhetsbrev og markedsføring som du har sagt ja til.'
        : 'Vi sender deg nyhetsbrev og markedsføring som du har sagt ja til. Er du kunde, kan vi også sende det loven tillater uten samtykke.',
    shortLeaving: ({ person }) =>
      `Du kan melde deg av når som helst, med ett trykk. ${
        person === 'delete'
          ? 'Når du ikke vil ha flere e-poster, sletter vi deg.'
          : person === 'deactivate'
            ? 'Når du ikke vil ha flere e-poster, legger vi opplysningene til side. Vi sletter dem når du ber om det.'
            : person === 'suppress'
              ? 'Da slutter vi å sende.'
              : 'Hva som da skjer med opplysningene, står ved hvert formål.'
      }`,
    shortTracking: ({ open, click }) => {
      const personal = [...(isPersonal(open) ? ['åpninger'] : []), ...(isPersonal(click) ? ['klikk'] : [])];
      if (personal.length > 0) return `Vi registrerer ${and(personal)} i e-postene bare hvis du har sagt ja til akkurat det.`;
      return open === 'off' && click === 'off'
        ? 'Vi registrerer ikke om du åpner e-postene eller bruker lenkene i dem.'
        : 'Vi teller hvor mange som leser e-postene, men vet ikke hvem.';
    },
    shortSharing: ({ gate }) =>
      gate === 'consent'
        ? 'Andre selskaper får opplysninger til eget bruk bare hvis du har sagt ja til akkurat det.'
        : gate === 'notice'
          ? 'Noen andre selskaper får opplysninger om deg. De står oppført under.'
          : 'Ingen andre selskaper får opplysninger om deg til eget bruk.',

    contact: ({ name, address, email }) => [name, address, email].filter(Boolean).join('\n'),
    established: ({ country: code }) => `Etablert i ${country(code)}.`,
    authority: ({ name }) => name,
    incidentReport: () => 'Skriv hit hvis du har oppdaget eller mistenker at opplysninger er på avveie.',
    questions: ({ email }) => email,
    senders: ({ senders }) => senders.map(({ name, email }) => `${name}, ${email}`).join('\n'),

    scope: ({ brand, website, published }) =>
      `Erklæringen gjelder e-post, skjemaer og lenker som ${brand} bruker til nyhetsbrev, markedsføring og henvendelser. Den gjelder ikke resten av nettstedet ${website}, som har egne informasjonskapsler og vilkår. Alt vi har kunngjort om personvern, finner du på ${published}`,
    markets: ({ markets }) =>
      `Vi skriver til folk i ${and(markets.map(({ rulePack, locale }) => `${places[rulePack]} (på ${languages[locale]})`))}.`,
    localLaw: () => 'Loven i ditt land gjelder. Vet vi ikke hvor du bor, følger vi de strengeste reglene.',
    business: () => 'Vi henvender oss bare til deg som representerer et foretak. Loven verner deg like fullt.',
    children: () => 'Tjenestene våre er ikke beregnet på barn.',
    sensitiveData: () =>
      'Vi ber aldri om sensitive opplysninger, for eksempel om helse, religion eller politikk. Vær snill og ikke send oss slike.',
    noCookies: () => 'Skjemaene og sidene her bruker ingen informasjonskapsler og ingen usynlige bilder.',

    fieldsRequired: ({ fields }) => `${capital(and(fieldNames(fields)))}. Uten dette kan vi ikke sende deg det du ber om.`,
    fieldsOptional: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    fieldsForbidden: ({ fields }) =>
      `${capital(and(fieldNames(fields)))}. Det hører ikke hjemme i skjemaene eller e-postene våre.`,
    freeChoice: () =>
      'Ingen ruter er krysset av på forhånd, og hvert valg gjelder for seg. Taushet, eller at du bruker nettstedet, er ikke et ja.',
    served: ({ title }) => `«${title}» får du uansett hva du ellers krysser av for.`,
    contactForm: ({ fields, to }) =>
      `Det du skriver i kontaktskjemaet, går til ${to}: ${and(fieldNames(fields))}. Det lagres ikke her, og du blir ikke meldt på noe.`,
    relationships: ({ relationships: names }) =>
      `Vi kan notere om du er ${or(names.map(wordFor(relationships)))}. Det alene gir deg aldri markedsføring.`,
    ownSources: () => 'Ingen. Vi har opplysningene fra deg.',
    source: ({ source, purposes }) =>
      `Får vi opplysninger fra ${wordFor(sources)(source)}, bruker vi dem bare til ${purposes.length > 0 ? and(quoted(purposes)) : 'ingenting'}, til du selv har sagt ja til mer.`,
    sourceTold: ({ within }) => `Du får vite hvor vi har opplysningene fra, senest innen ${length(within)}.`,
    printed: ({ fields }) =>
      fields.length > 0
        ? `E-postene kan inneholde ${and(fieldNames(fields))}, og ikke noe annet om deg.`
        : 'E-postene inneholder ingen opplysninger om deg.',
    proofOfConsent: () =>
      'Når du sier ja, lagrer vi hva du leste, hva du valgte, når og hvordan, nettverksadressen og nettleseren din. Slik kan vi vise at vi har lov til å skrive til deg.',

    described: ({ text }) => stopped(text),
    data: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    ground: ({ basis, mail }) => capital(groundIn(basis, mail)),
    groundWhen: ({ basis, mail, relationships: names, evidence: proofs }) =>
      `Er du ${or(names.map(wordFor(relationships)))}${proofs.length > 0 ? `, og kan vi vise til ${or(proofs.map(wordFor(evidence)))}` : ''}: ${groundIn(basis, mail)}`,
    agreeBy: ({ channels: ways }) => `Du kan si ja ${or(ways.map((way) => channels[way]))}.`,
    confirmedBy: ({ linkLife }) =>
      `Du får en e-post med en lenke, og først når du bekrefter der, gjelder det. Lenken virker i ${length(linkLife)}. Bekrefter du ikke, sletter vi forespørselen.`,
    notedFrom: ({ channels: ways }) =>
      `Sier du ja ${or(ways.map((way) => channels[way]))}, noterer vi hvem som spurte, når, og hva du ble spurt om.`,
    lapses: ({ validity }) => `Samtykket varer i ${length(validity)}. Så må vi spørre på nytt.`,
    retention: ({ clock, period, action }) =>
      period === null
        ? 'Opplysningene blir liggende til du ber oss slette dem.'
        : `${length(period)} etter ${clocks[clock]} ${ends[action]}.`,
    byContract: ({ clock, shortest, longest, action }) =>
      `En kontrakt kan avtale noe annet: mellom ${length(shortest)} og ${length(longest)} etter ${clocks[clock]} ${ends[action]}.`,
    asksToStay: ({ before }) => `${length(before)} før det skjer, spør vi deg på e-post om du vil bli.`,
    keptWithTheRest: () => 'Så lenge ja-et ditt gjelder. Det slettes sammen med de andre opplysningene om deg.',
    leavingEnds: ({ others }) =>
      others.length > 0
        ? `Da tar det slutt, og sammen med det: ${and(quoted(others))}.`
        : 'Da tar dette slutt. Det andre du har sagt ja til, fortsetter.',
    leavingMail: ({ action }) =>
      ({
        delete:
          'Med en gang sletter vi det vi har lagret for dette formålet. Var det den siste e-posten du hadde sagt ja til, sletter vi deg.',
        suppress: 'Opplysningene blir liggende, men vi sender deg ikke mer.',
        deactivate:
          'Var det den siste e-posten du hadde sagt ja til, legger vi opplysningene til side. Vi sletter dem når du ber om det.',
      })[action],
    leavingOther: ({ action }) =>
      ({
        delete: 'Med en gang sletter vi det vi har lagret for dette formålet.',
        suppress: 'Opplysningene blir liggende, men vi bruker dem ikke til dette.',
        deactivate: 'Opplysningene blir liggende, men vi bruker dem ikke til dette.',
      })[action],
    mayObject: ({ marketing }) =>
      marketing
        ? 'Du kan protestere når som helst, uten grunn. Da får du ingen markedsføring fra oss mer.'
        : 'Du kan når som helst protestere mot dette.',
    deadMailbox: ({ action }) =>
      ({
        suppress: 'Kommer e-post i retur fordi adressen ikke finnes mer, slutter vi å sende.',
        deactivate: 'Kommer e-post i retur fordi adressen ikke finnes mer, legger vi opplysningene til side.',
        delete: 'Kommer e-post i retur fordi adressen ikke finnes mer, sletter vi deg.',
      })[action],

    signs: ({ signals: counted, all }) =>
      `Et livstegn er at du ${or(counted.map((signal) => signals[signal]))}. ${
        all ? 'Fristen løper fra det som er lengst siden.' : 'Ett av dem er nok, og fristen begynner på nytt hver gang.'
      }`,
    signsByConsent: ({ signals: counted }) =>
      `At du ${or(counted.map((signal) => opensAndClicks[signal]))}, kan bare telle hvis du har latt oss registrere det.`,
    machines: ({ ignored }) =>
      ignored
        ? 'Det et e-postprogram eller et sikkerhetsfilter åpner av seg selv, teller ikke.'
        : 'Også det et e-postprogram åpner av seg selv, teller.',
    mailsNeeded: ({ mails }) => `Taushet teller først når du har fått minst ${mails} e-poster fra oss.`,
    untracked: ({ outcome }) =>
      `Registrerer vi ikke åpninger og klikk for deg, vet vi ikke om du leser. ${
        {
          kept: 'Da sletter vi deg ikke fordi du er taus.',
          asked: 'Da spør vi deg på e-post før vi sletter deg.',
          same: 'Fristene er de samme.',
        }[outcome]
      }`,
    ownMailsDoNotCount: () =>
      'Kontakt er noe du gjør, som å svare oss, fylle ut et skjema eller besøke nettstedet. At vi skriver til deg, forlenger ingen frist.',
    deactivated: () =>
      'Lagt til side betyr at vi beholder opplysningene, men ikke sender deg e-post, deler dem eller sender dem til andre systemer. Bare du kan ta dem i bruk igjen, ved å melde deg på og bekrefte.',
    anonymised: () =>
      'Det som blir igjen når vi har fjernet det som knytter opplysninger til deg, er tall som ikke peker på noen.',
    legalHold: () =>
      'Trenger vi opplysninger for å gjøre gjeldende eller forsvare et rettskrav, kan vi beholde dem til saken er over. De brukes ikke til noe annet.',

    tracked: ({ signal, mode }) =>
      ({
        off:
          signal === 'open'
            ? 'Registreres ikke. E-postene har ikke noe usynlig bilde.'
            : 'Registreres ikke. Lenkene går rett dit de peker.',
        aggregate:
          signal === 'open'
            ? 'Vi teller hvor mange som åpner, med et bilde som er likt for alle. Hvem som åpner, vet vi ikke.'
            : 'Vi teller hvor mange som bruker hver lenke. Lenkene er like for alle, så hvem det er, vet vi ikke.',
        hygiene: `Har du sagt ja til det, lagrer vi dagen du sist ${signal === 'open' ? 'åpnet en e-post' : 'brukte en lenke'}, og ikke noe annet. Ellers lagrer vi ingenting.`,
        consent:
          signal === 'open'
            ? 'Har du sagt ja til det, lagrer vi hvilke e-poster du åpner, og når. Ellers har e-postene ikke noe usynlig bilde.'
            : 'Har du sagt ja til det, lagrer vi hvilke lenker du bruker, og når. Ellers går lenkene rett dit de peker.',
      })[mode],
    eventLife: ({ life }) => `Hver registrering slettes etter ${length(life)}.`,
    trackingEnds: () => 'Du kan trekke ja-et tilbake og beholde nyhetsbrevet. Det gjelder også e-poster du alt har fått.',
    profiled: ({ profiled }) =>
      profiled
        ? 'Vi lager en profil av det du er interessert i, bare hvis du har sagt ja til det. Du kan se den, og slå den av.'
        : 'Vi lager ingen profil av deg.',

    leaveByLink: () =>
      'Bruk lenken nederst i hver e-post. Ett trykk er nok: du trenger ikke å logge inn eller oppgi noen grunn, og det gjelder med en gang.',
    leaveByPage: () =>
      'Eller be om [en lenke til valgene dine]. Vi sender den på e-post, og den virker i en time. Ingen kan melde deg av bare ved å kjenne adressen din.',
    leaveByWriting: ({ email }) => `Eller skriv til ${email} fra e-postadressen vi har registrert.`,
    noOtherBasis: () => 'Har du sagt nei, finner vi ikke et annet grunnlag i stedet.',
    keptForOthers: () =>
      'Opplysninger som vi trenger til noe annet du har hos oss, for eksempel et kundeforhold, blir igjen til det.',
    suppressed: ({ period }) =>
      `For ikke å skrive til deg igjen beholder vi en kode som er regnet ut av adressen din, uten adressen, sammen med grunnen og datoen. ${
        period === null ? 'Koden har ingen sluttdato.' : `Den slettes etter ${length(period)}.`
      }`,
    proofKept: ({ proof }) =>
      `Beviset på at du hadde sagt ja, beholder vi i ${length(proof)} etter den siste e-posten. Verken navnet eller adressen din står i det.`,
    comeBack: () => 'Vil du ha e-post igjen, melder du deg på og bekrefter på nytt. Vi melder deg aldri på igjen selv.',

    sharing: ({ gate }) =>
      gate === 'consent'
        ? 'Samarbeidspartnere får opplysninger om deg bare hvis du har sagt ja til å dele dem med akkurat den partneren. Vi selger ikke opplysninger.'
        : gate === 'notice'
          ? 'Samarbeidspartnerne som står her, får opplysninger om deg uten at du blir spurt først. Du kan protestere.'
          : 'Samarbeidspartnere får ingen opplysninger om deg. Vi selger ikke opplysninger, bytter dem ikke og gir dem ikke videre.',
    received: ({ gate, purpose }) =>
      ({
        consent: `Bare hvis du har sagt ja til ${purpose ? `«${purpose}»` : 'det'}.`,
        notice: 'Uten at du blir spurt først. Du kan protestere.',
        on_behalf: 'Behandler opplysninger på våre vegne og bare slik vi har bestemt.',
        never: 'Aldri.',
      })[gate],
    sees: ({ fields }) => (fields.length > 0 ? `${capital(and(fieldNames(fields)))}.` : 'Ingen opplysninger om deg.'),
    place: ({ country: code, ground }) => {
      if (!ground.permitted) return `${country(code)}, utenfor EØS. Uten gyldig grunnlag sender vi ingenting dit.`;
      if (ground.ground === 'eea') return `${country(code)}, innenfor EØS.`;
      const carried = {
        adequacy: 'EU har godkjent personvernet i landet',
        SCC: 'EUs standardkontrakter',
        DPF: 'rammeverket EU-U.S. Data Privacy Framework',
        BCR: 'bindende konsernregler',
        consent: 'ditt uttrykkelige samtykke',
      }[ground.ground];
      return `${country(code)}, utenfor EØS. Grunnlag: ${carried}${ground.ref ? ` (${ground.ref})` : ''}.`;
    },
    agreement: ({ contract, dpaSigned }) =>
      [
        dpaSigned === undefined ? '' : dpaSigned ? 'Databehandleravtale er inngått.' : 'Databehandleravtale er ikke inngått.',
        contract ? `Avtale: ${contract}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    readMore: ({ url }) => url,
    acknowledged: ({ within }) =>
      `Trekker du ja-et tilbake, får mottakeren beskjed med en gang, og må bekrefte det innen ${length(within)}.`,
    disclosuresRecorded: () => 'Vi noterer hva vi har gitt videre, til hvem og når. Det får du se når du ber om innsyn.',
    partnerContent: () => 'E-postene våre kan ha innhold fra samarbeidspartnere. De får ikke vite hvem som mottar det.',
    counts: ({ minCell }) => `Vi kan gi fra oss tall som ikke peker på noen: bak hvert tall står minst ${minCell} personer.`,
    crm: ({ kind, direction, deletePropagates }) =>
      `${{ creatio: 'Creatio', hubspot: 'HubSpot' }[kind]}. ${
        {
          push: 'Valgene dine sendes dit.',
          pull: 'Vi henter valgene dine derfra.',
          both: 'Valgene dine sendes dit, og sier du nei der, gjelder det her også.',
        }[direction]
      } ${deletePropagates ? 'Sletter vi deg her, slettes du også der.' : 'Sletter vi deg her, slettes du ikke der.'}`,
    authorities: () => 'Offentlige myndigheter får opplysninger bare når loven krever det.',
    businessTransfer: () =>
      'Overtar noen virksomheten vår, får de opplysninger om deg først når de skriftlig har forpliktet seg til å verne dem like godt.',
    transfer: ({ mode, named }) =>
      ({
        eea_only: named
          ? 'Opplysninger forlater EØS bare til mottakerne over som har et grunnlag for det.'
          : 'Opplysninger forlater ikke EØS.',
        adequate: `Opplysninger forlater EØS bare til land som EU har godkjent${named ? ', og til mottakerne over som har et grunnlag for det' : ''}.`,
        safeguards: named
          ? 'Opplysninger forlater EØS bare til mottakerne over, på grunnlaget som står der.'
          : 'Opplysninger forlater EØS bare til mottakere som står her, med et gyldig grunnlag. I dag er det ingen.',
      })[mode],

    rightAccess: () => 'Du kan få vite hva vi har om deg, og få en kopi av alt sammen.',
    rightRectify: () => 'Du kan få rettet det som er feil, og lagt til det som mangler.',
    rightErase: ({ erasure }) =>
      erasure === 'auto'
        ? 'Du kan når som helst be oss slette deg. Det skjer med en gang.'
        : 'Du kan når som helst be oss slette deg. Vi vurderer hver sak for seg, innen svarfristen. Avmelding skjer uansett med en gang.',
    rightRestrict: () => 'Du kan be oss la opplysningene ligge uten å bruke dem. De brukes først igjen når du sier fra.',
    rightPort: () => 'Du kan få opplysningene i en fil som et annet system kan lese (JSON og CSV).',
    rightObject: () => 'Sier du nei til direkte markedsføring, slutter all markedsføring fra oss, uansett grunnlag.',
    rightComplain: ({ authority }) =>
      `Er du ikke fornøyd, si gjerne fra til oss først. Du kan alltid klage til ${authority}, eller til tilsynet der du bor.`,
    ask: ({ email }) =>
      `Be om [en lenke til opplysningene dine], eller skriv til ${email}. Du kan også ringe, sende brev eller møte opp. Det koster ingenting.`,
    deadline: ({ deadline, extension }) =>
      `Vi svarer så fort vi kan, og senest ${length(deadline)} etter at vi fikk spørsmålet. Er det vanskelig, kan vi bruke ${length(extension)} til. Da får du vite hvorfor innen den første fristen.`,
    identity: ({ identity }) =>
      ({
        mailbox: 'Vi sender en lenke til e-postadressen din. Det er nok. Bare ved begrunnet tvil ber vi om mer.',
        sender_address:
          'Skriver du fra e-postadressen vi har registrert, er det nok. Ellers sender vi en lenke dit. Bare ved begrunnet tvil ber vi om mer.',
        id_document:
          'Vi sender en lenke til e-postadressen din. Er vi likevel i tvil, kan vi be om legitimasjon. Kopien sletter vi når vi har sett den.',
      })[identity],
    caseFollowUp: () => 'Du får et saksnummer, og får vite hvem du kan kontakte om saken.',
    results: () => 'Svaret henter du med en lenke som slutter å virke. Vi sender ikke opplysningene dine i en e-post.',
    referral: () => 'Har vi opplysningene bare fordi vi arbeider for en kunde, sier vi hvem kunden er, og sender deg videre dit.',
    noAutomatedDecisions: () => 'Ingen maskin tar avgjørelser om deg som har rettslig eller lignende stor virkning.',

    measure: ({ text }) => stopped(text),
    systemMeasure: ({ measure }) =>
      ({
        encrypted: 'Opplysninger er kryptert både når de lagres og når de sendes.',
        need_to_know: 'Hver del av systemet, og hver ansatt, når bare det den trenger.',
        logged: 'Vi noterer hvem hos oss som ser på opplysninger om deg.',
        nameless: 'Lenker, logger og køer inneholder aldri adressen din.',
        restored: 'Må vi hente systemet tilbake fra en sikkerhetskopi, blir avmeldinger og slettinger gjort om igjen.',
      })[measure],
    operators: ({ grantsLast }) => `Ingen ansatt har tilgang lenger enn ${length(grantsLast)} uten at den blir gitt på nytt.`,
    breach: ({ deadline, clockStart, authority }) =>
      `Kommer opplysninger på avveie, melder vi det til ${authority} senest ${length(deadline)} etter at ${
        clockStart === 'awareness' ? 'vi oppdaget det' : 'det skjedde'
      }. Er risikoen for deg høy, får du også vite det.`,

    changes: ({ onChange }) =>
      ({
        site: 'En ny versjon kunngjør vi her og på nettstedet.',
        email: 'En ny versjon kunngjør vi her, og vi sier fra på e-post.',
        reconsent: 'En ny versjon kunngjør vi her, og vi spør deg om du fortsatt sier ja.',
      })[onChange],
    versionKept: () => 'Sammen med ja-et ditt lagrer vi hvilken versjon som gjaldt.',
    version: ({ notice, policy, hash }) =>
      `Dette er versjon ${notice} av erklæringen. Den er laget av versjon ${policy} av innstillingene som systemet følger.\nSjekksum: ${hash}`,
  },
};
