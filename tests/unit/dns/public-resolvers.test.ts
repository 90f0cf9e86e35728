import { describe, expect, it } from 'vitest';
import { PUBLIC_RESOLVERS, publicResolversSchema } from '../../../shared/dns/public-resolvers.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import type { DnsServer } from '../../../shared/dns/types.ts';

const takes = (server: DnsServer): boolean =>
  publicResolversSchema.safeParse([{ server, asked: true }]).success;

describe('the list of public resolvers', () => {
  it.each([
    '9.9.9.9',
    '[2001:db8::53]:5353',
    'fe80::1%eth0',
    'tls://192.0.2.53#dns.example',
    'https://dns.example:8443/dns-query@192.0.2.53',
  ])('takes what a person may type: %s', (text) => {
    expect(takes(parseServer(text, 'Mine'))).toBe(true);
  });

  it('takes the one that the app brings', () => {
    expect(publicResolversSchema.safeParse(PUBLIC_RESOLVERS).success).toBe(true);
  });

  const at = { address: '192.0.2.53', port: 853, label: '' };
  it.each<[string, DnsServer]>([
    ['a name, which would have to be looked up', { ...at, address: 'dns.example' }],
    ['no server’s address', { ...at, address: '0.0.0.0' }],
    ['a certificate for no name', { ...at, secure: { protocol: 'tls', name: 'a b' } }],
    [
      'a path with a line break',
      { ...at, secure: { protocol: 'https', name: 'dns.example', path: '/\r\nx: y' } },
    ],
    ['a path with a query', { ...at, secure: { protocol: 'https', name: 'dns.example', path: '/a?b' } }],
  ])('refuses %s', (_name, server) => {
    expect(takes(server)).toBe(false);
  });
});
