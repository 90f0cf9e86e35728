/**
 * Builds the main process: `main.js` with everything it needs but Electron, Node and the native PDF engine, and the
 * PDF process beside it. Template and fonts of the PDF are put into `dist/export`.
 */
import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const NATIVE = '@myriaddreamin/typst-ts-node-compiler';
const WORKER = 'electron/export/pdf-worker.ts';
const RESOURCES = join(import.meta.dirname, 'electron/export/resources.ts');

interface Resources {
  readonly copyResources: (folder: string) => Promise<void>;
}

const exportResources: Plugin = {
  name: 'export-resources',
  closeBundle: async () => {
    if (!existsSync(RESOURCES)) return;
    const { copyResources } = (await import(RESOURCES)) as Resources;
    await copyResources('dist/export');
  },
};

export default defineConfig({
  plugins: [exportResources],
  ssr: { noExternal: true, external: ['electron', NATIVE] },
  build: {
    ssr: true,
    outDir: 'dist/main',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: { main: 'electron/main.ts', ...(existsSync(WORKER) ? { 'pdf-worker': WORKER } : {}) },
      external: ['electron', /^node:/u, ...builtinModules, NATIVE],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
