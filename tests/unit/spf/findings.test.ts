import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FindingCode } from '../../../shared/finding.ts';
import { hint } from '../../../shared/mailauth/findings.ts';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import { profileFindings } from '../../../shared/profile/findings.ts';
import { deriveDomainRecords } from '../../../shared/records/derive.ts';
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

  it.each([
    ['203.0.113.300', 'BAD-IP'],
    ['203.0.113.9/33', 'BAD-CIDR'],
    ['203.0.113.9/24', 'HOST-BITS'],
    ['10.10.10.1', 'NON-PUBLIC-IP'],
  ])('word the fault of %s the same in the profile and in the record made from it', (value, topic) => {
    const profile = { ...emptyProfile('Contoso AG'), onPremPublicIps: [value] };
    const ofProfile = profileFindings(profile).filter(({ path }) => path === 'onPremPublicIps.0');
    const ofRecord = deriveDomainRecords(profile, emptyDomain('contoso.com', 'primary')).spf.planned.findings;
    const said = [...ofProfile, ...ofRecord].filter(({ code }) => code.endsWith(topic));
    expect(said.map(({ code }) => code.slice(0, 3))).toEqual(['PRO', 'SPF']);
    expect(said[0]?.message).toBe(said[1]?.message);
  });
});
