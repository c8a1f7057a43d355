import type { Locale } from '../../domain/policy.ts';

/** The words of the pages that confirm a new address. */
interface NewAddressTexts {
  readonly title: string;
  readonly lead: (brand: string) => string;
  readonly button: string;
  readonly doneTitle: string;
  readonly doneLead: (brand: string) => string;
}

export const newAddressTexts: Record<Locale, NewAddressTexts> = {
  nb: {
    title: 'Bekreft den nye adressen',
    lead: (brand) => `Når du trykker på knappen, skriver ${brand} til denne adressen i stedet for den gamle.`,
    button: 'Bekreft adressen',
    doneTitle: 'Adressen er endret',
    doneLead: (brand) => `${brand} skriver til denne adressen fra nå av. Valgene dine er de samme.`,
  },
  sv: {
    title: 'Bekräfta den nya adressen',
    lead: (brand) => `När du trycker på knappen skriver ${brand} till den här adressen i stället för den gamla.`,
    button: 'Bekräfta adressen',
    doneTitle: 'Adressen är ändrad',
    doneLead: (brand) => `${brand} skriver till den här adressen från och med nu. Dina val är desamma.`,
  },
  da: {
    title: 'Bekræft den nye adresse',
    lead: (brand) => `Når du trykker på knappen, skriver ${brand} til denne adresse i stedet for den gamle.`,
    button: 'Bekræft adressen',
    doneTitle: 'Adressen er ændret',
    doneLead: (brand) => `${brand} skriver til denne adresse fra nu af. Dine valg er de samme.`,
  },
  fi: {
    title: 'Vahvista uusi osoite',
    lead: (brand) => `Kun painat painiketta, ${brand} kirjoittaa tähän osoitteeseen vanhan sijasta.`,
    button: 'Vahvista osoite',
    doneTitle: 'Osoite on muutettu',
    doneLead: (brand) => `${brand} kirjoittaa tähän osoitteeseen tästä lähtien. Valintasi ovat samat.`,
  },
  en: {
    title: 'Confirm the new address',
    lead: (brand) => `When you press the button, ${brand} writes to this address instead of the old one.`,
    button: 'Confirm the address',
    doneTitle: 'The address has changed',
    doneLead: (brand) => `${brand} writes to this address from now on. Your choices are the same.`,
  },
};
