import { describe, expect, it } from 'vitest';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import { createProfileFindings, domainFindings, profileFindings } from '../../../shared/profile/findings.ts';
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import { codes, domain, messages, NOW, profile, withDomain, withThirdParty } from './support.ts';

describe('profileFindings', () => {
  it('says nothing about a sound profile, nor about an empty one', () => {
    expect(codes(profile())).toEqual([]);
    expect(codes(emptyProfile(''))).toEqual([]);
  });

  it('says which number of an address is wrong, and where', () => {
    const value = profile({ onPremPublicIps: ['131.107.21.231', '131.107.21.300'] });
    expect(profileFindings(value)).toMatchObject([
      {
        code: 'PRO-E-BAD-IP',
        path: 'onPremPublicIps.1',
        token: '131.107.21.300',
        message:
          '“131.107.21.300” is not an address: the number 300 is over 255. Correct it; no record can name it until then.',
      },
    ]);
  });

  it('offers a fix where there is exactly one', () => {
    const fixOf = (value: Profile) => profileFindings(value, { now: NOW })[0]?.fix;
    expect(fixOf(profile({ onPremPublicIps: ['131.107.21.231/24'] }))).toBe('131.107.21.0/24');
    expect(fixOf(profile({ onPremInboundHost: 'hybrid.contoso.com.' }))).toBe('hybrid.contoso.com');
    expect(fixOf(profile({ tenantName: 'Contoso.onmicrosoft.com' }))).toBe('contoso');
    const spaced = '01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67';
    expect(fixOf(profile({ tlsCertThumbprint: spaced }))).toBe('0123456789ABCDEF0123456789ABCDEF01234567');
    expect(fixOf(withDomain({ steadyTtl: 600 }))).toBe('3600');
  });

  it('names code, source and path of each finding, in calm sentences', () => {
    const spoilt = profile({
      onPremPublicIps: ['10.0.0.1', 'x'],
      timeZone: 'Nowhere',
      tenantId: '1',
      cmtEnabled: true,
    });
    const findings = profileFindings(spoilt, { now: NOW });
    expect(findings).toHaveLength(5);
    for (const finding of findings) {
      expect(finding.code).toMatch(/^PRO-[EWI]-[A-Z0-9-]+$/u);
      expect(finding.source).not.toBe('');
      expect(finding.path).toBeDefined();
      expect(finding.message).toMatch(/[.]$/u);
      expect(finding.message).not.toMatch(/!|please|oops/iu);
    }
  });
});

