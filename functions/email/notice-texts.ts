import type { Locale } from '../domain/policy.ts';

/** The words of the mail about a new privacy notice. */
interface NoticeMailTexts {
  readonly subject: (brand: string) => string;
  readonly title: string;
  readonly preview: string;
  readonly changed: (brand: string, day: string) => string;
  readonly read: string;
  readonly receives: string;
  readonly nothing: string;
  readonly againSubject: (brand: string) => string;
  readonly againPreview: string;
  readonly again: string;
  readonly button: string;
  readonly lapses: (day: string) => string;
  readonly leave: string;
}

/** The words of the mail, in every locale. */
export const noticeMailTexts: Record<Locale, NoticeMailTexts> = {
  nb: {
    subject: (brand) => `${brand} har en ny personvernerklæring`,
    title: 'Personvernerklæringen er ny',
    preview: 'Du trenger ikke å gjøre noe.',
    changed: (brand, day) => `Vi har endret personvernerklæringen til ${brand}. Den nye gjelder fra ${day}.`,
    read: 'Les hva som er endret',
    receives: 'Dette gjelder det du får fra oss:',
    nothing: 'Du trenger ikke å gjøre noe. Er du ikke enig, kan du melde deg av når du vil.',
    againSubject: (brand) => `${brand} trenger et nytt ja fra deg`,
    againPreview: 'Svarer du ikke, slutter vi å skrive til deg.',
    again: 'Ditt ja ble gitt under den gamle erklæringen, så vi spør deg på nytt.',
    button: 'Ja, jeg vil fortsette',
    lapses: (day) => `Hører vi ikke fra deg, får du ikke e-post fra oss etter ${day}. Da trenger du ikke å gjøre noe.`,
    leave: 'Meld meg av nå',
  },
  sv: {
    subject: (brand) => `${brand} har en ny integritetspolicy`,
    title: 'Integritetspolicyn är ny',
    preview: 'Du behöver inte göra något.',
    changed: (brand, day) => `Vi har ändrat integritetspolicyn för ${brand}. Den nya gäller från den ${day}.`,
    read: 'Läs vad som har ändrats',
    receives: 'Detta gäller det du får från oss:',
    nothing: 'Du behöver inte göra något. Om du inte håller med kan du avregistrera dig när du vill.',
    againSubject: (brand) => `${brand} behöver ett nytt ja från dig`,
    againPreview: 'Om du inte svarar slutar vi skriva till dig.',
    again: 'Ditt ja gavs under den gamla policyn, så vi frågar dig igen.',
    button: 'Ja, jag vill fortsätta',
    lapses: (day) => `Om vi inte hör från dig får du ingen e-post från oss efter den ${day}. Då behöver du inte göra något.`,
    leave: 'Avregistrera mig nu',
  },
  da: {
    subject: (brand) => `${brand} har en ny privatlivspolitik`,
    title: 'Privatlivspolitikken er ny',
    preview: 'Du behøver ikke gøre noget.',
    changed: (brand, day) => `Vi har ændret privatlivspolitikken for ${brand}. Den nye gælder fra den ${day}.`,
    read: 'Læs, hvad der er ændret',
    receives: 'Det gælder det, du får fra os:',
    nothing: 'Du behøver ikke gøre noget. Er du ikke enig, kan du framelde dig, når du vil.',
    againSubject: (brand) => `${brand} har brug for et nyt ja fra dig`,
    againPreview: 'Svarer du ikke, holder vi op med at skrive til dig.',
    again: 'Dit ja blev givet under den gamle politik, så vi spørger dig igen.',
    button: 'Ja, jeg vil fortsætte',
    lapses: (day) => `Hører vi ikke fra dig, får du ingen e-mail fra os efter den ${day}. Så behøver du ikke gøre noget.`,
    leave: 'Frameld mig nu',
  },
  fi: {
    subject: (brand) => `Uusi tietosuojaseloste: ${brand}`,
    title: 'Tietosuojaseloste on uudistunut',
    preview: 'Sinun ei tarvitse tehdä mitään.',
    changed: (brand, day) => `Olemme muuttaneet tietosuojaselostetta (${brand}). Uusi on voimassa ${day} alkaen.`,
    read: 'Lue, mikä on muuttunut',
    receives: 'Tämä koskee sitä, mitä saat meiltä:',
    nothing: 'Sinun ei tarvitse tehdä mitään. Jos et ole samaa mieltä, voit peruuttaa tilauksesi milloin tahansa.',
    againSubject: (brand) => `Pyydämme suostumustasi uudelleen: ${brand}`,
    againPreview: 'Jos et vastaa, emme enää kirjoita sinulle.',
    again: 'Annoit suostumuksesi vanhan selosteen aikana, joten kysymme sinulta uudelleen.',
    button: 'Kyllä, haluan jatkaa',
    lapses: (day) => `Jos emme kuule sinusta, et saa meiltä sähköpostia ${day} jälkeen. Sinun ei silloin tarvitse tehdä mitään.`,
    leave: 'Peruuta tilaus nyt',
  },
  en: {
    subject: (brand) => `${brand} has a new privacy notice`,
    title: 'The privacy notice is new',
    preview: 'You need not do anything.',
    changed: (brand, day) => `We have changed the privacy notice of ${brand}. The new one holds from ${day}.`,
    read: 'Read what has changed',
    receives: 'It concerns what you get from us:',
    nothing: 'You need not do anything. If you do not agree, you can unsubscribe whenever you like.',
    againSubject: (brand) => `${brand} needs a new yes from you`,
    againPreview: 'Without an answer we stop writing to you.',
    again: 'You said yes under the old notice, so we ask you again.',
    button: 'Yes, I want to stay',
    lapses: (day) => `If we do not hear from you, you get no e-mail from us after ${day}. Then you need not do anything.`,
    leave: 'Unsubscribe me now',
  },
};
