import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { STEPS } from '../../../shared/runbook/catalogue/index.ts';
import { PHASES } from '../../../shared/runbook/step.ts';
import { contosoProfile, customerFile, HOSTILE, logOf } from '../../fixtures/customer.ts';
import { example, newExporter, tempFolder, tool } from '../support/exports.ts';

/** Line breaks and runs of blanks say nothing about what stands on the page. */
const flat = (text: string): string => text.replaceAll(/\s+/gu, ' ');
const dense = (text: string): string => text.replaceAll(/\s+/gu, '');

const outlineItem = z.object({
  title: z.string(),
  get kids() {
    return z.array(outlineItem);
  },
});
const outlines = z.object({ outlines: z.array(outlineItem) });

describe('the PDF of the example', () => {
  let pdf: string;
  let text: string;
  beforeAll(async () => {
    const folder = join(await tempFolder(), 'contoso');
    await newExporter().run(await example('contoso.json'), folder);
    pdf = join(folder, 'runbook.pdf');
    text = flat(await tool('pdftotext', '-raw', pdf, '-'));
  });

  it('is sound, tagged, titled, in English, and dated by the data', async () => {
    await tool('qpdf', '--check', pdf);
    const info = await tool('pdfinfo', '-isodates', pdf);
    expect(info).toMatch(/^Tagged: +yes$/mu);
    expect(info).toMatch(/^Title: +Mail-flow runbook: Contoso/mu);
    expect(info).toMatch(/^Page size: .*A4/mu);
    expect(info).toMatch(/^CreationDate: +2026-12-06T08:00:00Z$/mu);
    const json = await tool('qpdf', '--json', '--json-key=qpdf', pdf);
    expect(json).toMatch(/"\/Lang": "u:en/u);
    expect(json).toMatch(/"\/DisplayDocTitle": true/u);
    expect((await readFile(pdf)).toString('latin1')).toContain('pdfuaid:part');
  });

  it('holds the id and title of every step, in headings of a structure tree', async () => {
    const structure = await tool('pdfinfo', '-struct', pdf);
    const words = dense(text);
    for (const { id, title } of STEPS) {
      expect(words.includes(dense(`${id}${title}`)), id).toBe(true);
    }
    expect(structure.match(/^ *H1\b/gmu)?.length).toBeGreaterThan(PHASES.length);
    expect(structure.match(/^ *H2\b/gmu)?.length).toBeGreaterThan(STEPS.length);
    expect(structure).toMatch(/Table/u);
    expect(structure).toMatch(/Figure/u);
  });

  it('has an outline of chapters, and of steps below each phase', async () => {
    const { outlines: chapters } = outlines.parse(
      JSON.parse(await tool('qpdf', '--json', '--json-key=outlines', pdf)),
    );
    for (const { id, title } of PHASES) {
      const chapter = chapters.find((item) => dense(item.title) === dense(`${id}${title}`));
      const steps = STEPS.filter((step) => step.phase === id);
      expect(chapter?.kids.map((item) => item.title.slice(0, 6))).toEqual(steps.map((step) => step.id));
    }
  });

  it('embeds every font with a map back to Unicode', async () => {
    const [, , ...fonts] = (await tool('pdffonts', pdf)).trim().split('\n');
    expect(fonts.length).toBeGreaterThanOrEqual(3);
    for (const font of fonts) expect(font).toMatch(/ yes yes yes +\d+ +\d+$/u);
    expect(fonts.every((font) => font.includes('NotoSans'))).toBe(true);
  });

  it('prints records, page numbers and a place to sign', async () => {
    const spf = 'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all';
    expect(dense(text).includes(dense(spf))).toBe(true);
    const pages = /^Pages: +(\d+)$/mu.exec(await tool('pdfinfo', pdf))?.[1] ?? '';
    expect.soft(text.includes(`Page 1 of ${pages}`)).toBe(true);
    expect.soft(text.includes(`Page ${pages} of ${pages}`)).toBe(true);
    for (const word of ['Delivered by', 'Accepted by', 'Signature', 'Place', 'Date and time'])
      expect(text).toContain(word);
  });
});

describe('the PDF of hostile values', () => {
  it('loses nothing: what has no glyph or hides is named, long words wrap, and no value becomes code', async () => {
    const folder = join(await tempFolder(), 'hostile');
    const word = Array.from({ length: 2000 }, (_, index) => `w${String(index)}`).join('');
    const log = logOf(
      ...HOSTILE.map((text) => ({ kind: 'note', stepId: 'DIS-01', text: `«${text}»` }) as const),
      { kind: 'note', stepId: 'DIS-02', text: word },
      { kind: 'evidence', stepId: 'DIS-03', evidence: { kind: 'text', title: 'raw', text: word } },
      {
        kind: 'evidence',
        stepId: 'DIS-04',
        evidence: { kind: 'text', title: 'long', text: 'one line\n'.repeat(1500) },
      },
    );
    const profile = contosoProfile({
      customerName: HOSTILE.join(' ').slice(0, 500),
      siteName: '\u202E\uD800',
    });
    await newExporter().run(customerFile(profile, log), folder);
    const pdf = join(folder, 'runbook.pdf');
    await tool('qpdf', '--check', pdf);
    const text = await tool('pdftotext', '-layout', pdf, '-');
    for (const sign of ['U+0007', 'U+D800', 'U+202E', 'U+200B', 'U+FEFF', 'U+1F600', 'U+4E2D', 'U+E000']) {
      expect(text.includes(sign), sign).toBe(true);
    }
    expect(flat(text).includes('#panic("code")')).toBe(true);
    expect(flat(text).includes('<script>alert(1)</script>')).toBe(true);
    const words = dense(await tool('pdftotext', '-raw', pdf, '-')).replaceAll(
      /PRJ-2026.{0,80}?Page\d+of\d+|Contoso/gu,
      '',
    );
    expect(words.match(/w1999/gu)).toHaveLength(2);
    expect(text.match(/one line/gu)?.length).toBe(1500);
  });

  it('makes a runbook of an empty profile', async () => {
    const folder = join(await tempFolder(), 'empty');
    await newExporter().run(customerFile(contosoProfile({ customerName: '', domains: [] })), folder);
    expect(await tool('pdftotext', join(folder, 'runbook.pdf'), '-')).toContain('(no customer name)');
  });
});
