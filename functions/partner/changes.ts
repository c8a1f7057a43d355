import { type Deps, db, log, now, policyOf, secret } from '../deps.ts';
import { egress } from '../domain/egress.ts';
import { FeedPage, feedList, fromTheBeginning, isEnd, type News, Positions } from '../domain/feed.ts';
import type { Policy } from '../domain/policy.ts';
import { callingPartner } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { type HttpHandler, http, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { newsAfter, noteDisclosure } from '../store/feed.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPerson } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'log'>;

/**
 * What a partner has to know, in order, from where it stood: who agreed, who changed, who must be left alone. Data pass the guard now, at the reading, and
 * are written down as disclosed before they go; whoever has withdrawn since is not in the page, and their withdrawal comes later in the feed.
 */
export const changes = (needs: Needs): HttpHandler =>
  http({
    'GET /v1/{brand}/partners/{partner}/changes': async (request) => {
      const { db, log } = needs;
      const { policy, partner } = callingPartner(request, needs.policyOf);
      const { brand } = policy;
      const { limit, cursor } = parse(FeedPage, request.query);
      const secret = await needs.secret();
      const list = feedList(brand, partner.id);
      const from = cursor ? openCursor(cursor, list, secret, Positions) : fromTheBeginning;

      const { news, positions, drained } = await newsAfter(db, brand, partner.id, from, limit);
      const items = await told(needs, policy, partner.id, news);
      log('partner_feed_read', { brand, partner: partner.id, items: items.length });
      const after = sealCursor(positions, list, secret);
      return json(200, { items, next: drained ? null : after, cursor: after });
    },
  });

/** People judged at once. */
const atOnce = 10;

/** The news as the partner may see them now, in their order. */
async function told(needs: Needs, policy: Policy, partner: string, news: readonly News[]): Promise<object[]> {
  const items: object[] = [];
  for (let first = 0; first < news.length; first += atOnce) {
    const some = news.slice(first, first + atOnce);
    items.push(...(await Promise.all(some.map((one) => itemOf(needs, policy, partner, one)))).flat());
  }
  return items;
}

async function itemOf({ db, now }: Needs, policy: Policy, partner: string, news: News): Promise<object[]> {
  const { type, contactId, at, shard, position } = news;
  const item = { id: `${shard}-${position}`, type, contactId, at };
  if (isEnd(type)) return [item];
  const fields = await untilNotOvertaken(async () => {
    const person = await readPerson(db, policy.brand, contactId, now());
    const verdict = egress(policy, partner, person, now());
    if (!person || !verdict.permitted) return undefined;
    const { ground, transfer } = verdict;
    const disclosure = { partner, at: now().toISOString(), ground, transfer, fields: Object.keys(verdict.fields) };
    const noted = await noteDisclosure(db, person.profile, disclosure);
    return noted === 'noted' ? verdict.fields : 'conflict';
  });
  // somebody who keeps changing is told of when they are read next, and never without a record
  if (fields === 'overtaken') throw new Problem('busy');
  return fields ? [{ ...item, fields }] : [];
}

export const handler = changes({ db, secret, policyOf, now, log });
