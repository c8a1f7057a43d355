import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { routes } from '../functions/routes.ts';
import { queues, schedules, streams, timers } from '../functions/triggers.ts';

const root = resolve(import.meta.dirname, '..');

/** TypeScript files below a folder, by their path from the root. */
const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .sort();

const sourceOf = (file: string): string => readFileSync(join(root, file), 'utf8');
/** The source without comments, and with every text in quotes kept. */
const codeOf = (file: string): string => sourceOf(file).replace(/\/\*[\s\S]*?\*\/|(?<=^|[\s;,{}()[\]])\/\/.*$/gm, '');

const functionFiles = filesBelow('functions');
const lambdaFiles = functionFiles.filter((file) => /^functions\/(public|marketer|partner|jobs)\//.test(file));

describe('a Lambda', () => {
  const named = [
    ...Object.values(routes),
    ...Object.values(streams).map(({ job }) => job),
    ...Object.values(queues).map(({ job }) => job),
    ...Object.keys(schedules),
    timers.job,
  ];

  test('is each file in public, marketer, partner and jobs; each is routed or triggered, and every route and trigger leads to one', () => {
    const files = lambdaFiles.map((file) => file.replace(/^functions\/|\.ts$/g, '')).sort();
    expect([...new Set(named)].sort()).toEqual(files);
    for (const file of files) expect(file).toMatch(/^[a-z]+\/[a-z][a-z0-9-]*$/);
  });

  test('behind HTTP is a file of public, marketer or partner; a job is one of jobs', () => {
    for (const file of Object.values(routes)) expect(file).toMatch(/^(public|marketer|partner)\//);
    for (const file of named.filter((name) => !(Object.values(routes) as string[]).includes(name)))
      expect(file).toMatch(/^jobs\//);
  });

  test.each(lambdaFiles)('%s exports its factory and its handler, and nothing else', async (file) => {
    const exported: Record<string, unknown> = await import(join(root, file));
    const factory = basename(file, '.ts').replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    expect(Object.keys(exported).sort()).toEqual([factory, 'handler'].sort());
    expect(exported[factory]).toBeTypeOf('function');
    expect(exported.handler).toBeTypeOf('function');
    expect(codeOf(file)).not.toMatch(/^export (type|interface)/m);
  });

  test.each(lambdaFiles)('%s gives its handler just what its factory needs', (file) => {
    const code = codeOf(file);
    const needs = code.match(/^type Needs = Pick<\s*Deps,([^>]*)>;/m)?.[1]?.match(/\w+/g) ?? [];
    const given = code.match(/^export const handler = \w+\(\{([^}]*)\}\);/m)?.[1]?.match(/\w+/g) ?? [];
    expect(given.sort()).toEqual(needs.sort());
    expect(needs.length).toBeGreaterThan(0);
  });
});

describe('what is exported', () => {
  test('says in a docstring what it promises', () => {
    const missing: string[] = [];
    for (const file of functionFiles) {
      const lines = sourceOf(file).split('\n');
      for (const [index, line] of lines.entries()) {
        const [, kind, name] = /^export (?:declare )?(?:async )?(function|const|type|interface|class) (\w+)/.exec(line) ?? [];
        if (!name) continue;
        // Lambda's entry is told by its factory; a type inferred from the schema of its name, by the schema
        if (name === 'handler' || (kind === 'type' && new RegExp(`= z\\.(infer|output|input)<typeof ${name}>`).test(line)))
          continue;
        // a table of texts is told by its type
        if (/\/texts(\/.*)?\.ts$/.test(file) && /^export const \w+: \w/.test(line)) continue;
        // the type of a list or a record that stands right above it
        if (kind === 'type' && /\(typeof \w+\)|keyof typeof \w+/.test(line) && /^\S.*;$/.test(lines[index - 1] ?? '')) continue;
        if (!/\*\/\s*$/.test(lines[index - 1] ?? '')) missing.push(`${file}:${index + 1} ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

interface Import {
  readonly from: string;
  /** As it is written, or, for one of our own files, its path from the root. */
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const statements = codeOf(file).matchAll(
    /^(?:import|export)\s+(type\s+)?([^;'"]*?)\s+from\s+'([^']+)';|^import\s+'([^']+)';/gm,
  );
  return [...statements].map(([, type, names = '', named, bare = '']) => {
    const target = named ?? bare;
    const listed = /^\{([\s\S]*)\}$/
      .exec(names)?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    return {
      from: file,
      to: target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target,
      typeOnly: type !== undefined || (listed?.every((name) => name.startsWith('type ')) ?? false),
    };
  });
}

describe('import directions', () => {
  const dynamoDb = ['@aws-sdk/client-dynamodb', '@aws-sdk/util-dynamodb'];
  /** What the files of a folder may import. An entry with a slash at its end is a folder of ours; `type ` in front allows types alone. */
  const directions: Record<string, readonly string[]> = {
    'functions/domain/': ['functions/domain/', 'zod', 'node:crypto'],
    'functions/store/': ['functions/store/', 'functions/domain/', 'type functions/deps.ts', ...dynamoDb, 'node:timers/promises'],
    'functions/pages/': ['functions/pages/', 'functions/domain/', 'node:crypto'],
    'functions/email/': [
      'functions/email/',
      'functions/pages/',
      'functions/domain/',
      'type functions/deps.ts',
      '@aws-sdk/client-sesv2',
      // the language of newsletters, and the formats that they are written in
      'liquidjs',
      'mjml',
      'marked',
      'parse5',
      'html-to-text',
    ],
    'functions/http/': [
      'functions/http/',
      'functions/pages/',
      'functions/domain/',
      'functions/once.ts',
      'type functions/routes.ts',
      '@middy/core',
      'zod',
      'type aws-lambda',
      'node:crypto',
    ],
    'functions/public/': [
      'functions/deps.ts',
      'functions/http/',
      'functions/store/',
      'functions/domain/',
      'functions/once.ts',
      'functions/files.ts',
      'functions/email/',
      'functions/pages/',
      'functions/messages.ts',
      'policies/',
      'zod',
    ],
    'functions/marketer/': [
      'functions/deps.ts',
      'functions/desk.ts',
      'functions/http/',
      'functions/store/',
      'functions/domain/',
      'functions/files.ts',
      'functions/forget-document.ts',
      'functions/post.ts',
      'functions/timers.ts',
      'functions/email/',
      'functions/pages/',
      'functions/messages.ts',
      'policies/',
      'zod',
    ],
    'functions/partner/': [
      'functions/deps.ts',
      'functions/http/',
      'functions/store/',
      'functions/domain/',
      'functions/messages.ts',
      'policies/',
      'zod',
    ],
    'functions/jobs/': [
      'functions/deps.ts',
      'functions/http/',
      'functions/store/',
      'functions/domain/',
      'functions/anchors.ts',
      'functions/every-brand.ts',
      'functions/files.ts',
      'functions/forget-document.ts',
      'functions/run-export.ts',
      'functions/read-rows.ts',
      'functions/turns.ts',
      'functions/reader-mail.ts',
      'functions/post.ts',
      'functions/email/',
      'functions/pages/',
      'functions/messages.ts',
      'policies/',
      'type functions/triggers.ts',
      '@aws-sdk/client-sqs',
      'type aws-lambda',
      'zod',
    ],
    // the door of every function of operators
    'functions/desk.ts': [
      'functions/domain/',
      'functions/http/',
      'functions/store/',
      'type functions/routes.ts',
      'type functions/deps.ts',
    ],
    // what more than one function does with AWS beside the tables
    'functions/anchors.ts': ['functions/domain/', 'type functions/deps.ts', '@aws-sdk/client-s3'],
    'functions/every-brand.ts': ['type functions/domain/', 'type functions/deps.ts'],
    'functions/files.ts': ['functions/domain/', 'type functions/deps.ts', '@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'],
    'functions/forget-document.ts': [
      'functions/files.ts',
      'functions/store/',
      'functions/domain/',
      'type functions/domain/',
      'type functions/deps.ts',
    ],
    'functions/read-rows.ts': ['type functions/domain/', 'csv-parse', 'node:stream'],
    'functions/run-export.ts': [
      'functions/domain/',
      'functions/store/',
      'functions/files.ts',
      'functions/post.ts',
      'type functions/messages.ts',
      'type functions/deps.ts',
    ],
    // two steps of the sender that have something to remember
    'functions/turns.ts': ['functions/domain/', 'functions/store/', 'functions/email/ses-account.ts', 'type functions/deps.ts'],
    'functions/reader-mail.ts': ['functions/domain/', 'functions/store/', 'functions/email/', 'type functions/deps.ts'],
    'functions/deps.ts': [
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-scheduler',
      '@aws-sdk/client-sesv2',
      '@aws-sdk/client-sqs',
      'aws4fetch',
      'node:crypto',
      'functions/domain/secret.ts',
      'type functions/domain/',
      'type functions/store/tables.ts',
      'type functions/triggers.ts',
      'functions/once.ts',
      'policies/brands.ts',
    ],
    'functions/post.ts': ['type functions/deps.ts', 'type functions/triggers.ts', '@aws-sdk/client-sqs'],
    'functions/timers.ts': ['type functions/deps.ts', '@aws-sdk/client-scheduler'],
    'functions/messages.ts': ['functions/domain/', 'zod'],
    'functions/once.ts': [],
    'functions/routes.ts': [],
    'functions/triggers.ts': [],
    'policies/': ['policies/', 'functions/domain/'],
    'lib/': [
      'lib/',
      'functions/routes.ts',
      'functions/triggers.ts',
      'functions/store/tables.ts',
      'functions/domain/',
      'policies/',
      'aws-cdk-lib',
      'cdk-nag',
      'constructs',
      'esbuild',
      'aws4fetch',
      'node:',
    ],
  };

  test.each(Object.keys(directions))('of %s hold', (place) => {
    const allowed = (one: Import) =>
      (directions[place] ?? []).some((entry) => {
        const target = entry.replace(/^type /, '');
        const fits =
          one.to === target ||
          (/[/:]$/.test(target) && one.to.startsWith(target)) ||
          (/^(aws-cdk-lib)$/.test(target) && one.to.startsWith(`${target}/`));
        return fits && (one.typeOnly || !entry.startsWith('type '));
      });
    const files = place.endsWith('.ts')
      ? [place]
      : [...functionFiles, ...filesBelow('policies'), ...filesBelow('lib')].filter((file) => file.startsWith(place));
    const wrong = files.flatMap(importsOf).filter((one) => !allowed(one));
    expect(wrong).toEqual([]);
  });

  test('are told for every file of functions', () => {
    expect(functionFiles.filter((file) => !Object.keys(directions).some((place) => file.startsWith(place)))).toEqual([]);
  });

  test('lead from no Lambda to another', () => {
    const wrong = lambdaFiles.flatMap(importsOf).filter(({ to }) => /^functions\/(public|marketer|partner|jobs)\//.test(to));
    expect(wrong).toEqual([]);
  });

  test('go round in no circle', () => {
    const graph = new Map(
      functionFiles.map((file) => [
        file,
        importsOf(file)
          .filter(({ typeOnly }) => !typeOnly)
          .map(({ to }) => to),
      ]),
    );
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const next of graph.get(file) ?? []) {
        const circle = visit(next, [...path, file]);
        if (circle) return circle;
      }
      done.add(file);
      return undefined;
    };
    expect(functionFiles.map((file) => visit(file, [])).find(Boolean)).toBeUndefined();
  });

  test('of zod are of the whole of it: the named import bundles every language’s words', () => {
    for (const file of [...functionFiles, ...filesBelow('policies')]) {
      const written = codeOf(file).match(/^import .* from 'zod';$/gm) ?? [];
      for (const line of written) expect(line, file).toMatch(/^import (type )?\* as z from 'zod';$/);
    }
    expect.hasAssertions();
  });
});

describe('the functions', () => {
  const offenders = (pattern: RegExp, allowedIn: RegExp = /^$/) =>
    functionFiles.filter((file) => !allowedIn.test(file) && pattern.test(codeOf(file)));

  test('take the time from their caller: only deps.ts asks the machine', () => {
    expect(offenders(/Date\.now\(|new Date\(\s*\)|Temporal\.Now/, /^functions\/deps\.ts$/)).toEqual([]);
    expect(codeOf('functions/deps.ts')).toMatch(/new Date\(\)/);
  });

  test('read the environment and make clients in deps.ts alone', () => {
    expect(offenders(/process\.env|new \w+Client\(/, /^functions\/deps\.ts$/)).toEqual([]);
  });

  test('never scan a table, but to export a whole brand, and write no partition whole', () => {
    const scans = /^functions\/(store\/brand|jobs\/export-brand)\.ts$/;
    expect(offenders(/\bScan(Command)?\b|\bPartiQL|ExecuteStatement|BatchWriteItem/, scans)).toEqual([]);
  });

  test('know neither local engines nor stages', () => {
    expect(offenders(/NODE_ENV|localhost|127\.0\.0\.1|isLocal|isTest|vitest/, /^functions\/domain\/policy\.ts$/)).toEqual([]);
  });

  test('have a domain without clock, chance, input or output', () => {
    const domain = functionFiles.filter((file) => file.startsWith('functions/domain/'));
    const impure = /Math\.random|randomBytes|randomUUID|performance\.|process\.|setTimeout|\bfetch\(|statusCode|console\./;
    expect(domain.filter((file) => impure.test(codeOf(file)))).toEqual([]);
  });

  test('write to the log by `log`, and to stderr in http alone', () => {
    expect(offenders(/console\.|process\.std(out|err)/, /^functions\/(deps\.ts|http\/)/)).toEqual([]);
  });

  test('compare no MAC with ===', () => {
    expect(offenders(/\b(mac|signature|hmac|digest)\w*\s*[!=]==?\s|[!=]==?\s*(mac|signature|hmac)\b/i)).toEqual([]);
  });

  test('are finished: nothing is left to do, switched off or waved through', () => {
    const left = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)|biome-ignore/;
    const waved = /\bas any\b|: any\b|<any>/;
    const files = [...functionFiles, ...filesBelow('lib'), ...filesBelow('policies')];
    expect(files.filter((file) => left.test(sourceOf(file)) || waved.test(codeOf(file)))).toEqual([]);
  });

  test('lie in folders that say what they are', () => {
    const all = [...functionFiles, ...filesBelow('lib'), ...filesBelow('local')];
    expect(
      all.filter(
        (file) =>
          /(^|\/)(utils?|common|helpers?|services?|shared|misc|types)(\/|\.ts$)|(^|\/)index\.ts$/.test(file) &&
          !/^functions\/pages\/(.*\/)?texts\/common\.ts$/.test(file),
      ),
    ).toEqual([]);
    for (const file of all) expect(file).toMatch(/^[a-z0-9/.-]+$/);
  });
});

describe('a key', () => {
  const code = codeOf('functions/store/keys.ts');

  test('is made of ids, keyed hashes, days and counts, and of nothing a person would know themselves by (T35)', () => {
    const parameters = [...code.matchAll(/\(((?:\w+: \w+(?:, )?)+)\)(?:: [\w<>[\] ]+)? =>/g)].flatMap(([, list = '']) =>
      list.split(', '),
    );
    const known = [
      'brand: string',
      'hash: AddressHash',
      'contactId: ContactId',
      'campaignId: CampaignId',
      // a word that a marketer chose, of the letters that ids have
      'segmentId: SegmentId',
      'fileId: FileId',
      'caseId: CaseId',
      'form: string',
      'purpose: PurposeId',
      'locale: string',
      // the id of somebody who works with the system, at the identity provider
      'operator: string',
      'role: string',
      'chunk: number',
      // a company's id in the policy
      'partner: string',
      'position: number',
      // of a register's entry
      'id: string',
      'at: string',
      'seq: number',
      'shard: number',
      'keyHash: string',
      // random, made for one request
      'requestId: string',
      // of words that are published
      'textHash: string',
      'pk: string',
      // days and months, as YYYY-MM-DD and YYYY-MM
      'day: string',
      'month: string',
      // an hour, YYYY-MM-DDThh, and a part of a link table
      'hour: string',
      'part: number',
    ];
    expect(parameters.length).toBeGreaterThan(20);
    expect([...new Set(parameters)].filter((parameter) => !known.includes(parameter))).toEqual([]);
    expect(
      importsOf('functions/store/keys.ts')
        .map(({ to }) => to)
        .sort(),
    ).toEqual([
      'functions/domain/campaign.ts',
      'functions/domain/case.ts',
      'functions/domain/files.ts',
      'functions/domain/identity.ts',
      'functions/domain/policy.ts',
      'functions/domain/segment.ts',
    ]);
  });

  test('is made in store/keys.ts alone', () => {
    const elsewhere = functionFiles.filter(
      (file) => file !== 'functions/store/keys.ts' && /\b[ps]k: [`'"]|`\$\{\w*brand\}#/.test(codeOf(file)),
    );
    expect(elsewhere).toEqual([]);
  });
});

describe('the tests', () => {
  const tests = filesBelow('test');

  test('run against the real thing: no mocks, and none left out but those of a browser that is not there', () => {
    const pattern = /\bvi\.(mock|doMock|stubGlobal|spyOn)\(|\b(test|it|describe)\.(only|skip|todo)\b/;
    expect(
      tests.filter((file) => !/^test\/(browser\/|architecture\.test\.ts$)/.test(file) && pattern.test(codeOf(file))),
    ).toEqual([]);
  });
});
