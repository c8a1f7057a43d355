/** The mail that brings a visitor's message to the brand. */
import { type Message, messageFields } from '../domain/contact-form.ts';
import type { Policy } from '../domain/policy.ts';
import { contactTexts } from '../pages/texts/contact.ts';
import { type Mail, setMail } from './mail.ts';

/** What was written, and by whom, in the language of the form. Everything in it is the visitor's own, unchecked; an answer goes to them. */
export function contactMail(options: {
  readonly policy: Policy;
  readonly formId: string;
  readonly message: Message;
  /** The public site. */
  readonly site: string;
}): Mail {
  const { policy, formId, message, site } = options;
  const texts = contactTexts[message.locale];
  const facts = messageFields.flatMap((field) =>
    field !== 'message' && message[field] ? [`${texts.labels[field]}: ${message[field]}`] : [],
  );
  return setMail({
    policy,
    locale: message.locale,
    subject: message.subject ? `${texts.received}: ${message.subject}` : `${texts.received} (${formId})`,
    preview: texts.answer,
    title: texts.received,
    site,
    pieces: [
      { kind: 'list', items: facts },
      ...(message.message ?? '')
        .split('\n')
        .filter((written) => written.trim() !== '')
        .map((written) => ({ kind: 'text', text: written }) as const),
      { kind: 'quiet', text: texts.answer },
    ],
  });
}
