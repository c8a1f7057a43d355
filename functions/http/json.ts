/** JSON from strangers. */

const deepest = 16;
const mostMembers = 1000;

/**
 * Parses JSON that a form or a client would send: no member twice (parsers differ in which one they believe, RFC 8259 §4), not deeper than
 * any request of ours, not with thousands of members. Throws a SyntaxError.
 */
export function parseJson(text: string): unknown {
  checkStructure(text);
  return JSON.parse(text) as unknown;
}

/** One pass over strings and brackets, before anything is built of them; whatever else is malformed is left for JSON.parse. */
function checkStructure(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{' || character === '[') open.push(character === '{' ? new Set() : undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const start = at;
      at = endOfString(text, start);
      if (!isName(text, at + 1)) continue;
      const names = open.at(-1);
      const name = String(JSON.parse(text.slice(start, at + 1)));
      if (!names || names.has(name)) throw new SyntaxError('a member stands twice, or where none can');
      names.add(name);
      members += 1;
    }
    if (open.length > deepest) throw new SyntaxError('too deep');
    if (members > mostMembers) throw new SyntaxError('too many members');
  }
}

/** The position of the quote that ends the string begun at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  throw new SyntaxError('a string does not end');
}

/** Whether the string before `at` is a member's name: a colon follows. */
function isName(text: string, at: number): boolean {
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return text[at] === ':';
}
