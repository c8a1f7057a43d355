/** The record of processing activities as a page that can be printed and handed to the authority. */
import { type Article30, article30Of, type DataSubjects } from '../domain/article30.ts';
import { recipientsOf, systemMeasures } from '../domain/notice.ts';
import { type Locale, type Policy, purposeOf, textIn } from '../domain/policy.ts';
import { documentBody, documentRows, documentStyle, linesOf } from './document.ts';
import { type Content, type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { noticeTexts } from './notice.ts';
import { article30Texts } from './texts/article30.ts';
import { capital, stopped, wordFor, wordsIn } from './texts/notice/words.ts';

/** The record of a policy, in one of its locales. */
export function article30Page({ policy, locale }: { readonly policy: Policy; readonly locale: Locale }): Page {
  const texts = article30Texts[locale];
  const record = article30Of(policy);
  const parts = partsOf(policy, record, locale);
  return layout({
    policy,
    locale,
    title: texts.title,
    wide: true,
    style: documentStyle,
    body: html`<p class="lead">${texts.lead(policy.controller.name)}</p>
<p class="version">${texts.version}: ${record.noticeVersion} / ${record.policyVersion}<br><span class="hash">${record.policyHash}</span></p>
${documentBody(
  texts.contents,
  (Object.keys(parts) as (keyof typeof parts)[]).map((id) => ({ id, title: texts.sections[id], body: parts[id] })),
)}`,
  });
}

const points = (items: readonly Content[]): Html => html`<ul class="points">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
const paragraphs = (sentences: readonly string[]): Html[] => sentences.map((sentence) => html`<p>${linesOf(sentence)}</p>`);
const card = (title: string, kind: string | undefined, about: string | undefined, rows: Content): Html =>
  html`<div class="card"><h3>${title}</h3>${kind && html`<p class="kind">${kind}</p>`}${about && html`<p>${about}</p>`}${rows}</div>`;

function partsOf(policy: Policy, record: Article30, locale: Locale) {
  const texts = article30Texts[locale];
  const { labels, roles, says, fields, relationships, sources } = noticeTexts[locale];
  const { and } = wordsIn(locale);
  const fieldNames = (names: readonly string[]) => names.map(wordFor(fields));
  const subjects = (of: readonly DataSubjects[]) => of.map((subject) => subjectIn(subject));
  const subjectIn = (subject: DataSubjects): string => {
    if (subject.startsWith('relationship:')) return texts.related(wordFor(relationships)(subject.slice('relationship:'.length)));
    if (subject.startsWith('source:')) return texts.found(wordFor(sources)(subject.slice('source:'.length)));
    return texts.subjects[subject as keyof typeof texts.subjects];
  };
  const row = (name: string, sentences: readonly string[]) => ({ name, body: paragraphs(sentences) });
  const named = recipientsOf(policy);
  const nameOf = (id: string) => record.recipients.find((recipient) => recipient.id === id)?.name ?? id;
  const { controller, suppression, tracking, operators, securityMeasures, crm } = policy;
  const own = securityMeasures?.[locale] ?? Object.values(securityMeasures ?? {})[0] ?? [];

  return {
    controller: documentRows([
      row(labels.controller, [says.contact(controller), says.established(controller)]),
      ...(controller.dpo ? [row(labels.dpo, [says.contact(controller.dpo)])] : []),
      ...(controller.accountable ? [row(labels.accountable, [says.contact(controller.accountable)])] : []),
      ...(controller.security ? [row(labels.security, [says.contact(controller.security)])] : []),
      row(labels.authority, [controller.authority]),
    ]),
    purposes: record.purposes.map((activity) => {
      const mail = activity.id.startsWith('newsletter:') || activity.id.startsWith('marketing:');
      const retention = purposeOf(policy, activity.id)?.retention ?? [];
      return card(
        textIn(activity.title, locale),
        activity.id,
        stopped(textIn(activity.description, locale)),
        documentRows([
          row(labels.ground, [
            says.ground({ basis: activity.legalBasis.basis, mail }),
            ...activity.otherBases.map((other) => says.groundWhen({ ...other, mail })),
          ]),
          row(texts.dataSubjects, subjects(activity.dataSubjects)),
          row(texts.fields, [`${capital(and(fieldNames(activity.dataCategories)))}.`]),
          row(texts.recipients, [
            activity.recipients.length > 0 ? stopped(and(activity.recipients.map(nameOf))) : texts.noRecipients,
          ]),
          row(
            texts.timeLimits,
            retention.length > 0
              ? retention.flatMap((rule) => [
                  says.retention(rule),
                  ...(rule.byContract ? [says.byContract(rule.byContract)] : []),
                ])
              : [says.keptWithTheRest({})],
          ),
        ]),
      );
    }),
    categories: documentRows([
      { name: texts.dataSubjects, body: points(subjects(record.dataSubjects)) },
      {
        name: texts.fields,
        body: points([
          ...fieldNames(record.dataCategories).map(capital),
          ...record.systemData.map((kind) => texts.systemData[kind]),
        ]),
      },
    ]),
    recipients: [
      ...named.map(({ recipient, role, gate, ground }) =>
        card(
          recipient.name,
          roles[role],
          undefined,
          documentRows([
            row(labels.receives, [says.received({ gate })]),
            row(labels.sees, [says.sees(recipient)]),
            row(labels.place, [says.place({ country: recipient.country, ground })]),
            ...(role === 'processor' || recipient.contract
              ? [
                  row(labels.agreement, [
                    says.agreement({
                      ...(recipient.contract && { contract: recipient.contract }),
                      ...(role === 'processor' && { dpaSigned: recipient.dpaSigned }),
                    }),
                  ]),
                ]
              : []),
          ]),
        ),
      ),
      documentRows([...(crm ? [row(texts.roles.crm, [says.crm(crm)])] : []), row(texts.authorities, [says.authorities({})])]),
    ],
    transfers: documentRows(
      record.transfers.length > 0
        ? named
            .filter(({ recipient }) => record.transfers.some((transfer) => transfer.recipient === recipient.id))
            .map(({ recipient, ground }) => row(recipient.name, [says.place({ country: recipient.country, ground })]))
        : [row(texts.recipients, [texts.noTransfers])],
    ),
    timeLimits: documentRows([
      row(texts.suppressionCodes, [says.suppressed({ period: suppression.period })]),
      row(texts.consentRecords, [says.proofKept({ proof: suppression.proof })]),
      ...(record.timeLimits.opensAndClicks ? [row(texts.opensAndClicks, [says.eventLife({ life: tracking.eventLife })])] : []),
      row(texts.access, [says.operators(operators)]),
    ]),
    security: [
      points([...own, ...systemMeasures.map((measure) => says.systemMeasure({ measure }))]),
      paragraphs([says.breach({ ...policy.breach, authority: controller.authority })]),
    ],
  };
}
