/** Expectit: privacy notice, version 2.3. The ids (E1 to E13) name the clauses it is read from. */
import { definePolicy, toConfirm } from '../functions/domain/policy.ts';

// E6: “Kontrakt og databehandleravtale kan ha en mer spesifikk tilretting”
const byContract = toConfirm(
  { clock: 'relationship_end', shortest: '1 month', longest: '10 years', action: 'delete' } as const,
  'E6: a contract may say for how long; the notice gives no bounds, and does not say from when it counts',
);

export default definePolicy({
  brand: 'expectit',
  version: 1,
  identity: {
    displayName: 'Expectit',
    website: 'https://expectit.no',
    colour: toConfirm('#1d4f91', 'silent: the brand’s colour'),
    timeZone: toConfirm('Europe/Oslo', 'silent: the time zone of the mails'),
    from: toConfirm([{ name: 'Expectit', email: 'post@expectit.no' }], 'silent: the sender of the mails'),
    replyTo: 'post@expectit.no',
  },
  controller: {
    name: 'Expectit AS',
    email: 'post@expectit.no',
    address: toConfirm('Norge', 'silent: the postal address'),
    country: 'NO',
    authority: 'Datatilsynet', // E12
  },
  notice: {
    version: '2.3',
    url: toConfirm('https://expectit.no/personvernerklaering', 'silent: the address of the notice'),
    cites: ['Privacy Shield'], // E7
    onChange: toConfirm('email', 'E13: the notice may change at any time, and does not say how people hear of it'),
  },

  markets: { no: { locale: 'nb', rulePack: 'NO' } },
  relationships: ['customer'], // E3: a customer is asked for consent like anyone else
  sources: {
    facebook: ['service:contact'], // E10: only to get in touch
    linkedin: ['service:contact'], // E10
  },
  fields: {
    email: 'required',
    name: 'optional', // E1
    company: 'optional', // E1
    phone: 'optional', // E9
    subject: 'optional', // E9
    message: 'required', // E9: only the contact form asks for it, and stores nothing
  },
  mergeFields: ['name', 'email'], // E11

  tracking: {
    open: 'consent', // E1: disclosed, yet a notice is not a consent
    click: 'consent', // E1
    disclosed: true, // E1
  },
  sharing: { partners: 'never' }, // E8
  processors: [
    {
      id: 'newsletter-database', // E7
      name: toConfirm('Newsletter database', 'E7: the notice does not name the sub-processor'),
      country: 'US', // E7
      fields: ['email', 'name', 'company'], // E1
      dpaSigned: true, // E7
    },
  ],
  transfer: {
    mode: 'safeguards',
    allow: [
      {
        recipient: 'newsletter-database',
        mechanism: toConfirm('SCC', 'E7: the notice relies on Privacy Shield, which is void since 16 July 2020'),
        ref: toConfirm('standard contractual clauses, to be signed', 'E7: no reference to a valid mechanism'),
      },
    ],
  },
  rights: {
    identity: 'sender_address', // E5
    erasure: 'auto', // E6: kept until asked, then deleted
  },

  purposes: {
    'newsletter:news': {
      title: { nb: 'Nyhetsbrev' },
      description: { nb: 'Nyhetsbrev fra Expectit på e-post' },
      dataCategories: ['email', 'name', 'company'], // E1
      basis: 'consent', // E3
      channels: ['web', 'email', 'phone', 'meeting', 'paper'], // E2, E3
      doubleOptIn: { offline: 'confirm_by_email' }, // E3: a call cannot click, so a mail asks
      retention: [{ clock: 'last_activity', period: null, action: 'none', byContract }], // E6
      onWithdrawal: 'delete', // E5: “slette abonnement”
    },
    'newsletter:information': {
      title: { nb: 'Informasjon' },
      description: {
        nb: 'Informasjon om Expectits produkter og tjenester på e-post',
      },
      dataCategories: ['email', 'name', 'company'], // E1
      basis: 'consent', // E3
      channels: ['web', 'email', 'phone', 'meeting', 'paper'], // E2, E3
      retention: [{ clock: 'last_activity', period: null, action: 'none', byContract }], // E6
      onWithdrawal: 'delete', // E5
    },
    'marketing:sales': {
      title: { nb: 'Kontakt om salg og kampanjer' },
      description: {
        nb: 'Expectit tar kontakt i en salgsprosess eller kampanje',
      },
      dataCategories: ['email', 'name', 'company', 'phone'],
      basis: 'consent', // E3, E4
      channels: ['web', 'email', 'phone', 'meeting', 'paper'], // E3
      retention: [{ clock: 'last_activity', period: null, action: 'none', byContract }], // E6
      onWithdrawal: 'delete', // E5
    },
    'tracking:open': {
      title: { nb: 'Åpninger' },
      description: { nb: 'Vi registrerer når du åpner e-postene våre' }, // E1
      dataCategories: ['email'],
      basis: 'consent', // E1
    },
    'tracking:click': {
      title: { nb: 'Klikk' },
      description: {
        nb: 'Vi registrerer hvilke lenker du bruker i e-postene våre',
      }, // E1
      dataCategories: ['email'],
      basis: 'consent', // E1
    },
    'service:contact': {
      title: { nb: 'Svar på henvendelser' },
      description: { nb: 'Vi tar kontakt med deg om det du har spurt om' }, // E9, E10
      dataCategories: ['email', 'name', 'phone', 'subject', 'message'], // E9
      basis: toConfirm('legitimate_interest', 'E9: the notice names no ground'),
      retention: [{ clock: 'last_inbound_contact', period: null, action: 'none', byContract }], // E6
    },
  },

  forms: {
    newsletter: {
      market: 'no',
      version: 1,
      consents: ['newsletter:news', 'newsletter:information', 'marketing:sales', 'tracking:open', 'tracking:click'], // E1, E4
      fields: ['email', 'name', 'company'], // E1
      origins: ['https://expectit.no'],
      wording: {
        nb: {
          1: {
            intro: 'Få e-post fra Expectit. Kryss av for det du ønsker. Alt er frivillig, og hvert valg gjelder for seg.',
            boxes: {
              'newsletter:news': 'Send meg Expectits nyhetsbrev på e-post.',
              'newsletter:information': 'Send meg informasjon om Expectits produkter og tjenester på e-post.',
              'marketing:sales': 'Expectit kan kontakte meg på e-post om salg og kampanjer.',
              'tracking:open': 'Expectit kan registrere når jeg åpner disse e-postene.',
              'tracking:click': 'Expectit kan registrere hvilke lenker jeg bruker i disse e-postene.',
            },
            howToWithdraw:
              'Du kan når som helst trekke tilbake samtykket med lenken nederst i hver e-post, på nettsiden vår, eller ved å skrive til oss fra e-postadressen din.', // E5
          },
        },
      },
    },
    'by-phone': {
      market: 'no',
      version: 1,
      channel: 'phone', // E3: what is read aloud, by phone or in a meeting
      consents: ['newsletter:news', 'newsletter:information', 'marketing:sales'],
      fields: ['email', 'name', 'company', 'phone'],
      wording: {
        nb: {
          1: {
            intro: 'Jeg leser opp noen valg. De er frivillige, og du kan si ja eller nei til hvert av dem.',
            boxes: {
              'newsletter:news': 'Vil du at Expectit sender deg nyhetsbrevet sitt på e-post?',
              'newsletter:information': 'Vil du at Expectit sender deg informasjon om produktene og tjenestene sine på e-post?',
              'marketing:sales': 'Kan Expectit kontakte deg på e-post om salg og kampanjer?',
            },
            howToWithdraw:
              'Du får en e-post der du bekrefter, og du kan når som helst trekke ja-et tilbake med lenken i hver e-post.', // E3, E5
          },
        },
      },
    },
    contact: {
      market: 'no',
      version: 1,
      store: false, // E9
      serves: 'service:contact',
      consents: [], // E9: writing to us is no subscription
      fields: ['email', 'name', 'phone', 'subject', 'message'], // E9
      origins: ['https://expectit.no'],
      wording: {
        nb: {
          1: {
            intro: 'Skriv til oss. Meldingen går til oss på e-post, og du blir ikke meldt på noe.',
            boxes: {},
            howToWithdraw: 'Du kan når som helst be oss slette det du har skrevet.',
          },
        },
      },
    },
  },
});
