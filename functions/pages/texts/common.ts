import type { Locale } from '../../domain/policy.ts';

/** Words that stand on every page. */
interface CommonTexts {
  /** The language's own name. */
  readonly languageName: string;
  readonly language: string;
  readonly controller: string;
  readonly dataProtectionOfficer: string;
  readonly privacyNotice: string;
  readonly newTab: string;
  /** Before the title of a page that shows errors. */
  readonly error: string;
}

export const commonTexts: Record<Locale, CommonTexts> = {
  nb: {
    languageName: 'Norsk',
    language: 'Språk',
    controller: 'Behandlingsansvarlig',
    dataProtectionOfficer: 'Personvernombud',
    privacyNotice: 'Personvernerklæring',
    newTab: 'åpnes i ny fane',
    error: 'Feil',
  },
  sv: {
    languageName: 'Svenska',
    language: 'Språk',
    controller: 'Personuppgiftsansvarig',
    dataProtectionOfficer: 'Dataskyddsombud',
    privacyNotice: 'Integritetspolicy',
    newTab: 'öppnas i en ny flik',
    error: 'Fel',
  },
  da: {
    languageName: 'Dansk',
    language: 'Sprog',
    controller: 'Dataansvarlig',
    dataProtectionOfficer: 'Databeskyttelsesrådgiver',
    privacyNotice: 'Privatlivspolitik',
    newTab: 'åbnes i en ny fane',
    error: 'Fejl',
  },
  fi: {
    languageName: 'Suomi',
    language: 'Kieli',
    controller: 'Rekisterinpitäjä',
    dataProtectionOfficer: 'Tietosuojavastaava',
    privacyNotice: 'Tietosuojaseloste',
    newTab: 'avautuu uuteen välilehteen',
    error: 'Virhe',
  },
  en: {
    languageName: 'English',
    language: 'Language',
    controller: 'Data controller',
    dataProtectionOfficer: 'Data protection officer',
    privacyNotice: 'Privacy notice',
    newTab: 'opens in a new tab',
    error: 'Error',
  },
};
