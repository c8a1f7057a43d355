/** Alektum: privacy and cookie policy, undated. The ids (K1 to K21) name the clauses it is read from. */
import { definePolicy, toConfirm } from '../functions/domain/policy.ts';

export default definePolicy({
  brand: 'alektum',
  version: 1,
  identity: toConfirm(
    {
      displayName: 'Alektum Group',
      website: 'https://alektumgroup.com',
      colour: '#1f6b4a',
      timeZone: 'Europe/Oslo',
      from: [{ name: 'Alektum Group', email: 'info@alektumgroup.com' }],
      replyTo: 'info@alektumgroup.com',
    },
    'silent: site, sender, zone',
  ),
  controller: {
    name: 'Alektum AS',
    email: 'info@alektumgroup.com',
    address: 'Postboks 2370, 3103 Tønsberg',
    country: 'NO',
    authority: 'Datatilsynet',
    dpo: {
      name: 'Personvernombudet',
      address: 'Alektum AS – personvernombud, Postboks 2370, 3103 Tønsberg',
    },
  },
  notice: {
    version: toConfirm('1', 'undated'),
    url: toConfirm('https://alektumgroup.com/', 'silent'),
    onChange: 'site', // K18
  },
  securityMeasures: {
    // K17
    nb: [
      'Opplysningene ligger i sikrede nettverk, og bare de som trenger dem, har tilgang så lenge de trenger dem.',
      'Systemene logger bruk, og er beskyttet mot uautorisert tilgang.',
      'Opplysninger krypteres når de overføres.',
      'Sikkerhetskopier håndteres forskriftsmessig.',
    ],
  },

  markets: { no: { locale: 'nb', rulePack: 'NO' } },
  relationships: ['customer', 'works_for_customer'], // K1
  sources: {
    'public-source': ['service:prospects'], // K5: told where we found them, and asked before any marketing
    event: ['service:contact'], // K5
  },
  tellSourceWithin: '1 month', // K5: GDPR Art. 14(3)
  fields: {
    email: 'required',
    name: 'optional',
    company: 'optional',
    phone: 'optional',
    message: 'required', // K4: only the contact form asks for it, and stores nothing
    caseNumber: 'forbidden', // K3
  },
  mergeFields: toConfirm(['name', 'company'], 'silent: what a mail may print'), // K3: never the case number

  activity: {
    whenNotTracked: toConfirm('ask', 'K2, K9: tracking needs consent, so silence may only mean that nobody may look'),
  },
  tracking: {
    open: 'consent', // K2: legitimate interest is not available for reading a terminal
    click: 'consent', // K2
    disclosed: true, // K2
  },
  sharing: {
    partners: 'never', // K16: “ikke solgt, forhandlet eller overført”, the stricter half of the clause
    minCell: toConfirm(10, 'K16: no number'), // K16: the looser half, only as counts that point to nobody
  },
  processors: toConfirm([], 'K16: hosts and other partners are mentioned, none is named'),

  suppression: { period: null }, // K7, K14: who left stays left
  rights: {
    deadline: '1 month', // K12
    erasure: 'review', // K12
    identity: 'id_document', // K13
  },
  operators: { grantsLast: toConfirm('90 days', 'K17: no number') }, // K17

  purposes: {
    'newsletter:news': {
      title: { nb: 'Nyhetsbrev' },
      description: { nb: 'Nyhetsbrev og invitasjoner på e-post' },
      dataCategories: ['email', 'name', 'company'], // K3
      basis: 'consent', // K1
      basisWhen: [
        {
          relationships: ['customer', 'works_for_customer'],
          evidence: ['sale'],
          basis: toConfirm('soft_opt_in', 'K1: legitimate interest alone is refused in NO'),
        },
      ],
      retention: [
        { clock: 'last_inbound_contact', period: '3 years', action: 'delete' }, // K8
        {
          clock: 'last_activity',
          period: toConfirm('24 months', 'K9: no number'),
          action: 'deactivate',
        }, // K9
      ],
      onWithdrawal: 'delete', // K7: at once
    },
    'marketing:reviews': {
      title: { nb: 'Vurderinger' },
      description: {
        nb: 'Spørsmål på e-post om hva du synes om tjenestene våre',
      },
      dataCategories: ['email', 'name', 'company'], // K3
      basis: toConfirm('consent', 'K21: legitimate interest alone is refused in NO'), // K21
      retention: [{ clock: 'last_inbound_contact', period: '3 years', action: 'delete' }], // K8
      onWithdrawal: 'delete', // K7
    },
    'marketing:surveys': {
      title: { nb: 'Undersøkelser og konkurranser' },
      description: {
        nb: 'Invitasjoner til undersøkelser og konkurranser på e-post',
      },
      dataCategories: ['email', 'name', 'company'], // K3
      basis: toConfirm('consent', 'K21: legitimate interest alone is refused in NO'), // K21
      retention: [{ clock: 'last_inbound_contact', period: '3 years', action: 'delete' }], // K8
      onWithdrawal: 'delete', // K7
    },
    'tracking:open': {
      title: { nb: 'Åpninger' },
      description: { nb: 'Vi registrerer når du åpner e-postene våre' },
      dataCategories: ['email'],
      basis: toConfirm('consent', 'K2: the notice relies on legitimate interest, which cannot carry tracking'), // K2
    },
    'tracking:click': {
      title: { nb: 'Klikk' },
      description: {
        nb: 'Vi registrerer hvilke lenker du bruker i e-postene våre',
      },
      dataCategories: ['email'],
      basis: toConfirm('consent', 'K2: the notice relies on legitimate interest, which cannot carry tracking'), // K2
    },
    profiling: {
      title: { nb: 'Tilpasset innhold' },
      description: {
        nb: 'Vi tilpasser innholdet etter det du har vist interesse for',
      },
      dataCategories: ['email', 'name', 'company'], // K3
      basis: toConfirm('consent', 'K2: the notice relies on legitimate interest, which cannot carry tracking'), // K2
    },
    'service:contact': {
      title: { nb: 'Svar på henvendelser' },
      description: { nb: 'Vi svarer på spørsmål og forespørsler' },
      dataCategories: ['email', 'name', 'company', 'phone'],
      basis: 'legitimate_interest',
      retention: [{ clock: 'last_inbound_contact', period: '3 years', action: 'delete' }], // K8
    },
    'service:prospects': {
      title: { nb: 'Mulige kunder' },
      description: {
        nb: 'Vi noterer hvem som kan være interessert i tjenestene våre, uten å sende dem markedsføring',
      },
      dataCategories: ['email', 'name', 'company'], // K5
      basis: 'legitimate_interest', // K19: recorded; in Norway it lets no e-mail out
      retention: [{ clock: 'last_inbound_contact', period: '3 years', action: 'delete' }], // K8
    },
    'service:customer': {
      title: { nb: 'Kundeforhold' },
      description: { nb: 'Vi følger opp kundeforholdet' },
      dataCategories: ['email', 'name', 'company', 'phone'],
      basis: 'contract',
      retention: [{ clock: 'relationship_end', period: '3 years', action: 'anonymise' }], // K10
    },
  },

  forms: {
    newsletter: {
      market: 'no',
      version: 1,
      consents: ['newsletter:news', 'marketing:reviews', 'marketing:surveys', 'tracking:open', 'tracking:click', 'profiling'],
      fields: ['email', 'name', 'company'], // K3, K4: no case number, no free text
      origins: ['https://alektumgroup.com'],
      wording: {
        nb: {
          1: {
            intro:
              'Få e-post fra Alektum Group. Kryss av for det du ønsker. Alt er frivillig, og hvert valg gjelder for seg. Tjenestene våre er ikke beregnet på barn. Ikke oppgi sensitive opplysninger.', // K4
            boxes: {
              'newsletter:news': 'Send meg nyhetsbrev og invitasjoner fra Alektum Group på e-post.',
              'marketing:reviews': 'Alektum Group kan spørre meg på e-post om hva jeg synes om tjenestene.',
              'marketing:surveys': 'Send meg invitasjoner til undersøkelser og konkurranser fra Alektum Group på e-post.',
              'tracking:open': 'Alektum Group kan registrere når jeg åpner disse e-postene.',
              'tracking:click': 'Alektum Group kan registrere hvilke lenker jeg bruker i disse e-postene.',
              profiling: 'Alektum Group kan tilpasse innholdet etter det jeg har vist interesse for.',
            },
            howToWithdraw:
              'Du kan når som helst trekke tilbake samtykket med lenken nederst i hver e-post, eller be om lenken på nettsiden vår. Da sletter vi opplysningene med en gang.', // K6, K7
          },
        },
      },
    },
    contact: {
      market: 'no',
      version: 1,
      store: false, // K4
      serves: 'service:contact',
      consents: [],
      fields: ['email', 'name', 'company', 'phone', 'message'], // K3: no case number
      origins: ['https://alektumgroup.com'],
      wording: {
        nb: {
          1: {
            intro:
              'Skriv til oss. Tjenestene våre er ikke beregnet på barn. Ikke oppgi helse, tro, politikk eller andre sensitive opplysninger.', // K4
            boxes: {},
            howToWithdraw: 'Du kan når som helst be oss slette det du har skrevet.',
          },
        },
      },
    },
  },
});
