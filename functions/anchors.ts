/** The bucket of the ledger's anchors: lists go in, and nobody takes them out again before their time. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Files } from './deps.ts';
import { type Anchor, placeOf } from './domain/anchor.ts';

/** Puts a list in its place. How long it is locked there is the bucket's own rule. */
export async function putAnchor({ client, bucket }: Files, anchor: Anchor): Promise<void> {
  await client.send(
    new PutObjectCommand({
      Bucket: bucket(),
      Key: placeOf(anchor),
      Body: JSON.stringify(anchor),
      ContentType: 'application/json',
    }),
  );
}

/** Every list of a brand, as text, by its place. For whoever verifies the ledger. */
export async function* listAnchors({ client, bucket }: Files, brand: string): AsyncGenerator<{ place: string; text: string }> {
  let after: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket(), Prefix: `${brand}/`, ...(after && { ContinuationToken: after }) }),
    );
    for (const { Key: place = '' } of page.Contents ?? []) {
      const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket(), Key: place }));
      yield { place, text: (await body?.transformToString()) ?? '' };
    }
    after = page.NextContinuationToken;
  } while (after);
}
