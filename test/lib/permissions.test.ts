import { describe, expect, test } from 'vitest';
import { fileOf, functionsByFile, inWords, ofType, type Resource, synthesise } from './synthesised.ts';

const { templates } = synthesise();
const { data, app } = templates;

/** Every permission of every function, as `action resource`. A change of this list is a decision: write down why. */
const allowed: Record<string, readonly string[]> = {
  'public/sign-up': ['dynamodb:PutItem PeopleTable', 'secretsmanager:GetSecretValue LinkSecret'],
  'public/confirm': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'public/unsubscribe': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:SendMessage samtykke-test-engagement',
  ],
  'public/preferences': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'public/my-data': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'public/manage': ['dynamodb:PutItem PeopleTable', 'secretsmanager:GetSecretValue LinkSecret'],
  // it takes copies, and deletes the one that the next replaces; it can read none
  'public/identity-document': [
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    's3:DeleteObject FilesBucket/identity/*',
    's3:PutObject FilesBucket/identity/*',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'public/contact': [
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'ses:SendEmail MailAcmeExample',
    'ses:SendEmail MailConfigurationSet',
    'ses:SendEmail MailMailUmbraExample',
  ],
  'public/open': ['secretsmanager:GetSecretValue LinkSecret', 'sqs:SendMessage samtykke-test-engagement'],
  'public/click': [
    'dynamodb:GetItem CampaignsTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:SendMessage samtykke-test-engagement',
  ],
  'marketer/stats': ['dynamodb:GetItem CampaignsTable', 'dynamodb:Query CampaignsTable'],
  'public/notice': ['dynamodb:Query LedgerTable'],
  'public/openapi': [],
  'marketer/audience': [
    'dynamodb:BatchGetItem PeopleTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query PeopleTable/index/audience',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/imports': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:UpdateItem PeopleTable',
    's3:GetObject FilesBucket/exports/*',
    's3:GetObject FilesBucket/imports/*',
    's3:PutObject FilesBucket/imports/*',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:SendMessage samtykke-test-imports',
  ],
  'jobs/import-people': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem CampaignsTable',
    'dynamodb:UpdateItem PeopleTable',
    's3:GetObject FilesBucket/imports/*',
    's3:PutObject FilesBucket/exports/*',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:DeleteMessage samtykke-test-imports',
    'sqs:GetQueueAttributes samtykke-test-imports',
    'sqs:ReceiveMessage samtykke-test-imports',
    'sqs:SendMessage samtykke-test-imports',
  ],
  'marketer/exports': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:UpdateItem PeopleTable',
    's3:GetObject FilesBucket/exports/*',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:SendMessage samtykke-test-brand-exports',
    'sqs:SendMessage samtykke-test-exports',
  ],
  'jobs/export-audience': [
    'dynamodb:BatchGetItem PeopleTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable/index/audience',
    'dynamodb:UpdateItem CampaignsTable',
    's3:PutObject FilesBucket/exports/*',
    'sqs:DeleteMessage samtykke-test-exports',
    'sqs:GetQueueAttributes samtykke-test-exports',
    'sqs:ReceiveMessage samtykke-test-exports',
    'sqs:SendMessage samtykke-test-exports',
  ],
  'jobs/export-brand': [
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Scan LedgerTable',
    'dynamodb:Scan PeopleTable',
    'dynamodb:UpdateItem CampaignsTable',
    's3:PutObject FilesBucket/exports/*',
    'sqs:DeleteMessage samtykke-test-brand-exports',
    'sqs:GetQueueAttributes samtykke-test-brand-exports',
    'sqs:ReceiveMessage samtykke-test-brand-exports',
    'sqs:SendMessage samtykke-test-brand-exports',
  ],
  'marketer/segments': [
    'dynamodb:DeleteItem CampaignsTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:Query CampaignsTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/contacts': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/contact': [
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
  ],
  'marketer/introductions': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/record': [
    'dynamodb:PutItem LedgerTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/activity': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/legal-hold': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/rights': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/cases': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:Query PeopleTable/index/due',
    'dynamodb:UpdateItem PeopleTable',
    's3:DeleteObject FilesBucket/identity/*',
    's3:GetObject FilesBucket/identity/*',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/forecast': [
    'dynamodb:Query PeopleTable',
    'dynamodb:Query PeopleTable/index/due',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'marketer/partners': ['dynamodb:GetItem PeopleTable', 'dynamodb:Query PeopleTable'],
  'partner/changes': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'partner/ack': ['dynamodb:GetItem PeopleTable', 'dynamodb:PutItem PeopleTable', 'secretsmanager:GetSecretValue LinkSecret'],
  'partner/opt-outs': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
  ],
  'jobs/feed-partners': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:GetItem PeopleTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:DeleteMessage samtykke-test-feed',
    'sqs:GetQueueAttributes samtykke-test-feed',
    'sqs:ReceiveMessage samtykke-test-feed',
  ],
  'jobs/tell-sources': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'ses:SendEmail MailAcmeExample',
    'ses:SendEmail MailConfigurationSet',
    'ses:SendEmail MailMailUmbraExample',
  ],
  'jobs/watch-breaches': ['dynamodb:Query PeopleTable'],
  'marketer/operators': [
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query LedgerTable',
  ],
  'marketer/disclosures': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
  ],
  'marketer/breaches': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:GetItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'jobs/watch-partners': ['dynamodb:GetItem PeopleTable', 'dynamodb:Query PeopleTable'],
  'marketer/campaign-content': [
    'dynamodb:BatchGetItem PeopleTable',
    'dynamodb:DeleteItem CampaignsTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:GetItem CampaignsTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:Query PeopleTable/index/audience',
    'dynamodb:UpdateItem CampaignsTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'ses:SendEmail MailAcmeExample',
    'ses:SendEmail MailConfigurationSet',
    'ses:SendEmail MailMailUmbraExample',
  ],
  'marketer/policy': [],
  'marketer/campaigns': [
    'dynamodb:BatchGetItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:GetItem CampaignsTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:UpdateItem PeopleTable',
    // timers of the one group, for the one job: to nobody else may it pass their role
    'iam:PassRole TimersRole',
    'scheduler:CreateSchedule arn:aws:scheduler:eu-north-1:AWS::AccountId:schedule/samtykke-test/*',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:SendMessage samtykke-test-prepare',
  ],
  'jobs/start-campaign': [
    'dynamodb:GetItem CampaignsTable',
    'dynamodb:PutItem CampaignsTable',
    'sqs:SendMessage samtykke-test-prepare',
  ],
  'jobs/prepare-campaign': [
    'dynamodb:BatchGetItem PeopleTable',
    'dynamodb:GetItem CampaignsTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query PeopleTable/index/audience',
    'sqs:DeleteMessage samtykke-test-prepare',
    'sqs:GetQueueAttributes samtykke-test-prepare',
    'sqs:ReceiveMessage samtykke-test-prepare',
    'sqs:SendMessage samtykke-test-prepare',
    'sqs:SendMessage samtykke-test-send',
  ],
  'jobs/watch-campaigns': [
    'dynamodb:GetItem CampaignsTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query CampaignsTable/index/running',
    'sqs:GetQueueAttributes samtykke-test-send',
    'sqs:SendMessage samtykke-test-prepare',
  ],
  'jobs/anchor-ledger': [
    'dynamodb:DescribeStream LedgerTable.stream',
    'dynamodb:GetRecords LedgerTable.stream',
    'dynamodb:GetShardIterator LedgerTable.stream',
    'dynamodb:ListStreams LedgerTable/stream/*',
    's3:PutObject AnchorsBucket/*',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:SendMessage samtykke-test-anchor-ledger-dead',
  ],
  'jobs/relay': [
    'dynamodb:DescribeStream PeopleTable.stream',
    'dynamodb:GetRecords PeopleTable.stream',
    'dynamodb:GetShardIterator PeopleTable.stream',
    'dynamodb:ListStreams PeopleTable/stream/*',
    'sqs:SendMessage samtykke-test-confirmation',
    'sqs:SendMessage samtykke-test-erase',
    'sqs:SendMessage samtykke-test-feed',
    'sqs:SendMessage samtykke-test-relay-dead',
    'sqs:SendMessage samtykke-test-repermission',
    'sqs:SendMessage samtykke-test-rights-mail',
  ],
  'jobs/send-confirmation': [
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'ses:SendEmail MailAcmeExample',
    'ses:SendEmail MailConfigurationSet',
    'ses:SendEmail MailMailUmbraExample',
    'sqs:DeleteMessage samtykke-test-confirmation',
    'sqs:GetQueueAttributes samtykke-test-confirmation',
    'sqs:ReceiveMessage samtykke-test-confirmation',
  ],
  'jobs/send-repermission': [
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'ses:SendEmail MailAcmeExample',
    'ses:SendEmail MailConfigurationSet',
    'ses:SendEmail MailMailUmbraExample',
    'sqs:DeleteMessage samtykke-test-repermission',
    'sqs:GetQueueAttributes samtykke-test-repermission',
    'sqs:ReceiveMessage samtykke-test-repermission',
  ],
  'jobs/send-rights-mail': [
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'ses:SendEmail MailAcmeExample',
    'ses:SendEmail MailConfigurationSet',
    'ses:SendEmail MailMailUmbraExample',
    'sqs:DeleteMessage samtykke-test-rights-mail',
    'sqs:GetQueueAttributes samtykke-test-rights-mail',
    'sqs:ReceiveMessage samtykke-test-rights-mail',
  ],
  'jobs/record-policy': ['dynamodb:PutItem LedgerTable', 'dynamodb:Query LedgerTable'],
  'jobs/announce-policy': [
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:Query PeopleTable/index/audience',
    'sqs:SendMessage samtykke-test-notice',
  ],
  'jobs/send-notice': [
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'ses:SendEmail MailAcmeExample',
    'ses:SendEmail MailConfigurationSet',
    'ses:SendEmail MailMailUmbraExample',
    'sqs:DeleteMessage samtykke-test-notice',
    'sqs:GetQueueAttributes samtykke-test-notice',
    'sqs:ReceiveMessage samtykke-test-notice',
  ],
  'jobs/record-engagement': [
    'dynamodb:GetItem PeopleTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem CampaignsTable',
    'dynamodb:UpdateItem PeopleTable',
    'sqs:DeleteMessage samtykke-test-engagement',
    'sqs:GetQueueAttributes samtykke-test-engagement',
    'sqs:ReceiveMessage samtykke-test-engagement',
  ],
  'jobs/send': [
    'dynamodb:ConditionCheckItem CampaignsTable',
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:GetItem CampaignsTable',
    'dynamodb:GetItem PeopleTable',
    'dynamodb:PutItem CampaignsTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query CampaignsTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem CampaignsTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'ses:GetAccount *',
    'ses:SendEmail MailAcmeExample',
    'ses:SendEmail MailConfigurationSet',
    'ses:SendEmail MailMailUmbraExample',
    'sqs:DeleteMessage samtykke-test-send',
    'sqs:GetQueueAttributes samtykke-test-send',
    'sqs:ReceiveMessage samtykke-test-send',
    'sqs:SendMessage samtykke-test-send',
  ],
  'jobs/record-feedback': [
    'dynamodb:ConditionCheckItem CampaignsTable',
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:GetItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem CampaignsTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:DeleteMessage samtykke-test-feedback',
    'sqs:GetQueueAttributes samtykke-test-feedback',
    'sqs:ReceiveMessage samtykke-test-feedback',
  ],
  'jobs/receive-unsubscribe': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    'secretsmanager:GetSecretValue LinkSecret',
    'sqs:DeleteMessage samtykke-test-inbound',
    'sqs:GetQueueAttributes samtykke-test-inbound',
    'sqs:ReceiveMessage samtykke-test-inbound',
  ],
  'jobs/sweep': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:Query PeopleTable/index/due',
    'dynamodb:UpdateItem PeopleTable',
  ],
  'jobs/retire-evidence': [
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem LedgerTable',
    'secretsmanager:GetSecretValue LinkSecret',
  ],
  'jobs/check-cases': ['dynamodb:Query PeopleTable', 'dynamodb:Query PeopleTable/index/due'],
  'jobs/erase': [
    'dynamodb:ConditionCheckItem PeopleTable',
    'dynamodb:DeleteItem PeopleTable',
    'dynamodb:PutItem LedgerTable',
    'dynamodb:PutItem PeopleTable',
    'dynamodb:Query LedgerTable',
    'dynamodb:Query PeopleTable',
    'dynamodb:UpdateItem PeopleTable',
    's3:DeleteObject FilesBucket/identity/*',
    'sqs:DeleteMessage samtykke-test-erase',
    'sqs:GetQueueAttributes samtykke-test-erase',
    'sqs:ReceiveMessage samtykke-test-erase',
  ],
};

