/** Xledger: privacy and cookie notice of October 2022. The ids (X1 to X17) name the clauses it is read from. */
import { definePolicy, toConfirm } from '../functions/domain/policy.ts';

export default definePolicy({
  brand: 'xledger',
  version: 1,
  identity: {
    displayName: 'Xledger',
    website: 'https://xledger.com',
    colour: toConfirm('#00566b', 'silent: the brand’s colour'),
    timeZone: toConfirm('Europe/Oslo', 'silent: the time zone of the mails'),
    from: toConfirm([{ name: 'Xledger', email: 'news@xledger.com' }], 'silent: the sender of the mails'),
    replyTo: 'webmaster@xledger.com',
  },
  controller: {
    name: toConfirm('Xledger AS', 'the notice speaks of a group of companies and does not say which of them decides'),
    email: 'webmaster@xledger.com',
    address: 'Østensjøveien 37, 0667 Oslo, Norge',
    country: 'NO',
    authority: 'Datatilsynet',
    accountable: {
      name: 'Xledgers ansvarlig for personvern',
      email: 'webmaster@xledger.com',
    },
    security: {
      name: 'Xledgers ansvarlig for personvern',
      email: 'webmaster@xledger.com',
    }, // X17: who hears of incidents
  },
  notice: {
    version: 'October 2022',
    url: toConfirm('https://xledger.com/no/personvern', 'silent: the address of the notice'),
  },

  // X1, X13: four sites, each with its language and the law of its market
  markets: {
    no: { locale: 'nb', rulePack: 'NO' },
    uk: { locale: 'en', rulePack: 'UK' },
    se: { locale: 'sv', rulePack: 'SE' },
    fi: { locale: 'fi', rulePack: 'FI' },
  },
  relationships: ['new_customer', 'customer', 'supplier', 'partner', 'applicant'], // X3: none of them makes anyone mailable
  fields: {
    email: 'required', // X2: and nothing else is
    name: 'optional',
    company: 'optional',
    phone: 'optional',
    title: 'optional', // X7: of customers
    role: 'optional', // X7
  },
  mergeFields: toConfirm(['name', 'company'], 'silent: what a mail may print'),

  activity: {
    // X6: interest in what we sent, or a new visit. An open alone may be a machine's, and so is not counted
    counts: ['click', 'reply', 'form', 'download', 'event', 'login', 'preference_update', 'purchase', 'site_visit'],
    signalsNeeded: toConfirm('any', 'X6: “eller” leaves open whether one sign of interest is enough'),
    whenNotTracked: 'ask', // X15: a visit that nobody may see is not a visit that did not happen
  },
  tracking: { open: 'consent', click: 'consent', disclosed: false }, // the notice does not mention tracking in mails

  sharing: {
    partners: 'opt_in', // X8: “vi kan dele” is read strictly: only of those who agreed to it
    registry: toConfirm(
      [
        {
          id: 'implementation',
          name: 'Implementation Partner AS',
          country: 'NO',
          fields: ['name', 'company', 'email', 'phone'], // X2
          contract: 'partner agreement',
        },
      ],
      'X8: the notice names no partner, and a consent must name who receives the data',
    ),
  },
  processors: [
    {
      id: 'creatio', // X10
      name: 'Creatio',
      country: toConfirm('DE', 'X9, X10: the notice promises the EEA, but not where Creatio keeps the data'),
      fields: ['email', 'name', 'company', 'phone', 'title', 'role'],
      dpaSigned: toConfirm(true, 'X10: the notice names Creatio, not the agreement'),
    },
  ],
  crm: { kind: 'creatio', direction: 'both', deletePropagates: true }, // X10
  transfer: { mode: 'eea_only' }, // X9: nothing leaves the EEA without a named mechanism

  rights: { erasure: 'auto' }, // X11: “når som helst”, without review

  purposes: {
    'newsletter:insights': {
      title: {
        nb: 'Nyhetsbrev',
        en: 'Newsletter',
        sv: 'Nyhetsbrev',
        fi: 'Uutiskirje',
      },
      description: {
        nb: 'Fagstoff og nyheter om økonomi, regnskap og Xledger på e-post',
        en: 'Articles and news about finance, accounting and Xledger by e-mail',
        sv: 'Artiklar och nyheter om ekonomi, redovisning och Xledger via e-post',
        fi: 'Artikkeleita ja uutisia taloushallinnosta, kirjanpidosta ja Xledgeristä sähköpostitse',
      },
      dataCategories: ['email', 'name', 'company'], // X2
      basis: 'consent', // X4
      retention: [{ clock: 'last_activity', period: '24 months', action: 'delete' }], // X6
      onWithdrawal: 'delete', // X5, X12
    },
    'newsletter:events': {
      title: {
        nb: 'Invitasjoner',
        en: 'Invitations',
        sv: 'Inbjudningar',
        fi: 'Kutsut',
      },
      description: {
        nb: 'Invitasjoner til Xledgers arrangementer og webinarer på e-post',
        en: 'Invitations to Xledger’s events and webinars by e-mail',
        sv: 'Inbjudningar till Xledgers evenemang och webbinarier via e-post',
        fi: 'Kutsuja Xledgerin tapahtumiin ja webinaareihin sähköpostitse',
      },
      dataCategories: ['email', 'name', 'company'], // X2
      basis: 'consent', // X4
      retention: [{ clock: 'last_activity', period: '24 months', action: 'delete' }], // X6
      onWithdrawal: 'delete', // X5, X12
    },
    'tracking:open': {
      title: { nb: 'Åpninger', en: 'Opens', sv: 'Öppningar', fi: 'Avaamiset' },
      description: {
        nb: 'Vi registrerer når du åpner e-postene våre',
        en: 'We record when you open our e-mails',
        sv: 'Vi registrerar när du öppnar våra e-brev',
        fi: 'Rekisteröimme, milloin avaat sähköpostimme',
      },
      dataCategories: ['email'],
      basis: 'consent',
    },
    'tracking:click': {
      title: { nb: 'Klikk', en: 'Clicks', sv: 'Klick', fi: 'Klikkaukset' },
      description: {
        nb: 'Vi registrerer hvilke lenker du bruker i e-postene våre',
        en: 'We record which links you use in our e-mails',
        sv: 'Vi registrerar vilka länkar du använder i våra e-brev',
        fi: 'Rekisteröimme, mitä linkkejä käytät sähköposteissamme',
      },
      dataCategories: ['email'],
      basis: 'consent',
    },
    'partner:implementation': {
      title: {
        nb: 'Deling med partner',
        en: 'Sharing with a partner',
        sv: 'Delning med partner',
        fi: 'Tietojen jako kumppanille',
      },
      description: {
        nb: 'Implementation Partner AS får opplysningene dine og kan kontakte deg om Xledger',
        en: 'Implementation Partner AS receives your details and may contact you about Xledger',
        sv: 'Implementation Partner AS får dina uppgifter och kan kontakta dig om Xledger',
        fi: 'Implementation Partner AS saa tietosi ja voi ottaa sinuun yhteyttä Xledgeristä',
      },
      dataCategories: ['email', 'name', 'company', 'phone'], // X2
      basis: 'consent', // X8
    },
    'service:contact': {
      title: {
        nb: 'Svar på henvendelser',
        en: 'Answers to enquiries',
        sv: 'Svar på förfrågningar',
        fi: 'Vastaukset yhteydenottoihin',
      },
      description: {
        nb: 'Vi svarer på det du spør oss om',
        en: 'We answer what you ask us',
        sv: 'Vi svarar på det du frågar oss om',
        fi: 'Vastaamme kysymyksiisi',
      },
      dataCategories: ['email', 'name', 'company', 'phone'], // X2
      basis: 'legitimate_interest', // X4
      retention: [
        {
          clock: 'last_inbound_contact',
          period: toConfirm('24 months', 'silent: enquiries have no period'),
          action: 'delete',
        },
      ],
    },
    'service:download': {
      title: {
        nb: 'Nedlasting',
        en: 'Downloads',
        sv: 'Nedladdning',
        fi: 'Lataukset',
      },
      description: {
        nb: 'Vi gir deg tilgang til materiell fra nettstedet vårt',
        en: 'We give you access to material from our site',
        sv: 'Vi ger dig tillgång till material från vår webbplats',
        fi: 'Annamme sinulle pääsyn sivustomme aineistoon',
      },
      dataCategories: ['email', 'name', 'company'], // X2
      basis: 'legitimate_interest', // X4
      retention: [
        {
          clock: 'last_inbound_contact',
          period: toConfirm('24 months', 'silent: downloads have no period'),
          action: 'delete',
        },
      ],
    },
    'service:event': {
      title: {
        nb: 'Arrangement',
        en: 'Events',
        sv: 'Evenemang',
        fi: 'Tapahtumat',
      },
      description: {
        nb: 'Vi tar imot påmeldingen din og sender det du trenger for å delta',
        en: 'We take your registration and send what you need to take part',
        sv: 'Vi tar emot din anmälan och skickar det du behöver för att delta',
        fi: 'Otamme vastaan ilmoittautumisesi ja lähetämme osallistumiseen tarvittavat tiedot',
      },
      dataCategories: ['email', 'name', 'company', 'phone'], // X2
      basis: 'contract', // X4
      retention: [
        {
          clock: 'last_inbound_contact',
          period: toConfirm('24 months', 'silent: registrations have no period'),
          action: 'delete',
        },
      ],
    },
    'service:customer': {
      title: {
        nb: 'Kundeforhold',
        en: 'Customer relationship',
        sv: 'Kundförhållande',
        fi: 'Asiakassuhde',
      },
      description: {
        nb: 'Vi oppfyller avtalen med deg eller firmaet ditt',
        en: 'We fulfil the agreement with you or your company',
        sv: 'Vi fullgör avtalet med dig eller ditt företag',
        fi: 'Täytämme sinun tai yrityksesi kanssa tehdyn sopimuksen',
      },
      dataCategories: ['email', 'name', 'company', 'phone', 'title', 'role'], // X7
      basis: 'contract', // X7
      retention: [{ clock: 'relationship_end', period: '1 year', action: 'delete' }], // X7
    },
  },

  forms: {
    'newsletter-no': {
      market: 'no', // X1
      version: 1,
      consents: ['newsletter:insights', 'newsletter:events', 'tracking:open', 'tracking:click', 'partner:implementation'],
      fields: ['email', 'name', 'company', 'phone'], // X2
      origins: ['https://xledger.com'],
      wording: {
        nb: {
          1: {
            intro: 'Få e-post fra Xledger. Kryss av for det du ønsker. Alt er frivillig, og hvert valg gjelder for seg.',
            boxes: {
              'newsletter:insights': 'Send meg Xledgers nyhetsbrev på e-post, med fagstoff og nyheter om økonomi og regnskap.',
              'newsletter:events': 'Send meg invitasjoner til Xledgers arrangementer og webinarer på e-post.',
              'tracking:open': 'Xledger kan registrere når jeg åpner disse e-postene.',
              'tracking:click': 'Xledger kan registrere hvilke lenker jeg bruker i disse e-postene.',
              'partner:implementation':
                'Xledger kan dele navn, firma, e-postadresse og telefonnummer med Implementation Partner AS, som kan kontakte meg om Xledgers tjenester.',
            },
            howToWithdraw: 'Du kan når som helst trekke tilbake samtykket med lenken «Avslutt abonnement» nederst i hver e-post.', // X12
          },
        },
      },
    },
    'newsletter-uk': {
      market: 'uk', // X1
      version: 1,
      consents: ['newsletter:insights', 'newsletter:events', 'tracking:open', 'tracking:click', 'partner:implementation'],
      fields: ['email', 'name', 'company', 'phone'], // X2
      origins: ['https://xledger.com'],
      wording: {
        en: {
          1: {
            intro:
              'Get e-mail from Xledger. Tick what you would like. Everything is optional, and each choice stands on its own.',
            boxes: {
              'newsletter:insights':
                'Send me Xledger’s newsletter by e-mail, with articles and news about finance and accounting.',
              'newsletter:events': 'Send me invitations to Xledger’s events and webinars by e-mail.',
              'tracking:open': 'Xledger may record when I open these e-mails.',
              'tracking:click': 'Xledger may record which links I use in these e-mails.',
              'partner:implementation':
                'Xledger may share my name, company, e-mail address and phone number with Implementation Partner AS, which may contact me about Xledger’s services.',
            },
            howToWithdraw: 'You can withdraw your consent at any time with the “Unsubscribe” link at the foot of every e-mail.', // X12
          },
        },
      },
    },
    'newsletter-se': {
      market: 'se', // X1
      version: 1,
      consents: ['newsletter:insights', 'newsletter:events', 'tracking:open', 'tracking:click', 'partner:implementation'],
      fields: ['email', 'name', 'company', 'phone'], // X2
      origins: ['https://xledger.com'],
      wording: {
        sv: {
          1: {
            intro: 'Få e-post från Xledger. Kryssa för det du vill ha. Allt är frivilligt, och varje val gäller för sig.',
            boxes: {
              'newsletter:insights':
                'Skicka mig Xledgers nyhetsbrev via e-post, med artiklar och nyheter om ekonomi och redovisning.',
              'newsletter:events': 'Skicka mig inbjudningar till Xledgers evenemang och webbinarier via e-post.',
              'tracking:open': 'Xledger får registrera när jag öppnar dessa e-brev.',
              'tracking:click': 'Xledger får registrera vilka länkar jag använder i dessa e-brev.',
              'partner:implementation':
                'Xledger får dela mitt namn, mitt företag, min e-postadress och mitt telefonnummer med Implementation Partner AS, som får kontakta mig om Xledgers tjänster.',
            },
            howToWithdraw:
              'Du kan när som helst återkalla ditt samtycke med länken ”Avsluta prenumerationen” längst ned i varje e-brev.', // X12
          },
        },
      },
    },
    'newsletter-fi': {
      market: 'fi', // X1
      version: 1,
      consents: ['newsletter:insights', 'newsletter:events', 'tracking:open', 'tracking:click', 'partner:implementation'],
      fields: ['email', 'name', 'company', 'phone'], // X2
      origins: ['https://xledger.com'],
      wording: {
        fi: {
          1: {
            intro:
              'Tilaa sähköpostia Xledgeriltä. Valitse, mitä haluat. Kaikki on vapaaehtoista, ja jokainen valinta on erillinen.',
            boxes: {
              'newsletter:insights':
                'Lähettäkää minulle sähköpostitse Xledgerin uutiskirje, jossa on artikkeleita ja uutisia taloushallinnosta ja kirjanpidosta.',
              'newsletter:events': 'Lähettäkää minulle sähköpostitse kutsuja Xledgerin tapahtumiin ja webinaareihin.',
              'tracking:open': 'Xledger saa rekisteröidä, milloin avaan nämä sähköpostit.',
              'tracking:click': 'Xledger saa rekisteröidä, mitä linkkejä käytän näissä sähköposteissa.',
              'partner:implementation':
                'Xledger saa luovuttaa nimeni, yritykseni, sähköpostiosoitteeni ja puhelinnumeroni Implementation Partner AS:lle, joka saa ottaa minuun yhteyttä Xledgerin palveluista.',
            },
            howToWithdraw:
              'Voit peruuttaa suostumuksesi milloin tahansa jokaisen sähköpostin lopussa olevasta linkistä ”Peruuta tilaus”.', // X12
          },
        },
      },
    },
    'download-no': {
      market: 'no', // X1
      version: 1,
      serves: 'service:download', // X4: the material comes whether or not the box is ticked
      consents: ['newsletter:insights'],
      fields: ['email', 'name', 'company'], // X2
      origins: ['https://xledger.com'],
      wording: {
        nb: {
          1: {
            intro:
              'Skriv inn e-postadressen din, så sender vi deg materialet. Nyhetsbrevet er frivillig: du får materialet uansett.',
            boxes: {
              'newsletter:insights':
                'Send meg også Xledgers nyhetsbrev på e-post, med fagstoff og nyheter om økonomi og regnskap.',
            },
            howToWithdraw: 'Du kan når som helst trekke tilbake samtykket med lenken «Avslutt abonnement» nederst i hver e-post.', // X12
          },
        },
      },
    },
  },
});
