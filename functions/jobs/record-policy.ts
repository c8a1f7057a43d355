import { clauses } from '../../policies/clauses.ts';
import { type Deps, db, log, now, policies } from '../deps.ts';
import { localesOf } from '../domain/policy.ts';
import { contentOf } from '../domain/policy-version.ts';
import { noticeText } from '../pages/notice.ts';
import { recordPolicyVersion } from '../store/policy-versions.ts';

type Needs = Pick<Deps, 'db' | 'policies' | 'now' | 'log'>;

/**
 * Writes down which policy is in force and what its notice says, in every language, whenever one of them is new. By the clock and not by the deployment: a hook
 * of the deployment runs once, and what it misses stays missing, while this repairs itself. Nothing is unproven in between: each consent names its version and
 * hash itself.
 */
export const recordPolicy = (needs: Needs) => async (): Promise<{ readonly recorded: readonly string[] }> => {
  const recorded: string[] = [];
  for (const policy of needs.policies()) {
    const { brand } = policy;
    const texts = localesOf(policy).map((locale) => noticeText({ policy, locale, clauses: clauses[brand] ?? {} }));
    const outcome = await recordPolicyVersion(needs.db, contentOf(policy, texts), texts, needs.now());
    if (outcome === 'known') continue;
    const { version, seq, noticeVersion } = outcome.recorded;
    recorded.push(brand);
    needs.log('policy_recorded', { brand, version, seq });
    // people would be told of other promises under the same number
    if (outcome.replaced?.noticeVersion === noticeVersion) needs.log('notice_version_not_raised', { brand, version, seq });
  }
  return { recorded };
};

export const handler = recordPolicy({ db, policies, now, log });
