/**
 * `npm run policy`: what the policies say, for people.
 *
 *   npm run policy                                   lints of every brand; exit code 1 if there is an error
 *   npm run policy -- lint <brand>                   the same of one brand
 *   npm run policy -- --production --region eu-west-2    the same, as a production stage in a region would see it
 *   npm run policy -- explain <brand>                every setting as a sentence
 *   npm run policy -- diff <brand> <git ref>         what changed since then
 *   npm run policy -- person <brand> --market no --relationship customer --evidence sale
 *                                                    the rule for each purpose, for the person described
 *   npm run policy -- clauses                        writes policies/README.md: every clause, what keeps it, what proves it
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type Addressee, type ConsentState, effectiveBasis } from '../functions/domain/basis.ts';
import { type Lint, lint } from '../functions/domain/lints.ts';
import { isPurposeId, type Policy, purposesOf } from '../functions/domain/policy.ts';
import { changes, inWords, reasonInWords } from '../functions/domain/policy-in-words.ts';
import { rulePackOfMarket } from '../functions/domain/rule-packs.ts';
import { brands } from '../policies/brands.ts';

const subscriberTypes = [
  'natural',
  'sole_trader',
  'business',
  'legal_person',
  'unknown',
] as const satisfies Addressee['subscriberType'][];
const usage = `npm run policy                         lints of every brand (--production, --region eu-north-1)
npm run policy -- lint <brand>         the same of one brand
npm run policy -- explain <brand>      every setting as a sentence
npm run policy -- diff <brand> <ref>   what changed since a git ref
npm run policy -- clauses              writes policies/README.md: every clause, what keeps it, what proves it
npm run policy -- person <brand>       the rule for each purpose, for one person:
    --market no              where they live (unknown: the strictest rules)
    --relationship customer  what they are to the brand
    --evidence sale          what is recorded of it; may be repeated
    --type ${subscriberTypes.join('|')}
    --address role           an address that names nobody, such as post@
    --agreed <purpose>       what they agreed to; may be repeated
    --ended <purpose>        what they refused or withdrew; may be repeated`;

const wrap = 110;

function main(): Promise<number> | number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      production: { type: 'boolean', default: false },
      region: { type: 'string' },
      market: { type: 'string' },
      relationship: { type: 'string' },
      evidence: { type: 'string', multiple: true, default: [] },
      type: { type: 'string', default: 'unknown' },
      address: { type: 'string' },
      agreed: { type: 'string', multiple: true, default: [] },
      ended: { type: 'string', multiple: true, default: [] },
    },
  });
  const [command = 'lint', brand = '', ref] = positionals;
  switch (command) {
    case 'lint':
      return report(positionals.length > 1 ? [policyOf(brand)] : brands, values);
    case 'explain':
      return explain(policyOf(brand));
    case 'diff':
      return diff(policyOf(brand), ref);
    case 'person':
      return person(policyOf(brand), values);
    case 'clauses':
      return writeClauses();
    default:
      throw mistake(`there is no command ${command}`);
  }
}

/** Something the caller can put right; told without a stack trace. */
const mistake = (message: string): Error => new Error(message, { cause: 'usage' });
const isMistake = (error: unknown): error is Error =>
  error instanceof Error && (error.cause === 'usage' || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')));

function policyOf(brand: string): Policy {
  const policy = brands.find((candidate) => candidate.brand === brand);
  if (!policy) throw mistake(`there is no brand “${brand}”; there are ${brands.map((candidate) => candidate.brand).join(', ')}`);
  return policy;
}

const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

function report(policies: readonly Policy[], stage: { production: boolean; region?: string | undefined }): number {
  const found = policies.map((policy) => ({ policy, lints: lint(policy, stage) }));
  const all = found.flatMap(({ lints }) => lints);
  const width = widest(all.map(({ id }) => id));
  for (const { policy, lints } of found) {
    say(`${policy.brand}, version ${policy.version}: ${tally(lints)}`);
    for (const { level, id, path, message } of lints) {
      say(`  ${level.padEnd('warning'.length)}  ${id.padEnd(width)}  ${message}${message.includes(path) ? '' : ` (${path})`}`);
    }
    say();
  }
  const errors = all.filter(({ level }) => level === 'error').length;
  say(errors === 0 ? 'No errors: these policies may be deployed.' : `${counted(errors, 'error')}: this may not be deployed.`);
  return errors === 0 ? 0 : 1;
}

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
const tally = (lints: readonly Lint[]): string =>
  (['error', 'warning'] as const).map((level) => counted(lints.filter((one) => one.level === level).length, level)).join(', ');

function explain(policy: Policy): number {
  for (const { title, statements } of inWords(policy)) {
    say(title);
    for (const { sentence } of statements) say(folded(sentence));
    say();
  }
  if (policy.toConfirm.length > 0) say('Waiting for the brand to confirm');
  for (const { path, value, reason } of policy.toConfirm) say(folded(`${path} = ${JSON.stringify(value)}: ${reason}`));
  return 0;
}

/** Breaks a sentence at spaces, each line indented. */
function folded(sentence: string): string {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= wrap) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line, index) => `${index === 0 ? '  ' : '    '}${line}`).join('\n');
}

