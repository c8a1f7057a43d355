/** A brand whose withdrawals keep the person and bar the address, which no shipped policy does; two forms. */
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

export const keeping = definePolicy(
  varied({
    brand: 'keeping',
    purposes: { 'newsletter:news': purpose, 'marketing:sales': purpose },
    forms: { newsletter: form('newsletter:news'), sales: form('marketing:sales') },
  }) as Parameters<typeof definePolicy>[0],
);
