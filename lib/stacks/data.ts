import { Stack, type StackProps } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type TableName, tables } from '../../functions/store/tables.ts';
import { Anchors } from '../constructs/anchors.ts';
import { LinkSecret } from '../constructs/link-secret.ts';
import { SchemaTable } from '../constructs/schema-table.ts';
import type { ServedBrand } from '../stage.ts';

export interface DataStackProps extends StackProps {
  readonly logRetention: RetentionDays;
  readonly brands: readonly ServedBrand[];
}

/** What must outlive every deployment: the three tables, the anchors of one of them and the secret. Removing the stack leaves them where they are. */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<TableName, SchemaTable>>;
  readonly anchors: Anchors;
  readonly secret: LinkSecret;

  constructor(scope: Construct, id: string, { logRetention, brands, ...props }: DataStackProps) {
    super(scope, id, props);
    this.tables = {
      people: new SchemaTable(this, 'People', { schema: tables.people, logicalId: 'PeopleTable' }),
      campaigns: new SchemaTable(this, 'Campaigns', { schema: tables.campaigns, logicalId: 'CampaignsTable' }),
      ledger: new SchemaTable(this, 'Ledger', { schema: tables.ledger, logicalId: 'LedgerTable' }),
    };
    this.anchors = new Anchors(this, 'Anchors', { proofs: brands.map(({ suppression }) => suppression.proof) });
    this.secret = new LinkSecret(this, 'Secret', { logicalId: 'LinkSecret', logRetention });
  }
}
