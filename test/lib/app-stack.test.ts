import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { queues, streams } from '../../functions/triggers.ts';
import { FileFunction } from '../../lib/constructs/file-function.ts';
import { JobSchedule } from '../../lib/constructs/job-schedules.ts';
import { deployment } from '../../lib/deployment.ts';
import { type Grant, grants } from '../../lib/grants.ts';
import { partnerScopesOf, sendingDomainsOf } from '../../lib/stage.ts';
import { fileOf, functionsByFile, inWords, ofType, policies, type Synthesised, stage, synthesise } from './synthesised.ts';

const { templates, byStack } = synthesise();
const { app } = templates;

const properties = (type: string) => ofType(app, type).map(([, resource]) => resource.Properties);
const queueNamed = (name: string) =>
  ofType(app, 'AWS::SQS::Queue').find(([, { Properties }]) => Properties.QueueName === `samtykke-test-${name}`) ??
  expect.fail(name);

describe('the queues', () => {
  const names = ofType(app, 'AWS::SQS::Queue').map(([, { Properties }]) =>
    String(Properties.QueueName).replace('samtykke-test-', ''),
  );

  test('are those of triggers.ts, each with its dead-letter queue, and those of the stream and the schedules', () => {
    const working = Object.keys(queues);
    const dead = [...working, 'relay', 'anchor-ledger', 'schedules'].map((name) => `${name}-dead`);
    expect(names.sort()).toEqual([...working, ...dead].sort());
  });

  test.each(names)('%s is encrypted and refuses requests without TLS', (name) => {
    const [id, { Properties }] = queueNamed(name);
    expect(Properties.SqsManagedSseEnabled).toBe(true);
    const policy = properties('AWS::SQS::QueuePolicy').find((candidate) => candidate.Queues[0].Ref === id);
    expect(policy.PolicyDocument.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Action: 'sqs:*',
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('hits wait until every batch with a trap that came before them has been gathered', () => {
    const { delaySeconds, batchWindowSeconds, visibilitySeconds, timeoutSeconds } = queues.engagement;
    expect(delaySeconds).toBeGreaterThan(batchWindowSeconds);
    expect(visibilitySeconds).toBeGreaterThanOrEqual(6 * timeoutSeconds + batchWindowSeconds);
  });

  test.each(Object.entries(queues))(
    '%s moves what fails to its dead-letter queue, and hides a message for six times its function’s time',
    (name, schema) => {
      const [id, { Properties }] = queueNamed(name);
      const [deadId, dead] = queueNamed(`${name}-dead`);
      expect(Properties).toMatchObject({
        VisibilityTimeout: schema.visibilitySeconds,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadId, 'Arn'] }, maxReceiveCount: schema.maxReceives },
      });
      expect(dead.Properties.MessageRetentionPeriod).toBe(Duration.days(14).toSeconds());
      expect(Properties.DelaySeconds).toBe('delaySeconds' in schema ? schema.delaySeconds : undefined);

      const source = properties('AWS::Lambda::EventSourceMapping').find(
        ({ EventSourceArn }) => EventSourceArn['Fn::GetAtt']?.[0] === id,
      );
      expect(source).toMatchObject({
        BatchSize: schema.batchSize,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: schema.maxConcurrency },
      });
      const fn = app.Resources[source.FunctionName.Ref] ?? expect.fail('no function');
      expect(fileOf(fn)).toBe(schema.job);
      expect(fn.Properties.Timeout * 6).toBeLessThanOrEqual(Properties.VisibilityTimeout);
    },
  );
});

