import { describe, expect, it } from 'vitest';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import { createRecordsDeriver, deriveDomainRecords } from '../../../shared/records/derive.ts';

const contoso = (): Profile => ({
  ...emptyProfile('Contoso AG'),
  domains: [emptyDomain('contoso.com', 'primary')],
  onPremPublicIps: ['131.107.21.231'],
  thirdParty: {
    ...emptyProfile('').thirdParty,
    spfMode: 'ip',
    spfIps: ['10.10.10.1'],
    spfIncludes: ['spf.filter.example'],
    mxHosts: [
      { preference: null, host: '' },
      { preference: 20, host: 'mx2.filter.example' },
      { preference: 10, host: 'MX1.filter.example.' },
    ],
  },
});
const first = (profile: Profile) => {
  const [domain] = profile.domains;
  if (!domain) throw new Error('the sample has a domain');
  return deriveDomainRecords(profile, domain);
};

describe('records of a domain', () => {
  it('composes the corrected record of the seed and puts the finding at the profile value', () => {
    const { planned } = first(contoso()).spf;
    expect(planned.record).toBe(
      'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all',
    );
    expect(planned.findings.map(({ code, path }) => [code, path])).toEqual([
      ['SPF-W-NON-PUBLIC-IP', 'thirdParty.spfIps.0'],
    ]);
  });

  it('takes the third party by include, by address, by both or not at all, as the mode says', () => {
    const record = (spfMode: Profile['thirdParty']['spfMode']) => {
      const profile = contoso();
      return first({ ...profile, thirdParty: { ...profile.thirdParty, spfMode } }).spf.planned.record;
    };
    const office = 'include:spf.protection.outlook.com';
    expect(record('include')).toBe(`v=spf1 ip4:131.107.21.231 ${office} include:spf.filter.example -all`);
    expect(record('both')).toBe(
      `v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 ${office} include:spf.filter.example -all`,
    );
    expect(record('none')).toBe(`v=spf1 ip4:131.107.21.231 ${office} -all`);
    expect(record(null), 'while undecided nothing typed is left out').toBe(record('both'));
  });

  it('says which terms of a torn record wait for its repair, and nothing once it is accepted', () => {
    const torn =
      'v= ipv4: 131.107.21.231 spf1 include:spf.protection.outlook.com include:spf.other.example -all';
    const findings = (currentSpf: string) =>
      first({
        ...contoso(),
        domains: [{ ...emptyDomain('contoso.com', 'primary'), currentSpf: [currentSpf] }],
      }).spf.planned.findings.filter(({ code }) => code === 'SPF-W-WAITS-FOR-REPAIR');
    expect(findings(torn).map(({ token }) => token)).toEqual(['include:spf.other.example']);
    expect(findings('v=spf1 ip4:131.107.21.231 include:spf.other.example -all')).toEqual([]);
    expect(findings('google-site-verification=contoso')).toEqual([]);
  });

  it('says what the DNS host of the profile does with a record that is too long for one string', () => {
    const many = Array.from({ length: 20 }, (_, index) => `203.0.113.${String(2 * index + 1)}`);
    const told = (provider: string, onPremPublicIps = many) => {
      const profile = contoso();
      return first({
        ...profile,
        onPremPublicIps,
        dnsHost: { ...profile.dnsHost, provider },
      }).spf.planned.findings.flatMap(({ code, path, source }) =>
        code.includes('HOST') ? [`${code} ${path ?? ''} ${source}`] : [],
      );
    };
    expect(told('Cloudflare')).toEqual([
      expect.stringMatching(/^SPF-I-HOST-SPLITS dnsHost\.provider .*read 2026/u),
    ]);
    expect(told('WordPress.com')).toEqual([expect.stringMatching(/^SPF-W-HOST-LIMIT dnsHost\.provider /u)]);
    expect(told('AWS Route 53'), 'within its limit').toEqual([]);
    expect(told('Example DNS'), 'nothing known').toEqual([]);
    expect(told('WordPress.com', ['203.0.113.1']), 'short enough').toEqual([]);
  });

  it('orders the planned MX set by preference and names what must go', () => {
    const profile = contoso();
    const [domain] = profile.domains;
    const records = first({
      ...profile,
      domains: [
        {
          ...(domain ?? emptyDomain('', 'primary')),
          currentMx: [{ preference: 10, host: 'mail.contoso.com' }],
        },
      ],
    });
    expect(records.mx.planned).toEqual([
      { preference: 10, host: 'mx1.filter.example' },
      { preference: 20, host: 'mx2.filter.example' },
    ]);
    expect(records.mx.remove).toEqual([{ preference: 10, host: 'mail.contoso.com' }]);
    expect(records.mx.findings.map(({ code, path }) => [code, path])).toEqual([
      ['MX-W-TRAILING-DOT', 'thirdParty.mxHosts.2.host'],
    ]);
  });

  it('gives a parked domain a record that lets nobody send, and the null MX', () => {
    const profile = { ...contoso(), domains: [emptyDomain('parked.example', 'parked')] };
    expect(first(profile).spf.planned.record).toBe('v=spf1 -all');
    expect(first(profile).mx.planned).toEqual([{ preference: 0, host: '.' }]);
  });

  it('lists another sender only where it leaves by itself and for its own domain', () => {
    const sender = { name: 'CRM', owner: 'Sales', term: 'include:spf.crm.example', domain: '', path: null };
    const planned = (change: Partial<Profile['otherSenders'][number]>) =>
      first({ ...contoso(), otherSenders: [{ ...sender, ...change }] }).spf.planned.record;
    expect(planned({})).toContain(' include:spf.crm.example ');
    expect(first({ ...contoso(), otherSenders: [sender] }).spf.planned.findings).toHaveLength(1);
    expect(planned({ domain: 'Contoso.com' })).toContain(' include:spf.crm.example ');
    expect(planned({ domain: 'shop.contoso.com' })).not.toContain('spf.crm.example');
    expect(planned({ path: 'viaM365' })).not.toContain('spf.crm.example');
    expect(planned({ term: '198.51.100.7' })).toContain(' ip4:198.51.100.7 ');
  });
});

