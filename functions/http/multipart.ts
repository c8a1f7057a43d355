/** Forms with files. The platform reads them by itself. */
import type { HttpRequest } from './handler.ts';
import { Problem } from './problem.ts';

/** The fields and files of a `multipart/form-data` body. Rejects with `too-large` or `not-readable`. */
export async function filesIn({ bytes, headers }: Pick<HttpRequest, 'bytes' | 'headers'>): Promise<FormData> {
  const body = bytes();
  try {
    return await new Response(body, { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
  } catch {
    throw new Problem('not-readable');
  }
}
