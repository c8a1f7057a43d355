/** Merge fields in what a marketer writes: checked against the policy, and set aside while the text around them is turned into a mail. */
import { Tokenizer, type TopLevelToken } from 'liquidjs';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { allowedFilters, allowedTags, type Engine } from './liquid.ts';

/** The mail's own links, which a newsletter may place where it likes: `<a href="{{ links.unsubscribe }}">`. */
export const ownLinks = ['unsubscribe', 'preferences', 'privacy'] as const;

/** One `{{ … }}` or `{% … %}`. */
export interface Piece {
  readonly source: string;
  readonly kind: 'field' | 'own link' | 'opens' | 'continues' | 'closes' | 'target';
}

/**
 * Pieces of Liquid while they are set aside. A mark is a word of letters and digits, which HTML, Markdown and MJML carry along as it is; conditions
 * are marked by comments, which may stand where text may not, as between the rows of a table.
 */
export interface Aside {
  /** Takes the Liquid out of a text and leaves marks. */
  readonly take: (text: string) => string;
  /** A mark for a link to target `n`. */
  readonly target: (n: number) => string;
  /** The piece whose mark this text is, and nothing besides. */
  readonly only: (text: string) => Piece | undefined;
  /** Marks of conditions that share their line with something, as words: in Markdown a comment at its beginning would make HTML of the whole line. */
  readonly asWords: (text: string) => string;
  /** Marks of conditions that are words, as comments again. */
  readonly asComments: (markup: string) => string;
  /** Every piece marked in a text. */
  readonly within: (text: string) => Piece[];
  /** Puts the Liquid back, and makes every other brace that would begin some a brace. */
  readonly putBack: (text: string) => string;
}

/** An empty aside, whose marks occur in none of the texts. */
export function asideFor(texts: readonly string[]): Aside {
  let nonce = 0;
  while (texts.some((text) => text.toLowerCase().includes(`lq${nonce}n`))) nonce += 1;
  const pieces: Piece[] = [];
  const mark = (piece: Piece) => {
    const word = `lq${nonce}n${pieces.push(piece) - 1}q`;
    return isCondition(piece) ? `<!--${word}-->` : word;
  };
  const marks = new RegExp(`(?:<!--)?lq${nonce}n(\\d+)q(?:-->)?`, 'g');
  const within = (text: string) => [...text.matchAll(marks)].map(([, index]) => pieces[Number(index)] as Piece);
  return {
    take: (text) =>
      tokensOf(text)
        .map((token) => (isLiquid(token) ? mark({ source: token.getText(), kind: kindOf(token.getText()) }) : token.getText()))
        .join(''),
    target: (n) => mark({ source: `{{ to[${n}] }}`, kind: 'target' }),
    only: (text) => (text.replace(marks, '') === '' ? within(text)[0] : undefined),
    asWords: (text) =>
      text.replace(/^.*$/gm, (line) =>
        line.replace(marks, '').trim() === '' ? line : line.replace(marks, (mark) => mark.replace(/^<!--|-->$/g, '')),
      ),
    asComments: (markup) =>
      markup.replace(marks, (mark, index) => {
        const piece = pieces[Number(index)] as Piece;
        return isCondition(piece) && !mark.startsWith('<!--') ? `<!--${mark}-->` : mark;
      }),
    within,
    putBack: (text) => bracesAsText(text).replace(marks, (_, index) => (pieces[Number(index)] as Piece).source),
  };
}

/** Whether it prints nothing itself, but says whether others are printed. */
export const isCondition = ({ kind }: Piece): boolean => kind === 'opens' || kind === 'continues' || kind === 'closes';

/** Braces that would begin Liquid, as Liquid that prints them. */
export const bracesAsText = (text: string): string => text.replace(/\{(?=[{%])/g, '{{ "{" }}');

/** What is wrong with the Liquid of a text; nothing if it may be mailed. Merge fields are those of the policy (E11, K3). */
export function mergeErrors(text: string, policy: Pick<Policy, 'mergeFields'>, engine: Engine): string[] {
  let variables: unknown[][];
  try {
    const pieces = tokensOf(text).filter(isLiquid);
    if (pieces.length > limits.mergeTags) return [`more than ${limits.mergeTags} merge fields and conditions`];
    const templates = engine.parse(text);
    variables = engine.globalVariableSegmentsSync(templates);
    const wrong = pieces.map((piece) => pieceError(piece.getText())).filter((error) => error !== undefined);
    if (wrong.length > 0) return wrong;
  } catch (error) {
    return [liquidError(error)];
  }
  const printable = policy.mergeFields.map((field) => `contact.${field}`);
  const known = new Set([...printable, ...ownLinks.map((name) => `links.${name}`)]);
  return variables
    .map((path) => path.map(String).join('.'))
    .filter((path) => !known.has(path))
    .map(
      (path) =>
        `${path.slice(0, 60)} is not a merge field of this brand: ${printable.length > 0 ? `its policy allows ${printable.join(', ')}` : 'its policy allows none'}`,
    );
}

const isLiquid = (token: TopLevelToken): boolean => /^\{[{%]/.test(token.getText());
const tokensOf = (text: string): TopLevelToken[] => new Tokenizer(text).readTopLevelTokens();

const ownLink = new RegExp(`^\\{\\{-?\\s*links\\.(?:${ownLinks.join('|')})\\s*-?\\}\\}$`);
const tagName = (source: string): string | undefined => /^\{%-?\s*(\w+)/.exec(source)?.[1];

function kindOf(source: string): Piece['kind'] {
  const name = tagName(source);
  if (name === undefined) return ownLink.test(source) ? 'own link' : 'field';
  return name.startsWith('end') ? 'closes' : (allowedTags as readonly string[]).includes(name) ? 'opens' : 'continues';
}

/** What Liquid itself would take, and a mail has no use for. */
function pieceError(source: string): string | undefined {
  const bare = source.replace(/"[^"]*"|'[^']*'/g, '');
  // (1..1000000000) is a list of that length
  if (bare.includes('(')) return `${source.slice(0, 60)}: parentheses are not allowed`;
  if (/\blinks\b/.test(bare) && !ownLink.test(source)) return `${source.slice(0, 60)}: a link of the mail stands alone`;
  return undefined;
}

/** Liquid's own words, without the excerpt that it adds; and what there is instead of what is not allowed. */
export function liquidError(error: unknown): string {
  const [message = ''] = String((error as Error).message).split('\n');
  const instead = /^tag ".*" not found/.test(message)
    ? `; there are ${allowedTags.join(', ')}`
    : /^undefined filter/.test(message)
      ? `; there are ${allowedFilters.join(', ')}`
      : '';
  return `${message.slice(0, 160)}${instead}`;
}
