import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  judgementOf,
  plannedChecks,
  type Judgement,
  type PlannedRecords,
} from '../../../shared/dns/checks.ts';
import { blockListOf, type BlockList } from '../../../shared/dns/block-lists.ts';
import { blockLists } from '../../../shared/dns/follow/block-lists.ts';
import { keyTag } from '../../../shared/dns/follow/dnssec.ts';
import { questionKey } from '../../../shared/dns/question.ts';
import type { DnsAnswer, DnsLookup } from '../../../shared/dns/types.ts';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import type { DnsCheckId } from '../../../shared/runbook/step.ts';
import { portOf, type AnswerOptions } from './answers.ts';

const SPF = 'v=spf1 ip4:198.51.100.25 include:spf.protection.outlook.com include:spf.filter.example -all';
const planned: PlannedRecords = {
  mx: [
    { preference: 10, host: 'mx1.filter.example' },
    { preference: 20, host: 'mx2.filter.example' },
  ],
  spf: SPF,
};
type Entries = Readonly<Record<string, readonly string[] | AnswerOptions>>;
interface Values {
  readonly profile?: Partial<Profile>;
  readonly domain?: Partial<DomainProfile>;
  readonly planned?: PlannedRecords;
  readonly nonePublished?: readonly string[];
}

const profileOf = ({ profile, domain }: Values): Profile => ({
  ...emptyProfile('Contoso'),
  onPremPublicIps: ['198.51.100.25'],
  onPremInboundHost: 'mail.contoso.com',
  mtaStsMode: 'testing',
  ...profile,
  domains: [{ ...emptyDomain('contoso.com', 'primary'), ...domain }],
});

/** Carries a check out over what `entries` answer. */
const carryOut = async (
  id: DnsCheckId,
  entries: Entries | DnsLookup,
  values: Values = {},
): Promise<Judgement> => {
  const port =
    'lookup' in entries && typeof entries.lookup === 'function' ? entries : portOf(entries as Entries);
  const [check] = plannedChecks(
    profileOf(values),
    { stepIds: ['VER-01'], domains: [], nonePublished: values.nonePublished },
    {
      steps: [{ id: 'VER-01', check: { dns: [id], text: '' } }],
      planned: () => values.planned ?? planned,
    },
  );
  if (!check?.follow) throw new Error(`${id} does not follow what it finds`);
  const answers = new Map<string, DnsAnswer>();
  return judgementOf(
    await check.follow({
      ownPort: 53,
      given: (question) => answers.get(questionKey(question)),
      port: {
        lookup: async (question, options) => {
          const answer = await (port as DnsLookup).lookup(question, options);
          answers.set(questionKey(question), answer);
          return answer;
        },
      },
    }),
  );
};

const filter: Entries = {
  'MX contoso.com': ['10 mx1.filter.example', '20 mx2.filter.example'],
  'A mx1.filter.example': ['203.0.113.1'],
  'A mx2.filter.example': ['203.0.113.2'],
  'AAAA mx2.filter.example': ['2001:db8::2'],
};
const servfail: AnswerOptions = { outcome: 'servfail', rcode: 'SERVFAIL' };

describe('mx-targets', () => {
  it('matches when each host has public addresses of its own', async () => {
    const result = await carryOut('mx-targets', filter);
    expect(result).toMatchObject({
      verdict: 'matching',
      summary: 'mx1.filter.example has 203.0.113.1. mx2.filter.example has 203.0.113.2 and 2001:db8::2.',
    });
  });

  it.each([
    ['an alias', { 'A mx1.filter.example': ['CNAME host.filter.example', '203.0.113.1'] }, 'is an alias'],
    ['no address', { 'A mx1.filter.example': [], 'TXT mx1.filter.example': ['x'] }, 'has no address'],
    ['a private address', { 'A mx1.filter.example': ['10.1.1.1'] }, 'private address'],
    ['an address in place of a name', { 'MX contoso.com': ['10 203.0.113.1'] }, 'is an address'],
    ['no host name', { 'MX contoso.com': ['10 mx\\032one.filter.example'] }, 'is not a host name'],
  ])('tells %s', async (_, entries, words) => {
    const result = await carryOut('mx-targets', { ...filter, ...entries });
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain(words);
  });

  it('says that there is no MX record', async () => {
    expect(await carryOut('mx-targets', { 'TXT contoso.com': ['x'] })).toMatchObject({
      verdict: 'differing',
      summary: 'Not there: contoso.com has no MX record.',
    });
  });

  it('leaves open what a server would not tell, and names the question', async () => {
    const result = await carryOut('mx-targets', { ...filter, 'A mx1.filter.example': servfail });
    expect(result).toMatchObject({
      verdict: 'unanswered',
      deciding: { question: { name: 'mx1.filter.example' } },
    });
  });

  it('tells name servers that publish different sets, with the set of each', async () => {
    const port = portOf({
      ...filter,
      'NS contoso.com': ['ns1.contoso.com', 'ns2.contoso.com'],
      'A ns1.contoso.com': ['192.0.2.1'],
      'A ns2.contoso.com': ['192.0.2.2'],
    });
    const result = await carryOut('mx-targets', {
      lookup: async (question, options) => {
        const answer = await port.lookup(question, options);
        const old = options?.server?.address === '192.0.2.2' && question.type === 'MX';
        const [record] = answer.records;
        return old && record ? { ...answer, records: [{ ...record, value: '10 mail.contoso.com' }] } : answer;
      },
    });
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain('ns2.contoso.com (192.0.2.2): 10 mail.contoso.com');
  });

  it('looks at the hosts of the plan before any MX names them', async () => {
    const before: Entries = {
      ...filter,
      'MX contoso.com': ['10 mail.contoso.com'],
      'A mx2.filter.example': [],
      'AAAA mx2.filter.example': [],
    };
    const result = await carryOut('mx-targets-planned', before);
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain('“mx2.filter.example” has no address');
    expect((await carryOut('mx-targets-planned', filter)).verdict).toBe('matching');
    expect(await carryOut('mx-targets-planned', filter, { planned: { mx: [], spf: SPF } })).toMatchObject({
      verdict: 'unanswered',
    });
  });
});

