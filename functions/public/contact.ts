import { type Deps, db, log, now, policyOf, publicUrl, secret, ses } from '../deps.ts';
import { contactFormOf, type Message, messageOf } from '../domain/contact-form.ts';
import { hashSourceOfDay } from '../domain/identity.ts';
import { limits } from '../domain/limits.ts';
import type { Policy } from '../domain/policy.ts';
import { contactMail } from '../email/contact.ts';
import { autoSubmitted, sendMail } from '../email/ses.ts';
import { type HttpHandler, type HttpRequest, http, json, page, seeOther } from '../http/handler.ts';
import { fieldErrors, Problem, problems } from '../http/problem.ts';
import { corsHeaders, formLocale, mayPost, membersOf, statedLocale, statedVersion, wantsPage } from '../http/visitor-form.ts';
import { contactPage, contactThanksPage } from '../pages/contact.ts';
import { problemPage } from '../pages/problem.ts';
import { spendSourceAllowance } from '../store/allowances.ts';

type Needs = Pick<Deps, 'db' | 'ses' | 'secret' | 'policyOf' | 'publicUrl' | 'now' | 'log'>;

/** A form that stores nothing: what a visitor writes is forwarded to the brand by mail, and nobody is subscribed (E9, K4, K6). */
export const contact = (needs: Needs): HttpHandler =>
  http(
    {
      'GET /{brand}/contact/{form}': (request) => page(200, contactPage(formFor(needs, request))),
      'GET /{brand}/contact/{form}/thanks': (request) => page(200, contactThanksPage(formFor(needs, request))),
      'OPTIONS /{brand}/contact/{form}': (request) => {
        formFor(needs, request);
        return { statusCode: 204 };
      },

      'POST /{brand}/contact/{form}': async (request) => {
        const { policy, formId, form, locale } = formFor(needs, request);
        if (!mayPost(request, form, needs.publicUrl())) throw new Problem('origin-not-allowed');

        const sent = request.isForm ? membersOf(request.form()) : request.json();
        if (form.withdrawn.includes(statedVersion(sent))) throw new Problem('form-withdrawn');
        const checked = messageOf(policy, formId, form).safeParse(sent);
        if (!checked.success) {
          const errors = fieldErrors(checked.error);
          if (!request.isForm) throw new Problem('invalid', { errors });
          const shown = { policy, formId, form, locale: statedLocale(form, sent) ?? locale };
          return page(422, contactPage({ ...shown, values: sent as object, errors }));
        }

        if (checked.data.trapped) needs.log('message_trapped', { brand: policy.brand, form: formId });
        else await forward(needs, policy, formId, checked.data, request.source.ip);

        if (!request.isForm) return json(202, { status: 'accepted' });
        const { locale: read } = checked.data;
        return seeOther(form.thankYou?.[read] ?? `/${policy.brand}/contact/${formId}/thanks?lang=${read}`);
      },
    },
    {
      headers: (request) => corsHeaders(request, find(needs, request)?.form),
      show: (problem, request) => {
        if (!wantsPage(request)) return undefined;
        const status = problem ? problems[problem.kind].status : 500;
        const found = find(needs, request);
        return page(status, problemPage({ policy: found?.policy, status, locale: found?.locale ?? 'en' }));
      },
    },
  );

/**
 * Mails the message to the brand. Nothing of it is kept: if SES does not surely take it, the visitor is told, and may send it again. A message that arrives twice
 * does no harm; one that is lost, and not told of, does.
 */
async function forward(needs: Needs, policy: Policy, formId: string, message: Message, ip: string): Promise<void> {
  const { brand, identity } = policy;
  const { pepper } = await needs.secret();
  const at = needs.now();
  for (const [whose, most] of [
    [`message from ${ip}`, limits.messagesPerSource],
    [`messages to ${brand}`, limits.messagesPerBrand],
  ] as const) {
    const spent = await spendSourceAllowance(needs.db, hashSourceOfDay(pepper, whose, at), most, at);
    if (spent === 'over_limit') throw new Problem('too-many');
  }
  const sender = identity.from[0];
  if (!sender) throw new Error(`${brand} has no sender`);
  const { outcome } = await sendMail(needs.ses, {
    from: sender,
    to: identity.replyTo,
    replyTo: message.email,
    mail: contactMail({ policy, formId, message, site: needs.publicUrl() }),
    headers: autoSubmitted,
    tags: { brand, mail: 'contact' },
  });
  needs.log('message_forwarded', { brand, form: formId, result: outcome });
  if (outcome !== 'sent') throw new Problem('busy');
}

function find({ policyOf }: Needs, request: HttpRequest) {
  const policy = policyOf(request.path.brand ?? '');
  const formId = request.path.form ?? '';
  const form = policy && contactFormOf(policy, formId);
  return policy && form && { policy, formId, form, locale: formLocale(request, policy, form) };
}

function formFor(needs: Needs, request: HttpRequest) {
  const found = find(needs, request);
  if (!found) throw new Problem('not-found');
  return found;
}

export const handler = contact({ db, ses, secret, policyOf, publicUrl, now, log });
