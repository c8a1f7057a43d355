import { clauses } from '../../policies/clauses.ts';
import { type Deps, db, log, now, policies } from '../deps.ts';
import { localesOf, type Policy } from '../domain/policy.ts';
import { contentOf } from '../domain/policy-version.ts';
import { everyBrand } from '../every-brand.ts';
import { noticeText } from '../pages/notice.ts';
import { recordPolicyVersion } from '../store/policy-versions.ts';

type Needs = Pick<Deps, 'db' | 'policies' | 'now' | 'log'>;

/**
 * Writes down which policy is in force and what its notice says, in every language, whenever one of them is new. By the clock and not by the deployment: a hook
 * of the deployment runs once, and what it misses stays missing, while this repairs itself. Nothing is unproven in between: each consent names its version and
 * hash itself.
 */
export const recordPolicy = (needs: Needs) => async (): Promise<{ readonly recorded: readonly string[] }> => {
  const recorded = await everyBrand(needs, async (policy) => ((await isRecorded(needs, policy)) ? [policy.brand] : []));
  return { recorded: recorded.flat() };
};

/** Whether there was something new to write down. */
async function isRecorded({ db, now, log }: Needs, policy: Policy): Promise<boolean> {
  const { brand } = policy;
  const texts = localesOf(policy).map((locale) => noticeText({ policy, locale, clauses: clauses[brand] ?? {} }));
  const outcome = await recordPolicyVersion(db, contentOf(policy, texts), texts, now());
  if (outcome === 'known') return false;
  const { version, seq, noticeVersion } = outcome.recorded;
  log('policy_recorded', { brand, version, seq });
  // people would be told of other promises under the same number
  if (outcome.replaced?.noticeVersion === noticeVersion) log('notice_version_not_raised', { brand, version, seq });
  return true;
}

export const handler = recordPolicy({ db, policies, now, log });
