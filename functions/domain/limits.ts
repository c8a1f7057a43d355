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
  /** People whom one run tells where they were found, for a brand. */
  toldPerRun: 500,
  /** How far ahead a forecast may look. */
  forecastAhead: '5 years',
  /** Closed chains that one run lets go, of a brand. */
  retiredPerRun: 10_000,
  /** How late a campaign may start by itself; later, an operator must say whether it is still wanted. */
  startGraceHours: 4,
  /** How early the alarm clock may go off, by ours: it keeps time to the minute. */
  startEarlySeconds: 60,
  /** How far ahead a campaign can be scheduled: beyond it lies a slip of the pen. */
  scheduledDays: 366,
  /** People whom one run of preparing adds to a campaign, pages it reads for them at most, and chunks that one run hands over. */
  preparedPerRun: 2_000,
  pagesPerRun: 20,
  handedOverPerRun: 1_000,
  /** Minutes without a step after which the work on a campaign is taken up anew, and after which somebody has to look. */
  standstillMinutes: 10,
  standstillReviewMinutes: 90,
  /** How often chunks that nobody is at work on are handed over anew, without one more of them ending, before somebody has to look. */
  handedOverAnew: 3,
  /** How long it is kept who was prepared for a campaign: ids, without what became of their mails, which lies with the persons. */
  chunkDays: 400,
  /** How long it is remembered which hits of a pixel or a link have been counted, and how old a hit may be that is counted: no queue keeps one as long. */
  countedHitDays: 30,
  hitAgeDays: 21,
  /** People whose hits are recorded at once. */
  recordedAtOnce: 25,
  /** Of SES's rate and daily quota, what campaigns may use; the rest is for confirmation mails, and for calls that arrive late. */
  campaignShare: 0.965,
  quotaShare: 0.98,
  /** Mails a second that one sender keeps up with; the mails of its turn, and the seconds that a turn lasts at a low rate. */
  mailsPerSenderSecond: 25,
  turnMails: 50,
  turnSeconds: 20,
  /** How long a sender works on a chunk at most, takes new turns, and waits for one; no function lives longer than the first. */
  senderSeconds: 90,
  turnsWithinSeconds: 20,
  patienceSeconds: 20,
  /** Oldest a reading of a person's consent may be when their mail goes out (I2); and how long before its moment it is made. */
  consentAgeMs: 800,
  consentLeadMs: 150,
  /** How long what SES says of the account is taken for true. */
  accountSeconds: 30,
  /** How long a sender waits when SES had no room for it. */
  breatherMs: 1_000,
  /** Shortest and longest that a chunk is put off: SQS holds a message back for 15 minutes. */
  putOffSeconds: 5,
  putOffAtMostSeconds: 900,
  /** Least that it is kept what became of a mail; complaints come late. */
  sendsKept: '3 months',
  /** Mails in a row that come back for the time being, before an address counts as dead. */
  softBouncesInARow: 5,
  /** People whom one run tells of a new notice; it runs every quarter of an hour. */
  announcedPerRun: 5_000,
  /** Unacknowledged withdrawals of a partner that are listed and counted: one is an alarm, and the rest follow once it is looked into. */
  unacknowledgedShown: 1000,
  /** Largest body of a form or a JSON call, decoded. */
  bodyBytes: 64 * 1024,
  /** Most fields of a form: every box of the longest form, and room to spare. */
  formFields: 200,
  /** Largest body with the content of a campaign, in all its locales. */
  campaignBytes: 1024 * 1024,
  /** Longest subject and preheader: inboxes show some 60 and 100 characters; the rest is for merge fields. */
  subjectLength: 200,
  preheaderLength: 300,
  /** Longest newsletter in one locale, as it is written and as it is kept (HTML and text together): each is an item, which holds 400 kB. */
  sourceBytes: 150_000,
  compiledBytes: 300_000,
  /** From here on Gmail cuts a mail off, and with it the foot that says how to leave. */
  clippedBytes: 102 * 1024,
  /** Most elements of a newsletter, and how deep they may stand in each other: far beyond what any mail program shows. */
  mailElements: 10_000,
  mailDepth: 200,
  /** People whom a preview puts to the gate one by one; of a larger audience it tells what became of so many, and says so. */
  previewedPeople: 2000,
  previewedAtOnce: 32,
  /** Most merge fields and conditions of one template. */
  mergeTags: 500,
  /** Most addresses that a campaign's links lead to, over all its locales, and the longest of them. */
  campaignLinks: 150,
  linkLength: 2000,
  /** Longest user agent kept as evidence. */
  agentLength: 200,
} as const;
