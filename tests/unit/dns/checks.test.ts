import { describe, expect, it } from 'vitest';
import {
  judge,
  plannedChecks,
  type Check,
  type Judgement,
  type PlannedRecords,
} from '../../../shared/dns/checks.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import type { DnsOutcome } from '../../../shared/dns/types.ts';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import type { DnsCheckId } from '../../../shared/runbook/step.ts';
import { answerTo, type AnswerOptions } from './answers.ts';

const SPF = 'v=spf1 ip4:131.107.21.231 include:spf.protection.outlook.com include:_spf.filter.example -all';
const MX = [
  { preference: 10, host: 'mx1.filter.example' },
  { preference: 20, host: 'mx2.filter.example' },
];

interface Values {
  readonly profile?: Partial<Profile>;
  readonly domain?: Partial<DomainProfile>;
  readonly planned?: PlannedRecords;
}

const checksFor = (id: DnsCheckId, { profile, domain, planned }: Values = {}): Check[] =>
  plannedChecks(
    {
      ...emptyProfile('Contoso'),
      ...profile,
      domains: [{ ...emptyDomain('contoso.com', 'primary'), ...domain }],
    },
    { stepIds: [], domains: [] },
    {
      steps: [{ id: 'DNS-07', check: { dns: [id], text: '' } }],
      planned: () => planned ?? { mx: MX, spf: SPF },
    },
  );

const checkFor = (id: DnsCheckId, values: Values = {}): Check => {
  const [check] = checksFor(id, values);
  if (check === undefined) throw new Error(`${id} is not planned`);
  return check;
};

/** Judges with one list of records for each question, in order. */
const judged = (
  id: DnsCheckId,
  lists: ReadonlyArray<readonly string[]>,
  values: Values = {},
  options: AnswerOptions = {},
): Judgement => {
  const check = checkFor(id, values);
  return judge(
    check,
    check.questions.map((question, index) => answerTo(question, lists[index] ?? [], options)),
  );
};
const states = (judgement: Judgement): string[] =>
  judgement.terms.map(({ term, state }) => `${state} ${term}`);

describe('MX', () => {
  it('compares a set of preference and host', () => {
    const result = judged('mx-planned', [['20 mx2.filter.example', '10 mx1.filter.example']]);
    expect(result).toMatchObject({
      verdict: 'matching',
      expected: ['10 mx1.filter.example', '20 mx2.filter.example'],
    });
  });

  it('ignores case and the trailing dot of what the profile holds', () => {
    const planned = { mx: [{ preference: 10, host: 'MX1.Filter.Example.' }], spf: SPF };
    expect(judged('mx-planned', [['10 mx1.filter.example']], { planned }).verdict).toBe('matching');
  });

  it('tells a left-over host and a missing one, term by term', () => {
    const result = judged('mx-planned', [['10 mx1.filter.example', '50 mail.contoso.com']]);
    expect(result.verdict).toBe('differing');
    expect(states(result)).toEqual([
      'same 10 mx1.filter.example',
      'missing 20 mx2.filter.example',
      'extra 50 mail.contoso.com',
    ]);
    expect(result.summary).toBe(
      'The MX records differ. Missing: 20 mx2.filter.example. Not expected: 50 mail.contoso.com.',
    );
  });

  it('takes another preference for a difference', () => {
    const found = [['5 mx1.filter.example', '20 mx2.filter.example']];
    expect(judged('mx-planned', found).verdict).toBe('differing');
  });

  it('says that records are not there, and whether the name exists', () => {
    expect(judged('mx-planned', [[]]).summary).toBe('Not there: contoso.com has no MX record.');
    expect(judged('mx-planned', [[]], {}, { outcome: 'nxdomain' })).toMatchObject({
      verdict: 'differing',
      summary: 'Not there: the name contoso.com does not exist (NXDOMAIN).',
    });
  });

  it('has nothing to compare with while the profile holds no MX host', () => {
    const result = judged('mx-planned', [['10 mail.contoso.com']], { planned: { mx: [], spf: SPF } });
    expect(result).toMatchObject({ verdict: 'unanswered', found: ['10 mail.contoso.com'] });
    expect(result.summary).toContain("does not hold the third party's MX hosts yet");
  });
});

