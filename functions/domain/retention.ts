/**
 * How long a brand keeps a person, and what happens then. Every rule of every purpose that the person has runs by itself; what is due is
 * worked out anew from the person each time somebody looks, so that no stored date can be wrong for long.
 *
 * Days are UTC. A period ends with the last hour of its last day (Regulation 1182/71, Art. 3(2)), so the action falls on the day after: a period of
 * one year from 29 February 2028 ends with 28 February 2029, and acts on 1 March.
 */
import { consentState, effectiveTracking } from './basis.ts';
import { type Consent, hasExpired, isHeld, isOpen, type Person, type Profile } from './consent.ts';
import { addDuration, compareDurations, type Duration, subtractDuration } from './duration.ts';
import { isMailPurpose, type Policy, type PurposeId, purposeOf, purposesOf, type Retention, type Signal } from './policy.ts';
import { rulePackOfMarket } from './rule-packs.ts';

/** A calendar day in UTC, `YYYY-MM-DD`. */
export type Day = string;

/** One rule of the policy as it stands for one person. */
export interface Step {
  readonly purpose: PurposeId;
  readonly action: 'delete' | 'deactivate' | 'anonymise' | 'lapse';
  /** Why: the rule's clock and period; of a lapse, the consent's validity. */
  readonly clock: Retention['clock'];
  readonly period: Duration;
  /** When the last step begins; the day of the action itself if there is none. */
  readonly begins: Day;
  /** The day of the action. */
  readonly on: Day;
  /** The person is asked first whether they want to stay, and the action waits for the answer. */
  readonly asks: boolean;
}

/** What the rules need to know of a person. */
export type Retained = {
  readonly profile: Pick<
    Profile,
    'market' | 'lastSigns' | 'relationship' | 'relationshipEndedOn' | 'agreedPeriods' | 'mailsSince'
  >;
  readonly consents: Person['consents'];
};

/** Signals that a person gives by coming to us. What we send, and how it is read, is not contact (K8). */
const inbound: readonly Signal[] = ['reply', 'form', 'download', 'event', 'login', 'preference_update', 'purchase', 'site_visit'];

/** Whether any clock of the policy runs from this signal. What none counts need not be known of anybody. */
export const countsAsSign = (policy: Policy, signal: Signal): boolean =>
  policy.activity.counts.includes(signal) ||
  (inbound.includes(signal) &&
    purposesOf(policy).some(([, { retention }]) =>
      retention?.some(({ clock, byContract }) => [clock, byContract?.clock].includes('last_inbound_contact')),
    ));

/**
 * The rules of a purpose as they stand for one person: where a contract may agree a period and has, that one holds in place of the policy's. It is held to
 * the bounds of the policy of today, whatever those were when it was entered (E6).
 */
export const rulesFor = (
  policy: Policy,
  { agreedPeriods }: Pick<Profile, 'agreedPeriods'>,
  purpose: string,
): readonly Retention[] =>
  (purposeOf(policy, purpose)?.retention ?? []).map((rule) => {
    const agreed = agreedPeriods?.[purpose];
    if (!rule.byContract || !agreed) return rule;
    const { shortest, longest, ...atItsEnd } = rule.byContract;
    const from = startOf(agreed.agreedOn);
    const period =
      compareDurations(agreed.period, shortest, from) < 0
        ? shortest
        : compareDurations(agreed.period, longest, from) > 0
          ? longest
          : agreed.period;
    return { ...rule, ...atItsEnd, period };
  });

/**
 * The services whose clock starts when a relationship ends (X7, K10), for a person who has one on record: until the clock has run out and the relationship is
 * forgotten. A service that was begun for the person by name goes by that record; only such a record keeps a person whom nothing else does.
 */
export const servicesOf = (policy: Policy, { profile, consents }: Retained): PurposeId[] =>
  profile.relationship === undefined && profile.relationshipEndedOn === undefined
    ? []
    : purposesOf(policy).flatMap(([purpose]) =>
        purpose.startsWith('service:') &&
        runsFromTheEnd(policy, profile, purpose) &&
        !consents.some((consent) => consent.purpose === purpose)
          ? [purpose]
          : [],
      );

