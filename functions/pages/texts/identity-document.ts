import type { Locale } from '../../domain/policy.ts';
import type { DocumentError } from '../identity-document.ts';

/** The words of the pages on which somebody sends the copy of a document. */
interface DocumentTexts {
  readonly title: string;
  readonly lead: (brand: string) => string;
  /** What the proof does not need may be covered: EDPB Guidelines 01/2022 on the right of access, 3.3. */
  readonly cover: string;
  readonly label: string;
  readonly hint: (megabytes: number) => string;
  readonly button: string;
  readonly afterwards: string;
  readonly becomes: (longest: string) => readonly string[];
  readonly errors: Readonly<Record<DocumentError, (megabytes: number) => string>>;
  readonly receivedTitle: string;
  readonly receivedLead: string;
  readonly again: string;
  readonly closedTitle: string;
  readonly closedLead: string;
  readonly writeTo: string;
}

/** The words of these pages, in every locale. */
export const documentTexts: Record<Locale, DocumentTexts> = {
  nb: {
    title: 'Vis at det er du som spør',
    lead: (brand) =>
      `Før ${brand} gjør det du har bedt om, må vi vite at det er du som spør. Send derfor en kopi av et identitetskort, førerkort eller pass.`,
    cover:
      'Dekk gjerne til det vi ikke trenger, som fødselsnummer og signatur. Navnet, bildet og hvem som har utstedt det, må vises.',
    label: 'Kopi av dokumentet',
    hint: (megabytes) => `PDF, JPEG eller PNG, høyst ${megabytes} MB.`,
    button: 'Send kopien',
    afterwards: 'Hva som skjer med kopien',
    becomes: (longest) => [
      'Bare de som behandler saken, kan åpne den, og hver gang blir skrevet ned.',
      `Den blir slettet så snart vi har sett på den, og uansett etter ${longest}.`,
      'Den blir ikke brukt til noe annet. I saken står det bare at du har vist hvem du er.',
    ],
    errors: {
      missing: () => 'Velg en fil',
      wrongType: () => 'Filen er verken PDF, JPEG eller PNG. Velg en annen',
      tooLarge: (megabytes) => `Filen er for stor. Velg en på høyst ${megabytes} MB`,
    },
    receivedTitle: 'Kopien er kommet fram',
    receivedLead: 'Takk. Vi ser på den og svarer på forespørselen din i en e-post.',
    again: 'Ble det feil fil? Åpne lenken i e-posten og send en ny. Da sletter vi den første.',
    closedTitle: 'Her trengs ingen kopi nå',
    closedLead: 'Enten har vi fått vite det vi trenger, eller så er tiden for denne lenken ute.',
    writeTo: 'Spørsmål om saken? Skriv til',
  },
  sv: {
    title: 'Visa att det är du som frågar',
    lead: (brand) =>
      `Innan ${brand} gör det du har bett om måste vi veta att det är du som frågar. Skicka därför en kopia av ett id-kort, körkort eller pass.`,
    cover:
      'Täck gärna det vi inte behöver, som personnummer och namnteckning. Namnet, bilden och vem som har utfärdat det måste synas.',
    label: 'Kopia av dokumentet',
    hint: (megabytes) => `PDF, JPEG eller PNG, högst ${megabytes} MB.`,
    button: 'Skicka kopian',
    afterwards: 'Vad som händer med kopian',
    becomes: (longest) => [
      'Bara de som handlägger ärendet kan öppna den, och varje gång skrivs ned.',
      `Den raderas så snart vi har tittat på den, och i vart fall efter ${longest}.`,
      'Den används inte till något annat. I ärendet står bara att du har visat vem du är.',
    ],
    errors: {
      missing: () => 'Välj en fil',
      wrongType: () => 'Filen är varken PDF, JPEG eller PNG. Välj en annan',
      tooLarge: (megabytes) => `Filen är för stor. Välj en på högst ${megabytes} MB`,
    },
    receivedTitle: 'Kopian har kommit fram',
    receivedLead: 'Tack. Vi tittar på den och svarar på din begäran i ett mejl.',
    again: 'Blev det fel fil? Öppna länken i mejlet och skicka en ny. Då raderar vi den första.',
    closedTitle: 'Här behövs ingen kopia nu',
    closedLead: 'Antingen vet vi redan det vi behöver, eller så har tiden för den här länken gått ut.',
    writeTo: 'Frågor om ärendet? Skriv till',
  },
  da: {
    title: 'Vis, at det er dig, der spørger',
    lead: (brand) =>
      `Før ${brand} gør det, du har bedt om, skal vi vide, at det er dig, der spørger. Send derfor en kopi af et identitetskort, kørekort eller pas.`,
    cover:
      'Dæk gerne det til, vi ikke har brug for, som cpr-nummer og underskrift. Navnet, billedet og hvem der har udstedt det, skal kunne ses.',
    label: 'Kopi af dokumentet',
    hint: (megabytes) => `PDF, JPEG eller PNG, højst ${megabytes} MB.`,
    button: 'Send kopien',
    afterwards: 'Hvad der sker med kopien',
    becomes: (longest) => [
      'Kun de, der behandler sagen, kan åbne den, og hver gang bliver skrevet ned.',
      `Den bliver slettet, så snart vi har set på den, og under alle omstændigheder efter ${longest}.`,
      'Den bliver ikke brugt til andet. I sagen står der kun, at du har vist, hvem du er.',
    ],
    errors: {
      missing: () => 'Vælg en fil',
      wrongType: () => 'Filen er hverken PDF, JPEG eller PNG. Vælg en anden',
      tooLarge: (megabytes) => `Filen er for stor. Vælg en på højst ${megabytes} MB`,
    },
    receivedTitle: 'Kopien er kommet frem',
    receivedLead: 'Tak. Vi ser på den og svarer på din anmodning i en e-mail.',
    again: 'Blev det den forkerte fil? Åbn linket i e-mailen, og send en ny. Så sletter vi den første.',
    closedTitle: 'Her er der ikke brug for en kopi nu',
    closedLead: 'Enten ved vi det, vi skal vide, eller også er tiden for dette link udløbet.',
    writeTo: 'Spørgsmål om sagen? Skriv til',
  },
  fi: {
    title: 'Osoita, että pyytäjä olet sinä',
    lead: (brand) =>
      `Ennen kuin ${brand} tekee sen, mitä olet pyytänyt, meidän on tiedettävä, että pyytäjä olet sinä. Lähetä siksi kopio henkilökortista, ajokortista tai passista.`,
    cover:
      'Voit peittää sen, mitä emme tarvitse, kuten henkilötunnuksen ja allekirjoituksen. Nimen, kuvan ja asiakirjan myöntäjän on näyttävä.',
    label: 'Kopio asiakirjasta',
    hint: (megabytes) => `PDF, JPEG tai PNG, enintään ${megabytes} Mt.`,
    button: 'Lähetä kopio',
    afterwards: 'Mitä kopiolle tapahtuu',
    becomes: (longest) => [
      'Vain asian käsittelijät voivat avata sen, ja jokainen kerta kirjataan.',
      `Se poistetaan heti, kun olemme katsoneet sen. Pisin säilytysaika: ${longest}.`,
      'Sitä ei käytetä mihinkään muuhun. Asiaan merkitään vain, että olet osoittanut henkilöllisyytesi.',
    ],
    errors: {
      missing: () => 'Valitse tiedosto',
      wrongType: () => 'Tiedosto ei ole PDF, JPEG eikä PNG. Valitse toinen',
      tooLarge: (megabytes) => `Tiedosto on liian suuri. Valitse enintään ${megabytes} Mt:n tiedosto`,
    },
    receivedTitle: 'Kopio on saapunut',
    receivedLead: 'Kiitos. Katsomme sen ja vastaamme pyyntöösi sähköpostilla.',
    again: 'Lähetitkö väärän tiedoston? Avaa viestin linkki ja lähetä uusi. Silloin poistamme ensimmäisen.',
    closedTitle: 'Kopiota ei tarvita nyt',
    closedLead: 'Joko tiedämme jo sen, mitä tarvitsemme, tai linkin voimassaoloaika on päättynyt.',
    writeTo: 'Kysyttävää asiasta? Kirjoita:',
  },
  en: {
    title: 'Show that it is you who asks',
    lead: (brand) =>
      `Before ${brand} does what you have asked for, we must know that it is you who asks. So please send a copy of an identity card, driving licence or passport.`,
    cover:
      'You may cover what we do not need, such as your national identity number and signature. Your name, the picture and who issued it must be seen.',
    label: 'Copy of the document',
    hint: (megabytes) => `PDF, JPEG or PNG, ${megabytes} MB at most.`,
    button: 'Send the copy',
    afterwards: 'What becomes of the copy',
    becomes: (longest) => [
      'Only those who deal with your case can open it, and each time is written down.',
      `It is deleted as soon as we have looked at it, and in any case after ${longest}.`,
      'It is used for nothing else. Your case says only that you have shown who you are.',
    ],
    errors: {
      missing: () => 'Choose a file',
      wrongType: () => 'The file is not a PDF, JPEG or PNG. Choose another',
      tooLarge: (megabytes) => `The file is too large. Choose one of ${megabytes} MB at most`,
    },
    receivedTitle: 'The copy has arrived',
    receivedLead: 'Thank you. We will look at it and answer your request by e-mail.',
    again: 'Was it the wrong file? Open the link in the e-mail and send another. We then delete the first.',
    closedTitle: 'No copy is needed here now',
    closedLead: 'Either we know what we need to know, or the time of this link is over.',
    writeTo: 'Questions about your case? Write to',
  },
};
