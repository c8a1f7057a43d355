import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  type CfnStage,
  DomainName,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type Throttle, unlisted } from '../throttles.ts';
import type { FileFunction } from './file-function.ts';
import { ImpactAlarm } from './impact-alarm.ts';

export interface RouteApiProps {
  readonly name: string;
  /** The host that the API answers under, and its certificate. @default - the address that API Gateway gives */
  readonly customDomain?: {
    readonly host: string;
    readonly certificateArn: string;
  };
  /** Who issues the tokens, and for which client. */
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly logRetention: RetentionDays;
  readonly alarms: ITopic;
}

/** One route: its key, its function's file and the function itself. */
export interface RouteProps {
  /** An API Gateway route key, `<METHOD> <path>`. */
  readonly key: string;
  readonly file: string;
  readonly fn: FileFunction;
  readonly throttle: Throttle;
  /** A token of a partner's machine needs one of these. */
  readonly partnerScopes: readonly string[];
}

/**
 * What is logged of a request: the route's template, never the path, which holds tokens, nor the query, which holds addresses, nor
 * where it came from.
 */
export const accessLogFormat = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  functionStatus: '$context.integrationStatus',
  functionMilliseconds: '$context.integrationLatency',
  error: '$context.error.responseType',
} as const;

/** The HTTP API. A route is closed unless its function is public; each has a throttle of its own. */
export class RouteApi extends Construct {
  /** Where the API answers: an https origin without a slash at the end. */
  readonly url: string;
  /** What the custom domain's DNS record points to. */
  readonly dnsTarget: string | undefined;
  readonly #api: HttpApi;
  readonly #stage: CfnStage;
  readonly #throttles: Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }> = {};
  readonly #integrations = new Map<string, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string, { name, customDomain, issuer, audience, logRetention, alarms }: RouteApiProps) {
    super(scope, id);
    this.#api = new HttpApi(this, 'Api', {
      apiName: name,
      createDefaultStage: false,
      disableExecuteApiEndpoint: customDomain !== undefined,
      defaultAuthorizer: new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: [...audience] }),
      // only an access token has scopes, so an ID token opens nothing; and only a person's has this one
      defaultAuthorizationScopes: ['openid'],
    });
    const log = new LogGroup(this, 'AccessLog', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: unlisted.rate, burstLimit: unlisted.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFormat)),
      },
    });
    this.#stage = stage.node.defaultChild as CfnStage;

    if (customDomain) {
      const domain = new DomainName(this, 'Domain', {
        domainName: customDomain.host,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', customDomain.certificateArn),
      });
      new ApiMapping(this, 'Mapping', { api: this.#api, domainName: domain, stage });
      this.dnsTarget = domain.regionalDomainName;
      this.url = `https://${customDomain.host}`;
    } else {
      this.dnsTarget = undefined;
      this.url = this.#api.apiEndpoint;
    }

    new ImpactAlarm(this, 'ServerErrors', {
      metric: this.#api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
      impact: 'Visitors, recipients or marketers get errors. The access log says on which route.',
      topic: alarms,
    });
  }

  /** Adds a route. Throws if a path under `/v1` would be open, or one outside it closed. */
  route({ key, file, fn, throttle, partnerScopes }: RouteProps): void {
    const [method, path] = key.split(' ') as [HttpMethod, string];
    const open = file.startsWith('public/');
    if (open === path.startsWith('/v1/'))
      throw new Error(`${key} is under /v1 if and only if its function is not public, but it is ${file}`);
    const added = this.#api.addRoutes({
      path,
      methods: [method],
      integration: this.integration(file, fn),
      ...(open && { authorizer: new HttpNoneAuthorizer() }),
      ...(file.startsWith('partner/') && { authorizationScopes: [...partnerScopes] }),
    });
    this.#throttles[key] = { ThrottlingRateLimit: throttle.rate, ThrottlingBurstLimit: throttle.burst };
    this.#stage.routeSettings = this.#throttles;
    // a route's settings are refused while the route does not exist
    for (const one of added) this.#stage.node.addDependency(one);
    if (!open) return;
    for (const one of added) {
      Validations.of(one).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Visitors and recipients have no account: a form is open to all, and a link carries a signed token that its function checks.',
      });
    }
  }

  /** One integration and one permission per function, however many routes it has. */
  private integration(file: string, fn: FileFunction): HttpLambdaIntegration {
    const known = this.#integrations.get(file);
    if (known) return known;
    const made = new HttpLambdaIntegration(`${fn.node.id}Integration`, fn, { scopePermissionToRoute: false });
    this.#integrations.set(file, made);
    return made;
  }
}
