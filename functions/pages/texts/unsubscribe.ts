import type { Locale } from '../../domain/policy.ts';

/** The words of the pages behind an unsubscribe link. */
interface UnsubscribeTexts {
  readonly title: string;
  readonly lead: string;
  /** Where the link no longer knows what it would end. */
  readonly leadWithoutList: (brand: string) => string;
  readonly button: string;
  readonly atOnce: string;
  readonly doneTitle: string;
  readonly ended: string;
  readonly endedWithoutList: (brand: string) => string;
  readonly underWay: string;
  readonly deletedTitle: string;
  readonly deleted: string;
  readonly changeMind: string;
  readonly changeMindText: string;
  readonly signUpAgain: string;
}

export const unsubscribeTexts: Record<Locale, UnsubscribeTexts> = {
  nb: {
    title: 'Meld deg av',
    lead: 'Når du trykker på knappen, tar dette slutt:',
    leadWithoutList: (brand) => `Når du trykker på knappen, får du ikke flere slike e-poster fra ${brand}.`,
    button: 'Meld meg av',
    atOnce: 'Det gjelder med en gang. Du trenger ikke å logge inn eller oppgi noen grunn.',
    doneTitle: 'Du er avmeldt',
    ended: 'Dette er avsluttet:',
    endedWithoutList: (brand) => `Du får ikke flere slike e-poster fra ${brand}.`,
    underWay: 'En e-post som alt var sendt, kan fremdeles dukke opp.',
    deletedTitle: 'Opplysningene for dette er slettet',
    deleted:
      'Vi beholder bare en kode som ikke viser adressen din, og det loven pålegger oss å beholde. Koden hindrer at vi skriver til deg igjen, og dokumenterer samtykket du ga.',
    changeMind: 'Var det en feil?',
    changeMindText: 'Da kan du melde deg på igjen. Du bekrefter på nytt med en lenke vi sender deg.',
    signUpAgain: 'Meld meg på igjen',
  },
  sv: {
    title: 'Avregistrera dig',
    lead: 'När du trycker på knappen upphör detta:',
    leadWithoutList: (brand) => `När du trycker på knappen får du inga fler sådana mejl från ${brand}.`,
    button: 'Avregistrera mig',
    atOnce: 'Det gäller genast. Du behöver inte logga in eller ange något skäl.',
    doneTitle: 'Du är avregistrerad',
    ended: 'Detta har upphört:',
    endedWithoutList: (brand) => `Du får inga fler sådana mejl från ${brand}.`,
    underWay: 'Ett mejl som redan var skickat kan fortfarande dyka upp.',
    deletedTitle: 'Uppgifterna för detta är raderade',
    deleted:
      'Vi behåller bara en kod som inte visar din adress, och det som lagen kräver att vi behåller. Koden hindrar att vi skriver till dig igen och dokumenterar samtycket du gav.',
    changeMind: 'Blev det fel?',
    changeMindText: 'Då kan du anmäla dig igen. Du bekräftar på nytt med en länk som vi skickar.',
    signUpAgain: 'Anmäl mig igen',
  },
  da: {
    title: 'Afmeld dig',
    lead: 'Når du trykker på knappen, ophører dette:',
    leadWithoutList: (brand) => `Når du trykker på knappen, får du ikke flere af den slags e-mails fra ${brand}.`,
    button: 'Afmeld mig',
    atOnce: 'Det gælder med det samme. Du behøver ikke at logge ind eller give en grund.',
    doneTitle: 'Du er afmeldt',
    ended: 'Dette er ophørt:',
    endedWithoutList: (brand) => `Du får ikke flere af den slags e-mails fra ${brand}.`,
    underWay: 'En e-mail, der allerede var sendt, kan stadig dukke op.',
    deletedTitle: 'Oplysningerne til dette er slettet',
    deleted:
      'Vi beholder kun en kode, som ikke viser din adresse, og det, som loven kræver, at vi beholder. Koden hindrer, at vi skriver til dig igen, og dokumenterer det samtykke, du gav.',
    changeMind: 'Var det en fejl?',
    changeMindText: 'Så kan du tilmelde dig igen. Du bekræfter på ny med et link, som vi sender dig.',
    signUpAgain: 'Tilmeld mig igen',
  },
  fi: {
    title: 'Peruuta tilaus',
    lead: 'Kun painat painiketta, tämä päättyy:',
    leadWithoutList: (brand) => `Kun painat painiketta, et enää saa tällaisia viestejä lähettäjältä ${brand}.`,
    button: 'Peruuta tilaus',
    atOnce: 'Peruutus tulee heti voimaan. Sinun ei tarvitse kirjautua sisään eikä kertoa syytä.',
    doneTitle: 'Tilauksesi on peruutettu',
    ended: 'Tämä on päättynyt:',
    endedWithoutList: (brand) => `Et enää saa tällaisia viestejä lähettäjältä ${brand}.`,
    underWay: 'Jo aiemmin lähetetty viesti voi vielä saapua.',
    deletedTitle: 'Tähän liittyvät tietosi on poistettu',
    deleted:
      'Säilytämme vain koodin, josta osoitettasi ei näe, ja tiedot, jotka laki velvoittaa säilyttämään. Koodi estää meitä kirjoittamasta sinulle uudelleen ja todistaa antamasi suostumuksen.',
    changeMind: 'Tapahtuiko virhe?',
    changeMindText: 'Voit tilata viestit uudelleen. Vahvistat tilauksen linkillä, jonka lähetämme sinulle.',
    signUpAgain: 'Tilaa uudelleen',
  },
  en: {
    title: 'Unsubscribe',
    lead: 'When you press the button, this ends:',
    leadWithoutList: (brand) => `When you press the button, you will get no more e-mails of this kind from ${brand}.`,
    button: 'Unsubscribe me',
    atOnce: 'It takes effect at once. You need not log in or give a reason.',
    doneTitle: 'You are unsubscribed',
    ended: 'This has ended:',
    endedWithoutList: (brand) => `You will get no more e-mails of this kind from ${brand}.`,
    underWay: 'An e-mail that had already been sent may still turn up.',
    deletedTitle: 'Your data for this have been deleted',
    deleted:
      'We keep only a code that does not show your address, and what the law obliges us to keep. The code stops us from writing to you again, and is proof of the consent you gave.',
    changeMind: 'Was it a mistake?',
    changeMindText: 'Then you can sign up again. You confirm anew with a link that we send you.',
    signUpAgain: 'Sign me up again',
  },
};
