/** The OpenAPI document, made from the descriptions and the schemas that the handlers parse with. */
import * as z from 'zod';
import { AudienceRow } from '../../domain/audience.ts';
import { Condition, Segment } from '../../domain/segment.ts';
import { type ProblemKind, problems } from '../problem.ts';
import type { Answer, Operation } from './operation.ts';
import { tags } from './operation.ts';

type Json = Readonly<Record<string, unknown>>;

/** What every route under `/v1`, every route with a body and every route that takes a key may answer. */
const common = {
  protected: ['unauthorised', 'forbidden', 'not-found'],
  body: ['not-json', 'not-readable', 'too-large', 'invalid'],
  idempotent: ['idempotency-conflict', 'idempotency-busy'],
  page: ['not-found'],
} as const satisfies Record<string, readonly ProblemKind[]>;

const ProblemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  reason: z.string().optional(),
  errors: z.array(z.object({ detail: z.string(), pointer: z.string() })).optional(),
});

const parameters: Readonly<Record<string, { description: string; example: string }>> = {
  brand: { description: 'The brand, by the name of its policy', example: 'xledger' },
  form: { description: 'A form of the brand’s policy', example: 'newsletter-no' },
  token: { description: 'What a link in a mail carries. It is signed, and holds no address', example: 'AmsxB3hsZWRnZXI' },
  id: { description: 'Its id', example: 'norway' },
  n: { description: 'The number of the link in the mail', example: '0' },
  partner: { description: 'A company of the policy’s registry', example: 'implementation' },
};

/** The document for a deployment at `publicUrl`. `described` is keyed as `routes.ts` is. */
export function openApiDocument(described: Readonly<Record<string, Operation>>, publicUrl: string): Json {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ Condition, Segment, AudienceRow, Problem: ProblemDocument })) {
    named.add(schema, { id });
  }
  /** The place of a schema among the components. */
  const refOf = (schema: z.ZodType, id: string) => {
    const known = named.get(schema)?.id;
    if (!known) named.add(schema, { id });
    return { $ref: `#/components/schemas/${known ?? id}` };
  };

  const paths: Record<string, Record<string, Json>> = {};
  for (const [route, operation] of Object.entries(described)) {
    const [method = '', path = ''] = route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(route, operation, refOf) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Samtykke',
      version: '1',
      summary: 'Consent and newsletters: who may be mailed, tracked and shared, for how long, and what is left afterwards.',
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemasOf(named),
      securitySchemes: {
        operator: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An access token of the deployment’s user pool. Groups `<brand>.marketer`, `<brand>.privacy` and `<brand>.admin` say what its bearer is at a brand; another brand answers 404.',
        },
      },
    },
  };
}

type RefOf = (schema: z.ZodType, id: string) => Json;