test.each([
  ['people', 'relay', {}],
  ['ledger', 'anchor-ledger', { MaximumBatchingWindowInSeconds: 300 }],
] as const)(
  'the stream of %s leads to %s alone, which bisects, reports single failures and keeps the rest',
  (table, job, gathered) => {
    const [deadId] = queueNamed(`${job}-dead`);
    const fromStreams = properties('AWS::Lambda::EventSourceMapping').filter(({ StartingPosition }) => StartingPosition);
    expect(fromStreams).toHaveLength(2);
    const readers = fromStreams.filter(
      ({ FunctionName }) => fileOf(app.Resources[FunctionName.Ref] ?? expect.fail('no function')) === `jobs/${job}`,
    );
    expect(readers).toMatchObject([
      {
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: streams[table].batchSize,
        MaximumRetryAttempts: streams[table].maxRetries,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [deadId, 'Arn'] } },
        },
        ...gathered,
      },
    ]);
    expect(JSON.stringify(readers[0]?.EventSourceArn)).toContain(`${table === 'people' ? 'People' : 'Ledger'}TableStreamArn`);
  },
);

describe('mail', () => {
  test('has one identity for each domain of a served sender, signed with SES’s own keys', () => {
    expect(sendingDomainsOf(policies.slice(0, 2))).toEqual(['acme.example', 'mail.umbra.example']);
    expect(properties('AWS::SES::EmailIdentity')).toMatchObject(
      ['acme.example', 'mail.umbra.example'].map((domain) => ({
        EmailIdentity: domain,
        DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
        FeedbackAttributes: { EmailForwardingEnabled: false },
      })),
    );
  });

  test('tells which DNS records prove the domains', () => {
    const records = Object.entries(app.Outputs).filter(([id]) => id.includes('Dkim'));
    expect(records).toHaveLength(6);
    for (const [, { Value }] of records) expect(JSON.stringify(Value)).toContain(' CNAME ');
  });

  test('is not tracked by SES: nothing listens for OPEN or CLICK', () => {
    const destinations = properties('AWS::SES::ConfigurationSetEventDestination');
    expect(destinations.map(({ EventDestination }) => EventDestination.MatchingEventTypes)).toEqual([
      ['send', 'reject', 'bounce', 'complaint', 'delivery', 'deliveryDelay', 'renderingFailure'],
    ]);
    expect(
      properties('AWS::SES::ConfigurationSet').map(({ TrackingOptions, VdmOptions }) => [TrackingOptions, VdmOptions]),
    ).toEqual([[undefined, undefined]]);
  });

  test('is reported to a topic that only SES of this account may publish to, for this configuration set', () => {
    const [{ EventDestination }] = properties('AWS::SES::ConfigurationSetEventDestination') as [
      { EventDestination: { SnsDestination: { TopicARN: { Ref: string } } } },
    ];
    const topic = EventDestination.SnsDestination.TopicARN.Ref;
    const policy = properties('AWS::SNS::TopicPolicy').find(({ Topics }) => Topics[0].Ref === topic);
    const statements: {
      Effect: string;
      Principal: unknown;
      Action: string;
      Condition: Record<string, Record<string, unknown>>;
    }[] = policy.PolicyDocument.Statement;
    const allows = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allows).toHaveLength(1);
    expect(allows[0]).toMatchObject({
      Principal: { Service: 'ses.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: {
        StringEquals: { 'AWS:SourceAccount': { Ref: 'AWS::AccountId' } },
      },
    });
    expect(inWords(allows[0]?.Condition.StringEquals?.['AWS:SourceArn'], templates)).toMatch(
      /^arn:.*:ses:eu-north-1:AWS::AccountId:configuration-set\/MailConfigurationSet/,
    );
    expect(statements.filter(({ Effect }) => Effect === 'Deny').map(({ Condition }) => Condition)).toEqual([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    ]);
  });

  test('is reported on to the queue feedback, which takes messages from that topic only', () => {
    const [id] = queueNamed('feedback');
    const [deadId] = queueNamed('feedback-dead');
    const subscription = properties('AWS::SNS::Subscription').find(({ Protocol }) => Protocol === 'sqs');
    expect(subscription).toMatchObject({
      Endpoint: { 'Fn::GetAtt': [id, 'Arn'] },
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadId, 'Arn'] } },
    });
    const policy = properties('AWS::SQS::QueuePolicy').find(({ Queues }) => Queues[0].Ref === id);
    expect(policy.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow')).toMatchObject([
      {
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Condition: { ArnEquals: { 'aws:SourceArn': subscription.TopicArn } },
      },
    ]);
  });
});

