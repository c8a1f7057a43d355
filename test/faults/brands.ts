/** Brands that no shipped policy is like. */
import { definePolicy } from '../../functions/domain/policy.ts';
import { varied } from '../domain/example-policy.ts';

const form = (purpose: string) => ({
  market: 'no',
  version: 1,
  consents: [purpose, 'tracking:open'],
  fields: ['email', 'name'],
  wording: {
    nb: {
      1: {
        intro: 'Få e-post.',
        boxes: { [purpose]: 'Send meg det.', 'tracking:open': 'Registrer når jeg åpner det.' },
        howToWithdraw: 'Bruk lenken.',
      },
    },
  },
});

const purpose = {
  title: { nb: 'E-post' },
  description: { nb: 'E-post fra Keeping' },
  dataCategories: ['email'],
  basis: 'consent',
  onWithdrawal: 'suppress',
};

/** Its withdrawals keep the person and bar the address; it has two forms. */
export const keeping = definePolicy(
  varied({
    brand: 'keeping',
    purposes: { 'newsletter:news': purpose, 'marketing:sales': purpose },
    forms: { newsletter: form('newsletter:news'), sales: form('marketing:sales') },
  }) as Parameters<typeof definePolicy>[0],
);

/** Its contracts may agree how long somebody is kept. */
export const agreeing = definePolicy(
  varied({
    brand: 'agreeing',
    purposes: {
      'newsletter:news': {
        retention: [
          {
            clock: 'last_activity',
            period: '2 years',
            action: 'delete',
            byContract: { clock: 'relationship_end', shortest: '3 months', longest: '3 years', action: 'delete' },
          },
        ],
      },
    },
  }) as Parameters<typeof definePolicy>[0],
);
