/** Brands that show what the shipped policies do not. */
import { definePolicy, type Policy } from '../../functions/domain/policy.ts';
import { varied } from '../domain/example-policy.ts';

const wording = (version: number) => ({
  intro: `Få nyheter fra Example (${version}).`,
  boxes: {
    'newsletter:news': `Send meg nyhetsbrevet (${version}).`,
    'tracking:open': `Registrer når jeg åpner det (${version}).`,
  },
  howToWithdraw: 'Bruk lenken i hver e-post.',
});

/** A form at version 3, whose first version has been withdrawn, in two languages; a contact form; and a consent that lapses after 30 days. */
export const versions: Policy = definePolicy(
  varied({
    brand: 'versions',
    fields: { message: 'optional' },
    purposes: { 'newsletter:news': { validity: '30 days' } },
    forms: {
      newsletter: {
        version: 3,
        withdrawn: [1],
        origins: ['https://www.versions.example'],
        wording: { nb: { 1: wording(1), 2: wording(2), 3: wording(3) }, en: { 3: { ...wording(3), intro: 'Get news.' } } },
      },
      contact: {
        market: 'no',
        version: 1,
        consents: [],
        store: false,
        fields: ['email', 'message'],
        wording: { nb: { 1: { intro: 'Skriv til oss.', boxes: {}, howToWithdraw: 'Vi lagrer ingenting.' } } },
      },
    },
  }),
);
