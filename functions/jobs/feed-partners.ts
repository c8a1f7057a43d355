import { type Deps, db, log, now, policyOf, secret } from '../deps.ts';
import { egress, feedReaders } from '../domain/egress.ts';
import { newsFor } from '../domain/feed.ts';
import type { ContactId } from '../domain/identity.ts';
import type { Policy } from '../domain/policy.ts';
import { keyedHash } from '../domain/secret.ts';
import { type QueueHandler, queue } from '../http/queue.ts';
import { FeedMessage } from '../messages.ts';
import { readTold, tell } from '../store/feed.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPerson } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'log'>;

/**
 * Tells every partner what a change of a person means for it. The person is read anew and judged by the egress guard: the message only says
 * that there is something to look at, so that messages may come twice, late and in any order.
 */
export const feedPartners = (needs: Needs): QueueHandler =>
  queue(FeedMessage, async ({ brand, contactId, seq }) => {
    const policy = needs.policyOf(brand);
    if (!policy) throw new Error(`no policy for ${brand}`);
    for (const { id } of feedReaders(policy)) {
      const outcome = await untilNotOvertaken(() => tellPartner(needs, policy, id, contactId, seq));
      if (outcome === 'overtaken') throw new Error('the feed was overtaken');
      if (outcome !== 'known') needs.log('partner_told', { brand, partner: id, contactId, news: outcome });
    }
  });

async function tellPartner({ db, secret, now }: Needs, policy: Policy, partner: string, contactId: ContactId, seq: number) {
  const { brand } = policy;
  const known = await readTold(db, brand, partner, contactId);
  const person = await readPerson(db, brand, contactId, now());
  const verdict = egress(policy, partner, person, now());
  const given = verdict.permitted ? nameOf(verdict.fields, (await secret()).pepper) : undefined;
  const type = newsFor(known, person, verdict, given);
  if (!type) return 'known' as const;
  const told = await tell(
    db,
    {
      brand,
      partner,
      contactId,
      known,
      news: { type, seq: person?.profile.seq ?? seq, given },
      onlyFor: person?.profile,
    },
    now(),
  );
  return told === 'told' ? type : 'conflict';
}

/** Names values without keeping them. */
const nameOf = (fields: Readonly<Record<string, string>>, pepper: string): string =>
  keyedHash(pepper, 'fields given to a partner', Object.entries(fields).flat()).subarray(0, 16).toString('base64url');

export const handler = feedPartners({ db, secret, policyOf, now, log });
