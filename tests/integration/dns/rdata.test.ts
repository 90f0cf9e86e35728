import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsAnswer, DnsQuestion, RecordType } from '../../../shared/dns/types.ts';
import { startKnot, type KnotServer } from '../support/dns-servers.ts';
import { tool } from '../support/exports.ts';

const HEX = 'AB'.repeat(32);
const KEY = Buffer.alloc(64, 7).toString('base64');

let knot: KnotServer;
beforeAll(async () => {
  knot = await startKnot({
    zones: {
      'contoso.com': [
        '@ MX 10 mx1.filter.example.',
        '@ MX 0 Mail',
        '@ TXT "v=spf1 " "ip4:192.0.2.1 -all" "\\"quoted\\" \\\\ \\195\\164"',
        '@ CAA 0 issue "ca.example; policy=ev"',
        '@ CAA 128 iodef "mailto:security@contoso.com"',
        '@ HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1 ech=AAEC',
        '@ DNSKEY 257 3 13 ' + KEY,
        'alias HTTPS 0 web.filter.example.',
        'svc SVCB 16 svc2 mandatory=alpn,port alpn=dot port=853 key65000=hello',
        `_25._tcp.mail TLSA 3 1 1 ${HEX}`,
        '_autodiscover._tcp SRV 0 5 443 mail',
        'mail A 192.0.2.25',
        'mail AAAA 2001:db8:0:0:1::25',
        'branch NS ns1.branch.example.',
        `branch DS 12345 13 2 ${HEX}`,
        'back\\.slash PTR a\\.b.contoso.com.',
        'odd\\044name.sub\\@ TXT "escaped"',
        '0/25 CNAME user\\043tag.filter.example.',
      ],
    },
  });
});
afterAll(() => knot.stop());

const ask = (name: string, type: RecordType): Promise<DnsAnswer> =>
  new DnsClient({ server: parseServer(knot.server) }).lookup({ name, type }, { recursive: false });

const squeezed = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replaceAll(/\s+/gu, ' ').trim().toLowerCase()).toSorted();

/** What kdig prints of the same question to the same server. */
const kdig = async ({ name, type }: DnsQuestion): Promise<string[]> => {
  const at = ['@127.0.0.1', '-p', String(knot.port)];
  const stdout = await tool('kdig', ...at, '+norec', '+noall', '+answer', name, type);
  return squeezed(stdout.split('\n').filter((line) => line.trim() !== '' && !line.startsWith(';')));
};
const ours = ({ raw }: DnsAnswer): string[] => {
  const section = raw.split('\n\n').find((part) => part.startsWith(';; ANSWER')) ?? '';
  return squeezed(section.split('\n').slice(1));
};

describe('records as kdig prints them', () => {
  it.each<[RecordType, string]>([
    ['MX', 'contoso.com'],
    ['TXT', 'contoso.com'],
    ['CAA', 'contoso.com'],
    ['SOA', 'contoso.com'],
    ['NS', 'contoso.com'],
    ['HTTPS', 'contoso.com'],
    ['DNSKEY', 'contoso.com'],
    ['HTTPS', 'alias.contoso.com'],
    ['SVCB', 'svc.contoso.com'],
    ['TLSA', '_25._tcp.mail.contoso.com'],
    ['SRV', '_autodiscover._tcp.contoso.com'],
    ['A', 'mail.contoso.com'],
    ['AAAA', 'mail.contoso.com'],
    ['DS', 'branch.contoso.com'],
    ['PTR', 'back\\.slash.contoso.com'],
  ])('%s of %s', async (type, name) => {
    const answer = await ask(name, type);
    expect(answer.outcome, answer.raw).toBe('answer');
    expect(ours(answer)).toEqual(await kdig({ name, type }));
  });
});

describe('names that are legal but odd', () => {
  it('are asked octet by octet when they come escaped', async () => {
    const answer = await ask('odd\\044name.sub\\@.contoso.com', 'TXT');
    expect(answer, answer.raw).toMatchObject({ outcome: 'answer', records: [{ value: 'escaped' }] });
    // The name of the answer can be asked again as it stands.
    expect(await ask(answer.question.name, 'TXT')).toMatchObject({ outcome: 'answer' });
    expect(answer.records[0]?.name).toBe(answer.question.name);
  });

  it('keep a dot inside a label apart from the dots between labels', async () => {
    expect(await ask('back.slash.contoso.com', 'PTR')).toMatchObject({ outcome: 'nxdomain' });
    expect(await ask('back\\.slash.contoso.com', 'PTR')).toMatchObject({
      records: [{ name: 'back\\.slash.contoso.com', value: 'a\\.b.contoso.com' }],
    });
  });

  it('come from aliases as they are and can be asked on', async () => {
    const answer = await ask('0/25.contoso.com', 'A');
    expect(answer).toMatchObject({ outcome: 'alias', records: [{ value: 'user+tag.filter.example' }] });
    expect(await ask('user+tag.filter.example', 'A')).toMatchObject({ outcome: 'refused' });
  });

  it.each([
    ['', 'empty'],
    ['a b.contoso.com', 'blank'],
    ['someone@contoso.com', 'mail address'],
    ['a..contoso.com', 'empty label'],
    [`${'a'.repeat(64)}.contoso.com`, 'longer than 63'],
    [`${'\\065'.repeat(64)}.contoso.com`, 'longer than 63'],
  ])('are refused before the wire where they are no name: %j', async (name, why) => {
    await expect(ask(name, 'A')).rejects.toMatchObject({
      code: 'dns-bad-name',
      message: expect.stringContaining(why) as string,
    });
  });
});