describe('an incomplete plan', () => {
  it('is not compared with: a preference that is not noted is not taken for 0', () => {
    const domain = { currentMx: [{ preference: null, host: 'mail.contoso.com' }] };
    const result = judged('mx-current', [['0 mail.contoso.com']], { domain });
    expect(result).toMatchObject({ verdict: 'unanswered', expected: [] });
    expect(result.summary).toContain('the preference of mail.contoso.com');
  });

  it("is not compared with: one of the third party's hosts can't be published", () => {
    const profile = emptyProfile('Contoso');
    const domain = emptyDomain('contoso.com', 'primary');
    profile.domains.push(domain);
    profile.thirdParty.mxHosts.push(...MX, { preference: 30, host: 'mx 3.filter.example' });
    expect(RUNBOOK_CHECKS.planned(profile, domain).mx).toEqual([]);
    profile.thirdParty.mxHosts.pop();
    expect(RUNBOOK_CHECKS.planned(profile, domain).mx).toEqual(MX);
  });
});

describe('SPF', () => {
  const spf = (...texts: string[]): Judgement => judged('spf-planned', [texts]);

  it('wants exactly the planned record, beside other TXT records', () => {
    expect(spf('MS=ms12345678', SPF)).toMatchObject({ verdict: 'matching', found: [SPF] });
    expect(spf(SPF.toUpperCase()).verdict).toBe('matching');
  });

  it('shows the difference term by term', () => {
    const result = spf('v=spf1 mx ip4:131.107.21.231 include:spf.protection.outlook.com ~all');
    expect(result.verdict).toBe('differing');
    expect(states(result)).toEqual([
      'same v=spf1',
      'same ip4:131.107.21.231',
      'same include:spf.protection.outlook.com',
      'missing include:_spf.filter.example',
      'missing -all',
      'extra mx',
      'extra ~all',
    ]);
  });

  it('counts a term that stands twice', () => {
    expect(states(spf(SPF.replace(' -all', ' include:_spf.filter.example -all')))).toContain(
      'extra include:_spf.filter.example',
    );
  });

  it('sees the same terms in another order', () => {
    const result = spf(
      'v=spf1 -all ip4:131.107.21.231 include:spf.protection.outlook.com include:_spf.filter.example',
    );
    expect(result).toMatchObject({ verdict: 'differing' });
    expect(result.summary).toContain('another order');
  });

  it('refuses two records even when one is the planned one', () => {
    const result = spf(SPF, 'v=spf1 -all');
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain('2 SPF records are published');
    expect(states(result)).toEqual([`same ${SPF}`, 'extra v=spf1 -all']);
  });

  it("does not take the document's torn example for an SPF record, and says why", () => {
    const torn = 'v= ipv4: 131.107.21.231 spf1 include:spf.protection.outlook.com -all';
    const result = spf(torn);
    expect(result).toMatchObject({ verdict: 'differing', found: [torn] });
    expect(result.summary).toContain('does not begin with “v=spf1 ”');
  });

  it('is no SPF record with a longer version word', () => {
    expect(spf('v=spf10 -all').summary).toContain('Not there');
  });

  it('finds the text noted before the change word by word, broken or not', () => {
    const noted = 'v=spf1 ipv4:10.10.10.1 ipv4: 131.107.21.231 -all';
    const values = { domain: { currentSpf: [noted] } };
    expect(judged('spf-current', [[noted, 'MS=ms1']], values).verdict).toBe('matching');
    expect(judged('spf-current', [[SPF]], values).verdict).toBe('differing');
    expect(judged('spf-current', [[noted, SPF]], values).verdict).toBe('differing');
  });
});

