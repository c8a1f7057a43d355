/**
 * A meter of DynamoDB capacity: what each call of a client read and wrote, by table and index. It takes the engine's own figures where
 * DynamoDB Local follows the published rules, and computes from item sizes where it does not; `calibration.test.ts` shows which is which.
 */
import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type ConsumedCapacity,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  type TableDescription,
  TransactionCanceledException,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { bytesOf, changeUnits, type Item, indexUnits, readUnits, writeUnits } from './published-rules.ts';

/** Units by place: a table's name, or `<table>.<index>`. */
export type Units = Readonly<Record<string, number>>;

/** One attempt at a call; the SDK's own retries are attempts of their own. */
export interface Call {
  /** `Query`, `TransactWriteItems`, … */
  readonly command: string;
  readonly read: Units;
  readonly write: Units;
  /** Whether the units rest on computing rather than on what the engine reported. */
  readonly computed: boolean;
  /** What the engine reported, in all; undefined if nothing. */
  readonly reported: number | undefined;
  /** Conditions that did not hold. */
  readonly failedConditions: number;
  /** Where the call began and ended in the order of all beginnings and ends. */
  readonly began: number;
  readonly ended: number;
}

/** What a piece of work used. */
export interface Use {
  readonly read: number;
  readonly write: number;
  readonly reads: Units;
  readonly writes: Units;
  /** Whether any figure rests on computing. */
  readonly computed: boolean;
  /** How many calls of each kind: `{ Query: 1, TransactWriteItems: 1 }`. */
  readonly calls: Readonly<Record<string, number>>;
  readonly failedConditions: number;
  /** The longest chain of calls that waited for one another: calls side by side are one. */
  readonly roundTrips: number;
}

/** A meter on a client. */
export interface Meter {
  /** Every call so far, in the order in which they ended. */
  readonly calls: readonly Call[];
  /** What `work` used. Nothing else may use the client meanwhile. */
  readonly measure: <T>(work: () => Promise<T>) => Promise<{ readonly answer: T; readonly use: Use }>;
  /** Takes the meter off the client. */
  readonly close: () => void;
}

/** How a meter differs from the usual. */
export interface MeterSettings {
  /** What a table is called in the figures. Default: its own name. */
  readonly nameOf?: (table: string) => string;
  /** Milliseconds, for the life of a transaction's token. Default: the machine's clock. */
  readonly now?: () => number;
}

