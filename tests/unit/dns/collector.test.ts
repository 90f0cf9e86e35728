import { describe, expect, it } from 'vitest';
import { collectorScript, readCollected } from '../../../shared/dns/collector/index.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { customerFile } from '../../fixtures/customer.ts';
import { readPowerShell } from '../powershell.ts';

const { profile } = customerFile().data;
const HOSTILE = [
  "x'; rm -rf ~; '.example",
  '$(reboot).example',
  'a`b`.example',
  'a\nQUESTIONS\nreboot',
  '"; exit',
  '’; calc.example',
];
const hostile = {
  ...profile,
  customerName: HOSTILE.join(' '),
  onPremInboundHost: HOSTILE[1] ?? '',
  onPremSmtpHosts: HOSTILE,
  domains: [
    ...profile.domains,
    ...HOSTILE.map((name) => ({ ...(profile.domains[0] ?? {}), name })),
  ] as typeof profile.domains,
};

const options = { now: '2026-11-24T18:01:00Z', profile };
const collected = (entries: readonly object[], changes: object = {}): string =>
  JSON.stringify({
    format: 'mailflow-runbook/dns-collected',
    version: 1,
    domains: ['contoso.com'],
    startedAt: '2026-11-24T18:00:00Z',
    endedAt: '2026-11-24T18:00:10Z',
    entries,
    ...changes,
  });

