import type { Basis, Channel, Locale, RulePackId, Signal, TrackingMode } from '../../../domain/policy.ts';
import { capital, type NoticeTexts, stopped, type Vocabulary, wordFor, wordsIn } from './words.ts';

const { and, or, length, country } = wordsIn('fi');

const fields: Vocabulary = {
  email: 'sähköpostiosoite',
  name: 'nimi',
  company: 'yritys',
  phone: 'puhelinnumero',
  title: 'tehtävänimike',
  role: 'rooli',
  postalAddress: 'postiosoite',
  birthDate: 'syntymäaika',
  gender: 'sukupuoli',
  subject: 'aihe',
  message: 'viesti',
  caseNumber: 'asianumero',
};
const relationships: Vocabulary = {
  customer: 'asiakas',
  new_customer: 'uusi asiakas',
  supplier: 'toimittaja',
  partner: 'yhteistyökumppani',
  applicant: 'työnhakija',
  works_for_customer: 'asiakkaan työntekijä',
};
const evidence: Vocabulary = { sale: 'ostoksen', free_account: 'maksuttoman tilin', negotiation: 'neuvottelut ostosta' };
const sources: Vocabulary = {
  'public-source': 'avoin, julkinen lähde',
  event: 'tapahtuma',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
};
const fieldNames = (names: readonly string[]) => names.map(wordFor(fields));
const quoted = (titles: readonly string[]) => titles.map((title) => `”${title}”`);

const languages: Record<Locale, string> = { nb: 'norjaksi', sv: 'ruotsiksi', da: 'tanskaksi', fi: 'suomeksi', en: 'englanniksi' };
const places: Record<RulePackId, string> = {
  NO: country('NO'),
  SE: country('SE'),
  DK: country('DK'),
  FI: country('FI'),
  UK: country('GB'),
  EU: 'muut EU-maat',
  strictest: 'muut maat',
};
const signals: Record<Signal, string> = {
  open: 'avaat viestimme',
  click: 'käytät viestissämme olevaa linkkiä',
  site_visit: 'käyt sivustollamme',
  reply: 'vastaat meille',
  form: 'täytät lomakkeen',
  download: 'lataat jotain',
  event: 'ilmoittaudut tapahtumaan',
  login: 'kirjaudut sisään',
  preference_update: 'muutat valintojasi',
  purchase: 'ostat jotain',
};
const channels: Record<Channel, string> = {
  web: 'verkossa',
  email: 'sähköpostitse',
  phone: 'puhelimessa',
  meeting: 'tapaamisessa',
  paper: 'paperilla',
  oral: 'suullisesti',
  import: 'toisessa järjestelmässä, josta siirrämme tiedot',
};
const article = (letter: string) => `yleisen tietosuoja-asetuksen (GDPR) 6 artiklan 1 kohdan ${letter} alakohta`;
const grounds: Record<Basis, string> = {
  consent: `suostumuksesi (${article('a')})`,
  soft_opt_in:
    'asiakassuhde. Laki antaa meidän lähettää asiakkaille viestejä omista, samankaltaisista palveluistamme, kunhan kieltäytyminen on helppoa (sähköisen viestinnän tietosuojadirektiivin 13 artiklan 2 kohta)',
  legitimate_interest: `oikeutettu etumme tehdä juuri tätä (${article('f')})`,
  contract: `sopimus sinun tai yrityksesi kanssa (${article('b')})`,
  legal_obligation: `lain meille antama velvollisuus (${article('c')})`,
};
const groundIn = (basis: Basis, mail: boolean) =>
  `${grounds[basis]}.${mail && basis === 'legitimate_interest' ? ' Silloin lähetämme viestejä vain yrityksille ja vain siellä, missä laki sen sallii.' : ''}`;
const isPersonal = (mode: TrackingMode) => mode === 'consent' || mode === 'hygiene';
const opensAndClicks = { open: 'avaat viestejä', click: 'käytät viestien linkkejä' } as const;

const clocks = {
  last_activity: 'viimeisestä elonmerkistäsi',
  last_inbound_contact: 'viimeisestä yhteydenotostasi',
  relationship_end: 'välisemme suhteen päättymisestä',
  consent_given: 'suostumuksestasi',
} as const;
const ends = {
  delete: 'poistamme tiedot',
  deactivate: 'siirrämme tiedot syrjään',
  anonymise: 'poistamme sen, mikä yhdistää tiedot sinuun',
  none: 'mitään ei tapahdu itsestään',
} as const;

