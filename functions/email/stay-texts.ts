import type { Locale } from '../domain/policy.ts';

/** The words of the mail that asks whether somebody wants to stay. */
interface StayTexts {
  readonly subject: (brand: string) => string;
  readonly title: string;
  readonly preview: string;
  readonly silent: (brand: string) => string;
  readonly receives: string;
  readonly button: string;
  readonly otherwise: (day: string) => string;
  readonly leave: string;
}

/** The words of the mail, in every locale. */
export const stayTexts: Record<Locale, StayTexts> = {
  nb: {
    subject: (brand) => `Vil du fortsatt høre fra ${brand}?`,
    title: 'Vil du fortsatt høre fra oss?',
    preview: 'Svarer du ikke, sletter vi opplysningene dine.',
    silent: (brand) => `Det er lenge siden vi så noe tegn fra deg, og ${brand} beholder ikke opplysninger lenger enn avtalt.`,
    receives: 'Dette har du sagt ja til:',
    button: 'Ja, jeg vil fortsette',
    otherwise: (day) => `Hører vi ikke fra deg før ${day}, sletter vi opplysningene dine. Da trenger du ikke å gjøre noe.`,
    leave: 'Meld meg av nå',
  },
  sv: {
    subject: (brand) => `Vill du fortfarande höra från ${brand}?`,
    title: 'Vill du fortfarande höra från oss?',
    preview: 'Om du inte svarar raderar vi dina uppgifter.',
    silent: (brand) => `Det var länge sedan vi såg något tecken från dig, och ${brand} sparar inte uppgifter längre än utlovat.`,
    receives: 'Detta har du sagt ja till:',
    button: 'Ja, jag vill fortsätta',
    otherwise: (day) => `Om vi inte hör från dig före den ${day} raderar vi dina uppgifter. Då behöver du inte göra något.`,
    leave: 'Avregistrera mig nu',
  },
  da: {
    subject: (brand) => `Vil du fortsat høre fra ${brand}?`,
    title: 'Vil du fortsat høre fra os?',
    preview: 'Svarer du ikke, sletter vi dine oplysninger.',
    silent: (brand) => `Det er længe siden, vi så noget tegn fra dig, og ${brand} gemmer ikke oplysninger længere end lovet.`,
    receives: 'Dette har du sagt ja til:',
    button: 'Ja, jeg vil fortsætte',
    otherwise: (day) => `Hører vi ikke fra dig før den ${day}, sletter vi dine oplysninger. Så behøver du ikke gøre noget.`,
    leave: 'Afmeld mig nu',
  },
  fi: {
    subject: (brand) => `Haluatko yhä kuulla: ${brand}?`,
    title: 'Haluatko yhä kuulla meistä?',
    preview: 'Jos et vastaa, poistamme tietosi.',
    silent: (brand) => `Emme ole pitkään aikaan saaneet sinusta merkkiä, ja ${brand} ei säilytä tietoja luvattua pidempään.`,
    receives: 'Olet antanut suostumuksesi tähän:',
    button: 'Kyllä, haluan jatkaa',
    otherwise: (day) => `Jos emme kuule sinusta ennen päivää ${day}, poistamme tietosi. Sinun ei silloin tarvitse tehdä mitään.`,
    leave: 'Peruuta tilaus nyt',
  },
  en: {
    subject: (brand) => `Do you still want to hear from ${brand}?`,
    title: 'Do you still want to hear from us?',
    preview: 'Without an answer we delete your details.',
    silent: (brand) => `We have not seen a sign from you for a long time, and ${brand} keeps details no longer than promised.`,
    receives: 'You have said yes to:',
    button: 'Yes, I want to stay',
    otherwise: (day) => `If we do not hear from you before ${day}, we delete your details. Then you need not do anything.`,
    leave: 'Unsubscribe me now',
  },
};
