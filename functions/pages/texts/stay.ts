import type { Locale } from '../../domain/policy.ts';

/** The words of the pages behind the link of a mail that asks whether somebody wants to stay. */
interface StayTexts {
  readonly title: string;
  readonly lead: string;
  /** In place of the lead, where a new notice asks. */
  readonly again: (brand: string) => string;
  readonly receives: string;
  readonly button: string;
  readonly otherwise: (day: string) => string;
  readonly lapses: (day: string) => string;
  readonly doneTitle: string;
  readonly doneLead: string;
}

/** The words of the pages, in every locale. */
export const stayTexts: Record<Locale, StayTexts> = {
  nb: {
    title: 'Vil du fortsatt høre fra oss?',
    lead: 'Ett trykk, og alt blir som før.',
    again: (brand) => `${brand} har en ny personvernerklæring, og trenger et nytt ja fra deg.`,
    receives: 'Dette har du sagt ja til',
    button: 'Ja, jeg vil fortsette',
    otherwise: (day) => `Gjør du ingenting, sletter vi opplysningene dine ${day}.`,
    lapses: (day) => `Gjør du ingenting, får du ikke e-post fra oss etter ${day}.`,
    doneTitle: 'Takk, du er fortsatt med',
    doneLead: 'Svaret er registrert, og ingenting blir slettet. Du kan lukke siden.',
  },
  sv: {
    title: 'Vill du fortfarande höra från oss?',
    lead: 'Ett tryck, och allt blir som förut.',
    again: (brand) => `${brand} har en ny integritetspolicy och behöver ett nytt ja från dig.`,
    receives: 'Detta har du sagt ja till',
    button: 'Ja, jag vill fortsätta',
    otherwise: (day) => `Gör du ingenting raderar vi dina uppgifter den ${day}.`,
    lapses: (day) => `Gör du ingenting får du ingen e-post från oss efter den ${day}.`,
    doneTitle: 'Tack, du är fortfarande med',
    doneLead: 'Svaret är registrerat, och ingenting raderas. Du kan stänga sidan.',
  },
  da: {
    title: 'Vil du fortsat høre fra os?',
    lead: 'Ét tryk, og alt bliver som før.',
    again: (brand) => `${brand} har en ny privatlivspolitik og har brug for et nyt ja fra dig.`,
    receives: 'Dette har du sagt ja til',
    button: 'Ja, jeg vil fortsætte',
    otherwise: (day) => `Gør du ingenting, sletter vi dine oplysninger den ${day}.`,
    lapses: (day) => `Gør du ingenting, får du ingen e-mail fra os efter den ${day}.`,
    doneTitle: 'Tak, du er stadig med',
    doneLead: 'Svaret er registreret, og intet bliver slettet. Du kan lukke siden.',
  },
  fi: {
    title: 'Haluatko yhä kuulla meistä?',
    lead: 'Yksi painallus, ja kaikki jatkuu ennallaan.',
    again: (brand) => `${brand} on uudistanut tietosuojaselosteensa ja tarvitsee sinulta uuden suostumuksen.`,
    receives: 'Olet antanut suostumuksesi tähän',
    button: 'Kyllä, haluan jatkaa',
    otherwise: (day) => `Jos et tee mitään, poistamme tietosi ${day}.`,
    lapses: (day) => `Jos et tee mitään, et saa meiltä sähköpostia ${day} jälkeen.`,
    doneTitle: 'Kiitos, olet yhä mukana',
    doneLead: 'Vastauksesi on tallennettu, eikä mitään poisteta. Voit sulkea sivun.',
  },
  en: {
    title: 'Do you still want to hear from us?',
    lead: 'One press, and everything stays as it is.',
    again: (brand) => `${brand} has a new privacy notice, and needs a new yes from you.`,
    receives: 'You have said yes to',
    button: 'Yes, I want to stay',
    otherwise: (day) => `If you do nothing, we delete your details on ${day}.`,
    lapses: (day) => `If you do nothing, you get no e-mail from us after ${day}.`,
    doneTitle: 'Thank you, you are still with us',
    doneLead: 'Your answer has been recorded, and nothing will be deleted. You can close this page.',
  },
};
