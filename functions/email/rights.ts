/** The mails that answer what people ask about their own data. They advertise nothing and load nothing. */
import type { Case, CaseMail } from '../domain/case.ts';
import { limits } from '../domain/limits.ts';
import type { Locale, Policy } from '../domain/policy.ts';
import { dayIn, lengthIn, momentIn } from '../pages/locale.ts';
import { type Mail, setMail } from './mail.ts';
import { rightsTexts } from './rights-texts.ts';
import { mailTexts } from './texts.ts';

/** The one-hour link, for whoever reads the mailbox. */
export function manageLinkMail(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly manageUrl: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}): Mail {
  const { policy, locale, manageUrl, requestedAt, expiresAt } = options;
  const texts = rightsTexts[locale];
  const { displayName, timeZone } = policy.identity;
  return setMail({
    policy,
    locale,
    subject: texts.linkSubject(displayName),
    preview: texts.linkPreview,
    title: texts.linkTitle,
    site: manageUrl,
    pieces: [
      { kind: 'text', text: texts.linkAsked(displayName, momentIn(locale, requestedAt, timeZone)) },
      { kind: 'button', label: texts.linkButton, url: manageUrl, copy: mailTexts[locale].copyAddress },
      {
        kind: 'quiet',
        text: texts.linkWorks(lengthIn(locale, limits.linkLife), momentIn(locale, expiresAt, timeZone)),
      },
      { kind: 'text', text: texts.linkKeep },
      { kind: 'text', text: texts.notYou },
    ],
  });
}

/** The link that confirms a new address, for whoever reads it. It says nothing of the person, since somebody else may have typed the address (T12). */
export function newAddressMail(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly confirmUrl: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}): Mail {
  const { policy, locale, confirmUrl, requestedAt, expiresAt } = options;
  const texts = rightsTexts[locale];
  const { displayName, timeZone } = policy.identity;
  return setMail({
    policy,
    locale,
    subject: texts.addressSubject(displayName),
    preview: texts.addressPreview,
    title: texts.addressTitle,
    site: confirmUrl,
    pieces: [
      { kind: 'text', text: texts.addressAsked(displayName, momentIn(locale, requestedAt, timeZone)) },
      { kind: 'button', label: texts.addressButton, url: confirmUrl, copy: mailTexts[locale].copyAddress },
      {
        kind: 'quiet',
        text: texts.linkWorks(lengthIn(locale, limits.addressLinkLife), momentIn(locale, expiresAt, timeZone)),
      },
      { kind: 'text', text: texts.notYou },
    ],
  });
}

/** One step of a case, told to whoever asked. A refusal, and a referral to somebody else, name complaint and court (GDPR 12(4)). */
export function caseMail(options: {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly kind: CaseMail;
  readonly about: Case;
  /** Where the one-hour link is asked for. */
  readonly manageUrl: string;
  /** Where a copy of a document is sent, and until when, if one is awaited. */
  readonly document?: { readonly url: string; readonly until: Date } | undefined;
}): Mail {
  const { policy, locale, kind, about, manageUrl, document } = options;
  const texts = rightsTexts[locale];
  const day = (at: string) => dayIn(locale, at.slice(0, 10));
  const said = ((): { text: string; remedy?: boolean; fetch?: boolean } => {
    switch (kind) {
      case 'opened':
        return { text: texts.caseOpened(texts.caseRights[about.right], day(about.receivedAt), day(about.due)) };
      case 'identity':
        return { text: texts.caseIdentity(about.identity.reason ?? '') };
      case 'extended':
        return { text: texts.caseExtended(about.extended?.reason ?? '', day(about.due)), remedy: true };
      case 'decided':
        return decided(texts, about);
    }
  })();
  return setMail({
    policy,
    locale,
    subject: texts.caseSubject(policy.identity.displayName, about.caseId),
    preview: texts.caseTitles[kind],
    title: texts.caseTitles[kind],
    site: manageUrl,
    pieces: [
      { kind: 'text', text: said.text },
      ...(kind === 'decided' && about.outcome === 'done' && about.reasons
        ? [{ kind: 'text' as const, text: about.reasons }]
        : []),
      ...(said.fetch
        ? [{ kind: 'button' as const, label: texts.caseFetch, url: manageUrl, copy: mailTexts[locale].copyAddress }]
        : []),
      ...(document && (kind === 'opened' || kind === 'identity') ? sendCopy(policy, locale, document) : []),
      ...(said.remedy ? [{ kind: 'text' as const, text: texts.caseRemedy(policy.controller.authority) }] : []),
      { kind: 'quiet', text: texts.caseNumber(about.caseId) },
    ],
  });
}

const sendCopy = (policy: Policy, locale: Locale, { url, until }: { readonly url: string; readonly until: Date }) => {
  const texts = rightsTexts[locale];
  const { timeZone } = policy.identity;
  return [
    { kind: 'text' as const, text: texts.caseDocument },
    { kind: 'button' as const, label: texts.caseDocumentButton, url, copy: mailTexts[locale].copyAddress },
    { kind: 'quiet' as const, text: texts.caseDocumentWorks(momentIn(locale, until, timeZone)) },
  ];
};

function decided(texts: (typeof rightsTexts)[Locale], { outcome, right, reasons = '', contactId, found }: Case) {
  switch (outcome) {
    case 'refused':
      return { text: texts.caseRefused(reasons), remedy: true };
    case 'refer_to_controller':
      return { text: texts.caseReferred(reasons), remedy: true };
    case 'objection_lifted':
      return { text: texts.caseLifted };
    case 'done':
    case undefined: {
      if (!contactId && !found && right !== 'complaint') return { text: texts.caseNobody };
      return { text: texts.caseDone[right], fetch: right === 'access' || right === 'port' };
    }
  }
}
