/**
 * The merge language of newsletters: Liquid, cut down to what prints a field and asks whether there is one. What is left has no loop, keeps no
 * variable and reads no file, so a template costs what its length costs, whatever it says (S19).
 */
import { Liquid, type Template } from 'liquidjs';
import { limits } from '../domain/limits.ts';

/** The filters that a template may use. `raw`, which would switch escaping off, is not among them. */
export const allowedFilters = ['default', 'capitalize', 'downcase', 'upcase', 'strip', 'truncate'] as const;
/** The tags that a template may use; `else`, `elsif` and their ends belong to them. */
export const allowedTags = ['if', 'unless'] as const;

/** `html` escapes what it prints; `plain` prints it as it is, for subjects and plain text. */
export type Engine = Liquid;

/** An engine that parses strictly: whatever is not allowed is an error when a template is saved, not when it is sent. */
export function engineFor(part: 'html' | 'plain'): Engine {
  const engine = new Liquid({
    ...(part === 'html' && { outputEscape: 'escape' as const }),
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    dynamicPartials: false,
    relativeReference: false,
    templates: {},
    cache: false,
    // what is kept, and the frame and footer around it
    parseLimit: limits.compiledBytes + 50_000,
    // by the machine's clock: far above what any template needs, so that a busy machine refuses none
    renderLimit: 2000,
    memoryLimit: 10_000_000,
  });
  for (const name of Object.keys(engine.tags)) if (!(allowedTags as readonly string[]).includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) {
    if (!(allowedFilters as readonly string[]).includes(name)) engine.unregisterFilter(name);
  }
  return engine;
}

/** A template that was parsed, to be rendered many times. */
export type Parsed = Template[];