describe('tokens and policies', () => {
  const token = { domain: { verificationTxt: 'MS=ms12345678' } };

  it('wants exactly the ownership token', () => {
    expect(judged('verification-txt', [[SPF, 'MS=ms12345678']], token).verdict).toBe('matching');
    expect(judged('verification-txt', [[SPF, 'MS=ms123456789']], token).verdict).toBe('differing');
  });

  it.each<[string, readonly string[], string]>([
    [
      'one record with the policy and the address',
      ['v=DMARC1; p=none; rua=mailto:dmarc@contoso.com'],
      'matching',
    ],
    [
      'blanks, case and a second address',
      ['v=DMARC1;p=NONE ;rua=mailto:x@example.org,mailto:DMARC@contoso.com'],
      'matching',
    ],
    ['another policy', ['v=DMARC1; p=reject; rua=mailto:dmarc@contoso.com'], 'differing'],
    ['no policy, which counts as none', ['v=DMARC1; rua=mailto:dmarc@contoso.com'], 'matching'],
    ['no address', ['v=DMARC1; p=none'], 'differing'],
    ['two records', ['v=DMARC1; p=none; rua=mailto:dmarc@contoso.com', 'v=DMARC1; p=none'], 'differing'],
    ['a record of another version', ['v=DMARC10; p=none; rua=mailto:dmarc@contoso.com'], 'differing'],
    ['nothing', [], 'differing'],
  ])('DMARC: %s', (_name, texts, verdict) => {
    const profile = { dmarcPolicy: 'none', dmarcRua: 'dmarc@contoso.com' } as const;
    expect(judged('dmarc', [texts], { profile }).verdict).toBe(verdict);
  });

  it('DMARC: any policy will do while none is chosen', () => {
    expect(judged('dmarc', [['v=DMARC1; p=quarantine']]).verdict).toBe('matching');
  });

  it.each([
    ['several records', ['v=DMARC1; p=none', 'v=DMARC1; p=reject'], 'DMARC-E-MULTIPLE-RECORDS'],
    ['a version in small letters', ['v=dmarc1; p=none'], 'DMARC-E-NOT-RECOGNISED'],
    ['a tag given twice', ['v=DMARC1; p=none; p=none'], 'DMARC-E-DUPLICATE-TAG'],
  ])('DMARC: %s differ, with the code of the finding', (_, texts, code) => {
    const { verdict, summary } = judged('dmarc', [texts], { profile: { dmarcPolicy: 'none' } });
    expect(verdict).toBe('differing');
    expect(summary).toContain(code);
  });

  it('DMARC: no policy but an address for reports is p=none, and the text to publish is said', () => {
    const texts = ['v=DMARC1; rua=mailto:d@contoso.com'];
    const result = judged('dmarc', [texts], { profile: { dmarcPolicy: 'none' } });
    expect(result.verdict).toBe('matching');
    expect(result.summary).toContain(
      'Change to: v=DMARC1; p=none; rua=mailto:d@contoso.com (DMARC-W-NO-POLICY',
    );
    expect(judged('dmarc', [texts], { profile: { dmarcPolicy: 'reject' } }).verdict).toBe('differing');
  });

  it('parked: both records, and the first difference decides over a match', () => {
    const domain = { role: 'parked' } as const;
    const both = [['v=spf1 -all'], ['v=DMARC1; p=reject;']];
    expect(judged('parked', both, { domain }).verdict).toBe('matching');
    expect(judged('parked', [['v=spf1 -all'], []], { domain })).toMatchObject({
      verdict: 'differing',
      summary: 'Not there: _dmarc.contoso.com has no DMARC record.',
    });
  });

  it('MTA-STS and TLS reporting', () => {
    const profile = { mtaStsMode: 'testing', tlsRptRua: 'tlsrpt@contoso.com' } as const;
    const reports = ['v=TLSRPTv1; rua=mailto:tlsrpt@contoso.com'];
    const both = [['v=STSv1; id=20261124T0900;'], reports, ['203.0.113.80'], []];
    expect(judged('tls-reporting', both, { profile }).verdict).toBe('matching');
    expect(judged('tls-reporting', both.with(0, ['v=STSv1;']), { profile }).verdict).toBe('differing');
    const twice = judged('tls-reporting', both.with(1, [...reports, ...reports]), { profile });
    expect(twice).toMatchObject({ verdict: 'differing' });
    expect(twice.summary).toContain('TLSRPT-E-MULTIPLE-RECORDS');
    expect(judged('tls-reporting', both.with(2, []), { profile })).toMatchObject({
      verdict: 'differing',
      summary: 'Not there: mta-sts.contoso.com has no address (A or AAAA).',
    });
  });
});

