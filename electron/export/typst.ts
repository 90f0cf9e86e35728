/**
 * The PDF engine behind one function, so that it can be replaced. Typst is synchronous and keeps memory for each
 * compiler it made, which is why it runs in a short-lived process of its own (`pdf-worker.ts`).
 */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { z } from 'zod';
import { AppError } from '../../shared/result.ts';
import { glyphsOf } from './glyphs.ts';
import { legibleValue } from './legible.ts';

export interface PdfEngine {
  /** PDF/UA-1 bytes; the same input gives the same bytes. Throws AppError `export-failed` with Typst's reason. */
  render(report: string, madeAt: string): Uint8Array;
}

const REASON_MAX = 2000;
const refused = (reason: string, cause?: unknown): AppError =>
  new AppError(
    'export-failed',
    `The PDF could not be made: ${reason.slice(0, REASON_MAX)}`,
    undefined,
    cause,
  );

const diagnostics = z.array(z.object({ message: z.string() }));

/** The binding puts what Typst says about a refused PDF into `code` and leaves the message empty. */
const reasonOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : String(cause);

/** One compiler for any number of reports; making it reads the fonts, which is the slow part. */
export const createEngine = (template: string, fonts: readonly Uint8Array[]): PdfEngine => {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: fonts.map((font) => Buffer.from(font)) }] });
  const glyphs = fonts.map(glyphsOf);
  // A value is set in sans or mono, upright, bold or italic: it is shown when every face has the character.
  const hasGlyph = (codePoint: number): boolean => glyphs.every((face) => face.has(codePoint));

  const compile = (inputs: Record<string, string>): Uint8Array => {
    const result = compiler.compile({ mainFileContent: template, inputs });
    const { result: document } = result;
    if (document === null) {
      const found = result.takeDiagnostics();
      const said = diagnostics.parse(found === null ? [] : compiler.fetchDiagnostics(found));
      throw refused(said.map(({ message }) => message).join('; '));
    }
    try {
      return compiler.pdf(document, { pdfStandard: 'ua-1' });
    } catch (cause) {
      throw refused(reasonOf(cause), cause);
    }
  };

  return {
    render: (report, madeAt) => {
      const made = madeAt.slice(0, 19).replaceAll(/[T:]/gu, '-');
      return compile({ report: JSON.stringify(legibleValue(JSON.parse(report), hasGlyph)), made });
    },
  };
};
