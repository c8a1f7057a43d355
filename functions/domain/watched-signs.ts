/** Signs of life that tell what somebody looked at: noted under their consent to profiling, where the brand asks for it, and no longer than that. */
import { isHeld, isOpen, type Person, type Profile } from './consent.ts';
import { type Policy, purposeOf, type Signal } from './policy.ts';
import { type Day, dayOf } from './retention.ts';

/** What somebody does on a web site, as far as it tells their interests. */
export const watched: readonly Signal[] = ['site_visit', 'download', 'form'];

/** Days of signs as they are to be; undefined for one that is to be known no longer. */
export type SignsLeft = Readonly<Partial<Record<Signal, Day | undefined>>>;

/**
 * What becomes of a person's signs of life when their consent to profiling ends: the days of what they looked at were kept under it and on no other ground,
 * so they go with it (GDPR 17(1)(b)). Of a form there stays the day of the last yes that they gave by one. Undefined if nothing changes, as for somebody
 * whose data are kept as they are, by a legal hold or because they asked for it.
 */
export function signsWithoutProfiling(policy: Policy, { profile, consents }: Person, now: Date): SignsLeft | undefined {
  if (!purposeOf(policy, 'profiling') || profile.standing === 'restricted' || isHeld(profile, now)) return undefined;
  const agreed = consents.filter((consent) => consent.form !== undefined && isOpen(consent, now));
  const lastYes = agreed
    .map(({ since }) => dayOf(new Date(since)))
    .sort()
    .at(-1);
  const left = watched.flatMap((signal): [Signal, Day | undefined][] => {
    const day = profile.lastSigns[signal];
    const stays = signal === 'form' ? lastYes : undefined;
    return day === undefined || (stays !== undefined && day <= stays) ? [] : [[signal, stays]];
  });
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** The same for somebody whose data are no longer kept as they were, and whose consent to profiling ended meanwhile. */
export const signsOwed = (policy: Policy, person: Person, now: Date): SignsLeft | undefined =>
  person.consents.some((consent) => consent.purpose === 'profiling' && !isOpen(consent, now))
    ? signsWithoutProfiling(policy, person, now)
    : undefined;

/** All signs of life of somebody, with these changes. */
export const signsAfter = ({ lastSigns }: Pick<Profile, 'lastSigns'>, left: SignsLeft): Profile['lastSigns'] =>
  Object.fromEntries(
    Object.entries({ ...lastSigns, ...left }).flatMap(([signal, day]) => (day === undefined ? [] : [[signal, day]])),
  );