describe('deriver', () => {
  it('composes only what changed', () => {
    const derive = createRecordsDeriver();
    const profile = {
      ...contoso(),
      domains: [emptyDomain('contoso.com', 'primary'), emptyDomain('b.example', 'secondary')],
    };
    const [before, other] = derive(profile);
    const edited = {
      ...profile,
      domains: profile.domains.map((domain, index) =>
        index === 0 ? { ...domain, currentSpf: ['v=spf1 a -all'] } : domain,
      ),
    };
    const [after, same] = derive(edited);
    expect(same).toBe(other);
    expect(after).not.toBe(before);
    expect(after?.spf.planned.record).toContain(' a -all');
  });

  it('composes all again when a value changes that every record depends on, and none for any other', () => {
    const derive = createRecordsDeriver();
    const profile = contoso();
    const [before] = derive(profile);
    expect(derive({ ...profile, customerName: 'Contoso Ltd' })[0]).toBe(before);
    const [after] = derive({ ...profile, onPremPublicIps: ['203.0.113.9'] });
    expect(after?.spf.planned.record).toContain(' ip4:203.0.113.9 ');
    const thirdParty = { ...profile.thirdParty, mxHosts: [{ preference: 5, host: 'mx.filter.example' }] };
    expect(derive({ ...profile, thirdParty })[0]?.mx.planned).toEqual([
      { preference: 5, host: 'mx.filter.example' },
    ]);
  });

  it('gives a domain that another sender names its own senders, and the others none of them', () => {
    const sender = {
      name: 'Shop',
      owner: 'Sales',
      term: '198.51.100.7',
      domain: 'b.example',
      path: null,
    };
    const domains = [emptyDomain('contoso.com', 'primary'), emptyDomain('b.example', 'secondary')];
    const [own, shop] = createRecordsDeriver()({ ...contoso(), domains, otherSenders: [sender] });
    expect(own?.spf.planned.record).not.toContain('198.51.100.7');
    expect(shop?.spf.planned.record).toContain(' ip4:198.51.100.7 ');
  });

  it('reads a domain that stays the same again when the cloud changes', () => {
    const derive = createRecordsDeriver();
    const noted = {
      ...emptyDomain('contoso.com', 'primary'),
      currentSpf: ['v=spf1 include:spf.crm.example ~all'],
    };
    const profile = { ...contoso(), domains: [noted] };
    derive(profile);
    const moved: Profile = { ...profile, cloud: 'gcchigh' };
    expect(derive(moved)).toEqual([first(moved)]);
    expect(derive(moved)[0]?.spf.planned.record).toContain('include:spf.protection.office365.us');
  });
});

describe('records of a domain whose SPF is held back', () => {
  const domain = emptyDomain('contoso.com', 'primary');
  const other = { ...emptyDomain('shop.example', 'secondary'), currentSpf: ['v=spf1 mx -all'] };
  const profile = { ...contoso(), domains: [domain, other] };
  it('plan no SPF, and say so at the place where it can be entered', () => {
    const { spf, mx } = deriveDomainRecords(profile, domain, { heldBack: true });
    expect([spf.planned.record, spf.planned.changes]).toEqual([null, []]);
    expect(spf.planned.findings).toContainEqual(
      expect.objectContaining({ code: 'SPF-E-EXISTING-UNREAD', path: 'domains.0.currentSpf' }),
    );
    expect(mx).toEqual(deriveDomainRecords(profile, domain).mx);
  });
  it('are the same in the list of all domains, which is as before once nothing is held back', () => {
    const derive = createRecordsDeriver();
    const free = derive(profile);
    const [own, shop] = derive(profile, new Set(['contoso.com']));
    expect(own).toEqual(deriveDomainRecords(profile, domain, { heldBack: true }));
    expect(shop).toBe(free[1]);
    expect(derive(profile)).toEqual(free);
  });
});
