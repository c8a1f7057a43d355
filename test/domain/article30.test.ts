import { describe, expect, test } from 'vitest';
import { article30Of } from '../../functions/domain/article30.ts';
import { definePolicy, type Policy, purposesOf } from '../../functions/domain/policy.ts';
import alektum from '../../policies/alektum.ts';
import amesto from '../../policies/amesto.ts';
import { brands } from '../../policies/brands.ts';
import expectit from '../../policies/expectit.ts';
import infosoft from '../../policies/infosoft.ts';
import xledger from '../../policies/xledger.ts';
import { varied } from './example-policy.ts';

const exampleWith = (change: object): Policy => definePolicy(varied(change));

describe('the record of processing activities', () => {
  test.each(brands)('of $brand says who is responsible, and of which policy it is made (a)', (policy) => {
    const { name, address, country, email, dpo, accountable, security, authority } = policy.controller;
    expect(article30Of(policy)).toMatchObject({
      brand: policy.brand,
      noticeVersion: policy.notice.version,
      policyVersion: policy.version,
      policyHash: policy.hash,
      controller: { name, address, country, email },
      dataProtectionOfficer: dpo ?? null,
      accountable: accountable ?? null,
      security: security ?? null,
      authority,
    });
  });

  test.each(brands)('of $brand has every purpose with its data and all its rules of retention (b, c, f)', (policy) => {
    const record = article30Of(policy);
    expect(record.purposes.map(({ id }) => id)).toEqual(purposesOf(policy).map(([id]) => id));
    for (const [index, [, purpose]] of purposesOf(policy).entries()) {
      const activity = record.purposes[index];
      expect(activity).toMatchObject({
        title: purpose.title,
        description: purpose.description,
        dataCategories: purpose.dataCategories,
        onWithdrawal: purpose.onWithdrawal,
      });
      expect(activity?.timeLimits.map(({ clock, action }) => ({ clock, action }))).toEqual(
        purpose.retention.map(({ clock, action }) => ({ clock, action })),
      );
      expect(activity?.timeLimits.map(({ period }) => period === null)).toEqual(
        purpose.retention.map(({ period }) => period === null),
      );
      expect(activity?.dataSubjects.length).toBeGreaterThan(0);
      for (const field of purpose.dataCategories) expect(record.dataCategories).toContain(field);
      for (const subject of activity?.dataSubjects ?? []) expect(record.dataSubjects).toContain(subject);
    }
    expect(new Set(record.dataCategories).size).toBe(record.dataCategories.length);
  });

  test.each(brands)('of $brand has every recipient, its country, and what it may see (d)', (policy) => {
    const { registry, group } = policy.sharing;
    const record = article30Of(policy);
    const named = [...registry, ...group, ...policy.processors];
    expect(record.recipients.filter(({ role }) => role !== 'authority' && role !== 'crm')).toEqual(
      named.map(({ id, name, country, fields }) => expect.objectContaining({ id, name, country, fields })),
    );
    expect(record.recipients.at(-1)).toEqual({
      id: 'authorities',
      name: 'Public authorities',
      role: 'authority',
      gate: 'by_law',
    });
    const known = record.recipients.map(({ id }) => id);
    for (const { recipients } of record.purposes) for (const id of recipients) expect(known).toContain(id);
  });

  test('names transfers with what carries them, and none where there are none (e)', () => {
    expect(article30Of(expectit).transfers).toEqual([
      {
        recipient: 'newsletter-database',
        country: 'US',
        permitted: true,
        mechanism: 'SCC',
        reference: 'standard contractual clauses, to be signed',
      },
    ]);
    expect(article30Of(infosoft).transfers).toMatchObject([{ recipient: 'hubspot', country: 'US', mechanism: 'DPF' }]);
    for (const policy of [xledger, amesto, alektum]) expect(article30Of(policy).transfers).toEqual([]);
    const blocked = exampleWith({ processors: [{ id: 'mailer', name: 'Mailer Inc.', country: 'US' }] });
    expect(article30Of(blocked).transfers).toEqual([{ recipient: 'mailer', country: 'US', permitted: false }]);
  });

  test('names the ground of each purpose, and those that take its place for a relationship', () => {
    const [news] = article30Of(alektum).purposes;
    expect(news).toMatchObject({
      legalBasis: { basis: 'consent', article: 'GDPR 6(1)(a)' },
      otherBases: [
        {
          basis: 'soft_opt_in',
          article: 'Directive 2002/58/EC 13(2)',
          relationships: ['customer', 'works_for_customer'],
          evidence: ['sale'],
        },
      ],
      dataSubjects: ['subscribers', 'relationship:customer', 'relationship:works_for_customer'],
    });
    const tracked = exampleWith({ purposes: { 'tracking:open': { basis: 'legitimate_interest' } } });
    expect(article30Of(tracked).purposes.find(({ id }) => id === 'tracking:open')?.legalBasis.basis).toBe('consent');
  });

  test('names those whose data come from elsewhere, and those who ask for something', () => {
    const subjects = (policy: Policy, purpose: string) =>
      article30Of(policy).purposes.find(({ id }) => id === purpose)?.dataSubjects;
    expect(subjects(alektum, 'service:prospects')).toEqual(['enquirers', 'source:public-source']);
    expect(subjects(alektum, 'service:customer')).toEqual(['relationship:customer']);
    expect(subjects(expectit, 'service:contact')).toEqual(['enquirers', 'source:facebook', 'source:linkedin']);
    expect(subjects(infosoft, 'newsletter:news')).toEqual(['business_subscribers']);
  });

  test('a partner receives for the purpose that names it, a processor wherever it may see something', () => {
    const recipients = (purpose: string) => article30Of(xledger).purposes.find(({ id }) => id === purpose)?.recipients;
    expect(recipients('partner:implementation')).toEqual(['implementation', 'creatio']);
    expect(recipients('newsletter:insights')).toEqual(['creatio']);
    expect(article30Of(alektum).purposes.flatMap((activity) => activity.recipients)).toEqual([]);
  });

  test('a CRM that the policy does not list as a processor is a recipient all the same', () => {
    const crm = { kind: 'hubspot', direction: 'both', deletePropagates: true };
    expect(article30Of(exampleWith({ crm })).recipients).toMatchObject([
      { id: 'hubspot', name: 'HubSpot', role: 'crm' },
      { role: 'authority' },
    ]);
    expect(article30Of(xledger).recipients.map(({ id }) => id)).toEqual(['implementation', 'creatio', 'authorities']);
  });

  test('counts what the system keeps beside the purposes, with its time limits (c, f)', () => {
    expect(article30Of(xledger)).toMatchObject({
      systemData: ['consent_records', 'opens', 'clicks', 'suppression_codes'],
      timeLimits: { suppressionCodes: null, consentRecords: 'P2Y', opensAndClicks: 'P6M', operatorAccess: 'P90D' },
    });
    const off = article30Of(amesto);
    expect(off.systemData).toEqual(['consent_records', 'suppression_codes']);
    expect(off.timeLimits).not.toHaveProperty('opensAndClicks');
    const ending = exampleWith({ suppression: { period: '5 years', proof: '3 years' } });
    expect(article30Of(ending).timeLimits).toMatchObject({ suppressionCodes: 'P5Y', consentRecords: 'P3Y' });
  });

  test('describes the security measures, the brand’s own and the system’s (g)', () => {
    expect(article30Of(amesto).securityMeasures.own).toEqual(amesto.securityMeasures);
    for (const policy of brands) {
      expect(article30Of(policy).securityMeasures.system).toContain('encrypted');
      expect(article30Of(policy).breach.deadline).toBe('PT72H');
    }
    expect(article30Of(infosoft).breach.clockStart).toBe('occurrence');
  });
});