describe('hosts', () => {
  const dkim = {
    domain: {
      dkimSelector1Target: 'Selector1-contoso-com._domainkey.contoso.onmicrosoft.com.',
      dkimSelector2Target: 'selector2-contoso-com._domainkey.contoso.onmicrosoft.com',
    },
  };
  const targets = [1, 2].map((n) => [`selector${n}-contoso-com._domainkey.contoso.onmicrosoft.com`]);

  it('DKIM: both selectors lead to the noted targets', () => {
    expect(judged('dkim', targets, dkim).verdict).toBe('matching');
    const wrong = judged('dkim', [targets[0] ?? [], ['elsewhere.example']], dkim);
    expect(wrong).toMatchObject({ verdict: 'differing' });
    expect(wrong.summary).toContain('selector2._domainkey.contoso.com points to elsewhere.example');
  });

  it('DKIM: nothing to compare with before the targets are noted', () => {
    const result = judged('dkim', targets);
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toContain('the target of selector1');
  });

  it.each<[string, readonly string[], string, string]>([
    ['an address of the profile', ['131.107.21.231'], '', 'matching'],
    ['an address in a block of the profile', ['203.0.113.9'], '', 'matching'],
    ['an address in a range of the profile', ['198.51.100.7'], '', 'matching'],
    ['an IPv6 address in another notation', [], '2001:db8:0:0::25', 'matching'],
    ['the address of the filter', ['192.0.2.10'], '', 'differing'],
    ['none', [], '', 'differing'],
  ])('inbound host: %s', (_name, a, aaaa, verdict) => {
    const profile = {
      onPremInboundHost: 'hybrid.contoso.com',
      onPremPublicIps: ['131.107.21.231', '203.0.113.0/28', '198.51.100.5-198.51.100.9', '2001:db8::25'],
    };
    expect(judged('inbound-host', [a, aaaa === '' ? [] : [aaaa]], { profile }).verdict).toBe(verdict);
  });

  it('an address proves the host although the other question stays open', () => {
    const check = checkFor('eop-host', { domain: { eopHost: 'contoso-com.mail.protection.outlook.com' } });
    const [a, aaaa] = check.questions;
    if (a === undefined || aaaa === undefined) throw new Error('A and AAAA are asked');
    const open = { outcome: 'timeout', elapsedMs: 5000 } as const;
    expect(judge(check, [answerTo(a, ['192.0.2.25']), answerTo(aaaa, [], open)]).verdict).toBe('matching');
    expect(judge(check, [answerTo(a, []), answerTo(aaaa, [], open)]).verdict).toBe('unanswered');
  });

  it('autodiscover: the alias, or the same address, still leads to the on-premises name', () => {
    const values = { profile: { autodiscoverTarget: 'mail.contoso.com' } };
    const found = (...lists: string[][]): Judgement => judged('autodiscover', lists, values);
    expect(found(['mail.contoso.com']).verdict).toBe('matching');
    expect(found(['autodiscover.outlook.com'])).toMatchObject({ verdict: 'differing' });
    expect(found([], ['131.107.21.231'], ['131.107.21.231']).verdict).toBe('matching');
    expect(found([], ['192.0.2.1'], ['131.107.21.231']).verdict).toBe('differing');
    expect(found([], [], ['131.107.21.231']).verdict).toBe('differing');
  });
});