export const fi: NoticeTexts = {
  title: 'Tietosuojaseloste',
  lead: (brand) => `Tässä kerrotaan, mitä ${brand} tekee tiedoillasi, kun saat meiltä sähköpostia tai täytät lomakkeen.`,
  inForce: (version) => `Voimassa oleva versio: ${version}`,
  contents: 'Sisällys',
  sections: {
    short: 'Lyhyesti',
    responsible: 'Kuka on vastuussa',
    scope: 'Mitä seloste koskee',
    collected: 'Mitä keräämme',
    purposes: 'Mihin käytämme tietoja',
    keeping: 'Miten laskemme ajat',
    tracking: 'Avaamiset, klikkaukset ja profiili',
    leaving: 'Kun sanot ei, ja mitä silloin jää',
    recipients: 'Ketkä muut saavat tietoja',
    rights: 'Oikeutesi',
    security: 'Turvallisuus',
    changes: 'Muutokset ja versio',
  },
  labels: {
    controller: 'Rekisterinpitäjä',
    dpo: 'Tietosuojavastaava',
    accountable: 'Vastuuhenkilö',
    security: 'Turvallisuus ja poikkeamat',
    authority: 'Valvontaviranomainen',
    questions: 'Kysymykset',
    senders: 'Viestien lähettäjä',
    required: 'Pakolliset tiedot',
    optional: 'Vapaaehtoiset tiedot',
    never: 'Emme kysy',
    choice: 'Vapaaehtoisuus',
    contactForm: 'Yhteydenottolomake',
    relationships: 'Sinä ja me',
    sources: 'Muut lähteet',
    mails: 'Viesteissämme',
    proof: 'Todiste',
    data: 'Tiedot',
    ground: 'Oikeusperuste',
    agreeing: 'Näin annat suostumuksen',
    keeping: 'Kuinka kauan',
    leaving: 'Jos sanot ei',
    objecting: 'Jos vastustat',
    deadMailbox: 'Jos postilaatikkoa ei enää ole',
    opens: 'Avaamiset',
    clicks: 'Klikkaukset',
    profiling: 'Profiili',
    receives: 'Milloin',
    sees: 'Mitä ne näkevät',
    place: 'Missä',
    agreement: 'Sopimus',
    crm: 'Asiakasjärjestelmä',
    access: 'Tietojen saanti',
    rectification: 'Oikaisu',
    erasure: 'Poistaminen',
    restriction: 'Rajoittaminen',
    portability: 'Siirtäminen',
    objection: 'Vastustaminen',
    howToAsk: 'Näin pyydät',
    deadline: 'Vastausaika',
    identity: 'Henkilöllisyytesi',
    case: 'Asiasi',
    complaint: 'Valitus',
  },
  roles: { partner: 'Yhteistyökumppani', group: 'Saman konsernin yhtiö', processor: 'Henkilötietojen käsittelijä' },
  fields,
  relationships,
  sources,
  changed: {
    since: (day) => `Muutettu ${day}`,
    before: (version) => `Lue edellinen versio (${version})`,
    what: 'Mikä on muuttunut?',
    added: 'Uutta',
    removed: 'Poistettu',
  },
  past: {
    held: (version, from, until) => `Versio ${version} oli voimassa ${from} – ${until}.`,
    inForce: (version) => `Lue nyt voimassa oleva versio (${version})`,
  },
  unknownVersion: {
    title: 'Meillä ei ole sitä versiota täällä',
    lead: (asked) => `Pyysit tietosuojaselosteen versiota ”${asked}”.`,
    inForce: (version) => `Täällä oleva versio on nyt voimassa oleva: ${version}`,
  },
  says: {
    shortMail: ({ consentOnly }) =>
      consentOnly
        ? 'Lähetämme sinulle vain uutiskirjeitä ja markkinointia, joihin olet antanut suostumuksen.'
        : 'Lähetämme sinulle uutiskirjeitä ja markkinointia, joihin olet antanut suostumuksen. Jos olet asiakas, voimme lähettää myös sen, minkä laki sallii ilman suostumusta.',
    shortLeaving: ({ person }) =>
      `Voit peruuttaa tilauksen milloin tahansa yhdellä painalluksella. ${
        person === 'delete'
          ? 'Kun et enää halua viestejä, poistamme sinut.'
          : person === 'deactivate'
            ? 'Kun et enää halua viestejä, siirrämme tietosi syrjään. Poistamme ne, kun pyydät sitä.'
            : person === 'suppress'
              ? 'Silloin lopetamme lähettämisen.'
              : 'Jokaisen tarkoituksen kohdalla kerrotaan, mitä tiedoille silloin tapahtuu.'
      }`,
    shortTracking: ({ open, click }) => {
      const personal = [...(isPersonal(open) ? ['avaamiset'] : []), ...(isPersonal(click) ? ['klikkaukset'] : [])];
      if (personal.length > 0) return `Rekisteröimme vain suostumuksellasi viestiemme ${and(personal)}.`;
      return open === 'off' && click === 'off'
        ? 'Emme rekisteröi, avaatko viestejä tai käytätkö niiden linkkejä.'
        : 'Laskemme, kuinka moni lukee viestejä, mutta emme tiedä, ketkä.';
    },
    shortSharing: ({ gate }) =>
      gate === 'consent'
        ? 'Muut yritykset saavat tietojasi omaan käyttöönsä vain, jos olet suostunut juuri siihen.'
        : gate === 'notice'
          ? 'Jotkin muut yritykset saavat tietojasi. Ne luetellaan jäljempänä.'
          : 'Mikään muu yritys ei saa tietojasi omaan käyttöönsä.',

    contact: ({ name, address, email }) => [name, address, email].filter(Boolean).join('\n'),
    established: ({ country: code }) => `Kotimaa: ${country(code)}.`,
    authority: ({ name }) => name,
    incidentReport: () => 'Kirjoita tänne, jos olet havainnut tai epäilet, että tietoja on joutunut vääriin käsiin.',
    questions: ({ email }) => email,
    senders: ({ senders }) => senders.map(({ name, email }) => `${name}, ${email}`).join('\n'),

    scope: ({ brand, website, published }) =>
      `Seloste koskee sähköposteja, lomakkeita ja linkkejä, joita ${brand} käyttää uutiskirjeisiin, markkinointiin ja yhteydenottoihin. Se ei koske muuta sivustoa ${website}, jolla on omat evästeensä ja ehtonsa. Kaikki, mitä olemme julkaisseet tietosuojasta: ${published}`,
    markets: ({ markets }) =>
      `Kirjoitamme ihmisille näissä maissa: ${and(markets.map(({ rulePack, locale }) => `${places[rulePack]} (${languages[locale]})`))}.`,
    localLaw: () => 'Noudatamme oman maasi lakia. Jos emme tiedä, missä asut, noudatamme tiukimpia sääntöjä.',
    business: () => 'Käännymme vain yritystä edustavien puoleen. Laki suojaa sinua silti täysin.',
    children: () => 'Palvelujamme ei ole tarkoitettu lapsille.',
    sensitiveData: () =>
      'Emme koskaan kysy arkaluonteisia tietoja, esimerkiksi terveydestä, uskonnosta tai politiikasta. Älä lähetä meille sellaisia.',
    noCookies: () => 'Näillä lomakkeilla ja sivuilla ei ole evästeitä eikä näkymättömiä kuvia.',

    fieldsRequired: ({ fields }) => `${capital(and(fieldNames(fields)))}. Ilman tätä emme voi lähettää sinulle, mitä pyydät.`,
    fieldsOptional: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    fieldsForbidden: ({ fields }) => `${capital(and(fieldNames(fields)))}. Se ei kuulu lomakkeisiimme eikä viesteihimme.`,
    freeChoice: () =>
      'Mitään ei ole valittu valmiiksi, ja jokainen valinta on erillinen. Vaikeneminen tai sivuston käyttö ei ole suostumus.',
    served: ({ title }) => `”${title}” on sinun riippumatta siitä, mitä muuta valitset.`,
    contactForm: ({ fields, to }) =>
      `Yhteydenottolomakkeen tiedot menevät osoitteeseen ${to}: ${and(fieldNames(fields))}. Niitä ei tallenneta tänne, eikä sinusta tule tilaajaa.`,
    relationships: ({ relationships: names }) =>
      `Voimme merkitä muistiin, oletko ${or(names.map(wordFor(relationships)))}. Pelkästään se ei koskaan tuo sinulle markkinointia.`,
    ownSources: () => 'Ei muita lähteitä. Saamme tiedot sinulta.',
    source: ({ source, purposes }) =>
      `Jos tietojen lähde on ${wordFor(sources)(source)}, ${purposes.length > 0 ? `käytämme niitä vain tähän: ${and(quoted(purposes))}` : 'emme käytä niitä mihinkään'}, kunnes olet itse suostunut muuhun.`,
    sourceTold: ({ within }) => `Kerromme sinulle, mistä tiedot ovat. Aikaa siihen on enintään ${length(within)}.`,
    printed: ({ fields }) =>
      fields.length > 0
        ? `Viesteissämme voi olla seuraavat tietosi, eikä muuta sinusta: ${and(fieldNames(fields))}.`
        : 'Viesteissämme ei ole tietoja sinusta.',
    proofOfConsent: () =>
      'Kun annat suostumuksen, tallennamme, mitä luit, mitä valitsit, milloin ja miten, sekä verkko-osoitteesi ja selaimesi. Näin voimme osoittaa, että saamme kirjoittaa sinulle.',

    described: ({ text }) => stopped(text),
    data: ({ fields }) => `${capital(and(fieldNames(fields)))}.`,
    ground: ({ basis, mail }) => capital(groundIn(basis, mail)),
    groundWhen: ({ basis, mail, relationships: names, evidence: proofs }) =>
      `Jos olet ${or(names.map(wordFor(relationships)))}${proofs.length > 0 ? ` ja voimme osoittaa ${or(proofs.map(wordFor(evidence)))}` : ''}: ${groundIn(basis, mail)}`,
    agreeBy: ({ channels: ways }) => `Voit antaa suostumuksen ${or(ways.map((way) => channels[way]))}.`,
    confirmedBy: ({ linkLife }) =>
      `Saat sähköpostiviestin, jossa on linkki. Suostumus on voimassa vasta, kun vahvistat sen linkin kautta. Linkin voimassaolo: ${length(linkLife)}. Jos et vahvista, poistamme pyynnön.`,
    notedFrom: ({ channels: ways }) =>
      `Jos suostut ${or(ways.map((way) => channels[way]))}, kirjaamme, kuka kysyi, milloin ja mitä sinulta kysyttiin.`,
    lapses: ({ validity }) => `Suostumuksen voimassaolo: ${length(validity)}. Sen jälkeen meidän on kysyttävä uudelleen.`,
    retention: ({ clock, period, action }) =>
      period === null
        ? 'Säilytämme tiedot, kunnes pyydät meitä poistamaan ne.'
        : `Kun ${clocks[clock]} on kulunut ${length(period)}, ${ends[action]}.`,
    byContract: ({ clock, shortest, longest, action }) =>
      `Sopimuksessa voidaan sopia toisin: kun ${clocks[clock]} on kulunut vähintään ${length(shortest)} ja enintään ${length(longest)}, ${ends[action]}.`,
    asksToStay: ({ before }) => `Kysymme sitä ennen sähköpostitse, haluatko jäädä (${length(before)} ennen määräaikaa).`,
    keptWithTheRest: () => 'Niin kauan kuin suostumuksesi on voimassa. Poistetaan yhdessä muiden tietojesi kanssa.',
    leavingEnds: ({ others }) =>
      others.length > 0
        ? `Silloin tämä päättyy ja sen mukana: ${and(quoted(others))}.`
        : 'Silloin tämä päättyy. Muut suostumuksesi jatkuvat.',
    leavingMail: ({ action }) =>
      ({
        delete:
          'Poistamme heti sen, mitä olemme tallentaneet tätä tarkoitusta varten. Jos se oli viimeinen viesti, johon olit suostunut, poistamme sinut.',
        suppress: 'Tiedot jäävät meille, mutta emme lähetä sinulle enää mitään.',
        deactivate:
          'Jos se oli viimeinen viesti, johon olit suostunut, siirrämme tietosi syrjään. Poistamme ne, kun pyydät sitä.',
      })[action],
    leavingOther: ({ action }) =>
      ({
        delete: 'Poistamme heti sen, mitä olemme tallentaneet tätä tarkoitusta varten.',
        suppress: 'Tiedot jäävät meille, mutta emme käytä niitä tähän.',
        deactivate: 'Tiedot jäävät meille, mutta emme käytä niitä tähän.',
      })[action],
    mayObject: ({ marketing }) =>
      marketing
        ? 'Voit vastustaa milloin tahansa ilman syytä. Silloin et saa meiltä enää mitään markkinointia.'
        : 'Voit milloin tahansa vastustaa tätä.',
    deadMailbox: ({ action }) =>
      ({
        suppress: 'Jos viesti palautuu, koska osoitetta ei enää ole, lopetamme lähettämisen.',
        deactivate: 'Jos viesti palautuu, koska osoitetta ei enää ole, siirrämme tiedot syrjään.',
        delete: 'Jos viesti palautuu, koska osoitetta ei enää ole, poistamme sinut.',
      })[action],

    signs: ({ signals: counted, all }) =>
      `Elonmerkki on se, että ${or(counted.map((signal) => signals[signal]))}. ${
        all ? 'Aika kuluu siitä, joka on vanhin.' : 'Yksi niistä riittää, ja aika alkaa joka kerta alusta.'
      }`,
    signsByConsent: ({ signals: counted }) =>
      `Se, että ${or(counted.map((signal) => opensAndClicks[signal]))}, voi olla elonmerkki vain, jos olet antanut meidän rekisteröidä sen.`,
    machines: ({ ignored }) =>
      ignored
        ? 'Se, minkä sähköpostiohjelma tai turvasuodatin avaa itsestään, ei ole elonmerkki.'
        : 'Myös se, minkä sähköpostiohjelma avaa itsestään, on elonmerkki.',
    mailsNeeded: ({ mails }) => `Hiljaisuus merkitsee vasta, kun olet saanut meiltä vähintään näin monta viestiä: ${mails}.`,
    untracked: ({ outcome }) =>
      `Jos emme rekisteröi avaamisiasi ja klikkauksiasi, emme tiedä, luetko viestejä. ${
        {
          kept: 'Silloin emme poista sinua siksi, että olet hiljaa.',
          asked: 'Silloin kysymme sinulta sähköpostitse, ennen kuin poistamme sinut.',
          same: 'Ajat ovat samat.',
        }[outcome]
      }`,
    ownMailsDoNotCount: () =>
      'Yhteydenotto on jotain, mitä sinä teet: vastaat meille, täytät lomakkeen tai käyt sivustolla. Se, että me kirjoitamme sinulle, ei pidennä aikaa.',
    deactivated: () =>
      'Syrjään siirtäminen tarkoittaa, että säilytämme tiedot, mutta emme lähetä sinulle viestejä, emme jaa tietoja emmekä lähetä niitä muihin järjestelmiin. Vain sinä voit ottaa ne uudelleen käyttöön tilaamalla ja vahvistamalla.',
    anonymised: () =>
      'Kun olemme poistaneet sen, mikä yhdistää tiedot sinuun, jäljelle jää lukuja, jotka eivät osoita keneenkään.',
    legalHold: () =>
      'Jos tarvitsemme tietoja oikeusvaateen esittämiseen tai siltä puolustautumiseen, voimme säilyttää ne, kunnes asia on ohi. Niitä ei käytetä muuhun.',

    tracked: ({ signal, mode }) =>
      ({
        off:
          signal === 'open'
            ? 'Ei rekisteröidä. Viesteissä ei ole näkymätöntä kuvaa.'
            : 'Ei rekisteröidä. Linkit vievät suoraan kohteeseensa.',
        aggregate:
          signal === 'open'
            ? 'Laskemme, kuinka moni avaa viestin, kuvalla, joka on kaikille sama. Emme tiedä, kuka avaa.'
            : 'Laskemme, kuinka moni käyttää kutakin linkkiä. Linkit ovat kaikille samat, joten emme tiedä, kuka se on.',
        hygiene: `Suostumuksellasi tallennamme päivän, jona viimeksi ${signal === 'open' ? 'avasit viestin' : 'käytit linkkiä'}, emmekä muuta. Muuten emme tallenna mitään.`,
        consent:
          signal === 'open'
            ? 'Suostumuksellasi tallennamme, mitä viestejä avaat ja milloin. Muuten viesteissä ei ole näkymätöntä kuvaa.'
            : 'Suostumuksellasi tallennamme, mitä linkkejä käytät ja milloin. Muuten linkit vievät suoraan kohteeseensa.',
      })[mode],
    eventLife: ({ life }) => `Poistamme jokaisen merkinnän, kun siitä on kulunut ${length(life)}.`,
    trackingEnds: () => 'Voit peruuttaa suostumuksen ja pitää uutiskirjeen. Se koskee myös jo saamiasi viestejä.',
    profiled: ({ profiled }) =>
      profiled
        ? 'Teemme profiilin kiinnostuksen kohteistasi vain, jos olet suostunut siihen. Voit nähdä sen ja kytkeä sen pois.'
        : 'Emme tee sinusta profiilia.',

    leaveByLink: () =>
      'Käytä jokaisen viestin lopussa olevaa linkkiä. Yksi painallus riittää: sinun ei tarvitse kirjautua sisään eikä kertoa syytä, ja se tulee heti voimaan.',
    leaveByPage: () =>
      'Tai pyydä [linkki valintoihisi]. Lähetämme sen sähköpostitse, ja se toimii tunnin. Kukaan ei voi peruuttaa tilaustasi vain tietämällä osoitteesi.',
    leaveByWriting: ({ email }) => `Tai kirjoita osoitteeseen ${email} siitä sähköpostiosoitteesta, joka meillä on.`,
    noOtherBasis: () => 'Kun olet sanonut ei, emme etsi tilalle toista oikeusperustetta.',
    keptForOthers: () => 'Tiedot, joita tarvitsemme johonkin muuhun, esimerkiksi asiakassuhteeseen, jäävät sitä varten.',
    suppressed: ({ period }) =>
      `Jotta emme kirjoittaisi sinulle uudelleen, säilytämme osoitteestasi lasketun koodin ilman osoitetta sekä syyn ja päivämäärän. ${
        period === null ? 'Koodilla ei ole päättymispäivää.' : `Poistamme koodin, kun on kulunut ${length(period)}.`
      }`,
    proofKept: ({ proof }) =>
      `Säilytämme todisteen suostumuksestasi, kunnes viimeisestä viestistä on kulunut ${length(proof)}. Siinä ei ole nimeäsi eikä osoitettasi.`,
    comeBack: () => 'Jos haluat taas viestejä, tilaat ja vahvistat uudelleen. Emme koskaan tilaa niitä puolestasi.',

    sharing: ({ gate }) =>
      gate === 'consent'
        ? 'Yhteistyökumppanit saavat tietojasi vain, jos olet suostunut jakamaan ne juuri sen kumppanin kanssa. Emme myy tietoja.'
        : gate === 'notice'
          ? 'Tässä luetellut yhteistyökumppanit saavat tietojasi ilman, että sinulta ensin kysytään. Voit vastustaa sitä.'
          : 'Yhteistyökumppanit eivät saa tietojasi. Emme myy, vaihda emmekä luovuta tietoja.',
    received: ({ gate, purpose }) =>
      ({
        consent: purpose ? `Vain, jos olet suostunut tähän: ”${purpose}”.` : 'Vain, jos olet suostunut siihen.',
        notice: 'Ilman, että sinulta ensin kysytään. Voit vastustaa sitä.',
        on_behalf: 'Käsittelee tietoja puolestamme ja vain niin kuin me olemme päättäneet.',
        never: 'Ei koskaan.',
      })[gate],
    sees: ({ fields }) => (fields.length > 0 ? `${capital(and(fieldNames(fields)))}.` : 'Ei mitään tietojasi.'),
    place: ({ country: code, ground }) => {
      if (!ground.permitted)
        return `${country(code)}, ETA-alueen ulkopuolella. Ilman pätevää perustetta emme lähetä sinne mitään.`;
      if (ground.ground === 'eea') return `${country(code)}, ETA-alueella.`;
      const carried = {
        adequacy: 'EU on todennut maan tietosuojan riittäväksi',
        SCC: 'EU:n vakiosopimuslausekkeet',
        DPF: 'EU-U.S. Data Privacy Framework -järjestely',
        BCR: 'yritystä koskevat sitovat säännöt',
        consent: 'nimenomainen suostumuksesi',
      }[ground.ground];
      return `${country(code)}, ETA-alueen ulkopuolella. Peruste: ${carried}${ground.ref ? ` (${ground.ref})` : ''}.`;
    },
    agreement: ({ contract, dpaSigned }) =>
      [
        dpaSigned === undefined
          ? ''
          : dpaSigned
            ? 'Sopimus henkilötietojen käsittelystä on tehty.'
            : 'Sopimusta henkilötietojen käsittelystä ei ole tehty.',
        contract ? `Sopimus: ${contract}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    readMore: ({ url }) => url,
    acknowledged: ({ within }) =>
      `Jos peruutat suostumuksesi, vastaanottaja saa siitä heti tiedon, ja sen on kuitattava se. Määräaika: ${length(within)}.`,
    disclosuresRecorded: () => 'Kirjaamme, mitä olemme luovuttaneet, kenelle ja milloin. Näet sen, kun pyydät tietosi.',
    partnerContent: () => 'Viesteissämme voi olla yhteistyökumppanien sisältöä. Ne eivät saa tietää, kuka sen saa.',
    counts: ({ minCell }) =>
      `Voimme antaa lukuja, jotka eivät osoita keneenkään. Jokaisen luvun takana on vähintään näin monta ihmistä: ${minCell}.`,
    crm: ({ kind, direction, deletePropagates }) =>
      `${{ creatio: 'Creatio', hubspot: 'HubSpot' }[kind]}. ${
        {
          push: 'Valintasi lähetetään sinne.',
          pull: 'Haemme valintasi sieltä.',
          both: 'Valintasi lähetetään sinne, ja jos sanot siellä ei, se pätee myös täällä.',
        }[direction]
      } ${deletePropagates ? 'Kun poistamme sinut täältä, sinut poistetaan myös sieltä.' : 'Kun poistamme sinut täältä, sinua ei poisteta sieltä.'}`,
    authorities: () => 'Viranomaiset saavat tietoja vain, kun laki sitä vaatii.',
    businessTransfer: () =>
      'Jos joku ottaa toimintamme haltuunsa, se saa tietojasi vasta sitouduttuaan kirjallisesti suojaamaan niitä yhtä hyvin.',
    transfer: ({ mode, named }) =>
      ({
        eea_only: named
          ? 'Tietoja siirtyy ETA-alueen ulkopuolelle vain niille edellä mainituille vastaanottajille, joilla on siihen peruste.'
          : 'Tietoja ei siirry ETA-alueen ulkopuolelle.',
        adequate: `Tietoja siirtyy ETA-alueen ulkopuolelle vain maihin, joiden tietosuojan EU on todennut riittäväksi${named ? ', ja niille edellä mainituille vastaanottajille, joilla on siihen peruste' : ''}.`,
        safeguards: named
          ? 'Tietoja siirtyy ETA-alueen ulkopuolelle vain edellä mainituille vastaanottajille, siinä sanotulla perusteella.'
          : 'Tietoja siirtyy ETA-alueen ulkopuolelle vain tässä luetelluille vastaanottajille, pätevällä perusteella. Nyt niitä ei ole.',
      })[mode],

    rightAccess: () => 'Saat tietää, mitä tietoja meillä on sinusta, ja saat niistä kaikista kopion.',
    rightRectify: () => 'Saat virheelliset tiedot korjattua ja puuttuvat lisättyä.',
    rightErase: ({ erasure }) =>
      erasure === 'auto'
        ? 'Voit milloin tahansa pyytää meitä poistamaan sinut. Se tapahtuu heti.'
        : 'Voit milloin tahansa pyytää meitä poistamaan sinut. Harkitsemme jokaisen pyynnön erikseen vastausajan kuluessa. Tilauksen peruutus tulee joka tapauksessa heti voimaan.',
    rightRestrict: () => 'Voit pyytää meitä jättämään tiedot käyttämättä. Niitä käytetään taas vasta, kun annat luvan.',
    rightPort: () => 'Saat tiedot tiedostona, jonka toinen järjestelmä osaa lukea (JSON ja CSV).',
    rightObject: () => 'Jos kiellät suoramarkkinoinnin, kaikki markkinointimme sinulle loppuu, perusteesta riippumatta.',
    rightComplain: ({ authority }) =>
      `Jos et ole tyytyväinen, kerro mielellään ensin meille. Voit aina valittaa valvontaviranomaiselle (${authority}) tai asuinmaasi viranomaiselle.`,
    ask: ({ email }) =>
      `Pyydä [linkki tietoihisi] tai kirjoita osoitteeseen ${email}. Voit myös soittaa, lähettää kirjeen tai tulla käymään. Se ei maksa mitään.`,
    deadline: ({ deadline, extension }) =>
      `Vastaamme niin pian kuin voimme, viimeistään kun kysymyksestäsi on kulunut ${length(deadline)}. Jos asia on vaikea, lisäaika on ${length(extension)}. Kerromme silloin syyn ensimmäisen määräajan kuluessa.`,
    identity: ({ identity }) =>
      ({
        mailbox: 'Lähetämme linkin sähköpostiosoitteeseesi. Se riittää. Pyydämme muuta vain, jos epäily on perusteltu.',
        sender_address:
          'Jos kirjoitat siitä sähköpostiosoitteesta, joka meillä on, se riittää. Muuten lähetämme sinne linkin. Pyydämme muuta vain, jos epäily on perusteltu.',
        id_document:
          'Lähetämme linkin sähköpostiosoitteeseesi. Jos olemme silti epävarmoja, voimme pyytää henkilötodistusta. Poistamme kopion, kun olemme tarkistaneet sen.',
      })[identity],
    caseFollowUp: () => 'Saat asianumeron ja tiedon siitä, keneen voit ottaa yhteyttä.',
    results: () => 'Haet vastauksen linkillä, joka lakkaa toimimasta jonkin ajan kuluttua. Emme lähetä tietojasi sähköpostissa.',
    referral: () =>
      'Jos meillä on tiedot vain siksi, että teemme työtä asiakkaalle, kerromme, kuka asiakas on, ja ohjaamme sinut sinne.',
    noAutomatedDecisions: () =>
      'Mikään kone ei tee sinusta päätöksiä, joilla on oikeudellisia tai muuten yhtä suuria vaikutuksia.',

    measure: ({ text }) => stopped(text),
    systemMeasure: ({ measure }) =>
      ({
        encrypted: 'Tiedot on salattu sekä tallennettaessa että lähetettäessä.',
        need_to_know: 'Järjestelmän jokainen osa ja jokainen työntekijä pääsee vain siihen, mitä tarvitsee.',
        logged: 'Kirjaamme, kuka meistä katsoo tietojasi.',
        nameless: 'Linkeissä, lokeissa ja jonoissa ei koskaan ole osoitettasi.',
        restored: 'Jos joudumme palauttamaan järjestelmän varmuuskopiosta, peruutukset ja poistot tehdään uudelleen.',
      })[measure],
    operators: ({ grantsLast }) =>
      `Jokaisen työntekijän käyttöoikeus päättyy, kun sen myöntämisestä on kulunut ${length(grantsLast)}, ellei sitä myönnetä uudelleen.`,
    breach: ({ deadline, clockStart, authority }) =>
      `Jos tietoja joutuu vääriin käsiin, ilmoitamme siitä valvontaviranomaiselle (${authority}) viimeistään, kun ${
        clockStart === 'awareness' ? 'havainnostamme' : 'tapahtumasta'
      } on kulunut ${length(deadline)}. Jos riski sinulle on suuri, kerromme myös sinulle.`,

    changes: ({ onChange }) =>
      ({
        site: 'Julkaisemme uuden version täällä ja ilmoitamme siitä sivustollamme.',
        email: 'Julkaisemme uuden version täällä ja kerromme siitä sähköpostitse.',
        reconsent: 'Julkaisemme uuden version täällä ja kysymme, suostutko edelleen.',
      })[onChange],
    versionKept: () => 'Tallennamme suostumuksesi yhteydessä, mikä versio oli voimassa.',
    version: ({ notice, policy, hash }) =>
      `Tämä on selosteen versio ${notice}. Se on tehty järjestelmän noudattamien asetusten versiosta ${policy}.\nTarkistussumma: ${hash}`,
  },
};
