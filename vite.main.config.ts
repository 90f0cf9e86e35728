/**
 * Builds the main process: `main.js` with everything it needs but Electron, Node and the native PDF engine, and the
 * PDF process beside it. Template and fonts of the PDF are put into `dist/export`.
 */
import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { copyResources } from './electron/export/resources.ts';

const NATIVE = '@myriaddreamin/typst-ts-node-compiler';

const exportResources: Plugin = {
  name: 'export-resources',
  closeBundle: () => copyResources('dist/export'),
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
      input: { main: 'electron/main.ts', 'pdf-worker': 'electron/export/pdf-worker.ts' },
      external: ['electron', /^node:/u, ...builtinModules, NATIVE],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
