/** A brand at work under a policy, for those who prove what the policy promises: only through the public contract, with the clock moved. */
import assert from 'node:assert/strict';
import { type Lint, lint } from '../../functions/domain/lints.ts';
import { definePolicy, type Locale, type Policy, type Signal } from '../../functions/domain/policy.ts';
import { type System, startSystem } from '../../local/system.ts';
import { varied } from '../domain/example-policy.ts';
import { openAndSubmit } from '../functions/own-page.ts';
import { asOperator, audienceOf, manageLink, press, subscribe } from '../journey.ts';

/** The policy with some settings changed: objects are merged, lists replaced, `undefined` takes a setting away. */
export function changed(policy: Policy, change: object): Policy {
  const { hash: _, toConfirm: __, ...settings } = policy;
  return definePolicy(varied(change, settings));
}

/** The ids of the lints' errors about a policy on a stage in Stockholm. */
export const errorsOf = (policy: Policy): Lint['id'][] =>
  lint(policy, { production: false, region: 'eu-north-1' })
    .filter(({ level }) => level === 'error')
    .map(({ id }) => id);

/** What an operator's call answered. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly contactId?: string;
    readonly standing?: string;
    readonly reason?: string;
    readonly consents?: Readonly<Record<string, { readonly status: string; readonly basis: string }>>;
    readonly errors?: readonly { readonly pointer: string }[];
  };
}

/** A day in March, in the morning. Every life begins here. */
const begin = new Date('2026-03-10T09:00:00Z');

/** The brand's running system and what people do with it. */
export class World {
  readonly #served: Policy[];
  #system: System | undefined;

  constructor(policy: Policy) {
    this.#served = [policy];
  }

  get policy(): Policy {
    return this.#served[0] as Policy;
  }

  async system(): Promise<System> {
    this.#system ??= await startSystem({ policies: this.#served, clock: begin });
    return this.#system;
  }

  stop = async (): Promise<void> => this.#system?.stop();

  /** The first form by which visitors can sign up. */
  get form(): string {
    return Object.entries(this.policy.forms).find(([, { store, channel }]) => store && channel === 'web')?.[0] ?? '';
  }

  /** Signs up and confirms; the path of the way out. */
  async subscribe(email: string, consents: readonly string[], form: string = this.form, more: object = {}): Promise<string> {
    const system = await this.system();
    return subscribe(system, { brand: this.policy.brand, form, email, consents, ...more }).catch((error: Error) =>
      assert.fail(error.message),
    );
  }

  /** Posts a form, and answers as the form does. */
  async signUp(body: object, form: string = this.form): Promise<Answer> {
    return this.#read(
      await (await this.system()).fetch(`/${this.policy.brand}/signup/${form}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  }

  press = async (path: string): Promise<Response> => press(await this.system(), path);

  audience = async (purpose: string): Promise<string[]> => audienceOf(await this.system(), purpose, this.policy.brand);

  page = async (path: string): Promise<string> => (await (await this.system()).fetch(path)).text();

  /** The privacy notice, a page of the brand. */
  notice = async (query = ''): Promise<string> => this.page(`/${this.policy.brand}/privacy${query}`);

  async call(
    method: string,
    path: string,
    body?: object,
    role: 'marketer' | 'privacy' | 'admin' = method === 'GET' ? 'privacy' : 'admin',
  ): Promise<Answer> {
    const answer = await asOperator(await this.system(), path, {
      brand: this.policy.brand,
      role,
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return this.#read(answer);
  }

  async #read(answer: Response): Promise<Answer> {
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  }

  /** What is known at an address; role privacy asks. */
  known = async (email: string): Promise<Answer['body']> =>
    (await this.call('GET', `contacts?email=${encodeURIComponent(email)}`)).body;

  /** What a partner or a CRM finds in its feed. */
  async feed(partner: string): Promise<Answer> {
    const system = await this.system();
    const token = await system.token({ brand: this.policy.brand, role: `partner:${partner}` });
    await system.settle();
    const path = `/v1/${this.policy.brand}/partners/${partner}/changes`;
    return this.#read(await system.fetch(path, { headers: { authorization: `Bearer ${token}` } }));
  }

  /** Enters somebody who agreed to nothing. */
  introduce = (body: object): Promise<Answer> =>
    this.call('POST', 'introductions', {
      email: 'kari@example.no',
      locale: Object.values(this.policy.markets)[0]?.locale,
      market: Object.keys(this.policy.markets)[0],
      at: '2026-03-10T08:00:00Z',
      reference: 'order-7',
      ...body,
    });

  /** Enters a yes that did not come through the web. */
  note = (body: object): Promise<Answer> =>
    this.call('POST', 'contacts', {
      email: 'kari@example.no',
      at: '2026-03-10T08:00:00Z',
      formVersion: 1,
      locale: Object.values(this.policy.markets)[0]?.locale,
      reference: 'call-7',
      expressYes: true,
      ...body,
    });

  /** Asks for the one-hour link and presses a button of the page of all that is known. */
  async wish(email: string, does: 'erase'): Promise<void> {
    const system = await this.system();
    const answer = await openAndSubmit(system, `${await manageLink(system, email, this.policy.brand)}/data`, does);
    assert.equal(answer.status, 200);
  }

  /** Asks for the one-hour link and saves the preferences: these boxes ticked, and no other. */
  async choose(email: string, ticked: readonly string[]): Promise<void> {
    const system = await this.system();
    const answer = await openAndSubmit(system, await manageLink(system, email, this.policy.brand), 'save', { ticked });
    assert.equal(answer.status, 200);
  }

  /** Tells what somebody has done just now, as a web site would; whether it was recorded. */
  async looks(email: string, type: Signal): Promise<unknown> {
    const { contactId } = await this.known(email);
    const at = (await this.system()).clock.now().toISOString();
    return (await this.call('POST', `contacts/${contactId}/activity`, { type, at })).body.status;
  }

  /** Writes a newsletter, and has it sent. */
  async mail(purpose: string, locale: Locale): Promise<void> {
    const content = { [locale]: { subject: 'Hei', markdown: 'Hei' } };
    const { status, body } = await this.call('POST', 'campaigns', { name: 'Mars', purpose, content });
    assert.equal(status, 201);
    assert.equal((await this.call('POST', `campaigns/${body.id}/schedule`, {})).status, 200);
    const system = await this.system();
    await system.runJob('prepare-campaign');
    await system.settle();
  }

  /** Lets time pass, and the jobs of each stop along the way. */
  async later(...steps: readonly string[]): Promise<void> {
    const system = await this.system();
    for (const step of steps) {
      system.advance(step);
      await system.runJob('sweep');
      await system.settle();
    }
  }

  subjects = async (email: string): Promise<string[]> => (await this.system()).mails(email).map(({ subject }) => subject);

  /** Publishes another version of the notice, by another policy, and lets people hear of it. */
  async publish(change: object): Promise<void> {
    const system = await this.system();
    await system.runJob('record-policy');
    system.advance('P1D');
    this.#served[0] = changed(this.policy, { ...change, version: this.policy.version + 1 });
    await system.runJob('record-policy');
    await system.runJob('announce-policy');
    await system.settle();
  }
}

/** Fails unless the address is that of somebody erased, for that reason. */
export async function assertErased(world: World, email: string, reason: string): Promise<void> {
  const { standing, reason: why } = await world.known(email);
  assert.deepEqual({ standing, why }, { standing: 'erased', why: reason });
}