/** How long DynamoDB knows a transaction by its token. */
const tokenLifeMs = 10 * 60 * 1000;
const dataCommands = new Set([
  'GetItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'TransactGetItems',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]);
const readCommands = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);

/** What an attempt cost, before it has its place among the others. */
type Cost = Pick<Call, 'read' | 'write' | 'computed' | 'reported' | 'failedConditions'>;

/**
 * Puts a meter on a client. What it must know of items and tables it reads through a client of its own, which nobody meters. Computed
 * figures hold as long as nobody else changes the same items at that moment.
 */
export function openMeter(
  client: DynamoDBClient,
  { nameOf = (table) => table, now = () => performance.now() }: MeterSettings = {},
): Meter {
  const raw = new DynamoDBClient({});
  const calls: Call[] = [];
  const descriptions = new Map<string, Promise<TableDescription>>();
  const tokens = new Map<string, number>();
  let tick = 0;

  const describe = (table: string): Promise<TableDescription> => {
    const known = descriptions.get(table);
    if (known) return known;
    const description = raw.send(new DescribeTableCommand({ TableName: table })).then(({ Table: found = {} }) => found);
    descriptions.set(table, description);
    return description;
  };
  const itemAt = async ({ table, key }: Place): Promise<Item | undefined> =>
    (await raw.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;

  /** The names of both middlewares; unique, so that two meters can sit on one client. */
  const name = `capacity-meter-${randomUUID()}`;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const command = commandName.replace(/Command$/, '');
        if (!dataCommands.has(command)) return next(args);
        const token = (args.input as TransactWriteItemsCommandInput).ClientRequestToken;
        const input = {
          ...args.input,
          ReturnConsumedCapacity: 'INDEXES',
          // what the SDK would do further down, where nobody sees it
          ...(command === 'TransactWriteItems' && { ClientRequestToken: token ?? randomUUID() }),
        } as ServiceInputTypes;
        return next({ ...args, input });
      },
    { step: 'initialize', name: `${name}-asks` },
  );
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const command = commandName.replace(/Command$/, '');
        if (!dataCommands.has(command)) return next(args);
        const began = tick++;
        const note = (cost: Cost) => calls.push({ command, ...cost, began, ended: tick++ });
        const attempt = () => next(args).then((result) => ({ result, output: result.output as ServiceOutputTypes }));
        const { cost, outcome } = await (command === 'TransactWriteItems'
          ? transaction(args.input as TransactWriteItemsCommandInput, attempt)
          : plain(command, args.input as ServiceInputTypes, attempt));
        note(cost);
        if ('error' in outcome) throw outcome.error;
        return outcome.result;
      },
    // outermost of its step, so that it sees the parsed answer; inside the retries, so that it sees each
    { step: 'deserialize', priority: 'high', name: `${name}-counts` },
  );

  type Attempt<R> = () => Promise<{ result: R; output: ServiceOutputTypes }>;
  type Outcome<R> = { readonly cost: Cost; readonly outcome: { readonly result: R } | { readonly error: unknown } };

  async function plain<R>(command: string, input: ServiceInputTypes, attempt: Attempt<R>): Promise<Outcome<R>> {
    try {
      const { result, output } = await attempt();
      return { cost: withCorrection(command, input, output), outcome: { result } };
    } catch (error) {
      return { cost: await costOfFailure(input, error), outcome: { error } };
    }
  }

  /** Everything but transactions: the engine's figures, and what it forgets to charge for reading what is not there. */
  function withCorrection(command: string, input: ServiceInputTypes, output: ServiceOutputTypes): Cost {
    const consumed = [(output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] }).ConsumedCapacity ?? []].flat();
    const units = unitsOf(consumed, nameOf);
    const missing =
      command === 'BatchGetItem' ? absent(input as BatchGetItemCommandInput, output as BatchGetItemCommandOutput) : {};
    const empty =
      command === 'Query' || command === 'Scan' ? nothingFound(input as QueryCommandInput, output as QueryCommandOutput) : {};
    const read = readCommands.has(command);
    const corrected = added(added(units, missing), total(units) === 0 ? empty : {});
    return {
      read: read ? corrected : {},
      write: read ? {} : corrected,
      computed: total(corrected) !== total(units),
      reported: totalOf(consumed),
      failedConditions: 0,
    };
  }

  function nothingFound(
    { TableName: table = '', IndexName: index, ConsistentRead: strong }: QueryCommandInput,
    output: QueryCommandOutput,
  ): Units {
    if (output.ScannedCount !== 0) return {};
    return { [index ? `${nameOf(table)}.${index}` : nameOf(table)]: strong ? 1 : 0.5 };
  }

  function absent({ RequestItems: asked = {} }: BatchGetItemCommandInput, output: BatchGetItemCommandOutput): Units {
    return Object.fromEntries(
      Object.entries(asked).map(([table, { Keys: keys = [], ConsistentRead: strong }]) => {
        const found = output.Responses?.[table]?.length ?? 0;
        const unprocessed = output.UnprocessedKeys?.[table]?.Keys?.length ?? 0;
        return [nameOf(table), (keys.length - found - unprocessed) * (strong ? 1 : 0.5)];
      }),
    );
  }

  /** A write whose condition did not hold costs by the item that is there; any other refusal costs nothing. */
  async function costOfFailure(input: ServiceInputTypes, error: unknown): Promise<Cost> {
    const failed = error instanceof Error && error.name === 'ConditionalCheckFailedException';
    if (!failed) return free;
    const place = await placeOf(input as Write);
    const item = await itemAt(place);
    const write = { [nameOf(place.table)]: writeUnits(item ? bytesOf(item) : 0) };
    return { read: {}, write, computed: true, reported: undefined, failedConditions: 1 };
  }

  /**
   * A transaction is computed from what its items were and are: twice what each would cost alone, and its index entries once.
   * A cancelled one is counted as if it had been committed unchanged, the most that it can cost. One whose token is known changes nothing,
   * and costs the reading of its items.
   */
  async function transaction<R>(input: TransactWriteItemsCommandInput, attempt: Attempt<R>): Promise<Outcome<R>> {
    const places = await Promise.all((input.TransactItems ?? []).map((write) => placeOf(writeIn(write))));
    const token = String(input.ClientRequestToken);
    const known = now() < (tokens.get(token) ?? Number.NEGATIVE_INFINITY);
    const before = await Promise.all(places.map(itemAt));
    try {
      const { result, output } = await attempt();
      const after = await Promise.all(places.map(itemAt));
      const reported = totalOf((output as { ConsumedCapacity?: ConsumedCapacity[] }).ConsumedCapacity ?? []);
      const cost = { computed: true, reported, failedConditions: 0 };
      if (known) return { cost: { ...cost, read: reread(places, after), write: {} }, outcome: { result } };
      tokens.set(token, now() + tokenLifeMs);
      const write = await written(places, before, after);
      return { cost: { ...cost, read: {}, write }, outcome: { result } };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) return { cost: free, outcome: { error } };
      const failedConditions = (error.CancellationReasons ?? []).filter(
        ({ Code: code }) => code === 'ConditionalCheckFailed',
      ).length;
      const wanted = places.map(({ put }, n) => put ?? before[n]);
      const write = places.reduce(
        (units, { table }, n) => added(units, { [nameOf(table)]: 2 * changeUnits(before[n], wanted[n]) }),
        {},
      );
      return { cost: { read: {}, write, computed: true, reported: undefined, failedConditions }, outcome: { error } };
    }
  }

  async function written(places: readonly Place[], before: readonly (Item | undefined)[], after: readonly (Item | undefined)[]) {
    let units: Units = {};
    for (const [n, { table }] of places.entries()) {
      const { GlobalSecondaryIndexes: indexes = [], KeySchema: keys = [] } = await describe(table);
      const tableKeys = keys.map(({ AttributeName: key }) => String(key));
      units = added(units, { [nameOf(table)]: 2 * changeUnits(before[n], after[n]) });
      for (const index of indexes) {
        units = added(units, { [`${nameOf(table)}.${index.IndexName}`]: indexUnits(index, tableKeys, before[n], after[n]) });
      }
    }
    return units;
  }

  const reread = (places: readonly Place[], items: readonly (Item | undefined)[]): Units =>
    places.reduce(
      (units, { table }, n) => added(units, { [nameOf(table)]: 2 * readUnits(items[n] ? bytesOf(items[n]) : 0) }),
      {},
    );

  async function placeOf({ TableName: table = '', Key: key, Item: put }: Write): Promise<Place> {
    if (key) return { table, key, put };
    const { KeySchema: keys = [] } = await describe(table);
    return {
      table,
      key: Object.fromEntries(keys.map(({ AttributeName: part = '' }) => [part, put?.[part] as AttributeValue])),
      put,
    };
  }

  return {
    calls,
    measure: async (work) => {
      const first = calls.length;
      const answer = await work();
      return { answer, use: useOf(calls.slice(first)) };
    },
    close: () => {
      client.middlewareStack.remove(`${name}-asks`);
      client.middlewareStack.remove(`${name}-counts`);
      raw.destroy();
    },
  };
}

