import type { DynamoDBRecord } from 'aws-lambda';
import { putAnchor } from '../anchors.ts';
import { anchors, type Deps, log, now, secret } from '../deps.ts';
import { type Anchored, anchorOf } from '../domain/anchor.ts';
import { type StreamHandler, stream } from '../http/queue.ts';

type Needs = Pick<Deps, 'anchors' | 'secret' | 'now' | 'log'>;

/**
 * The only reader of the ledger's stream: whatever is written there, by whichever function, is also written down outside the database, where nothing can be changed
 * for as long as it is proof. A list for a brand and a batch, so that it costs what was written and not what there is.
 */
export const anchorLedger = ({ anchors, secret, now, log }: Needs): StreamHandler =>
  stream(async (records) => {
    const entries = records.flatMap((record) => entryIn(record));
    for (const [brand, own] of Map.groupBy(entries, ({ chain }) => chain.slice(0, chain.indexOf('#')))) {
      await putAnchor(anchors, anchorOf(brand, own, await secret(), now()));
      log('ledger_anchored', { brand, entries: own.length });
    }
    return [];
  });

/** The entry that a record tells of. A checkpoint, at place 0, has a signature of its own; a notice's words are named by their hash. */
function entryIn({ eventName, dynamodb }: DynamoDBRecord): Anchored[] {
  const { pk, sk, hash } = dynamodb?.NewImage ?? {};
  if (eventName !== 'INSERT' || !pk?.S || !hash?.S || Number(sk?.N) < 1) return [];
  return [{ chain: pk.S, seq: Number(sk?.N), hash: hash.S }];
}

export const handler = anchorLedger({ anchors, secret, now, log });
