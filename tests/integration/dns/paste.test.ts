/** What the real tools print, read back: the same records and outcomes as a live answer. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsClient } from '../../../electron/dns/client.ts';
import { parsePasted } from '../../../shared/dns/paste/index.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsQuestion, RecordType } from '../../../shared/dns/types.ts';
import { findProgram } from '../../system/packages.ts';
import { startKnot, type KnotServer } from '../support/dns-servers.ts';

const LONG = `v=DKIM1; k=rsa; p=${'A1b2'.repeat(90)}`;
const QUESTIONS: ReadonlyArray<readonly [string, RecordType]> = [
  ['contoso.com', 'MX'],
  ['contoso.com', 'TXT'],
  ['contoso.com', 'SOA'],
  ['contoso.com', 'CAA'],
  ['s1._domainkey.contoso.com', 'TXT'],
  ['autodiscover.contoso.com', 'A'],
  ['mail.contoso.com', 'AAAA'],
  ['_sip._tls.contoso.com', 'SRV'],
  ['_25._tcp.mail.contoso.com', 'TLSA'],
  ['mail.contoso.com', 'MX'],
  ['nope.contoso.com', 'MX'],
];

let knot: KnotServer;
beforeAll(async () => {
  knot = await startKnot({
    zones: {
      'contoso.com': [
        '@ MX 10 mx1.filter.example.',
        '@ MX 20 mx2.filter.example.',
        '@ TXT "v=spf1 ip4:192.0.2.1 " "include:spf.filter.example -all"',
        '@ TXT "odd \\"quoted\\" and \\\\ back; semi \\228"',
        '@ CAA 0 issue "ca.example"',
        `s1._domainkey TXT "${LONG.slice(0, 255)}" "${LONG.slice(255)}"`,
        'autodiscover CNAME mail',
        'mail A 192.0.2.10',
        'mail AAAA 2001:db8::10',
        '_sip._tls SRV 100 1 443 sip.contoso.com.',
        '_25._tcp.mail TLSA 3 1 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF',
      ],
    },
  });
});
afterAll(() => knot.stop());

/** Several tools end with a code of their own when there is no such name. */
const printed = (tool: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(findProgram(tool) ?? tool, args, (_error, stdout, stderr) => resolve(stderr + stdout));
  });

type Form = (name: string, type: RecordType, port: string) => readonly [string, ...string[]];
const FORMS: Readonly<Record<string, Form>> = {
  dig: (name, type, port) => ['dig', '@127.0.0.1', '-p', port, name, type],
  'dig +multiline': (name, type, port) => ['dig', '@127.0.0.1', '-p', port, name, type, '+multiline'],
  kdig: (name, type, port) => ['kdig', '@127.0.0.1', '-p', port, name, type],
  drill: (name, type, port) => ['drill', '-p', port, name, type, '@127.0.0.1'],
  'host -v': (name, type, port) => ['host', '-v', '-p', port, '-t', type, name, '127.0.0.1'],
  host: (name, type, port) => ['host', '-p', port, '-t', type, name, '127.0.0.1'],
  nslookup: (name, type, port) => ['nslookup', `-port=${port}`, `-type=${type}`, name, '127.0.0.1'],
  'nslookup -debug': (name, type, port) => [
    'nslookup',
    '-debug',
    `-port=${port}`,
    `-type=${type}`,
    name,
    '127.0.0.1',
  ],
};

describe('output of the real tools', () => {
  it.each(Object.entries(FORMS))('%s', async (_form, form) => {
    const client = new DnsClient({ server: parseServer(knot.server) });
    for (const [name, type] of QUESTIONS) {
      const [tool, ...args] = form(name, type, String(knot.port));
      const text = `$ ${[tool, ...args].join(' ')}\n${await printed(tool, args)}`;
      const question: DnsQuestion = { name, type };
      const live = await client.lookup(question);
      const { answers, unread } = parsePasted(text, { at: live.at });
      const said = answers.find((answer) => answer.question.name === name && answer.question.type === type);
      const values = (records: typeof live.records) =>
        records.map((record) => `${record.type} ${record.value}`).sort();
      expect({ question, unread, outcome: said?.outcome, values: values(said?.records ?? []) }).toEqual({
        question,
        unread: [],
        outcome: live.outcome,
        values: values(live.records),
      });
    }
  });
});
