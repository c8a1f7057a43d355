/** HTML as a value: the one way in which our pages and mails are put together. */

const text = Symbol('html');

/** Markup that is safe to print. Only this file makes it, and no JSON or form body can pass for it. */
export interface Html {
  readonly [text]: string;
}

/** What a template takes: markup as it is, text and numbers escaped, lists joined, nothing for nothing. */
export type Content = Html | string | number | false | null | undefined | readonly Content[];

/**
 * Escapes everything that is interpolated, unless it is Html itself. Values may stand between tags and inside quoted attributes; an
 * unquoted attribute throws, since no escaping would hold there. Never interpolate into `<style>` or `<script>`.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const parts = strings.map((string, index) => {
    if (index === values.length) return string;
    if (unquoted.test(string)) throw new Error(`unquoted attribute: ${string.slice(-40)}`);
    return string + print(values[index]);
  });
  return { [text]: parts.join('') };
}

const unquoted = /\s[\w:-]+=$/;

/** The markup as text. */
export const render = (markup: Html): string => markup[text];

/** Takes text as markup, unescaped. For our own constants and for what `render` returned; never for what anyone typed. */
export const trusted = (markup: string): Html => ({ [text]: markup });

const print = (content: Content): string => {
  if (content === null || content === undefined || content === false) return '';
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  return isList(content) ? content.map(print).join('') : content[text];
};

const isList = (content: Html | readonly Content[]): content is readonly Content[] => Array.isArray(content);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  // a parser would turn these two into a line feed and into nothing
  '\r': '&#13;',
  '\0': '\uFFFD',
};

const escaped = (typed: string): string =>
  typed.toWellFormed().replace(/[&<>"'`\r\0]/g, (character) => entities[character] as string);

/** An address that a link may lead to: http(s) as it is, anything else undefined. `javascript:` and `data:` never become a link. */
export function webAddress(address: string | undefined): string | undefined {
  const protocol = address && URL.parse(address)?.protocol;
  return protocol === 'https:' || protocol === 'http:' ? address : undefined;
}
