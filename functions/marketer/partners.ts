import { type Deps, db, now, policyOf } from '../deps.ts';
import { desk } from '../desk.ts';
import { declaredGround, feedReaders } from '../domain/egress.ts';
import { acknowledgeBy } from '../domain/feed.ts';
import { limits } from '../domain/limits.ts';
import type { Policy, Recipient } from '../domain/policy.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, json } from '../http/handler.ts';
import { unacknowledged } from '../store/feed.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now'>;

/** The companies that a brand shares people with, and of each the withdrawals that it has not acted upon. */
export const partners = (needs: Needs): HttpHandler =>
  desk(needs, {
    'GET /v1/{brand}/partners': async (request) => {
      const { policy } = operatorOf(request, needs.policyOf, ['privacy', 'admin']);
      const items = await Promise.all(feedReaders(policy).map((recipient) => stateOf(needs, policy, recipient)));
      return json(200, { items, next: null });
    },
  });

async function stateOf({ db, now }: Needs, policy: Policy, { id, name, country, url, contract, fields }: Recipient) {
  const open = await unacknowledged(db, policy.brand, id, limits.unacknowledgedShown);
  return {
    id,
    name,
    country,
    url,
    contract,
    fields,
    ground: declaredGround(policy, id) ?? null,
    unacknowledged: open.map(({ shard, position, type, contactId, at }) => {
      const due = acknowledgeBy(policy, at);
      return { id: `${shard}-${position}`, type, contactId, at, due: due.toISOString(), overdue: due <= now() };
    }),
  };
}

export const handler = partners({ db, policyOf, now });
