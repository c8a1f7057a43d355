import { type Deps, publicUrl } from '../deps.ts';
import { type HttpHandler, http, json } from '../http/handler.ts';
import { openApiDocument } from '../http/openapi/document.ts';
import { operations } from '../http/openapi/operations.ts';
import { once } from '../once.ts';

type Needs = Pick<Deps, 'publicUrl'>;

/** The description of the API that every other function answers: OpenAPI 3.1, from the schemas that they parse with. */
export const openapi = ({ publicUrl }: Needs): HttpHandler => {
  const document = once(() => openApiDocument(operations, publicUrl()));
  return http({
    'GET /openapi.json': () => json(200, document(), { 'access-control-allow-origin': '*', 'cache-control': 'max-age=300' }),
  });
};

export const handler = openapi({ publicUrl });
