import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/global-setup.ts',
    setupFiles: 'test/own-database.ts',
    pool: 'forks', // the engines' addresses travel in the environment
    maxWorkers: 3,
    expect: { requireAssertions: true },
    testTimeout: 300_000,
    hookTimeout: 600_000,
    onConsoleLog: (log, type) => {
      throw new Error(`stray output on ${type}: ${log}`);
    },
  },
});