/** Where a write goes; `put` is the whole item of a Put. */
interface Place {
  readonly table: string;
  readonly key: Record<string, AttributeValue>;
  readonly put: Item | undefined;
}

/** What the writes of a transaction, and single writes, have in common. */
interface Write {
  readonly TableName?: string | undefined;
  readonly Key?: Record<string, AttributeValue> | undefined;
  readonly Item?: Record<string, AttributeValue> | undefined;
}

function writeIn({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): Write {
  const write = Put ?? Update ?? Delete ?? ConditionCheck;
  if (!write) throw new Error('a transaction with an item that does nothing');
  return write;
}

const free: Cost = { read: {}, write: {}, computed: false, reported: undefined, failedConditions: 0 };

/** Sums up calls. */
function useOf(calls: readonly Call[]): Use {
  const reads = calls.map(({ read }) => read).reduce(added, {});
  const writes = calls.map(({ write }) => write).reduce(added, {});
  return {
    read: total(reads),
    write: total(writes),
    reads,
    writes,
    computed: calls.some(({ computed }) => computed),
    calls: Object.fromEntries(
      [...Map.groupBy(calls, ({ command }) => command)].map(([command, those]) => [command, those.length]),
    ),
    failedConditions: calls.reduce((sum, call) => sum + call.failedConditions, 0),
    roundTrips: longestChain(calls),
  };
}

function longestChain(calls: readonly Call[]): number {
  let length = 0;
  let end = -1;
  for (const { began, ended } of calls.toSorted((a, b) => a.ended - b.ended)) {
    if (began < end) continue;
    length += 1;
    end = ended;
  }
  return length;
}

function unitsOf(consumed: readonly ConsumedCapacity[], nameOf: (table: string) => string): Units {
  return consumed
    .flatMap(({ TableName: table = '', Table: own, GlobalSecondaryIndexes: indexes = {} }) => [
      { [nameOf(table)]: own?.CapacityUnits ?? 0 },
      ...Object.entries(indexes).map(([index, capacity]) => ({ [`${nameOf(table)}.${index}`]: capacity.CapacityUnits ?? 0 })),
    ])
    .reduce(added, {});
}

const totalOf = (consumed: readonly ConsumedCapacity[]): number | undefined =>
  consumed.length === 0 ? undefined : consumed.reduce((sum, { CapacityUnits: units = 0 }) => sum + units, 0);

function added(a: Units, b: Units): Units {
  const places = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    places.map((place) => [place, (a[place] ?? 0) + (b[place] ?? 0)] as const).filter(([, units]) => units !== 0),
  );
}

const total = (units: Units): number => Object.values(units).reduce((sum, number) => sum + number, 0);