/** The value of every variable of every function. */
const variables: Record<string, Record<string, string>> = {
  'public/sign-up': {
    PEOPLE_TABLE: 'PeopleTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
  },
  'public/confirm': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
  },
  'public/unsubscribe': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    ENGAGEMENT_QUEUE_URL: 'samtykke-test-engagement',
  },
  'public/preferences': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'public/my-data': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'public/manage': { PEOPLE_TABLE: 'PeopleTable', SECRET_ID: 'LinkSecret', BRANDS: 'acme,umbra' },
  'public/identity-document': {
    PEOPLE_TABLE: 'PeopleTable',
    SECRET_ID: 'LinkSecret',
    FILES_BUCKET: 'FilesBucket',
    BRANDS: 'acme,umbra',
  },
  'public/contact': {
    PEOPLE_TABLE: 'PeopleTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    CONFIGURATION_SET: 'MailConfigurationSet2AA84368',
  },
  'public/open': { SECRET_ID: 'LinkSecret', ENGAGEMENT_QUEUE_URL: 'samtykke-test-engagement' },
  'public/click': {
    CAMPAIGNS_TABLE: 'CampaignsTable',
    SECRET_ID: 'LinkSecret',
    ENGAGEMENT_QUEUE_URL: 'samtykke-test-engagement',
  },
  'jobs/record-engagement': { PEOPLE_TABLE: 'PeopleTable', CAMPAIGNS_TABLE: 'CampaignsTable', BRANDS: 'acme,umbra' },
  'marketer/stats': { CAMPAIGNS_TABLE: 'CampaignsTable', BRANDS: 'acme,umbra' },
  'public/notice': { LEDGER_TABLE: 'LedgerTable', BRANDS: 'acme,umbra' },
  'public/openapi': { PUBLIC_URL: 'https://mail.example.com' },
  'marketer/audience': {
    PEOPLE_TABLE: 'PeopleTable',
    CAMPAIGNS_TABLE: 'CampaignsTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'marketer/imports': {
    PEOPLE_TABLE: 'PeopleTable',
    CAMPAIGNS_TABLE: 'CampaignsTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    FILES_BUCKET: 'FilesBucket',
    IMPORTS_QUEUE_URL: 'samtykke-test-imports',
    BRANDS: 'acme,umbra',
  },
  'jobs/import-people': {
    PEOPLE_TABLE: 'PeopleTable',
    CAMPAIGNS_TABLE: 'CampaignsTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    FILES_BUCKET: 'FilesBucket',
    IMPORTS_QUEUE_URL: 'samtykke-test-imports',
    BRANDS: 'acme,umbra',
  },
  'marketer/exports': {
    PEOPLE_TABLE: 'PeopleTable',
    CAMPAIGNS_TABLE: 'CampaignsTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    FILES_BUCKET: 'FilesBucket',
    EXPORTS_QUEUE_URL: 'samtykke-test-exports',
    BRAND_EXPORTS_QUEUE_URL: 'samtykke-test-brand-exports',
    BRANDS: 'acme,umbra',
  },
  'jobs/export-audience': {
    PEOPLE_TABLE: 'PeopleTable',
    CAMPAIGNS_TABLE: 'CampaignsTable',
    LEDGER_TABLE: 'LedgerTable',
    FILES_BUCKET: 'FilesBucket',
    EXPORTS_QUEUE_URL: 'samtykke-test-exports',
    BRANDS: 'acme,umbra',
  },
  'jobs/export-brand': {
    PEOPLE_TABLE: 'PeopleTable',
    CAMPAIGNS_TABLE: 'CampaignsTable',
    LEDGER_TABLE: 'LedgerTable',
    FILES_BUCKET: 'FilesBucket',
    BRAND_EXPORTS_QUEUE_URL: 'samtykke-test-brand-exports',
  },
  'marketer/segments': { CAMPAIGNS_TABLE: 'CampaignsTable', SECRET_ID: 'LinkSecret', BRANDS: 'acme,umbra' },
  'marketer/contacts': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'marketer/record': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
  },
  'marketer/campaign-content': {
    CAMPAIGNS_TABLE: 'CampaignsTable',
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    CONFIGURATION_SET: 'MailConfigurationSet2AA84368',
    TEST_RECIPIENTS: '@desk.acme.example,anna@umbra.example',
  },
  'marketer/activity': { PEOPLE_TABLE: 'PeopleTable', SECRET_ID: 'LinkSecret', BRANDS: 'acme,umbra' },
  'marketer/legal-hold': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'marketer/contact': { PEOPLE_TABLE: 'PeopleTable', LEDGER_TABLE: 'LedgerTable', BRANDS: 'acme,umbra' },
  'marketer/introductions': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'marketer/rights': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'marketer/cases': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    FILES_BUCKET: 'FilesBucket',
    BRANDS: 'acme,umbra',
  },
  'marketer/forecast': { PEOPLE_TABLE: 'PeopleTable', SECRET_ID: 'LinkSecret', BRANDS: 'acme,umbra' },
  'marketer/policy': { BRANDS: 'acme,umbra' },
  'marketer/campaigns': {
    CAMPAIGNS_TABLE: 'CampaignsTable',
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PREPARE_QUEUE_URL: 'samtykke-test-prepare',
    TIMER_GROUP: 'TimersGroup76C79D49',
    TIMER_JOB_ARN: 'JobsStartCampaign525FD74D',
    TIMER_ROLE_ARN: 'TimersRoleA0D8F45A',
    TIMER_DEAD_ARN: 'samtykke-test-schedules-dead',
  },
  'jobs/start-campaign': { CAMPAIGNS_TABLE: 'CampaignsTable', PREPARE_QUEUE_URL: 'samtykke-test-prepare' },
  'jobs/prepare-campaign': {
    CAMPAIGNS_TABLE: 'CampaignsTable',
    PEOPLE_TABLE: 'PeopleTable',
    BRANDS: 'acme,umbra',
    PREPARE_QUEUE_URL: 'samtykke-test-prepare',
    SEND_QUEUE_URL: 'samtykke-test-send',
  },
  'jobs/watch-campaigns': {
    CAMPAIGNS_TABLE: 'CampaignsTable',
    BRANDS: 'acme,umbra',
    PREPARE_QUEUE_URL: 'samtykke-test-prepare',
    SEND_QUEUE_URL: 'samtykke-test-send',
  },
  'jobs/anchor-ledger': { ANCHORS_BUCKET: 'AnchorsBucket', SECRET_ID: 'LinkSecret' },
  'jobs/relay': {
    CONFIRMATION_QUEUE_URL: 'samtykke-test-confirmation',
    REPERMISSION_QUEUE_URL: 'samtykke-test-repermission',
    ERASE_QUEUE_URL: 'samtykke-test-erase',
    FEED_QUEUE_URL: 'samtykke-test-feed',
    BRANDS: 'acme,umbra',
    RIGHTS_MAIL_QUEUE_URL: 'samtykke-test-rights-mail',
  },
  'marketer/partners': { PEOPLE_TABLE: 'PeopleTable', BRANDS: 'acme,umbra' },
  'partner/changes': { PEOPLE_TABLE: 'PeopleTable', SECRET_ID: 'LinkSecret', BRANDS: 'acme,umbra' },
  'partner/ack': { PEOPLE_TABLE: 'PeopleTable', SECRET_ID: 'LinkSecret', BRANDS: 'acme,umbra' },
  'partner/opt-outs': { PEOPLE_TABLE: 'PeopleTable', LEDGER_TABLE: 'LedgerTable', BRANDS: 'acme,umbra' },
  'jobs/feed-partners': { PEOPLE_TABLE: 'PeopleTable', SECRET_ID: 'LinkSecret', BRANDS: 'acme,umbra' },
  'marketer/disclosures': { PEOPLE_TABLE: 'PeopleTable', LEDGER_TABLE: 'LedgerTable', BRANDS: 'acme,umbra' },
  'jobs/watch-breaches': { PEOPLE_TABLE: 'PeopleTable', BRANDS: 'acme,umbra' },
  'marketer/breaches': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'jobs/watch-partners': { PEOPLE_TABLE: 'PeopleTable', BRANDS: 'acme,umbra' },
  'jobs/send-confirmation': {
    PEOPLE_TABLE: 'PeopleTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    CONFIGURATION_SET: 'MailConfigurationSet2AA84368',
  },
  'jobs/send-repermission': {
    PEOPLE_TABLE: 'PeopleTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    CONFIGURATION_SET: 'MailConfigurationSet2AA84368',
  },
  'jobs/send-rights-mail': {
    PEOPLE_TABLE: 'PeopleTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    CONFIGURATION_SET: 'MailConfigurationSet2AA84368',
  },
  'jobs/record-policy': { LEDGER_TABLE: 'LedgerTable', BRANDS: 'acme,umbra' },
  'jobs/announce-policy': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    NOTICE_QUEUE_URL: 'samtykke-test-notice',
    BRANDS: 'acme,umbra',
  },
  'marketer/operators': { CAMPAIGNS_TABLE: 'CampaignsTable', LEDGER_TABLE: 'LedgerTable', BRANDS: 'acme,umbra' },
  'jobs/tell-sources': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    CONFIGURATION_SET: 'MailConfigurationSet2AA84368',
  },
  'jobs/send-notice': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    CONFIGURATION_SET: 'MailConfigurationSet2AA84368',
  },
  'jobs/send': {
    PEOPLE_TABLE: 'PeopleTable',
    CAMPAIGNS_TABLE: 'CampaignsTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
    PUBLIC_URL: 'https://mail.example.com',
    SEND_QUEUE_URL: 'samtykke-test-send',
    CONFIGURATION_SET: 'MailConfigurationSet2AA84368',
  },
  'jobs/record-feedback': {
    PEOPLE_TABLE: 'PeopleTable',
    CAMPAIGNS_TABLE: 'CampaignsTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'jobs/receive-unsubscribe': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'jobs/sweep': { PEOPLE_TABLE: 'PeopleTable', LEDGER_TABLE: 'LedgerTable', BRANDS: 'acme,umbra' },
  'jobs/retire-evidence': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    SECRET_ID: 'LinkSecret',
    BRANDS: 'acme,umbra',
  },
  'jobs/check-cases': { PEOPLE_TABLE: 'PeopleTable', BRANDS: 'acme,umbra' },
  'jobs/erase': {
    PEOPLE_TABLE: 'PeopleTable',
    LEDGER_TABLE: 'LedgerTable',
    FILES_BUCKET: 'FilesBucket',
    BRANDS: 'acme,umbra',
  },
};

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const list = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? one : [one as T]);
const policies = [data, app].flatMap((template) => ofType(template, 'AWS::IAM::Policy').map(([, policy]) => policy));
const statementsOf = (policy: Resource): readonly Statement[] => policy.Properties.PolicyDocument.Statement;

