/** Messages on their way into the queues. */
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { Queues } from './deps.ts';
import type { QueueName } from './triggers.ts';

/** SQS takes ten in a call. */
const perCall = 10;
const callsAtOnce = 16;

/** Puts messages into a queue. Throws unless each of them was taken; then some may have been, and come twice when it is called again. */
export async function post(queues: Queues, queue: QueueName, messages: readonly object[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(messages.length / perCall) }, (_, n) =>
    messages.slice(n * perCall, (n + 1) * perCall),
  ).values();
  const write = async (): Promise<void> => {
    for (const batch of batches) {
      const { Failed = [] } = await queues.client.send(
        new SendMessageBatchCommand({
          QueueUrl: queues.url(queue),
          Entries: batch.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) })),
        }),
      );
      if (Failed.length > 0) throw new Error(`the queue ${queue} refused ${Failed.length} of ${batch.length} messages`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(callsAtOnce, Math.ceil(messages.length / perCall)) }, write));
}
