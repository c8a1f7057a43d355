/** A newsletter as it is sent to those who make it: to no subscriber, with nobody's details. */
import type { Edition } from '../domain/content.ts';
import type { Policy } from '../domain/policy.ts';
import type { Mail } from './mail.ts';
import { newsletter, sampleRecipient } from './newsletter.ts';
import { newsletterTexts } from './newsletter-texts.ts';

/** The mail, told from the real one by its subject. Its links lead nowhere that anybody could be unsubscribed. */
export function testMail(policy: Policy, edition: Edition, publicUrl: string): Mail {
  const { locale } = edition.content;
  const mail = newsletter(policy, edition)(sampleRecipient(policy, locale, publicUrl));
  return { ...mail, subject: `[${newsletterTexts[locale].testSubject}] ${mail.subject}` };
}
