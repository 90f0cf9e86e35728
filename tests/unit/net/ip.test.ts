import { describe, expect, it } from 'vitest';
import { formatIp, parseIp, unmapIp } from '../../../shared/net/ip.ts';

const canonical = (text: string): string => {
  const parsed = parseIp(text);
  return parsed.ok ? formatIp(parsed.ip) : `no: ${parsed.reason}`;
};

describe('parseIp', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['131.107.21.231', '131.107.21.231'],
    ['::', '::'],
    ['::1', '::1'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0025', '2001:db8::25'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'], // RFC 5952, 4.2.2: one group of zeros stays
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'], // 4.2.3: the longest run
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'], // 4.2.3: of equal runs the first
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('reads %s as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each([
    ['', /empty/],
    ['131.107.21', /4 numbers, this has 3/],
    ['131.107.021.231', /“021” starts with a zero/],
    ['131.107.21.256', /256 is over 255/],
    ['1.2.3.', /missing/],
    ['1.2.3.4 ', /blank/],
    ['contoso.com', /not four numbers/],
    ['1::2::3', /only once/],
    ['1:2:3:4:5:6:7', /8 groups, this has 7/],
    ['1:2:3:4:5:6:7:8::', /at least one group/],
    ['fe80::1%eth0', /zone index/],
    ['::12345', /hexadecimal/],
    ['::1.2.3.4:5', /at the end/],
    ['1.2.3.4::', /at the end/],
    [':1:2:3:4:5:6:7', /missing/],
  ])('refuses %j and says why', (text, reason) => {
    expect(canonical(text)).toMatch(reason);
  });

  it('takes the IPv4 address out of an IPv4-mapped one and leaves others alone', () => {
    const mapped = parseIp('::ffff:192.0.2.7');
    const other = parseIp('2001:db8::7');
    expect(mapped.ok && formatIp(unmapIp(mapped.ip))).toBe('192.0.2.7');
    expect(other.ok && formatIp(unmapIp(other.ip))).toBe('2001:db8::7');
  });
});
