/**
 * The table of `policies/README.md`: every clause of the five texts, what keeps it, and the test that proves it. `npm run policy -- clauses` writes it anew, and a
 * test fails when it has not been.
 */
import { brands } from '../../policies/brands.ts';
import { clauses } from '../../policies/clauses.ts';
import { promises } from './promises.ts';

/** A test that stands elsewhere: its file, and a piece of its name. */
type Elsewhere = readonly [file: string, name: string];

/** Proofs of what the system does for every brand, and proofs beside those of `promises.ts`. */
export const elsewhere: Readonly<Record<string, readonly Elsewhere[]>> = {
  X3: [['test/functions/relationships.test.ts', 'makes nobody mailable: not what they are, nor what was sold to them']],
  X5: [
    ['test/functions/partners.test.ts', 'tells of an erasure, once and for good'],
    ['test/policies/rights.test.ts', 'withdrawal: as easy as the consent, and what the policy says becomes of the person'],
  ],
  X8: [['test/functions/partners.test.ts', 'tells of whoever agreed to it, with the fields that the policy names']],
  X12: [
    ['test/functions/unsubscribe.test.ts', 'names what ended, and offers a way back that is a new sign-up'],
    ['test/functions/send.test.ts', 'T9, S5: an independent parser reads RFC 8058'],
  ],
  X11: [
    ['test/functions/rights.test.ts', 'holds every value that lies under the id'],
    ['test/functions/rights.test.ts', 'leaves a suppression and the chain'],
    ['test/functions/my-data.test.ts', 'erasure at once where the policy says so, with nothing left of them'],
    ['test/policies/rights.test.ts', 'access and portability: everything, readable, as JSON and as CSV'],
  ],
  X14: [
    ['test/functions/cases.test.ts', 'is due a calendar month after receipt, and acknowledged by mail'],
    ['test/policies/rights.test.ts', 'a case: due a calendar month after receipt, acknowledged'],
  ],
  E1: [
    ['test/functions/engagement.test.ts', 'withdrawn after sending silences the mail that is out'],
    ['test/functions/tracked-newsletter.test.ts', 'holds of pixel, tracked links and trap what its reader agreed to'],
  ],
  E5: [
    ['test/functions/manage.test.ts', 'mails the link to somebody known'],
    ['test/functions/receive-unsubscribe.test.ts', 'does what the link does, with SES’s id of it as the proof'],
    ['test/policies/rights.test.ts', 'who asks is proved by'],
  ],
  E12: [
    ['test/functions/cases.test.ts', 'is refused with reasons, naming complaint and court'],
    ['test/policies/rights.test.ts', ': with reasons, naming whom to complain to'],
  ],
  A7: [
    ['test/functions/activity.test.ts', 'goes with it, in the same write: days, and what was made of them'],
    ['test/policies/rights.test.ts', 'access and portability: everything, readable, as JSON and as CSV'],
  ],
  I2: [
    ['test/functions/activity.test.ts', 'that tells what someone looked at is kept with their consent to profiling only'],
    ['test/functions/activity.test.ts', 'goes with it, in the same write: days, and what was made of them'],
  ],
  I5: [['test/domain/feedback.test.ts', 'proves that there is no mailbox']],
  I6: [
    ['test/functions/engagement.test.ts', 'fetched by a machine, by HEAD or ahead of time is answered alike'],
    ['test/functions/tracked-newsletter.test.ts', 'brings back who was in the last step of retention, by an open of theirs'],
  ],
  I8: [
    ['test/functions/rights.test.ts', 'takes a person out of every audience, keeps all that is known of them'],
    ['test/policies/rights.test.ts', 'restriction and its lifting: out of every list, nothing lost, and back as before'],
  ],
  I9: [
    ['test/functions/rights.test.ts', 'holds every value that lies under the id, as JSON and as CSV'],
    ['test/policies/rights.test.ts', 'access and portability: everything, readable, as JSON and as CSV'],
  ],
  K12: [
    ['test/functions/my-data.test.ts', 'erasure as a case where the policy reviews each'],
    ['test/policies/rights.test.ts', 'as a case, decided upon by somebody'],
  ],
  K13: [
    [
      'test/functions/identity-document.test.ts',
      'is asked for by mail, sent by a page, looked at by an officer, and gone from the bucket',
    ],
    ['test/functions/cases.test.ts', 'is done only for somebody proved; more is asked for on a doubt'],
    ['test/policies/rights.test.ts', 'who asks is proved by'],
  ],
  K14: [
    ['test/functions/rights.test.ts', 'ends marketing on every ground, bars the address, and keeps the data'],
    ['test/policies/rights.test.ts', 'objection: no marketing on any ground, and no sign-up gets past it'],
  ],
  K15: [
    ['test/functions/cases.test.ts', 'is done only for somebody proved; more is asked for on a doubt'],
    ['test/policies/rights.test.ts', 'who asks is proved by'],
  ],
  K16: [['test/functions/aggregate.test.ts', 'tell of each market how many may be mailed, but not of a few']],
  K17: [['test/functions/rights.test.ts', 'is written down, whoever is read or changed, and names nobody']],
  X15: [['test/functions/sign-up.test.ts', 'loads nothing, is framed by nobody, kept by nobody, and sets no cookie']],
  X16: [
    ['test/lib/checks.test.ts', 'cdk-nag'],
    ['test/functions/partners.test.ts', 'to an authority by mandate is written down by hand'],
  ],
  X17: [['test/functions/breaches.test.ts', 'is opened once for a key, listed, and closed']],
  E3: [['test/functions/offline-consent.test.ts', 'may come while the yes is being saved']],
  E9: [['test/functions/contact-form.test.ts', 'is forwarded by mail, an answer goes to whoever wrote it']],
  E10: [['test/functions/relationships.test.ts', 'from a network is there to be answered, and for nothing else']],
  E13: [['test/functions/notice-versions.test.ts', 'of an older version is what was published then']],
  A5: [['test/functions/partners.test.ts', 'but no Danish consumer']],
  A10: [
    ['test/functions/exports.test.ts', 'goes to its successor with the undertaking, and each step in the audit chain names both'],
    ['test/functions/partners.test.ts', 'to an authority by mandate is written down by hand'],
  ],
  I18: [
    ['test/functions/relationships.test.ts', 'is shown everywhere, and the ledger names the fields'],
    ['test/functions/my-data.test.ts', 'holds once whoever reads it has confirmed: same id, same chain, same consents'],
    ['test/policies/rights.test.ts', 'rectification and completion: at once, everywhere'],
  ],
  K6: [
    ['test/functions/contact-form.test.ts', 'unsubscribes nobody: an address alone is no proof'],
    ['test/functions/manage.test.ts', 'mails the link to somebody known'],
  ],
  K11: [['test/functions/legal-hold.test.ts', 'wins over the sweep and over TTL']],
  K18: [['test/functions/notice-versions.test.ts', 'says what has changed, and since when']],
  A2: [['test/policies/rights.test.ts', 'withdrawal: as easy as the consent, and what the policy says becomes of the person']],
  I7: [['test/policies/rights.test.ts', 'withdrawal: as easy as the consent, and what the policy says becomes of the person']],
  I10: [['test/policies/rights.test.ts', 'who asks is proved by']],
  I11: [['test/policies/rights.test.ts', 'a case: due a calendar month after receipt, acknowledged']],
  K7: [['test/policies/rights.test.ts', 'withdrawal: as easy as the consent, and what the policy says becomes of the person']],
};

