import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, test } from 'vitest';
import { routes } from '../../functions/routes.ts';
import type { FileFunction } from '../../lib/constructs/file-function.ts';
import { RouteApi } from '../../lib/constructs/route-api.ts';
import { throttles } from '../../lib/throttles.ts';
import { fileOf, inWords, ofType, stage, synthesise } from './synthesised.ts';

const { templates } = synthesise();
const { app } = templates;
const one = (type: string) => {
  const found = ofType(app, type);
  expect(found).toHaveLength(1);
  return (found[0] ?? expect.fail(type))[1].Properties;
};
const deployed = ofType(app, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);

/** The file of the function that a route leads to. */
const targetOf = (route: { Target: { 'Fn::Join': [string, [string, { Ref: string }]] } }): string => {
  const integration = app.Resources[route.Target['Fn::Join'][1][1].Ref];
  return fileOf(app.Resources[integration?.Properties.IntegrationUri['Fn::GetAtt'][0]] ?? expect.fail('no function'));
};

describe('the routes', () => {
  test('are those of routes.ts, each with its function', () => {
    expect(Object.fromEntries(deployed.map((route) => [route.RouteKey, targetOf(route)]))).toEqual(routes);
  });

  test('under /v1 need a token of a person, those of partners one of a partner’s machine, and the others none', () => {
    const partners = Object.entries(routes).filter(([, file]) => file.startsWith('partner/'));
    expect(partners.length).toBeGreaterThan(0);
    for (const route of deployed) {
      if (partners.some(([key]) => key === route.RouteKey)) {
        expect(route).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: { Ref: expect.any(String) } });
        expect(route.AuthorizationScopes.length).toBeGreaterThan(0);
        for (const scope of route.AuthorizationScopes) expect(scope).toMatch(/^partner\/[a-z0-9-]+\.[a-z0-9-]+$/);
      } else if (route.RouteKey.includes(' /v1/')) {
        expect(route).toMatchObject({
          AuthorizationType: 'JWT',
          AuthorizerId: { Ref: expect.any(String) },
          AuthorizationScopes: ['openid'],
        });
      } else {
        expect(route).toMatchObject({ AuthorizationType: 'NONE' });
        expect(route.AuthorizerId).toBeUndefined();
      }
    }
  });

  test('take tokens of this stage’s own user pool and client', () => {
    const { JwtConfiguration, IdentitySource } = one('AWS::ApiGatewayV2::Authorizer');
    expect(inWords(JwtConfiguration.Issuer, templates)).toMatch(/^SignInPool/);
    expect(JwtConfiguration.Audience.map((client: { Ref: string }) => app.Resources[client.Ref]?.Type)).toEqual([
      'AWS::Cognito::UserPoolClient',
    ]);
    expect(IdentitySource).toEqual(['$request.header.Authorization']);
  });

  test.each([
    ['GET /v1/{brand}/audience', 'public/sign-up'],
    ['GET /u/{token}', 'marketer/audience'],
    ['GET /u/{token}', 'partner/changes'],
  ])('%s cannot be served by %s: a route is open if and only if its function is public', (key, file) => {
    const api = bareApi();
    const throttle = { rate: 1, burst: 1, because: 'test' };
    expect(() =>
      api.route({
        key,
        file,
        fn: {} as FileFunction,
        throttle,
        partnerScopes: [],
      }),
    ).toThrow(/under \/v1/);
  });

  test('are invoked through one permission per function, for this API only', () => {
    const permissions = ofType(app, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
    expect(permissions).toHaveLength(new Set(Object.values(routes)).size);
    for (const permission of permissions) {
      expect(permission).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
      expect(inWords(permission.SourceArn, templates)).toMatch(
        /^arn:aws:execute-api:eu-north-1:AWS::AccountId:HttpApi\w+\/\*\/\*\/\*$/,
      );
    }
  });
});

describe('the throttles', () => {
  const { RouteSettings, DefaultRouteSettings } = one('AWS::ApiGatewayV2::Stage');

  test('are set for every route, and what has none takes next to nothing', () => {
    const set = Object.entries(throttles).map(([key, { rate, burst }]) => [
      key,
      { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
    ]);
    expect(RouteSettings).toEqual(Object.fromEntries(set));
    expect(Object.keys(RouteSettings).sort()).toEqual(Object.keys(routes).sort());
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 5 });
  });

  test('leave the most room to one-click unsubscription', () => {
    const { rate } = throttles['POST /u/{token}'];
    expect(rate).toBe(Math.max(...Object.values(throttles).map((throttle) => throttle.rate)));
  });

  test('say why they are what they are', () => {
    for (const { because } of Object.values(throttles)) expect(because.length).toBeGreaterThan(20);
  });

  test('are set after the routes exist', () => {
    const [[, stage] = expect.fail('no stage')] = ofType(app, 'AWS::ApiGatewayV2::Stage');
    const all = ofType(app, 'AWS::ApiGatewayV2::Route').map(([id]) => id);
    expect(stage.DependsOn).toEqual(expect.arrayContaining(all));
  });
});

test('the access log names routes and outcomes: no path, query, header, address of the visitor or token', () => {
  const { AccessLogSettings } = one('AWS::ApiGatewayV2::Stage');
  expect(JSON.parse(AccessLogSettings.Format)).toEqual({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    bytes: '$context.responseLength',
    milliseconds: '$context.responseLatency',
    functionStatus: '$context.integrationStatus',
    functionMilliseconds: '$context.integrationLatency',
    error: '$context.error.responseType',
  });
  const [logId] = AccessLogSettings.DestinationArn['Fn::GetAtt'];
  expect(app.Resources[logId]?.Properties.RetentionInDays).toBe(14);
});

describe('the public address', () => {
  test('is API Gateway’s own where the stage names none', () => {
    const { publicUrl: _, ...unnamed } = stage;
    const { templates: bare } = synthesise(unnamed);
    expect(bare.app.Outputs.PublicUrl?.Value).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^HttpApi/), 'ApiEndpoint'],
    });
  });

  test('is the stage’s, but not the API’s, while the stage has no certificate', () => {
    expect(app.Outputs.PublicUrl?.Value).toBe('https://mail.example.com');
    expect(app.Outputs.ApiUrl?.Value).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^HttpApi/), 'ApiEndpoint'],
    });
    expect(ofType(app, 'AWS::ApiGatewayV2::DomainName')).toEqual([]);
  });

  test('is the API’s only one when the stage has a certificate', () => {
    const certificateArn = 'arn:aws:acm:eu-north-1:111122223333:certificate/1';
    const { app: certified } = synthesise({ ...stage, certificateArn }).templates;
    expect(ofType(certified, 'AWS::ApiGatewayV2::DomainName').map(([, { Properties }]) => Properties)).toMatchObject([
      { DomainName: 'mail.example.com', DomainNameConfigurations: [{ CertificateArn: certificateArn }] },
    ]);
    expect(ofType(certified, 'AWS::ApiGatewayV2::ApiMapping')).toHaveLength(1);
    expect(ofType(certified, 'AWS::ApiGatewayV2::Api').map(([, { Properties }]) => Properties.DisableExecuteApiEndpoint)).toEqual(
      [true],
    );
    expect(certified.Outputs).toMatchObject({
      ApiUrl: { Value: 'https://mail.example.com' },
      DnsTarget: {},
    });
  });
});

function bareApi(): RouteApi {
  const stack = new Stack(new App());
  return new RouteApi(stack, 'Http', {
    name: 'bare',
    issuer: 'https://issuer.example',
    audience: ['client'],
    logRetention: 14,
    alarms: new Topic(stack, 'Alarms'),
  });
}