describe('records that name thousands of hosts', () => {
  const many = (from: number): string[] =>
    Array.from({ length: 3000 }, (_, index) => `${from + index} mx${index}.hostile.example`);
  const counting = (entries: Entries): { readonly port: DnsLookup; readonly asked: string[] } => {
    const [inner, asked]: [DnsLookup, string[]] = [portOf(entries), []];
    const lookup: DnsLookup['lookup'] = (question, options) => {
      asked.push(`${question.type} ${question.name}`);
      const host = question.name.endsWith('.hostile.example') && question.type === 'A';
      return host
        ? portOf({ [`A ${question.name}`]: ['203.0.113.9'] }).lookup(question, options)
        : inner.lookup(question, options);
    };
    return { port: { lookup }, asked };
  };

  it('are followed to the 20 that senders try first; the others are counted, and nothing matches', async () => {
    const { port, asked } = counting({ 'MX contoso.com': many(100).toReversed() });
    const result = await carryOut('mx-targets', port);
    expect(asked.filter((question) => question.includes('hostile'))).toHaveLength(40);
    expect(asked).toContain('A mx19.hostile.example');
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toContain('2980 of 3000 MX records were not looked at');
    expect(result.deciding.question).toEqual({ name: 'contoso.com', type: 'MX' });
  });

  it('say so beside what differs', async () => {
    const { port } = counting({ 'MX contoso.com': ['0 203.0.113.1', ...many(100)] });
    const result = await carryOut('mx-targets', port);
    expect(result.verdict).toBe('differing');
    expect(result.summary).toMatch(/^2981 of 3001 MX records were not looked at.* is an address/u);
  });

  it('are named in part where they lead past the third party, and the plan is not asked about', async () => {
    const { port, asked } = counting({
      ...filter,
      'MX contoso.com': ['10 mx1.filter.example', ...many(100)],
    });
    const result = await carryOut('mx-only-planned', port);
    expect(asked.filter((question) => /filter|hostile/u.test(question))).toHaveLength(40);
    expect(result.verdict).toBe('differing');
    expect(result.summary).toMatch(/2980 of 3000 .*3000 MX records lead past .* and 2980 more\./u);
  });

  it('are followed no further in reports', async () => {
    const rua = Array.from({ length: 3000 }, (_, index) => `mailto:d@r${index}.hostile.example`).join(',');
    const { port, asked } = counting({
      'TXT _smtp._tls.contoso.com': [`v=TLSRPTv1; rua=${rua}`],
    });
    const result = await carryOut('tls-reports', port);
    expect(asked.filter((question) => question.startsWith('MX '))).toHaveLength(20);
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toContain('2980 of 3000 addresses for reports were not looked at');
  });
});

