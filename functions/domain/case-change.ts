/** What deciding a case changes of the person whose it is. */
import type { Case } from './case.ts';
import type { Change } from './change.ts';
import type { Person } from './consent.ts';
import type { Policy } from './policy.ts';
import { type AtAddress, type ExercisedBy, erase, liftObjection, object, restrict } from './rights.ts';
import { carryOut, endingOfAll } from './withdraw.ts';

/** The change, or undefined where there is nothing to change, or nothing left to. */
export function changeOfCase(
  policy: Policy,
  person: Person,
  { caseId, right, outcome }: Case,
  operator: string,
  address: AtAddress,
  now: Date,
): Change | undefined {
  const by: ExercisedBy = { actor: 'operator', method: 'case', evidence: { source: operator, caseId } };
  if (outcome === 'objection_lifted') return liftObjection(policy, person, by, address.suppression, now);
  if (outcome !== 'done') return undefined;
  switch (right) {
    case 'erase':
      return erase(policy, person, by, address, now);
    case 'restrict':
      return restrict(policy, person, by, now);
    case 'object':
      return object(policy, person, by, address.suppression, now);
    case 'withdraw': {
      const { openRequests, suppression } = address;
      const as = { method: 'case', purpose: '*', source: operator, openRequests, suppression } as const;
      return carryOut(policy, person, endingOfAll(policy, person, now), as, now);
    }
    // what is known is handed over on the person's own page; a correction is made where the details are; a complaint is answered
    case 'access':
    case 'port':
    case 'rectify':
    case 'complaint':
      return undefined;
  }
}

/** Whether the person may be gone with the decision, so that their address must be kept for the answer. */
export const mayErase = ({ right, outcome }: Pick<Case, 'right' | 'outcome'>): boolean =>
  outcome === 'done' && (right === 'erase' || right === 'withdraw');
