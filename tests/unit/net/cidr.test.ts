import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cidrContains,
  cidrHasIp,
  cidrOf,
  cidrsOverlap,
  formatCidr,
  parseCidr,
  type Cidr,
} from '../../../shared/net/cidr.ts';
import { classifyCidr, isNonPublic } from '../../../shared/net/ip-class.ts';
import { parseRange, rangeToCidrs, summariseCidrs, unionSize } from '../../../shared/net/ip-range.ts';
import type { Ip } from '../../../shared/net/ip.ts';

const net = (text: string): Cidr => {
  const parsed = parseCidr(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.cidr;
};
const anyIp: fc.Arbitrary<Ip> = fc.oneof(
  fc.nat(0xffffffff).map((value): Ip => ({ family: 4, value })),
  fc.bigInt(0n, (1n << 128n) - 1n).map((value): Ip => ({ family: 6, value })),
);

describe('parseCidr', () => {
  it.each([
    ['203.0.113.29/29', '203.0.113.24/29', true],
    ['203.0.113.24/29', '203.0.113.24/29', false],
    ['203.0.113.7/32', '203.0.113.7', false],
    ['2001:DB8::1/32', '2001:db8::/32', true],
    ['2001:db8::1/128', '2001:db8::1', false],
    ['255.255.255.255/0', '0.0.0.0/0', true],
  ])('reads %s as %s', (text, canonical, hostBits) => {
    const parsed = parseCidr(text);
    expect(parsed.ok && [formatCidr(parsed.cidr), parsed.hostBits]).toEqual([canonical, hostBits]);
  });
  it.each([
    ['203.0.113.0/33', 'prefix', /over 32/],
    ['2001:db8::/129', 'prefix', /over 128/],
    ['203.0.113.0/', 'prefix', /missing/],
    ['203.0.113.0/024', 'prefix', /zero/],
    ['203.0.113.0/abc', 'prefix', /not a number/],
    ['203.0.113/24', 'address', /this has 3/],
  ])('refuses %s', (text, fault, reason) => {
    const parsed = parseCidr(text);
    expect(parsed).toMatchObject({ ok: false, fault });
    expect(!parsed.ok && parsed.reason).toMatch(reason);
  });
  it('gives back its own canonical text', () => {
    fc.assert(
      fc.property(anyIp, fc.nat(128), (ip, bits) => {
        const cidr = cidrOf(ip, ip.family === 4 ? bits % 33 : bits);
        expect(net(formatCidr(cidr))).toEqual(cidr);
        expect(cidrHasIp(cidr, ip)).toBe(true);
      }),
      { seed: 7208 },
    );
  });
});

describe('address algebra', () => {
  it('tells containment and overlap, and never mixes families', () => {
    expect(cidrContains(net('203.0.113.0/24'), net('203.0.113.77'))).toBe(true);
    expect(cidrContains(net('203.0.113.77'), net('203.0.113.0/24'))).toBe(false);
    expect(cidrContains(net('0.0.0.0/0'), net('::1'))).toBe(false);
    expect(cidrsOverlap(net('2001:db8::/33'), net('2001:db8::/32'))).toBe(true);
    expect(cidrsOverlap(net('203.0.113.0/25'), net('203.0.113.128/25'))).toBe(false);
  });
  it('turns a range into the fewest networks', () => {
    const range = parseRange('203.0.113.8 - 203.0.113.19');
    expect(range.ok && range.cidrs.map(formatCidr)).toEqual(['203.0.113.8/29', '203.0.113.16/30']);
    const all = parseRange('0.0.0.0-255.255.255.255');
    expect(all.ok && all.cidrs.map(formatCidr)).toEqual(['0.0.0.0/0']);
    const v6 = parseRange('2001:db8::-2001:db8::2');
    expect(v6.ok && v6.cidrs.map(formatCidr)).toEqual(['2001:db8::/127', '2001:db8::2']);
  });
  it.each([
    ['203.0.113.9-203.0.113.8', /backwards/],
    ['203.0.113.9-2001:db8::1', /mixes/],
    ['203.0.113.9-', /last address/],
    ['1.2.3.4', /one dash/],
  ])('refuses the range %s', (text, reason) => {
    const range = parseRange(text);
    expect(!range.ok && range.reason).toMatch(reason);
  });
  it('covers a range exactly, whatever its ends', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffff), (start, length) => {
        const end = Math.min(start + length, 0xffffffff);
        const cidrs = rangeToCidrs({ family: 4, value: start }, { family: 4, value: end });
        expect(unionSize(cidrs).v4).toBe(BigInt(end - start + 1));
        expect(cidrs.length).toBeLessThanOrEqual(32);
      }),
      { seed: 7208 },
    );
  });
  it('joins duplicates, contained and adjacent networks', () => {
    const list = [
      '203.0.113.0/25',
      '203.0.113.128/25',
      '203.0.113.7',
      '2001:db8::/33',
      '2001:db8:8000::/33',
    ].map(net);
    expect(summariseCidrs(list).map(formatCidr)).toEqual(['203.0.113.0/24', '2001:db8::/32']);
    expect(unionSize(list)).toEqual({ v4: 256n, v6: 1n << 96n });
  });
});

describe('classifyCidr', () => {
  it.each([
    ['10.10.10.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['100.64.1.1', 'cgnat'],
    ['127.0.0.1', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['203.0.113.0/24', 'documentation'],
    ['224.0.0.5', 'multicast'],
    ['fd00::1', 'unique-local'],
    ['fe80::1', 'link-local'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'documentation'],
    ['2001:4860::1', 'public'],
    ['10.0.0.0/7', 'private'],
    ['0.0.0.0/0', 'public'],
  ])('%s is %s', (text, kind) => {
    expect(classifyCidr(net(text))).toBe(kind);
  });
  it('lets documentation ranges pass, since examples use them', () => {
    expect(isNonPublic(net('203.0.113.1'))).toBe(false);
    expect(isNonPublic(net('192.168.1.1'))).toBe(true);
  });
});
