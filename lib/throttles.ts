/**
 * How many requests each route takes before API Gateway answers 429. The limits hold for everyone together: an HTTP API knows no
 * source, so they protect the account's shared 10,000 requests a second and the bill, not one visitor from another.
 */
import type { Route } from '../functions/routes.ts';

/** A route's limit, filled as a token bucket: `rate` requests a second, `burst` at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
  readonly because: string;
}

const formPage: Throttle = {
  rate: 100,
  burst: 200,
  because: 'forms are read by every visitor of a campaign page and by its robots; reading costs no write',
};
const signUp: Throttle = {
  rate: 20,
  burst: 40,
  because:
    'a form is filled in by hand, and each one may cost a mail: 20 a second are 72,000 an hour, more than any of our brands has seen',
};
const message: Throttle = {
  rate: 5,
  burst: 10,
  because: 'somebody reads every message: five a second are more than a mailbox of ours has ever seen, and each costs a mail',
};
const linkPage: Throttle = {
  rate: 200,
  burst: 400,
  because: 'scanners open every link of a mailing within minutes of its arrival; reading costs no write',
};
const confirmation: Throttle = { rate: 50, burst: 100, because: 'there are no more confirmations than confirmed sign-ups' };
const copy: Throttle = {
  rate: 2,
  burst: 10,
  because: 'few people prove who they are in one second, and each brings up to 4 MB, which a function holds in its memory',
};
const unsubscription: Throttle = {
  rate: 2000,
  burst: 4000,
  because:
    'mail providers post one-click requests in bursts, and a refused one is a broken promise: a limit of its own that no other route can use up',
};
const pixel: Throttle = {
  rate: 1000,
  burst: 2000,
  because:
    'image proxies fetch every pixel of a mailing as it arrives: a million mails sent at 500 a second are 500 hits a second, and their readers on top',
};
const redirect: Throttle = {
  rate: 1000,
  burst: 2000,
  because: 'scanners follow ten links of each mail as it arrives; whoever is refused here does not get where the link leads',
};
const desk: Throttle = { rate: 20, burst: 40, because: 'a few people at their desks, and their scripts, page through lists' };
const newsletter: Throttle = {
  rate: 2,
  burst: 10,
  because: 'a few people write newsletters and look at them; compiling and counting one takes a second of processor time',
};

const machine: Throttle = {
  rate: 20,
  burst: 40,
  because: 'a few partners, each polling its feed every minute or catching up page by page',
};

const signOfLife: Throttle = {
  rate: 50,
  burst: 100,
  because: 'a web site or a CRM reports each visit and purchase by itself, and a nightly run of one all of a day in a row',
};

const forecast: Throttle = {
  rate: 2,
  burst: 4,
  because: 'each call may read a thousand people; a privacy officer looks at one now and then',
};

/** Anything that has no limit of its own, which no route should be. */
export const unlisted: Throttle = {
  rate: 5,
  burst: 5,
  because: 'a route without a limit is a mistake that should be seen, but not felt',
};