describe('domain findings', () => {
  it.each<[Partial<DomainProfile>, string]>([
    [{ name: 'contoso_.com' }, 'PRO-E-BAD-HOST domains.0.name'],
    [{ name: '192.0.2.1' }, 'PRO-E-HOST-IS-IP domains.0.name'],
    [{ name: 'münchen.example' }, 'PRO-I-IDN domains.0.name'],
    [{ name: 'contoso.mail.onmicrosoft.com' }, 'PRO-E-INITIAL-DOMAIN domains.0.name'],
    [{ verificationTxt: 'ms12345678' }, 'PRO-E-BAD-VERIFICATION domains.0.verificationTxt'],
    [{ eopHost: 'contoso.mail.protection.office365.us' }, 'PRO-E-EOP-WRONG-CLOUD domains.0.eopHost'],
    [{ eopHost: 'mail.contoso.com' }, 'PRO-W-EOP-UNKNOWN-SUFFIX domains.0.eopHost'],
    [{ eopHost: '131.107.21.231' }, 'PRO-E-HOST-IS-IP domains.0.eopHost'],
    [{ dkimSelector1Target: 'selector1.contoso.com' }, 'PRO-E-BAD-DKIM-TARGET domains.0.dkimSelector1Target'],
    [
      { currentMx: [{ preference: null, host: 'mail.contoso.com' }] },
      'PRO-E-NO-PREFERENCE domains.0.currentMx.0.preference',
    ],
    [
      { currentMx: [{ preference: 1, host: '131.107.21.231' }] },
      'PRO-E-HOST-IS-IP domains.0.currentMx.0.host',
    ],
    [{ cutoverTtl: 30 }, 'PRO-E-TTL-RANGE domains.0.cutoverTtl'],
    [{ currentTtl: 604_801 }, 'PRO-E-TTL-RANGE domains.0.currentTtl'],
    [{ steadyTtl: 600 }, 'PRO-W-TTL-SHORT domains.0.steadyTtl'],
    [{ cutoverTtl: 86_400 }, 'PRO-W-TTL-NOT-LOWER domains.0.cutoverTtl'],
  ])('%j', (changes, expected) => {
    expect(codes({ ...withDomain(changes), tlsCertSubject: '' })).toEqual([expected]);
  });

  it('accepts every Microsoft form of EOP host for its cloud', () => {
    const fits = (cloud: NonNullable<Profile['cloud']>, eopHost: string) =>
      codes({ ...withDomain({ eopHost }), cloud });
    expect(fits('worldwide', 'contosotest-com.o-v1.mx.microsoft')).toEqual([]);
    expect(fits('gcchigh', 'contoso.mail.protection.office365.us')).toEqual([]);
    expect(fits('21vianet', 'contoso-com.mail.protection.partner.outlook.cn')).toEqual([]);
  });

  it('wants both DKIM targets of one form, letter and order', () => {
    const next = (selector: number, letter: string) =>
      `selector${String(selector)}-contoso-com._domainkey.contoso.${letter}-v1.dkim.mail.microsoft`;
    const dkim = (dkimSelector1Target: string, dkimSelector2Target: string) =>
      codes(withDomain({ dkimSelector1Target, dkimSelector2Target }));
    const mismatch = ['PRO-E-DKIM-MISMATCH domains.0.dkimSelector2Target'];
    expect(dkim(next(1, 'n'), next(2, 'n'))).toEqual([]);
    expect(dkim(next(1, 'n'), next(2, 'r'))).toEqual(mismatch);
    expect(dkim(next(1, 'n'), domain().dkimSelector2Target)).toEqual(mismatch);
    expect(dkim(next(2, 'n'), next(1, 'n'))).toEqual([
      'PRO-E-BAD-DKIM-TARGET domains.0.dkimSelector1Target',
      'PRO-E-BAD-DKIM-TARGET domains.0.dkimSelector2Target',
    ]);
  });

  it('wants exactly one primary domain and each name once', () => {
    const secondary = (name: string) => domain({ name, role: 'secondary' });
    expect(codes(profile({ domains: [secondary('contoso.com')] }))).toEqual(['PRO-E-NO-PRIMARY domains']);
    expect(codes(profile({ domains: [domain(), domain({ name: 'b.example' })] }))).toEqual([
      'PRO-E-MANY-PRIMARIES domains.1.role',
    ]);
    expect(codes(profile({ domains: [domain(), secondary('Contoso.COM')] }))).toEqual([
      'PRO-E-DUPLICATE-DOMAIN domains.1.name',
    ]);
  });

  it('wants a parent for a subdomain and no mail for a parked domain', () => {
    const child = emptyDomain('news.contoso.com', 'subdomain');
    expect(codes(profile({ domains: [domain(), child] }))).toEqual([]);
    const orphan = emptyDomain('news.b.example', 'subdomain');
    expect(codes(profile({ domains: [domain(), orphan] }))).toEqual(['PRO-W-NO-PARENT domains.1.role']);
    const parked = { ...emptyDomain('b.example', 'parked'), sends: true };
    expect(codes(profile({ domains: [domain(), parked] }))).toEqual(['PRO-E-PARKED-IN-USE domains.1.role']);
  });

  it('doubts an authoritative domain while recipients are on-premises', () => {
    const value = { ...withDomain({ acceptedDomainType: 'Authoritative' }), recipientCountOnPrem: 45 };
    expect(codes(value)).toEqual(['PRO-W-AUTHORITATIVE domains.0.acceptedDomainType']);
  });

  it('looks at one domain alone, with the path of its place', () => {
    const bad = domain({ name: 'b.example', role: 'secondary', verificationTxt: 'x' });
    const value = profile({ domains: [domain(), bad] });
    expect(domainFindings(bad, value, 1)).toMatchObject([{ path: 'domains.1.verificationTxt' }]);
  });

  it('finds the same while a person types, whatever was found before', () => {
    const findingsOf = createProfileFindings();
    const bad = domain({ name: 'b.example', role: 'secondary', verificationTxt: 'x' });
    const first = profile({ domains: [domain(), bad] });
    const edits = [
      first,
      { ...first, domains: [bad, domain()] },
      { ...first, cloud: 'gcchigh' as const },
      { ...first, recipientCountOnPrem: 45 },
      { ...first, domains: [domain({ acceptedDomainType: 'Authoritative' })], recipientCountOnPrem: 45 },
      { ...first, domains: [domain({ acceptedDomainType: 'Authoritative' })], recipientCountOnPrem: 0 },
    ];
    for (const edit of edits) expect(findingsOf(edit)).toEqual(profileFindings(edit));
  });
});

