import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { partnerScopesOf, type ServedBrand, type SignInSettings } from '../stage.ts';

export interface SignInProps {
  readonly brands: readonly ServedBrand[];
  readonly settings: SignInSettings;
  /** Protects the pool from deletion. */
  readonly production: boolean;
}

/** What people may do for a brand: group `<brand>.<role>`. */
export const roles = ['marketer', 'privacy', 'admin'] as const;

/**
 * Who works with the system: accounts that an administrator makes, with a second factor, in one group per brand and role. One
 * client for people: authorization code, and PKCE in place of a secret. Partners' machines get scopes `partner/<brand>.<id>`.
 */
export class SignIn extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly domain: UserPoolDomain;
  /** Every partner's scope, as it stands in a token. */
  readonly partnerScopes: readonly string[];

  constructor(scope: Construct, id: string, { brands, settings, production }: SignInProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: production,
      removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'The Plus plan adds threat protection at a price per user; accounts are made by an administrator, and every one has a second factor.',
    });
    for (const { brand } of brands) {
      for (const role of roles)
        this.pool.addGroup(`${brand}.${role}`, {
          groupName: `${brand}.${role}`,
        });
    }

    const scopes = partnerScopesOf(brands);
    this.pool.addResourceServer('Partner', {
      identifier: 'partner',
      scopes: scopes.map(
        (name) => new ResourceServerScope({ scopeName: name, scopeDescription: `the people shared with ${name}` }),
      ),
    });
    this.partnerScopes = scopes.map((name) => `partner/${name}`);

    this.client = this.pool.addClient('People', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [...settings.callbackUrls],
        logoutUrls: [...settings.logoutUrls],
      },
      // a role that is taken away is gone when the token is: soon
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(10),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
    this.domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: settings.domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    // the newer pages answer only for a client with a style
    new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.pool.userPoolId,
      clientId: this.client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }
}
