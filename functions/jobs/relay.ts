import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Deps, policyOf, queues } from '../deps.ts';
import { feedReaders } from '../domain/egress.ts';
import { type StreamHandler, stream } from '../http/queue.ts';
import type { ConfirmationMessage, EraseMessage, FeedMessage, RepermissionMessage, RightsMailMessage } from '../messages.ts';
import { readKey } from '../store/keys.ts';
import type { QueueName } from '../triggers.ts';

type Needs = Pick<Deps, 'queues' | 'policyOf'>;

/** A record and the queue that must hear of it. */
interface Onward {
  readonly record: DynamoDBRecord;
  readonly queue: QueueName;
  readonly message: ConfirmationMessage | EraseMessage | FeedMessage | RepermissionMessage | RightsMailMessage;
}

/**
 * The only reader of the people stream: what was committed there, and nothing else, leads to mails and clean-ups. It forwards ids to one queue
 * per use, so that one slow use holds up no other.
 */
export const relay = ({ queues, policyOf }: Needs): StreamHandler =>
  stream(async (records) => {
    const onward = records.flatMap((record) => [...destinationOf(record), ...newsOf(record, policyOf)]);
    const failed = await Promise.all(
      tens(onward).map(async (batch) => {
        const { Failed = [] } = await queues.client.send(
          new SendMessageBatchCommand({
            QueueUrl: queues.url((batch[0] as Onward).queue),
            Entries: batch.map(({ message }, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) })),
          }),
        );
        return Failed.map(({ Id }) => (batch[Number(Id)] as Onward).record);
      }),
    );
    return failed.flat();
  });

/** A new request asks for its mail; so does a question whether to stay; a profile that is gone, by whoever's hand, asks for the rest to go. */
function destinationOf(record: DynamoDBRecord): Onward[] {
  const { Keys, NewImage, OldImage } = record.dynamodb ?? {};
  const key = readKey(Keys?.pk?.S ?? '', Keys?.sk?.S ?? '');
  const requestId = NewImage?.requestId?.S;
  if (key?.item === 'request' && requestId && requestId !== OldImage?.requestId?.S) {
    const { brand, addressHash, form } = key;
    return [{ record, queue: 'confirmation', message: { brand, addressHash, form, requestId } }];
  }
  if (key?.item === 'link' && requestId && requestId !== OldImage?.requestId?.S) {
    const { brand, addressHash } = key;
    return [{ record, queue: 'rights-mail', message: { kind: 'link', brand, addressHash, requestId } }];
  }
  if (key?.item === 'address' && requestId && requestId !== OldImage?.requestId?.S) {
    return [
      { record, queue: 'rights-mail', message: { kind: 'address', brand: key.brand, contactId: key.contactId, requestId } },
    ];
  }
  const mailId = NewImage?.mail?.M?.id?.S;
  if (key?.item === 'case' && mailId && mailId !== OldImage?.mail?.M?.id?.S) {
    return [{ record, queue: 'rights-mail', message: { kind: 'case', brand: key.brand, caseId: key.caseId, mailId } }];
  }
  const askedOn = NewImage?.askedOn?.S;
  if (key?.item === 'profile' && askedOn && askedOn !== OldImage?.askedOn?.S) {
    return [{ record, queue: 'repermission', message: { brand: key.brand, contactId: key.contactId, askedOn } }];
  }
  if (key?.item === 'profile' && record.eventName === 'REMOVE') {
    return [{ record, queue: 'erase', message: { brand: key.brand, contactId: key.contactId } }];
  }
  return [];
}

/** Every change of a person that has evidence, and their end, may be news for the companies that the brand shares people with, if it has any. */
function newsOf(record: DynamoDBRecord, policyOf: Needs['policyOf']): Onward[] {
  const { Keys, NewImage, OldImage } = record.dynamodb ?? {};
  const key = readKey(Keys?.pk?.S ?? '', Keys?.sk?.S ?? '');
  if (key?.item !== 'profile') return [];
  const policy = policyOf(key.brand);
  if (!policy || feedReaders(policy).length === 0) return [];
  const [before, after] = [OldImage, NewImage].map((image) => Number(image?.seq?.N ?? 0)) as [number, number];
  const gone = record.eventName === 'REMOVE';
  if (!gone && before === after) return [];
  return [
    {
      record,
      queue: 'feed',
      message: { brand: key.brand, contactId: key.contactId, seq: gone ? before + 1 : after },
    },
  ];
}

/** In batches of ten, the most that SQS takes in a call; each batch for one queue. */
function tens(onward: readonly Onward[]): Onward[][] {
  const byQueue = Map.groupBy(onward, ({ queue }) => queue);
  return [...byQueue.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / 10) }, (_, index) => all.slice(index * 10, index * 10 + 10)),
  );
}

export const handler = relay({ queues, policyOf });