describe('findings about servers and certificate', () => {
  it.each<[Partial<Profile>, string]>([
    [{ onPremPublicIps: ['10.1.2.3'] }, 'PRO-E-NON-PUBLIC-IP onPremPublicIps.0'],
    [{ onPremPublicIps: ['fd00::1'] }, 'PRO-E-NON-PUBLIC-IP onPremPublicIps.0'],
    [{ onPremPublicIps: ['131.107.21.231', '131.107.21.231'] }, 'PRO-W-DUPLICATE onPremPublicIps.1'],
    [{ onPremInboundHost: 'c.mail.protection.outlook.com' }, 'PRO-E-INBOUND-IS-EOP onPremInboundHost'],
    [{ onPremSmtpHosts: ['ex 01'] }, 'PRO-E-BAD-HOST onPremSmtpHosts.0'],
    [{ exchangeBuild: '2019 CU14' }, 'PRO-E-PATTERN exchangeBuild'],
    [{ tenantName: 'contoso.onmicrosoft.com' }, 'PRO-E-PATTERN tenantName'],
    [{ tenantId: 'contoso' }, 'PRO-E-PATTERN tenantId'],
    [{ onPremPlatform: 'exchange2016' }, 'PRO-W-OLD-EXCHANGE onPremPlatform'],
    [
      { onPremPlatform: 'nonExchange', hybridTopology: 'classicFull' },
      'PRO-W-HYBRID-PLATFORM hybridTopology',
    ],
    [{ hybridTopology: 'minimalOrExpress' }, 'PRO-I-NO-CONNECTORS hybridTopology'],
    [{ autodiscoverTarget: 'autodiscover.outlook.com' }, 'PRO-W-AUTODISCOVER-CLOUD autodiscoverTarget'],
    [{ legacySmartHost: 'a b' }, 'PRO-E-BAD-HOST legacySmartHost'],
    [{ cmtEnabled: true }, 'PRO-E-CENTRALISED cmtEnabled'],
    [{ recipientCountCloud: 0 }, 'PRO-W-ONE-SIDE recipientCountCloud'],
    [{ recipientCountOnPrem: 0 }, 'PRO-W-ONE-SIDE recipientCountOnPrem'],
    [{ tlsCertSubject: 'mail.fabrikam.example' }, 'PRO-E-CERT-NOT-ACCEPTED tlsCertSubject'],
    [{ tlsCertExpiry: '2026-12-01' }, 'PRO-E-CERT-EXPIRES tlsCertExpiry'],
    [{ tlsCertExpiry: '2027-02-28' }, 'PRO-W-CERT-EXPIRES-SOON tlsCertExpiry'],
    [{ tlsCertExpiry: '30.09.2027' }, 'PRO-E-BAD-DATE tlsCertExpiry'],
    [{ tlsCertThumbprint: 'ABC' }, 'PRO-E-PATTERN tlsCertThumbprint'],
  ])('%j', (changes, expected) => {
    expect(codes(profile(changes))).toEqual([expected]);
  });

  it('accepts a smart host by address, and a certificate by a further name or a wildcard', () => {
    expect(codes(profile({ legacySmartHost: '192.0.2.1' }))).toEqual([]);
    expect(codes(profile({ tlsCertSubject: 'x.example', tlsCertSans: ['*.contoso.com'] }))).toEqual([]);
  });

  it('refuses a host of the filter as the way to the servers', () => {
    const filter = withThirdParty({ mxHosts: [{ preference: 10, host: 'MX1.filter.example.' }] });
    expect(codes({ ...filter, onPremInboundHost: 'mx1.filter.example' })).toContain(
      'PRO-E-INBOUND-IS-MX onPremInboundHost',
    );
  });
});

