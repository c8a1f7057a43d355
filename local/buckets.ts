/** The bucket of a system in fauxqs. */
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';

/** Makes a bucket, unless it is there from an earlier run. */
export async function makeBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  }
}

/** Removes a bucket and what is in it. */
export async function dropBucket(client: S3Client, bucket: string): Promise<void> {
  const { Contents: contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  await Promise.all(contents.map(({ Key: key }) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))));
  await client.send(new DeleteBucketCommand({ Bucket: bucket }));
}
