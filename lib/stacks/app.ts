import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes } from '../../functions/routes.ts';
import { timers } from '../../functions/triggers.ts';
import type { FileFunction } from '../constructs/file-function.ts';
import { Files } from '../constructs/files.ts';
import { type Around, grantedFunction } from '../constructs/granted-function.ts';
import { RouteApi } from '../constructs/route-api.ts';
import { SignIn } from '../constructs/sign-in.ts';
import { Timers } from '../constructs/timers.ts';
import { entries } from '../entries.ts';
import { type FunctionFile, grants } from '../grants.ts';
import { prefixOf, type ServedBrand, type Stage } from '../stage.ts';
import { throttles } from '../throttles.ts';
import type { DataStack } from './data.ts';
import type { QueuesStack } from './queues.ts';

export interface AppStackProps extends StackProps {
  readonly stage: Stage;
  /** The policies of `stage.brands`. */
  readonly brands: readonly ServedBrand[];
  readonly data: DataStack;
  readonly queues: QueuesStack;
}

/** What people and machines call: the API, sign-in, the functions behind the routes, the files that they give out, and the timers that they set. */
export class AppStack extends Stack {
  /** What the functions of this stack stand in, and those of the jobs too. */
  readonly around: Around;

  constructor(scope: Construct, id: string, { stage, brands, data, queues, ...props }: AppStackProps) {
    super(scope, id, props);
    const { alarms, mail, queueOf, schedulesDead } = queues;
    const prefix = prefixOf(stage);
    const signIn = new SignIn(this, 'SignIn', { brands, settings: stage.signIn, production: stage.production });
    const api = new RouteApi(this, 'Http', {
      name: prefix,
      ...(stage.publicUrl &&
        stage.certificateArn && { customDomain: { host: new URL(stage.publicUrl).host, certificateArn: stage.certificateArn } }),
      issuer: signIn.pool.userPoolProviderUrl,
      audience: [signIn.client.userPoolClientId],
      logRetention: stage.logRetentionDays,
      alarms,
    });
    const publicUrl = stage.publicUrl ?? api.url;
    const files = new Files(this, 'Files');
    this.around = { stage, brands, data, mail, files, queueOf, publicUrl, alarms };

    const functions = new Map<FunctionFile, FileFunction>();
    const functionOf = (file: FunctionFile): FileFunction => {
      const fn = functions.get(file) ?? grantedFunction(this, file, this.around);
      functions.set(file, fn);
      return fn;
    };
    for (const [key, file] of entries(routes)) {
      api.route({ key, file, fn: functionOf(file), throttle: throttles[key], partnerScopes: signIn.partnerScopes });
    }
    const alarmClocks = new Timers(this, 'Timers', { name: prefix, job: functionOf(timers.job), dead: schedulesDead });
    for (const [file, fn] of functions) if (grants[file].timers) alarmClocks.setBy(fn);

    new CfnOutput(this, 'ApiUrl', { value: api.url });
    new CfnOutput(this, 'PublicUrl', { value: publicUrl });
    if (api.dnsTarget)
      new CfnOutput(this, 'DnsTarget', {
        value: `${new URL(publicUrl).host} CNAME ${api.dnsTarget}`,
      });
    new CfnOutput(this, 'UserPoolId', { value: signIn.pool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: signIn.client.userPoolClientId });
    new CfnOutput(this, 'SignInUrl', { value: signIn.domain.baseUrl() });
  }
}