describe('mx-only-planned', () => {
  it('matches whatever the preference, as long as no other host is there', async () => {
    const found = { ...filter, 'MX contoso.com': ['5 mx1.filter.example', '20 mx2.filter.example'] };
    expect(await carryOut('mx-only-planned', found)).toMatchObject({
      verdict: 'matching',
      summary: 'No MX record leads past the third party.',
    });
  });

  it.each([
    ['contoso-com.mail.protection.outlook.com', 'back door to Microsoft 365'],
    ['contoso-com.o-v1.mx.microsoft', 'back door to Microsoft 365'],
    ['mail.contoso.com', 'back door to the old server'],
    ['relay.contoso.com', 'back door to the old server'],
    ['ms12345678.msv1.invalid', 'left over from verification'],
    ['mail.messaging.microsoft.com', 'retired Microsoft host'],
    ['mx1-us1.ppe-hosted.com', 'another vendor'],
    ['mail.fabrikam.example', 'unknown host'],
  ])('names what kind of host %s is: %s', async (host, words) => {
    const result = await carryOut('mx-only-planned', {
      ...filter,
      'MX contoso.com': ['10 mx1.filter.example', `50 ${host}`],
      'A relay.contoso.com': ['198.51.100.25'],
    });
    expect(result).toMatchObject({ verdict: 'differing' });
    expect(result.summary).toContain(`An MX record leads past the third party: 50 ${host} (${words}).`);
    expect(result.terms).toContainEqual({ term: `50 ${host}`, state: 'extra' });
  });

  it('says that there is none, and why it can’t be known', async () => {
    expect(await carryOut('mx-only-planned', { 'A contoso.com': ['192.0.2.1'] })).toMatchObject({
      verdict: 'differing',
      summary: 'Not there: contoso.com has no MX record.',
    });
    expect(await carryOut('mx-only-planned', { 'MX contoso.com': servfail })).toMatchObject({
      verdict: 'unanswered',
    });
  });
});

const tree: Entries = {
  'TXT contoso.com': ['other', SPF],
  'TXT spf.protection.outlook.com': ['v=spf1 ip4:203.0.113.64/26 -all'],
  'TXT spf.filter.example': ['v=spf1 include:a.filter.example ~all'],
  'TXT a.filter.example': ['v=spf1 ip4:203.0.113.0/26 ~all'],
};

describe('spf-tree', () => {
  it('counts look-ups and voids of the whole tree', async () => {
    expect(await carryOut('spf-tree', tree)).toMatchObject({
      verdict: 'matching',
      summary: '3 of 10 look-ups and 0 of 2 void look-ups in the worst case.',
    });
  });

  it.each([
    ['not there', { 'TXT a.filter.example': [] }, 'include:a.filter.example', 'a.filter.example'],
    [
      'two records',
      { 'TXT a.filter.example': ['v=spf1 -all', 'v=spf1 ~all'] },
      'a.filter.example',
      'a.filter.example',
    ],
    [
      'more than ten look-ups',
      {
        'TXT a.filter.example': [`v=spf1 ${'a:x.example '.repeat(9)}-all`],
        'A x.example': ['192.0.2.1'],
        'AAAA x.example': ['2001:db8::1'],
      },
      '12',
      'contoso.com',
    ],
    [
      'three voids',
      { 'TXT a.filter.example': ['v=spf1 a:x.example a:y.example a:z.example -all'] },
      '3',
      'contoso.com',
    ],
  ])('differs below an include: %s', async (_, entries, words, deciding) => {
    const result = await carryOut('spf-tree', { ...tree, ...entries });
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain(words);
    expect(result.deciding.question).toEqual({ name: deciding, type: 'TXT' });
  });

  it('says that no SPF record is there, or that there are two', async () => {
    expect(await carryOut('spf-tree', { 'TXT contoso.com': ['other'] })).toMatchObject({
      verdict: 'differing',
      summary: 'Not there: contoso.com has no SPF record.',
    });
    const two = await carryOut('spf-tree', { ...tree, 'TXT contoso.com': [SPF, 'v=spf1 -all'] });
    expect(two.summary).toContain('2 SPF records are published');
  });

  it('leaves open what lies behind an include that nobody answered for', async () => {
    const result = await carryOut('spf-tree', { ...tree, 'TXT a.filter.example': servfail });
    expect(result).toMatchObject({
      verdict: 'unanswered',
      deciding: { question: { name: 'a.filter.example' } },
    });
    expect(result.found.join()).toContain('At least 3 of 10');
  });

  it('notes TXT records at the name that make the answer too large for UDP', async () => {
    const tokens = Array.from({ length: 8 }, (_, index) => `service-${index}=${'x'.repeat(180)}`);
    const result = await carryOut('spf-tree', { ...tree, 'TXT contoso.com': [SPF, ...tokens] });
    expect(result).toMatchObject({ verdict: 'matching' });
    expect(result.summary).toContain('The 9 TXT records at the name make an answer of 1');
  });

  it('looks into the planned record as if it were published', async () => {
    const before = { ...tree, 'TXT contoso.com': ['v=spf1 mx ~all'] };
    expect((await carryOut('spf-tree-planned', before)).verdict).toBe('matching');
    const none = await carryOut('spf-tree-planned', before, { planned: { mx: [], spf: null } });
    expect(none).toMatchObject({ verdict: 'unanswered' });
  });

  it('proves no plan that would replace what could not be read, unless it is noted or said to be nothing', async () => {
    const before = { ...tree, 'TXT contoso.com': servfail };
    const held = await carryOut('spf-tree-planned', before);
    expect(held).toMatchObject({
      verdict: 'unanswered',
      summary: expect.stringContaining('could not be read, so no record is planned') as string,
    });
    for (const values of [{ nonePublished: ['contoso.com'] }, { domain: { currentSpf: ['v=spf1 mx -all'] } }])
      expect((await carryOut('spf-tree-planned', before, values)).verdict).toBe('matching');
  });
});

