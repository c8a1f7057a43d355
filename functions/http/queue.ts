/** Handlers of queues and of the stream: each record by itself, only the failed ones reported. */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';
import { whereOf } from './where.ts';

/** The Lambda handler of a queue. */
export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** The Lambda handler of a stream. */
export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Handles each message of a batch, all at once. A message that fails is reported by its id, comes back, and in the end lies in the dead-letter
 * queue; the others are done (I9). A message that `schema` refuses fails too: nothing is dropped in silence.
 */
export const queue =
  <Message>(schema: z.ZodType<Message>, each: (message: Message) => Promise<void>): QueueHandler =>
  async ({ Records }) => {
    const failed = await Promise.all(
      Records.map(async ({ body, messageId }) => {
        try {
          await each(schema.parse(JSON.parse(body)));
          return [];
        } catch (error) {
          process.stderr.write(`${JSON.stringify({ outcome: 'message_failed', messageId, ...whereOf(error) })}\n`);
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failed.flat() };
  };

/**
 * Handles the messages of a batch together, for work that is cheaper for many than for one. `handle` returns those that failed; they come back, the others
 * are done (I9). A message that `schema` refuses fails by itself.
 */
export const batches =
  <Message>(schema: z.ZodType<Message>, handle: (messages: readonly Message[]) => Promise<ReadonlySet<Message>>): QueueHandler =>
  async ({ Records }) => {
    const failed: { itemIdentifier: string }[] = [];
    const read = Records.flatMap(({ body, messageId }) => {
      try {
        return [{ messageId, message: schema.parse(JSON.parse(body)) }];
      } catch (error) {
        process.stderr.write(`${JSON.stringify({ outcome: 'message_failed', messageId, ...whereOf(error) })}\n`);
        failed.push({ itemIdentifier: messageId });
        return [];
      }
    });
    const left = await handle(read.map(({ message }) => message));
    for (const { messageId, message } of read) if (left.has(message)) failed.push({ itemIdentifier: messageId });
    return { batchItemFailures: failed };
  };

/**
 * Handles the records of a stream in their order. At the first failure the rest is left, and Lambda starts again from the reported record. A
 * batch that begins with a failure throws instead, since only then does Lambda bisect it and let the others go on.
 */
export const stream =
  (handle: (records: readonly DynamoDBRecord[]) => Promise<readonly DynamoDBRecord[]>): StreamHandler =>
  async ({ Records }) => {
    const failed = new Set(await handle(Records));
    const first = Records.find((record) => failed.has(record))?.dynamodb?.SequenceNumber;
    // reported at its head, one record would take the rest along to the dead-letter queue in the end (I9)
    if (failed.size > 0 && failed.has(Records[0] as DynamoDBRecord) && Records.length > 1)
      throw new Error('the batch begins with a failure');
    return { batchItemFailures: first ? [{ itemIdentifier: first }] : [] };
  };