describe('sign-in', () => {
  test('knows one group per brand and role', () => {
    expect(properties('AWS::Cognito::UserPoolGroup').map(({ GroupName }) => GroupName)).toEqual([
      'acme.marketer',
      'acme.privacy',
      'acme.admin',
      'umbra.marketer',
      'umbra.privacy',
      'umbra.admin',
    ]);
  });

  test('is for accounts that an administrator made, with a second factor, and cannot be deleted in production', () => {
    expect(properties('AWS::Cognito::UserPool')).toMatchObject([
      {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        MfaConfiguration: 'ON',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        DeletionProtection: 'ACTIVE',
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
      },
    ]);
  });

  test('has one client for people: authorization code without a secret, tokens of 15 minutes', () => {
    expect(properties('AWS::Cognito::UserPoolClient')).toMatchObject([
      {
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email'],
        GenerateSecret: false,
        AccessTokenValidity: 15,
        CallbackURLs: ['https://desk.example.com/in'],
        LogoutURLs: ['https://desk.example.com/'],
        PreventUserExistenceErrors: 'ENABLED',
      },
    ]);
  });

  test('gives each partner of a served brand a scope of its own', () => {
    expect(partnerScopesOf(policies)).toEqual(['acme.reseller', 'acme.sister']);
    const [server] = properties('AWS::Cognito::UserPoolResourceServer');
    expect(server.Identifier).toBe('partner');
    expect(server.Scopes.map(({ ScopeName }: { ScopeName: string }) => ScopeName)).toEqual(['acme.reseller', 'acme.sister']);
  });
});

