import { type Deps, db, log, now, policyOf, publicUrl, region, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { type Checkpoint, isSigned } from '../domain/checkpoint.ts';
import type { Person } from '../domain/consent.ts';
import { RecordQuery, receiptDocument, recordDocument, type Subject } from '../domain/consent-record.ts';
import { type Chain, chainOf } from '../domain/evidence.ts';
import { ContactId, hashAddress, hashSource } from '../domain/identity.ts';
import { rulePackOfCountry } from '../domain/jurisdictions.ts';
import type { OperatorRole } from '../domain/operators.ts';
import type { Locale, Policy } from '../domain/policy.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpAnswer, type HttpHandler, json, page } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { dossierPage, type HeldSource } from '../pages/dossier.ts';
import { appendAct, readCheckpoint, readEvidence } from '../store/ledger.ts';
import { readPerson } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'publicUrl' | 'region' | 'now' | 'log'>;

/**
 * The record of a person's consents: JSON-LD after ISO/IEC TS 27560, with `receipt=1` as a receipt that the person may be handed, and as a page the
 * dossier that a privacy officer prints. Of an erased person, role privacy gets what the ledger alone tells; for others there is nobody.
 */
export const record = (needs: Needs): HttpHandler =>
  desk(
    needs,
    {
      'GET /v1/{brand}/contacts/{id}/record': async (request) => {
        const { policy, roles, subject: operator } = operatorOf(request, needs.policyOf);
        const { receipt, lang } = parse(RecordQuery, request.query);
        const contactId = ContactId.safeParse(request.path.id);
        if (!contactId.success) throw new Problem('not-found');

        const { person, chain } = await read(needs, policy.brand, contactId.data);
        const isKnown = chain.entries.length > 0 || chain.unreadable.length > 0;
        if (!person && !(isKnown && roles.includes('privacy'))) throw new Problem('not-found');

        const subject: Subject = {
          policy,
          contactId: contactId.data,
          chain,
          person,
          region: needs.region(),
          publicUrl: needs.publicUrl(),
        };
        const asPage = !receipt && wantsPage(request.headers.accept);
        const { brand } = policy;
        await appendAct(needs.db, { brand, operator, act: 'contact_read', target: contactId.data }, needs.now());
        needs.log('consent_record_read', {
          brand,
          contactId: contactId.data,
          operator,
          as: receipt ? 'receipt' : asPage ? 'dossier' : 'record',
        });
        if (asPage) return dossier(needs, subject, { operator, roles, locale: lang ?? homeLocale(policy) });
        const document = receipt ? receiptDocument(subject, needs.now()) : recordDocument(subject, needs.now());
        return json(200, document, { 'content-type': 'application/ld+json' });
      },
    },
    { headers: () => ({ vary: 'accept' }) },
  );

/** State and evidence that belong together: a change may fall between the two reads, and would look like a chain that does not end where it should. */
async function read(
  { db, secret, now }: Needs,
  brand: string,
  contactId: ContactId,
): Promise<{ person: Person | undefined; chain: Chain }> {
  for (let person = await readPerson(db, brand, contactId, now()); ; ) {
    const stored = await readEvidence(db, brand, contactId, now());
    const head = person && { seq: person.profile.seq, hash: person.profile.head };
    const checkpoint = person ? undefined : await checkpointFor({ db, secret }, brand, contactId, stored);
    const chain = chainOf(brand, contactId, stored, head, checkpoint);
    if (chain.verdict.whole) return { person, chain };
    const again = await readPerson(db, brand, contactId, now());
    if (again?.profile.head === person?.profile.head) return { person, chain };
    person = again;
  }
}

/** What vouches for a chain whose beginning is no longer there. */
async function checkpointFor(
  { db, secret }: Pick<Needs, 'db' | 'secret'>,
  brand: string,
  contactId: ContactId,
  [first]: readonly Record<string, unknown>[],
): Promise<Checkpoint | undefined> {
  const checkpoint = first && first.seq !== 1 ? await readCheckpoint(db, brand, contactId) : undefined;
  return checkpoint && isSigned(checkpoint, await secret()) ? checkpoint : undefined;
}

async function dossier(
  { secret, now }: Needs,
  subject: Subject,
  { operator, roles, locale }: { operator: string; roles: readonly OperatorRole[]; locale: Locale },
): Promise<HttpAnswer> {
  const { policy, person, chain } = subject;
  const { pepper } = await secret();
  const at = now();
  const addressHash = person && hashAddress(pepper, policy.brand, person.profile.email);
  // where a person was is for those who answer for it, not for those who write newsletters
  const mayKnowWhere = roles.some((role) => role === 'privacy' || role === 'admin');
  const sources = (mayKnowWhere ? (person?.consents ?? []) : []).flatMap(({ seq, source, agent }): [number, HeldSource][] => {
    const entry = chain.entries.find((known) => known.seq === seq);
    if (!source || !entry?.evidence?.confirmSource) return [];
    return [[seq, { ip: source, agent, matches: hashSource(pepper, source) === entry.evidence.confirmSource }]];
  });
  return page(
    200,
    dossierPage({
      subject,
      records: recordDocument(subject, at).records,
      locale,
      printedBy: operator,
      now: at,
      otherAddress: addressHash && chain.entries.filter((entry) => entry.addressHash !== addressHash).map(({ seq }) => seq),
      sources: new Map(sources),
    }),
  );
}

const wantsPage = (accept = ''): boolean => accept.includes('text/html') && !accept.includes('application/ld+json');

/** The language of the market that the controller lives in. */
const homeLocale = (policy: Policy): Locale => {
  const markets = Object.values(policy.markets);
  const home = rulePackOfCountry(policy.controller.country);
  return (markets.find(({ rulePack }) => rulePack === home) ?? markets[0])?.locale ?? 'en';
};

export const handler = record({ db, secret, policyOf, publicUrl, region, now, log });
