/**
 * Entry of the PDF process: takes one request, answers once. Started by `pdf-process.ts` (plain Node) or as
 * Electron's utility process, whose port has the same shape under another name.
 */
import { readFileSync } from 'node:fs';
import { AppError } from '../../shared/result.ts';
import type { PdfReply, PdfRequest } from './pdf-process.ts';
import { createEngine } from './typst.ts';

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  once(event: 'message', listener: (message: { readonly data: PdfRequest }) => void): void;
  postMessage(reply: PdfReply): void;
}

const answer = (request: PdfRequest): PdfReply => {
  try {
    const template = readFileSync(request.templateFile, 'utf8');
    const engine = createEngine(
      template,
      request.fontFiles.map((file) => readFileSync(file)),
    );
    return { ok: true, pdf: engine.render(request.report, request.madeAt) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, code: cause instanceof AppError ? cause.code : 'export-failed', message };
  }
};

const { parentPort } = process as { parentPort?: ParentPort };
if (parentPort) {
  parentPort.once('message', ({ data }) => parentPort.postMessage(answer(data)));
} else {
  process.once('message', (request: PdfRequest) => {
    process.send?.(answer(request), undefined, undefined, () => process.disconnect());
  });
}
