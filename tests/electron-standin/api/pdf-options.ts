import type { PrintToPDFOptions } from 'electron';
import type { typed } from '../cdp.ts';
import { notHere } from '../refuse.ts';

type Options = NonNullable<Parameters<typeof typed.send<'Page.printToPDF'>>[1]>;

/** Inches. */
const SIZES: Record<string, readonly [number, number]> = {
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  Letter: [8.5, 11],
};
const SAME = ['landscape', 'displayHeaderFooter', 'printBackground', 'scale', 'pageRanges', 'headerTemplate',
  'footerTemplate', 'preferCSSPageSize', 'generateTaggedPDF', 'generateDocumentOutline'] as const; // prettier-ignore

/** Chromium's options for Electron's. Throws for those that have no counterpart here. */
export function pdfOptions(options: PrintToPDFOptions = {}): Options {
  const { pageSize = 'Letter', margins, ...rest } = options;
  const size = typeof pageSize === 'string' ? SIZES[pageSize] : ([pageSize.width, pageSize.height] as const);
  if (!size) throw notHere(`printToPDF pageSize ${JSON.stringify(pageSize)}`);
  const unknown = Object.keys(rest).find((key) => !SAME.some((same) => same === key));
  if (unknown !== undefined) throw notHere(`printToPDF option ${unknown}`);
  const { top: marginTop, bottom: marginBottom, left: marginLeft, right: marginRight } = margins ?? {};
  const given = Object.entries({ marginTop, marginBottom, marginLeft, marginRight }).filter(
    ([, v]) => v !== undefined,
  );
  return { ...rest, ...Object.fromEntries(given), paperWidth: size[0], paperHeight: size[1] };
}