/** Whether a rule of the purpose counts from the day on which the person's relationship ends. */
export const runsFromTheEnd = (policy: Policy, profile: Retained['profile'], purpose: PurposeId): boolean =>
  rulesFor(policy, profile, purpose).some(({ clock }) => clock === 'relationship_end');

/**
 * Every step that the rules hold for a person, the earliest first. A purpose that has ended has no rules left; a relationship's clock starts on the day
 * when it ends.
 */
export function stepsOf(policy: Policy, person: Retained, now: Date): Step[] {
  const agreed = person.consents
    .filter((consent) => isOpen(consent, now) || lapsed(consent, now))
    .flatMap((consent) => [...lapseOf(policy, consent), ...rulesOf(policy, person, consent, now)]);
  const served = servicesOf(policy, person).flatMap((purpose) => rulesOf(policy, person, { purpose }, now));
  return [...agreed, ...served].sort((a, b) => (a.begins < b.begins ? -1 : a.begins > b.begins ? 1 : 0));
}

/** A purpose, and since when, if the person agreed to it. */
type Running = { readonly purpose: PurposeId; readonly since?: string | undefined };

const rulesOf = (policy: Policy, person: Retained, running: Running, now: Date): Step[] =>
  rulesFor(policy, person.profile, running.purpose).flatMap((rule) => stepOf(policy, person, running, rule, now));

const lapsed = ({ status, validUntil }: Consent, now: Date): boolean =>
  (status === 'ConsentGiven' || status === 'RenewedConsentGiven') && validUntil !== undefined && new Date(validUntil) <= now;

function lapseOf(policy: Policy, { purpose, validUntil }: Consent): Step[] {
  if (!validUntil) return [];
  // without a validity of the policy's own, it was asked for again under a new notice
  const period = purposeOf(policy, purpose)?.validity ?? answerWithin;
  // dead by the clock already; from the next day on, written down as well
  const on = addDays(validUntil.slice(0, 10), 1);
  return [{ purpose, action: 'lapse', clock: 'consent_given', period, begins: on, on, asks: false }];
}

function stepOf(policy: Policy, person: Retained, { purpose, since }: Running, rule: Retention, now: Date): Step[] {
  const { action, clock, period, warnBefore } = rule;
  const began = beginningOf(policy, person.profile, { purpose, since }, rule);
  if (period === null || action === 'none' || began === undefined) return [];
  const unseen = clock === 'last_activity' && isUnseen(policy, person, now);
  if (unseen && policy.activity.whenNotTracked === 'keep') return [];

  const asks = rule.repermission || (unseen && policy.activity.whenNotTracked === 'ask' && action !== 'deactivate');
  const notice = warnBefore ?? (asks ? answerWithin : undefined);
  const on = addDays(dayOf(addDuration(startOf(began), period)), 1);
  const begins = notice ? dayOf(subtractDuration(startOf(on), notice)) : on;
  const step = { purpose, action, clock, period, begins, on, asks };
  const { mailsNeeded } = policy.activity;
  if (clock !== 'last_activity' || (person.profile.mailsSince ?? 0) >= mailsNeeded) return [step];
  // too few mails were received for silence to say anything (T28): looked at again in a month, when there may have been more
  const again = dayOf(addDuration(now, '1 month'));
  return [begins >= again ? step : { ...step, begins: again, on: notice ? dayOf(addDuration(startOf(again), notice)) : again }];
}

/** How long someone who is asked has to answer, where the policy does not say. */
const answerWithin: Duration = '30 days';

/** The day from which a rule's period runs. Nothing runs from an agreement that there never was. */
function beginningOf(
  policy: Policy,
  profile: Retained['profile'],
  { purpose, since }: Running,
  { clock }: Retention,
): Day | undefined {
  const given = since?.slice(0, 10);
  switch (clock) {
    case 'relationship_end':
      return profile.relationshipEndedOn ?? (profile.relationship ? undefined : profile.agreedPeriods?.[purpose]?.endedOn);
    case 'consent_given':
      return given;
    case 'last_inbound_contact':
      return lastOf(profile, inbound, 'any') ?? given;
    case 'last_activity':
      return lastOf(profile, policy.activity.counts, policy.activity.signalsNeeded) ?? given;
  }
}

