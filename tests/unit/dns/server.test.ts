import { describe, expect, it } from 'vitest';
import { describeServer, formatServer, parseServer } from '../../../shared/dns/server.ts';
import { AppError } from '../../../shared/result.ts';

const refusal = (text: string): AppError => {
  try {
    parseServer(text);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error(`“${text}” was accepted`);
};

describe('parseServer', () => {
  it.each([
    ['192.0.2.53', '192.0.2.53', 53],
    [' 127.0.0.1:5300 ', '127.0.0.1', 5300],
    ['[2001:DB8::53]:5353', '2001:db8::53', 5353],
    ['[2001:db8::53]', '2001:db8::53', 53],
    ['2001:db8:0:0:0:0:0:53', '2001:db8::53', 53],
    ['localhost:5300', '127.0.0.1', 5300],
    ['fe80::1%eth0', 'fe80::1%eth0', 53],
  ])('reads %s', (text, address, port) => {
    expect(parseServer(text)).toMatchObject({ address, port });
  });

  it.each([
    ['ns1.contoso.com', 'given by its IP address'],
    ['192.0.2.300', 'over 255'],
    ['192.0.2.53:0', 'port'],
    ['192.0.2.53:65536', 'port'],
    ['192.0.2.53:', 'port'],
    ['[2001:db8::53', 'is not'],
    ['2001:db8::53%eth0', 'zone'],
    ['', 'empty'],
    ['0.0.0.0', 'no server'],
    ['[::]:53', 'no server'],
    ['192.0.2.53 192.0.2.54', 'blank'],
  ])('refuses %s, says why and shows the right form', (text, why) => {
    const error = refusal(text);
    expect(error.code).toBe('dns-bad-server');
    expect(error.message).toContain(why);
    expect(error.message).toContain('“[2001:db8::53]:5353”');
  });

  it('writes a server so that it reads back the same', () => {
    for (const text of ['192.0.2.53', '192.0.2.53:5300', '[2001:db8::53]:5353', '2001:db8::53'])
      expect(formatServer(parseServer(text))).toBe(text);
  });

  it.each([
    ['tls://192.0.2.53#dns.example', '192.0.2.53', 853, { protocol: 'tls', name: 'dns.example' }],
    ['tls://[2001:DB8::53]:8853#DNS.Example', '2001:db8::53', 8853, { protocol: 'tls', name: 'dns.example' }],
    ['tls://192.0.2.53', '192.0.2.53', 853, { protocol: 'tls', name: '192.0.2.53' }],
    [
      'https://192.0.2.53/dns-query',
      '192.0.2.53',
      443,
      { protocol: 'https', name: '192.0.2.53', path: '/dns-query' },
    ],
    [
      'https://dns.example:8443/a/b@192.0.2.53',
      '192.0.2.53',
      8443,
      { protocol: 'https', name: 'dns.example', path: '/a/b' },
    ],
    [
      'https://[2001:db8::53]',
      '2001:db8::53',
      443,
      { protocol: 'https', name: '2001:db8::53', path: '/dns-query' },
    ],
    [
      'https://dns.example/dns-query{?dns}@2001:db8::53',
      '2001:db8::53',
      443,
      { protocol: 'https', name: 'dns.example', path: '/dns-query' },
    ],
  ])('reads the encrypted server %s, and writes it so that it reads back', (text, address, port, secure) => {
    const server = parseServer(text);
    expect(server).toMatchObject({ address, port, secure });
    expect(parseServer(formatServer(server))).toEqual({ ...server, label: formatServer(server) });
  });

  it.each([
    ['https://dns.example/dns-query', 'behind an “@”', 'https://dns.example/dns-query@192.0.2.53'],
    ['https://', 'complete', 'https://192.0.2.53/dns-query'],
    ['https://192.0.2.53/dns query', 'blank', 'https://192.0.2.53/dns-query'],
    ['http://192.0.2.53/dns-query', 'without encryption', 'https://192.0.2.53/dns-query'],
    ['tls://dns.example', 'given by its IP address', 'tls://192.0.2.53#dns.example'],
    ['tls://192.0.2.53#dns_example', 'underscore', 'tls://192.0.2.53#dns.example'],
    ['tls://192.0.2.53:99999', 'port', 'tls://192.0.2.53'],
  ])('refuses the encrypted server %s, says why and shows the right form', (text, why, form) => {
    const error = refusal(text);
    expect(error.code).toBe('dns-bad-server');
    expect(error.message).toContain(why);
    expect(error.message).toContain(form);
  });

  it('names a server by label and address', () => {
    expect(describeServer(parseServer('192.0.2.53', 'ns1'))).toBe('ns1 (192.0.2.53)');
    expect(describeServer(parseServer('192.0.2.53'))).toBe('192.0.2.53');
  });
});
