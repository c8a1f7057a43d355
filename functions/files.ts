/** The bucket of exports, imports and copies of documents: files in, files out, and links by which others fetch and bring them. */
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Files } from './deps.ts';
import { linkMinutes } from './domain/files.ts';

/** Puts a file in its place, whatever was there. */
export async function putFile(
  { client, bucket }: Files,
  { key, body, type }: { key: string; body: string | Uint8Array; type: string },
): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket(), Key: key, Body: body, ContentType: type }));
}

/** Deletes a file. One that is not there is deleted already. */
export async function deleteFile({ client, bucket }: Files, key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }));
}

/** A link by which anybody can fetch the file for so many minutes, a quarter of an hour unless it is said, under a name of our choice. */
export const linkTo = (
  { client, bucket }: Files,
  { key, name, minutes = linkMinutes }: { key: string; name: string; minutes?: number },
): Promise<string> =>
  getSignedUrl(
    client,
    new GetObjectCommand({
      Bucket: bucket(),
      Key: key,
      ResponseContentDisposition: `attachment; filename="${name}"`,
      ResponseCacheControl: 'no-store',
    }),
    { expiresIn: minutes * 60 },
  );

/** A link by which anybody can bring the file for a quarter of an hour, by PUT, with this media type. */
export const uploadLinkTo = ({ client, bucket }: Files, { key, type }: { key: string; type: string }): Promise<string> =>
  getSignedUrl(client, new PutObjectCommand({ Bucket: bucket(), Key: key, ContentType: type }), {
    expiresIn: linkMinutes * 60,
    signableHeaders: new Set(['content-type', 'host']),
  });

/** How many bytes a file has; undefined if it is not there. */
export async function sizeOfFile({ client, bucket }: Files, key: string): Promise<number | undefined> {
  try {
    const { ContentLength: bytes = 0 } = await client.send(new HeadObjectCommand({ Bucket: bucket(), Key: key }));
    return bytes;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** The bytes of a file from one on, as they come. */
export async function* bytesOfFile({ client, bucket }: Files, key: string, from: number): AsyncGenerator<Uint8Array> {
  const { Body: body } = await client.send(
    new GetObjectCommand({ Bucket: bucket(), Key: key, ...(from > 0 && { Range: `bytes=${from}-` }) }),
  );
  // in Node it is a stream, whose end the caller need not wait for
  if (body) yield* body as AsyncIterable<Uint8Array>;
}
