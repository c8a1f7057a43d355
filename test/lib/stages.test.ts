import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the CDK app as the CLI does, without credentials, bundling or network: its exit code, what it says, and the templates it writes. */
async function synth(context: Record<string, unknown>): Promise<{ code: unknown; said: string; written: string[] }> {
  const child = spawn(process.execPath, ['bin/app.ts'], {
    env: { CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [], ...context }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, said, written: readdirSync(folder).filter((name) => name.endsWith('.template.json')) };
}

// a whole synthesis, on a machine that may be busy
describe('bin/app.ts', { timeout: 300_000 }, () => {
  test('makes the stage dev where none is named', async () => {
    const { code, said, written } = await synth({});
    expect({ code, said }).toMatchObject({ code: 0 });
    expect(written).toEqual(['app', 'data', 'jobs', 'queues'].map((stack) => `samtykke-dev-${stack}.template.json`));
  });

  test('refuses production while a policy has values that nobody confirmed', async () => {
    const { code, said, written } = await synth({ stage: 'production' });
    expect(code).toBe(1);
    expect(said).toMatch(/^stage production refuses these policies:\n {2}xledger \S+: /);
    expect(said).not.toContain('    at ');
    expect(written).toEqual([]);
  });

  test('refuses a stage that it does not know, and names those it does', async () => {
    expect(await synth({ stage: 'prod' })).toEqual({ code: 1, said: 'no stage prod; there are dev, production\n', written: [] });
  });
});
