/**
 * The HTTP API on one page: an API Gateway route key, and the file of the function that answers. CDK, the local run and the
 * tests walk this object. A route under `/v1` needs a JWT; the others are open.
 */
export const routes = {
  // visitors: forms
  'GET /{brand}/signup/{form}': 'public/sign-up',
  'POST /{brand}/signup/{form}': 'public/sign-up',
  'OPTIONS /{brand}/signup/{form}': 'public/sign-up',
  'GET /{brand}/signup/{form}/thanks': 'public/sign-up',
  'GET /{brand}/signup/{form}/embed': 'public/sign-up',
  'GET /{brand}/contact/{form}': 'public/contact',
  'POST /{brand}/contact/{form}': 'public/contact',
  'OPTIONS /{brand}/contact/{form}': 'public/contact',
  'GET /{brand}/contact/{form}/thanks': 'public/contact',
  'GET /{brand}/privacy': 'public/notice',

  // recipients: links in mails
  'GET /c/{token}': 'public/confirm',
  'POST /c/{token}': 'public/confirm',
  'GET /u/{token}': 'public/unsubscribe',
  'POST /u/{token}': 'public/unsubscribe',

  // marketers
  'GET /v1/{brand}/audience': 'marketer/audience',
  'GET /v1/{brand}/audience/count': 'marketer/audience',
  'GET /v1/{brand}/contacts': 'marketer/contacts',
  'POST /v1/{brand}/contacts': 'marketer/contacts',
  'GET /v1/{brand}/contacts/{id}': 'marketer/contacts',
  'PATCH /v1/{brand}/contacts/{id}': 'marketer/contact',
  'POST /v1/{brand}/introductions': 'marketer/introductions',
  'GET /v1/{brand}/contacts/{id}/record': 'marketer/record',
  'GET /v1/{brand}/partners': 'marketer/partners',
  'POST /v1/{brand}/contacts/{id}/disclosures': 'marketer/disclosures',
  'POST /v1/{brand}/breaches': 'marketer/breaches',
  'GET /v1/{brand}/breaches': 'marketer/breaches',
  'GET /v1/{brand}/breaches/{id}': 'marketer/breaches',
  'PATCH /v1/{brand}/breaches/{id}': 'marketer/breaches',
  'GET /v1/{brand}/policy': 'marketer/policy',
  'GET /v1/{brand}/policy/lints': 'marketer/policy',
  'GET /v1/{brand}/policy/article30': 'marketer/policy',

  // partners' machines
  'GET /v1/{brand}/partners/{partner}/changes': 'partner/changes',
  'POST /v1/{brand}/partners/{partner}/ack': 'partner/ack',
  'POST /v1/{brand}/partners/{partner}/opt-outs': 'partner/opt-outs',
} as const satisfies Record<RouteKey, `${'public' | 'marketer' | 'partner'}/${string}`>;

/** An API Gateway route key, `<METHOD> <path>`. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'} /${string}`;

/** A route that exists. */
export type Route = keyof typeof routes;
