import type { DataSubjects, RecordedRecipient, SystemData } from '../../domain/article30.ts';
import type { Locale } from '../../domain/policy.ts';

/** The words of the record of processing activities that the notice does not have. */
interface Article30Texts {
  readonly title: string;
  readonly lead: (controller: string) => string;
  readonly contents: string;
  readonly sections: {
    readonly controller: string;
    readonly purposes: string;
    readonly categories: string;
    readonly recipients: string;
    readonly transfers: string;
    readonly timeLimits: string;
    readonly security: string;
  };
  readonly dataSubjects: string;
  readonly subjects: Readonly<Record<Extract<DataSubjects, 'subscribers' | 'business_subscribers' | 'enquirers'>, string>>;
  /** People of a relationship or from a source, by its word. */
  readonly related: (relationship: string) => string;
  readonly found: (source: string) => string;
  readonly fields: string;
  readonly systemData: Readonly<Record<SystemData, string>>;
  readonly recipients: string;
  readonly noRecipients: string;
  readonly timeLimits: string;
  readonly roles: Readonly<Record<Extract<RecordedRecipient['role'], 'crm' | 'authority'>, string>>;
  readonly authorities: string;
  readonly noTransfers: string;
  readonly suppressionCodes: string;
  readonly consentRecords: string;
  readonly opensAndClicks: string;
  readonly access: string;
  readonly version: string;
}

