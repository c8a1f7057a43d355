/**
 * The three tables as data. CDK builds them from here, and so do the local run and the tests; keys and indexes are named
 * nowhere else.
 *
 * | question | answered by | asked by |
 * |---|---|---|
 * | what waits, stands or is barred for this address? | people, pk = `<brand>#@<addressHash>`: POINTER, REQUEST#…, SUPPRESSION | confirm, send-confirmation, unsubscribe, contacts |
 * | what do we know of this person? | people, pk = `<brand>#<contactId>`, `CONSENT#` to `PROFILE` | confirm, unsubscribe, contacts, every send |
 * | was this request answered under its caller's key? | people, pk = `<brand>#key#<keyHash>`, IDEMPOTENCY | POSTs of operators |
 * | may this address or this source cause another mail? | people, pk = `@<hash>`, ALLOWANCE | send-confirmation |
 * | who may be mailed for this purpose now? | people.audience, `<brand>#<purpose>#<shard>` | audience, campaigns |
 * | whose next retention step falls in this month? | people.due, `<brand>#<month>#<shard>`, by day | sweep |
 * | which breaches does a brand know of? | people, pk = `<brand>#breaches`, by id, which begins with the day | breaches, watch-breaches |
 * | what is new for this partner since a position? | people, pk = `<brand>#feed#<partner>#<shard>`, NEWS#<position> | partner/changes |
 * | what does this partner know of this person, and what has it acknowledged? | people, TOLD#<contactId> in the same partition; `<brand>#feed#<partner>`, ACKNOWLEDGED | feed-partners, partner/ack, partners |
 * | what was disclosed of this person, to whom, on what ground? | people, pk = `<brand>#<contactId>`, SHARED#<time>#<partner> | export, record |
 * | whose next retention step falls in this month? | people.due, `<brand>#<month>#<shard>`, by day | sweep, forecast |
 * | who is in the last step of retention, and should be gone by now? | people, pk = `<brand>#ending#<month>#<shard>`, by day | sweep |
 * | who has not been told where they were found? | people, pk = `<brand>#untold`, by the last day for it | tell-sources, introductions |
 * | whose chain is closed, and since when? | people, pk = `<brand>#closed#<month>#<shard>`, by day | retire-evidence |
 * | how many people have been anonymised? | people, pk = `<brand>#anonymised`, by month | forecast |
 * | what became of this campaign's mail to this person? | people, pk = `<brand>#<contactId>`, `SEND#<campaign>` | send, record-feedback, record-engagement |
 * | which campaigns does a brand have? | campaigns, pk = `<brand>#campaigns`, by id, which begins with the day | campaigns |
 * | for which campaigns is something left to do? | campaigns.running, `<brand>` | watch-campaigns |
 * | what does it say, where do its links lead, who gets it, how far is it? | campaigns, pk = `<brand>#<campaign>`: CONTENT#…, LINKS, CHUNK#…, COUNT#… | campaigns, prepare-campaign, send |
 * | whose turn is it to send, of all campaigns? | campaigns, pk = `@sending`, LEASE | send |
 * | who may do what at a brand, and until when? | campaigns, pk = `<brand>#operators`, by operator and role | every function of operators |
 * | which segments has a brand saved? | campaigns, pk = `<brand>#segments`, by id | segments, audience, prepare-campaign |
 * | for which campaigns is something left to do? | campaigns.running, `<brand>` | watch-campaigns |
 * | what does it say, where do its links lead, who gets it, how far is it? | campaigns, pk = `<brand>#<campaign>`: CONTENT#…, SOURCE#…, LINKS, CHUNK#…, COUNT#… | campaigns, prepare-campaign, send |
 * | how far is this export or import? | campaigns, pk = `<brand>#files`, EXPORT#…, IMPORT#… | exports, imports, their jobs |
 * | which policies were in force, and since when? | ledger, pk = `<brand>#policy`, sk = seq | record-policy, announce-policy, notice |
 * | what did the notice say then? | ledger, pk = `<brand>#notice#<hash of its words>` | notice |
 * | what did this operator do on this day? | ledger, pk = `<brand>#operator#<subject>#<day>`, sk = seq | privacy officers, verification |
 * | what happened to this person's consent, in order? | ledger, pk = `<brand>#<contactId>`, sk = seq; 0: the checkpoint of a chain that has been let go | contacts, verification |
 */
export const tables = {
  people: {
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'S' },
    /** Epoch seconds. Cleans up only: every read and condition decides expiry by its own clock. */
    ttlAttribute: 'expiresAt',
    stream: 'NEW_AND_OLD_IMAGES',
    indexes: {
      /** Sparse: only consents that may be mailed or shared now. The sort key is the table's own `pk`, which costs no attribute. */
      audience: {
        partitionKey: { name: 'audience', type: 'S' },
        sortKey: { name: 'pk', type: 'S' },
        projected: ['email', 'name', 'company', 'market', 'locale', 'since', 'validUntil', 'activeMonth'],
      },
      /** Sparse: people with a retention step ahead. Moved by the sweep, not by engagement. */
      due: {
        partitionKey: { name: 'due', type: 'S' },
        sortKey: { name: 'dueDay', type: 'S' },
        projected: [],
      },
    },
  },
  campaigns: {
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'S' },
    ttlAttribute: 'expiresAt',
    stream: undefined,
    indexes: {
      /** Sparse: campaigns for which something is left to do, whatever else there has been over the years. */
      running: {
        partitionKey: { name: 'running', type: 'S' },
        sortKey: { name: 'sk', type: 'S' },
        projected: [],
      },
    },
  },
  ledger: {
    partitionKey: { name: 'pk', type: 'S' },
    /** The sequence number: an entry's key must be absent when it is written, so a chain cannot fork. */
    sortKey: { name: 'sk', type: 'N' },
    ttlAttribute: 'expiresAt',
    /** What is written here is also written down outside the database (`anchor-ledger`). */
    stream: 'NEW_IMAGE',
    indexes: {},
  },
} as const satisfies Record<string, TableSchema>;

/** Key, index, expiry and stream of one table. */
export interface TableSchema {
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute;
  readonly ttlAttribute: string;
  readonly stream: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | undefined;
  readonly indexes: Readonly<Record<string, IndexSchema>>;
}

/** A global secondary index: its key, and the non-key attributes that travel along. */
export interface IndexSchema {
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute;
  readonly projected: readonly string[];
}

/** A key attribute: a string or a number. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N';
}

/** `people`, `campaigns` or `ledger`. */
export type TableName = keyof typeof tables;
