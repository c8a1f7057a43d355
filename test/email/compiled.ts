/** Newsletters as the tests write them, compiled for a shipped policy or a varied one. */
import { expect } from 'vitest';
import type { Edition, Source } from '../../functions/domain/content.ts';
import { definePolicy, type Locale, type Policy } from '../../functions/domain/policy.ts';
import { compile } from '../../functions/email/compile.ts';
import { newsletter, type Recipient } from '../../functions/email/newsletter.ts';
import { varied } from '../domain/example-policy.ts';

/** A brand whose mails may print a name and a company. */
export const brand: Policy = definePolicy(varied({ identity: { colour: '#00566b' }, mergeFields: ['name', 'company'] }));

const purpose = 'newsletter:news';

/** What compiling a source says. */
export const compileOne = (source: Partial<Source>, policy: Policy = brand, locale: Locale = 'nb') =>
  compile(policy, purpose, new Map([[locale, { subject: 'Nyheter', ...source }]]));

/** The errors of a source, each as `<part>: <detail>`. */
export async function errorsOf(source: Partial<Source>, policy?: Policy): Promise<string[]> {
  const result = await compileOne(source, policy);
  if (result.outcome === 'compiled') return [];
  return result.errors.map(({ pointer, detail }) => `${pointer.replace('/content/nb/', '')}: ${detail}`);
}

/** What a source becomes for somebody who is not tracked; undefined if it is refused. */
export async function mailUnlessRefused(source: Partial<Source>): Promise<string | undefined> {
  const result = await compileOne(source);
  const [content] = result.outcome === 'compiled' ? result.contents.contents : [];
  return content && result.outcome === 'compiled'
    ? newsletter(brand, { purpose, content, links: result.contents.links })(kari).html
    : undefined;
}

/** A source as it would be sent. Fails the test if it cannot be. */
export async function editionOf(source: Partial<Source>, policy: Policy = brand, locale: Locale = 'nb'): Promise<Edition> {
  const result = await compileOne(source, policy, locale);
  if (result.outcome === 'refused') expect.fail(JSON.stringify(result.errors));
  const [content] = result.contents.contents;
  return { purpose, content: content ?? expect.fail('no content'), links: result.contents.links };
}

/** Somebody who is not tracked. */
export const kari: Recipient = {
  merge: { name: 'Kari', company: 'Fjord AS' },
  unsubscribeUrl: 'https://mail.example/u/token',
  preferencesUrl: 'https://mail.example/p/token',
};

/** The mail that a source becomes for somebody. */
export const mailOf = async (source: Partial<Source>, recipient: Partial<Recipient> = {}, policy: Policy = brand) =>
  newsletter(policy, await editionOf(source, policy))({ ...kari, ...recipient });
