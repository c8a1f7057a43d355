/** One person's step of retention: read, decided upon and moved, on the condition that they are still as they were read. */
import type { Db } from '../deps.ts';
import type { ContactId } from '../domain/identity.ts';
import type { Policy } from '../domain/policy.ts';
import { endByRetention } from '../domain/removal.ts';
import { dayOf, decideRetention } from '../domain/retention.ts';
import type { SweepOutcome } from '../domain/sweep.ts';
import { readAddress, readPersonAsStored, saveChange } from './people.ts';
import { beginLastStep, fileAgain } from './retention.ts';

/** Does what is due for a person now. `'conflict'`: they have changed or come back since they were read; nothing has been done. */
export async function moveOn(db: Db, policy: Policy, contactId: ContactId, now: Date): Promise<SweepOutcome | 'conflict'> {
  const { brand } = policy;
  const person = await readPersonAsStored(db, brand, contactId);
  if (!person) return 'gone';
  const { profile } = person;
  const verdict = decideRetention(policy, person, profile, now);
  switch (verdict.act) {
    case 'wait':
      return (await fileAgain(db, profile, verdict.until)) === 'filed' ? 'filed' : 'conflict';
    case 'begin': {
      const askedOn = verdict.asks ? dayOf(now) : undefined;
      if ((await beginLastStep(db, profile, { ...verdict, askedOn })) === 'overtaken') return 'conflict';
      return verdict.asks ? 'asked' : 'warned';
    }
    case 'end': {
      const { contactId: pointsTo, requests, suppression } = await readAddress(db, brand, profile.addressHash);
      const address = { contactId: pointsTo, openRequests: requests.map(({ form }) => form), suppression };
      if ((await saveChange(db, endByRetention(policy, person, verdict, address, now))) === 'conflict') return 'conflict';
      return verdict.person === 'stays' ? 'ended' : verdict.person === 'deactivated' ? 'deactivated' : 'removed';
    }
  }
}
