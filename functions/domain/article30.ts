/**
 * The record of processing activities that a controller keeps by GDPR Article 30(1), made from the policy: what a) to g) of that article
 * ask for, with the legal basis beside each purpose.
 */
import { toIsoDuration } from './duration.ts';
import { acceptedEvidenceOf, type Gate, type RecipientRole, recipientsOf, systemMeasures } from './notice.ts';
import {
  type Basis,
  type Duration,
  isMailPurpose,
  type Policy,
  type Purpose,
  type PurposeId,
  partnerOf,
  purposesOf,
  type Retention,
  type TrackingMode,
} from './policy.ts';

/** Whose data: those who get mail; those who write to the brand or ask for something; by their relationship; by where they were found. */
export type DataSubjects = 'subscribers' | 'business_subscribers' | 'enquirers' | `relationship:${string}` | `source:${string}`;

/** What the system keeps beside a purpose's own fields. */
export type SystemData = 'consent_records' | 'opens' | 'clicks' | 'suppression_codes';

/** A ground, and where the regulation has it. A soft opt-in is the e-mail law's own (Directive 2002/58, 13(2)). */
export interface LegalBasis {
  readonly basis: Basis;
  readonly article: string;
}

/**
 * When data go, or what else becomes of them. Periods are ISO 8601; null is until the person asks. `byContract`: between which lengths a contract may agree
 * another one.
 */
export interface TimeLimit {
  readonly clock: Retention['clock'];
  readonly period: string | null;
  readonly action: Retention['action'];
  readonly byContract?: {
    readonly clock: Retention['clock'];
    readonly shortest: string;
    readonly longest: string;
    readonly action: Retention['action'];
  };
}

/** One purpose of processing. */
export interface ProcessingActivity {
  readonly id: PurposeId;
  readonly title: Purpose['title'];
  readonly description: Purpose['description'];
  readonly legalBasis: LegalBasis;
  /** Grounds that take the place of `legalBasis` for people of a relationship, where there is evidence of it. */
  readonly otherBases: readonly (LegalBasis & {
    readonly relationships: readonly string[];
    readonly evidence: readonly string[];
  })[];
  readonly dataSubjects: readonly DataSubjects[];
  readonly dataCategories: readonly string[];
  /** Ids of recipients. */
  readonly recipients: readonly string[];
  /** Empty: as long as the consent stands. */
  readonly timeLimits: readonly TimeLimit[];
  readonly onWithdrawal: Purpose['onWithdrawal'];
}

/** Someone who may receive data, and on which condition. */
export interface RecordedRecipient {
  readonly id: string;
  readonly name: string;
  readonly role: RecipientRole | 'crm' | 'authority';
  readonly gate: Gate | 'by_law';
  readonly country?: string;
  readonly fields?: readonly string[];
  readonly contract?: string;
  readonly processingAgreement?: boolean;
}

/** Data that leave the European Economic Area. `permitted: false`: the system lets nothing out. */
export interface Transfer {
  readonly recipient: string;
  readonly country: string;
  readonly permitted: boolean;
  readonly mechanism?: string;
  readonly reference?: string;
}

/** The record. */
export interface Article30 {
  readonly brand: string;
  readonly noticeVersion: string;
  readonly policyVersion: number;
  readonly policyHash: string;
  readonly controller: Pick<Policy['controller'], 'name' | 'address' | 'country' | 'email'>;
  readonly dataProtectionOfficer: Policy['controller']['dpo'] | null;
  readonly accountable: Policy['controller']['accountable'] | null;
  readonly security: Policy['controller']['security'] | null;
  readonly authority: string;
  readonly purposes: readonly ProcessingActivity[];
  readonly dataSubjects: readonly DataSubjects[];
  readonly dataCategories: readonly string[];
  readonly systemData: readonly SystemData[];
  readonly recipients: readonly RecordedRecipient[];
  readonly transfers: readonly Transfer[];
  /** Time limits beside those of the purposes, ISO 8601; null is without end. */
  readonly timeLimits: {
    readonly suppressionCodes: string | null;
    /** After the last mail. */
    readonly consentRecords: string;
    readonly opensAndClicks?: string;
    readonly operatorAccess: string;
  };
  readonly securityMeasures: {
    /** The brand's own words, by language. */
    readonly own: NonNullable<Policy['securityMeasures']>;
    /** What the system does by itself. */
    readonly system: readonly string[];
  };
  readonly breach: { readonly deadline: string; readonly clockStart: Policy['breach']['clockStart'] };
}

const articles: Readonly<Record<Basis, string>> = {
  consent: 'GDPR 6(1)(a)',
  soft_opt_in: 'Directive 2002/58/EC 13(2)',
  legitimate_interest: 'GDPR 6(1)(f)',
  contract: 'GDPR 6(1)(b)',
  legal_obligation: 'GDPR 6(1)(c)',
};

