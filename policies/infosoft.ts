/** Infosoft: cookies and privacy, version 1.3 of 15 February 2018. The ids (I1 to I18) name the clauses it is read from. */
import { definePolicy, toConfirm } from '../functions/domain/policy.ts';

export default definePolicy({
  brand: 'infosoft',
  version: 1,
  identity: {
    displayName: 'Infosoft',
    website: 'https://infosoft.se',
    colour: toConfirm('#a8431c', 'silent: the brand’s colour'),
    timeZone: toConfirm('Europe/Stockholm', 'silent: the time zone of the mails'),
    from: toConfirm([{ name: 'Infosoft', email: 'post@infosoft.no' }], 'silent: the sender of the mails'),
    replyTo: 'post@infosoft.no',
  },
  controller: {
    name: toConfirm('Infosoft AS', 'the notice names both Infosoft AS and Infosoft AB'),
    email: 'post@infosoft.no',
    address: 'P.O. Box 6184 Etterstad, Østensjøveien 36, N-0602 Oslo, Norge',
    country: 'NO',
    authority: toConfirm('Datatilsynet', 'silent: the notice speaks of the authority without naming it'),
    accountable: { name: 'Infosofts VD', email: 'post@infosoft.no' }, // I16
    security: {
      name: 'Infosofts datasäkerhetsansvariga',
      email: 'post@infosoft.no',
    }, // I16
  },
  notice: {
    version: '1.3',
    url: toConfirm('https://infosoft.se/cookies-och-integritet', 'silent: the address of the notice'),
    cites: ['Personuppgiftslagen', 'Privacy Shield'], // I15
  },

  subscribers: 'business', // I3: people who represent a company; the law protects them all the same
  markets: { se: { locale: 'sv', rulePack: 'SE' } },
  relationships: ['customer'],
  fields: {
    email: 'required',
    company: 'required', // I3
    name: 'optional',
    phone: 'optional',
  },
  mergeFields: toConfirm(['name', 'company'], 'silent: what a mail may print'),

  activity: {
    counts: ['open', 'click', 'reply', 'form', 'download', 'event', 'login', 'preference_update', 'purchase', 'site_visit'], // I6
    ignoreMachines: true, // I6: an open is a person's, not a mail program's
    whenNotTracked: 'ask', // I6: of whoever did not let us see opens, we cannot know
  },
  tracking: {
    open: 'consent', // I6
    click: 'consent',
    disclosed: false, // I6 says that opens count, but not that they are recorded per person
  },
  sharing: {
    partners: 'never', // I4
    partnerContentInOwnSends: true, // I4: partners' messages in our own mails, never our data to them
  },
  processors: [
    {
      id: 'hubspot', // I1
      name: 'HubSpot Inc.',
      country: 'US', // I15
      url: 'https://www.hubspot.com',
      fields: ['email', 'name', 'company', 'phone'],
      dpaSigned: toConfirm(true, 'I1: the notice does not mention the agreement'),
    },
  ],
  crm: { kind: 'hubspot', direction: 'both', deletePropagates: true }, // I1
  transfer: {
    mode: 'safeguards',
    allow: [
      {
        recipient: 'hubspot',
        mechanism: toConfirm('DPF', 'I15: the notice relies on Privacy Shield, which is void since 16 July 2020'),
        ref: toConfirm('EU-US Data Privacy Framework, to be verified', 'I15: no reference to a valid mechanism'),
      },
    ],
  },
  rights: {
    deadline: '1 month', // I11
    identity: 'mailbox', // I10: more only on recorded doubt
  },
  breach: {
    deadline: '72 hours', // I14
    clockStart: 'occurrence', // I14: earlier than the law's awareness
  },

  purposes: {
    'newsletter:news': {
      title: { sv: 'Nyhetsbrev' },
      description: {
        sv: 'Information om Infosofts och våra partners tjänster och produkter via e-post',
      }, // I4
      dataCategories: ['email', 'name', 'company'],
      basis: 'consent', // I12
      channels: ['web', 'email', 'paper', 'oral'], // I13
      doubleOptIn: { offline: 'confirm_by_email' }, // I13
      retention: [{ clock: 'last_activity', period: '2 years', action: 'deactivate' }], // I6
      onWithdrawal: 'deactivate', // I7: deleted only when the person asks
      onHardBounce: 'delete', // I5
    },
    'marketing:surveys': {
      title: { sv: 'Marknadsundersökningar' },
      description: {
        sv: 'Marknadsundersökningar och andra förfrågningar från Infosoft och våra partner via e-post',
      }, // I4
      dataCategories: ['email', 'name', 'company'],
      basis: 'consent', // I12
      channels: ['web', 'email', 'paper', 'oral'], // I13
      retention: [{ clock: 'last_activity', period: '2 years', action: 'deactivate' }], // I6
      onWithdrawal: 'deactivate', // I7
      onHardBounce: 'delete', // I5
    },
    'tracking:open': {
      title: { sv: 'Öppningar' },
      description: { sv: 'Vi registrerar när du öppnar våra e-brev' }, // I6
      dataCategories: ['email'],
      basis: toConfirm('consent', 'I17: using the site is no consent'),
    },
    'tracking:click': {
      title: { sv: 'Klick' },
      description: {
        sv: 'Vi registrerar vilka länkar du använder i våra e-brev',
      },
      dataCategories: ['email'],
      basis: toConfirm('consent', 'I17: using the site is no consent'),
    },
    profiling: {
      title: { sv: 'Anpassat innehåll' },
      description: {
        sv: 'Vi kopplar nedladdningar, visade sidor och ifyllda formulär till dig för att anpassa innehållet',
      }, // I2
      dataCategories: ['email', 'name', 'company'],
      basis: toConfirm('consent', 'I17: using the site is no consent'), // I2
    },
    'service:customer': {
      title: { sv: 'Kundförhållande' },
      description: { sv: 'Vi förvaltar kundförhållandet med ditt företag' },
      dataCategories: ['email', 'name', 'company', 'phone'],
      basis: toConfirm('contract', 'silent: the ground of the customer relationship'),
      retention: [
        {
          clock: 'relationship_end',
          period: toConfirm('1 year', 'silent: the period after the customer relationship'),
          action: toConfirm('delete', 'silent: what follows the period'),
        },
      ],
    },
  },

  forms: {
    'newsletter-se': {
      market: 'se',
      version: 1,
      consents: ['newsletter:news', 'marketing:surveys', 'tracking:open', 'tracking:click', 'profiling'], // I12: one empty box each
      fields: ['email', 'company', 'name'], // I3
      origins: ['https://infosoft.se'],
      wording: {
        sv: {
          1: {
            intro: 'Få e-post från Infosoft. Kryssa för det du vill ha. Allt är frivilligt, och varje val gäller för sig.',
            boxes: {
              'newsletter:news':
                'Skicka mig Infosofts nyhetsbrev via e-post, med information även från Infosofts partner. Partnerna får inte mina uppgifter.', // I4
              'marketing:surveys':
                'Skicka mig marknadsundersökningar och förfrågningar från Infosoft via e-post, även för Infosofts partner. Partnerna får inte mina uppgifter.', // I4
              'tracking:open': 'Infosoft får registrera när jag öppnar dessa e-brev.',
              'tracking:click': 'Infosoft får registrera vilka länkar jag använder i dessa e-brev.',
              profiling:
                'Infosoft får koppla mina nedladdningar, besökta sidor och ifyllda formulär till mig för att anpassa innehållet.', // I2
            },
            howToWithdraw:
              'Du kan när som helst återkalla ditt samtycke med länken längst ned i varje e-brev, och begära att vi raderar dina uppgifter.', // I7
          },
        },
      },
    },
    'oral-se': {
      market: 'se',
      version: 1,
      channel: 'oral', // I13: what is read aloud; the answer must be an express yes
      consents: ['newsletter:news', 'marketing:surveys'],
      fields: ['email', 'company', 'name', 'phone'], // I3
      wording: {
        sv: {
          1: {
            intro: 'Jag läser upp några val. De är frivilliga, och du kan svara ja eller nej på vart och ett.',
            boxes: {
              'newsletter:news':
                'Vill du att Infosoft skickar dig sitt nyhetsbrev via e-post, med information även från Infosofts partner?', // I4
              'marketing:surveys':
                'Vill du att Infosoft skickar dig marknadsundersökningar och förfrågningar via e-post, även för Infosofts partner?', // I4
            },
            howToWithdraw:
              'Du får ett e-brev där du bekräftar, och du kan när som helst återkalla ditt ja med länken i varje e-brev.',
          },
        },
      },
    },
  },
});
