/** What the words of a notice are: one set per language, none with a hole. */
import type { Label, RecipientRole, Said, SectionId } from '../../../domain/notice.ts';
import type { Duration, Locale } from '../../../domain/policy.ts';
import { countryIn, lengthIn } from '../../locale.ts';

/** How each kind of statement is said. A line feed is a new line; the words between `[` and `]` are the link of a statement that has one. */
export type Sentences = { readonly [K in keyof Said]: (values: Said[K]) => string };

/** Words for names that a policy makes up itself: fields, relationships, evidence, sources. */
export type Vocabulary = Readonly<Record<string, string>>;

/** The words of a privacy notice in one language. */
export interface NoticeTexts {
  readonly title: string;
  readonly lead: (brand: string) => string;
  /** Stands under the title. */
  readonly inForce: (version: string) => string;
  readonly contents: string;
  readonly sections: Readonly<Record<SectionId, string>>;
  readonly labels: Readonly<Record<Label, string>>;
  readonly roles: Readonly<Record<RecipientRole, string>>;
  readonly fields: Vocabulary;
  readonly relationships: Vocabulary;
  readonly sources: Vocabulary;
  readonly says: Sentences;
  /** Of the notice in force: since when it reads as it does, and what it said before. */
  readonly changed: {
    readonly since: (day: string) => string;
    readonly before: (version: string) => string;
    readonly what: string;
    readonly added: string;
    readonly removed: string;
  };
  /** Over a notice that no longer holds. */
  readonly past: {
    readonly held: (version: string, from: string, until: string) => string;
    readonly inForce: (version: string) => string;
  };
  readonly unknownVersion: {
    readonly title: string;
    readonly lead: (asked: string) => string;
    readonly inForce: (version: string) => string;
  };
}

/** Lists, lengths and places in one language. */
export function wordsIn(locale: Locale) {
  const joined = (type: 'conjunction' | 'disjunction') => {
    const format = new Intl.ListFormat(locale === 'en' ? 'en-GB' : locale, { type });
    return (items: readonly string[]): string => format.format(items);
  };
  return {
    and: joined('conjunction'),
    or: joined('disjunction'),
    length: (duration: Duration): string => lengthIn(locale, duration),
    country: (code: string): string => countryIn(locale, code),
  };
}

/** The word for a name; a name that nobody foresaw is taken apart: `vatNumber` is “vat number”. */
export const wordFor =
  (vocabulary: Vocabulary) =>
  (name: string): string =>
    Object.hasOwn(vocabulary, name)
      ? (vocabulary[name] as string)
      : name
          .replace(/([a-z])([A-Z])/g, '$1 $2')
          .replaceAll(/[_-]/g, ' ')
          .toLowerCase();

/** Policy texts are written with and without a full stop; in running text they have one. */
export const stopped = (text: string): string => (/[.!?…]["”»)]?$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** The first letter as a capital. */
export const capital = (sentence: string): string => sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
