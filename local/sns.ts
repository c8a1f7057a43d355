/** The topic that SES reports to, in fauxqs, over SNS's query protocol: three calls are not worth a client. */

async function call(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`${process.env.AWS_ENDPOINT_URL_SNS}/`, {
    method: 'POST',
    body: new URLSearchParams({ Action: action, Version: '2010-03-31', ...parameters }),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`SNS ${action} answered ${response.status}: ${body}`);
  return body;
}

/** Makes a topic, or finds it, whose messages arrive in the queue as they are, without SNS's envelope. Returns its ARN. */
export async function makeTopic(name: string, queueArn: string): Promise<string> {
  const arn = /<TopicArn>([^<]+)</.exec(await call('CreateTopic', { Name: name }))?.[1];
  if (!arn) throw new Error(`SNS made no topic ${name}`);
  await call('Subscribe', {
    TopicArn: arn,
    Protocol: 'sqs',
    Endpoint: queueArn,
    'Attributes.entry.1.key': 'RawMessageDelivery',
    'Attributes.entry.1.value': 'true',
  });
  return arn;
}

/** Publishes a message. */
export async function publish(topicArn: string, message: string): Promise<void> {
  await call('Publish', { TopicArn: topicArn, Message: message });
}

/** Removes a topic and its subscriptions. */
export async function dropTopic(topicArn: string): Promise<void> {
  await call('DeleteTopic', { TopicArn: topicArn });
}