/** The day of the latest counted sign; where all signals are needed, of the one that is longest ago, as far as there were any. */
function lastOf({ lastSigns }: Pick<Profile, 'lastSigns'>, counted: readonly Signal[], needed: 'any' | 'all'): Day | undefined {
  const days = counted.flatMap((signal) => lastSigns[signal] ?? []).sort();
  return needed === 'all' ? days[0] : days.at(-1);
}

/** Whether the policy counts opens or clicks, and this person did not let us see them: their silence may only be ours. */
function isUnseen(policy: Policy, { profile, consents }: Retained, now: Date): boolean {
  const pack = rulePackOfMarket(policy, profile.market);
  return (['open', 'click'] as const)
    .filter((signal) => policy.activity.counts.includes(signal))
    .some((signal) => {
      const consent = consents.find(({ purpose }) => purpose === `tracking:${signal}`);
      const mode = effectiveTracking(policy, pack, signal, consentState(consent, now));
      return mode !== 'consent' && mode !== 'hygiene';
    });
}

/** What is to be done with a person today. */
export type RetentionVerdict =
  /** Nothing yet; look again on that day. Undefined: nothing will ever fall due. */
  | { readonly act: 'wait'; readonly until: Day | undefined }
  /** The last step begins, for an action on `on`: asked or not, the person has until then to show that they are there. */
  | { readonly act: 'begin'; readonly on: Day; readonly asks: boolean; readonly removes: boolean; readonly why: Step }
  /** Purposes end; with `person` other than `stays`, so does the rest. */
  | {
      readonly act: 'end';
      readonly ends: readonly PurposeId[];
      readonly lapses: readonly PurposeId[];
      /** Services that end with their relationship: it is forgotten, with whatever only they needed. */
      readonly services: readonly PurposeId[];
      readonly person: 'stays' | 'deactivated' | 'erased' | 'anonymised';
      /** They are counted, without who they were (K10). */
      readonly counts: boolean;
      readonly why: Why;
    };

/** The rule that something ends by. */
export interface Why {
  readonly purpose: string;
  readonly clock: string;
  readonly period: string;
}

/**
 * What of a person's last step has been written down. A sign of life takes it away, so whoever came back and falls silent again is asked
 * again.
 */
export interface LastStep {
  /** The day on which they were asked whether they want to stay. */
  readonly askedOn?: Day | undefined;
  /** The day of the action that the last step leads up to. */
  readonly endsOn?: Day | undefined;
}

/**
 * The verdict for today. A legal hold stops everything (K11). Nobody is removed who should have been asked and was not: then the asking comes
 * first, however late, and the action follows after as much time as usual.
 */
export function decideRetention(policy: Policy, person: Person, last: LastStep, now: Date): RetentionVerdict {
  const today = dayOf(now);
  if (isHeld(person.profile, now)) return { act: 'wait', until: dayAfterHold(person.profile, now) };
  if (hasExpired(person.profile, now)) return removal(policy, person, now);
  // storage only (GDPR 18): not even an erasure that nobody asked for
  if (person.profile.standing === 'restricted') return { act: 'wait', until: dayOf(addDuration(now, '1 month')) };
  if (owesErasure(person, now)) return erasureAfterHold;
  const steps = stepsOf(policy, person, now).filter(
    ({ action }) => action !== 'deactivate' || person.profile.standing !== 'deactivated',
  );

  const answered = last.askedOn !== undefined && last.endsOn !== undefined && last.endsOn <= today;
  const due = steps.filter(({ on }) => on <= today);
  const ready = due.filter(({ asks }) => !asks || answered);
  if (ready.length > 0) return ending(policy, person, ready, now);

  const underWay = last.endsOn !== undefined && last.endsOn > today;
  const begun = underWay ? undefined : steps.find(({ begins }) => begins <= today);
  if (begun) {
    const on = begun.on > today ? begun.on : dayOf(addDuration(startOf(today), noticeOf(begun)));
    const removes =
      ending(
        policy,
        person,
        steps.filter((step) => step.on <= begun.on),
        startOf(begun.on),
      ).person === 'erased';
    return { act: 'begin', on, asks: begun.asks, removes, why: begun };
  }
  const next = steps.flatMap(({ begins, on }) => [begins, on]).filter((day) => day > today);
  return { act: 'wait', until: [...next, ...(underWay && last.endsOn ? [last.endsOn] : [])].sort()[0] };
}

