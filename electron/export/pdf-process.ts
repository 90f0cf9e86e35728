/**
 * Runs the PDF engine in a process of its own, one for each export, so that neither the window nor memory suffers.
 * Electron starts it as a utility process, plain Node as a child; both fit `PdfProcess`.
 */
import { fork } from 'node:child_process';
import { ERROR_CODES, AppError } from '../../shared/result.ts';
import type { ErrorCode } from '../../shared/result.ts';

/** What the process is asked for; it reads template and fonts itself. */
export interface PdfRequest {
  /** JSON of a `RunbookReport`. */
  readonly report: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly templateFile: string;
  readonly fontFiles: readonly string[];
}

export type PdfReply =
  | { readonly ok: true; readonly pdf: Uint8Array }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface PdfProcess {
  post(request: PdfRequest): void;
  onReply(listener: (reply: unknown) => void): void;
  /** Called once when the process is gone, whatever the reason. */
  onExit(listener: (reason: string) => void): void;
  kill(): void;
}
export type StartPdfProcess = () => PdfProcess;

/** Starter for plain Node; `workerFile` is `pdf-worker.ts`, or what the build made of it. */
export const nodePdfProcess =
  (workerFile: string): StartPdfProcess =>
  () => {
    const child = fork(workerFile, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2000);
    });
    return {
      post: (request) => {
        child.send(request, () => {
          // A process that is already gone is reported by its exit.
        });
      },
      onReply: (listener) => {
        child.on('message', listener);
      },
      onExit: (listener) => {
        child.once('error', (error) => listener(error.message));
        child.once('close', (code, signal) =>
          listener(said.trim() || `it ended with ${signal ?? String(code)}`),
        );
      },
      kill: () => {
        child.kill('SIGKILL');
      },
    };
  };

const isCode = (code: string): code is ErrorCode => (ERROR_CODES as readonly string[]).includes(code);

const isReply = (value: unknown): value is PdfReply =>
  typeof value === 'object' && value !== null && 'ok' in value && ('pdf' in value || 'message' in value);

/** The PDF's bytes; AppError `export-failed` when the engine refuses or dies, `cancelled` when `signal` fires. */
export const renderPdf = async (
  start: StartPdfProcess,
  request: PdfRequest,
  signal: AbortSignal,
): Promise<Uint8Array> => {
  const worker = start();
  const cancelled = new AppError('cancelled', 'The export was cancelled; nothing was written.');
  let stop = (): void => undefined;
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      stop = () => reject(cancelled);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop);
      worker.onExit((reason) =>
        reject(new AppError('export-failed', `The PDF could not be made, the engine stopped: ${reason}`)),
      );
      worker.onReply((reply) => {
        if (!isReply(reply)) reject(new AppError('export-failed', 'The PDF engine gave no usable answer.'));
        else if (reply.ok) resolve(reply.pdf);
        else reject(new AppError(isCode(reply.code) ? reply.code : 'export-failed', reply.message));
      });
      worker.post(request);
    });
  } finally {
    signal.removeEventListener('abort', stop);
    worker.kill();
  }
};
