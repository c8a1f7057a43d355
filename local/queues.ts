/** The queues of a system in fauxqs, delivered as Lambda's event source mapping does it. */
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  type Message,
  QueueNameExists,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { batchFailures } from './batch-failures.ts';

/** A queue that exists. */
export interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** A message, read without being received. */
export interface WaitingMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
}

const account = '000000000000';
const mostPerReceive = 10;

/** Makes a queue, or gives one that exists these settings. With `dead`, a message moves there after `maxReceives` deliveries. */
export async function makeQueue(
  client: SQSClient,
  name: string,
  options: { visibilitySeconds?: number; dead?: Queue; maxReceives?: number } = {},
): Promise<Queue> {
  const { visibilitySeconds = 30, dead, maxReceives } = options;
  const redrive = dead && {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: String(maxReceives) }),
  };
  const attributes = { VisibilityTimeout: String(visibilitySeconds), MessageRetentionPeriod: '1209600', ...redrive };
  // a queue from an earlier run tells the address of that run's engine
  const url = `${process.env.AWS_ENDPOINT_URL_SQS}/${account}/${name}`;
  try {
    await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  } catch (error) {
    if (!(error instanceof QueueNameExists)) throw error;
    await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
  }
  return { url, arn: `arn:aws:sqs:eu-west-1:${account}:${name}` };
}

/** Removes a queue and what is in it. */
export async function dropQueue(client: SQSClient, { url }: Queue): Promise<void> {
  await client.send(new DeleteQueueCommand({ QueueUrl: url }));
}

/** How a queue's function is called. */
export interface QueueReader {
  readonly batchSize: number;
  readonly invoke: (event: object) => Promise<unknown>;
  /** How far the system's clock is ahead of the machine's. */
  readonly aheadMs: () => number;
  /** How long a message that failed stays hidden. With 0 it is delivered again in the same call, until it is done or dead. */
  readonly retrySeconds: number;
}

/** Delivers what a queue holds now to its function, and returns how many deliveries that took, and how many of them failed. */
export async function pumpQueue(
  client: SQSClient,
  { url, arn }: Queue,
  { batchSize, invoke, aheadMs, retrySeconds }: QueueReader,
): Promise<{ deliveries: number; failures: number }> {
  let deliveries = 0;
  let failures = 0;
  for (;;) {
    const messages = await receive(client, url, batchSize);
    if (messages.length === 0) return { deliveries, failures };
    deliveries += messages.length;
    const ids = messages.map(({ MessageId: id = '' }) => id);
    const failed = await batchFailures(
      () => invoke({ Records: messages.map((message) => toLambda(message, arn, aheadMs())) }),
      ids,
    );
    const [again, done] = [true, false].map((failing) =>
      messages.filter(({ MessageId: id = '' }) => (failed === 'all' || failed.has(id)) === failing),
    ) as [Message[], Message[]];
    failures += again.length;
    await Promise.all([...again.map((message) => showAgain(client, url, message, retrySeconds)), remove(client, url, done)]);
  }
}

async function receive(client: SQSClient, url: string, most: number): Promise<Message[]> {
  const messages: Message[] = [];
  while (messages.length < most) {
    const { Messages: some = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(mostPerReceive, most - messages.length),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      }),
    );
    if (some.length === 0) break;
    messages.push(...some);
  }
  return messages;
}

const showAgain = (client: SQSClient, url: string, { ReceiptHandle: handle }: Message, seconds: number) =>
  client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: seconds }));

async function remove(client: SQSClient, url: string, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += mostPerReceive) {
    const entries = messages
      .slice(start, start + mostPerReceive)
      .map(({ ReceiptHandle: handle }, index) => ({ Id: String(index), ReceiptHandle: handle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }));
  }
}

function toLambda(message: Message, arn: string, aheadMs: number): object {
  const sent = Number(message.Attributes?.SentTimestamp ?? 0) + aheadMs;
  const first = Number(message.Attributes?.ApproximateFirstReceiveTimestamp ?? 0) + aheadMs;
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
    name,
    {
      ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
      ...(value.BinaryValue !== undefined && { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
      stringListValues: [],
      binaryListValues: [],
      dataType: value.DataType,
    },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: { ...message.Attributes, SentTimestamp: String(sent), ApproximateFirstReceiveTimestamp: String(first) },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: 'eu-west-1',
  };
}

/** What is in a queue, whether visible, in flight or delayed. Changes nothing: fauxqs shows it beside the SQS API. */
export async function inspectQueue(endpoint: string, name: string): Promise<WaitingMessage[]> {
  const response = await fetch(`${endpoint}/_fauxqs/queues/${encodeURIComponent(name)}`);
  if (!response.ok) throw new Error(`there is no queue ${name}`);
  const { messages } = (await response.json()) as {
    messages: { ready: FauxqsMessage[]; delayed: FauxqsMessage[]; inflight: { message: FauxqsMessage }[] };
  };
  const all = [...messages.ready, ...messages.delayed, ...messages.inflight.map(({ message }) => message)];
  return all.map(({ messageId, body, approximateReceiveCount: receiveCount }) => ({ messageId, body, receiveCount }));
}

/** The names of the queues that hold anything, visible or not: one look in place of a call to each of them. */
export async function queuesInUse(endpoint: string): Promise<ReadonlySet<string>> {
  const response = await fetch(`${endpoint}/_fauxqs/queues`);
  if (!response.ok) throw new Error(`fauxqs answered ${response.status}`);
  const all = (await response.json()) as Readonly<
    Record<'name' | `approximate${'Message' | 'Inflight' | 'Delayed'}Count`, string | number>
  >[];
  const held = all.filter((queue) =>
    [queue.approximateMessageCount, queue.approximateInflightCount, queue.approximateDelayedCount].some(
      (count) => Number(count) > 0,
    ),
  );
  return new Set(held.map(({ name }) => String(name)));
}

interface FauxqsMessage {
  readonly messageId: string;
  readonly body: string;
  readonly approximateReceiveCount: number;
}
