import { expect, test } from 'vitest';
import { type Synthesised, synthesise } from './synthesised.ts';

const { templates } = synthesise();

/** Asset names are hashes of their content, which every change of a function changes. */
const masked = (template: Synthesised): unknown => JSON.parse(JSON.stringify(template).replaceAll(/\b[0-9a-f]{64}\b/g, '<hash>'));

test.each(Object.entries(templates))('the template of the stack %s changes only on purpose', async (name, template) => {
  await expect(`${JSON.stringify(masked(template), null, 2)}\n`).toMatchFileSnapshot(`__snapshots__/${name}.template.json`);
});