describe('sender-proof', () => {
  const profile: Partial<Profile> = {
    onPremSmtpHosts: ['mail.contoso.com'],
    eopRanges: ['203.0.113.64/26'],
    thirdParty: { ...emptyProfile('Contoso').thirdParty, vendor: 'Filter', egressIps: ['203.0.113.9'] },
  };

  it('matches when each sender passes and a stranger does not', async () => {
    const result = await carryOut('sender-proof', tree, { profile });
    expect(result.verdict).toBe('matching');
    expect(result.summary).toContain('On-premises 198.51.100.25: pass by ip4:198.51.100.25.');
    expect(result.summary).toContain(
      'Filter 203.0.113.9: pass by include:spf.filter.example > include:a.filter.example',
    );
    expect(result.summary).toContain('A stranger 192.0.2.1: fail by -all.');
  });

  it('differs for the published record where only the planned one names the sender', async () => {
    const before = { ...tree, 'TXT contoso.com': ['v=spf1 include:spf.protection.outlook.com ~all'] };
    const result = await carryOut('sender-proof', before, { profile });
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain('On-premises 198.51.100.25: softfail by ~all; it should pass.');
    expect(result.terms).toContainEqual({ term: 'On-premises 198.51.100.25: pass', state: 'missing' });
    expect((await carryOut('sender-proof-planned', before, { profile })).verdict).toBe('matching');
  });

  it('notes a sender that passes only after the look-ups of others', async () => {
    const late = { ...tree, 'TXT contoso.com': ['v=spf1 include:spf.filter.example ip4:198.51.100.25 -all'] };
    const result = await carryOut('sender-proof', late);
    expect(result.summary).toContain('pass only after 2 look-ups of other terms');
  });

  it('leaves a sender open whose include could not be read', async () => {
    const result = await carryOut(
      'sender-proof',
      { ...tree, 'TXT spf.filter.example': servfail },
      { profile },
    );
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toContain("What Filter 203.0.113.9 gets can't be known");
  });

  it('says which senders it could not try, and leaves out those that reach the world through others', async () => {
    const result = await carryOut('sender-proof', tree, {
      profile: {
        otherSenders: [
          { name: 'Web shop', owner: '', term: '192.0.2.77', domain: '', path: 'viaM365' },
          { name: 'CRM', owner: '', term: 'include:spf.crm.example', domain: '', path: 'direct' },
        ],
      },
    });
    expect(result.verdict).toBe('matching');
    expect(result.summary).toContain('Microsoft 365 (EOP ranges) and CRM.');
    expect(result.summary).not.toContain('Web shop');
  });
});

const rsa = (bits: number): string =>
  generateKeyPairSync('rsa', { modulusLength: bits })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');

