import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type CfnTable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { KeyAttribute, TableSchema } from '../../functions/store/tables.ts';

/** The part of a table that its schema leaves open. */
export interface SchemaTableProps {
  readonly schema: TableSchema;
  /** The table's name in CloudFormation. It never changes: another name is another, empty table. */
  readonly logicalId: string;
}

/**
 * A table as its schema says, which nothing deletes by accident: kept when the stack goes, protected from deletion, and restorable
 * to any second of the last 35 days. Encrypted under the account's own DynamoDB key, whose use CloudTrail shows.
 */
export class SchemaTable extends Table {
  constructor(scope: Construct, id: string, { schema, logicalId }: SchemaTableProps) {
    super(scope, id, {
      partitionKey: attribute(schema.partitionKey),
      sortKey: attribute(schema.sortKey),
      timeToLiveAttribute: schema.ttlAttribute,
      ...(schema.stream && { stream: StreamViewType[schema.stream] }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const [indexName, index] of Object.entries(schema.indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: attribute(index.partitionKey),
        sortKey: attribute(index.sortKey),
        ...(index.projected.length > 0
          ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...index.projected] }
          : { projectionType: ProjectionType.KEYS_ONLY }),
      });
    }
    (this.node.defaultChild as CfnTable).overrideLogicalId(logicalId);
  }
}

const attribute = ({ name, type }: KeyAttribute) => ({ name, type: AttributeType[type === 'S' ? 'STRING' : 'NUMBER'] });
