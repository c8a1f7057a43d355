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
  'GET /{brand}/manage': 'public/manage',
  'POST /{brand}/manage': 'public/manage',

  // recipients: links in mails
  'GET /c/{token}': 'public/confirm',
  'POST /c/{token}': 'public/confirm',
  'GET /u/{token}': 'public/unsubscribe',
  'POST /u/{token}': 'public/unsubscribe',
  'GET /p/{token}': 'public/preferences',
  'POST /p/{token}': 'public/preferences',
  'GET /p/{token}/data': 'public/my-data',
  'POST /p/{token}/data': 'public/my-data',
  'GET /i/{token}': 'public/identity-document',
  'POST /i/{token}': 'public/identity-document',
  // link checkers ask by HEAD first, and an HTTP API gives them nothing but what it is told to
  'GET /o/{token}': 'public/open',
  'HEAD /o/{token}': 'public/open',
  'GET /l/{token}/{n}': 'public/click',
  'HEAD /l/{token}/{n}': 'public/click',

  // whoever writes a client
  'GET /openapi.json': 'public/openapi',

  // marketers
  'GET /v1/{brand}/audience': 'marketer/audience',
  'GET /v1/{brand}/audience/count': 'marketer/audience',
  'GET /v1/{brand}/audience/aggregate': 'marketer/audience',
  'GET /v1/{brand}/segments': 'marketer/segments',
  'GET /v1/{brand}/segments/{id}': 'marketer/segments',
  'PUT /v1/{brand}/segments/{id}': 'marketer/segments',
  'DELETE /v1/{brand}/segments/{id}': 'marketer/segments',
  'POST /v1/{brand}/exports': 'marketer/exports',
  'GET /v1/{brand}/exports/{id}': 'marketer/exports',
  'POST /v1/{brand}/imports': 'marketer/imports',
  'GET /v1/{brand}/imports/{id}': 'marketer/imports',
  'POST /v1/{brand}/imports/{id}/start': 'marketer/imports',
  'GET /v1/{brand}/contacts': 'marketer/contacts',
  'POST /v1/{brand}/contacts': 'marketer/contacts',
  'GET /v1/{brand}/contacts/{id}': 'marketer/contacts',
  'PATCH /v1/{brand}/contacts/{id}': 'marketer/contact',
  'POST /v1/{brand}/introductions': 'marketer/introductions',
  'GET /v1/{brand}/introductions/untold': 'marketer/introductions',
  'POST /v1/{brand}/contacts/{id}/told': 'marketer/introductions',
  'GET /v1/{brand}/contacts/{id}/record': 'marketer/record',
  'POST /v1/{brand}/contacts/{id}/activity': 'marketer/activity',
  'POST /v1/{brand}/contacts/{id}/legal-hold': 'marketer/legal-hold',
  'POST /v1/{brand}/contacts/{id}/release-legal-hold': 'marketer/legal-hold',
  'GET /v1/{brand}/contacts/{id}/export': 'marketer/rights',
  'POST /v1/{brand}/contacts/{id}/restrict': 'marketer/rights',
  'POST /v1/{brand}/contacts/{id}/unrestrict': 'marketer/rights',
  'POST /v1/{brand}/contacts/{id}/object': 'marketer/rights',
  'POST /v1/{brand}/contacts/{id}/erase': 'marketer/rights',
  'POST /v1/{brand}/cases': 'marketer/cases',
  'GET /v1/{brand}/cases': 'marketer/cases',
  'GET /v1/{brand}/cases/{id}': 'marketer/cases',
  'PATCH /v1/{brand}/cases/{id}': 'marketer/cases',
  'GET /v1/{brand}/cases/{id}/document': 'marketer/cases',
  'GET /v1/{brand}/retention/forecast': 'marketer/forecast',
  'POST /v1/{brand}/campaigns': 'marketer/campaign-content',
  'PATCH /v1/{brand}/campaigns/{id}': 'marketer/campaign-content',
  'POST /v1/{brand}/campaigns/{id}/preview': 'marketer/campaign-content',
  'POST /v1/{brand}/campaigns/{id}/test': 'marketer/campaign-content',
  'GET /v1/{brand}/campaigns': 'marketer/campaigns',
  'GET /v1/{brand}/campaigns/{id}': 'marketer/campaigns',
  'GET /v1/{brand}/campaigns/{id}/stats': 'marketer/stats',
  'GET /v1/{brand}/campaigns/{id}/recipients': 'marketer/campaigns',
  'POST /v1/{brand}/campaigns/{id}/schedule': 'marketer/campaigns',
  'POST /v1/{brand}/campaigns/{id}/pause': 'marketer/campaigns',
  'POST /v1/{brand}/campaigns/{id}/resume': 'marketer/campaigns',
  'POST /v1/{brand}/campaigns/{id}/cancel': 'marketer/campaigns',
  'GET /v1/{brand}/partners': 'marketer/partners',
  'POST /v1/{brand}/contacts/{id}/disclosures': 'marketer/disclosures',
  'POST /v1/{brand}/breaches': 'marketer/breaches',
  'GET /v1/{brand}/breaches': 'marketer/breaches',
  'GET /v1/{brand}/breaches/{id}': 'marketer/breaches',
  'PATCH /v1/{brand}/breaches/{id}': 'marketer/breaches',
  'GET /v1/{brand}/operators': 'marketer/operators',
  'POST /v1/{brand}/operators/{sub}/grants': 'marketer/operators',
  'GET /v1/{brand}/policy': 'marketer/policy',
  'GET /v1/{brand}/policy/lints': 'marketer/policy',
  'GET /v1/{brand}/policy/article30': 'marketer/policy',

  // partners' machines
  'GET /v1/{brand}/partners/{partner}/changes': 'partner/changes',
  'POST /v1/{brand}/partners/{partner}/ack': 'partner/ack',
  'POST /v1/{brand}/partners/{partner}/opt-outs': 'partner/opt-outs',
} as const satisfies Record<RouteKey, `${'public' | 'marketer' | 'partner'}/${string}`>;

/** An API Gateway route key, `<METHOD> <path>`. */
export type RouteKey = `${'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'} /${string}`;

/** A route that exists. */
export type Route = keyof typeof routes;
