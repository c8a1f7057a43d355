import type { Basis, Channel, Locale, RulePackId, Signal, TrackingMode } from '../../../domain/policy.ts';
import { capital, type NoticeTexts, stopped, type Vocabulary, wordFor, wordsIn } from './words.ts';

const { and, or, length, country } = wordsIn('sv');

const fields: Vocabulary = {
  email: 'e-postadress',
  name: 'namn',
  company: 'företag',
  phone: 'telefonnummer',
  title: 'befattning',
  role: 'roll',
  postalAddress: 'postadress',
  birthDate: 'födelsedatum',
  gender: 'kön',
  subject: 'ämne',
  message: 'meddelande',
  caseNumber: 'ärendenummer',
};
const relationships: Vocabulary = {
  customer: 'kund',
  new_customer: 'ny kund',
  supplier: 'leverantör',
  partner: 'samarbetspartner',
  applicant: 'arbetssökande',
  works_for_customer: 'anställd hos en kund',
};
const evidence: Vocabulary = { sale: 'ett köp', free_account: 'ett gratiskonto', negotiation: 'förhandlingar om ett köp' };
const sources: Vocabulary = {
  'public-source': 'öppna, offentliga källor',
  event: 'evenemang',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
};
const fieldNames = (names: readonly string[]) => names.map(wordFor(fields));
const quoted = (titles: readonly string[]) => titles.map((title) => `”${title}”`);

const languages: Record<Locale, string> = { nb: 'norska', sv: 'svenska', da: 'danska', fi: 'finska', en: 'engelska' };
const places: Record<RulePackId, string> = {
  NO: country('NO'),
  SE: country('SE'),
  DK: country('DK'),
  FI: country('FI'),
  UK: country('GB'),
  EU: 'andra länder i EU',
  strictest: 'andra länder',
};
const signals: Record<Signal, string> = {
  open: 'öppnar ett mejl från oss',
  click: 'använder en länk i ett mejl från oss',
  site_visit: 'besöker vår webbplats',
  reply: 'svarar oss',
  form: 'fyller i ett formulär',
  download: 'laddar ner något',
  event: 'anmäler dig till ett evenemang',
  login: 'loggar in',
  preference_update: 'ändrar dina val',
  purchase: 'köper något',
};
const channels: Record<Channel, string> = {
  web: 'på webben',
  email: 'via e-post',
  phone: 'på telefon',
  meeting: 'på ett möte',
  paper: 'på papper',
  oral: 'muntligt',
  import: 'i ett annat system som vi överför från',
};
const article = (letter: string) => `enligt dataskyddsförordningen (GDPR) artikel 6.1 ${letter}`;
const grounds: Record<Basis, string> = {
  consent: `ditt samtycke, ${article('a')}`,
  soft_opt_in:
    'kundförhållandet. Lagen låter oss skicka kunder mejl om våra egna, liknande tjänster, så länge det är lätt att säga nej (ePrivacy-direktivet artikel 13.2)',
  legitimate_interest: `vårt berättigade intresse av just detta, ${article('f')}`,
  contract: `ett avtal med dig eller ditt företag, ${article('b')}`,
  legal_obligation: `en skyldighet som lagen ger oss, ${article('c')}`,
};
const groundIn = (basis: Basis, mail: boolean) =>
  `${grounds[basis]}.${mail && basis === 'legitimate_interest' ? ' Då skickar vi mejl bara till företag, och bara där lagen tillåter det.' : ''}`;
const isPersonal = (mode: TrackingMode) => mode === 'consent' || mode === 'hygiene';
const opensAndClicks = { open: 'öppnar mejl', click: 'använder länkar i mejl' } as const;

const clocks = {
  last_activity: 'det senaste livstecknet från dig',
  last_inbound_contact: 'att du senast kontaktade oss',
  relationship_end: 'att förhållandet mellan oss har upphört',
  consent_given: 'att du sade ja',
} as const;
const ends = {
  delete: 'raderar vi uppgifterna',
  deactivate: 'lägger vi uppgifterna åt sidan',
  anonymise: 'tar vi bort det som knyter uppgifterna till dig',
  none: 'händer inget av sig självt',
} as const;