describe('findings about the third party', () => {
  it.each<[Parameters<typeof withThirdParty>[0], string]>([
    [
      { mxHosts: [{ preference: null, host: 'mx1.filter.example' }] },
      'PRO-E-NO-PREFERENCE thirdParty.mxHosts.0.preference',
    ],
    [{ egressIps: ['203.0.113.300'] }, 'PRO-E-BAD-IP thirdParty.egressIps.0'],
    [{ egressIps: ['10.0.0.0/24'] }, 'PRO-W-NON-PUBLIC-IP thirdParty.egressIps.0'],
    [{ egressIps: ['203.0.112.0/23'] }, 'PRO-W-CONNECTOR-WIDTH thirdParty.egressIps.0'],
    [{ egressIps: ['2001:db8::/48'] }, 'PRO-I-CONNECTOR-IPV6 thirdParty.egressIps.0'],
    [{ tlsCertName: '*' }, 'PRO-E-BAD-HOST thirdParty.tlsCertName'],
    [{ spfMode: 'ip' }, 'PRO-E-SPF-MODE-EMPTY thirdParty.spfMode'],
    [{ spfMode: 'include' }, 'PRO-E-SPF-MODE-EMPTY thirdParty.spfMode'],
    [{ spfMode: 'none' }, 'PRO-E-NO-SPF-REASON thirdParty.spfReason'],
    [
      { spfMode: 'none', spfReason: 'Receives only.', sendsAsDomain: true },
      'PRO-W-SENDS-NOT-IN-SPF thirdParty.spfMode',
    ],
    [{ spfIps: ['203.0.113.9-203.0.113.1'] }, 'PRO-E-BAD-IP thirdParty.spfIps.0'],
    [{ spfIncludes: ['spf filter.example'] }, 'PRO-E-BAD-HOST thirdParty.spfIncludes.0'],
    [{ arcSealDomain: 'contoso.com' }, 'PRO-E-ARC-OWN-DOMAIN thirdParty.arcSealDomain'],
    [{ modifiesMessages: true }, 'PRO-I-NO-ARC thirdParty.arcSealDomain'],
    [{ recipientValidation: 'none' }, 'PRO-E-NO-VALIDATION-REASON thirdParty.recipientValidationReason'],
    [{ valuesDate: '2026-10-24' }, 'PRO-W-OLD-VALUES thirdParty.valuesDate'],
    [{ valuesDate: '2026-12-24' }, 'PRO-W-FUTURE-DATE thirdParty.valuesDate'],
    [{ valuesDate: '2026-02-30' }, 'PRO-E-BAD-DATE thirdParty.valuesDate'],
  ])('%j', (changes, expected) => {
    expect(codes(withThirdParty(changes))).toEqual([expected]);
  });

  it('accepts what vendors give: underscores in includes, ranges, wildcard certificates', () => {
    const value = withThirdParty({
      spfMode: 'both',
      spfIps: ['203.0.113.1-203.0.113.9'],
      spfIncludes: ['_spf.filter.example'],
      tlsCertName: '*.filter.example',
      valuesDate: '2026-10-25',
    });
    expect(codes(value)).toEqual([]);
  });

  it('calls nothing old without a clock', () => {
    expect(profileFindings(withThirdParty({ valuesDate: '2020-01-01' }))).toEqual([]);
  });
});

