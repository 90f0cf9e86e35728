import { defineConfig } from '@playwright/test';

/** The same specs run on the stand-in (ELECTRON_OVERRIDE_DIST_PATH set) and on real Electron (left out). */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // Long enough for a busy machine; what fails shows no sooner, what works waits for nothing.
  timeout: 600_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: { actionTimeout: 30_000 },
});
