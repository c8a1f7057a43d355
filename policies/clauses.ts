/**
 * The clauses of the five published texts, and what keeps each of them: settings of the policy (their steps joined by dots), and what the
 * system does for every brand (`system.…`). The ids are those in the policy files. A statement of the notice that is made from a
 * setting, or from a part of it, keeps the clause; the first source is where it is best read.
 */
import type { Clauses } from '../functions/domain/notice.ts';

const xledger: Clauses = {
  X1: ['markets', 'forms.newsletter-no', 'forms.newsletter-uk', 'forms.newsletter-se', 'forms.newsletter-fi'],
  X2: ['fields.email', 'fields.name', 'fields.company', 'fields.phone'],
  X3: ['relationships'],
  X4: [
    'purposes.newsletter:insights.basis',
    'purposes.newsletter:events.basis',
    'purposes.service:contact.basis',
    'purposes.service:download.basis',
    'purposes.service:event.basis',
    'forms.download-no.serves',
  ],
  X5: ['purposes.newsletter:insights.onWithdrawal', 'purposes.newsletter:events.onWithdrawal', 'suppression'],
  X6: [
    'purposes.newsletter:insights.retention.0',
    'purposes.newsletter:events.retention.0',
    'activity.counts',
    'activity.signalsNeeded',
  ],
  X7: ['purposes.service:customer.retention.0', 'purposes.service:customer.dataCategories', 'purposes.service:customer.basis'],
  X8: ['sharing.partners', 'sharing.registry', 'purposes.partner:implementation', 'system.disclosures_recorded'],
  X9: ['transfer', 'processors.0.country'],
  X10: ['crm', 'processors.0'],
  X11: ['rights.erasure', 'system.access', 'system.rectification', 'system.erasure'],
  X12: ['system.withdrawal'],
  X13: ['system.local_law', 'markets'],
  X14: ['system.case_follow_up'],
  X15: ['system.no_cookies', 'activity.whenNotTracked'],
  X16: ['system.security', 'system.authorities'],
  X17: ['controller.security', 'system.incident_report'],
};

const expectit: Clauses = {
  E1: ['fields.email', 'fields.name', 'fields.company', 'tracking.open', 'tracking.click', 'forms.newsletter.consents'],
  E2: ['purposes.newsletter:news.channels', 'purposes.newsletter:information.channels'],
  E3: [
    'purposes.newsletter:news.basis',
    'purposes.newsletter:information.basis',
    'purposes.marketing:sales.basis',
    'purposes.newsletter:news.doubleOptIn',
    'purposes.marketing:sales.channels',
    'relationships',
    'system.proof_of_consent',
  ],
  E4: ['purposes.marketing:sales.description', 'purposes.marketing:sales'],
  E5: ['rights.identity', 'system.withdrawal', 'system.own_page', 'purposes.newsletter:news.onWithdrawal'],
  E6: [
    'purposes.newsletter:news.retention.0',
    'purposes.newsletter:information.retention.0',
    'purposes.marketing:sales.retention.0',
    'purposes.service:contact.retention.0',
    'rights.erasure',
  ],
  E7: ['processors.0', 'transfer.allow.0'],
  E8: ['sharing.partners'],
  E9: ['forms.contact.store', 'forms.contact.fields', 'forms.contact.consents'],
  E10: ['sources'],
  E11: ['mergeFields'],
  E12: ['controller.authority', 'system.access', 'system.erasure', 'system.complaint', 'system.referral'],
  E13: ['notice.onChange', 'system.version_kept'],
};

const amesto: Clauses = {
  A1: ['purposes.service:customer.dataCategories', 'fields.birthDate', 'fields.gender'],
  A2: [
    'purposes.newsletter:updates.withdrawalScope',
    'purposes.marketing:surveys.withdrawalScope',
    'purposes.marketing:activities.withdrawalScope',
  ],
  A3: [
    'purposes.newsletter:updates.retention.0',
    'purposes.marketing:surveys.retention.0',
    'purposes.marketing:activities.retention.0',
  ],
  A4: ['purposes.service:customer.retention.0', 'purposes.service:support.retention.0'],
  A5: ['sharing.group', 'purposes.partner:spabo'],
  A6: ['sharing.partners', 'processors', 'system.authorities'],
  A7: ['purposes.profiling.description', 'purposes.profiling'],
  A8: ['tracking.open', 'tracking.click', 'system.no_cookies'],
  A9: ['transfer.mode'],
  A10: ['system.business_transfer', 'system.authorities'],
  A11: ['controller'],
  A12: ['securityMeasures'],
};

