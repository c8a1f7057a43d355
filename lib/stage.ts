import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Duration } from '../functions/domain/duration.ts';

/**
 * One deployment of the system: everything that differs between two of them. The stages stand in `bin/app.ts`. Two stages that send
 * from the same domain need two regions or accounts, because SES knows a domain once in each.
 */
export interface Stage {
  /** Part of the stacks' names: 3 to 20 of `a-z 0-9 -`. */
  readonly name: string;
  /** Where everything lives. Personal data stay in this region. */
  readonly region: string;
  /** Production refuses policies with unconfirmed values, and protects the stacks and the sign-in from deletion. */
  readonly production: boolean;
  /** The brands that are served, by the ids of their policies. */
  readonly brands: readonly string[];
  /**
   * Where links in mails and pages lead: an https origin, no slash at the end.
   * @default - the address that API Gateway gives the API
   */
  readonly publicUrl?: string;
  /**
   * A certificate of Certificate Manager, in the stage's region, for the host of `publicUrl`. With it the API answers under that
   * host, and under no other; the host's DNS record is an output.
   * @default - `publicUrl` is served by something in front of the API, such as CloudFront
   */
  readonly certificateArn?: string;
  /**
   * To whom test mails of newsletters may go: addresses, or whole domains as `@example.com`.
   * @default - nobody: test mails are refused
   */
  readonly testRecipients?: readonly string[];
  /**
   * A domain of its own for unsubscribing by mail, all of whose mail SES receives, in a region where it can: `unsubscribe+<brand>@` it stands in
   * `List-Unsubscribe` behind the link.
   * @default - no mail is received, and `List-Unsubscribe` holds the link alone
   */
  readonly inboundDomain?: string;
  /** Who is told when an alarm goes off. The subscription waits for a click in its confirmation mail. */
  readonly alarmEmail: string;
  /** Days that logs are kept. */
  readonly logRetentionDays: RetentionDays;
  readonly signIn: SignInSettings;
}

/** What the stage's own things are called, before a hyphen. */
export const prefixOf = ({ name }: Pick<Stage, 'name'>): string => `samtykke-${name}`;

/** Where the stage's own metrics lie. */
export const namespaceOf = ({ name }: Pick<Stage, 'name'>): string => `Samtykke/${name}`;

/** How people who work with the system sign in. */
export interface SignInSettings {
  /** `<prefix>.auth.<region>.amazoncognito.com`: unique in the region over all AWS customers. */
  readonly domainPrefix: string;
  /** Where Cognito may send people after they signed in. */
  readonly callbackUrls: readonly string[];
  /** Where Cognito may send people after they signed out. */
  readonly logoutUrls: readonly string[];
}

/** What the stacks read of a brand's policy. */
export interface ServedBrand {
  readonly brand: string;
  readonly identity: { readonly from: readonly { readonly email: string }[] };
  readonly sharing: {
    readonly registry: readonly Partner[];
    readonly group: readonly Partner[];
  };
  readonly crm?: { readonly kind: string } | undefined;
  readonly suppression: { readonly proof: Duration };
}

/** A company that a brand shares people with. */
export interface Partner {
  readonly id: string;
}

/** The addresses that mail comes from, each once. */
export const sendersOf = (brands: readonly ServedBrand[]): string[] => [
  ...new Set(brands.flatMap(({ identity }) => identity.from.map(({ email }) => email))),
];

/** The domains that mail comes from, each once: SES has one identity for each. */
export const sendingDomainsOf = (brands: readonly ServedBrand[]): string[] => [
  ...new Set(sendersOf(brands).map((email) => email.slice(email.lastIndexOf('@') + 1).toLowerCase())),
];

/** The partners' scopes, and the CRM's, `<brand>.<id>`, of the resource server `partner`. */
export const partnerScopesOf = (brands: readonly ServedBrand[]): string[] => [
  ...new Set(
    brands.flatMap(({ brand, sharing, crm }) =>
      [...[...sharing.registry, ...sharing.group].map(({ id }) => id), ...(crm ? [crm.kind] : [])].map((id) => `${brand}.${id}`),
    ),
  ),
];
