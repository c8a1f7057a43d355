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
  /** Messages that one network source can send with contact forms in one UTC day, and all of them together to one brand. */
  messagesPerSource: 20,
  messagesPerBrand: 1_000,
  /** Confirmation mails that one operator can cause in one UTC day: a call centre's desk, or a fair's whole pile of cards. */
  confirmationsPerOperator: 1000,
  /**
   * How old a yes may be that an operator enters. Whoever's data did not come from them hears of it within a month (GDPR 14(3)); a yes that
   * nobody acted on for longer is asked for again.
   */
  offlineAge: '1 month',
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
  /** People whom one run tells of a new notice; it runs every quarter of an hour. */
  announcedPerRun: 5_000,
  /** Unacknowledged withdrawals of a partner that are listed and counted: one is an alarm, and the rest follow once it is looked into. */
  unacknowledgedShown: 1000,
  /** Largest body of a form or a JSON call, decoded. */
  bodyBytes: 64 * 1024,
  /** Most fields of a form: every box of the longest form, and room to spare. */
  formFields: 200,
  /** Longest user agent kept as evidence. */
  agentLength: 200,
} as const;