const infosoft: Clauses = {
  I1: ['crm', 'processors.0'],
  I2: ['purposes.profiling.description', 'purposes.profiling'],
  I3: ['subscribers', 'fields.company'],
  I4: ['sharing.partners', 'sharing.partnerContentInOwnSends', 'system.authorities'],
  I5: ['purposes.newsletter:news.onHardBounce', 'purposes.marketing:surveys.onHardBounce'],
  I6: [
    'activity.counts',
    'activity.ignoreMachines',
    'activity.whenNotTracked',
    'purposes.newsletter:news.retention.0',
    'purposes.marketing:surveys.retention.0',
  ],
  I7: [
    'purposes.newsletter:news.onWithdrawal',
    'purposes.marketing:surveys.onWithdrawal',
    'system.new_sign_up',
    'system.erasure',
  ],
  I8: ['system.restriction'],
  I9: ['system.portability'],
  I10: ['rights.identity'],
  I11: ['rights.deadline', 'system.access'],
  I12: ['purposes.newsletter:news.basis', 'purposes.marketing:surveys.basis', 'system.free_choice'],
  I13: ['purposes.newsletter:news.channels', 'purposes.marketing:surveys.channels', 'purposes.newsletter:news.doubleOptIn'],
  I14: ['breach'],
  I15: ['transfer.allow.0', 'processors.0.country'],
  I16: ['controller.accountable', 'controller.security'],
  I17: ['purposes.tracking:open.basis', 'purposes.tracking:click.basis', 'purposes.profiling.basis', 'system.free_choice'],
  I18: ['system.rectification'],
};

const alektum: Clauses = {
  K1: ['purposes.newsletter:news.basis', 'purposes.newsletter:news.basisWhen', 'relationships'],
  K2: [
    'tracking.open',
    'tracking.click',
    'purposes.tracking:open.basis',
    'purposes.tracking:click.basis',
    'purposes.profiling.basis',
  ],
  K3: ['fields.caseNumber', 'mergeFields', 'purposes.newsletter:news.dataCategories'],
  K4: ['system.children', 'system.sensitive_data', 'forms.contact.store', 'forms.newsletter.fields'],
  K5: ['sources', 'tellSourceWithin', 'system.source_told'],
  K6: ['system.withdrawal', 'system.own_page'],
  K7: ['purposes.newsletter:news.onWithdrawal', 'purposes.marketing:reviews.onWithdrawal', 'suppression.period'],
  K8: [
    'purposes.newsletter:news.retention.0',
    'purposes.marketing:reviews.retention.0',
    'purposes.marketing:surveys.retention.0',
    'purposes.service:contact.retention.0',
    'purposes.service:prospects.retention.0',
  ],
  K9: ['purposes.newsletter:news.retention.1', 'activity.whenNotTracked'],
  K10: ['purposes.service:customer.retention.0'],
  K11: ['system.legal_hold'],
  K12: ['rights.erasure', 'rights.deadline'],
  K13: ['rights.identity', 'system.access'],
  K14: ['system.objection', 'suppression.period'],
  K15: ['system.results_by_download'],
  K16: ['sharing.partners', 'sharing.minCell', 'processors'],
  K17: ['operators.grantsLast', 'securityMeasures'],
  K18: ['notice.onChange'],
  K19: ['purposes.service:prospects.basis'],
  K21: ['purposes.marketing:reviews.description', 'purposes.marketing:reviews', 'purposes.marketing:surveys'],
};

/** The clauses of each brand's own text. */
export const clauses: Readonly<Record<string, Clauses>> = { xledger, expectit, amesto, infosoft, alektum };
