import { clauses } from '../../policies/clauses.ts';
import { type Deps, db, log, policyOf } from '../deps.ts';
import { type Locale, localesOf, type Policy } from '../domain/policy.ts';
import { lastChange, pastNotice } from '../domain/policy-version.ts';
import { type HttpAnswer, type HttpHandler, http, page } from '../http/handler.ts';
import { Problem, problems } from '../http/problem.ts';
import { type Change, noticePage, noticeVersionPage, pastNoticePage } from '../pages/notice.ts';
import { problemPage } from '../pages/problem.ts';
import { readNoticeText, readPolicyVersions } from '../store/policy-versions.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'log'>;

/**
 * The privacy notice of a brand, made from the policy that is in force, with what has changed since the one before. `lang` is one of the brand's languages,
 * else its first; `version` may name an older notice, which is shown as it was published then.
 */
export const notice = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /{brand}/privacy': async (request) => {
        const policy = needs.policyOf(request.path.brand ?? '');
        if (!policy) throw new Problem('not-found');
        const locale = localesOf(policy).find((known) => known === request.query.lang) ?? localesOf(policy)[0] ?? 'en';
        const asked = request.query.version;
        if (asked && asked !== policy.notice.version) return older(needs, policy, locale, asked);
        const change = await changeOf(needs, policy, locale);
        return page(200, noticePage({ policy, locale, clauses: clauses[policy.brand] ?? {}, change }));
      },
    },
    { show: (problem) => page(statusOf(problem), problemPage({ status: statusOf(problem) })) },
  );

async function older({ db }: Needs, policy: Policy, locale: Locale, asked: string): Promise<HttpAnswer> {
  const past = pastNotice(await readPolicyVersions(db, policy.brand), policy, asked, locale);
  const text = past && (await readNoticeText(db, policy.brand, past.textHash));
  if (!past || !text) return page(404, noticeVersionPage({ policy, locale, asked }));
  return page(200, pastNoticePage({ policy, locale, past, text }));
}

/** What a reader is told of the last change. What holds now must be readable even while nothing else is: a failed look-up leaves that out. */
async function changeOf({ db, log }: Needs, policy: Policy, locale: Locale): Promise<Change | undefined> {
  try {
    const change = lastChange(await readPolicyVersions(db, policy.brand), policy, locale);
    const text = change && (await readNoticeText(db, policy.brand, change.replaced.textHash));
    return text && { since: new Date(change.since), replaced: { version: change.replaced.version, text } };
  } catch (error) {
    log('notice_without_changes', { brand: policy.brand, error: error instanceof Error ? error.name : 'unknown' });
    return undefined;
  }
}

const statusOf = (problem: Problem | undefined): number => (problem ? problems[problem.kind].status : 500);

export const handler = notice({ db, policyOf, log });