/** What a clause still waits for: the capability that completes it, and what that brings. None does; the next promise that a policy makes may. */
export const pending: Readonly<Record<string, string>> = {};

const titles: Readonly<Record<string, string>> = {
  xledger: 'Xledger (X)',
  expectit: 'Expectit (E)',
  amesto: 'Amesto (A)',
  infosoft: 'Infosoft (I)',
  alektum: 'Alektum (K)',
};

/** What keeps the clause: settings of the policy as code, what the system does for everybody as words. */
function keptBy(sources: readonly string[]): string {
  const settings = sources.filter((source) => !source.startsWith('system.')).map((source) => `\`${source}\``);
  const duties = sources.filter((source) => source.startsWith('system.')).map((source) => source.slice(7).replaceAll('_', ' '));
  return [...settings, ...(duties.length > 0 ? [`for every brand: ${duties.join(', ')}`] : [])].join(', ');
}

function provedBy(brand: string, clause: string): string {
  const own = promises.filter((promise) => promise.brand === brand && promise.clauses.includes(clause));
  const others = elsewhere[clause] ?? [];
  return [
    ...own.map(
      ({ says, flip }) =>
        `[comparison](../test/policies/comparison.test.ts): ${says}; broken by another ${pathsIn(flip)
          .map((path) => `\`${path}\``)
          .join(', ')}`,
    ),
    ...others.map(([file, name]) => `[${file.replace(/^test\/|\.test\.ts$/g, '')}](../${file}): … ${name} …`),
  ].join('<br>');
}

/** The settings that a flip changes, their steps joined by dots. */
function pathsIn(flip: object, steps: readonly string[] = []): string[] {
  return Object.entries(flip).flatMap(([name, value]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? pathsIn(value, [...steps, name])
      : [[...steps, name].join('.')],
  );
}

/** The whole file. */
export function clauseTable(): string {
  const all = Object.values(clauses).flatMap((own) => Object.keys(own));
  const waiting = all.filter((clause) => pending[clause]);
  const sections = brands.map(({ brand }) => {
    const rows = Object.entries(clauses[brand] ?? {}).map(
      ([clause, sources]) =>
        `| ${clause} | ${keptBy(sources)} | ${provedBy(brand, clause)} | ${pending[clause] ? `pending: ${pending[clause]}` : 'kept'} |`,
    );
    return `## ${titles[brand]}: [\`${brand}.ts\`](${brand}.ts)

| clause | kept by | proved by | state |
|---|---|---|---|
${rows.join('\n')}
`;
  });
  return `# What the five companies promise, and what keeps it

One file, one brand; \`clauses.ts\` says which settings keep which clause. This table is made by \`npm run policy -- clauses\` from there and from the proofs in
\`test/policies/\`; a test fails when it is out of date. Each proof is a piece of life under the policy as it is shipped, and \`npm run soak -- test/policies/flip.soak.ts\`
flips the setting of every one of them and shows it fail.

${all.length} clauses: ${waiting.length === 0 ? 'all of them are kept.' : `${all.length - waiting.length} are kept, ${waiting.length} wait, in part or as a whole, for the capability that they name.`}

${sections.join('\n')}`;
}
