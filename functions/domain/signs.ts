/** Signs of life that somebody else has seen, a web site or a CRM, and what may be kept of them. */
import * as z from 'zod';
import { type Person, stands } from './consent.ts';
import { addDuration, subtractDuration } from './duration.ts';
import { limits } from './limits.ts';
import { type Policy, purposeOf, type Signal, signals } from './policy.ts';
import { countsAsSign, type Day, dayOf } from './retention.ts';
import { watched } from './watched-signs.ts';

/** What the mails tell themselves, under a consent of its own: nobody else can have seen it. */
const ofMails: readonly Signal[] = ['open', 'click'];
const reportable = signals.filter((signal) => !ofMails.includes(signal));

/** The body that reports a sign: what it was, and when. */
export const SignBody = z.strictObject({ type: z.enum(reportable), at: z.iso.datetime({ offset: true }) });

/** The same at a moment: a sign is neither to come nor long past. */
export const reportedSign = (now: Date) =>
  SignBody.extend({
    at: SignBody.shape.at
      .transform((at) => new Date(at))
      .refine((at) => at <= addDuration(now, { months: 0, seconds: limits.clocksApartMinutes * 60 }), 'lies in the future')
      .refine((at) => at >= subtractDuration(now, limits.signAge), `lies more than ${limits.signAge} back`),
  });
/** A sign as it was reported. */
export type ReportedSign = z.output<ReturnType<typeof reportedSign>>;

/** What of a sign is kept, if anything: its day. */
export type SignVerdict =
  | {
      readonly kept: true;
      readonly signal: Signal;
      readonly day: Day;
      /** It is kept under a consent, and only of the person as they were read: they may have withdrawn since. */
      readonly underConsent?: true;
    }
  /** No clock of the policy runs from it; or it tells what the person looked at, which needs their consent to profiling (I2). */
  | { readonly kept: false; readonly reason: 'not_counted' | 'profiling_consent_missing' };

/** What may be kept of a sign of this person. Nothing is kept that no rule of the policy asks for. */
export function signOf(policy: Policy, { consents }: Person, { type: signal, at }: ReportedSign, now: Date): SignVerdict {
  if (!countsAsSign(policy, signal)) return { kept: false, reason: 'not_counted' };
  const profiled = consents.some((consent) => consent.purpose === 'profiling' && stands(consent, now));
  const underConsent = watched.includes(signal) && purposeOf(policy, 'profiling') !== undefined;
  if (underConsent && !profiled) return { kept: false, reason: 'profiling_consent_missing' };
  // a clock that is ahead of ours must not name a day that is yet to come
  return { kept: true, signal, day: dayOf(at < now ? at : now), ...(underConsent && { underConsent }) };
}
