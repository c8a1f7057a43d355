/** Somebody who did not come themselves: where the brand found them, and by when they must be told so (GDPR 14, K5). */
import type { Profile } from './consent.ts';
import { addDuration } from './duration.ts';
import type { Policy } from './policy.ts';
import { type Day, dayOf } from './retention.ts';

/** What is kept of where somebody was found: the source, and the last day on which they may be told. */
export const foundIn = (policy: Pick<Policy, 'tellSourceWithin'>, source: string, since: Date): Profile['foundIn'] => ({
  source,
  tellBy: dayOf(addDuration(since, policy.tellSourceWithin)),
});

/** Whether somebody must still be told where they were found. */
export const isUntold = ({ foundIn }: Pick<Profile, 'foundIn'>): boolean => foundIn !== undefined && foundIn.toldAt === undefined;

/** Whether the day has passed by which they should have been told. */
export const isLate = ({ tellBy }: { readonly tellBy: Day }, now: Date): boolean => tellBy < dayOf(now);
