import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The longer runs: everything named `*.soak.ts`. */
export default defineConfig({ test: { ...base.test, include: ['test/**/*.soak.ts'], testTimeout: 900_000 } });
