import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/finding.ts';
import { composeSpf } from '../../../shared/spf/compose.ts';
import type { ComposeInput } from '../../../shared/spf/compose-types.ts';

const M365 = 'include:spf.protection.outlook.com';
const ONPREM = '131.107.21.231';
const SERVICE = 'third_party_cloud_service.com';

type Input = Omit<ComposeInput, 'domain'> & { domain?: string };
const hybrid = (more: Input = {}): ComposeInput => ({
  domain: 'contoso.com',
  thirdParty: { includes: [SERVICE] },
  onPrem: { ips: [ONPREM] },
  ...more,
});
const brief = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, token }) => (token === undefined ? code : `${code} ${token}`));

interface Case {
  readonly title: string;
  readonly input: ComposeInput;
  readonly record: string | null;
  readonly findings?: readonly string[];
  readonly existing?: readonly string[];
  readonly lookups?: string;
}
const FULL = `v=spf1 ip4:${ONPREM} ${M365} include:${SERVICE} -all`;

const CASES: readonly Case[] = [
  {
    title: 'puts the third party by address, then on-premises, then Microsoft 365',
    input: hybrid({ thirdParty: { ips: ['10.10.10.1'] } }),
    record: `v=spf1 ip4:10.10.10.1 ip4:${ONPREM} ${M365} -all`,
    findings: ['SPF-W-NON-PUBLIC-IP 10.10.10.1'],
    lookups: '1/1',
  },
  {
    title: 'puts a third party by include behind Microsoft 365',
    input: hybrid(),
    record: FULL,
    lookups: '2/2+',
  },
  {
    title: 'takes addresses and includes of one third party together',
    input: hybrid({ thirdParty: { ips: ['203.0.113.10'], includes: ['spf.filter.example'] } }),
    record: `v=spf1 ip4:203.0.113.10 ip4:${ONPREM} ${M365} include:spf.filter.example -all`,
  },
  {
    title: 'leaves the third party out when it never sends',
    input: { domain: 'contoso.com', onPrem: { ips: [ONPREM] } },
    record: `v=spf1 ip4:${ONPREM} ${M365} -all`,
    lookups: '1/1',
  },
  {
    title: 'clears host bits and says so',
    input: hybrid({ onPrem: { ips: ['203.0.113.29/29'] } }),
    record: `v=spf1 ip4:203.0.113.24/29 ${M365} include:${SERVICE} -all`,
    findings: ['SPF-W-HOST-BITS 203.0.113.29/29'],
  },
  {
    title: 'writes a dash range as networks',
    input: hybrid({ onPrem: { ips: ['203.0.113.8-203.0.113.19'] } }),
    record: `v=spf1 ip4:203.0.113.8/29 ip4:203.0.113.16/30 ${M365} include:${SERVICE} -all`,
    findings: ['SPF-I-RANGE-TO-CIDR 203.0.113.8-203.0.113.19'],
  },
  {
    title: 'writes a range of IPv6 addresses as networks',
    input: hybrid({ onPrem: { ips: ['2001:db8::-2001:db8::ff'] } }),
    record: `v=spf1 ip6:2001:db8::/120 ${M365} include:${SERVICE} -all`,
    findings: ['SPF-I-RANGE-TO-CIDR 2001:db8::-2001:db8::ff'],
  },
  {
    title: 'puts ip4 in front of ip6, whatever the order of input, in RFC 5952 text',
    input: hybrid({ onPrem: { ips: ['2001:0DB8:0010::0025', ONPREM] } }),
    record: `v=spf1 ip4:${ONPREM} ip6:2001:db8:10::25 ${M365} include:${SERVICE} -all`,
  },
  {
    title: 'writes an IPv4-mapped address as IPv4, since ip6 never matches it',
    input: hybrid({ onPrem: { ips: ['::ffff:131.107.21.231'] } }),
    record: FULL,
    findings: ['SPF-W-MAPPED-ADDRESS ::ffff:131.107.21.231'],
  },
  {
    title: 'collapses a duplicate to the first',
    input: hybrid({ thirdParty: { ips: ['203.0.113.10'] }, onPrem: { ips: ['203.0.113.10', ONPREM] } }),
    record: `v=spf1 ip4:203.0.113.10 ip4:${ONPREM} ${M365} -all`,
    findings: ['SPF-I-DUPLICATE ip4:203.0.113.10'],
  },
  {
    title: 'collapses an include that is entered twice',
    input: hybrid({ other: { includes: [SERVICE.toUpperCase()] } }),
    record: FULL,
    findings: [`SPF-I-DUPLICATE include:${SERVICE}`],
  },
  {
    title: 'drops an address inside a wider block, also when the block comes later',
    input: hybrid({ thirdParty: { ips: ['203.0.113.77'] }, onPrem: { ips: ['203.0.113.0/24'] } }),
    record: `v=spf1 ip4:203.0.113.0/24 ${M365} -all`,
    findings: ['SPF-I-COVERED ip4:203.0.113.77'],
  },
  {
    title: 'warns about a wide block without refusing it',
    input: hybrid({ thirdParty: { ips: ['203.0.0.0/16'] } }),
    record: `v=spf1 ip4:203.0.0.0/16 ip4:${ONPREM} ${M365} -all`,
    findings: ['SPF-W-WIDE-CIDR 203.0.0.0/16'],
  },
  {
    title: 'writes no record when an address can’t be read',
    input: hybrid({ onPrem: { ips: ['131.107.21', ONPREM] } }),
    record: null,
    findings: ['SPF-E-BAD-IP 131.107.21'],
    lookups: '0/0',
  },
  {
    title: 'writes no record when a prefix length is over 32',
    input: hybrid({ onPrem: { ips: ['131.107.21.0/33'] } }),
    record: null,
    findings: ['SPF-E-BAD-CIDR 131.107.21.0/33'],
  },
  {
    title: 'writes no record for a range that runs backwards',
    input: hybrid({ onPrem: { ips: ['203.0.113.19-203.0.113.8'] } }),
    record: null,
    findings: ['SPF-E-BAD-IP 203.0.113.19-203.0.113.8'],
  },
  {
    title: 'writes no record when an include is no host name',
    input: hybrid({ thirdParty: { includes: ['spf filter.example'] } }),
    record: null,
    findings: ['SPF-E-BAD-DOMAIN spf filter.example'],
  },
  {
    title: 'strips a pasted prefix and a trailing dot',
    input: hybrid({ thirdParty: { includes: ['include: spf.Filter.example.'] } }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:spf.filter.example -all`,
    findings: [
      'SPF-I-PREFIX-STRIPPED include: spf.Filter.example.',
      'SPF-W-TRAILING-DOT spf.Filter.example.',
    ],
  },
  {
    title: 'turns an internationalised name into its A-label form',
    input: hybrid({ thirdParty: { includes: ['spf.münchen-filter.example'] } }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:spf.xn--mnchen-filter-wob.example -all`,
  },
  {
    title: 'takes whole terms of a vendor, macros included',
    input: hybrid({
      thirdParty: {
        terms: ['a:dispatch.filter.example', 'exists:%{i}._spf.filter.example', 'ip4:203.0.113.9'],
      },
    }),
    record: `v=spf1 ip4:203.0.113.9 ip4:${ONPREM} ${M365} a:dispatch.filter.example exists:%{i}._spf.filter.example -all`,
    lookups: '3/3',
  },
  {
    title: 'refuses a policy among the senders',
    input: hybrid({ thirdParty: { terms: ['-all'] } }),
    record: null,
    findings: ['SPF-E-BAD-TERM -all'],
  },
  {
    title: 'uses the include of the tenant’s cloud and removes another cloud’s',
    input: hybrid({ cloud: '21vianet', existing: [`v=spf1 ${M365} -all`] }),
    record: `v=spf1 ip4:${ONPREM} include:spf.protection.partner.outlook.cn include:${SERVICE} -all`,
    existing: ['SPF-W-WRONG-CLOUD spf.protection.outlook.com'],
  },
  {
    title: 'reports a soft policy',
    input: hybrid({ allPolicy: '~all' }),
    record: FULL.replace('-all', '~all'),
    findings: ['SPF-W-SOFTFAIL ~all'],
  },
  {
    title: 'reports a policy that differs from the published one',
    input: hybrid({ existing: [`v=spf1 ip4:${ONPREM} ~all`] }),
    record: FULL,
    existing: ['SPF-W-ALL-CHANGED ~all -> -all'],
  },
  {
    title: 'carries mx and a over at the end and says what mx will mean',
    input: hybrid({ existing: [`v=spf1 +a mx ip4:${ONPREM} -all`] }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:${SERVICE} a mx -all`,
    existing: ['SPF-W-MX-AFTER-CUTOVER mx'],
    lookups: '4/4+',
  },
  {
    title: 'drops a mechanism on request',
    input: hybrid({ existing: ['v=spf1 mx -all'], dropMechanisms: ['mx'] }),
    record: FULL,
    existing: ['SPF-I-DROPPED mx'],
  },
  {
    title: 'drops an include on request, whatever its case',
    input: hybrid({
      existing: ['v=spf1 include:SPF.oldfilter.example. -all'],
      dropIncludes: ['spf.oldfilter.example'],
    }),
    record: FULL,
    existing: ['SPF-I-DROPPED include:SPF.oldfilter.example.'],
  },
  {
    title: 'turns a redirect into an include',
    input: hybrid({ existing: ['v=spf1 redirect=_spf.contoso.com'] }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:${SERVICE} include:_spf.contoso.com -all`,
    existing: ['SPF-W-REDIRECT-CONVERTED redirect=_spf.contoso.com'],
  },
  {
    title: 'leaves out a redirect that all already made inert',
    input: hybrid({ existing: ['v=spf1 -all redirect=_spf.contoso.com'] }),
    record: FULL,
    existing: ['SPF-W-REDIRECT-IGNORED redirect=_spf.contoso.com'],
  },
  {
    title: 'keeps exp at the end and drops an unknown modifier',
    input: hybrid({ existing: [`v=spf1 ip4:${ONPREM} -all exp=explain.contoso.com foo=bar`] }),
    record: `${FULL} exp=explain.contoso.com`,
    existing: ['SPF-I-UNKNOWN-MODIFIER foo=bar'],
  },
  {
    title: 'keeps the order of a record that refuses senders',
    input: hybrid({ existing: ['v=spf1 -ip4:203.0.113.66 ip4:203.0.113.0/24 -all'] }),
    record: `v=spf1 -ip4:203.0.113.66 ip4:203.0.113.0/24 ip4:${ONPREM} ${M365} include:${SERVICE} -all`,
    existing: ['SPF-W-ORDER-PRESERVED'],
  },
  {
    title: 'tells when a kept refusal catches a sender of the profile',
    input: hybrid({ existing: [`v=spf1 -ip4:${ONPREM} -all`] }),
    record: `v=spf1 -ip4:${ONPREM} ip4:${ONPREM} ${M365} include:${SERVICE} -all`,
    findings: [`SPF-E-DENIED-FIRST ip4:${ONPREM}`],
    existing: ['SPF-W-ORDER-PRESERVED'],
  },
  {
    title: 'merges several published records into one',
    input: hybrid({ existing: [`v=spf1 ip4:${ONPREM} -all`, 'v=spf1 include:spf.crm.example -all'] }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:${SERVICE} include:spf.crm.example -all`,
    existing: ['SPF-E-MULTIPLE-RECORDS 2'],
  },
  {
    title: 'leaves out what Microsoft retired, ptr excepted with a warning',
    input: hybrid({ existing: ['v=spf1 ptr include:spf.messaging.microsoft.com -all'] }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:${SERVICE} ptr -all`,
    existing: ['SPF-W-PTR ptr', 'SPF-W-LEGACY-INCLUDE spf.messaging.microsoft.com'],
  },
  {
    title: 'does not carry over what stood behind all',
    input: hybrid({ existing: ['v=spf1 -all include:spf.crm.example'] }),
    record: FULL,
    existing: ['SPF-W-TERMS-AFTER-ALL include:spf.crm.example'],
  },
  {
    title: 'reports the broken tokens of a misprinted record and takes the values from the profile',
    input: hybrid({
      thirdParty: { ips: ['10.10.10.1'] },
      existing: [`v=spf1 ipv4:10.10.10.1 ipv4: ${ONPREM} ${M365} -all`],
    }),
    record: `v=spf1 ip4:10.10.10.1 ip4:${ONPREM} ${M365} -all`,
    findings: ['SPF-W-NON-PUBLIC-IP 10.10.10.1'],
    existing: [
      'SPF-E-UNKNOWN-MECHANISM ipv4:10.10.10.1',
      'SPF-E-UNKNOWN-MECHANISM ipv4:',
      `SPF-E-STRAY-TOKEN ${ONPREM}`,
    ],
  },
  {
    title: 'reports an equals sign behind include',
    input: hybrid({ existing: [`v=spf1 include=spf.protection.outlook.com ip4:${ONPREM} -all`] }),
    record: FULL,
    existing: ['SPF-E-EQUALS-SIGN include=spf.protection.outlook.com'],
  },
  {
    title: 'says that a published text is no SPF record at all',
    input: hybrid({ existing: [`v= ipv4: ${ONPREM} spf1 ${M365} -all`, 'MS=ms12345678'] }),
    record: FULL,
    existing: ['SPF-E-NOT-RECOGNISED v='],
  },
  {
    title: 'gives a parked domain exactly the empty record',
    input: {
      domain: 'parked.example',
      role: 'parked',
      existing: ['v=spf1 mx ~all'],
      onPrem: { ips: [ONPREM] },
    },
    record: 'v=spf1 -all',
    existing: ['SPF-W-ALL-CHANGED ~all -> -all'],
    lookups: '0/0',
  },
  {
    title: 'leaves out a redirect= to another Microsoft cloud, as it does with an include',
    input: hybrid({ cloud: 'gcchigh', existing: [`v=spf1 redirect=spf.protection.outlook.com`] }),
    record: `v=spf1 ip4:${ONPREM} include:spf.protection.office365.us include:${SERVICE} -all`,
    existing: ['SPF-W-WRONG-CLOUD spf.protection.outlook.com'],
  },
  {
    title: 'leaves out a redirect= to a retired Microsoft name',
    input: hybrid({ existing: ['v=spf1 redirect=spf.protection.outlook.de'] }),
    record: FULL,
    existing: ['SPF-W-LEGACY-INCLUDE spf.protection.outlook.de'],
  },
  {
    title: 'leaves out a redirect= to the domain itself instead of refusing its own plan',
    input: hybrid({ existing: ['v=spf1 redirect=contoso.com'] }),
    record: FULL,
    existing: ['SPF-E-INCLUDE-LOOP redirect=contoso.com'],
  },
  {
    title: 'leaves out a redirect= to the old filter as asked',
    input: hybrid({
      existing: ['v=spf1 redirect=spf.oldfilter.example'],
      dropIncludes: ['spf.oldfilter.example'],
    }),
    record: FULL,
    existing: ['SPF-I-DROPPED redirect=spf.oldfilter.example'],
  },
  {
    title:
      'tells of an include of another cloud and of a retired one in the profile, and keeps what was entered',
    input: hybrid({
      thirdParty: { includes: ['spf.protection.office365.us', 'spf.messaging.microsoft.com'] },
    }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:spf.protection.office365.us include:spf.messaging.microsoft.com -all`,
    findings: [
      'SPF-W-WRONG-CLOUD spf.protection.office365.us',
      'SPF-W-LEGACY-INCLUDE spf.messaging.microsoft.com',
    ],
  },
  {
    title: 'tells of wide prefixes, the macro p and a mapped address that are carried over',
    input: hybrid({
      existing: ['v=spf1 ip6:::ffff:192.0.2.1 a/8 mx:mx.example//24 exists:%{p}.x.example -all'],
    }),
    record: `v=spf1 ip4:${ONPREM} ip4:192.0.2.1 ${M365} include:${SERVICE} a/8 mx:mx.example//24 exists:%{p}.x.example -all`,
    existing: [
      'SPF-W-MAPPED-ADDRESS ip6:::ffff:192.0.2.1',
      'SPF-W-WIDE-CIDR a/8',
      'SPF-W-WIDE-CIDR mx:mx.example//24',
      'SPF-W-PTR-MACRO exists:%{p}.x.example',
    ],
  },
  {
    title: 'tells of the second exp= of two records, which can’t stay',
    input: hybrid({ existing: ['v=spf1 -all exp=a.example', 'v=spf1 -all exp=b.example'] }),
    record: `${FULL} exp=a.example`,
    existing: ['SPF-E-MULTIPLE-RECORDS 2', 'SPF-E-DUPLICATE-MODIFIER exp=b.example'],
  },
  {
    title: 'tells of the second redirect= of a record',
    input: hybrid({ existing: ['v=spf1 redirect=a.example redirect=b.example'] }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:${SERVICE} include:a.example -all`,
    existing: ['SPF-E-DUPLICATE-MODIFIER redirect=b.example', 'SPF-W-REDIRECT-CONVERTED redirect=a.example'],
  },
  {
    title: 'takes the long dash that a word processor puts into a range',
    input: hybrid({ onPrem: { ips: ['203.0.113.8–203.0.113.19'] } }),
    record: `v=spf1 ip4:203.0.113.8/29 ip4:203.0.113.16/30 ${M365} include:${SERVICE} -all`,
    findings: ['SPF-I-RANGE-TO-CIDR 203.0.113.8–203.0.113.19'],
  },
  {
    title: 'blocks publishing over 10 look-ups, nested ones counted',
    input: hybrid({
      other: { includes: ['spf.crm.example', 'spf.erp.example'] },
      lookupCosts: { [SERVICE]: 5, 'spf.crm.example': 1, 'spf.erp.example': 1 },
    }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:${SERVICE} include:spf.crm.example include:spf.erp.example -all`,
    findings: ['SPF-E-TOO-MANY-LOOKUPS 11'],
    lookups: '4/11',
  },
  {
    title: 'warns from 8 look-ups on',
    input: hybrid({ lookupCosts: { [SERVICE]: 6 } }),
    record: FULL,
    findings: ['SPF-W-LOOKUPS-NEAR-LIMIT 8'],
    lookups: '2/8',
  },
  {
    title: 'refuses an include of the domain itself',
    input: hybrid({ thirdParty: { includes: ['contoso.com'] } }),
    record: `v=spf1 ip4:${ONPREM} ${M365} include:contoso.com -all`,
    findings: ['SPF-E-INCLUDE-LOOP include:contoso.com'],
  },
];

describe('composeSpf', () => {
  it.each(CASES)('$title', ({ input, record, findings = [], existing = [], lookups }) => {
    const result = composeSpf(input);
    expect(result.record).toBe(record);
    expect(brief(result.findings)).toEqual(findings);
    expect(brief(result.existingFindings)).toEqual(existing);
    expect(result.strings.join('')).toBe(record ?? '');
    expect(result.length).toBe(record?.length ?? 0);
    expect(result.publishable).toBe(record !== null && !findings.some((code) => code.startsWith('SPF-E')));
    const { direct, known, complete } = result.lookups;
    if (lookups !== undefined) expect(`${direct}/${known}${complete ? '' : '+'}`).toBe(lookups);
  });

  it('is warned over 450 octets and split over 255', () => {
    const ips = Array.from({ length: 24 }, (_, index) => `203.0.113.${2 * index + 1}`);
    const result = composeSpf(hybrid({ onPrem: { ips } }));
    expect(brief(result.findings)).toEqual([
      `SPF-W-LENGTH-450 ${result.length}`,
      `SPF-I-SPLIT-STRINGS ${result.length}`,
    ]);
    expect(result.strings).toHaveLength(2);
  });

  it('points each finding at the value of the profile that it is about', () => {
    const { findings } = composeSpf(hybrid({ onPrem: { ips: [ONPREM, '10.0.0.1'] } }));
    expect(findings[0]).toMatchObject({ path: 'onPrem.ips.1', token: '10.0.0.1' });
    expect(findings[0]?.message).toContain('private address');
  });

  it('gives the reason for each term that is kept, added, moved, changed or dropped', () => {
    const { changes } = composeSpf(
      hybrid({
        existing: [`v=spf1 mx ip4:${ONPREM} include:spf.old.example ~all`],
        dropIncludes: ['spf.old.example'],
      }),
    );
    expect(
      changes.map(
        ({ action, text, from }) => `${action} ${text}${from === undefined ? '' : ` from ${from}`}`,
      ),
    ).toEqual([
      `kept ip4:${ONPREM}`,
      `added ${M365}`,
      `added include:${SERVICE}`,
      'moved mx',
      'changed -all from ~all',
      'dropped include:spf.old.example',
    ]);
    expect(changes.every(({ reason }) => reason !== '')).toBe(true);
  });

  it('proposes nothing when what is published could not be read', () => {
    const result = composeSpf(hybrid({ existingUnread: true }));
    expect(result).toMatchObject({ record: null, publishable: false });
    expect(brief(result.findings)).toEqual(['SPF-E-EXISTING-UNREAD']);
    expect(composeSpf(hybrid({ role: 'parked', existingUnread: true }))).toMatchObject({
      record: null,
      publishable: false,
    });
  });

  it('composes its own record again without any change', () => {
    const once = composeSpf(hybrid({ existing: ['v=spf1 a include:spf.crm.example -all'] }));
    const twice = composeSpf(hybrid({ existing: once.record === null ? [] : [once.record] }));
    expect(twice.record).toBe(once.record);
    expect(twice.changes.map(({ action }) => action)).not.toContain('moved');
  });
});