const statementsOfRole = (roleId: string): readonly Statement[] =>
  policies.filter((policy) => policy.Properties.Roles.some((role: { Ref: string }) => role.Ref === roleId)).flatMap(statementsOf);

/** A resource in words, without CDK's hashes. */
function resourceInWords(resource: unknown): string {
  const [, streamed] = JSON.stringify(resource).match(/(People|Ledger)TableStreamArn/) ?? [];
  if (streamed) return `${streamed}Table.stream`;
  return inWords(resource, templates)
    .replace(/^arn:aws:ses:eu-north-1:AWS::AccountId:(identity|configuration-set)\//, '')
    .replace(/[0-9A-F]{8}$/, '');
}

function permissionsOf(fn: Resource): string[] {
  const roleId = fn.Properties.Role['Fn::GetAtt'][0];
  return statementsOfRole(roleId)
    .flatMap(({ Effect, Action, Resource, Condition }) => {
      expect(Effect).toBe('Allow');
      return list(Action).flatMap((action) =>
        list(Resource).map((resource) => `${action} ${resourceInWords(resource)}${partitionsOf(Condition)}`),
      );
    })
    .sort();
}

/** The partitions of the table that a statement is held to, if it is. */
const partitionsOf = (condition: unknown): string => {
  const held = (condition as Record<string, Record<string, string>> | undefined)?.['ForAllValues:StringLike'];
  const keys = held?.['dynamodb:LeadingKeys'];
  return keys ? ` ${keys}` : '';
};

/** Whoever serves operators reads what they were granted, writes down a grant that begins, and reaches nothing else by that. */
const toOperators = (file: string) => ({
  permissions: file.startsWith('marketer/')
    ? ['dynamodb:PutItem CampaignsTable *#operators', 'dynamodb:Query CampaignsTable *#operators']
    : [],
  variables: file.startsWith('marketer/') ? { CAMPAIGNS_TABLE: 'CampaignsTable' } : {},
});

describe('the permissions', () => {
  const log = ['logs:CreateLogStream log', 'logs:PutLogEvents log'];
  const functions = functionsByFile(app);

  test('are listed for every function there is', () => {
    expect(Object.keys(functions).sort()).toEqual(Object.keys(allowed).sort());
  });

  test.each(Object.entries(allowed))('of %s are these and its own log, and no others', (file, permissions) => {
    expect(permissionsOf(functions[file] ?? expect.fail(file))).toEqual(
      [...permissions, ...toOperators(file).permissions, ...log].sort(),
    );
  });

  test('to log reach the log of the function alone', () => {
    for (const fn of Object.values(functions)) {
      const writes = statementsOfRole(fn.Properties.Role['Fn::GetAtt'][0]).filter(({ Action }) =>
        list(Action).includes('logs:PutLogEvents'),
      );
      expect(writes.map(({ Resource }) => Resource)).toEqual([
        { 'Fn::GetAtt': [fn.Properties.LoggingConfig.LogGroup.Ref, 'Arn'] },
      ]);
    }
  });

  test('of the secret’s maker are to look whether the secret has a value and to give it one, not to read it', () => {
    const [[, maker] = expect.fail('no maker')] = ofType(data, 'AWS::Lambda::Function');
    expect(fileOf(maker)).toBe('lib/make-secret');
    expect(permissionsOf(maker)).toEqual([
      ...log,
      'secretsmanager:DescribeSecret LinkSecret',
      'secretsmanager:PutSecretValue LinkSecret',
    ]);
  });

  test('name actions and resources, never all of them', () => {
    const statements = policies.flatMap(statementsOf);
    expect(statements.flatMap(({ Action }) => list(Action)).filter((action) => action.includes('*'))).toEqual([]);
    const resources = statements.flatMap(({ Resource }) => list(Resource).map(resourceInWords));
    expect([...new Set(resources.filter((resource) => resource.includes('*')))].sort()).toEqual([
      // SES knows no resource for what it is asked of the account
      '*',
      'AnchorsBucket/*',
      'FilesBucket/exports/*',
      'FilesBucket/identity/*',
      'FilesBucket/imports/*',
      'LedgerTable/stream/*',
      'PeopleTable/stream/*',
      'arn:aws:scheduler:eu-north-1:AWS::AccountId:schedule/samtykke-test/*',
    ]);
  });

  test('allow no batch of writes and no PartiQL, which would read or write around the keys, and Scan to the export of a brand alone (S24)', () => {
    const actions = policies.flatMap(statementsOf).flatMap(({ Action }) => list(Action));
    expect(actions.filter((action) => /Batch(?!GetItem$)|PartiQL/.test(action))).toEqual([]);
    const scanning = Object.keys(functions).filter((file) =>
      permissionsOf(functions[file] ?? expect.fail(file)).some((permission) => permission.startsWith('dynamodb:Scan')),
    );
    expect(scanning).toEqual(['jobs/export-brand']);
  });

  test('let nobody change or delete what stands in the ledger; one job may say when it expires (S24)', () => {
    const onLedger = Object.entries(functions).flatMap(([file, fn]) =>
      permissionsOf(fn).flatMap((permission) => (permission.endsWith('LedgerTable') ? [[file, permission] as const] : [])),
    );
    const changing = onLedger.filter(([, permission]) => !/:(PutItem|Query|Scan) /.test(permission));
    expect(changing).toEqual([['jobs/retire-evidence', 'dynamodb:UpdateItem LedgerTable']]);
    const retiring = functions['jobs/retire-evidence'] ?? expect.fail('no job');
    const updates = statementsOfRole(retiring.Properties.Role['Fn::GetAtt'][0]).filter(({ Action }) =>
      list(Action).includes('dynamodb:UpdateItem'),
    );
    expect(updates.map(({ Condition }) => Condition)).toEqual([
      {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'expiresAt'] },
        StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
      },
    ]);
  });

  test('come from no policy that AWS or anyone else manages', () => {
    const roles = [...ofType(data, 'AWS::IAM::Role'), ...ofType(app, 'AWS::IAM::Role')];
    expect(roles.length).toBeGreaterThan(0);
    for (const [, role] of roles) expect(Object.keys(role.Properties)).toEqual(['AssumeRolePolicyDocument']);
  });

  test('to send mail hold for the senders of the served brands only', () => {
    const sending = policies
      .flatMap(statementsOf)
      .filter(({ Action }) => list(Action).some((action) => action.startsWith('ses:Send')));
    const senders = { 'ses:FromAddress': ['news@acme.example', 'hello@acme.example', 'post@Mail.umbra.example'] };
    expect(sending.length).toBeGreaterThan(2);
    for (const { Condition } of sending) expect(Condition).toMatchObject({ StringEquals: senders });
  });

  test('to send test mails hold for the stage’s test recipients only, whatever the function asks for', () => {
    const conditionsOf = (file: string) =>
      statementsOfRole(functions[file]?.Properties.Role['Fn::GetAtt'][0])
        .filter(({ Action }) => list(Action).includes('ses:SendEmail'))
        .map(({ Condition }) => Condition);
    expect(conditionsOf('marketer/campaign-content')).toEqual([
      expect.objectContaining({
        'ForAllValues:StringLike': { 'ses:Recipients': ['*@desk.acme.example', 'anna@umbra.example'] },
      }),
    ]);
    expect(conditionsOf('jobs/send-confirmation')).toEqual([
      expect.not.objectContaining({ 'ForAllValues:StringLike': expect.anything() }),
    ]);
  });
});

describe('the variables', () => {
  const functions = functionsByFile(app);

  test.each(Object.entries(variables))('of %s are the ones it reads', (file, expected) => {
    const given = functions[file]?.Properties.Environment?.Variables ?? {};
    expect(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, inWords(value, templates)]))).toEqual({
      ...expected,
      ...toOperators(file).variables,
    });
  });

  test('hold no secret: what a function must not show it reads from Secrets Manager', () => {
    const names = Object.values(functions).flatMap((fn) => Object.keys(fn.Properties.Environment?.Variables ?? {}));
    expect(names.filter((name) => /PEPPER|KEY|PASSWORD|TOKEN/.test(name))).toEqual([]);
  });
});

test('every function runs on the Node of this repository, on arm64, with a log of JSON lines that is not kept for ever', () => {
  for (const template of [data, app]) {
    for (const [, fn] of ofType(template, 'AWS::Lambda::Function')) {
      expect(fn.Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON' },
      });
      expect(template.Resources[fn.Properties.LoggingConfig.LogGroup.Ref]?.Properties).toEqual({ RetentionInDays: 14 });
    }
  }
});
