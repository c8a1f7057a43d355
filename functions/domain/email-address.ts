/** One mailbox, in the one spelling that the system knows it by. */
import * as z from 'zod';

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Whatever a host name may never hold, but a URL parser would read as something else (path, port, escape, login). */
const notInHost = /[^\p{L}\p{M}\p{N}.\-。．｡]/u;

/**
 * Lower case, domain in Punycode; exactly one mailbox that SES can reach. SES speaks no SMTPUTF8, so the local part is ASCII; quoted
 * local parts and address literals are refused. RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all.
 */
export const EmailAddress = z
  .string()
  .max(320)
  .transform((typed, context) => {
    const address = normalise(typed.trim());
    if (address) return address;
    context.addIssue({ code: 'custom', message: 'not an e-mail address that mail can be sent to' });
    return z.NEVER;
  })
  .brand<'EmailAddress'>();
export type EmailAddress = z.infer<typeof EmailAddress>;

/** The question for whoever has an address. */
export const ByAddress = z.strictObject({ email: EmailAddress });

function normalise(typed: string): string | undefined {
  const at = typed.lastIndexOf('@');
  const local = typed.slice(0, at).toLowerCase();
  const host = typed.slice(at + 1);
  if (at < 1 || local.length > 64 || !localPart.test(local) || notInHost.test(host)) return undefined;
  const url = URL.parse(`http://${host}`);
  if (!url || !domainName.test(url.hostname)) return undefined;
  const address = `${local}@${url.hostname}`;
  return address.length <= 254 ? address : undefined;
}