describe('dkim-keys', () => {
  const good = `v=DKIM1; k=rsa; p=${rsa(2048)}`;
  const keys = (first: readonly string[] | AnswerOptions): Entries => ({
    'TXT selector1._domainkey.contoso.com': first,
    'TXT selector2._domainkey.contoso.com': [good],
  });

  it('matches two usable keys, and tells their size', async () => {
    const result = await carryOut('dkim-keys', keys([`p=${rsa(1024)}`]));
    expect(result).toMatchObject({ verdict: 'matching' });
    expect(result.summary).toContain('RSA key of 1024 bits. 2048 bits are advised (RFC 8301).');
    expect(result.summary).toContain('selector2._domainkey.contoso.com has an RSA key of 2048 bits.');
  });

  it('takes an Ed25519 key and a bare RSA key', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const bare = publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64');
    expect((await carryOut('dkim-keys', keys([`v=DKIM1; p=${bare}`]))).summary).toContain(
      'RSA key of 2048 bits',
    );
    const short = `v=DKIM1; k=ed25519; p=${Buffer.alloc(32, 7).toString('base64')}`;
    expect((await carryOut('dkim-keys', keys([short]))).summary).toContain('Ed25519 key of 256 bits');
  });

  it.each([
    ['no record', [], 'Not there'],
    ['an empty key', ['v=DKIM1; p='], 'is revoked'],
    ['no key', ['v=DKIM1; k=rsa'], 'has no key'],
    ['another version', ['v=DKIM2; p=AAAA'], 'does not begin with v=DKIM1'],
    ['a version that is not first', [`k=rsa; v=DKIM1; p=${rsa(1024)}`], 'does not begin with v=DKIM1'],
    ['a key of 512 bits', [`p=${rsa(512)}`], "don't take RSA keys under 1024 bits"],
    ['no base64', ['p=###'], 'no base64'],
    ['a cut key', [`p=${rsa(1024).slice(0, 40)}`], 'can’t be read as an RSA key'],
    ['SHA-1 alone', [`h=sha1; p=${rsa(1024)}`], 'allows no SHA-256'],
    ['another service', [`s=tls; p=${rsa(1024)}`], 'is not for mail'],
    ['an unknown kind', ['k=dsa; p=AAAA'], 'unknown kind k=dsa'],
    ['two records', [good, good], 'has 2 TXT records'],
  ])('differs for %s', async (_, lines, words) => {
    const result = await carryOut('dkim-keys', keys(lines));
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain(words);
  });

  it('follows an alias that the server does not follow, and leaves a silent one open', async () => {
    const alias: DnsLookup = {
      lookup: async (question) => {
        const answer = await portOf({ ...keys([]), 'TXT s1.onmicrosoft.example': [good] }).lookup(question);
        return question.type === 'TXT' && question.name.startsWith('selector1')
          ? {
              ...answer,
              outcome: 'alias',
              records: [{ name: question.name, type: 'CNAME', ttl: 60, value: 's1.onmicrosoft.example' }],
            }
          : answer;
      },
    };
    expect((await carryOut('dkim-keys', alias)).verdict).toBe('matching');
    expect((await carryOut('dkim-keys', keys({ outcome: 'timeout' }))).verdict).toBe('unanswered');
  });
});

describe('the aliases of the selectors', () => {
  const target = (selector: number, place: string): string =>
    `CNAME selector${selector}-contoso-com._domainkey.contoso.${place}`;
  const aliases = (one: string, two: string): Entries => ({
    'CNAME selector1._domainkey.contoso.com': [one],
    'CNAME selector2._domainkey.contoso.com': [two],
  });

  it.each([
    ['exchanged', target(2, 'onmicrosoft.us'), target(1, 'onmicrosoft.us'), 'DKIM-E-SWAPPED'],
    [
      'of two formats',
      target(1, 'onmicrosoft.com'),
      target(2, 'n-v1.dkim.mail.microsoft'),
      'DKIM-E-FORMATS-DIFFER',
    ],
  ])('tells targets that are %s', async (_, one, two, code) => {
    const result = await carryOut('dkim-keys', aliases(one, two));
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain(code);
  });
});

