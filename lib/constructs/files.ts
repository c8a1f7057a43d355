import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { fileDays } from '../../functions/domain/files.ts';
import { documentDays } from '../../functions/domain/identity-document.ts';
import type { FileKind } from '../grants.ts';
import type { FileFunction } from './file-function.ts';

const logicalId = 'FilesBucket';

/** Days after which the bucket forgets a file of each kind. */
// S3 lets a day that has begun come to its end first, and a copy was promised to be gone after so many
const daysOf: Readonly<Record<FileKind, number>> = { exports: fileDays, imports: fileDays, identity: documentDays - 1 };

/**
 * The bucket of exports, imports and copies of identity documents: encrypted, closed to the public and to whoever does not speak TLS. Nothing in it is the
 * only copy, and nothing stays: a week at most, the copy of a document a month if nobody decides upon it.
 */
export class Files extends Construct {
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [
        ...Object.entries(daysOf).map(([kind, days]) => ({ prefix: `${kind}/`, expiration: Duration.days(days) })),
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    (this.bucket.node.defaultChild as CfnBucket).overrideLogicalId(logicalId);
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs name objects and callers in a second bucket for somebody to guard. Every export, and every link to one or to a document, stands in the audit chain of the ledger with who asked.',
    });
  }

  /** How cdk-nag names the bucket in a finding: by its pinned id, or from another stack by the export's name, which follows from that. */
  private arnSeenFrom(fn: FileFunction): string {
    const { stackName } = Stack.of(this);
    return Stack.of(fn).stackName === stackName
      ? `<${logicalId}.Arn>`
      : `${stackName}:ExportsOutputFnGetAtt${logicalId}Arn89286EB5`;
  }

  /** Allows the actions, such as `GetObject`, on the files of a kind. Sets `FILES_BUCKET`. */
  usedBy(fn: FileFunction, kind: FileKind, actions: readonly string[]): void {
    fn.grants('s3', actions, this.bucket.arnForObjects(`${kind}/*`));
    fn.addEnvironment('FILES_BUCKET', this.bucket.bucketName);
    Validations.of(fn.role ?? fn).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${this.arnSeenFrom(fn)}/${kind}/*]`,
      reason: 'The files of this kind have random names, which nobody can list in advance; the other kinds are out of reach.',
    });
  }
}
