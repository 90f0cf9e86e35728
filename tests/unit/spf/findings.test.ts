import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FindingCode } from '../../../shared/finding.ts';
import { hint } from '../../../shared/mailauth/findings.ts';
import { mxFinding } from '../../../shared/mx/findings.ts';
import { spfFinding } from '../../../shared/spf/findings.ts';

/** Every code that the sources of a folder name. */
const codesIn = (folder: string, pattern: RegExp): FindingCode[] => {
  const root = new URL(`../../../shared/${folder}/`, import.meta.url);
  const text = readdirSync(root)
    .map((file) => readFileSync(new URL(file, root), 'utf8'))
    .join('\n');
  return [...new Set(text.match(pattern) ?? [])] as FindingCode[];
};

describe('findings', () => {
  it.each([
    ['spf', /SPF-[EWI]-[A-Z0-9-]+[A-Z0-9](?=')/g, spfFinding],
    ['mx', /MX-[EWI]-[A-Z0-9-]+(?=')/g, mxFinding],
    ['mailauth', /(?:DMARC|DKIM|STS|TLSRPT)-[EWI]-[A-Z0-9-]+(?=')/g, hint],
  ] as const)(
    'of %s all have words of their own, a source, and no exclamation mark',
    (folder, pattern, build) => {
      const codes = codesIn(folder, pattern);
      expect(codes.length).toBeGreaterThan(20);
      for (const code of codes) {
        const { message, source } = build(code, { token: 'TOKEN', reason: 'reason.' });
        expect(message, code).not.toMatch(/is not right|!|undefined/);
        expect(message, code).toMatch(/^[A-Z“0-9].*\.$/);
        expect(source, code).not.toBe('');
      }
    },
  );
});