describe('collectorScript', () => {
  it.each(['sh', 'powershell'] as const)(
    '%s: is ASCII and takes nothing of the profile that is no name',
    (form) => {
      const script = collectorScript(form, hostile);
      expect(script).toMatch(/^[\n\x20-\x7e]*$/u);
      expect(script).not.toMatch(/rm -rf|reboot|calc|exit'|a`b/u);
      expect(script).toBe(
        collectorScript(form, {
          ...hostile,
          onPremInboundHost: '',
          onPremSmtpHosts: [],
          domains: profile.domains,
        }),
      );
      expect(script).toContain('MX contoso.com');
    },
  );

  it.each([
    ['the usual one', profile],
    ['hostile names', hostile],
    [
      'one domain and no server of its own',
      { ...profile, domains: profile.domains.slice(0, 1), internalDnsServers: [] },
    ],
  ])('powershell: is PowerShell that asks, writes one file and calls nothing else: %s', (_what, of) => {
    const { faults, commands, types } = readPowerShell(collectorScript('powershell', of));
    expect(faults).toEqual([]);
    // ForEach-Object is a word of the language there.
    expect(commands).toEqual([
      'ConvertTo-Json',
      'Get-Date',
      'Get-Location',
      'Get-Now',
      'Invoke-Question',
      'Join-Path',
      'New-Object',
      'Resolve-DnsName',
      'Select-Object',
      'Set-Content',
      'Where-Object',
      'Write-Host',
    ]);
    expect(types).toEqual(['[char]', '[int]', '[regex]', '[string]', '[void]']);
  });

  it.each([
    ['sh', 'tls://192.0.2.53', 'without encryption'],
    ['sh', 'fe80::1%eth0', 'at a plain address'],
    ['powershell', '192.0.2.53:5300', 'on port 53 alone'],
  ] as const)(
    '%s: says that it can not ask %s, and leaves it out of no script in silence',
    (form, text, why) => {
      expect(() => collectorScript(form, profile, { servers: [parseServer(text)] })).toThrow(why);
    },
  );

  it('refuses to be a script that asks nobody', () => {
    expect(() => collectorScript('sh', profile, { system: false, authoritative: false })).toThrow(
      'ask nobody',
    );
  });

  it('powershell: a script that was cut anywhere in its block is none', () => {
    const lines = collectorScript('powershell', profile).trimEnd().split('\n');
    const begin = lines.indexOf('& {') + 1;
    for (let end = begin; end < lines.length; end += 1)
      expect(readPowerShell(lines.slice(0, end).join('\n')).faults, `cut after line ${end}`).not.toEqual([]);
  });
});

describe('readCollected', () => {
  it('reads what Resolve-DnsName returned, and notes what it can not', () => {
    const entry = { name: 'contoso.com', server: '', tool: 'Resolve-DnsName', at: '2026-11-24T18:00:05Z' };
    const draft = readCollected(
      `\ufeff${collected([
        {
          ...entry,
          type: 'TXT',
          text: '[{"Name":"contoso.com","Type":16,"TTL":300,"Section":1,"Strings":["v=spf1 ","-all"]}]',
        },
        {
          ...entry,
          type: 'MX',
          text: 'Resolve-DnsName : contoso.com : x\n    + FullyQualifiedErrorId : DNS_ERROR_RCODE_NAME_ERROR,Microsoft.DnsClient.Commands.ResolveDnsName',
        },
        { ...entry, type: 'A', text: '[]' },
      ])}`,
      options,
    );
    expect(
      draft.answers.map(({ answer }) => [answer.question.type, answer.outcome, answer.transport, answer.at]),
    ).toEqual([
      ['TXT', 'answer', 'collected', '2026-11-24T18:00:05.000Z'],
      ['MX', 'nxdomain', 'collected', '2026-11-24T18:00:05.000Z'],
    ]);
    expect(draft.answers[0]?.answer.records[0]).toMatchObject({ ttl: 300, value: 'v=spf1 -all' });
    expect(draft.vantages).toMatchObject([
      { kind: 'collected', label: 'System servers (collected)', server: null },
    ]);
    expect(draft.notes[1]).toMatch(/^contoso\.com A was not read: /u);
  });

  it.each(['', '{', '[]', '{"format":"other"}', collected([{ name: 'contoso.com' }])])(
    'refuses %j with a code',
    (text) => {
      expect(() => readCollected(text, options)).toThrow(
        expect.objectContaining({ code: 'bad-input' }) as Error,
      );
    },
  );
});

it('refuses a time that no clock shows', () => {
  const entry = { name: 'contoso.com', type: 'A', server: '192.0.2.53', tool: 'dig', text: '' };
  const text = collected([{ ...entry, at: '2026-99-99T99:99:99Z' }]);
  expect(() => readCollected(text, options)).toThrow(/entries\.0\.at.*does not fit/u);
});

it.each([
  ['cut short', '{"format":"mailflow-runbook/dns-collected"', 'its end is missing'],
  ['JSON of something else', '{"hello":1}', 'it holds something else'],
  ['a number', '7', 'it holds something else'],
])('a file that is %s is refused with the reason', (_what, text, reason) => {
  const read = (): unknown => readCollected(text, options);
  expect(read).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
  expect(read).toThrow(reason);
});

describe('the times of the file', () => {
  const entry = { name: 'contoso.com', type: 'A', server: '', tool: 'dig', text: '' };
  it.each([
    ['it ended before it began', collected([], { startedAt: '2026-11-24T18:00:11Z' }), /before it began/u],
    [
      'an answer before the run',
      collected([{ ...entry, at: '2026-11-24T17:59:59Z' }]),
      /contoso\.com A .*outside/u,
    ],
    ['an answer after the run', collected([{ ...entry, at: '2026-11-24T18:00:11Z' }]), /outside of the run/u],
    ['a day that is still to come', collected([], { endedAt: '2026-11-25T18:00:10Z' }), /still to come/u],
  ])('refused with a code: %s', (_what, text, message) => {
    const read = (): unknown => readCollected(text, options);
    expect(read).toThrow(expect.objectContaining({ code: 'collected-times' }) as Error);
    expect(read).toThrow(message);
  });

  it('a clock that is a little ahead is fine', () => {
    expect(readCollected(collected([], { endedAt: '2026-11-24T18:05:00Z' }), options).answers).toEqual([]);
  });
});

describe('the names of the file', () => {
  const idn = { domains: [{ ...profile.domains[0], name: 'bücher.example' }] as typeof profile.domains };
  it('are taken in the form that is asked, the domains as the profile names them', () => {
    const text = '[{"Name":"xn--bcher-kva.example","Type":1,"TTL":300,"Section":1,"IPAddress":"192.0.2.7"}]';
    const entry = { type: 'A', server: '', tool: 'Resolve-DnsName', at: '2026-11-24T18:00:05Z', text };
    const entries = [
      { ...entry, name: 'Bücher.Example.' },
      { ...entry, name: 'two words' },
    ];
    const draft = readCollected(collected(entries, { domains: ['XN--BCHER-KVA.example'] }), {
      ...options,
      profile: idn,
    });
    expect(draft.domains).toEqual(['bücher.example']);
    expect(draft.answers.map(({ answer }) => answer.question.name)).toEqual(['xn--bcher-kva.example']);
    expect(draft.notes[1]).toBe('two words A was not read: It is no name that can be asked.');
  });

  it('must be about this customer', () => {
    expect(() => readCollected(collected([]), { ...options, profile: idn })).toThrow(
      expect.objectContaining({ code: 'collected-foreign' }) as Error,
    );
  });
});
