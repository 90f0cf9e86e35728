import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePasted } from '../../../../shared/dns/paste/index.ts';
import { describePaste } from '../../../support/paste.ts';

const FOLDER = join(import.meta.dirname, 'corpus');
const AT = '2026-11-24T18:00:00.000Z';

/** Each file holds the output of a tool, a line of `=`, and what has to be read of it. */
const corpus = readdirSync(FOLDER).map((file) => {
  const [pasted = '', expected = ''] = readFileSync(join(FOLDER, file), 'utf8').split('\n=====\n');
  return { file, pasted, expected: expected.trimEnd() };
});

const read = (text: string): string => describePaste(parsePasted(text, { at: AT }));

describe('the corpus of pasted output', () => {
  it('holds at least 60 outputs of every tool', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(60);
  });

  it.each(corpus)('$file', ({ pasted, expected }) => {
    expect(read(pasted)).toBe(expected);
  });
});

const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
  'Windows line ends': (text) => text.replaceAll('\n', '\r\n'),
  'tabs turned into blanks': (text) => text.replaceAll('\t', '        '),
  'no-break spaces at the front': (text) =>
    text.replaceAll(/^ +/gmu, (blanks) => '\u00a0'.repeat(blanks.length)),
  'no-break spaces between columns': (text) => text.replaceAll('  ', ' \u00a0'),
  'typographic quotes': (text) => text.replaceAll(/"([^"\n]*)"/gu, '\u201c$1\u201d'),
  'the marks of quoted mail': (text) => text.replaceAll(/^/gmu, '> '),
  'a reply to a reply': (text) => text.replaceAll(/^/gmu, '>> '),
  'the colours of a terminal': (text) => text.replaceAll(/^(\S+)/gmu, '\u001b[1;32m$1\u001b[0m'),
  'zero-width characters': (text) => text.replaceAll(/^(?=\S)/gmu, '\u200b'),
  'a byte order mark': (text) => `\ufeff${text}`,
  'blanks at the ends of lines': (text) => text.replaceAll(/(?<!")$/gmu, '   '),
};

/** Escaped quotes and JSON lose their meaning with typographic quotes, and broken lines with blanks at their ends. */
const spares = (damage: string, { pasted, file }: { pasted: string; file: string }): boolean =>
  (damage === 'typographic quotes' && (pasted.includes('\\"') || file.includes('json'))) ||
  (damage.startsWith('blanks at the ends') && /wrapped|broken|json/u.test(file)) ||
  (damage === 'zero-width characters' && file.includes('json'));

describe('copy damage', () => {
  it.each(Object.entries(DAMAGES))('%s changes nothing', (name, damage) => {
    for (const entry of corpus) {
      if (spares(name, entry)) continue;
      expect({ file: entry.file, read: read(damage(entry.pasted)) }).toEqual({
        file: entry.file,
        read: entry.expected,
      });
    }
  });
});
