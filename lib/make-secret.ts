/**
 * Gives a new secret its first value, once, while the stack is deployed. Secrets Manager's own generator makes one string of
 * letters; links and names need a pepper and a key of 32 random bytes each. CloudFormation never sees either.
 */
import { randomBytes } from 'node:crypto';
import { AwsClient } from 'aws4fetch';

/** What CloudFormation asks of a custom resource, as far as this one reads it. */
export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ResourceProperties: { readonly SecretId: string };
}

/**
 * Answers CloudFormation in every case: a resource that stays silent blocks its stack for an hour. Deleting the resource leaves the
 * secret as it is, for without it no link in any mail works and no person is found.
 */
export const handler = async (event: CustomResourceEvent): Promise<void> => {
  try {
    if (event.RequestType !== 'Delete') await fillIfEmpty(event.ResourceProperties.SecretId);
    await answer(event, 'SUCCESS');
  } catch (error) {
    await answer(event, 'FAILED', error instanceof Error ? error.message : 'unknown error');
  }
};

/** Always the same, so that of two deliveries of one event the second is refused: a version's value cannot be written twice. */
const firstVersion = 'samtykke-first-value-of-this-secret';

async function fillIfEmpty(secretId: string): Promise<void> {
  const { VersionIdsToStages: versions = {} } = (await secretsManager('DescribeSecret', { SecretId: secretId })) as {
    VersionIdsToStages?: Record<string, string[]>;
  };
  // someone's pepper: a secret that was restored, brought along, or filled by an earlier delivery
  if (Object.keys(versions).length > 0) return;
  const bytes32 = () => randomBytes(32).toString('base64url');
  const value = { pepper: bytes32(), current: 'k1', keys: { k1: bytes32() } };
  await secretsManager('PutSecretValue', {
    SecretId: secretId,
    ClientRequestToken: firstVersion,
    SecretString: JSON.stringify(value),
  });
}

async function secretsManager(action: 'DescribeSecret' | 'PutSecretValue', body: object): Promise<unknown> {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL_SECRETS_MANAGER } =
    process.env;
  if (!AWS_REGION || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new Error('the environment lacks credentials');
  const client = new AwsClient({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    region: AWS_REGION,
    service: 'secretsmanager',
  });
  const response = await client.fetch(
    `${AWS_ENDPOINT_URL_SECRETS_MANAGER ?? `https://secretsmanager.${AWS_REGION}.amazonaws.com`}/`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `secretsmanager.${action}`,
      },
      body: JSON.stringify(body),
    },
  );
  if (response.ok) return response.json();
  const { __type: kind = '' } = (await response.json().catch(() => ({}))) as {
    __type?: string;
  };
  // another delivery was faster; its value stands
  if (action === 'PutSecretValue' && kind.endsWith('ResourceExistsException')) return {};
  throw new Error(`Secrets Manager answered ${response.status} ${kind} to ${action}`);
}

async function answer(event: CustomResourceEvent, status: 'SUCCESS' | 'FAILED', reason?: string): Promise<void> {
  const response = await fetch(event.ResponseURL, {
    method: 'PUT',
    // the address is signed for a body without a type
    headers: { 'content-type': '' },
    body: JSON.stringify({
      Status: status,
      Reason: reason,
      PhysicalResourceId: event.ResourceProperties.SecretId,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    }),
  });
  if (!response.ok) throw new Error(`CloudFormation's address answered ${response.status}`);
}
