import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The longer runs: everything named `*.soak.ts`. CI runs them after `npm test`. */
export default defineConfig({ test: { ...base.test, include: ['test/**/*.soak.ts'], testTimeout: 900_000 } });