/** The record of a policy. */
export function article30Of(policy: Policy): Article30 {
  const { controller, notice, suppression, tracking, operators, breach } = policy;
  const { name, address, country, email, dpo, accountable, security, authority } = controller;
  const purposes = purposesOf(policy).map(([id, purpose]) => activityOf(policy, id, purpose));
  const personal = (mode: TrackingMode) => mode === 'consent' || mode === 'hygiene';
  return {
    brand: policy.brand,
    noticeVersion: notice.version,
    policyVersion: policy.version,
    policyHash: policy.hash,
    controller: { name, address, country, email },
    dataProtectionOfficer: dpo ?? null,
    accountable: accountable ?? null,
    security: security ?? null,
    authority,
    purposes,
    dataSubjects: [...new Set(purposes.flatMap(({ dataSubjects }) => dataSubjects))],
    dataCategories: [...new Set(purposes.flatMap(({ dataCategories }) => dataCategories))],
    systemData: [
      'consent_records',
      ...(personal(tracking.open) ? (['opens'] as const) : []),
      ...(personal(tracking.click) ? (['clicks'] as const) : []),
      'suppression_codes',
    ],
    recipients: recordedRecipients(policy),
    transfers: recipientsOf(policy).flatMap(({ recipient, ground }): Transfer[] => {
      const to = { recipient: recipient.id, country: recipient.country };
      if (!ground.permitted) return [{ ...to, permitted: false }];
      if (ground.ground === 'eea') return [];
      return [{ ...to, permitted: true, mechanism: ground.ground, ...(ground.ref && { reference: ground.ref }) }];
    }),
    timeLimits: {
      suppressionCodes: isoOrNull(suppression.period),
      consentRecords: toIsoDuration(suppression.proof),
      ...([tracking.open, tracking.click].includes('consent') && { opensAndClicks: toIsoDuration(tracking.eventLife) }),
      operatorAccess: toIsoDuration(operators.grantsLast),
    },
    securityMeasures: { own: policy.securityMeasures ?? {}, system: systemMeasures },
    breach: { deadline: toIsoDuration(breach.deadline), clockStart: breach.clockStart },
  };
}

function activityOf(policy: Policy, id: PurposeId, purpose: Purpose): ProcessingActivity {
  const mayDiffer = isMailPurpose(id) || id.startsWith('service:');
  // tracking, profiling and sharing rest on consent, whatever the policy says (see effectiveBasis)
  const basis = mayDiffer ? purpose.basis : 'consent';
  const related = mayDiffer ? purpose.basisWhen : [];
  return {
    id,
    title: purpose.title,
    description: purpose.description,
    legalBasis: { basis, article: articles[basis] },
    otherBases: related.map((when) => ({
      basis: when.basis,
      article: articles[when.basis],
      relationships: when.relationships,
      evidence: isMailPurpose(id) ? acceptedEvidenceOf(policy, when) : when.evidence,
    })),
    dataSubjects: dataSubjectsOf(policy, id, purpose),
    dataCategories: purpose.dataCategories,
    recipients: recipientsOf(policy)
      .filter(({ recipient, role }) =>
        role === 'processor'
          ? recipient.fields.some((field) => purpose.dataCategories.includes(field))
          : recipient.id === partnerOf(id),
      )
      .map(({ recipient }) => recipient.id),
    timeLimits: purpose.retention.map(({ clock, period, action, byContract }) => ({
      clock,
      period: isoOrNull(period),
      action,
      ...(byContract && {
        byContract: {
          clock: byContract.clock,
          shortest: toIsoDuration(byContract.shortest),
          longest: toIsoDuration(byContract.longest),
          action: byContract.action,
        },
      }),
    })),
    onWithdrawal: purpose.onWithdrawal,
  };
}

const isoOrNull = (period: Duration | null): string | null => (period === null ? null : toIsoDuration(period));

/** A service is for the relationship of its name, if there is one, else for whoever asks. */
function dataSubjectsOf(policy: Policy, id: PurposeId, { basisWhen }: Purpose): DataSubjects[] {
  const service = id.startsWith('service:') ? id.slice('service:'.length) : undefined;
  const relationships = [
    ...(service !== undefined && policy.relationships.includes(service) ? [service] : []),
    ...basisWhen.flatMap((when) => when.relationships),
  ];
  const sources = Object.keys(policy.sources).filter((source) => policy.sources[source]?.includes(id));
  const others: DataSubjects[] = [
    ...[...new Set(relationships)].map((name) => `relationship:${name}` as const),
    ...sources.map((name) => `source:${name}` as const),
  ];
  if (service === undefined) return [policy.subscribers === 'business' ? 'business_subscribers' : 'subscribers', ...others];
  return relationships.length > 0 ? others : ['enquirers', ...others];
}

function recordedRecipients(policy: Policy): RecordedRecipient[] {
  const named = recipientsOf(policy).map(({ recipient, role, gate }): RecordedRecipient => {
    const { id, name, country, fields, contract, dpaSigned } = recipient;
    return {
      id,
      name,
      role,
      gate,
      country,
      fields,
      ...(contract && { contract }),
      ...(role === 'processor' && { processingAgreement: dpaSigned }),
    };
  });
  const { crm } = policy;
  return [
    ...named,
    // a CRM is a processor; where the policy does not list it as one, it is still a recipient
    ...(crm && !named.some(({ id }) => id === crm.kind)
      ? [{ id: crm.kind, name: crm.kind === 'creatio' ? 'Creatio' : 'HubSpot', role: 'crm', gate: 'on_behalf' } as const]
      : []),
    { id: 'authorities', name: 'Public authorities', role: 'authority', gate: 'by_law' },
  ];
}
