/** What retention will do, if nobody is heard of meanwhile: the sweep's own rules, run ahead. */
import * as z from 'zod';
import type { Consent, Person } from './consent.ts';
import { isHeld } from './consent.ts';
import type { ContactId } from './identity.ts';
import { locales, type Policy } from './policy.ts';
import { forgottenWith } from './removal.ts';
import {
  type Day,
  dayOf,
  decideRetention,
  type LastStep,
  type RetentionVerdict,
  startOf,
  stepsOf,
  type Why,
} from './retention.ts';

/**
 * What happens to a person, in the order in which it is shown. `warned`: the last step begins without a question; `ended`: a purpose ends and the person
 * stays; `held`: a legal hold puts off what would be due.
 */
export const forecastActs = ['asked', 'warned', 'ended', 'deactivated', 'anonymised', 'removed', 'held'] as const;
export type ForecastAct = (typeof forecastActs)[number];

/** One thing that will happen to one person, and the rule that it follows from. */
export interface Forecast extends Why {
  readonly contactId: ContactId;
  readonly on: Day;
  readonly act: ForecastAct;
}

/** What may be asked of a forecast. `limit` counts the people who are looked at. */
export const ForecastQuery = z.strictObject({
  until: z.iso.date(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  cursor: z.string().max(500).optional(),
  lang: z.enum(locales).optional(),
});

/** The columns of a forecast, in the order of the CSV. */
export const forecastColumns = ['contactId', 'on', 'act', 'purpose', 'clock', 'period'] as const;

/**
 * All that will happen to a person through the day `until`, in order. Each day on which the sweep would look at them is decided upon as the sweep decides,
 * with what it would have written down by then.
 */
export function forecastOf(policy: Policy, person: Person, now: Date, until: Day): Forecast[] {
  const found: Forecast[] = [];
  const tell = (on: Day, act: ForecastAct, { purpose, clock, period }: Why) =>
    found.push({ contactId: person.profile.contactId, on, act, purpose, clock, period });

  let ahead = person;
  let last: LastStep = person.profile;
  for (let day: Day | undefined = dayOf(now); day !== undefined && day <= until; ) {
    const at = startOf(day);
    const verdict: RetentionVerdict = decideRetention(policy, ahead, last, at);
    if (isHeld(ahead.profile, at) && !found.some(({ act }) => act === 'held')) {
      const [due] = stepsOf(policy, ahead, at);
      if (due && due.begins <= until) tell(due.begins > day ? due.begins : day, 'held', due);
    }
    switch (verdict.act) {
      case 'wait':
        day = verdict.until;
        break;
      case 'begin':
        tell(day, verdict.asks ? 'asked' : 'warned', verdict.why);
        last = { askedOn: verdict.asks ? day : undefined, endsOn: verdict.on };
        day = verdict.on;
        break;
      case 'end':
        tell(day, actOf(verdict), verdict.why);
        if (verdict.person === 'erased' || verdict.person === 'anonymised') return found;
        ahead = after(policy, ahead, verdict, at);
        last = {};
    }
  }
  return found;
}

const actOf = ({ person }: Extract<RetentionVerdict, { act: 'end' }>): ForecastAct =>
  person === 'erased' ? 'removed' : person === 'stays' ? 'ended' : person;

/** The person as such a day leaves them. */
function after(policy: Policy, person: Person, verdict: Extract<RetentionVerdict, { act: 'end' }>, at: Date): Person {
  const { profile, consents } = person;
  const { expiresAt: _, ...rest } = profile;
  const { forgets = [], agreedPeriods } = verdict.services.length > 0 ? forgottenWith(policy, person, verdict, at) : {};
  return {
    profile: {
      ...rest,
      ...(agreedPeriods && { agreedPeriods }),
      ...Object.fromEntries(forgets.map((field) => [field, undefined])),
      ...(verdict.person === 'deactivated' && { standing: 'deactivated' as const }),
    },
    consents: consents.map((consent): Consent => {
      if (verdict.lapses.includes(consent.purpose)) return { ...consent, status: 'ConsentExpired' };
      return verdict.ends.includes(consent.purpose) ? { ...consent, status: 'ConsentRevoked' } : consent;
    }),
  };
}

/** Of each month, `YYYY-MM`, how often what happens. */
export type MonthlyCounts = Readonly<Record<string, Partial<Record<ForecastAct, number>>>>;

/** The counts by month. A month in which nothing happens is not among them. */
export function countByMonth(forecasts: readonly Pick<Forecast, 'on' | 'act'>[]): MonthlyCounts {
  const counts: Record<string, Partial<Record<ForecastAct, number>>> = {};
  for (const { on, act } of [...forecasts].sort((a, b) => (a.on < b.on ? -1 : 1))) {
    const month = on.slice(0, 7);
    const ofMonth = counts[month] ?? {};
    ofMonth[act] = (ofMonth[act] ?? 0) + 1;
    counts[month] = ofMonth;
  }
  return counts;
}
