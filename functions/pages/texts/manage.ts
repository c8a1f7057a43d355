import type { Locale } from '../../domain/policy.ts';

/** The words of the pages on which people ask for the one-hour link. They hold for everyone, whether an address is known or not. */
interface ManageTexts {
  readonly title: string;
  readonly lead: string;
  readonly button: string;
  readonly why: (life: string) => string;
  readonly sentTitle: string;
  readonly sentLead: string;
  readonly sender: string;
  readonly linkWorksFor: string;
  readonly nothingComes: string;
  readonly lookInSpam: string;
  readonly otherAddress: string;
  readonly writeTo: string;
}

export const manageTexts: Record<Locale, ManageTexts> = {
  nb: {
    title: 'Dine valg og opplysninger',
    lead: 'Skriv e-postadressen din, så sender vi deg en lenke. Med den kan du endre hva du får, se hva vi vet om deg, og få det rettet, utlevert eller slettet.',
    button: 'Send meg lenken',
    why: (life) =>
      `Lenken går bare til adressen selv, og virker i ${life}. Slik kan ingen andre se eller endre opplysningene dine.`,
    sentTitle: 'Sjekk innboksen din',
    sentLead: 'Kjenner vi adressen, er det straks en e-post på vei til den, med lenken du ba om.',
    sender: 'Avsender',
    linkWorksFor: 'Lenken virker i',
    nothingComes: 'Kommer det ingenting?',
    lookInSpam: 'Se etter i søppelpost og reklame.',
    otherAddress: 'Kan du ha meldt deg på med en annen adresse? Vi skriver bare til adresser vi kjenner.',
    writeTo: 'Skriv ellers til oss:',
  },
  sv: {
    title: 'Dina val och uppgifter',
    lead: 'Skriv din e-postadress, så skickar vi en länk. Med den kan du ändra vad du får, se vad vi vet om dig och få det rättat, utlämnat eller raderat.',
    button: 'Skicka länken',
    why: (life) =>
      `Länken går bara till adressen själv och fungerar i ${life}. Då kan ingen annan se eller ändra dina uppgifter.`,
    sentTitle: 'Kolla din inkorg',
    sentLead: 'Om vi känner till adressen är ett mejl strax på väg till den, med länken du bad om.',
    sender: 'Avsändare',
    linkWorksFor: 'Länken fungerar i',
    nothingComes: 'Kommer det inget?',
    lookInSpam: 'Titta i skräpposten och bland reklamen.',
    otherAddress: 'Kan du ha anmält dig med en annan adress? Vi skriver bara till adresser som vi känner till.',
    writeTo: 'Skriv annars till oss:',
  },
  da: {
    title: 'Dine valg og oplysninger',
    lead: 'Skriv din e-mailadresse, så sender vi dig et link. Med det kan du ændre, hvad du får, se, hvad vi ved om dig, og få det rettet, udleveret eller slettet.',
    button: 'Send mig linket',
    why: (life) => `Linket sendes kun til adressen selv og virker i ${life}. Så kan ingen andre se eller ændre dine oplysninger.`,
    sentTitle: 'Tjek din indbakke',
    sentLead: 'Kender vi adressen, er der straks en e-mail på vej til den med det link, du bad om.',
    sender: 'Afsender',
    linkWorksFor: 'Linket virker i',
    nothingComes: 'Kommer der ikke noget?',
    lookInSpam: 'Se efter i spam og reklamer.',
    otherAddress: 'Kan du have tilmeldt dig med en anden adresse? Vi skriver kun til adresser, vi kender.',
    writeTo: 'Skriv ellers til os:',
  },
  fi: {
    title: 'Valintasi ja tietosi',
    lead: 'Kirjoita sähköpostiosoitteesi, niin lähetämme sinulle linkin. Sen avulla voit muuttaa valintojasi, nähdä, mitä tiedämme sinusta, ja oikaista, ladata tai poistaa tietosi.',
    button: 'Lähetä linkki',
    why: (life) =>
      `Linkki lähetetään vain tähän osoitteeseen ja on voimassa ${life}. Näin kukaan muu ei voi nähdä tai muuttaa tietojasi.`,
    sentTitle: 'Tarkista sähköpostisi',
    sentLead: 'Jos tunnemme osoitteen, siihen saapuu pian viesti, jossa on pyytämäsi linkki.',
    sender: 'Lähettäjä',
    linkWorksFor: 'Linkki on voimassa',
    nothingComes: 'Eikö viestiä kuulu?',
    lookInSpam: 'Katso roskaposti- ja mainoskansiosta.',
    otherAddress: 'Oletko voinut käyttää toista osoitetta? Kirjoitamme vain osoitteisiin, jotka tunnemme.',
    writeTo: 'Muussa tapauksessa kirjoita meille:',
  },
  en: {
    title: 'Your choices and your data',
    lead: 'Enter your e-mail address and we will send you a link. With it you can change what you receive, see what we know about you, and have it corrected, handed over or deleted.',
    button: 'Send me the link',
    why: (life) => `The link goes to the address itself and works for ${life}. So nobody else can see or change your data.`,
    sentTitle: 'Check your inbox',
    sentLead: 'If we know the address, an e-mail with the link you asked for will soon be on its way to it.',
    sender: 'Sender',
    linkWorksFor: 'The link works for',
    nothingComes: 'Nothing arriving?',
    lookInSpam: 'Look in your spam and promotions folders.',
    otherAddress: 'Could you have signed up with another address? We write only to addresses that we know.',
    writeTo: 'Otherwise, write to us:',
  },
};
