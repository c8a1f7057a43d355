import type { Locale } from '../domain/policy.ts';

/** The words of the mails that answer what people ask about their own data. */
interface RightsTexts {
  readonly linkSubject: (brand: string) => string;
  readonly linkTitle: string;
  readonly linkPreview: string;
  readonly linkAsked: (brand: string, when: string) => string;
  readonly linkButton: string;
  readonly linkWorks: (life: string, until: string) => string;
  readonly linkKeep: string;
  readonly notYou: string;
}

/** The words of these mails, in every locale. */
export const rightsTexts: Record<Locale, RightsTexts> = {
  nb: {
    linkSubject: (brand) => `Lenken til dine valg og opplysninger hos ${brand}`,
    linkTitle: 'Dine valg og opplysninger',
    linkPreview: 'Lenken virker i én time.',
    linkAsked: (brand, when) =>
      `Noen, trolig du, ba ${brand} om denne lenken den ${when}. Med den kan du endre hva du får, se hva vi vet om deg, og få det rettet, utlevert eller slettet.`,
    linkButton: 'Se og endre valgene mine',
    linkWorks: (life, until) => `Lenken virker i ${life}, til ${until}.`,
    linkKeep: 'Ikke send lenken videre: den viser opplysningene dine.',
    notYou: 'Var det ikke du? Da trenger du ikke å gjøre noe. Ingenting er endret.',
  },
  sv: {
    linkSubject: (brand) => `Länken till dina val och uppgifter hos ${brand}`,
    linkTitle: 'Dina val och uppgifter',
    linkPreview: 'Länken fungerar i en timme.',
    linkAsked: (brand, when) =>
      `Någon, troligen du, bad ${brand} om den här länken den ${when}. Med den kan du ändra vad du får, se vad vi vet om dig och få det rättat, utlämnat eller raderat.`,
    linkButton: 'Se och ändra mina val',
    linkWorks: (life, until) => `Länken fungerar i ${life}, till ${until}.`,
    linkKeep: 'Skicka inte länken vidare: den visar dina uppgifter.',
    notYou: 'Var det inte du? Då behöver du inte göra något. Ingenting har ändrats.',
  },
  da: {
    linkSubject: (brand) => `Linket til dine valg og oplysninger hos ${brand}`,
    linkTitle: 'Dine valg og oplysninger',
    linkPreview: 'Linket virker i en time.',
    linkAsked: (brand, when) =>
      `Nogen, formentlig dig, bad ${brand} om dette link den ${when}. Med det kan du ændre, hvad du får, se, hvad vi ved om dig, og få det rettet, udleveret eller slettet.`,
    linkButton: 'Se og ændr mine valg',
    linkWorks: (life, until) => `Linket virker i ${life}, til ${until}.`,
    linkKeep: 'Send ikke linket videre: det viser dine oplysninger.',
    notYou: 'Var det ikke dig? Så behøver du ikke at gøre noget. Intet er ændret.',
  },
  fi: {
    linkSubject: (brand) => `Linkki valintoihisi ja tietoihisi: ${brand}`,
    linkTitle: 'Valintasi ja tietosi',
    linkPreview: 'Linkki on voimassa tunnin.',
    linkAsked: (brand, when) =>
      `Joku, luultavasti sinä, pyysi tätä linkkiä yritykseltä ${brand} ${when}. Sen avulla voit muuttaa valintojasi, nähdä, mitä tiedämme sinusta, ja oikaista, ladata tai poistaa tietosi.`,
    linkButton: 'Katso ja muuta valintojani',
    linkWorks: (life, until) => `Linkki on voimassa ${life}, ${until} asti.`,
    linkKeep: 'Älä lähetä linkkiä eteenpäin: se näyttää tietosi.',
    notYou: 'Etkö se ollut sinä? Silloin sinun ei tarvitse tehdä mitään. Mitään ei ole muutettu.',
  },
  en: {
    linkSubject: (brand) => `The link to your choices and your data with ${brand}`,
    linkTitle: 'Your choices and your data',
    linkPreview: 'The link works for one hour.',
    linkAsked: (brand, when) =>
      `Someone, probably you, asked ${brand} for this link on ${when}. With it you can change what you receive, see what we know about you, and have it corrected, handed over or deleted.`,
    linkButton: 'See and change my choices',
    linkWorks: (life, until) => `The link works for ${life}, until ${until}.`,
    linkKeep: 'Do not pass the link on: it shows your data.',
    notYou: 'Was it not you? Then you need not do anything. Nothing has changed.',
  },
};