/** When a person who is held is looked at again: when the hold is over, or, where nobody knows when that is, in a month. */
export const dayAfterHold = ({ legalHold }: Pick<Profile, 'legalHold'>, now: Date): Day =>
  legalHold?.until ? addDays(legalHold.until, 1) : dayOf(addDuration(now, '1 month'));

/** Whether an erasure that a legal hold put off is still wanted: the person has not come back since, and nothing else keeps them. */
const owesErasure = (person: Person, now: Date): boolean =>
  person.profile.erasureOwed === true && !person.consents.some((consent) => carries(consent) && isOpen(consent, now));

const erasureAfterHold: RetentionVerdict = {
  act: 'end',
  ends: [],
  lapses: [],
  services: [],
  person: 'erased',
  counts: false,
  why: { purpose: '*', clock: 'legal_hold_end', period: '*' },
};

/** The end of someone whose profile has expired: dead already, whatever the policy says by now. */
function removal(policy: Policy, person: Person, now: Date): RetentionVerdict {
  const ends = person.consents.filter((consent) => isOpen(consent, now)).map(({ purpose }) => purpose);
  const why = stepsOf(policy, person, now).find(({ action }) => action === 'delete') ?? ruleUnknown;
  return { act: 'end', ends, lapses: [], services: [], person: 'erased', counts: false, why };
}
const ruleUnknown = { purpose: '*', clock: 'last_activity', period: '*' } as const;

/** The days between asking and acting. */
const noticeOf = ({ begins, on }: Step) => ({
  months: 0,
  seconds: (startOf(on).getTime() - startOf(begins).getTime()) / 1000,
});

/** Whether a purpose is a reason to keep the person: what measures or shares them goes along with the rest. */
const carries = ({ purpose }: Pick<Consent, 'purpose'>): boolean => isMailPurpose(purpose) || purpose.startsWith('service:');

/** The actions of one day together. A person whose every mail consent and service ends is gone. */
function ending(policy: Policy, person: Retained, acting: readonly Step[], now: Date): Extract<RetentionVerdict, { act: 'end' }> {
  const { consents } = person;
  const served = servicesOf(policy, person);
  const why = acting[0] as Step;
  const of = (action: Step['action']) => acting.filter((step) => step.action === action).map((step) => step.purpose);
  const lapses = of('lapse');
  const over = [...of('delete'), ...of('anonymise')].filter((purpose) => !lapses.includes(purpose));
  const services = over.filter((purpose) => served.includes(purpose));
  const ends = over.filter((purpose) => !served.includes(purpose));
  const counts = of('anonymise').length > 0;
  const gone = new Set([...over, ...lapses]);
  const left = consents.some((consent) => carries(consent) && isOpen(consent, now) && !gone.has(consent.purpose));
  const verdict = { act: 'end', ends, lapses, services, counts, why } as const;
  if (!left && of('delete').length > 0) return { ...verdict, person: 'erased' };
  if (!left && counts) return { ...verdict, person: 'anonymised' };
  // nothing that was agreed to is left: what a withdrawal would do is done
  const keeps = lapses.some((purpose) => purposeOf(policy, purpose)?.onWithdrawal !== 'delete');
  if (!left && lapses.length > 0) return { ...verdict, person: keeps ? 'deactivated' : 'erased' };
  return { ...verdict, person: of('deactivate').length > 0 ? 'deactivated' : 'stays' };
}

/** The day on which somebody has to look at a person for the first time, or undefined if nothing ever falls due. */
export function firstDueDay(policy: Policy, person: Retained, now: Date): Day | undefined {
  const begins = stepsOf(policy, person, now)[0]?.begins;
  const today = dayOf(now);
  // the sweep never goes back to a month that it has finished
  return begins !== undefined && begins < today ? today : begins;
}

/** The UTC day of a moment. */
export const dayOf = (moment: Date): Day => moment.toISOString().slice(0, 10);

/** The first moment of a day. */
export const startOf = (day: Day): Date => new Date(`${day}T00:00:00.000Z`);
/** The day that lies `days` after (or, below 0, before) another. */
export const addDays = (day: Day, days: number): Day => dayOf(addDuration(startOf(day), { months: 0, seconds: days * 86_400 }));
