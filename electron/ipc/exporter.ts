/** The exporter with the PDF engine in one of Electron's utility processes, one for each export. */
import { utilityProcess } from 'electron';
import { join } from 'node:path';
import { Exporter as FolderExporter } from '../export/exporter.ts';
import type { StartPdfProcess } from '../export/pdf-process.ts';
import { packagedResources } from '../export/resources.ts';
import type { Exporter } from './services.ts';

/** As much of the engine's last words as an error message can carry. */
const SAID_MAX = 2000;

const utilityPdfProcess =
  (workerFile: string): StartPdfProcess =>
  () => {
    const child = utilityProcess.fork(workerFile, [], { serviceName: 'PDF', stdio: 'pipe' });
    let said = '';
    // Nobody reads what it prints, and a full pipe would stop it.
    child.stdout?.resume();
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-SAID_MAX);
    });
    return {
      post: (request) => child.postMessage(request),
      onReply: (listener) => {
        child.on('message', listener);
      },
      onExit: (listener) => {
        child.once('exit', (code) => listener(said.trim() || `it ended with ${code}`));
      },
      kill: () => {
        child.kill();
      },
    };
  };

/** `dist` is the folder of the built app: the engine lies in `main/`, template and fonts in `export/`. */
export const createExporter = (dist: string, clock: () => Date, appVersion: string): Exporter => ({
  run: async (file, targetFolder, { signal, onProgress, planned }) => {
    const exporter = new FolderExporter({
      now: () => clock().toISOString(),
      monotonic: () => performance.now(),
      appVersion,
      resources: await packagedResources(join(dist, 'export')),
      startPdfProcess: utilityPdfProcess(join(dist, 'main', 'pdf-worker.js')),
    });
    return exporter.run(file, targetFolder, {
      signal,
      planned,
      onProgress: ({ done, total, label }) => onProgress(done, total, label),
    });
  },
});
