import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { addDuration, type Duration as Period } from '../../functions/domain/duration.ts';
import type { FileFunction } from './file-function.ts';

const logicalId = 'AnchorsBucket';

/** For how long what is anchored is locked. */
export interface AnchorsProps {
  /** How long each brand keeps its proof, by its policy. */
  readonly proofs: readonly Period[];
}

/**
 * The bucket in which the ledger's hashes lie outside the database: locked in compliance mode, so that nobody, not even the account's root, changes or deletes a
 * list for as long as it is proof. Kept when the stack goes.
 */
export class Anchors extends Construct {
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { proofs }: AnchorsProps) {
    super(scope, id);
    const days = Math.max(...proofs.map(daysOf));
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(days)),
      lifecycleRules: [{ expiration: Duration.days(days + 1), noncurrentVersionExpiration: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (this.bucket.node.defaultChild as CfnBucket).overrideLogicalId(logicalId);
    // a lock keeps the versions; without this a marker could still hide them
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
        resources: [this.bucket.arnForObjects('*')],
      }),
    );
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs would be one more bucket to guard. One function writes here, nothing can be taken away, and what was written is signed.',
    });
  }

  /** Allows putting lists in, and nothing else. Sets `ANCHORS_BUCKET`. */
  writtenBy(fn: FileFunction): void {
    fn.grants('s3', ['PutObject'], this.bucket.arnForObjects('*'));
    fn.addEnvironment('ANCHORS_BUCKET', this.bucket.bucketName);
    Validations.of(fn.role ?? fn).acknowledge({
      // cdk-nag names the finding by the export's name, which follows from the bucket's pinned id
      id: `AwsSolutions-IAM5[Resource::${Stack.of(this).stackName}:ExportsOutputFnGetAtt${logicalId}Arn455CC4AC/*]`,
      reason: 'Lists are named by what they hold, which nobody can list in advance; the bucket holds nothing else.',
    });
  }
}

/** The most days that a period can have. */
const daysOf = (period: Period): number => {
  const begin = new Date('2000-01-01T00:00:00Z');
  return Math.ceil((addDuration(begin, period).getTime() - begin.getTime()) / 86_400_000);
};