export const article30Texts: Record<Locale, Article30Texts> = {
  nb: {
    title: 'Protokoll over behandlingsaktiviteter',
    lead: (controller) =>
      `Ført av ${controller} etter personvernforordningen artikkel 30 nr. 1. Laget av innstillingene som systemet følger.`,
    contents: 'Innhold',
    sections: {
      controller: 'Behandlingsansvarlig og kontaktpersoner (a)',
      purposes: 'Formål (b)',
      categories: 'Registrerte og personopplysninger (c)',
      recipients: 'Mottakere (d)',
      transfers: 'Overføringer ut av EØS (e)',
      timeLimits: 'Frister for sletting (f)',
      security: 'Sikkerhetstiltak (g)',
    },
    dataSubjects: 'Registrerte',
    subjects: {
      subscribers: 'Mottakere av e-post',
      business_subscribers: 'Mottakere av e-post som representerer foretak',
      enquirers: 'Personer som henvender seg eller ber om noe',
    },
    related: (relationship) => `Forhold til oss: ${relationship}`,
    found: (source) => `Kilde: ${source}`,
    fields: 'Personopplysninger',
    systemData: {
      consent_records: 'Dokumentasjon av samtykke: valg, tid, ordlyd, måte, nettverksadresse, nettleser',
      opens: 'Åpninger av e-post',
      clicks: 'Bruk av lenker i e-post',
      suppression_codes: 'Kode regnet ut av e-postadressen, med grunn og dato',
    },
    recipients: 'Mottakere',
    noRecipients: 'Ingen.',
    timeLimits: 'Frister',
    roles: { crm: 'Kundesystem', authority: 'Offentlig myndighet' },
    authorities: 'Offentlige myndigheter',
    noTransfers: 'Ingen.',
    suppressionCodes: 'Koder for avmeldte',
    consentRecords: 'Dokumentasjon av samtykke',
    opensAndClicks: 'Åpninger og klikk',
    access: 'Ansattes tilgang',
    version: 'Versjon',
  },
  sv: {
    title: 'Register över behandling',
    lead: (controller) =>
      `Fört av ${controller} enligt dataskyddsförordningen artikel 30.1. Gjort av inställningarna som systemet följer.`,
    contents: 'Innehåll',
    sections: {
      controller: 'Personuppgiftsansvarig och kontaktpersoner (a)',
      purposes: 'Ändamål (b)',
      categories: 'Registrerade och personuppgifter (c)',
      recipients: 'Mottagare (d)',
      transfers: 'Överföringar ut ur EES (e)',
      timeLimits: 'Tidsfrister för radering (f)',
      security: 'Säkerhetsåtgärder (g)',
    },
    dataSubjects: 'Registrerade',
    subjects: {
      subscribers: 'Mottagare av mejl',
      business_subscribers: 'Mottagare av mejl som företräder företag',
      enquirers: 'Personer som hör av sig eller ber om något',
    },
    related: (relationship) => `Förhållande till oss: ${relationship}`,
    found: (source) => `Källa: ${source}`,
    fields: 'Personuppgifter',
    systemData: {
      consent_records: 'Bevis på samtycke: val, tid, ordalydelse, sätt, nätverksadress, webbläsare',
      opens: 'Öppningar av mejl',
      clicks: 'Användning av länkar i mejl',
      suppression_codes: 'Kod uträknad ur e-postadressen, med skäl och datum',
    },
    recipients: 'Mottagare',
    noRecipients: 'Inga.',
    timeLimits: 'Tidsfrister',
    roles: { crm: 'Kundsystem', authority: 'Myndighet' },
    authorities: 'Myndigheter',
    noTransfers: 'Inga.',
    suppressionCodes: 'Koder för avregistrerade',
    consentRecords: 'Bevis på samtycke',
    opensAndClicks: 'Öppningar och klick',
    access: 'Anställdas åtkomst',
    version: 'Version',
  },
  da: {
    title: 'Fortegnelse over behandlingsaktiviteter',
    lead: (controller) =>
      `Ført af ${controller} efter databeskyttelsesforordningen artikel 30, stk. 1. Lavet af de indstillinger, som systemet følger.`,
    contents: 'Indhold',
    sections: {
      controller: 'Dataansvarlig og kontaktpersoner (a)',
      purposes: 'Formål (b)',
      categories: 'Registrerede og personoplysninger (c)',
      recipients: 'Modtagere (d)',
      transfers: 'Overførsler ud af EØS (e)',
      timeLimits: 'Frister for sletning (f)',
      security: 'Sikkerhedsforanstaltninger (g)',
    },
    dataSubjects: 'Registrerede',
    subjects: {
      subscribers: 'Modtagere af e-mails',
      business_subscribers: 'Modtagere af e-mails, som repræsenterer virksomheder',
      enquirers: 'Personer, der henvender sig eller beder om noget',
    },
    related: (relationship) => `Forhold til os: ${relationship}`,
    found: (source) => `Kilde: ${source}`,
    fields: 'Personoplysninger',
    systemData: {
      consent_records: 'Dokumentation af samtykke: valg, tid, ordlyd, måde, netværksadresse, browser',
      opens: 'Åbninger af e-mails',
      clicks: 'Brug af links i e-mails',
      suppression_codes: 'Kode regnet ud af e-mailadressen, med grund og dato',
    },
    recipients: 'Modtagere',
    noRecipients: 'Ingen.',
    timeLimits: 'Frister',
    roles: { crm: 'Kundesystem', authority: 'Offentlig myndighed' },
    authorities: 'Offentlige myndigheder',
    noTransfers: 'Ingen.',
    suppressionCodes: 'Koder for afmeldte',
    consentRecords: 'Dokumentation af samtykke',
    opensAndClicks: 'Åbninger og klik',
    access: 'Ansattes adgang',
    version: 'Version',
  },
  fi: {
    title: 'Seloste käsittelytoimista',
    lead: (controller) =>
      `Rekisterinpitäjä: ${controller}. Tietosuoja-asetuksen 30 artiklan 1 kohdan mukainen seloste, tehty järjestelmän noudattamista asetuksista.`,
    contents: 'Sisällys',
    sections: {
      controller: 'Rekisterinpitäjä ja yhteyshenkilöt (a)',
      purposes: 'Tarkoitukset (b)',
      categories: 'Rekisteröidyt ja henkilötiedot (c)',
      recipients: 'Vastaanottajat (d)',
      transfers: 'Siirrot ETA-alueen ulkopuolelle (e)',
      timeLimits: 'Poistamisen määräajat (f)',
      security: 'Turvatoimet (g)',
    },
    dataSubjects: 'Rekisteröidyt',
    subjects: {
      subscribers: 'Viestien saajat',
      business_subscribers: 'Viestien saajat, jotka edustavat yrityksiä',
      enquirers: 'Yhteyttä ottavat tai jotain pyytävät',
    },
    related: (relationship) => `Suhde meihin: ${relationship}`,
    found: (source) => `Lähde: ${source}`,
    fields: 'Henkilötiedot',
    systemData: {
      consent_records: 'Suostumuksen todisteet: valinta, aika, sanamuoto, tapa, verkko-osoite, selain',
      opens: 'Viestien avaamiset',
      clicks: 'Viestien linkkien käyttö',
      suppression_codes: 'Sähköpostiosoitteesta laskettu koodi, syy ja päivämäärä',
    },
    recipients: 'Vastaanottajat',
    noRecipients: 'Ei vastaanottajia.',
    timeLimits: 'Määräajat',
    roles: { crm: 'Asiakasjärjestelmä', authority: 'Viranomainen' },
    authorities: 'Viranomaiset',
    noTransfers: 'Ei siirtoja.',
    suppressionCodes: 'Tilauksensa peruuttaneiden koodit',
    consentRecords: 'Suostumuksen todisteet',
    opensAndClicks: 'Avaamiset ja klikkaukset',
    access: 'Työntekijöiden käyttöoikeudet',
    version: 'Versio',
  },
  en: {
    title: 'Record of processing activities',
    lead: (controller) =>
      `Kept by ${controller} under Article 30(1) of the General Data Protection Regulation. Made from the settings that the system follows.`,
    contents: 'Contents',
    sections: {
      controller: 'Controller and contacts (a)',
      purposes: 'Purposes (b)',
      categories: 'Data subjects and personal data (c)',
      recipients: 'Recipients (d)',
      transfers: 'Transfers out of the EEA (e)',
      timeLimits: 'Time limits for erasure (f)',
      security: 'Security measures (g)',
    },
    dataSubjects: 'Data subjects',
    subjects: {
      subscribers: 'Recipients of e-mail',
      business_subscribers: 'Recipients of e-mail who represent companies',
      enquirers: 'People who contact us or ask for something',
    },
    related: (relationship) => `Relationship to us: ${relationship}`,
    found: (source) => `Source: ${source}`,
    fields: 'Personal data',
    systemData: {
      consent_records: 'Proof of consent: choice, time, wording, way, network address, browser',
      opens: 'Opens of e-mails',
      clicks: 'Use of links in e-mails',
      suppression_codes: 'Code calculated from the e-mail address, with reason and date',
    },
    recipients: 'Recipients',
    noRecipients: 'None.',
    timeLimits: 'Time limits',
    roles: { crm: 'Customer system', authority: 'Public authority' },
    authorities: 'Public authorities',
    noTransfers: 'None.',
    suppressionCodes: 'Codes of those who left',
    consentRecords: 'Proof of consent',
    opensAndClicks: 'Opens and clicks',
    access: 'Access of employees',
    version: 'Version',
  },
};
