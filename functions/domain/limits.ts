/** The figures that bound what one visitor can cause. Each is a default; what the law or a policy decides is not here. */
export const limits = {
  /** One request per brand, form and address in this time; the first choices stand. */
  coolDownMinutes: 15,
  /** How long a mail to an address counts against its allowance. */
  allowanceHours: 24,
  /** Confirmation mails to one address within those hours, over all forms and brands. */
  confirmationsPerAddress: 3,
  /** Confirmation mails that one network source can cause in one UTC day. An office behind one address stays well below. */
  confirmationsPerSource: 100,
  /** One-hour links mailed to one address within those hours, over all brands: an allowance of their own. */
  linksPerAddress: 6,
  /** One-hour links that one network source can cause in one UTC day. */
  linksPerSource: 100,
  /** One request for such a link per brand and address in this time: shorter than that of a sign-up, since whoever waits may have mistyped. */
  linkCoolDownMinutes: 5,
  /** How long such a link works. */
  linkLife: '1 hour',
  /** How long the link works that confirms a person's new address. */
  addressLinkLife: '24 hours',
  /** Confirmation mails that one operator can cause in one UTC day: a call centre's desk, or a fair's whole pile of cards. */
  confirmationsPerOperator: 1000,
  /**
   * How old a yes may be that an operator enters. Whoever's data did not come from them hears of it within a month (GDPR 14(3)); a yes that
   * nobody acted on for longer is asked for again.
   */
  offlineAge: '1 month',
  /** How far back a sign of life may lie that somebody else reports: a fair's visitors are entered within weeks. */
  signAge: '1 month',
  /** How far ahead of ours the clock of whoever reports it may be. */
  clocksApartMinutes: 5,
  /** How long a caller's `Idempotency-Key` is remembered. */
  idempotencyHours: 24,
  /** How long a request may hold its key before it counts as dead: a function that answers people ends after 29 seconds. */
  idempotencyLeaseSeconds: 30,
  /** Former chains remembered with an address; older ones still stand in the ledger, each naming the one before. */
  formerIds: 10,
  /** Attempts at a change that others keep overtaking, before the caller is asked to come back. */
  attemptsAtChange: 6,
  /** People that one sweep of a brand moves, and how many of a shard at once. */
  sweptPerRun: 10_000,
  sweptAtOnce: 3,
  /** Closed chains that one run lets go, of a brand. */
  retiredPerRun: 10_000,
  /** Largest body of a form or a JSON call, decoded. */
  bodyBytes: 64 * 1024,
  /** Most fields of a form: every box of the longest form, and room to spare. */
  formFields: 200,
  /** Longest user agent kept as evidence. */
  agentLength: 200,
} as const;