async function diff(policy: Policy, ref: string | undefined): Promise<number> {
  if (ref === undefined) throw mistake('diff needs a git ref, such as HEAD~1 or v1.2');
  const before = await policyAt(ref, policy.brand);
  const found = changes(before, policy);
  say(`${policy.brand}: version ${before.version} at ${ref}, version ${policy.version} now`);
  if (found.length === 0) say('  Nothing that is promised has changed.');
  for (const { setting, before: was, after: is } of found) {
    say();
    say(setting);
    if (was !== undefined) say(folded(`- ${was}`));
    if (is !== undefined) say(folded(`+ ${is}`));
  }
  if (found.length > 0 && before.version === policy.version) {
    say();
    say('The version has not been raised: people would be told of other promises under the same number.');
    return 1;
  }
  return 0;
}

/** The policy as that commit defines it, read by that commit's own rules. */
async function policyAt(ref: string, brand: string): Promise<Policy> {
  const folder = mkdtempSync(join(tmpdir(), 'policy-'));
  try {
    const archive = join(folder, 'then.tar');
    execFileSync(
      'git',
      [
        'archive',
        '--format=tar',
        '-o',
        archive,
        '--end-of-options',
        ref,
        'package.json',
        'functions/domain',
        `policies/${brand}.ts`,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const { default: policy } = (await import(pathToFileURL(join(folder, 'policies', `${brand}.ts`)).href)) as {
      default: Policy;
    };
    return policy;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw mistake(`the policy of ${brand} cannot be read at ${ref}: ${said.trim()}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const root = join(import.meta.dirname, '..');

async function writeClauses(): Promise<number> {
  // the proofs are tests, and need what tests need
  const { clauseTable } = await import('../test/policies/clause-table.ts');
  writeFileSync(join(root, 'policies', 'README.md'), clauseTable());
  say('Written: policies/README.md');
  return 0;
}

interface Described {
  readonly market?: string | undefined;
  readonly relationship?: string | undefined;
  readonly evidence: readonly string[];
  readonly type: string;
  readonly address?: string | undefined;
  readonly agreed: readonly string[];
  readonly ended: readonly string[];
}

function person(policy: Policy, described: Described): number {
  const { market, relationship, evidence, agreed, ended } = described;
  const subscriberType = subscriberTypes.find((type) => type === described.type);
  if (!subscriberType) throw mistake(`--type is one of ${subscriberTypes.join(', ')}`);
  for (const purpose of [...agreed, ...ended]) {
    if (!isPurposeId(purpose) || !(purpose in policy.purposes)) throw mistake(`${policy.brand} has no purpose ${purpose}`);
  }
  const pack = rulePackOfMarket(policy, market);
  const addressee: Addressee = {
    relationship,
    subscriberType,
    evidence,
    addressKind: described.address === 'role' ? 'role' : 'named',
  };
  const state = (purpose: string): ConsentState =>
    ended.includes(purpose) ? 'ended' : agreed.includes(purpose) ? 'stands' : 'none';

  say(
    `${policy.brand}: ${relationship ?? 'no relationship'}, ${subscriberType}, ${evidence.length > 0 ? `proof: ${evidence.join(', ')}` : 'no proof'}`,
  );
  say(`  market ${market ?? 'unknown'}, rules of ${pack.id}`);
  say();
  const purposes = purposesOf(policy);
  const width = widest(purposes.map(([id]) => id));
  for (const [id] of purposes) {
    const { permitted, basis, reason } = effectiveBasis(policy, pack, addressee, id, state(id));
    say(`  ${permitted ? 'yes' : 'no '}  ${id.padEnd(width)}  ${basis.padEnd(19)}  ${reasonInWords[reason]}`);
  }
  return 0;
}

// who reads only the first lines, as `head` does, closes the pipe
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await main();
} catch (error) {
  if (!isMistake(error)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}\n`);
  process.exitCode = 2;
}