function operationObject(route: string, operation: Operation, refOf: RefOf): Json {
  const [method = '', path = ''] = route.split(' ');
  const { tag, summary, description, roles, query, body, answers, idempotent } = operation;
  const name = nameOf(method, path);
  const json = body && { schema: refOf(body.schema, `${name}Body`), example: body.example };
  return {
    operationId: name.charAt(0).toLowerCase() + name.slice(1),
    tags: [tag],
    summary,
    ...((description || roles) && {
      description: [description, roles && `For ${roles.map((role) => `\`${role}\``).join(', ')}.`].filter(Boolean).join('\n\n'),
    }),
    security: path.startsWith('/v1/') ? [{ operator: [] }] : [],
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => pathParameter(parameter, operation)),
      ...Object.entries(query?.shape ?? {}).map(([parameter, schema]) => queryParameter(parameter, schema as z.ZodType)),
      ...(idempotent ? [idempotencyKey] : []),
    ],
    ...(json && {
      requestBody: {
        required: !body.optional,
        content: { 'application/json': json, ...(body.alsoAsForm && { 'application/x-www-form-urlencoded': json }) },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [status, answerObject(answer, `${name}${status}`, refOf)]),
      ),
      ...problemAnswers(path, operation, refOf),
    },
  };
}

/** `GET /v1/{brand}/segments/{id}` → `GetSegmentsById`; without a login `GetUByToken`. */
const nameOf = (method: string, path: string): string =>
  [method.toLowerCase(), ...path.replace('/v1/{brand}', '').split(/[/.]/)]
    .filter((part) => part !== '' && part !== '{brand}')
    .map((part) => (part.startsWith('{') ? `by-${part.slice(1, -1)}` : part))
    .join('-')
    .replace(/(^|-)(\w)/g, (_match, _hyphen, letter: string) => letter.toUpperCase());

function pathParameter(name: string, { path = {} }: Operation): Json {
  const { description = name, example = 'x' } = parameters[name] ?? {};
  const narrow = path[name];
  const schema = narrow ? plainSchema(narrow) : { type: 'string' };
  return { name, in: 'path', required: true, description, schema, ...(!narrow && { example }) };
}

const queryParameter = (name: string, schema: z.ZodType): Json => ({
  name,
  in: 'query',
  required: !schema.safeParse(undefined).success,
  schema: plainSchema(schema),
});

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same request under the same key happens once, and is answered the same for 24 hours.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
  example: 'b8f1c0de-7d2f-4a86-9a53-51d0b3c6f7aa',
};

const answerObject = ({ description, content, headers }: Answer, id: string, refOf: RefOf): Json => ({
  description,
  ...(headers && {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, told]) => [name, { description: told, schema: { type: 'string' } }]),
    ),
  }),
  ...(content && {
    content: Object.fromEntries(
      Object.entries(content).map(([type, { schema, example }]) => [
        type,
        { schema: schema ? refOf(schema, id) : { type: 'string' }, ...(example !== undefined && { example }) },
      ]),
    ),
  }),
});

function problemAnswers(path: string, { body, query, idempotent, pages, problems: own = [] }: Operation, refOf: RefOf): Json {
  const kinds = new Set<ProblemKind>([
    ...(path.startsWith('/v1/') ? common.protected : []),
    ...(body && !body.optional ? common.body : []),
    ...(query && path.startsWith('/v1/') ? (['invalid'] as const) : []),
    ...(idempotent ? common.idempotent : []),
    ...(path.startsWith('/{brand}/') ? common.page : []),
    ...own,
  ]);
  const byStatus = Map.groupBy(kinds, (kind) => problems[kind].status);
  const told = [...byStatus].map(([status, those]) => [
    status,
    {
      description: those.map((kind) => problems[kind].title).join('; '),
      content: pages
        ? { 'text/html': { schema: { type: 'string' } } }
        : {
            'application/problem+json': {
              schema: refOf(ProblemDocument, 'Problem'),
              example: exampleOf(those[0] as ProblemKind),
            },
          },
    },
  ]);
  return { ...Object.fromEntries(told), 429: { description: 'More requests than the route takes: try again in a moment' } };
}

const exampleOf = (kind: ProblemKind): Json => ({
  type: `/problems/${kind}`,
  title: problems[kind].title,
  status: problems[kind].status,
  ...(kind === 'invalid' && { errors: [{ detail: 'expected a month, YYYY-MM', pointer: '/activeSince' }] }),
});

const settings = {
  io: 'input',
  unrepresentable: 'any',
  override: ({
    zodSchema,
    jsonSchema,
  }: {
    zodSchema: { _zod: { def: { type: string } } };
    jsonSchema: Record<string, unknown>;
  }) => {
    // what is checked by a function of ours is a text everywhere: a purpose, a country, a zone
    if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'string';
  },
} as const;

function plainSchema(schema: z.ZodType): Json {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, settings);
  return plain;
}

function schemasOf(named: z.core.$ZodRegistry<{ id: string }>): Json {
  const { schemas } = z.toJSONSchema(named, { ...settings, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $schema: _, $id: __, id: ___, ...plain } = schema as Record<string, unknown>;
      return [id, plain];
    }),
  );
}
