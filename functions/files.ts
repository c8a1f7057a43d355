/** The bucket of exports and imports: files in, files out, and links by which others fetch and bring them. */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Files } from './deps.ts';
import { linkMinutes } from './domain/files.ts';

/** Puts a file in its place, whatever was there. */
export async function putFile(
  { client, bucket }: Files,
  { key, body, type }: { key: string; body: string; type: string },
): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket(), Key: key, Body: body, ContentType: type }));
}

/** A link by which anybody can fetch the file for a quarter of an hour, under a name of our choice. */
export const linkTo = ({ client, bucket }: Files, { key, name }: { key: string; name: string }): Promise<string> =>
  getSignedUrl(
    client,
    new GetObjectCommand({
      Bucket: bucket(),
      Key: key,
      ResponseContentDisposition: `attachment; filename="${name}"`,
      ResponseCacheControl: 'no-store',
    }),
    { expiresIn: linkMinutes * 60 },
  );
