/** The figures that bound what one visitor can cause. Each is a default; what the law or a policy decides is not here. */
export const limits = {
  /** One request per brand, form and address in this time; the first choices stand. */
  coolDownMinutes: 15,
  /** Confirmation mails to one address in any 24 hours, over all forms and brands. */
  confirmationsPerAddress: 3,
  /** Confirmation mails that one network source can cause in one UTC day. An office behind one address stays well below. */
  confirmationsPerSource: 100,
  /** Former chains remembered with an address; older ones still stand in the ledger, each naming the one before. */
  formerIds: 10,
  /** Attempts at a change that others keep overtaking, before the caller is asked to come back. */
  attemptsAtChange: 6,
  /** Largest body of a form or a JSON call, decoded. */
  bodyBytes: 64 * 1024,
  /** Longest user agent kept as evidence. */
  agentLength: 200,
} as const;
