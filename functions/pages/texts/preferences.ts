import type { Locale } from '../../domain/policy.ts';
import type { ChoiceGroup } from '../../domain/preferences.ts';

/** The words of the preference centre. `intro` and `howToWithdraw` are part of what a yes is given to, and so of its evidence. */
interface PreferencesTexts {
  readonly title: string;
  readonly intro: (brand: string) => string;
  readonly howToWithdraw: string;
  readonly address: string;
  readonly groups: Readonly<Record<ChoiceGroup, string>>;
  readonly language: string;
  readonly save: string;
  readonly savedTitle: string;
  readonly saved: string;
  readonly unchanged: string;
  readonly deletes: string;
  readonly leaveTitle: string;
  readonly leave: string;
  readonly leaveButton: string;
  readonly dataTitle: string;
  readonly data: string;
  readonly dataLink: string;
  readonly closed: Readonly<Record<'objected' | 'restricted', string>>;
  readonly closedTitle: string;
  readonly changedTitle: string;
  readonly changed: string;

  readonly stopTitle: string;
  readonly stopLead: string;
  readonly stopSome: string;
  readonly stopButton: string;
  readonly stopNothing: string;
  readonly linkTitle: string;
  readonly link: (life: string) => string;
  readonly linkButton: string;
  readonly expiredTitle: string;
  readonly expired: (life: string) => string;
  readonly goneTitle: string;
  readonly gone: (brand: string) => string;
}

