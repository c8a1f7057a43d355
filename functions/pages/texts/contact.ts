import type { MessageField } from '../../domain/contact-form.ts';
import type { Locale } from '../../domain/policy.ts';

/** The words of a contact form, and of the mail that it becomes. */
interface ContactTexts {
  readonly title: string;
  readonly write: string;
  readonly labels: Readonly<Record<MessageField, string>>;
  readonly missing: Readonly<Record<MessageField, string>>;
  readonly invalid: Readonly<Record<MessageField, string>>;
  readonly submit: string;
  readonly next: string;
  readonly thanks: string;
  readonly thanksLead: (brand: string) => string;
  readonly another: string;
  /** Title of the mail, and the beginning of its subject. */
  readonly received: string;
  readonly answer: string;
}

export const contactTexts: Record<Locale, ContactTexts> = {
  nb: {
    title: 'Kontakt oss',
    write: 'Meldingen din',
    labels: {
      email: 'E-postadresse',
      name: 'Navn',
      company: 'Firma',
      phone: 'Telefonnummer',
      subject: 'Emne',
      message: 'Melding',
    },
    missing: {
      email: 'Skriv e-postadressen din',
      name: 'Skriv navnet ditt',
      company: 'Skriv hvilket firma du arbeider for',
      phone: 'Skriv telefonnummeret ditt',
      subject: 'Skriv hva det gjelder',
      message: 'Skriv meldingen din',
    },
    invalid: {
      email: 'Skriv en e-postadresse vi kan svare til, for eksempel navn@example.com',
      name: 'Skriv navnet på én linje, uten < og >, med høyst 100 tegn',
      company: 'Skriv firmaet på én linje, uten < og >, med høyst 100 tegn',
      phone: 'Skriv telefonnummeret med sifre, for eksempel +47 22 33 44 55',
      subject: 'Skriv emnet på én linje, uten < og >, med høyst 150 tegn',
      message: 'Skriv meldingen som vanlig tekst, med høyst 10 000 tegn',
    },
    submit: 'Send meldingen',
    next: 'Meldingen går til oss på e-post. Vi lagrer den ikke her, og du blir ikke meldt på noe.',
    thanks: 'Meldingen er sendt',
    thanksLead: (brand) => `Takk. ${brand} svarer deg på e-post.`,
    another: 'Skriv en ny melding',
    received: 'Melding fra kontaktskjemaet',
    answer: 'Svarer du på denne e-posten, går svaret til den som skrev. Adressen er ikke bekreftet.',
  },
  sv: {
    title: 'Kontakta oss',
    write: 'Ditt meddelande',
    labels: {
      email: 'E-postadress',
      name: 'Namn',
      company: 'Företag',
      phone: 'Telefonnummer',
      subject: 'Ämne',
      message: 'Meddelande',
    },
    missing: {
      email: 'Skriv din e-postadress',
      name: 'Skriv ditt namn',
      company: 'Skriv vilket företag du arbetar för',
      phone: 'Skriv ditt telefonnummer',
      subject: 'Skriv vad det gäller',
      message: 'Skriv ditt meddelande',
    },
    invalid: {
      email: 'Skriv en e-postadress som vi kan svara till, till exempel namn@example.com',
      name: 'Skriv namnet på en rad, utan < och >, med högst 100 tecken',
      company: 'Skriv företaget på en rad, utan < och >, med högst 100 tecken',
      phone: 'Skriv telefonnumret med siffror, till exempel +46 8 123 456 78',
      subject: 'Skriv ämnet på en rad, utan < och >, med högst 150 tecken',
      message: 'Skriv meddelandet som vanlig text, med högst 10 000 tecken',
    },
    submit: 'Skicka meddelandet',
    next: 'Meddelandet går till oss via e-post. Vi sparar det inte här, och du anmäls inte till något.',
    thanks: 'Meddelandet är skickat',
    thanksLead: (brand) => `Tack. ${brand} svarar dig via e-post.`,
    another: 'Skriv ett nytt meddelande',
    received: 'Meddelande från kontaktformuläret',
    answer: 'Om du svarar på det här mejlet går svaret till den som skrev. Adressen är inte bekräftad.',
  },
  da: {
    title: 'Kontakt os',
    write: 'Din besked',
    labels: {
      email: 'E-mailadresse',
      name: 'Navn',
      company: 'Virksomhed',
      phone: 'Telefonnummer',
      subject: 'Emne',
      message: 'Besked',
    },
    missing: {
      email: 'Skriv din e-mailadresse',
      name: 'Skriv dit navn',
      company: 'Skriv, hvilken virksomhed du arbejder for',
      phone: 'Skriv dit telefonnummer',
      subject: 'Skriv, hvad det drejer sig om',
      message: 'Skriv din besked',
    },
    invalid: {
      email: 'Skriv en e-mailadresse, som vi kan svare til, for eksempel navn@example.com',
      name: 'Skriv navnet på én linje, uden < og >, med højst 100 tegn',
      company: 'Skriv virksomheden på én linje, uden < og >, med højst 100 tegn',
      phone: 'Skriv telefonnummeret med cifre, for eksempel +45 33 12 34 56',
      subject: 'Skriv emnet på én linje, uden < og >, med højst 150 tegn',
      message: 'Skriv beskeden som almindelig tekst, med højst 10.000 tegn',
    },
    submit: 'Send beskeden',
    next: 'Beskeden går til os på e-mail. Vi gemmer den ikke her, og du bliver ikke tilmeldt noget.',
    thanks: 'Beskeden er sendt',
    thanksLead: (brand) => `Tak. ${brand} svarer dig på e-mail.`,
    another: 'Skriv en ny besked',
    received: 'Besked fra kontaktformularen',
    answer: 'Svarer du på denne e-mail, går svaret til den, der skrev. Adressen er ikke bekræftet.',
  },
  fi: {
    title: 'Ota yhteyttä',
    write: 'Viestisi',
    labels: {
      email: 'Sähköpostiosoite',
      name: 'Nimi',
      company: 'Yritys',
      phone: 'Puhelinnumero',
      subject: 'Aihe',
      message: 'Viesti',
    },
    missing: {
      email: 'Kirjoita sähköpostiosoitteesi',
      name: 'Kirjoita nimesi',
      company: 'Kirjoita, missä yrityksessä työskentelet',
      phone: 'Kirjoita puhelinnumerosi',
      subject: 'Kirjoita, mistä on kyse',
      message: 'Kirjoita viestisi',
    },
    invalid: {
      email: 'Kirjoita sähköpostiosoite, johon voimme vastata, esimerkiksi nimi@example.com',
      name: 'Kirjoita nimi yhdelle riville ilman merkkejä < ja >, enintään 100 merkkiä',
      company: 'Kirjoita yritys yhdelle riville ilman merkkejä < ja >, enintään 100 merkkiä',
      phone: 'Kirjoita puhelinnumero numeroin, esimerkiksi +358 9 1234 5678',
      subject: 'Kirjoita aihe yhdelle riville ilman merkkejä < ja >, enintään 150 merkkiä',
      message: 'Kirjoita viesti tavallisena tekstinä, enintään 10 000 merkkiä',
    },
    submit: 'Lähetä viesti',
    next: 'Viesti tulee meille sähköpostitse. Emme tallenna sitä tänne, eikä sinua lisätä millekään listalle.',
    thanks: 'Viesti on lähetetty',
    thanksLead: (brand) => `Kiitos. ${brand} vastaa sinulle sähköpostitse.`,
    another: 'Kirjoita uusi viesti',
    received: 'Viesti yhteydenottolomakkeelta',
    answer: 'Jos vastaat tähän sähköpostiin, vastaus menee viestin kirjoittajalle. Osoitetta ei ole vahvistettu.',
  },
  en: {
    title: 'Contact us',
    write: 'Your message',
    labels: {
      email: 'E-mail address',
      name: 'Name',
      company: 'Company',
      phone: 'Phone number',
      subject: 'Subject',
      message: 'Message',
    },
    missing: {
      email: 'Enter your e-mail address',
      name: 'Enter your name',
      company: 'Enter the company you work for',
      phone: 'Enter your phone number',
      subject: 'Enter what it is about',
      message: 'Write your message',
    },
    invalid: {
      email: 'Enter an e-mail address we can answer, such as name@example.com',
      name: 'Enter the name on one line, without < and >, with at most 100 characters',
      company: 'Enter the company on one line, without < and >, with at most 100 characters',
      phone: 'Enter the phone number in digits, such as +44 20 7946 0000',
      subject: 'Enter the subject on one line, without < and >, with at most 150 characters',
      message: 'Write the message as plain text, with at most 10,000 characters',
    },
    submit: 'Send the message',
    next: 'The message comes to us by e-mail. We do not store it here, and you are not signed up for anything.',
    thanks: 'The message has been sent',
    thanksLead: (brand) => `Thank you. ${brand} will answer you by e-mail.`,
    another: 'Write another message',
    received: 'Message from the contact form',
    answer: 'If you answer this mail, the answer goes to whoever wrote it. The address has not been confirmed.',
  },
};