describe('the alarms', () => {
  const alarms = properties('AWS::CloudWatch::Alarm');
  const watched = (namespace: string, metric: string) =>
    alarms.filter(({ Namespace, MetricName }) => Namespace === namespace && MetricName === metric);
  const functionNames = ofType(app, 'AWS::Lambda::Function').map(([id]) => id);

  test.each(['Errors', 'Throttles'])('watch the %s of every function', (metric) => {
    const dimensions = watched('AWS/Lambda', metric).map(({ Dimensions }) => Dimensions[0].Value.Ref);
    expect(dimensions.sort()).toEqual([...functionNames].sort());
  });

  test('watch every dead-letter queue for its first message', () => {
    const dead = ofType(app, 'AWS::SQS::Queue').filter(([, { Properties }]) => Properties.QueueName.endsWith('-dead'));
    const watching = watched('AWS/SQS', 'ApproximateNumberOfMessagesVisible');
    expect(watching.map(({ Dimensions }) => Dimensions[0].Value['Fn::GetAtt'][0]).sort()).toEqual(dead.map(([id]) => id).sort());
    for (const { Threshold, ComparisonOperator } of watching) {
      expect([Threshold, ComparisonOperator]).toEqual([1, 'GreaterThanOrEqualToThreshold']);
    }
  });

  test('watch how far the streams are behind, and the errors of the API', () => {
    const tenMinutes = Duration.minutes(10).toMilliseconds();
    expect(watched('AWS/Lambda', 'IteratorAge').map(({ Threshold }) => Threshold)).toEqual([tenMinutes, tenMinutes]);
    expect(watched('AWS/ApiGateway', '5xx')).toHaveLength(1);
  });

  test('ring if a brand is not swept for a day, or a sweep leaves somebody who has been due for longer', () => {
    const dimension = (brand: string) => [{ Name: 'Brand', Value: brand }];
    expect(watched('Samtykke/test', 'Sweeps')).toMatchObject(
      ['acme', 'umbra'].map((brand) => ({
        Dimensions: dimension(brand),
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        Statistic: 'Sum',
        Period: 3600,
        EvaluationPeriods: 26,
      })),
    );
    expect(watched('Samtykke/test', 'OldestDueDays')).toMatchObject(
      ['acme', 'umbra'].map((brand) => ({ Dimensions: dimension(brand), Threshold: 1, Statistic: 'Maximum' })),
    );
    const filters = properties('AWS::Logs::MetricFilter').filter(
      ({ MetricTransformations: [made] }) => made.Dimensions !== undefined,
    );
    expect(
      filters.map(({ FilterPattern, MetricTransformations: [made] }) => [FilterPattern, made.MetricName, made.MetricValue]),
    ).toEqual([
      ['{ $.outcome = "swept" }', 'Sweeps', '1'],
      ['{ $.outcome = "swept" }', 'OldestDueDays', '$.oldestDays'],
    ]);
    for (const {
      MetricTransformations: [made],
    } of filters)
      expect(made.Dimensions).toEqual([{ Key: 'Brand', Value: '$.brand' }]);
  });

  test('ring at every line that a function logs with an outcome that somebody must hear of', () => {
    const lines = Object.values<Grant>(grants).flatMap(({ alarms = {} }) => Object.entries(alarms));
    expect(lines.length).toBeGreaterThan(2);
    for (const [outcome, meaning] of lines) {
      expect(watched('Samtykke/test', outcome)).toMatchObject([{ AlarmDescription: meaning, Threshold: 1, Statistic: 'Sum' }]);
      expect(properties('AWS::Logs::MetricFilter').map(({ FilterPattern }) => FilterPattern)).toContain(
        `{ $.outcome = "${outcome}" }`,
      );
    }
  });

  test('say what people lose, and tell the operator', () => {
    const [mailTo] = properties('AWS::SNS::Subscription').filter(({ Protocol }) => Protocol === 'email');
    expect(mailTo.Endpoint).toBe(stage.alarmEmail);
    for (const alarm of alarms) {
      expect(alarm.AlarmDescription).toMatch(/^[A-Z].{20,}\.$/);
      expect(alarm.AlarmActions).toEqual([mailTo.TopicArn]);
      expect(alarm.TreatMissingData).toBe(alarm.MetricName === 'Sweeps' ? 'breaching' : 'notBreaching');
    }
  });

  test('may reach their topic, whose policy would shut them out otherwise', () => {
    const [mailTo] = properties('AWS::SNS::Subscription').filter(({ Protocol }) => Protocol === 'email');
    const policy = properties('AWS::SNS::TopicPolicy').find(({ Topics }) => Topics[0].Ref === mailTo.TopicArn.Ref);
    expect(policy.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        },
      }),
    );
  });
});

test('a schedule may start its function and fill its dead-letter queue, and nothing else', () => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }));
  const fn = new FileFunction(stack, 'Job', {
    entry: 'functions/jobs/erase.ts',
    timeout: Duration.minutes(1),
    logRetention: 14,
  });
  new JobSchedule(stack, 'Daily', { fn, expression: 'cron(0 4 * * ? *)', dead: new Queue(stack, 'Dead') });
  const template = Template.fromStack(stack).toJSON() as Synthesised;

  const [[, schedule] = expect.fail('no schedule')] = ofType(template, 'AWS::Scheduler::Schedule');
  expect(schedule.Properties).toMatchObject({ ScheduleExpression: 'cron(0 4 * * ? *)', ScheduleExpressionTimezone: 'UTC' });
  const roleId = schedule.Properties.Target.RoleArn['Fn::GetAtt'][0];
  const policy = ofType(template, 'AWS::IAM::Policy').find(([, { Properties }]) => Properties.Roles[0].Ref === roleId);
  expect(policy?.[1].Properties.PolicyDocument.Statement.map(({ Action }: { Action: string }) => Action)).toEqual([
    'lambda:InvokeFunction',
    'sqs:SendMessage',
  ]);
});

test('no stack comes near CloudFormation’s limit of 500 resources', () => {
  // the largest is that of the API: a function and its routes are ten or twelve, and beyond this it is time for a stack of its own for some of them
  for (const template of Object.values(byStack)) expect(Object.keys(template.Resources).length).toBeLessThan(430);
});