export const preferencesTexts: Record<Locale, PreferencesTexts> = {
  nb: {
    title: 'Dine valg',
    intro: (brand) =>
      `Her bestemmer du hva du får fra ${brand}, og hva opplysningene dine kan brukes til. Alt er frivillig, og hvert valg gjelder for seg.`,
    howToWithdraw: 'Du kan når som helst ombestemme deg: ta bort haken her, eller bruk lenken nederst i hver e-post.',
    address: 'Gjelder adressen',
    groups: { mail: 'På e-post', tracking: 'Måling', profiling: 'Profil', sharing: 'Deling med andre' },
    language: 'Språk',
    save: 'Lagre valgene',
    savedTitle: 'Valgene dine er lagret',
    saved: 'De gjelder fra nå av.',
    unchanged: 'De var slik fra før.',
    deletes:
      'Tar du bort alle e-postene, sletter vi opplysningene dine med en gang. Da beholder vi bare en kode som hindrer at vi skriver til deg igjen.',
    leaveTitle: 'Slutt med alt',
    leave: 'Ett trykk avslutter alt på denne siden. Det gjelder med en gang.',
    leaveButton: 'Meld meg av alt',
    dataTitle: 'Dine opplysninger',
    data: 'Se hva vi vet om deg, rett det, last det ned eller få det slettet.',
    dataLink: 'Se opplysningene mine',
    closedTitle: 'Du kan ikke starte noe nytt her',
    closed: {
      objected:
        'Du har sagt nei til markedsføring fra oss, og det gjelder til du selv ber om noe annet. Skriv til oss om du ombestemmer deg.',
      restricted: 'Bruken av opplysningene dine er begrenset. Opphev begrensningen først, under «Dine opplysninger».',
    },
    changedTitle: 'Siden er endret',
    changed: 'Ordlyden er endret siden du åpnet siden, så ingenting er lagret. Se over valgene og lagre på nytt.',
    stopTitle: 'Slutt med e-postene',
    stopLead: 'Med denne lenken kan du slutte med alt, eller bare med noe. Det gjelder med en gang.',
    stopSome: 'Eller velg hva du vil slutte med',
    stopButton: 'Slutt med det jeg har krysset av',
    stopNothing: 'Kryss av for det du vil slutte med',
    linkTitle: 'Vil du noe annet?',
    link: (life) =>
      `En e-post kan bli sendt videre. Derfor viser denne siden ingenting om deg, og starter ingenting. For å velge noe nytt eller se opplysningene dine trenger du en lenke som vi sender til adressen din. Den virker i ${life}.`,
    linkButton: 'Send meg lenken',
    expiredTitle: 'Lenken har gått ut',
    expired: (life) => `Den virket i ${life}. Få en ny tilsendt, eller slutt med e-postene her.`,
    goneTitle: 'Vi har ingen opplysninger om deg',
    gone: (brand) =>
      `${brand} har slettet opplysningene dine. Det som er igjen, er en kode som ikke viser adressen din, og det loven pålegger oss å beholde.`,
  },
  sv: {
    title: 'Dina val',
    intro: (brand) =>
      `Här bestämmer du vad du får från ${brand} och vad dina uppgifter får användas till. Allt är frivilligt, och varje val gäller för sig.`,
    howToWithdraw: 'Du kan ändra dig när som helst: ta bort krysset här, eller använd länken längst ned i varje mejl.',
    address: 'Gäller adressen',
    groups: { mail: 'Via e-post', tracking: 'Mätning', profiling: 'Profil', sharing: 'Delning med andra' },
    language: 'Språk',
    save: 'Spara valen',
    savedTitle: 'Dina val är sparade',
    saved: 'De gäller från och med nu.',
    unchanged: 'De var så redan.',
    deletes:
      'Om du tar bort alla mejl raderar vi dina uppgifter genast. Då behåller vi bara en kod som hindrar att vi skriver till dig igen.',
    leaveTitle: 'Avsluta allt',
    leave: 'Ett tryck avslutar allt på den här sidan. Det gäller genast.',
    leaveButton: 'Avregistrera mig från allt',
    dataTitle: 'Dina uppgifter',
    data: 'Se vad vi vet om dig, rätta det, ladda ned det eller få det raderat.',
    dataLink: 'Se mina uppgifter',
    closedTitle: 'Du kan inte börja med något nytt här',
    closed: {
      objected:
        'Du har sagt nej till marknadsföring från oss, och det gäller tills du själv ber om något annat. Skriv till oss om du ändrar dig.',
      restricted: 'Användningen av dina uppgifter är begränsad. Häv begränsningen först, under ”Dina uppgifter”.',
    },
    changedTitle: 'Sidan har ändrats',
    changed: 'Ordalydelsen har ändrats sedan du öppnade sidan, så ingenting är sparat. Se över dina val och spara igen.',
    stopTitle: 'Avsluta mejlen',
    stopLead: 'Med den här länken kan du avsluta allt, eller bara något. Det gäller genast.',
    stopSome: 'Eller välj vad du vill avsluta',
    stopButton: 'Avsluta det jag har kryssat för',
    stopNothing: 'Kryssa för det du vill avsluta',
    linkTitle: 'Vill du något annat?',
    link: (life) =>
      `Ett mejl kan skickas vidare. Därför visar den här sidan ingenting om dig och börjar ingenting. För att välja något nytt eller se dina uppgifter behöver du en länk som vi skickar till din adress. Den fungerar i ${life}.`,
    linkButton: 'Skicka länken',
    expiredTitle: 'Länken har gått ut',
    expired: (life) => `Den fungerade i ${life}. Få en ny skickad till dig, eller avsluta mejlen här.`,
    goneTitle: 'Vi har inga uppgifter om dig',
    gone: (brand) =>
      `${brand} har raderat dina uppgifter. Det som finns kvar är en kod som inte visar din adress, och det som lagen kräver att vi behåller.`,
  },
  da: {
    title: 'Dine valg',
    intro: (brand) =>
      `Her bestemmer du, hvad du får fra ${brand}, og hvad dine oplysninger må bruges til. Alt er frivilligt, og hvert valg gælder for sig.`,
    howToWithdraw: 'Du kan altid ombestemme dig: fjern krydset her, eller brug linket nederst i hver e-mail.',
    address: 'Gælder adressen',
    groups: { mail: 'På e-mail', tracking: 'Måling', profiling: 'Profil', sharing: 'Deling med andre' },
    language: 'Sprog',
    save: 'Gem valgene',
    savedTitle: 'Dine valg er gemt',
    saved: 'De gælder fra nu af.',
    unchanged: 'De var sådan i forvejen.',
    deletes:
      'Fjerner du alle e-mails, sletter vi dine oplysninger med det samme. Så beholder vi kun en kode, som hindrer, at vi skriver til dig igen.',
    leaveTitle: 'Stop alt',
    leave: 'Ét tryk stopper alt på denne side. Det gælder med det samme.',
    leaveButton: 'Afmeld mig alt',
    dataTitle: 'Dine oplysninger',
    data: 'Se, hvad vi ved om dig, ret det, hent det, eller få det slettet.',
    dataLink: 'Se mine oplysninger',
    closedTitle: 'Du kan ikke begynde på noget nyt her',
    closed: {
      objected:
        'Du har sagt nej til markedsføring fra os, og det gælder, til du selv beder om noget andet. Skriv til os, hvis du ombestemmer dig.',
      restricted: 'Brugen af dine oplysninger er begrænset. Ophæv først begrænsningen under »Dine oplysninger«.',
    },
    changedTitle: 'Siden er ændret',
    changed: 'Ordlyden er ændret, siden du åbnede siden, så intet er gemt. Se dine valg igennem, og gem igen.',
    stopTitle: 'Stop e-mails',
    stopLead: 'Med dette link kan du stoppe alt eller kun noget. Det gælder med det samme.',
    stopSome: 'Eller vælg, hvad du vil stoppe',
    stopButton: 'Stop det, jeg har krydset af',
    stopNothing: 'Kryds af, hvad du vil stoppe',
    linkTitle: 'Vil du noget andet?',
    link: (life) =>
      `En e-mail kan blive sendt videre. Derfor viser denne side intet om dig og begynder intet. For at vælge noget nyt eller se dine oplysninger skal du bruge et link, som vi sender til din adresse. Det virker i ${life}.`,
    linkButton: 'Send mig linket',
    expiredTitle: 'Linket er udløbet',
    expired: (life) => `Det virkede i ${life}. Få et nyt tilsendt, eller stop e-mails her.`,
    goneTitle: 'Vi har ingen oplysninger om dig',
    gone: (brand) =>
      `${brand} har slettet dine oplysninger. Tilbage er en kode, som ikke viser din adresse, og det, som loven kræver, at vi beholder.`,
  },
  fi: {
    title: 'Valintasi',
    intro: (brand) =>
      `Täällä päätät, mitä saat yritykseltä ${brand} ja mihin tietojasi saa käyttää. Kaikki on vapaaehtoista, ja jokainen valinta on erillinen.`,
    howToWithdraw:
      'Voit muuttaa mieltäsi milloin tahansa: poista valinta täällä tai käytä jokaisen viestin lopussa olevaa linkkiä.',
    address: 'Koskee osoitetta',
    groups: { mail: 'Sähköpostitse', tracking: 'Mittaaminen', profiling: 'Profiili', sharing: 'Tietojen jakaminen' },
    language: 'Kieli',
    save: 'Tallenna valinnat',
    savedTitle: 'Valintasi on tallennettu',
    saved: 'Ne ovat voimassa tästä lähtien.',
    unchanged: 'Ne olivat näin jo ennestään.',
    deletes:
      'Jos poistat kaikki viestit, poistamme tietosi heti. Silloin säilytämme vain koodin, joka estää meitä kirjoittamasta sinulle uudelleen.',
    leaveTitle: 'Lopeta kaikki',
    leave: 'Yksi painallus lopettaa kaiken tällä sivulla. Se tulee heti voimaan.',
    leaveButton: 'Peruuta kaikki tilaukset',
    dataTitle: 'Tietosi',
    data: 'Katso, mitä tiedämme sinusta, oikaise tietoja, lataa ne tai poista ne.',
    dataLink: 'Katso tietoni',
    closedTitle: 'Et voi aloittaa täällä mitään uutta',
    closed: {
      objected:
        'Olet kieltänyt meiltä markkinoinnin, ja se on voimassa, kunnes itse pyydät muuta. Kirjoita meille, jos muutat mieltäsi.',
      restricted: 'Tietojesi käyttöä on rajoitettu. Poista ensin rajoitus kohdassa ”Tietosi”.',
    },
    changedTitle: 'Sivu on muuttunut',
    changed:
      'Sanamuoto on muuttunut sen jälkeen, kun avasit sivun, joten mitään ei tallennettu. Tarkista valintasi ja tallenna uudelleen.',
    stopTitle: 'Lopeta viestit',
    stopLead: 'Tällä linkillä voit lopettaa kaiken tai vain osan. Se tulee heti voimaan.',
    stopSome: 'Tai valitse, minkä haluat lopettaa',
    stopButton: 'Lopeta valitsemani',
    stopNothing: 'Valitse, minkä haluat lopettaa',
    linkTitle: 'Haluatko tehdä jotain muuta?',
    link: (life) =>
      `Viesti voi päätyä toiselle lukijalle. Siksi tämä sivu ei näytä sinusta mitään eikä aloita mitään. Uutta valintaa tai tietojesi katsomista varten tarvitset linkin, jonka lähetämme osoitteeseesi. Se on voimassa ${life}.`,
    linkButton: 'Lähetä linkki',
    expiredTitle: 'Linkki on vanhentunut',
    expired: (life) => `Se oli voimassa ${life}. Pyydä uusi linkki tai lopeta viestit täällä.`,
    goneTitle: 'Meillä ei ole tietoja sinusta',
    gone: (brand) =>
      `${brand} on poistanut tietosi. Jäljellä on koodi, josta osoitettasi ei näe, ja tiedot, jotka laki velvoittaa säilyttämään.`,
  },
  en: {
    title: 'Your choices',
    intro: (brand) =>
      `Here you decide what you get from ${brand}, and what your data may be used for. Everything is optional, and each choice stands on its own.`,
    howToWithdraw: 'You can change your mind at any time: remove the tick here, or use the link at the foot of every e-mail.',
    address: 'For the address',
    groups: { mail: 'By e-mail', tracking: 'Measuring', profiling: 'Profile', sharing: 'Sharing with others' },
    language: 'Language',
    save: 'Save my choices',
    savedTitle: 'Your choices are saved',
    saved: 'They hold from now on.',
    unchanged: 'They were like this before.',
    deletes:
      'If you remove all e-mails, we delete your data at once. Then we keep only a code that stops us from writing to you again.',
    leaveTitle: 'Stop everything',
    leave: 'One press ends everything on this page. It takes effect at once.',
    leaveButton: 'Unsubscribe me from everything',
    dataTitle: 'Your data',
    data: 'See what we know about you, correct it, download it or have it deleted.',
    dataLink: 'See my data',
    closedTitle: 'You cannot begin anything new here',
    closed: {
      objected:
        'You have said no to marketing from us, and that holds until you ask for something else. Write to us if you change your mind.',
      restricted: 'The use of your data is restricted. Lift the restriction first, under “Your data”.',
    },
    changedTitle: 'The page has changed',
    changed: 'The wording has changed since you opened the page, so nothing was saved. Please check your choices and save again.',
    stopTitle: 'Stop the e-mails',
    stopLead: 'With this link you can stop everything, or only some of it. It takes effect at once.',
    stopSome: 'Or choose what to stop',
    stopButton: 'Stop what I have ticked',
    stopNothing: 'Tick what you want to stop',
    linkTitle: 'Something else?',
    link: (life) =>
      `An e-mail may be passed on. So this page shows nothing about you, and begins nothing. To choose something new or see your data, you need a link that we send to your address. It works for ${life}.`,
    linkButton: 'Send me the link',
    expiredTitle: 'The link has run out',
    expired: (life) => `It worked for ${life}. Have a new one sent, or stop the e-mails here.`,
    goneTitle: 'We have no data about you',
    gone: (brand) =>
      `${brand} has deleted your data. What is left is a code that does not show your address, and what the law obliges us to keep.`,
  },
};
