/** The account at SES. Apart from `ses.ts`, so that functions that send one mail do not carry this call. */
import { GetAccountCommand } from '@aws-sdk/client-sesv2';
import type { Ses } from '../deps.ts';
import type { SendingAccount } from '../domain/pace.ts';

/** What SES says of the account: its limits, what it has sent, and whether it may. What is left out in the answer counts as nothing, or as no. */
export async function readAccount(ses: Ses): Promise<SendingAccount> {
  const { SendQuota: quota, EnforcementStatus, SendingEnabled } = await ses.client.send(new GetAccountCommand({}));
  return {
    maxSendRate: quota?.MaxSendRate ?? 0,
    max24HourSend: quota?.Max24HourSend ?? 0,
    sentLast24Hours: quota?.SentLast24Hours ?? 0,
    enforcementStatus: EnforcementStatus ?? 'unknown',
    sendingEnabled: SendingEnabled ?? false,
  };
}
