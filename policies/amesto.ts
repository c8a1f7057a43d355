/** Amesto: privacy notice of 9 May 2018. The ids (A1 to A12) name the clauses it is read from. */
import { definePolicy, toConfirm } from '../functions/domain/policy.ts';

export default definePolicy({
  brand: 'amesto',
  version: 1,
  identity: {
    displayName: 'Amesto',
    website: toConfirm('https://www.amesto.dk', 'silent: the Danish site'),
    colour: toConfirm('#7a1f5c', 'silent: the brand’s colour'),
    timeZone: toConfirm('Europe/Copenhagen', 'silent: the time zone of the mails'),
    from: toConfirm([{ name: 'Amesto', email: 'nyhedsbrev@amesto.dk' }], 'silent: the sender of the mails'),
    replyTo: 'privacy@amesto.no',
  },
  controller: {
    name: 'Amesto Group', // A11
    email: 'privacy@amesto.no',
    address: 'Postboks 6395, N-0604 Etterstad, Norge', // A11: the language is Danish, the controller is not
    country: 'NO', // A11
    authority: toConfirm('Datatilsynet (Norge)', 'A11: “Datatilsynet” in a Danish text with a Norwegian address'),
    dpo: {
      name: 'Databeskyttelsesrådgiveren', // A11
      email: 'privacy@amesto.no',
      address: 'Amesto Group, att.: databeskyttelsesrådgiveren, Postboks 6395, N-0604 Etterstad, Norge',
    },
  },
  notice: {
    version: '9 May 2018',
    url: toConfirm('https://www.amesto.dk/fortrolighedserklaering', 'silent: the address of the notice'),
    cites: ['persondataloven', 'bogføringsloven'],
  },
  securityMeasures: {
    // A12
    da: [
      'Vi arbejder struktureret og systematisk med informationssikkerhed.',
      'Tekniske og organisatoriske foranstaltninger beskytter oplysningerne mod uautoriseret adgang og brug.',
      'Vi stiller tilsvarende krav til dem, vi deler oplysninger med.',
    ],
  },

  markets: { dk: { locale: 'da', rulePack: 'DK' } },
  relationships: ['customer'],
  fields: {
    email: 'required',
    name: 'optional',
    company: 'optional',
    phone: 'optional',
    postalAddress: 'optional', // A1: of customers
    birthDate: 'forbidden', // A1: of customers, by other ways than a form
    gender: 'forbidden', // A1
  },

  tracking: {
    open: toConfirm('off', 'A8: “automatisk” on the site is no consent, and the notice does not mention mails'),
    click: toConfirm('off', 'A8: “automatisk” on the site is no consent, and the notice does not mention mails'),
  },
  sharing: {
    partners: 'never', // A6, and A5 reads otherwise: the stricter side, so the parent too receives nobody who did not agree
    group: [
      {
        id: 'spabo', // A5
        name: 'Spabo Gruppen AS',
        country: 'NO',
        fields: ['name', 'email', 'company', 'phone'],
        contract: toConfirm('agreement within the group', 'A6: a written agreement is promised, not identified'),
      },
    ],
  },
  processors: toConfirm([], 'A6: suppliers receive data under written agreements, yet none is named'),
  transfer: { mode: 'safeguards' }, // A9: a recipient outside the EEA must be listed with its mechanism

  purposes: {
    'newsletter:updates': {
      title: { da: 'Nyhedsbrev' },
      description: { da: 'Nyhedsbreve og opdateringer fra Amesto på e-mail' }, // A2
      dataCategories: ['email', 'name', 'company'],
      basis: 'consent', // A2
      retention: [
        {
          clock: 'last_activity',
          period: toConfirm(
            '1 year',
            'A3: “så længe det er nødvendigt” is not a period; in Denmark unused consent lapses after about a year',
          ),
          action: toConfirm('delete', 'silent: what follows the period'),
        },
      ],
      onWithdrawal: toConfirm('delete', 'silent: what follows a withdrawal'),
      withdrawalScope: 'purpose', // A2: each of the three is given and withdrawn on its own
    },
    'marketing:surveys': {
      title: { da: 'Undersøgelser og konkurrencer' },
      description: {
        da: 'Invitationer til spørgeundersøgelser og konkurrencer på e-mail',
      }, // A2
      dataCategories: ['email', 'name', 'company'],
      basis: 'consent', // A2
      retention: [
        {
          clock: 'last_activity',
          period: toConfirm('1 year', 'A3: “så længe det er nødvendigt” is not a period'),
          action: toConfirm('delete', 'silent: what follows the period'),
        },
      ],
      withdrawalScope: 'purpose', // A2
    },
    'marketing:activities': {
      title: { da: 'Lignende aktiviteter' },
      description: {
        da: 'Invitationer til arrangementer og lignende aktiviteter på e-mail',
      }, // A2
      dataCategories: ['email', 'name', 'company'],
      basis: 'consent', // A2
      retention: [
        {
          clock: 'last_activity',
          period: toConfirm('1 year', 'A3: “så længe det er nødvendigt” is not a period'),
          action: toConfirm('delete', 'silent: what follows the period'),
        },
      ],
      withdrawalScope: 'purpose', // A2
    },
    profiling: {
      title: { da: 'Interesseprofil' },
      description: {
        da: 'Vi laver en profil af dine interesser, så indholdet passer bedre til dig',
      }, // A7
      dataCategories: ['email', 'name', 'company'],
      basis: 'consent', // A7: the notice asks nobody, the law does
    },
    'partner:spabo': {
      title: { da: 'Deling med Spabo Gruppen AS' },
      description: {
        da: 'Vores moderselskab Spabo Gruppen AS får dine oplysninger og bruger dem til de samme formål',
      }, // A5
      dataCategories: ['name', 'email', 'company', 'phone'],
      basis: 'consent', // A5: Danish consumers must agree expressly before another company markets to them
    },
    'service:customer': {
      title: { da: 'Kundeforhold' },
      description: {
        da: 'Vi administrerer dit kundeforhold og leverer vores ydelser',
      },
      dataCategories: ['name', 'birthDate', 'gender', 'postalAddress', 'phone', 'email'], // A1
      basis: 'contract',
      retention: [
        {
          clock: 'relationship_end',
          period: toConfirm('1 year', 'A4: “et vist tidsrum herefter” is no number'),
          action: 'delete',
        },
      ],
    },
    'service:support': {
      title: { da: 'Kundeservice' },
      description: { da: 'Vi svarer på e-mails og andre henvendelser' },
      dataCategories: ['name', 'email', 'phone'],
      basis: toConfirm('contract', 'silent: the ground of customer service'),
      retention: [
        {
          clock: 'last_inbound_contact',
          period: toConfirm('6 months', 'A4: “i kortere tid” is no number'),
          action: 'delete',
        },
      ],
    },
  },

  forms: {
    'newsletter-dk': {
      market: 'dk',
      version: 1,
      consents: ['newsletter:updates', 'marketing:surveys', 'marketing:activities', 'profiling', 'partner:spabo'], // A2, A5, A7
      fields: ['email', 'name', 'company', 'phone'], // A1: neither birth date nor gender
      origins: toConfirm(['https://www.amesto.dk'], 'silent: the Danish site'),
      wording: {
        da: {
          1: {
            intro: 'Få e-mails fra Amesto. Sæt kryds ved det, du ønsker. Alt er frivilligt, og hvert valg gælder for sig.',
            boxes: {
              'newsletter:updates': 'Send mig Amestos nyhedsbreve og opdateringer på e-mail.',
              'marketing:surveys': 'Inviter mig på e-mail til Amestos spørgeundersøgelser og konkurrencer.',
              'marketing:activities': 'Inviter mig på e-mail til Amestos arrangementer og lignende aktiviteter.',
              profiling:
                'Amesto må lave en profil af mine interesser ud fra det, jeg har svaret og tilmeldt mig, så indholdet passer bedre til mig.',
              'partner:spabo':
                'Amesto må dele navn, virksomhed, e-mailadresse og telefonnummer med sit moderselskab Spabo Gruppen AS, som må bruge dem til de formål, jeg har valgt her.',
            },
            howToWithdraw:
              'Du kan når som helst trække hvert samtykke tilbage med linket nederst i hver e-mail eller ved at skrive til privacy@amesto.no.',
          },
        },
      },
    },
  },
});
