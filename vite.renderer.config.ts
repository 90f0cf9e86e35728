/** Builds the page: static files below `dist/renderer`, no inline script or style, so that the strict CSP holds. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** Chromium of the pinned Electron; nothing older ever loads the page. */
const CHROMIUM = 'chrome150';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [svelte({ configFile: '../svelte.config.js' })],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: CHROMIUM,
    // The CSP allows fonts and scripts from files only, and one chunk needs no preloading helper.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
});
