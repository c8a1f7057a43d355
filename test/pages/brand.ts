import { definePolicy, type Locale, type Policy, type PurposeId } from '../../functions/domain/policy.ts';

const wording = (intro: string, howToWithdraw: string, boxes: { [P in PurposeId]?: string }) => ({
  1: { intro, howToWithdraw, boxes },
});

/** A brand that uses everything a page can show: five languages, a logo, a data protection officer, a partner. */
export const fjord: Policy = definePolicy({
  brand: 'fjord',
  version: 1,
  identity: {
    displayName: 'Fjord & Fell',
    website: 'https://www.fjord.example',
    timeZone: 'Europe/Oslo',
    colour: '#0b5d63',
    from: [{ name: 'Fjord & Fell', email: 'post@fjord.example' }],
    replyTo: 'kontakt@fjord.example',
  },
  controller: {
    name: 'Fjord & Fell AS',
    address: 'Bryggen 1, 5003 Bergen',
    country: 'NO',
    authority: 'Datatilsynet',
    dpo: { name: 'Kari Nordmann', email: 'dpo@fjord.example' },
  },
  notice: { version: '1', url: 'https://www.fjord.example/privacy' },
  markets: {
    no: { locale: 'nb', rulePack: 'NO' },
    se: { locale: 'sv', rulePack: 'SE' },
    dk: { locale: 'da', rulePack: 'DK' },
    fi: { locale: 'fi', rulePack: 'FI' },
    uk: { locale: 'en', rulePack: 'UK' },
  },
  fields: { email: 'required', name: 'optional', company: 'required', phone: 'optional' },
  sharing: {
    partners: 'opt_in',
    registry: [
      { id: 'nordvik', name: 'Nordvik Regnskap AS', country: 'NO', url: 'https://nordvik.example', fields: ['email', 'name'] },
      { id: 'south', name: 'South Ltd', country: 'GB', fields: ['email'] },
    ],
  },
  purposes: {
    'newsletter:news': {
      title: { nb: 'Nyhetsbrev', sv: 'Nyhetsbrev', da: 'Nyhedsbrev', fi: 'Uutiskirje', en: 'Newsletter' },
      description: { nb: 'Nyheter', sv: 'Nyheter', da: 'Nyheder', fi: 'Uutisia', en: 'News' },
      dataCategories: ['email', 'name'],
      basis: 'consent',
      retention: [{ clock: 'last_activity', period: '2 years', action: 'delete' }],
    },
    'tracking:open': {
      title: { nb: 'Åpninger', sv: 'Öppningar', da: 'Åbninger', fi: 'Avaamiset', en: 'Opens' },
      description: { nb: 'Åpninger', sv: 'Öppningar', da: 'Åbninger', fi: 'Avaamiset', en: 'Opens' },
      dataCategories: ['email'],
      basis: 'consent',
    },
    'partner:nordvik': {
      title: { nb: 'Deling', sv: 'Delning', da: 'Deling', fi: 'Jakaminen', en: 'Sharing' },
      description: { nb: 'Deling', sv: 'Delning', da: 'Deling', fi: 'Jakaminen', en: 'Sharing' },
      dataCategories: ['email', 'name'],
      basis: 'consent',
    },
    'partner:south': {
      title: { nb: 'Deling', sv: 'Delning', da: 'Deling', fi: 'Jakaminen', en: 'Sharing' },
      description: { nb: 'Deling', sv: 'Delning', da: 'Deling', fi: 'Jakaminen', en: 'Sharing' },
      dataCategories: ['email'],
      basis: 'consent',
      doubleOptIn: { tokenLife: '24 hours' },
    },
    'service:guide': {
      title: { nb: 'Turguide', sv: 'Turguide', da: 'Turguide', fi: 'Retkiopas', en: 'Hiking guide' },
      description: { nb: 'Turguide', sv: 'Turguide', da: 'Turguide', fi: 'Retkiopas', en: 'Hiking guide' },
      dataCategories: ['email'],
      basis: 'contract',
      retention: [{ clock: 'last_inbound_contact', period: '1 year', action: 'delete' }],
    },
  },
  forms: {
    news: {
      market: 'no',
      version: 1,
      consents: ['newsletter:news', 'tracking:open', 'partner:nordvik', 'partner:south'],
      fields: ['email', 'name', 'company', 'phone'],
      origins: ['https://www.fjord.example', 'https://blogg.fjord.example'],
      thankYou: { nb: 'https://takk.fjord.example/hei', en: 'https://www.fjord.example/thanks' },
      wording: {
        nb: wording(
          'Kryss av for det du ønsker. Alt er frivillig, og hvert valg gjelder for seg.',
          'Du kan når som helst trekke samtykket tilbake med lenken nederst i hver e-post.',
          {
            'newsletter:news': 'Send meg nyhetsbrevet fra Fjord & Fell på e-post, omtrent én gang i måneden.',
            'tracking:open': 'Fjord & Fell kan registrere når jeg åpner disse e-postene.',
            'partner:nordvik': 'Fjord & Fell kan dele navn og e-postadresse med Nordvik Regnskap AS, som kan kontakte meg.',
            'partner:south': 'Fjord & Fell kan dele e-postadressen min med South Ltd.',
          },
        ),
        sv: wording('Kryssa för det du vill ha.', 'Du kan när som helst återkalla ditt samtycke med länken i varje mejl.', {
          'newsletter:news': 'Skicka mig nyhetsbrevet från Fjord & Fell.',
        }),
        da: wording(
          'Sæt kryds ved det, du ønsker.',
          'Du kan når som helst trække dit samtykke tilbage med linket i hver e-mail.',
          {
            'newsletter:news': 'Send mig nyhedsbrevet fra Fjord & Fell.',
          },
        ),
        fi: wording('Valitse, mitä haluat.', 'Voit peruuttaa suostumuksesi milloin tahansa viestien linkistä.', {
          'newsletter:news': 'Lähettäkää minulle Fjord & Fellin uutiskirje.',
        }),
        en: wording('Tick what you would like.', 'You can withdraw your consent at any time with the link in every e-mail.', {
          'newsletter:news': 'Send me the newsletter from Fjord & Fell.',
        }),
      },
    },
    guide: {
      market: 'uk',
      version: 1,
      serves: 'service:guide',
      consents: ['newsletter:news'],
      wording: {
        en: wording(
          'Tell us where to send the guide. The newsletter is optional.',
          'You can withdraw your consent at any time.',
          {
            'newsletter:news': 'Send me the newsletter from Fjord & Fell as well.',
          },
        ),
      },
    },
  },
});

/** The same brand under another colour or logo. */
export const fjordWith = (identity: Partial<Policy['identity']>): Policy => ({
  ...fjord,
  identity: { ...fjord.identity, ...identity },
});

/** Every box of the form, ticked. */
export const agreed = (locale: Locale): { readonly purpose: PurposeId; readonly text: string }[] => {
  const boxes = fjord.forms.news?.wording[locale]?.[1]?.boxes ?? {};
  return (Object.keys(boxes) as PurposeId[]).map((purpose) => ({ purpose, text: boxes[purpose] ?? '' }));
};
