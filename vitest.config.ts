import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

/** For what has to come, on a machine that is busy with others; what comes ends the wait at once. */
const PATIENCE = 30_000;

export default defineConfig({
  test: {
    expect: { poll: { timeout: PATIENCE } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts'],
          testTimeout: 2 * PATIENCE,
        },
      },
      {
        extends: true,
        plugins: [svelte(), svelteTesting()],
        test: {
          name: 'component',
          environment: 'jsdom',
          include: ['tests/component/**/*.test.ts'],
          setupFiles: ['tests/component/support/patience.ts'],
          testTimeout: 2 * PATIENCE,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/integration/**/*.test.ts'],
          // whole processes, servers and a PDF engine start here
          testTimeout: 4 * PATIENCE,
          hookTimeout: 4 * PATIENCE,
        },
      },
    ],
  },
});
