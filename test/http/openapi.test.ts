import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import type { Operation } from '../../functions/http/openapi/operation.ts';
import { operations } from '../../functions/http/openapi/operations.ts';
import { type Route, routes } from '../../functions/routes.ts';
import { type System, startSystem } from '../../local/system.ts';
import { asOperator, subscribe } from '../journey.ts';

interface Described {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Record<string, { readonly example?: unknown }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly example?: unknown }> }>;
}
interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: { readonly schemas: Record<string, object> };
}

let system: System;
let document: Document;
let text: string;
beforeAll(async () => {
  system = await startSystem();
  const answer = await system.fetch('/openapi.json');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json');
  text = await answer.text();
  document = JSON.parse(text);
  await subscribe(system, { email: 'kari@example.no', name: 'Kari', company: 'Fjord AS' });
});
afterAll(() => system.stop());

const known = Object.keys(routes) as Route[];
const placeOf = (route: Route) => {
  const [method = '', path = ''] = route.split(' ');
  return document.paths[path]?.[method.toLowerCase()];
};

describe('the description of the API', () => {
  test.each(known)('tells of %s, with an example of what it takes and answers', (route) => {
    const operation: Operation | undefined = operations[route];
    if (!operation) throw new Error(`describe ${route} in functions/http/openapi`);
    const place = placeOf(route);
    expect(place?.security).toEqual(route.includes(' /v1/') ? [{ operator: [] }] : []);
    const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(place?.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
    if (operation.body) {
      expect((operation.body.schema as z.ZodType).safeParse(operation.body.example), route).toMatchObject({ success: true });
    }
    for (const [status, { content = {} }] of Object.entries(operation.answers)) {
      for (const [type, { schema, example }] of Object.entries(content)) {
        // pages and images are for people to look at, and this description is an example of itself
        if (/^(text\/html|image\/)/.test(type) || route === 'GET /openapi.json') continue;
        expect(example, `${route} ${status} ${type}`).toBeDefined();
        if (schema) expect(schema.safeParse(example), `${route} ${status}`).toMatchObject({ success: true });
      }
    }
  });

  test('tells of no route that does not exist', () => {
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(told.sort()).toEqual([...known].sort());
  });

  test('is OpenAPI 3.1 that a standard linter has nothing to say against', async () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://samtykke.example' }] });
    const config = await createConfig({
      extends: ['recommended-strict'],
      rules: {
        'no-invalid-media-type-examples': 'error',
        'operation-description': 'off',
        // a link of a mail answers with a redirect when all is well
        'operation-2xx-response': 'off',
        // a brand's name has three characters at least, so that `/{brand}/…` never meets `/c/…` or `/u/…`
        'no-ambiguous-paths': 'off',
        // a deployment's own address, which in this test is an example
        'no-server-example.com': 'off',
      },
    });
    const found = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
    expect(found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([]);
  });

  test('holds schemas that lead nowhere but into itself', () => {
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect(document.components.schemas).toHaveProperty([ref.replace('#/components/schemas/', '')]);
    expect(text).not.toMatch(/\$defs|__shared/);
  });

  test('says of a sign-up and of a segment what the handlers check', () => {
    const { schemas } = document.components as {
      schemas: Record<string, { properties?: object; additionalProperties?: boolean }>;
    };
    const signUp = placeOf('POST /{brand}/signup/{form}')?.requestBody?.content['application/json'];
    expect(signUp).toMatchObject({ schema: { $ref: '#/components/schemas/PostSignupByFormBody' } });
    expect(schemas.PostSignupByFormBody).toMatchObject({
      additionalProperties: false,
      required: ['email', 'consents'],
      properties: { email: { type: 'string', maxLength: 320 }, locale: { enum: ['nb', 'sv', 'da', 'fi', 'en'] } },
    });
    expect(schemas.Condition).toMatchObject({
      additionalProperties: false,
      properties: {
        not: { $ref: '#/components/schemas/Condition' },
        any: { type: 'array', maxItems: 20, items: { $ref: '#/components/schemas/Condition' } },
      },
    });
  });
});

describe('what the routes do is what is told of them', () => {
  // a partner's routes know no roles, and its tests who may call them
  const protectedRoutes = known.filter((route) => route.includes(' /v1/') && !routes[route].startsWith('partner/'));

  test.each(protectedRoutes)('%s is forbidden to exactly the roles that are not named', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    // nobody's: a route that does something must not do it to whom the next test needs
    const contactId = system.deps.newId();
    for (const role of ['marketer', 'privacy', 'admin'] as const) {
      const answer = await asOperator(
        system,
        path
          .replace('/v1/{brand}/', '')
          .replace('{id}', contactId)
          .replace(/\{\w+\}/, 'x'),
        {
          method,
          role,
          ...(method !== 'GET' && { headers: { 'content-type': 'application/json' }, body: '{}' }),
        },
      );
      const named = (operations[route].roles ?? []).some((one) => one === role);
      expect(answer.status === 403, `${role}: ${answer.status}`).toBe(!named);
    }
  });

  test.each<[Route, string]>([
    ['GET /v1/{brand}/audience', 'audience?purpose=newsletter:insights'],
    ['GET /v1/{brand}/audience/count', 'audience/count?purpose=newsletter:insights&explain=1'],
    ['GET /v1/{brand}/segments', 'segments'],
    ['GET /v1/{brand}/contacts', 'contacts?email=kari@example.no'],
    ['GET /v1/{brand}/policy', 'policy'],
    ['GET /v1/{brand}/policy/lints', 'policy/lints'],
  ])('%s answers what its schema says', async (route, path) => {
    const answer = await asOperator(system, path);
    const told: Operation = operations[route];
    expect(answer.status).toBe(200);
    const schema = told.answers[200]?.content?.['application/json']?.schema;
    expect(schema?.safeParse(await answer.json())).toMatchObject({ success: true });
  });
});
