import type { Basis, Locale } from '../domain/policy.ts';

/** The words at the foot of every newsletter. */
interface NewsletterTexts {
  /** Why this person gets it (GDPR 14, 21(4)): their own yes, or what else the law takes as a ground. */
  readonly why: (basis: Basis, brand: string, purpose: string) => string;
  /** GDPR 21(4): the right to object, brought to notice apart from everything else. */
  readonly objection: (address: string) => string;
  readonly unsubscribe: string;
  readonly preferences: string;
  /** Before the sentence above, in a mail sent for testing. */
  readonly testSubject: string;
  /** What stands in a preview and in a test mail instead of somebody's details, by field. */
  readonly sample: Readonly<Record<string, string>>;
}

/** The words of a newsletter's foot, in every locale. */
export const newsletterTexts: Record<Locale, NewsletterTexts> = {
  nb: {
    why: (basis, brand, purpose) =>
      basis === 'consent'
        ? `Du får denne e-posten fordi du har sagt ja til «${purpose}» fra ${brand}.`
        : basis === 'soft_opt_in'
          ? `Du får denne e-posten, «${purpose}», fordi du er kunde hos ${brand}.`
          : `Du får denne e-posten, «${purpose}», fordi adressen tilhører en virksomhet som ${brand} henvender seg til.`,
    objection: (address) =>
      `Du har rett til når som helst å protestere mot direkte markedsføring, også mot profilering til slike formål. Meld deg av med lenken, eller skriv til ${address}. Det er gratis.`,
    unsubscribe: 'Meld meg av',
    preferences: 'Endre valgene mine',
    testSubject: 'Test',
    sample: { name: 'Kari Nordmann', company: 'Eksempel AS', email: 'kari@example.com', phone: '+47 400 00 000' },
  },
  sv: {
    why: (basis, brand, purpose) =>
      basis === 'consent'
        ? `Du får det här mejlet eftersom du har sagt ja till ”${purpose}” från ${brand}.`
        : basis === 'soft_opt_in'
          ? `Du får det här mejlet, ”${purpose}”, eftersom du är kund hos ${brand}.`
          : `Du får det här mejlet, ”${purpose}”, eftersom adressen tillhör ett företag som ${brand} vänder sig till.`,
    objection: (address) =>
      `Du har rätt att när som helst invända mot direktmarknadsföring, även mot profilering för sådana ändamål. Avregistrera dig med länken eller skriv till ${address}. Det är gratis.`,
    unsubscribe: 'Avregistrera mig',
    preferences: 'Ändra mina val',
    testSubject: 'Test',
    sample: { name: 'Anna Svensson', company: 'Exempel AB', email: 'anna@example.com', phone: '+46 70 000 00 00' },
  },
  da: {
    why: (basis, brand, purpose) =>
      basis === 'consent'
        ? `Du får denne e-mail, fordi du har sagt ja til »${purpose}« fra ${brand}.`
        : basis === 'soft_opt_in'
          ? `Du får denne e-mail, »${purpose}«, fordi du er kunde hos ${brand}.`
          : `Du får denne e-mail, »${purpose}«, fordi adressen tilhører en virksomhed, som ${brand} henvender sig til.`,
    objection: (address) =>
      `Du har ret til når som helst at gøre indsigelse mod direkte markedsføring, også mod profilering til sådanne formål. Afmeld dig med linket, eller skriv til ${address}. Det er gratis.`,
    unsubscribe: 'Afmeld mig',
    preferences: 'Ret mine valg',
    testSubject: 'Test',
    sample: { name: 'Mette Jensen', company: 'Eksempel ApS', email: 'mette@example.com', phone: '+45 20 00 00 00' },
  },
  fi: {
    why: (basis, brand, purpose) =>
      basis === 'consent'
        ? `Saat tämän viestin, koska olet antanut suostumuksesi: ”${purpose}”, ${brand}.`
        : basis === 'soft_opt_in'
          ? `Saat tämän viestin, ”${purpose}”, koska olet asiakkaamme: ${brand}.`
          : `Saat tämän viestin, ”${purpose}”, koska osoite kuuluu yritykselle, jolle ${brand} viestii.`,
    objection: (address) =>
      `Sinulla on oikeus milloin tahansa vastustaa suoramarkkinointia ja siihen liittyvää profilointia. Peruuta tilaus linkistä tai kirjoita osoitteeseen ${address}. Se on maksutonta.`,
    unsubscribe: 'Peruuta tilaus',
    preferences: 'Muuta valintojani',
    testSubject: 'Testi',
    sample: { name: 'Maija Meikäläinen', company: 'Esimerkki Oy', email: 'maija@example.com', phone: '+358 40 000 0000' },
  },
  en: {
    why: (basis, brand, purpose) =>
      basis === 'consent'
        ? `You get this e-mail because you said yes to “${purpose}” from ${brand}.`
        : basis === 'soft_opt_in'
          ? `You get this e-mail, “${purpose}”, because you are a customer of ${brand}.`
          : `You get this e-mail, “${purpose}”, because the address belongs to a company that ${brand} addresses.`,
    objection: (address) =>
      `You have the right to object to direct marketing at any time, and to profiling for it. Unsubscribe with the link, or write to ${address}. It costs nothing.`,
    unsubscribe: 'Unsubscribe me',
    preferences: 'Change my choices',
    testSubject: 'Test',
    sample: { name: 'Alex Sample', company: 'Sample Ltd', email: 'alex@example.com', phone: '+44 7700 900000' },
  },
};
