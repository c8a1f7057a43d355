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
const linkPage: Throttle = {
  rate: 200,
  burst: 400,
  because: 'scanners open every link of a mailing within minutes of its arrival; reading costs no write',
};
const confirmation: Throttle = { rate: 50, burst: 100, because: 'there are no more confirmations than confirmed sign-ups' };
const unsubscription: Throttle = {
  rate: 500,
  burst: 1000,
  because:
    'mail providers post one-click requests in bursts, and a refused one is a broken promise: a limit of its own that no other route can use up',
};
const desk: Throttle = { rate: 20, burst: 40, because: 'a few people at their desks, and their scripts, page through lists' };

const signOfLife: Throttle = {
  rate: 50,
  burst: 100,
  because: 'a web site or a CRM reports each visit and purchase by itself, and a nightly run of one all of a day in a row',
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

  'GET /v1/{brand}/audience': desk,
  'GET /v1/{brand}/audience/count': desk,
  'GET /v1/{brand}/contacts': desk,
  'POST /v1/{brand}/contacts': desk,
  'GET /v1/{brand}/contacts/{id}': desk,
  'PATCH /v1/{brand}/contacts/{id}': desk,
  'POST /v1/{brand}/introductions': desk,
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
  'GET /v1/{brand}/policy': desk,
  'GET /v1/{brand}/policy/lints': desk,
  'GET /v1/{brand}/policy/article30': desk,
};