describe('findings about the work', () => {
  it.each<[Partial<Profile>, string]>([
    [{ changeWindowStart: '2026-12-05 20:00' }, 'PRO-E-BAD-TIME changeWindowStart'],
    [{ changeWindowEnd: '2026-12-05T19:00+01:00' }, 'PRO-E-WINDOW-ORDER changeWindowEnd'],
    [{ rollbackDeadline: '2026-12-05T19:00+01:00' }, 'PRO-E-DEADLINE-EARLY rollbackDeadline'],
    [{ rollbackDeadline: '2026-12-20T19:00+01:00' }, 'PRO-W-DEADLINE-LATE rollbackDeadline'],
    [{ timeZone: '+01:00' }, 'PRO-E-BAD-TIME-ZONE timeZone'],
    [{ timeZone: 'Europe/Atlantis' }, 'PRO-E-BAD-TIME-ZONE timeZone'],
    [{ soakDays: 31 }, 'PRO-E-SOAK-RANGE soakDays'],
    [{ customerName: 'x'.repeat(121) }, 'PRO-E-TOO-LONG customerName'],
    [
      { customerApprover: { name: '', role: '', email: 'head of it' } },
      'PRO-E-BAD-EMAIL customerApprover.email',
    ],
    [{ openItems: [{ text: '', owner: '', due: 'soon' }] }, 'PRO-E-BAD-DATE openItems.0.due'],
    [{ spfAllPolicy: '~all' }, 'PRO-E-NO-SOFTFAIL-REASON spfAllReason'],
    [{ dmarcRua: 'mailto:dmarc' }, 'PRO-E-BAD-EMAIL dmarcRua'],
    [{ pilotRecipients: ['a@b@c'] }, 'PRO-E-BAD-EMAIL pilotRecipients.0'],
    [{ eopRangesDate: '2026-01-01' }, 'PRO-W-OLD-RANGES eopRangesDate'],
    [{ eopRanges: ['198.51.100.0/33'] }, 'PRO-E-BAD-CIDR eopRanges.0'],
    [{ testMailboxCloud: 'test@example.net' }, 'PRO-W-FOREIGN-MAILBOX testMailboxCloud'],
    [{ externalTestMailbox: 'test@contoso.com' }, 'PRO-W-OWN-EXTERNAL-MAILBOX externalTestMailbox'],
    [{ lookupCosts: { 'spf crm': 1 } }, 'PRO-E-BAD-HOST lookupCosts.spf crm'],
    [
      { directSendUsers: [{ name: 'Scanner', ip: '192.0.2.1', plan: '' }] },
      'PRO-W-NO-DIRECT-SEND-PLAN directSendUsers.0.plan',
    ],
  ])('%j', (changes, expected) => {
    expect(codes(profile(changes))).toEqual([expected]);
  });

  it('refuses one mailbox for both sides', () => {
    const both = { testMailboxCloud: 'test@contoso.com', testMailboxOnPrem: 'Test@contoso.com' };
    expect(codes(profile(both))).toEqual(['PRO-E-SAME-TEST-MAILBOX testMailboxOnPrem']);
  });

  const sender = (term: string, only = '') =>
    profile({ otherSenders: [{ name: 'CRM', owner: 'Sales', term, domain: only, path: 'direct' }] });

  it.each([
    ['192.0.2.300', 'PRO-E-BAD-IP otherSenders.0.term'],
    ['include:spf crm', 'PRO-E-BAD-HOST otherSenders.0.term'],
    ['the CRM', 'PRO-E-BAD-SENDER-TERM otherSenders.0.term'],
    ['ip6:2001:db8::/129', 'PRO-E-BAD-CIDR otherSenders.0.term'],
  ])('wants an SPF term of another sender, not %s', (term, expected) => {
    expect(codes(sender(term))).toEqual([expected]);
  });

  it.each([
    ...['192.0.2.1', '2001:db8::/64', 'include:_spf.crm.example', 'ip4:192.0.2.1'],
    ...['exists:%{i}.spf.example', 'a:x.example', ''],
  ])('accepts %j as an SPF term', (term) => {
    expect(codes(sender(term, 'contoso.com'))).toEqual([]);
  });

  it('warns of a sender domain that is not in the profile', () => {
    expect(codes(sender('', 'b.example'))).toEqual(['PRO-W-SENDER-DOMAIN otherSenders.0.domain']);
  });

  it('names the other scenario once the answers decide for it', () => {
    const answers = { ...emptyProfile('x').scenarioAnswers, mailboxLocations: 'cloud' as const };
    expect(codes(profile({ scenarioAnswers: answers }))).toEqual([]);
    const decided = profile({ scenarioAnswers: { ...answers, mxTarget: 'eop' } });
    expect(codes(decided)).toEqual(['PRO-W-OTHER-SCENARIO scenarioAnswers']);
    expect(messages(decided)[0]).toContain('All mailboxes in Microsoft 365');
  });
});
