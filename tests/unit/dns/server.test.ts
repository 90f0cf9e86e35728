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

  it('names a server by label and address', () => {
    expect(describeServer(parseServer('192.0.2.53', 'ns1'))).toBe('ns1 (192.0.2.53)');
    expect(describeServer(parseServer('192.0.2.53'))).toBe('192.0.2.53');
  });
});
