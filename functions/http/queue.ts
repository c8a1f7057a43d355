/** Handlers of queues and of the stream: each record by itself, only the failed ones reported. */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type * as z from 'zod';

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
          logFailure(messageId, error);
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failed.flat() };
  };

/**
 * Handles the records of a stream in their order. At the first failure the rest is left: Lambda starts again from the reported record, and
 * bisects what keeps failing.
 */
export const stream =
  (handle: (records: readonly DynamoDBRecord[]) => Promise<readonly DynamoDBRecord[]>): StreamHandler =>
  async ({ Records }) => {
    const failed = new Set(await handle(Records));
    const first = Records.find((record) => failed.has(record))?.dynamodb?.SequenceNumber;
    return { batchItemFailures: first ? [{ itemIdentifier: first }] : [] };
  };

function logFailure(messageId: string, error: unknown): void {
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  const frames = stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8);
  process.stderr.write(`${JSON.stringify({ outcome: 'message_failed', messageId, error: name, frames })}\n`);
}