export const throttles: Readonly<Record<Route, Throttle>> = {
  'GET /{brand}/signup/{form}': formPage,
  'POST /{brand}/signup/{form}': signUp,
  'OPTIONS /{brand}/signup/{form}': formPage,
  'GET /{brand}/signup/{form}/thanks': formPage,
  'GET /{brand}/signup/{form}/embed': formPage,
  'GET /{brand}/contact/{form}': formPage,
  'POST /{brand}/contact/{form}': message,
  'OPTIONS /{brand}/contact/{form}': formPage,
  'GET /{brand}/contact/{form}/thanks': formPage,
  'GET /{brand}/privacy': formPage,
  'GET /{brand}/manage': formPage,
  'POST /{brand}/manage': signUp,

  'GET /c/{token}': linkPage,
  'POST /c/{token}': confirmation,
  'GET /u/{token}': linkPage,
  'POST /u/{token}': unsubscription,
  'GET /p/{token}': linkPage,
  'POST /p/{token}': confirmation,
  'GET /p/{token}/data': linkPage,
  'POST /p/{token}/data': confirmation,
  'GET /i/{token}': linkPage,
  'POST /i/{token}': copy,
  'GET /o/{token}': pixel,
  'HEAD /o/{token}': pixel,
  'GET /l/{token}/{n}': redirect,
  'HEAD /l/{token}/{n}': redirect,

  'GET /openapi.json': desk,

  'GET /v1/{brand}/audience': desk,
  'GET /v1/{brand}/audience/count': desk,
  'GET /v1/{brand}/audience/aggregate': desk,
  'GET /v1/{brand}/segments': desk,
  'GET /v1/{brand}/segments/{id}': desk,
  'PUT /v1/{brand}/segments/{id}': desk,
  'DELETE /v1/{brand}/segments/{id}': desk,
  'POST /v1/{brand}/exports': desk,
  'GET /v1/{brand}/exports/{id}': desk,
  'POST /v1/{brand}/imports': desk,
  'GET /v1/{brand}/imports/{id}': desk,
  'POST /v1/{brand}/imports/{id}/start': desk,
  'GET /v1/{brand}/contacts': desk,
  'POST /v1/{brand}/contacts': desk,
  'GET /v1/{brand}/contacts/{id}': desk,
  'PATCH /v1/{brand}/contacts/{id}': desk,
  'POST /v1/{brand}/introductions': desk,
  'GET /v1/{brand}/introductions/untold': desk,
  'GET /v1/{brand}/operators': desk,
  'POST /v1/{brand}/operators/{sub}/grants': desk,
  'POST /v1/{brand}/contacts/{id}/told': desk,
  'GET /v1/{brand}/contacts/{id}/record': desk,
  'POST /v1/{brand}/contacts/{id}/activity': signOfLife,
  'POST /v1/{brand}/contacts/{id}/legal-hold': desk,
  'POST /v1/{brand}/contacts/{id}/release-legal-hold': desk,
  'GET /v1/{brand}/contacts/{id}/export': desk,
  'POST /v1/{brand}/contacts/{id}/restrict': desk,
  'POST /v1/{brand}/contacts/{id}/unrestrict': desk,
  'POST /v1/{brand}/contacts/{id}/object': desk,
  'POST /v1/{brand}/contacts/{id}/erase': desk,
  'POST /v1/{brand}/cases': desk,
  'GET /v1/{brand}/cases': desk,
  'GET /v1/{brand}/cases/{id}': desk,
  'PATCH /v1/{brand}/cases/{id}': desk,
  'GET /v1/{brand}/cases/{id}/document': desk,
  'GET /v1/{brand}/retention/forecast': forecast,
  'POST /v1/{brand}/campaigns': newsletter,
  'PATCH /v1/{brand}/campaigns/{id}': newsletter,
  'POST /v1/{brand}/campaigns/{id}/preview': newsletter,
  'POST /v1/{brand}/campaigns/{id}/test': newsletter,
  'GET /v1/{brand}/campaigns': desk,
  'GET /v1/{brand}/campaigns/{id}': desk,
  'GET /v1/{brand}/campaigns/{id}/stats': desk,
  'GET /v1/{brand}/campaigns/{id}/recipients': desk,
  'POST /v1/{brand}/campaigns/{id}/schedule': desk,
  'POST /v1/{brand}/campaigns/{id}/pause': desk,
  'POST /v1/{brand}/campaigns/{id}/resume': desk,
  'POST /v1/{brand}/campaigns/{id}/cancel': desk,
  'GET /v1/{brand}/partners': desk,
  'POST /v1/{brand}/contacts/{id}/disclosures': desk,
  'POST /v1/{brand}/breaches': desk,
  'GET /v1/{brand}/breaches': desk,
  'GET /v1/{brand}/breaches/{id}': desk,
  'PATCH /v1/{brand}/breaches/{id}': desk,
  'GET /v1/{brand}/policy': desk,
  'GET /v1/{brand}/policy/lints': desk,
  'GET /v1/{brand}/policy/article30': desk,

  'GET /v1/{brand}/partners/{partner}/changes': machine,
  'POST /v1/{brand}/partners/{partner}/ack': machine,
  'POST /v1/{brand}/partners/{partner}/opt-outs': machine,
};