it('is not asked where a name below the domain would be longer than DNS allows', () => {
  const name = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(52)}.example`;
  for (const id of ['dkim', 'dkim-keys'] as const)
    expect(checkFor(id, { domain: { name } }).unaskable, id).toMatch(/is not a domain name/u);
  expect(checkFor('mx-targets', { domain: { name } }).unaskable).toBeNull();
});

describe('TTL', () => {
  it('is the worst of a set whose records differ in it', () => {
    const check = checkFor('ttl-cutover', { domain: { cutoverTtl: 300, sends: false } });
    const [mx] = check.questions;
    if (mx === undefined) throw new Error('MX is asked');
    const answer = answerTo(mx, ['10 mx1.filter.example', '20 mx2.filter.example'], { ttl: 300 });
    const [first, second] = answer.records;
    if (first === undefined || second === undefined) throw new Error('two records');
    const mixed = { ...answer, records: [first, { ...second, ttl: 86_400 }] };
    expect(judge(check, [answer]).verdict).toBe('matching');
    expect(judge(check, [mixed]).verdict).toBe('differing');
  });

  const lists = [['10 mx1.filter.example'], [SPF]];

  it('is judged on the answer of an authoritative server alone', () => {
    expect(judged('ttl-cutover', lists, {}, { ttl: 300 }).verdict).toBe('matching');
    expect(judged('ttl-cutover', lists, {}, { ttl: 3600 }).verdict).toBe('differing');
    expect(judged('ttl-steady', lists, {}, { ttl: 3600 }).verdict).toBe('matching');
    expect(judged('ttl-steady', lists, {}, { ttl: 300 }).verdict).toBe('differing');
    expect(judged('ttl-cutover', lists, {}, { ttl: null }).verdict).toBe('unanswered');
    const cached = judged('ttl-cutover', lists, {}, { ttl: 120, aa: false });
    expect(cached.verdict).toBe('unanswered');
    expect(cached.summary).toContain('the TTL counts down (120 s left)');
  });
});

describe('what can not be known', () => {
  it.each<[DnsOutcome, AnswerOptions, string]>([
    ['timeout', { elapsedMs: 3000 }, 'ns1 (192.0.2.53) did not answer in 3 s (UDP and TCP).'],
    ['unreachable', {}, "ns1 (192.0.2.53) can't be reached."],
    ['offline', {}, 'This computer has no network'],
    ['servfail', { rcode: 'SERVFAIL' }, 'could not find out about contoso.com (SERVFAIL)'],
    ['refused', { rcode: 'REFUSED' }, 'refuses to answer for contoso.com (REFUSED)'],
    ['not-auth', { rcode: 'NOTAUTH' }, 'not responsible for contoso.com (NOTAUTH)'],
    ['format-error', { rcode: 'FORMERR' }, 'did not understand the question (FORMERR)'],
    ['referral', {}, 'only points to other servers'],
    ['alias', {}, 'contoso.com is an alias'],
    ['malformed', {}, 'no answer to this question'],
    ['cancelled', {}, 'stopped before ns1 (192.0.2.53) answered'],
  ])('%s leaves the check unanswered and says why', (outcome, options, words) => {
    const result = judged('mx-planned', [[]], {}, { ...options, outcome });
    expect(result).toMatchObject({ verdict: 'unanswered', found: [], terms: [] });
    expect(result.summary).toContain(words);
  });

  it('a proved difference outweighs an open point, an open point a match', () => {
    const check = checkFor('parked', { domain: { role: 'parked' } });
    const [spf, dmarc] = check.questions;
    if (spf === undefined || dmarc === undefined) throw new Error('two questions are asked');
    const open = answerTo(dmarc, [], { outcome: 'timeout' });
    expect(judge(check, [answerTo(spf, ['v=spf1 +all']), open]).verdict).toBe('differing');
    const matching = judge(check, [answerTo(spf, ['v=spf1 -all']), open]);
    expect(matching).toMatchObject({ verdict: 'unanswered', deciding: open });
  });

  it('will not judge without all answers', () => {
    expect(() => judge(checkFor('parked', { domain: { role: 'parked' } }), [])).toThrow(RangeError);
  });
});

describe('which checks are planned', () => {
  it('asks in A-labels, lower case, without the final dot', () => {
    const check = checkFor('mx-planned', { domain: { name: ' Müller.Example. ' } });
    expect(check.questions).toEqual([{ name: 'xn--mller-kva.example', type: 'MX' }]);
    expect(check.domain).toBe(' Müller.Example. ');
  });

  it('leaves out domains that a check does not speak about', () => {
    expect(checksFor('mx-planned', { domain: { role: 'parked' } })).toEqual([]);
    expect(checksFor('dkim', { domain: { sends: false } })).toEqual([]);
    expect(checksFor('parked')).toEqual([]);
  });

  it('asks nothing about a host that is no name, and says so', () => {
    expect(checkFor('eop-host', { domain: { eopHost: 'a..b' } })).toMatchObject({
      questions: [],
      unaskable: expect.stringContaining('“a..b” is not a domain name') as string,
    });
  });
});