export const sv: NoticeTexts = {
  title: 'Integritetspolicy',
  lead: (brand) => `Här står vad ${brand} gör med uppgifter om dig när du får mejl från oss eller fyller i ett formulär.`,
  inForce: (version) => `Gällande version: ${version}`,
  contents: 'Innehåll',
  sections: {
    short: 'I korthet',
    responsible: 'Vem som ansvarar',
    scope: 'Vad policyn gäller',
    collected: 'Vad vi samlar in',
    purposes: 'Vad vi använder uppgifterna till',
    keeping: 'Hur vi räknar tiden',
    tracking: 'Öppningar, klick och profil',
    leaving: 'När du säger nej, och vad som blir kvar',
    recipients: 'Vilka andra som får uppgifter',
    rights: 'Dina rättigheter',
    security: 'Säkerhet',
    changes: 'Ändringar och version',
  },
  labels: {
    controller: 'Personuppgiftsansvarig',
    dpo: 'Dataskyddsombud',
    accountable: 'Ansvarig hos oss',
    security: 'Säkerhet och incidenter',
    authority: 'Tillsynsmyndighet',
    questions: 'Frågor',
    senders: 'Avsändare av mejl',
    required: 'Du måste ange',
    optional: 'Du kan ange',
    never: 'Vi frågar inte efter',
    choice: 'Frivilligt',
    contactForm: 'Kontaktformulär',
    relationships: 'Du och vi',
    sources: 'Andra källor',
    mails: 'I mejlen',
    proof: 'Bevis',
    data: 'Uppgifter',
    ground: 'Rättslig grund',
    agreeing: 'Så säger du ja',
    keeping: 'Hur länge',
    leaving: 'Om du säger nej',
    objecting: 'Om du invänder',
    deadMailbox: 'Om brevlådan är borta',
    opens: 'Öppningar',
    clicks: 'Klick',
    profiling: 'Profil',
    receives: 'När',
    sees: 'Vad de får se',
    place: 'Var',
    agreement: 'Avtal',
    crm: 'Kundsystem',
    access: 'Insyn',
    rectification: 'Rättelse',
    erasure: 'Radering',
    restriction: 'Begränsning',
    portability: 'Flytt',
    objection: 'Invändning',
    howToAsk: 'Så gör du',
    deadline: 'Svarstid',
    identity: 'Vem du är',
    case: 'Ditt ärende',
    complaint: 'Klagomål',
  },
  roles: { partner: 'Samarbetspartner', group: 'Bolag i samma koncern', processor: 'Personuppgiftsbiträde' },
  fields,
  relationships,
  sources,
  changed: {
    since: (day) => `Ändrad den ${day}`,
    before: (version) => `Läs den förra versionen (${version})`,
    what: 'Vad har ändrats?',
    added: 'Detta är nytt',
    removed: 'Detta har tagits bort',
  },
  past: {
    held: (version, from, until) => `Version ${version} gällde från den ${from} till den ${until}.`,
    inForce: (version) => `Läs versionen som gäller nu (${version})`,
  },
  unknownVersion: {
    title: 'Den versionen har vi inte här',
    lead: (asked) => `Du frågade efter version ”${asked}” av integritetspolicyn.`,
    inForce: (version) => `Versionen som finns här är den som gäller nu: ${version}`,
  },
  says: {
    shortMail: ({ consentOnly }) =>
      consentOnly
        ? 'Vi skickar dig bara nyhetsbrev och marknadsföring som du har sagt ja till.'
        : 'Vi skickar dig nyhetsbrev och marknadsföring som du har sagt ja till. Är du kund kan vi också skicka det som lagen tillåter utan samtycke.',
    shortLeaving: ({ person }) =>
      `Du kan avregistrera dig när som helst, med ett tryck. ${
        person === 'delete'
          ? 'När du inte vill ha fler mejl raderar vi dig.'
          : person === 'deactivate'
            ? 'När du inte vill ha fler mejl lägger vi uppgifterna åt sidan. Vi raderar dem när du ber om det.'
            : person === 'suppress'
              ? 'Då slutar vi skicka.'
              : 'Vad som då händer med uppgifterna står vid varje ändamål.'
      }`,
    shortTracking: ({ open, click }) => {
      const personal = [...(isPersonal(open) ? ['öppningar'] : []), ...(isPersonal(click) ? ['klick'] : [])];
      if (personal.length > 0) return `Vi registrerar ${and(personal)} i mejlen bara om du har sagt ja till just det.`;
      return open === 'off' && click === 'off'
        ? 'Vi registrerar inte om du öppnar mejlen eller använder länkarna i dem.'
        : 'Vi räknar hur många som läser mejlen, men vet inte vilka.';
    },
    shortSharing: ({ gate }) =>
      gate === 'consent'
        ? 'Andra företag får uppgifter för eget bruk bara om du har sagt ja till just det.'
        : gate === 'notice'
          ? 'Några andra företag får uppgifter om dig. De står längre ner.'
          : 'Inga andra företag får uppgifter om dig för eget bruk.',

    contact: ({ name, address, email }) => [name, address, email].filter(Boolean).join('\n'),
    established: ({ country: code }) => `Etablerat i ${country(code)}.`,
    authority: ({ name }) => name,
    incidentReport: () => 'Skriv hit om du har upptäckt eller misstänker att uppgifter har kommit på avvägar.',
    questions: ({ email }) => email,
    senders: ({ senders }) => senders.map(({ name, email }) => `${name}, ${email}`).join('\n'),

    scope: ({ brand, website, published }) =>
      `Policyn gäller mejl, formulär och länkar som ${brand} använder för nyhetsbrev, marknadsföring och förfrågningar. Den gäller inte resten av webbplatsen ${website}, som har egna kakor och villkor. Allt som vi har publicerat om integritet finns på ${published}`,
    markets: ({ markets }) =>
      `Vi skriver till människor i ${and(markets.map(({ rulePack, locale }) => `${places[rulePack]} (på ${languages[locale]})`))}.`,
    localLaw: () => 'Lagen i ditt land gäller. Vet vi inte var du bor följer vi de strängaste reglerna.',
    business: () => 'Vi vänder oss bara till dig som företräder ett företag. Lagen skyddar dig lika fullt.',
    children: () => 'Våra tjänster är inte avsedda för barn.',
    sensitiveData: () =>
      'Vi ber aldrig om känsliga uppgifter, till exempel om hälsa, religion eller politik. Skicka oss inga sådana.',
    noCookies: () => 'Formulären och sidorna här använder inga kakor och inga osynliga bilder.',

    fieldsRequired: ({ fields }) => `${capital(and(fieldNames(fields)))}. Utan detta kan vi inte skicka det du ber om.`,
    fieldsOptional: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    fieldsForbidden: ({ fields }) => `${capital(and(fieldNames(fields)))}. Det hör inte hemma i våra formulär eller mejl.`,
    freeChoice: () =>
      'Inga rutor är ikryssade i förväg, och varje val gäller för sig. Tystnad, eller att du använder webbplatsen, är inget ja.',
    served: ({ title }) => `”${title}” får du vad du än kryssar för i övrigt.`,
    contactForm: ({ fields, to }) =>
      `Det du skriver i kontaktformuläret går till ${to}: ${and(fieldNames(fields))}. Det lagras inte här, och du anmäls inte till något.`,
    relationships: ({ relationships: names }) =>
      `Vi kan anteckna om du är ${or(names.map(wordFor(relationships)))}. Bara det ger dig aldrig marknadsföring.`,
    ownSources: () => 'Inga. Vi har uppgifterna från dig.',
    source: ({ source, purposes }) =>
      `Får vi uppgifter från ${wordFor(sources)(source)} använder vi dem ${purposes.length > 0 ? `bara till ${and(quoted(purposes))}` : 'inte till något'}, tills du själv har sagt ja till mer.`,
    sourceTold: ({ within }) => `Du får veta var vi har uppgifterna från, senast inom ${length(within)}.`,
    printed: ({ fields }) =>
      fields.length > 0
        ? `Mejlen kan innehålla ${and(fieldNames(fields))}, och inget annat om dig.`
        : 'Mejlen innehåller inga uppgifter om dig.',
    proofOfConsent: () =>
      'När du säger ja lagrar vi vad du läste, vad du valde, när och hur, din nätverksadress och din webbläsare. Så kan vi visa att vi får skriva till dig.',

    described: ({ text }) => stopped(text),
    data: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    ground: ({ basis, mail }) => capital(groundIn(basis, mail)),
    groundWhen: ({ basis, mail, relationships: names, evidence: proofs }) =>
      `Är du ${or(names.map(wordFor(relationships)))}${proofs.length > 0 ? `, och kan vi visa på ${or(proofs.map(wordFor(evidence)))}` : ''}: ${groundIn(basis, mail)}`,
    agreeBy: ({ channels: ways }) => `Du kan säga ja ${or(ways.map((way) => channels[way]))}.`,
    confirmedBy: ({ linkLife }) =>
      `Du får ett mejl med en länk, och först när du bekräftar där gäller det. Länken fungerar i ${length(linkLife)}. Bekräftar du inte raderar vi förfrågan.`,
    notedFrom: ({ channels: ways }) =>
      `Säger du ja ${or(ways.map((way) => channels[way]))} antecknar vi vem som frågade, när, och vad du tillfrågades om.`,
    lapses: ({ validity }) => `Samtycket varar i ${length(validity)}. Sedan måste vi fråga igen.`,
    retention: ({ clock, period, action }) =>
      period === null
        ? 'Uppgifterna ligger kvar tills du ber oss radera dem.'
        : `${length(period)} efter ${clocks[clock]} ${ends[action]}.`,
    byContract: ({ clock, shortest, longest, action }) =>
      `Ett avtal kan bestämma något annat: mellan ${length(shortest)} och ${length(longest)} efter ${clocks[clock]} ${ends[action]}.`,
    asksToStay: ({ before }) => `${length(before)} innan det sker frågar vi dig via mejl om du vill vara kvar.`,
    keptWithTheRest: () => 'Så länge ditt ja gäller. Det raderas tillsammans med de andra uppgifterna om dig.',
    leavingEnds: ({ others }) =>
      others.length > 0
        ? `Då upphör det, och tillsammans med det: ${and(quoted(others))}.`
        : 'Då upphör detta. Det andra du har sagt ja till fortsätter.',
    leavingMail: ({ action }) =>
      ({
        delete:
          'Vi raderar genast det vi har lagrat för detta ändamål. Var det det sista mejlet du hade sagt ja till raderar vi dig.',
        suppress: 'Uppgifterna ligger kvar, men vi skickar dig inget mer.',
        deactivate:
          'Var det det sista mejlet du hade sagt ja till lägger vi uppgifterna åt sidan. Vi raderar dem när du ber om det.',
      })[action],
    leavingOther: ({ action }) =>
      ({
        delete: 'Vi raderar genast det vi har lagrat för detta ändamål.',
        suppress: 'Uppgifterna ligger kvar, men vi använder dem inte till detta.',
        deactivate: 'Uppgifterna ligger kvar, men vi använder dem inte till detta.',
      })[action],
    mayObject: ({ marketing }) =>
      marketing
        ? 'Du kan invända när som helst, utan skäl. Då får du ingen mer marknadsföring från oss.'
        : 'Du kan när som helst invända mot detta.',
    deadMailbox: ({ action }) =>
      ({
        suppress: 'Kommer ett mejl i retur för att adressen inte längre finns slutar vi skicka.',
        deactivate: 'Kommer ett mejl i retur för att adressen inte längre finns lägger vi uppgifterna åt sidan.',
        delete: 'Kommer ett mejl i retur för att adressen inte längre finns raderar vi dig.',
      })[action],

    signs: ({ signals: counted, all }) =>
      `Ett livstecken är att du ${or(counted.map((signal) => signals[signal]))}. ${
        all ? 'Tiden löper från det som är längst sedan.' : 'Ett av dem räcker, och tiden börjar om varje gång.'
      }`,
    signsByConsent: ({ signals: counted }) =>
      `Att du ${or(counted.map((signal) => opensAndClicks[signal]))} kan räknas bara om du har låtit oss registrera det.`,
    machines: ({ ignored }) =>
      ignored
        ? 'Det som ett e-postprogram eller ett säkerhetsfilter öppnar av sig självt räknas inte.'
        : 'Även det som ett e-postprogram öppnar av sig självt räknas.',
    mailsNeeded: ({ mails }) => `Tystnad räknas först när du har fått minst ${mails} mejl från oss.`,
    untracked: ({ outcome }) =>
      `Registrerar vi inte öppningar och klick för dig vet vi inte om du läser. ${
        {
          kept: 'Då raderar vi dig inte för att du är tyst.',
          asked: 'Då frågar vi dig via mejl innan vi raderar dig.',
          same: 'Tiderna är desamma.',
        }[outcome]
      }`,
    ownMailsDoNotCount: () =>
      'Kontakt är något du gör, som att svara oss, fylla i ett formulär eller besöka webbplatsen. Att vi skriver till dig förlänger ingen tid.',
    deactivated: () =>
      'Lagt åt sidan betyder att vi behåller uppgifterna, men inte mejlar dig, delar dem eller skickar dem till andra system. Bara du kan ta dem i bruk igen, genom att anmäla dig och bekräfta.',
    anonymised: () => 'När vi har tagit bort det som knyter uppgifter till dig är det som blir kvar tal som inte pekar på någon.',
    legalHold: () =>
      'Behöver vi uppgifter för att göra gällande eller försvara ett rättsligt anspråk kan vi behålla dem tills det är över. De används inte till något annat.',

    tracked: ({ signal, mode }) =>
      ({
        off:
          signal === 'open'
            ? 'Registreras inte. Mejlen har ingen osynlig bild.'
            : 'Registreras inte. Länkarna går rakt dit de pekar.',
        aggregate:
          signal === 'open'
            ? 'Vi räknar hur många som öppnar, med en bild som är likadan för alla. Vilka som öppnar vet vi inte.'
            : 'Vi räknar hur många som använder varje länk. Länkarna är likadana för alla, så vilka det är vet vi inte.',
        hygiene: `Har du sagt ja till det lagrar vi dagen då du senast ${signal === 'open' ? 'öppnade ett mejl' : 'använde en länk'}, och inget annat. Annars lagrar vi ingenting.`,
        consent:
          signal === 'open'
            ? 'Har du sagt ja till det lagrar vi vilka mejl du öppnar, och när. Annars har mejlen ingen osynlig bild.'
            : 'Har du sagt ja till det lagrar vi vilka länkar du använder, och när. Annars går länkarna rakt dit de pekar.',
      })[mode],
    eventLife: ({ life }) => `Varje registrering raderas efter ${length(life)}.`,
    trackingEnds: () => 'Du kan ta tillbaka ditt ja och behålla nyhetsbrevet. Det gäller även mejl som du redan har fått.',
    profiled: ({ profiled }) =>
      profiled
        ? 'Vi gör en profil av det du är intresserad av bara om du har sagt ja till det. Du kan se den, och stänga av den.'
        : 'Vi gör ingen profil av dig.',

    leaveByLink: () =>
      'Använd länken längst ner i varje mejl. Ett tryck räcker: du behöver inte logga in eller ange något skäl, och det gäller genast.',
    leaveByPage: () =>
      'Eller be om [en länk till dina val]. Vi skickar den via mejl, och den fungerar i en timme. Ingen kan avregistrera dig bara genom att känna till din adress.',
    leaveByWriting: ({ email }) => `Eller skriv till ${email} från e-postadressen som vi har registrerad.`,
    noOtherBasis: () => 'Har du sagt nej letar vi inte efter en annan rättslig grund i stället.',
    keptForOthers: () =>
      'Uppgifter som vi behöver till något annat du har hos oss, till exempel ett kundförhållande, blir kvar för det.',
    suppressed: ({ period }) =>
      `För att inte skriva till dig igen behåller vi en kod som är uträknad ur din adress, utan adressen, tillsammans med skälet och datumet. ${
        period === null ? 'Koden har inget slutdatum.' : `Den raderas efter ${length(period)}.`
      }`,
    proofKept: ({ proof }) =>
      `Beviset på att du hade sagt ja behåller vi i ${length(proof)} efter det sista mejlet. Varken ditt namn eller din adress står i det.`,
    comeBack: () => 'Vill du ha mejl igen anmäler du dig och bekräftar på nytt. Vi anmäler dig aldrig igen själva.',

    sharing: ({ gate }) =>
      gate === 'consent'
        ? 'Samarbetspartner får uppgifter om dig bara om du har sagt ja till att dela dem med just den partnern. Vi säljer inte uppgifter.'
        : gate === 'notice'
          ? 'Samarbetspartnerna som står här får uppgifter om dig utan att du tillfrågas först. Du kan invända.'
          : 'Samarbetspartner får inga uppgifter om dig. Vi säljer inte uppgifter, byter dem inte och lämnar dem inte vidare.',
    received: ({ gate, purpose }) =>
      ({
        consent: `Bara om du har sagt ja till ${purpose ? `”${purpose}”` : 'det'}.`,
        notice: 'Utan att du tillfrågas först. Du kan invända.',
        on_behalf: 'Behandlar uppgifter för vår räkning och bara så som vi har bestämt.',
        never: 'Aldrig.',
      })[gate],
    sees: ({ fields }) => (fields.length > 0 ? `${capital(and(fieldNames(fields)))}.` : 'Inga uppgifter om dig.'),
    place: ({ country: code, ground }) => {
      if (!ground.permitted) return `${country(code)}, utanför EES. Utan giltig grund skickar vi ingenting dit.`;
      if (ground.ground === 'eea') return `${country(code)}, inom EES.`;
      const carried = {
        adequacy: 'EU har godkänt dataskyddet i landet',
        SCC: 'EU:s standardavtalsklausuler',
        DPF: 'ramverket EU-U.S. Data Privacy Framework',
        BCR: 'bindande företagsbestämmelser',
        consent: 'ditt uttryckliga samtycke',
      }[ground.ground];
      return `${country(code)}, utanför EES. Grund: ${carried}${ground.ref ? ` (${ground.ref})` : ''}.`;
    },
    agreement: ({ contract, dpaSigned }) =>
      [
        dpaSigned === undefined
          ? ''
          : dpaSigned
            ? 'Personuppgiftsbiträdesavtal är tecknat.'
            : 'Personuppgiftsbiträdesavtal är inte tecknat.',
        contract ? `Avtal: ${contract}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    readMore: ({ url }) => url,
    acknowledged: ({ within }) =>
      `Tar du tillbaka ditt ja får mottagaren veta det genast, och måste bekräfta det inom ${length(within)}.`,
    disclosuresRecorded: () => 'Vi antecknar vad vi har lämnat vidare, till vem och när. Det får du se när du ber om insyn.',
    partnerContent: () => 'Våra mejl kan ha innehåll från samarbetspartner. De får inte veta vem som tar emot det.',
    counts: ({ minCell }) => `Vi kan lämna ut tal som inte pekar på någon: bakom varje tal står minst ${minCell} personer.`,
    crm: ({ kind, direction, deletePropagates }) =>
      `${{ creatio: 'Creatio', hubspot: 'HubSpot' }[kind]}. ${
        {
          push: 'Dina val skickas dit.',
          pull: 'Vi hämtar dina val därifrån.',
          both: 'Dina val skickas dit, och säger du nej där gäller det här också.',
        }[direction]
      } ${deletePropagates ? 'Raderar vi dig här raderas du också där.' : 'Raderar vi dig här raderas du inte där.'}`,
    authorities: () => 'Myndigheter får uppgifter bara när lagen kräver det.',
    businessTransfer: () =>
      'Tar någon över vår verksamhet får de uppgifter om dig först när de skriftligt har åtagit sig att skydda dem lika väl.',
    transfer: ({ mode, named }) =>
      ({
        eea_only: named
          ? 'Uppgifter lämnar EES bara till de mottagare ovan som har en grund för det.'
          : 'Uppgifter lämnar inte EES.',
        adequate: `Uppgifter lämnar EES bara till länder som EU har godkänt${named ? ', och till de mottagare ovan som har en grund för det' : ''}.`,
        safeguards: named
          ? 'Uppgifter lämnar EES bara till mottagarna ovan, på den grund som står där.'
          : 'Uppgifter lämnar EES bara till mottagare som står här, med en giltig grund. I dag finns det ingen.',
      })[mode],

    rightAccess: () => 'Du kan få veta vad vi har om dig, och få en kopia av alltihop.',
    rightRectify: () => 'Du kan få rättat det som är fel, och tillagt det som saknas.',
    rightErase: ({ erasure }) =>
      erasure === 'auto'
        ? 'Du kan när som helst be oss radera dig. Det sker genast.'
        : 'Du kan när som helst be oss radera dig. Vi prövar varje fall för sig, inom svarstiden. Avregistrering sker genast i alla händelser.',
    rightRestrict: () => 'Du kan be oss låta uppgifterna ligga utan att använda dem. De används först igen när du säger till.',
    rightPort: () => 'Du kan få uppgifterna i en fil som ett annat system kan läsa (JSON och CSV).',
    rightObject: () => 'Säger du nej till direktmarknadsföring upphör all marknadsföring från oss, oavsett rättslig grund.',
    rightComplain: ({ authority }) =>
      `Är du inte nöjd, säg gärna till oss först. Du kan alltid klaga hos ${authority}, eller hos myndigheten där du bor.`,
    ask: ({ email }) =>
      `Be om [en länk till dina uppgifter], eller skriv till ${email}. Du kan också ringa, skicka brev eller komma personligen. Det kostar inget.`,
    deadline: ({ deadline, extension }) =>
      `Vi svarar så fort vi kan, och senast inom ${length(deadline)} från din fråga. Är den svår kan vi ta ${length(extension)} till. Då får du veta varför inom den första tiden.`,
    identity: ({ identity }) =>
      ({
        mailbox: 'Vi skickar en länk till din e-postadress. Det räcker. Bara vid grundat tvivel ber vi om mer.',
        sender_address:
          'Skriver du från e-postadressen som vi har registrerad räcker det. Annars skickar vi en länk dit. Bara vid grundat tvivel ber vi om mer.',
        id_document:
          'Vi skickar en länk till din e-postadress. Är vi ändå osäkra kan vi be om legitimation. Kopian raderar vi när vi har kontrollerat den.',
      })[identity],
    caseFollowUp: () => 'Du får ett ärendenummer, och får veta vem du kan kontakta om ärendet.',
    results: () => 'Svaret hämtar du med en länk som slutar fungera efter en tid. Vi skickar inte dina uppgifter i ett mejl.',
    referral: () => 'Har vi uppgifterna bara för att vi arbetar åt en kund säger vi vem kunden är och hänvisar dig dit.',
    noAutomatedDecisions: () => 'Ingen maskin fattar beslut om dig som har rättslig eller liknande stor verkan.',

    measure: ({ text }) => stopped(text),
    systemMeasure: ({ measure }) =>
      ({
        encrypted: 'Uppgifter är krypterade både när de lagras och när de skickas.',
        need_to_know: 'Varje del av systemet, och varje anställd, når bara det den behöver.',
        logged: 'Vi antecknar vem hos oss som ser på uppgifter om dig.',
        nameless: 'Länkar, loggar och köer innehåller aldrig din adress.',
        restored: 'Måste vi återställa systemet från en säkerhetskopia görs avregistreringar och raderingar om.',
      })[measure],
    operators: ({ grantsLast }) => `Ingen anställd har åtkomst längre än ${length(grantsLast)} utan att den ges på nytt.`,
    breach: ({ deadline, clockStart, authority }) =>
      `Kommer uppgifter på avvägar anmäler vi det till ${authority} senast ${length(deadline)} efter att ${
        clockStart === 'awareness' ? 'vi upptäckte det' : 'det hände'
      }. Är risken för dig hög får du också veta det.`,

    changes: ({ onChange }) =>
      ({
        site: 'En ny version publicerar vi här, och meddelar på webbplatsen.',
        email: 'En ny version publicerar vi här, och meddelar dig via mejl.',
        reconsent: 'En ny version publicerar vi här, och frågar dig om du fortfarande säger ja.',
      })[onChange],
    versionKept: () => 'Tillsammans med ditt ja lagrar vi vilken version som gällde.',
    version: ({ notice, policy, hash }) =>
      `Detta är version ${notice} av policyn. Den är gjord av version ${policy} av inställningarna som systemet följer.\nKontrollsumma: ${hash}`,
  },
};
