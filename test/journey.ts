/** A visitor's steps, as the tests take them: through the HTTP contract and the mailbox only. */
import type { System } from '../local/system.ts';

/** A form of the shipped xledger policy, and the boxes that most tests tick. */
export const xledger = { brand: 'xledger', form: 'newsletter-no', consents: ['newsletter:insights', 'tracking:open'] } as const;

/** What a visitor sends. */
export interface Visitor {
  readonly email: string;
  readonly brand?: string;
  readonly form?: string;
  readonly consents?: readonly string[];
  readonly [member: string]: unknown;
}

/** Posts a sign-up as JSON. */
export function postSignUp(system: System, visitor: Visitor, init: Parameters<System['fetch']>[1] = {}): Promise<Response> {
  const { brand = xledger.brand, form = xledger.form, consents = xledger.consents, ...members } = visitor;
  return system.fetch(`/${brand}/signup/${form}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ consents, ...members }),
    ...init,
  });
}

/** The path of the first link of a kind (`c`, `u`, `p`, `i`) in the newest mail to an address. */
export function linkIn(system: System, email: string, kind: 'c' | 'u' | 'p' | 'i'): string {
  const path = system.mails(email)[0]?.text.match(new RegExp(`https?://[^\\s/]+(/${kind}/[A-Za-z0-9_-]+)`))?.[1];
  if (!path) throw new Error(`the newest mail holds no /${kind}/ link`);
  return path;
}

/** The path of the unsubscribe link on a page. */
export async function unsubscribeLinkOn(page: Response): Promise<string> {
  const path = (await page.text()).match(/\/u\/[A-Za-z0-9_-]+/)?.[0];
  if (!path) throw new Error('the page holds no unsubscribe link');
  return path;
}

/** Signs up, waits for the mail, and returns the path of its link. */
export async function askForLink(system: System, visitor: Visitor): Promise<string> {
  const answer = await postSignUp(system, visitor);
  if (answer.status !== 202) throw new Error(`sign-up answered ${answer.status}: ${await answer.text()}`);
  await system.settle();
  return linkIn(system, visitor.email, 'c');
}

/** Presses a page's button. */
export const press = (system: System, path: string, init: RequestInit = {}): Promise<Response> =>
  system.fetch(path, { method: 'POST', ...init });

/** Signs up and confirms; returns the path of the person's unsubscribe link. */
export async function subscribe(system: System, visitor: Visitor): Promise<string> {
  const page = await press(system, await askForLink(system, visitor));
  if (page.status !== 200) throw new Error(`confirming answered ${page.status}`);
  const unsubscribe = await unsubscribeLinkOn(page);
  await system.settle();
  return unsubscribe;
}

/** Asks for the one-hour link to somebody's own page, waits for the mail, and returns the link's path. */
export async function manageLink(system: System, email: string, brand: string = xledger.brand): Promise<string> {
  await system.fetch(`/${brand}/manage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  await system.settle();
  return linkIn(system, email, 'p');
}

/** Tokens that still hold: to sign one, and to write down the grant behind it, takes as long as most of the calls that it is for. */
const tokens = new WeakMap<System, Map<string, { readonly token: string; readonly until: number }>>();
const tokenLifeMs = 50 * 60_000;

async function tokenOf(system: System, brand: string, role: 'marketer' | 'privacy' | 'admin'): Promise<string> {
  const known = tokens.get(system) ?? new Map();
  tokens.set(system, known);
  const held = known.get(`${brand} ${role}`);
  const now = system.clock.now().getTime();
  if (held && now < held.until) return held.token;
  const token = await system.token({ brand, role });
  known.set(`${brand} ${role}`, { token, until: now + tokenLifeMs });
  return token;
}

/** Calls a marketer's route with a token of a role. */
export async function asOperator(
  system: System,
  path: string,
  {
    role = 'marketer' as const,
    brand = xledger.brand,
    ...init
  }: { role?: 'marketer' | 'privacy' | 'admin'; brand?: string } & RequestInit = {},
): Promise<Response> {
  const token = await tokenOf(system, brand, role);
  return system.fetch(`/v1/${brand}/${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
}

/** The addresses in the audience of a purpose. */
export async function audienceOf(system: System, purpose: string, brand: string = xledger.brand): Promise<string[]> {
  const answer = await asOperator(system, `audience?purpose=${encodeURIComponent(purpose)}&limit=1000`, { brand });
  const { items } = (await answer.json()) as { items: { email: string }[] };
  return items.map(({ email }) => email).sort();
}
