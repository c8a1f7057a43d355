/** Our functions, found by file name as routes and triggers name them, and called as Lambda calls them. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Deps } from '../functions/deps.ts';
import { type OnLine, withLog } from './log-lines.ts';

/** A Lambda handler. */
export type Handler = (event: never, context: never) => unknown;
/** What a function's file exports under its own name: takes what it needs, gives the handler. */
export type Factory = (deps: Deps) => Handler;
/** Finds the factory of a function by file name, such as `public/sign-up`. */
export type Load = (file: string) => Promise<Factory>;
/** Calls a function with an event, and returns its answer as it comes out of Lambda: as JSON. Throws what the function threw. */
export type Invoke = (file: string, event: object) => Promise<unknown>;

const folder = resolve(import.meta.dirname, '../functions');

/** Whether there is a function with this file name. */
export const functionExists = (file: string): boolean =>
  /^[a-z]+\/[a-z][a-z0-9-]*$/.test(file) && existsSync(join(folder, `${file}.ts`));

/** `public/sign-up` → `signUp` of `functions/public/sign-up.ts`. Throws if there is no such file or export. */
export async function loadFunction(file: string): Promise<Factory> {
  if (!functionExists(file)) throw new Error(`functions/${file}.ts does not exist`);
  const exported: Record<string, unknown> = await import(/* @vite-ignore */ pathToFileURL(join(folder, `${file}.ts`)).href);
  const name = basename(file).replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  const factory = exported[name];
  if (typeof factory !== 'function') throw new Error(`functions/${file}.ts exports no function ${name}`);
  return factory as Factory;
}

/** Calls functions with `deps`, each made once. `onLine` receives their log, errors that they throw among it. */
export function invoker(load: Load, deps: Deps, onLine: OnLine): Invoke {
  const handlers = new Map<string, Promise<Handler>>();
  const handlerOf = (file: string): Promise<Handler> => {
    const known = handlers.get(file);
    if (known) return known;
    const made = load(file).then((factory) => factory(deps));
    handlers.set(file, made);
    made.catch(() => handlers.delete(file));
    return made;
  };
  return (file, event) =>
    withLog(onLine, async () => {
      try {
        const handler = await handlerOf(file);
        const answer = await handler(throughJson(event) as never, context(file) as never);
        return throughJson(answer);
      } catch (error) {
        process.stderr.write(`${JSON.stringify(lambdaError(file, error))}\n`);
        throw error;
      }
    });
}

const throughJson = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const timeOutMs = 30_000;

function context(file: string) {
  const name = basename(file);
  const deadline = performance.now() + timeOutMs;
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    memoryLimitInMB: '256',
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}

function lambdaError(file: string, error: unknown) {
  const known = error instanceof Error ? error : new Error(String(error));
  return { function: file, errorType: known.name, errorMessage: known.message, stack: known.stack?.split('\n').slice(1, 9) };
}