describe('addresses for reports', () => {
  const dmarc = (record: string, more: Entries = {}): Entries => ({
    'TXT _dmarc.contoso.com': [record],
    'MX contoso.com': ['10 mx1.filter.example'],
    'MX reports.example': ['10 mx.reports.example'],
    ...more,
  });
  const external = 'v=DMARC1; p=none; rua=mailto:a@contoso.com, mailto:b@reports.example!10m';

  it('needs no word of the domain itself, or of one above or below', async () => {
    const entries = dmarc('v=DMARC1; p=none; rua=mailto:a@contoso.com,mailto:b@dmarc.contoso.com', {
      'MX dmarc.contoso.com': ['10 mx1.filter.example'],
    });
    expect((await carryOut('dmarc-reports', entries)).verdict).toBe('matching');
  });

  it('RFC 7489 7.1: another domain must say that it takes the reports', async () => {
    const at = 'contoso.com._report._dmarc.reports.example';
    const without = await carryOut('dmarc-reports', dmarc(external));
    expect(without).toMatchObject({ verdict: 'differing', deciding: { question: { name: at } } });
    expect(without.summary).toContain('reports.example has not said that it takes reports of contoso.com');
    expect((await carryOut('dmarc-reports', dmarc(external, { [`TXT ${at}`]: ['v=DMARC1;'] }))).verdict).toBe(
      'matching',
    );
    const open = await carryOut('dmarc-reports', dmarc(external, { [`TXT ${at}`]: { outcome: 'timeout' } }));
    expect(open.verdict).toBe('unanswered');
  });

  const sibling = 'v=DMARC1; p=none; rua=mailto:b@reports.contoso.com';
  const news = { domain: { name: 'news.contoso.com' } };
  const ofNews = (record: string, more: Entries): Entries => ({
    'TXT _dmarc.news.contoso.com': [record],
    'MX reports.contoso.com': ['10 mx.reports.example'],
    ...more,
  });

  it('RFC 9989 4.10.2: needs no word of a domain of the same organisation, which a record above both shows', async () => {
    const above = 'TXT _dmarc.contoso.com';
    expect(
      (await carryOut('dmarc-reports', ofNews(sibling, { [above]: ['v=DMARC1; p=none'] }), news)).verdict,
    ).toBe('matching');
    const others: ReadonlyArray<readonly [string, Entries]> = [
      [sibling, {}],
      [sibling, { [above]: ['v=DMARC1; p=none; psd=y'] }],
      [`${sibling}; psd=n`, { [above]: ['v=DMARC1; p=none'] }],
      [sibling, { [above]: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }],
    ];
    for (const [record, more] of others)
      expect(await carryOut('dmarc-reports', ofNews(record, more), news), record).toMatchObject({
        verdict: 'differing',
        deciding: { question: { name: 'news.contoso.com._report._dmarc.reports.contoso.com' } },
      });
    expect(
      await carryOut('dmarc-reports', ofNews(sibling, { [above]: { outcome: 'timeout' } }), news),
    ).toMatchObject({ verdict: 'unanswered' });
  });

  it('a receiver whose word would stand at a name longer than DNS allows can’t give it', async () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(50)}.example`;
    const asked: string[] = [];
    const port = portOf({ 'TXT _dmarc.contoso.com': [`v=DMARC1; p=none; rua=mailto:x@${long}`] });
    const result = await carryOut('dmarc-reports', {
      lookup: (question) => {
        asked.push(question.name);
        return port.lookup(question);
      },
    });
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain('longer than DNS allows');
    expect(asked.filter((name) => name.length > 253)).toEqual([]);
  });

  it('tells an address that no report can reach', async () => {
    const none = dmarc('v=DMARC1; p=none; rua=mailto:a@contoso.com', { 'MX contoso.com': ['0 .'] });
    expect((await carryOut('dmarc-reports', none)).summary).toContain('contoso.com takes no mail (null MX)');
    const nowhere = dmarc('v=DMARC1; p=none; rua=mailto:a@contoso.com', { 'MX contoso.com': [] });
    expect((await carryOut('dmarc-reports', nowhere)).summary).toContain(
      'contoso.com has neither MX nor address',
    );
    expect((await carryOut('dmarc-reports', dmarc('v=DMARC1; p=none; rua=a@contoso.com'))).summary).toContain(
      'is no address for reports',
    );
  });

  it('says that the record is not there, stands twice, or names nobody', async () => {
    expect((await carryOut('dmarc-reports', {})).summary).toContain('Not there');
    const twice: Entries = { 'TXT _dmarc.contoso.com': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] };
    expect((await carryOut('dmarc-reports', twice)).summary).toContain('counts as none');
    expect(await carryOut('dmarc-reports', dmarc('v=DMARC1; p=none'))).toMatchObject({ verdict: 'matching' });
  });

  it('RFC 8460 3: TLS reports go by mail or web, and nobody has to agree', async () => {
    const entries: Entries = {
      'TXT _smtp._tls.contoso.com': [
        'v=TLSRPTv1; rua=mailto:tls@reports.example,https://tls.reports.example/v1',
      ],
      'MX reports.example': ['10 mx.reports.example'],
      'A tls.reports.example': ['203.0.113.80'],
    };
    expect((await carryOut('tls-reports', entries)).verdict).toBe('matching');
    const dark = await carryOut('tls-reports', { ...entries, 'A tls.reports.example': [] });
    expect(dark.summary).toContain('tls.reports.example has neither MX nor address');
  });
});

describe('dnssec', () => {
  const KEY =
    '257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==';
  const SOA = 'ns1.contoso.com hostmaster.contoso.com 1 7200 3600 1209600 300';
  const signed: Entries = {
    'SOA contoso.com': [SOA],
    'DS contoso.com': ['2371 13 2 ABCD'],
    'DNSKEY contoso.com': [KEY],
  };

  it('RFC 4034 appendix B: computes the key tag', () => {
    expect(keyTag(KEY)).toBe(2371);
  });

  it('tells unsigned, signed without a DS, and signed and verified', async () => {
    const unsigned = await carryOut('dnssec', { 'SOA contoso.com': [SOA] });
    expect(unsigned).toMatchObject({
      verdict: 'matching',
      summary: 'contoso.com is not signed: there is no DS at the parent.',
    });
    const island = await carryOut('dnssec', { ...signed, 'DS contoso.com': [] });
    expect(island.summary).toContain('nobody verifies its signatures');
    const good = await carryOut('dnssec', portOf(signed, { ad: true }));
    expect(good).toMatchObject({ verdict: 'matching' });
    expect(good.summary).toContain('has verified it (AD)');
  });

  it('looks at the zone that the name lies in', async () => {
    const result = await carryOut(
      'dnssec',
      { ...signed, 'TXT mail.contoso.com': ['x'] },
      { domain: { name: 'mail.contoso.com' } },
    );
    expect(result.summary).toContain('contoso.com is signed');
  });

  it('is not unsigned where the name does not exist, or its zone is not found', async () => {
    expect(await carryOut('dnssec', {})).toMatchObject({
      verdict: 'differing',
      summary: 'Not there: the name contoso.com does not exist (NXDOMAIN).',
    });
    const mail = { domain: { name: 'mail.contoso.com' } };
    const silent = { 'TXT mail.contoso.com': ['x'], 'SOA contoso.com': { outcome: 'timeout' } } as const;
    expect(await carryOut('dnssec', silent, mail)).toMatchObject({
      verdict: 'unanswered',
      deciding: { question: { name: 'contoso.com' } },
    });
    const none = { 'TXT mail.contoso.com': ['x'], 'TXT contoso.com': ['x'] } as const;
    const lost = await carryOut('dnssec', none, mail);
    expect(lost.verdict).toBe('unanswered');
    expect(lost.summary).toContain('has an SOA record');
  });

  it('leaves open what a resolver without verification can’t tell', async () => {
    const result = await carryOut('dnssec', signed);
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toContain('does not verify signatures (no AD)');
  });

  it.each([
    ['a DS without a key', { ...signed, 'DNSKEY contoso.com': [] }, 'but no DNSKEY'],
    [
      'a DS of another key',
      { ...signed, 'DS contoso.com': ['1 13 2 ABCD'] },
      'No key of contoso.com fits the DS',
    ],
    [
      'signatures that the resolver rejects',
      {
        ...signed,
        'SOA contoso.com': { ...servfail, extendedErrors: [{ code: 7, text: 'by 2 days' }] },
      },
      'do not hold: ns1 (192.0.2.53) refuses to answer (EDE 7 (Signature expired): by 2 days)',
    ],
  ])('is broken: %s', async (_, entries, words) => {
    const result = await carryOut('dnssec', entries);
    expect(result.verdict).toBe('differing');
    expect(result.summary).toContain(words);
  });

  it('a failure without a reason stays open; with a DS it says how to tell', async () => {
    const result = await carryOut('dnssec', { ...signed, 'SOA contoso.com': servfail });
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toContain('“dig +cd contoso.com SOA”');
    const bare = await carryOut('dnssec', { 'SOA contoso.com': servfail });
    expect(bare.summary).not.toContain('dig');
  });
});

describe('block lists', () => {
  const list: BlockList = { zone: 'bl.example', name: 'Example list', ipv6: true, asked: true };
  const ask = async (
    entries: Entries,
    ips: readonly string[] = ['198.51.100.25'],
    lists: readonly BlockList[] = [list],
  ): Promise<Judgement> => {
    const profile = profileOf({ profile: { onPremPublicIps: [...ips] } });
    const [domain] = profile.domains;
    if (domain === undefined) throw new Error('no domain');
    const asking = { port: portOf(entries), ownPort: 53, given: () => undefined };
    return judgementOf(
      await blockLists({ profile, domain, name: 'contoso.com', planned, blockLists: lists, ...asking }),
    );
  };
  const alive: Entries = { 'A 2.0.0.127.bl.example': ['127.0.0.2'] };
  const ASKED = 'A 25.100.51.198.bl.example';

  it('RFC 5782 2.1, 2.4: asks for the address backwards, IPv6 by nibbles', async () => {
    const v6 = `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2`;
    const entries = { ...alive, [ASKED]: ['127.0.0.4'], [`A ${v6}.bl.example`]: ['127.0.0.2'] };
    expect((await ask(entries)).summary).toBe('198.51.100.25 is in Example list (127.0.0.4).');
    expect((await ask(entries, ['2001:db8::1'])).summary).toBe('2001:db8::1 is in Example list (127.0.0.2).');
    expect(await ask(alive)).toMatchObject({
      verdict: 'matching',
      summary: '198.51.100.25 is not in Example list.',
    });
  });

  it('says what the codes of a given list mean', async () => {
    const zen = blockListOf('zen.spamhaus.org');
    const entries = {
      'A 2.0.0.127.zen.spamhaus.org': ['127.0.0.2', '127.0.0.4', '127.0.0.10'],
      'A 25.100.51.198.zen.spamhaus.org': ['127.0.0.4', '127.0.0.99'],
    };
    expect((await ask(entries, undefined, [zen])).summary).toBe(
      '198.51.100.25 is in Spamhaus ZEN (127.0.0.4: XBL; 127.0.0.99).',
    );
  });

  it('RFC 5782 5: "not listed" counts only from a list that knows its test entry', async () => {
    const result = await ask({});
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toContain('does not know 127.0.0.2, which every list holds');
    const registered = await ask({}, undefined, [blockListOf('b.barracudacentral.org')]);
    expect(registered.summary).toContain('Answers only DNS servers that were registered with Barracuda.');
  });

  it('RFC 5782 5: "listed" counts only from a list that does not list 127.0.0.1', async () => {
    const closed = { ...alive, [ASKED]: ['127.0.0.2'], 'A 1.0.0.127.bl.example': ['127.0.0.2'] };
    expect(await ask(closed)).toMatchObject({ verdict: 'unanswered', terms: [] });
    expect((await ask(closed)).summary).toContain('it says yes to everything');
    const cut = {
      ...alive,
      [ASKED]: ['127.0.0.2'],
      'A 1.0.0.127.bl.example': { outcome: 'timeout' as const },
    };
    expect(await ask(cut)).toMatchObject({ verdict: 'unanswered' });
  });

  it.each([
    ['127.255.255.252', 'the name of the zone is mistyped'],
    ['127.255.255.254', 'the question came through a public resolver'],
    ['127.255.255.255', 'this DNS server asks too often'],
    ['127.255.255.7', 'it refuses this DNS server'],
  ])('%s is neither listed nor not listed: %s', async (code, means) => {
    for (const entries of [
      { ...alive, [ASKED]: [code] },
      { ...alive, [ASKED]: ['127.0.0.2', code] },
      { 'A 2.0.0.127.bl.example': [code], [ASKED]: [code] },
    ]) {
      const result = await ask(entries);
      expect(result).toMatchObject({ verdict: 'unanswered', terms: [] });
      expect(result.summary).toContain(`can’t be known: ${code} means that ${means}.`);
    }
  });

  it('takes an address outside of 127.0.0.0/8 for no answer of a list', async () => {
    const result = await ask({ 'A 2.0.0.127.bl.example': ['203.0.113.80'], [ASKED]: ['203.0.113.80'] });
    expect(result.verdict).toBe('unanswered');
    expect(result.summary).toContain('203.0.113.80 is no answer of a block list');
  });

  it('asks for a few addresses of a wide network, and says so; for none of a private one', async () => {
    expect(await ask(alive, ['198.51.100.0/23'])).toMatchObject({
      verdict: 'unanswered',
      summary:
        '256 more addresses of the profile were not asked for, so whether one of them is listed stays open.',
    });
    expect(await ask(alive, ['10.0.0.1'])).toMatchObject({ verdict: 'unanswered' });
    expect(await ask(alive, ['10.0.0.1-10.0.0.9'])).toMatchObject({ verdict: 'unanswered' });
  });

  it('asks for each address of a network once, though another value names it too', async () => {
    expect(await ask(alive, ['198.51.100.25', '198.51.100.0/24'])).toMatchObject({
      verdict: 'matching',
      summary: '256 addresses are not in Example list.',
    });
    const one = await ask({ ...alive, [ASKED]: ['127.0.0.4'] }, ['198.51.100.0/24']);
    expect(one).toMatchObject({ verdict: 'differing' });
    expect(one.summary).toBe('198.51.100.25 is in Example list (127.0.0.4).');
  });

  it('leaves an IPv6 address open where no list holds such', async () => {
    const four = [{ ...list, ipv6: false }];
    expect(await ask(alive, ['198.51.100.25', '2001:db8::1'], four)).toMatchObject({
      verdict: 'unanswered',
      summary: 'No list that is switched on holds IPv6 addresses, so none was asked about 2001:db8::1.',
    });
  });

  it('are asked only when their step is named', () => {
    const sources = {
      steps: [{ id: 'VER-09', check: { dns: ['block-lists' as const], text: '' } }],
      planned: () => planned,
    };
    expect(plannedChecks(profileOf({}), { stepIds: [], domains: [] }, sources)).toEqual([]);
    const named = { stepIds: ['VER-09'], domains: [] };
    expect(plannedChecks(profileOf({}), named, sources)).toMatchObject([{ unaskable: null }]);
    expect(plannedChecks(profileOf({}), { ...named, blockLists: [] }, sources)).toMatchObject([
      { unaskable: 'No block list is switched on. Switch one on in the settings.' },
    ]);
  });
});
