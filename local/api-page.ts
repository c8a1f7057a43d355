/** The description of the API as a page to read: chapters, routes, what each takes and answers, and a command to try. No script. */
import { type Content, type Html, html } from '../functions/pages/html.ts';
import { layout, type Page } from '../functions/pages/layout.ts';

/** What the page reads of an OpenAPI document. */
export interface ApiDocument {
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface ApiOperation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly object[];
  readonly parameters: readonly (Named & { readonly example?: unknown })[];
  readonly requestBody?: { readonly content: Bodies };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Bodies }>>;
}
type Bodies = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
interface Named {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
}

const style = `
.wide .column{max-width:64rem}
.toc{columns:16rem;list-style:none;font-size:.9375rem}
.toc li{break-inside:avoid}
.toc a{display:block;padding-block:.25rem}
.route{border:1px solid var(--line);border-radius:.75rem}
.sheet>.route{margin-top:.75rem}
.route[open]{box-shadow:var(--shadow)}
.route summary{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .75rem;padding:.75rem 1rem;cursor:pointer}
.route summary::marker{content:""}
.route summary code{font-weight:650;overflow-wrap:anywhere}
.method{flex:none;min-width:4.5rem;padding:.125rem .5rem;border-radius:.375rem;background:var(--wash);color:var(--accent);font:700 .75rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;text-align:center}
.route summary .what{flex:1 1 16rem;color:var(--muted);font-size:.9375rem}
.inside{padding:0 1rem 1.25rem}
.inside>*+*{margin-top:1rem}
.inside h3{margin:1.25rem 0 0;font-size:.875rem}
.inside h3+*{margin-top:.375rem}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.875rem}
th,td{padding:.375rem .75rem .375rem 0;border-top:1px solid var(--line);text-align:left;vertical-align:top}
td{overflow-wrap:anywhere}
th{font-weight:600;white-space:nowrap}
.inside h3 .quiet{font-size:inherit;font-weight:400}
td:last-child{padding-right:0}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.875em}
.inside .snippet{white-space:pre-wrap;overflow-wrap:anywhere}
`;

/** The page. */
export function apiPage(document: ApiDocument): Page {
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const chapters = document.tags
    .map((tag) => ({ ...tag, routes: routes.filter(({ operation }) => operation.tags.includes(tag.name)) }))
    .filter((chapter) => chapter.routes.length > 0);
  return layout({
    locale: 'en',
    title: 'The API',
    wide: true,
    style,
    body: html`<p><a href="/_local">Back to the start page</a></p>
<p class="lead">Made from the schemas that the functions parse with. The document itself is <a href="/openapi.json">openapi.json</a>; a token for the routes under /v1 comes from the start page.</p>
<ul class="toc">${chapters.map(({ name, routes }) => html`<li><a href="#${name}">${name} <span class="quiet">${routes.length}</span></a></li>`)}</ul>
${chapters.map(
  ({ name, description, routes }) => html`<h2 id="${name}">${name}</h2>
<p class="quiet">${description}</p>
${routes.map((route) => routeOf(route, document))}`,
)}`,
  });
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
}

function routeOf({ method, path, operation }: Route, document: ApiDocument): Html {
  const { summary, description, parameters, requestBody, responses } = operation;
  const [body] = Object.values(requestBody?.content ?? {});
  const types = Object.keys(requestBody?.content ?? {}).join(', ');
  return html`<details class="route">
<summary><span class="method">${method}</span><code>${path}</code><span class="what">${summary}</span></summary>
<div class="inside">
${description?.split('\n\n').map((text) => html`<p>${coded(text)}</p>`)}
${parameters.length > 0 && html`<h3>Parameters</h3>${table(parameters.map((one) => [one.name, one.in, one.required ?? false, typeOf(one.schema), one.description]))}`}
${body?.schema && html`<h3>Body <span class="quiet">${types}</span></h3>${membersOf(body.schema, document)}`}
<h3>Answers</h3>
<div class="scroll"><table>${Object.entries(responses).map(
    ([status, answer]) =>
      html`<tr><th scope="row">${status}</th><td>${answer.description}</td><td>${Object.keys(answer.content ?? {}).join(', ')}</td></tr>`,
  )}</table></div>
${exampleOf(responses)}
<h3>Try it</h3>
<div class="snippet" role="region" aria-label="Command" tabindex="0">${commandOf({ method, path, operation }, document)}</div>
</div>
</details>`;
}

const table = (rows: readonly (readonly [string, string, boolean, string, string | undefined])[]): Html =>
  html`<div class="scroll"><table>${rows.map(
    ([name, place, required, type, told]) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${place}</td><td>${type}${required && html`, <strong>required</strong>`}</td><td>${told}</td></tr>`,
  )}</table></div>`;

function membersOf(schema: Schema, document: ApiDocument): Content {
  const found = resolved(schema, document);
  const members = Object.entries(found.properties ?? {});
  if (members.length === 0) return html`<p class="quiet">${typeOf(found)}</p>`;
  const required = (name: string) => found.required?.includes(name) ?? false;
  return table(
    members.map(([name, member]) => [name, '', required(name), typeOf(member), resolved(member, document).description]),
  );
}

const resolved = (schema: Schema, { components }: ApiDocument): Schema =>
  schema.$ref ? (components.schemas[nameOf(schema.$ref)] ?? {}) : schema;
const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

/** A schema in a few words. */
function typeOf(schema: Schema | undefined): string {
  if (!schema) return '';
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items) || 'anything'}`;
  const words = [schema.type ?? '', schema.format && `(${schema.format})`].flat().filter(Boolean).join(' ');
  return schema.default === undefined ? words : `${words}, else ${JSON.stringify(schema.default)}`;
}

function exampleOf(responses: ApiOperation['responses']): Content {
  for (const [status, { content = {} }] of Object.entries(responses)) {
    const example = content['application/json']?.example;
    if (Number(status) < 300 && example !== undefined) {
      return html`<h3>Example of ${status}</h3><div class="snippet" role="region" aria-label="Example" tabindex="0">${JSON.stringify(example, null, 2)}</div>`;
    }
  }
  return undefined;
}

function commandOf({ method, path, operation }: Route, { servers }: ApiDocument): string {
  const filled = operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name, example }) => text.replace(`{${name}}`, String(example ?? `{${name}}`)), path);
  const asked = operation.parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name }) => `${name}=…`);
  const example = operation.requestBody?.content['application/json']?.example;
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${servers[0]?.url ?? ''}${filled}${asked.length > 0 ? `?${asked.join('&')}` : ''}'`,
    ...(operation.security.length > 0 ? [`  -H "authorization: Bearer $token"`] : []),
    ...(example === undefined
      ? []
      : [`  -H 'content-type: application/json'`, `  -d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`]),
  ];
  return lines.join(' \\\n');
}

/** `words` between backticks as code. */
const coded = (text: string): Content =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