test('a stage cannot serve a brand without a policy', () => {
  expect(() => deployment(new App(), { ...stage, brands: ['nobody'] }, policies)).toThrow(
    'stage test serves nobody, which has no policy',
  );
});

describe('a stage that receives mail', () => {
  const { templates: receiving } = synthesise({ ...stage, inboundDomain: 'stop.example.com' });
  const of = (type: string) => ofType(receiving.app, type).map(([, { Properties }]) => Properties);
  const variablesOf = (template: typeof app, file: string): Record<string, unknown> =>
    functionsByFile(template)[file]?.Properties.Environment.Variables;

  test('does so by one rule for its own domain, whose report goes without what the mail says to the queue inbound, by a topic that SES alone may write to', () => {
    const [rule] = of('AWS::SES::ReceiptRule');
    expect(rule.Rule).toMatchObject({ Enabled: true, Recipients: ['stop.example.com'] });
    // a Stop action alone reports without the mail itself
    expect(rule.Rule.Actions.map((action: object) => Object.keys(action))).toEqual([['StopAction']]);
    const { TopicArn } = rule.Rule.Actions[0].StopAction;
    const subscription = of('AWS::SNS::Subscription').find((one) => one.TopicArn.Ref === TopicArn.Ref);
    expect(inWords(subscription.Endpoint, receiving)).toBe('samtykke-test-inbound');
    expect(inWords(JSON.parse(JSON.stringify(subscription.RedrivePolicy.deadLetterTargetArn)), receiving)).toBe(
      'samtykke-test-inbound-dead',
    );
    const { Statement } = of('AWS::SNS::TopicPolicy').find(({ Topics }) => Topics[0].Ref === TopicArn.Ref).PolicyDocument;
    const effect = (wanted: string) => Statement.filter(({ Effect }: { Effect: string }) => Effect === wanted);
    expect(effect('Allow')).toMatchObject([{ Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish' }]);
    const { StringEquals } = effect('Allow')[0].Condition;
    expect(StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect(inWords(StringEquals['aws:SourceArn'], receiving)).toMatch(
      /:ses:eu-north-1:AWS::AccountId:receipt-rule-set\/samtykke-test-inbound:receipt-rule\/samtykke-test-unsubscribe$/,
    );
    expect(effect('Deny').map(({ Condition }: { Condition: unknown }) => Condition)).toContainEqual({
      Bool: { 'aws:PrincipalIsAWSService': 'false' },
    });
  });

  test('proves the domain to SES, sends nothing in its name, and tells its sender alone', () => {
    expect(of('AWS::SES::EmailIdentity').map(({ EmailIdentity }) => EmailIdentity)).toContain('stop.example.com');
    expect(variablesOf(receiving.app, 'jobs/send')).toMatchObject({ INBOUND_DOMAIN: 'stop.example.com' });
    const told = Object.keys(functionsByFile(receiving.app)).filter((file) => {
      const { Environment } = functionsByFile(receiving.app)[file]?.Properties ?? {};
      return Environment && 'INBOUND_DOMAIN' in Environment.Variables;
    });
    expect(told).toEqual(['jobs/send']);
    const sending = of('AWS::IAM::Policy').filter((policy) => JSON.stringify(policy).includes('ses:SendEmail'));
    expect(sending.length).toBeGreaterThan(0);
    expect(JSON.stringify(sending)).not.toContain('MailStopExampleCom');
  });

  test('is one that says so: without the domain there is no rule, no topic for it and no variable', () => {
    expect(properties('AWS::SES::ReceiptRule')).toEqual([]);
    expect(properties('AWS::SES::ReceiptRuleSet')).toEqual([]);
    expect(variablesOf(app, 'jobs/send')).not.toHaveProperty('INBOUND_DOMAIN');
    expect(of('AWS::SNS::Topic')).toHaveLength(properties('AWS::SNS::Topic').length + 1);
  });
});
