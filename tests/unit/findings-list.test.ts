import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingsPage } from '../system/findings-list.ts';

describe('list of findings', () => {
  it('says what the catalogues say, each code once', () => {
    const page = readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8');
    expect(page, 'npm run docs:findings writes it').toBe(findingsPage());
    const codes = [...page.matchAll(/^\| `(?<code>[A-Z0-9-]+)`/gmu)].map(({ groups }) => groups?.['code']);
    expect(codes).toEqual([...new Set(codes)]);
    expect(codes.length).toBeGreaterThan(150);
    expect(page).not.toMatch(/is not right|undefined/u);
  });
});
