/** A message to the brand: what a form that stores nothing may send (E9, K4, K6). It becomes a mail, and subscribes nobody. */
import * as z from 'zod';
import { EmailAddress } from './email-address.ts';
import { type Form, formOf, type Locale, locales, marketOf, type Policy, wordingOf } from './policy.ts';
import { isNeeded, line, personFields } from './sign-up.ts';

/** What such a form can ask for. */
export const messageFields = ['email', 'name', 'company', 'phone', 'subject', 'message'] as const;
export type MessageField = (typeof messageFields)[number];

/** A visitor's message, checked against the form. */
export type Message = { readonly [Field in Exclude<MessageField, 'email'>]?: string | undefined } & {
  readonly email: EmailAddress;
  readonly locale: Locale;
  /** The honeypot was filled in: no person saw that field. */
  readonly trapped: boolean;
};

/** A form of the brand that visitors write to it with; undefined for any other. */
export function contactFormOf(policy: Policy, id: string): Form | undefined {
  const form = formOf(policy, id);
  return form && !form.store && form.channel === 'web' ? form : undefined;
}

/** The fields of the form, in the order in which they are asked. */
export const messageFieldsOf = (form: Form): MessageField[] => messageFields.filter((field) => form.fields.includes(field));

/** Whether nobody can write without the field. */
export const isMessageNeeded = (policy: Policy, field: MessageField): boolean =>
  field === 'email' || field === 'message' || policy.fields[field] === 'required';

/** Text of several lines; no other control characters, nothing that lost its encoding. */
const lines = (longest: number) =>
  z
    .string()
    .transform((typed) => typed.replace(/\r\n?/g, '\n').trim().normalize('NFC'))
    .pipe(
      z
        .string()
        .max(longest, `at most ${longest} characters`)
        .regex(/^(?:[^\p{Cc}\p{Cs}\uFFFD]|[\n\t])*$/u, 'holds characters that do not belong here'),
    );

const texts = { ...personFields, subject: line(150), message: lines(10_000) } as const;

/** The body of any such form; which of the fields it has, and which of them it needs, its form in the policy says. */
export const MessageBody = z.strictObject({
  email: EmailAddress,
  name: texts.name.optional(),
  company: texts.company.optional(),
  phone: texts.phone.optional(),
  subject: texts.subject.optional(),
  message: texts.message.optional(),
  locale: z.enum(locales).optional(),
  formVersion: z.int().positive().optional(),
  challenge: z.string().max(4096).optional(),
  website: z.string().max(500).optional(),
});

/** The body that the form takes; anything else in it is refused (S14). */
export function messageOf(policy: Policy, formId: string, form: Form) {
  const written = Object.keys(form.wording) as [Locale, ...Locale[]];
  const home = marketOf(policy, form.market)?.locale;
  const field = (name: Exclude<MessageField, 'email'>) => {
    if (!form.fields.includes(name)) return {};
    const needed = isMessageNeeded(policy, name) || (name === 'company' && isNeeded(policy, name));
    return { [name]: needed ? texts[name].pipe(z.string().min(1, 'required')) : texts[name].optional() };
  };
  return z
    .strictObject({
      email: EmailAddress,
      ...field('name'),
      ...field('company'),
      ...field('phone'),
      ...field('subject'),
      ...field('message'),
      locale: z.enum(written).default(written.find((locale) => locale === home) ?? written[0]),
      formVersion: z.int().positive().optional(),
      challenge: z.string().max(4096).optional(),
      website: z.string().max(500).optional(),
    })
    .transform((body, context): Message => {
      const { formVersion, website, challenge: _, ...message } = body;
      if (formVersion !== undefined && !wordingOf(policy, formId, formVersion, body.locale))
        context.addIssue({ code: 'custom', path: ['formVersion'], message: 'this form has no such version' });
      return { ...message, trapped: Boolean(website) };
    });
}
