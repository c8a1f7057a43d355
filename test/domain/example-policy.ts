import type { Locale, PolicyInput, PurposeId } from '../../functions/domain/policy.ts';

// keeps the literal types that definePolicy would see in a policy's own file
const written = <M extends string, L extends Locale, P extends PurposeId, F extends string, R extends string>(
  policy: PolicyInput<M, L, P, F, R>,
) => policy;

/** The smallest policy against which no lint has anything to say. Tests vary it. */
export const example = written({
  brand: 'example',
  version: 1,
  identity: {
    displayName: 'Example',
    website: 'https://example.com',
    timeZone: 'Europe/Oslo',
    from: [{ name: 'Example', email: 'news@example.com' }],
    replyTo: 'post@example.com',
  },
  controller: { name: 'Example AS', address: 'Storgata 1, 0155 Oslo', country: 'NO', authority: 'Datatilsynet' },
  notice: { version: '1', url: 'https://example.com/privacy' },
  markets: { no: { locale: 'nb', rulePack: 'NO' } },
  relationships: ['customer'],
  fields: { email: 'required', name: 'optional', company: 'optional', caseNumber: 'forbidden' },
  purposes: {
    'newsletter:news': {
      title: { nb: 'Nyhetsbrev' },
      description: { nb: 'Nyheter på e-post' },
      dataCategories: ['email'],
      basis: 'consent',
      retention: [{ clock: 'last_activity', period: '2 years', action: 'delete' }],
    },
    'tracking:open': {
      title: { nb: 'Åpninger' },
      description: { nb: 'Vi registrerer åpninger' },
      dataCategories: ['email'],
      basis: 'consent',
    },
    'service:download': {
      title: { nb: 'Nedlasting' },
      description: { nb: 'Vi sender materialet' },
      dataCategories: ['email'],
      basis: 'contract',
      retention: [{ clock: 'last_inbound_contact', period: '1 year', action: 'delete' }],
    },
  },
  forms: {
    newsletter: {
      market: 'no',
      version: 1,
      consents: ['newsletter:news', 'tracking:open'],
      fields: ['email', 'name'],
      wording: {
        nb: {
          1: {
            intro: 'Få nyheter fra Example.',
            boxes: { 'newsletter:news': 'Send meg nyhetsbrevet.', 'tracking:open': 'Registrer når jeg åpner det.' },
            howToWithdraw: 'Bruk lenken i hver e-post.',
          },
        },
      },
    },
  },
});

/** The same policy with some settings changed: objects are merged, all else is replaced, and `undefined` takes a setting away. */
export const varied = (change: object, policy: object = example): PolicyInput => merged(policy, change) as unknown as PolicyInput;

function merged(into: unknown, change: unknown): unknown {
  if (!isPlain(into) || !isPlain(change)) return change;
  const names = [...new Set([...Object.keys(into), ...Object.keys(change)])];
  return Object.fromEntries(
    names
      .map((name) => [name, Object.hasOwn(change, name) ? merged(into[name], change[name]) : into[name]])
      .filter(([, value]) => value !== undefined),
  );
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  // a value marked by toConfirm bears a symbol, and is replaced as a whole
  value !== null && typeof value === 'object' && !Array.isArray(value) && Object.getOwnPropertySymbols(value).length === 0;
