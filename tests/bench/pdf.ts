/**
 * The runbook's PDF beside Chromium printing a page with the same text (what Electron's printToPDF does): each as a
 * whole process, which is what an export costs, and ours warm besides.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { customerFileSchema } from '../../shared/customer.ts';
import { reportModel } from '../../shared/report/model.ts';
import type { RunbookReport } from '../../shared/report/types.ts';
import { nodePdfProcess, renderPdf } from '../../electron/export/pdf-process.ts';
import { sourceResources } from '../../electron/export/resources.ts';
import { createEngine } from '../../electron/export/typst.ts';
import { measure, timed } from './measure.ts';
import type { Bench } from './types.ts';
import { reportPage } from './report-page.ts';

const exec = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const NOW = '2026-12-06T08:00:00.000Z';
const COLD_RUNS = 3;
const WARM_RUNS = 5;

const example = async (): Promise<RunbookReport> => {
  const text = await readFile(join(ROOT, 'examples/contoso.json'), 'utf8');
  return reportModel(customerFileSchema.parse(JSON.parse(text)), {
    now: NOW,
    profileHash: '0'.repeat(64),
    appVersion: '0.1.0',
  });
};

const chromium = (profile: string, pdf: string, page: string): Promise<unknown> =>
  exec('chromium', [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    `--user-data-dir=${profile}`,
    '--no-pdf-header-footer',
    `--print-to-pdf=${pdf}`,
    `file://${page}`,
  ]);

const pagesOf = async (pdf: string): Promise<string> =>
  /^Pages: +(\d+)$/mu.exec((await exec('pdfinfo', [pdf])).stdout)?.[1] ?? '?';

export const pdfBench: Bench = {
  title: 'PDF of examples/contoso.json',
  run: async () => {
    const report = await example();
    const json = JSON.stringify(report);
    const resources = sourceResources();
    const start = nodePdfProcess(join(ROOT, 'electron/export/pdf-worker.ts'));
    const signal = new AbortController().signal;
    const folder = await mkdtemp(join(tmpdir(), 'mailflow-bench-'));
    try {
      const page = join(folder, 'page.html');
      const [ours, theirs] = [join(folder, 'ours.pdf'), join(folder, 'theirs.pdf')];
      await writeFile(page, reportPage(report));
      const cold = await measure(COLD_RUNS, async () =>
        writeFile(ours, await renderPdf(start, { report: json, madeAt: NOW, ...resources }, signal)),
      );
      const printed = await measure(COLD_RUNS, () => chromium(join(folder, 'profile'), theirs, page));
      const engine = createEngine(
        await readFile(resources.templateFile, 'utf8'),
        await Promise.all(resources.fontFiles.map((file) => readFile(file))),
      );
      const warm = await measure(WARM_RUNS, (index) => {
        // A changed name in each run, so that the engine can't hand out what it made before.
        const identification = { ...report.identification, customerName: `Contoso ${String(index)}` };
        return engine.render(JSON.stringify({ ...report, identification }), NOW);
      });
      const peer = { name: 'Chromium print', value: printed.median };
      const pages = `${await pagesOf(ours)} pages; Chromium ${await pagesOf(theirs)}`;
      return [timed('whole process', cold, peer, pages), timed('warm, text changed', warm, peer)];
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
