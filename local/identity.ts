/** The stand-in for Cognito: oauth2-mock-server, whose access tokens carry what Cognito's carry. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';

/** Who issues the tokens. A fixed name, so that a token outlives a restart; the keys are fetched from `IDENTITY_URL`. */
const issuer = 'https://identity.samtykke.example/local';
const keysPath = '/.well-known/jwks.json';
const signPath = '/sign';
const lifeSeconds = 3600;

/** The app clients of the user pool: one for people at a desk, one for partners' machines. */
const deskClient = 'desk';
const machineClient = 'machine';

/** A role at a brand. A partner's name follows the colon. */
export type Role = 'marketer' | 'privacy' | 'admin' | `partner:${string}`;

/** Whose token is wanted. `claims` replace those of the role; one that is undefined is left out. */
export interface TokenRequest {
  readonly brand: string;
  readonly role: Role;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** `false`: the role is not granted anew, so that it runs out as it would. */
  readonly renew?: boolean;
}

/** Whether the text names a role. */
export const isRole = (text: unknown): text is Role =>
  typeof text === 'string' && /^(marketer|privacy|admin|partner:[a-z0-9-]+)$/.test(text);

/** Starts the identity server on a free port. Its key is kept in `keyFile`, if there is one, so that tokens outlive a restart. */
export async function startIdentity(keyFile: string | undefined): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = new OAuth2Server(undefined, undefined, { endpoints: { jwks: keysPath } });
  if (keyFile && existsSync(keyFile)) {
    await server.issuer.keys.add(JSON.parse(readFileSync(keyFile, 'utf8')));
  } else {
    const key = await server.issuer.keys.generate('RS256');
    if (keyFile) writeFileSync(keyFile, JSON.stringify(key), { mode: 0o600 });
  }
  server.issuer.url = issuer;
  server.service.addRoute('POST', signPath, async (request, response) => {
    const token = await server.issuer.buildToken({
      scopesOrTransform: (_header, payload) => {
        for (const name of Object.keys(payload)) delete payload[name];
        Object.assign(payload, request.body);
      },
    });
    response.end(token);
  });
  await server.start(0, '127.0.0.1');
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.stop() };
}

/** An access token as Cognito would issue it at `now`, for an hour. The same brand and role are always the same `sub`. */
export async function accessToken(url: string, { brand, role, claims }: TokenRequest, now: Date): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  const partner = role.startsWith('partner:') ? role.slice('partner:'.length) : undefined;
  const whose = partner === undefined ? personClaims(brand, role) : machineClaims(brand, partner);
  const standard = {
    iss: issuer,
    token_use: 'access',
    auth_time: seconds,
    iat: seconds,
    exp: seconds + lifeSeconds,
    jti: randomUUID(),
  };
  const response = await fetch(`${url}${signPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...standard, ...whose, ...claims }),
  });
  if (!response.ok) throw new Error(`the identity server answered ${response.status}`);
  return response.text();
}

/** The `sub` of whoever has this role at this brand. */
export const operatorIn = (brand: string, role: string): string => stableId(`${brand}.${role}`);

const personClaims = (brand: string, role: string) => ({
  sub: operatorIn(brand, role),
  username: `${role}@${brand}`,
  'cognito:groups': [`${brand}.${role}`],
  client_id: deskClient,
  scope: 'aws.cognito.signin.user.admin',
});

const machineClaims = (brand: string, partner: string) => ({
  sub: machineClient,
  client_id: machineClient,
  scope: `partner/${brand}.${partner}`,
  version: 2,
});

function stableId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/**
 * Checks a token as the JWT authoriser of an HTTP API does: signature, issuer, expiry, and `aud`, or `client_id` where there is no
 * `aud`. It does not look at `token_use`. Returns the claims as a function receives them, or undefined.
 */
export type Authorise = (authorization: string | undefined, now: Date) => Promise<Record<string, string> | undefined>;

/** An authoriser that trusts the identity server at `url`. */
export function authoriser(url: string): Authorise {
  const keys = createRemoteJWKSet(new URL(`${url}${keysPath}`));
  return async (authorization, now) => {
    const token = authorization?.replace(/^Bearer +/i, '');
    if (!token) return undefined;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        algorithms: ['RS256'],
        requiredClaims: ['exp'],
        currentDate: now,
      });
      const audience = [payload.aud ?? payload.client_id].flat();
      if (!audience.some((one) => one === deskClient || one === machineClient)) return undefined;
      return Object.fromEntries(Object.entries(payload).flatMap(([name, value]) => claimText(name, value)));
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J')) return undefined;
      throw error;
    }
  };
}

// API Gateway hands over texts: 1795309174, "[xledger.marketer xledger.admin]"; JSON only for what is nested; null not at all
function claimText(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return [[name, `[${value.join(' ')}]`]];
  return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]];
}
