import { describe, expect, it } from 'vitest';
import { checkHost } from '../../../shared/spf/check-host.ts';
import type { SpfAnswer } from '../../../shared/spf/lookup-port.ts';
import { check, ipOf, zoneOf, type Sender } from '../../support/spf-check.ts';
import { zoneLookup } from '../../support/spf-zone.ts';

type Names = Readonly<Record<string, readonly string[]>>;
/** The result for the record of example.com, with more names where given. */
const result = (record: string, more: Names = {}, sender: Sender = {}): string =>
  check({ 'example.com': [record], ...more }, sender).result;

describe('RFC 7208, 3: records', () => {
  it('3.3: the strings of a record are joined without a blank by the port, so one text arrives', () => {
    expect(result('v=spf1 ip4:192.0.2.1 -all')).toBe('pass');
  });
  it('3.1: characters outside of ASCII are a permanent error', () => {
    expect(result('v=spf1 ip4:192.0.2.1 –all')).toBe('permerror');
    expect(result('v=spf1 foo=ü +all')).toBe('permerror');
  });
  it('3.2: more than one record is a permanent error', () => {
    expect(check({ 'example.com': ['v=spf1 +all', 'v=spf1 +all'] }).result).toBe('permerror');
  });
  it('3.2: other TXT records at the name do not matter, whatever they hold', () => {
    expect(check({ 'example.com': ['MS=ms12345678', 'ü', 'v=spf1 +all', 'v=spf10 -all'] }).result).toBe(
      'pass',
    );
  });
});

describe('RFC 7208, 4: check_host()', () => {
  it.each([
    ['a name of one label', 'user@localhost'],
    ['an address literal', 'user@[192.0.2.1]'],
    ['an empty label', 'user@a..example.com'],
    ['a label over 63 characters', `user@${'a'.repeat(64)}.example.com`],
    ['a name over 253 characters', `user@${'abcdefghi.'.repeat(26)}example.com`],
  ])('4.3: %s is malformed, so the result is none', (_, from) => {
    expect(check({ 'example.com': ['v=spf1 +all'] }, { from }).result).toBe('none');
  });
  it('4.3: a missing local part is postmaster', () => {
    const names = {
      'example.com': ['v=spf1 exists:%{l}.example.com -all'],
      'postmaster.example.com': ['A 192.0.2.9'],
    };
    expect(check(names, { from: '@example.com' }).result).toBe('pass');
    expect(check(names, { from: 'example.com' }).result).toBe('pass');
  });
  it('4.3: a trailing dot and capital letters make no difference', () => {
    expect(check({ 'example.com': ['v=spf1 +all'] }, { from: 'user@EXAMPLE.com.' }).result).toBe('pass');
  });
  it('4.3: names with underscores are evaluated', () => {
    expect(check({ '_x.example.com': ['v=spf1 +all'] }, { from: 'user@_x.example.com' }).result).toBe('pass');
  });
  it('4.3: an internationalised domain is asked in its A-label form', () => {
    expect(
      check({ 'xn--mnchen-3ya.example': ['v=spf1 +all'] }, { from: 'user@münchen.example' }).result,
    ).toBe('pass');
  });
  it('2.4: the null sender is checked as postmaster of HELO', () => {
    const names = {
      'mail.example.com': ['v=spf1 exists:%{s}.example.com -all'],
      'postmaster@mail.example.com.example.com': ['A 192.0.2.1'],
    };
    expect(check(names, { from: '' }).result).toBe('pass');
    expect(check(names, { from: '', helo: 'OEM COMPUTER' }).result).toBe('none');
  });
  it('4.4: no answer is a temporary error, no name or no record is none', () => {
    expect(check({ 'example.com': ['!'] }).result).toBe('temperror');
    expect(check({}).result).toBe('none');
    expect(check({ 'example.com': ['A 192.0.2.1'] }).result).toBe('none');
  });
  it('4.5: v=spf1 counts in any case and must be followed by a blank or the end', () => {
    expect(result('V=SPF1 +all')).toBe('pass');
    expect(result('v=spf1')).toBe('neutral');
    expect(result('v=spf1+all')).toBe('none');
    expect(result(' v=spf1 +all')).toBe('none');
  });
  it('4.6: a syntax error anywhere is a permanent error, also behind a matching term', () => {
    expect(result('v=spf1 ip4:192.0.2.1 foo')).toBe('permerror');
    expect(result('v=spf1 +all ipv4:192.0.2.1')).toBe('permerror');
    expect(result('v=spf1 +all redirect=')).toBe('permerror');
  });
  it('4.6.2: terms are read from left to right until one matches, with + for a missing qualifier', () => {
    expect(result('v=spf1 -ip4:192.0.2.0/24 +all')).toBe('fail');
    expect(result('v=spf1 ~ip4:192.0.2.0/24 +all')).toBe('softfail');
    expect(result('v=spf1 ?ip4:192.0.2.0/24 +all')).toBe('neutral');
    expect(result('v=spf1 ip4:192.0.2.0/24 -all')).toBe('pass');
  });
  it('4.7: without a match and without redirect= the result is neutral', () => {
    expect(result('v=spf1 ip4:198.51.100.1')).toBe('neutral');
  });
  it('4.8: a missing domain-spec stands for the domain that is evaluated, not for that of the sender', () => {
    const more = { 'b.example.com': ['v=spf1 a -all', 'A 192.0.2.1'] };
    expect(result('v=spf1 include:b.example.com -all', more)).toBe('pass');
  });
});

describe('RFC 7208, 4.6.4: limits', () => {
  const hosts = (count: number): string =>
    Array.from({ length: count }, (_, index) => `a:h${index}.example.com`).join(' ');
  const zone = (count: number): Names =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`h${index}.example.com`, ['A 198.51.100.1']]),
    );
  it('takes 10 terms with a look-up and refuses the 11th', () => {
    expect(result(`v=spf1 ${hosts(10)} +all`, zone(11))).toBe('pass');
    expect(result(`v=spf1 ${hosts(11)} +all`, zone(11))).toBe('permerror');
  });
  it('counts include and redirect=, and what stands inside them', () => {
    const inner = { 'b.example.com': [`v=spf1 ${hosts(9)}`], ...zone(11) };
    expect(result('v=spf1 include:b.example.com -all', inner)).toBe('fail');
    expect(result('v=spf1 a:h0.example.com include:b.example.com -all', inner)).toBe('permerror');
    expect(result('v=spf1 redirect=b.example.com', inner)).toBe('neutral');
    expect(result('v=spf1 a:h0.example.com redirect=b.example.com', inner)).toBe('permerror');
  });
  it('counts terms, not questions: one whose name can’t be asked counts, a reverse look-up for the macro p does not', () => {
    const sender: Sender = { from: 'a..b@example.com' };
    const unasked = Array<string>(10).fill('a:%{l}.example.com').join(' ');
    expect(result(`v=spf1 ${unasked} +all`, {}, sender)).toBe('pass');
    expect(result(`v=spf1 ${unasked} a:h0.example.com +all`, zone(1), sender)).toBe('permerror');
    const pointed = { '1.2.0.192.in-addr.arpa': ['PTR h0.example.com'], 'h0.example.com': ['A 192.0.2.1'] };
    expect(
      result(`v=spf1 ${Array<string>(10).fill('mx:%{p}').join(' ')} +all`, {
        ...pointed,
        'h0.example.com': ['A 192.0.2.1', 'MX 10 h1.example.com'],
        'h1.example.com': ['A 198.51.100.1'],
      }),
    ).toBe('pass');
  });
  it('does not count all, ip4, ip6 and exp=', () => {
    const names = { ...zone(11), 'x.example.com': ['why'] };
    expect(result(`v=spf1 ${hosts(10)} ip4:198.51.100.1 ip6:2001:db8::1 -all exp=x.example.com`, names)).toBe(
      'fail',
    );
  });
  it('stops loops of include and of redirect=', () => {
    expect(result('v=spf1 include:example.com -all')).toBe('permerror');
    expect(result('v=spf1 redirect=example.com')).toBe('permerror');
  });
  it('takes 2 void look-ups and refuses the 3rd', () => {
    expect(result('v=spf1 a:x.example.com mx:y.example.com +all')).toBe('pass');
    expect(result('v=spf1 a:x.example.com mx:y.example.com exists:z.example.com +all')).toBe('permerror');
  });
  it('does not count the addresses of mx hosts as void', () => {
    const names = {
      'example.com': [
        'v=spf1 mx a:x.example.com a:y.example.com +all',
        'MX 10 p.example.com',
        'MX 20 q.example.com',
      ],
    };
    expect(check(names).result).toBe('pass');
  });
  it('asks for the addresses of 10 mx hosts and refuses the 11th', () => {
    const mx = Array.from({ length: 11 }, (_, index) => `MX ${index} h${index}.example.com`);
    expect(check({ 'example.com': ['v=spf1 mx -all', ...mx.slice(0, 10)], ...zone(11) }).result).toBe('fail');
    expect(check({ 'example.com': ['v=spf1 mx -all', ...mx], ...zone(11) }).result).toBe('permerror');
  });
  it('looks at the first 10 names of a reverse look-up and ignores the rest', () => {
    const names = Array.from({ length: 11 }, (_, index) => `PTR h${index}.example.com`);
    const all = { '1.2.0.192.in-addr.arpa': names, ...zone(10), 'h10.example.com': ['A 192.0.2.1'] };
    expect(result('v=spf1 ptr -all', all)).toBe('fail');
    expect(result('v=spf1 ptr -all', { ...all, 'h9.example.com': ['A 192.0.2.1'] })).toBe('pass');
  });
});

describe('RFC 7208, 5: mechanisms', () => {
  it('5: an IPv4-mapped address counts as IPv4, and ip6 never matches IPv4', () => {
    expect(result('v=spf1 ip4:192.0.2.1 -all', {}, { ip: '::ffff:192.0.2.1' })).toBe('pass');
    expect(result('v=spf1 ip6:::ffff:192.0.2.1 -all', {}, { ip: '192.0.2.1' })).toBe('fail');
    expect(result('v=spf1 ip6:::/0 -all', {}, { ip: '192.0.2.1' })).toBe('fail');
    expect(result('v=spf1 ip4:0.0.0.0/0 -all', {}, { ip: '2001:db8::1' })).toBe('fail');
  });
  it('5.1: terms behind all and redirect= beside all are never used', () => {
    expect(result('v=spf1 all -ip4:192.0.2.1')).toBe('pass');
    expect(result('v=spf1 redirect=b.example.com ?all', { 'b.example.com': ['v=spf1 -all'] })).toBe(
      'neutral',
    );
  });
  it.each([
    ['v=spf1 +all', 'pass'],
    ['v=spf1 -all', 'fail'],
    ['v=spf1 ~all', 'fail'],
    ['v=spf1 ?all', 'fail'],
    ['v=spf1 foo', 'permerror'],
    ['no SPF', 'permerror'],
    ['!', 'temperror'],
  ])('5.2: an include of %j gives %s', (inner, expected) => {
    expect(result('v=spf1 include:b.example.com -all', { 'b.example.com': [inner] })).toBe(expected);
  });
  it('5.2: an include that does not exist is a permanent error', () => {
    expect(result('v=spf1 include:b.example.com -all')).toBe('permerror');
  });
  it('5.3: a asks for A or AAAA by the family of the client and applies its prefix length', () => {
    const names = { 'h.example.com': ['A 192.0.2.99', 'AAAA 2001:db8:0:1::99'] };
    expect(result('v=spf1 a:h.example.com -all', names)).toBe('fail');
    expect(result('v=spf1 a:h.example.com/24 -all', names)).toBe('pass');
    expect(result('v=spf1 a:h.example.com//64 -all', names)).toBe('fail');
    expect(result('v=spf1 a:h.example.com//64 -all', names, { ip: '2001:db8:0:1::1' })).toBe('pass');
    expect(result('v=spf1 a:h.example.com/0 -all', names, { ip: '203.0.113.1' })).toBe('pass');
  });
  it('5.4: mx asks for the hosts of MX and never falls back to the address of the name', () => {
    expect(check({ 'example.com': ['v=spf1 mx -all', 'A 192.0.2.1'] }).result).toBe('fail');
    expect(check({ 'example.com': ['v=spf1 mx -all', 'MX 0 .'] }).result).toBe('fail');
    const names = {
      'example.com': ['v=spf1 mx/24 -all', 'MX 10 h.example.com'],
      'h.example.com': ['A 192.0.2.200'],
    };
    expect(check(names).result).toBe('pass');
  });
  it('5: no answer is a temporary error for a, mx and exists', () => {
    const names = { 'b.example.com': ['!'] };
    for (const term of ['a:b.example.com', 'mx:b.example.com', 'exists:b.example.com'])
      expect(result(`v=spf1 ${term} -all`, names)).toBe('temperror');
    expect(check({ 'example.com': ['v=spf1 mx -all', 'MX 10 b.example.com'], ...names }).result).toBe(
      'temperror',
    );
  });
  it('5.5: ptr matches a validated name that is the domain or under it, and no error of DNS is one of the record', () => {
    const names = { '1.2.0.192.in-addr.arpa': ['PTR h.example.com.'], 'h.example.com': ['A 192.0.2.1'] };
    expect(result('v=spf1 ptr -all', names)).toBe('pass');
    expect(result('v=spf1 ptr:other.example -all', names)).toBe('fail');
    expect(result('v=spf1 ptr -all', { ...names, 'h.example.com': ['A 192.0.2.2'] })).toBe('fail');
    expect(result('v=spf1 ptr -all', { ...names, 'h.example.com': ['!'] })).toBe('fail');
    expect(result('v=spf1 ptr -all', { '1.2.0.192.in-addr.arpa': ['!'] })).toBe('fail');
    expect(result('v=spf1 ptr:mple.com -all', names)).toBe('fail');
  });
  it('5.7: exists asks for A, also for a client with IPv6', () => {
    const names = { 'h.example.com': ['A 127.0.0.2'], 'i.example.com': ['AAAA 2001:db8::1'] };
    expect(result('v=spf1 exists:h.example.com -all', names, { ip: '2001:db8::1' })).toBe('pass');
    expect(result('v=spf1 exists:i.example.com -all', names, { ip: '2001:db8::1' })).toBe('fail');
  });
});

describe('RFC 7208, 6: modifiers', () => {
  it('6.1: redirect= gives the result of its target, and none becomes a permanent error', () => {
    expect(result('v=spf1 redirect=b.example.com', { 'b.example.com': ['v=spf1 ~all'] })).toBe('softfail');
    expect(result('v=spf1 redirect=b.example.com')).toBe('permerror');
    expect(result('v=spf1 redirect=b.example.com', { 'b.example.com': ['!'] })).toBe('temperror');
    expect(result('v=spf1 redirect=%{l}.. +ip4:198.51.100.1')).toBe('permerror');
  });
  it('6: redirect= stands behind all mechanisms wherever it is written', () => {
    expect(result('v=spf1 redirect=b.example.com ip4:192.0.2.1', { 'b.example.com': ['v=spf1 -all'] })).toBe(
      'pass',
    );
  });
  it('6: unknown modifiers are ignored, but must be written right', () => {
    expect(result('v=spf1 moo=%{d} +all')).toBe('pass');
    expect(result('v=spf1 moo=%{q} +all')).toBe('permerror');
  });
  const explanation = (record: string, more: Names, sender: Sender = {}): string | null =>
    check({ 'example.com': [record], ...more }, sender, { receiver: 'mx.receiver.example', now: 1234 })
      .explanation;
  it('6.2: a fail brings the expanded text behind exp=', () => {
    const more = { 'why.example.com': ['%{i} may not send as %{s}, see http://%{d}/%{S}?%{c}%_%{r}%_%{t}'] };
    expect(explanation('v=spf1 -all exp=why.%{d}', more)).toBe(
      '192.0.2.1 may not send as user@example.com, see http://example.com/user%40example.com?192.0.2.1 mx.receiver.example 1234',
    );
  });
  it.each([
    ['the result is no fail', 'v=spf1 ~all exp=why.example.com', ['text']],
    ['there is no text', 'v=spf1 -all exp=why.example.com', []],
    ['there are two texts', 'v=spf1 -all exp=why.example.com', ['one', 'two']],
    ['the text has a broken macro', 'v=spf1 -all exp=why.example.com', ['%{z}']],
    ['the text is not ASCII', 'v=spf1 -all exp=why.example.com', ['nö']],
    ['DNS gives no answer', 'v=spf1 -all exp=why.example.com', ['!']],
    ['the name can’t be asked', 'v=spf1 -all exp=%{l}', ['text']],
  ])('6.2: there is no explanation when %s', (_, record, lines) => {
    expect(explanation(record, { 'why.example.com': lines })).toBeNull();
  });
  it('6.2: the explanation of an include is not used, that of a redirect target is', () => {
    const more = {
      'b.example.com': ['v=spf1 -all exp=why.b.example.com'],
      'why.b.example.com': ['of b'],
      'why.example.com': ['of a'],
    };
    expect(explanation('v=spf1 include:b.example.com -all', more)).toBeNull();
    expect(explanation('v=spf1 include:b.example.com -all exp=why.example.com', more)).toBe('of a');
    expect(explanation('v=spf1 redirect=b.example.com exp=why.example.com', more)).toBe('of b');
  });
});

describe('RFC 7208, 7: macros', () => {
  const text = (macro: string, sender: Sender = {}, more: Names = {}): string | null =>
    check(
      {
        'example.com': ['v=spf1 -all exp=why.example.com'],
        'email.example.com': ['v=spf1 -all exp=why.example.com'],
        'why.example.com': [macro],
        ...more,
      },
      sender,
    ).explanation;
  const strong: Sender = { ip: '192.0.2.3', from: 'strong-bad@email.example.com' };
  it.each([
    ['%{s}', 'strong-bad@email.example.com'],
    ['%{o}', 'email.example.com'],
    ['%{d}', 'email.example.com'],
    ['%{d4}', 'email.example.com'],
    ['%{d3}', 'email.example.com'],
    ['%{d2}', 'example.com'],
    ['%{d1}', 'com'],
    ['%{dr}', 'com.example.email'],
    ['%{d2r}', 'example.email'],
    ['%{l}', 'strong-bad'],
    ['%{l-}', 'strong.bad'],
    ['%{lr}', 'strong-bad'],
    ['%{lr-}', 'bad.strong'],
    ['%{l1r-}', 'strong'],
    ['%{ir}.%{v}._spf.%{d2}', '3.2.0.192.in-addr._spf.example.com'],
    ['%{lr-}.lp._spf.%{d2}', 'bad.strong.lp._spf.example.com'],
    ['%{h}', 'mail.example.com'],
    ['%%%_%-', '% %20'],
    ['%{L}%{S}', 'strong-badstrong-bad%40email.example.com'],
  ])('7.4: %s is %s', (macro, expected) => {
    expect(text(macro, strong)).toBe(expected);
  });
  it('7.4: IPv6 is written nibble by nibble, and in short form by c', () => {
    const six: Sender = { ip: '2001:db8::cb01' };
    expect(text('%{i}', six)).toBe('2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1');
    expect(text('%{c} %{v}', six)).toBe('2001:db8::cb01 ip6');
  });
  it('7.3: several delimiters part the value, and a dot joins the rest', () => {
    expect(text('%{l2r+-}', { from: 'a+b-c@example.com' })).toBe('b.a');
  });
  it('7.1: all seven delimiters may stand in one macro, in any order', () => {
    const from = 'a.b-c+d,e/f_g=h@example.com';
    expect(text('%{l.-+,/_=}', { from })).toBe('a.b.c.d.e.f.g.h');
    expect(text('%{l2r=_/,+-.}', { from })).toBe('b.a');
    const names = { 'c.example.com': ['A 192.0.2.1'] };
    const sender: Sender = { from: 'x,c@example.com' };
    expect(result('v=spf1 exists:%{l1.-+,/_=}.%{d} -all', names, sender)).toBe('pass');
  });
  it('7.3: an upper-case letter escapes everything but unreserved characters', () => {
    expect(text('%{L}', { from: "~jack&jill=up-a_b3.c!*'()@example.com" })).toBe(
      '~jack%26jill%3Dup-a_b3.c%21%2A%27%28%29',
    );
  });
  it('7.3: p is the validated name, the domain itself before names under it, else unknown', () => {
    expect(text('%{p}')).toBe('unknown');
    const host = { 'a.example.com': ['A 192.0.2.1'], 'other.example': ['A 192.0.2.1'] };
    expect(
      text('%{p}', {}, { ...host, '1.2.0.192.in-addr.arpa': ['PTR other.example', 'PTR a.example.com'] }),
    ).toBe('a.example.com');
    expect(text('%{p}', {}, { ...host, '1.2.0.192.in-addr.arpa': ['PTR other.example'] })).toBe(
      'other.example',
    );
  });
  it('7.3: a name over 253 characters loses labels from the left', () => {
    const local = Array<string>(60).fill('abcd').join('.');
    const kept = `${Array<string>(47).fill('abcd').join('.')}.example.com`;
    expect(kept.length).toBeLessThanOrEqual(253);
    const asked: string[] = [];
    void checkHost({ ip: ipOf('192.0.2.1'), sender: `${local}@example.com`, helo: '' }, (name, type) => {
      asked.push(`${type} ${name}`);
      return zoneLookup(zoneOf({ 'example.com': ['v=spf1 exists:%{l}.example.com -all'] }))(name, type);
    });
    const name = asked[1]?.slice(2) ?? '';
    expect(name.length).toBeLessThanOrEqual(253);
    expect(name.length).toBeGreaterThan(253 - 5);
    expect(name).toMatch(/^abcd\..*\.abcd\.example\.com$/);
  });
  it('4.3 and 7.3: a name that can’t be asked matches nothing, and as include is a permanent error', () => {
    const sender: Sender = { from: 'a..b@example.com' };
    expect(result('v=spf1 exists:%{l}.example.com a:%{l}.example.com +all', {}, sender)).toBe('pass');
    expect(result('v=spf1 include:%{l}.example.com +all', {}, sender)).toBe('permerror');
    expect(result('v=spf1 a:%{h} -all', {}, { helo: 'OEM COMPUTER' })).toBe('fail');
  });
  it('RFC 8616, 4: terms with s or l match nothing when the local part is not ASCII', () => {
    const names = { 'jörg.example.com': ['A 192.0.2.1'] };
    expect(result('v=spf1 exists:%{l}.example.com -all', names, { from: 'jörg@example.com' })).toBe('fail');
    expect(result('v=spf1 include:%{l}.example.com +all', {}, { from: 'jörg@example.com' })).toBe('pass');
  });
});

describe('checkHost', () => {
  it('says which term decided, through includes and redirects', () => {
    const names = {
      'example.com': ['v=spf1 ip4:198.51.100.1 redirect=b.example.com'],
      'b.example.com': ['v=spf1 include:c.example.com -all'],
      'c.example.com': ['v=spf1 ip4:192.0.2.0/24 -all'],
    };
    const { match, lookups, voids } = check(names);
    expect(match).toEqual({
      domain: 'example.com',
      term: 'redirect=b.example.com',
      inner: {
        domain: 'b.example.com',
        term: 'include:c.example.com',
        inner: { domain: 'c.example.com', term: 'ip4:192.0.2.0/24', inner: null },
      },
    });
    expect([lookups, voids]).toEqual([2, 0]);
  });
  it('traces every record and term on the way', () => {
    const names = {
      'example.com': ['v=spf1 a:x.example.com include:b.example.com -all'],
      'b.example.com': ['v=spf1 ~all'],
    };
    const { trace } = check(names, {}, { trace: true });
    expect(
      trace.map(({ depth, term, outcome, lookups }) => `${depth} ${term ?? '*'} ${outcome} ${lookups}`),
    ).toEqual([
      '0 * record 0',
      '0 a:x.example.com no-match 1',
      '1 * record 2',
      '1 ~all match 2',
      '0 include:b.example.com no-match 2',
      '0 -all match 2',
    ]);
    expect(check(names).trace).toEqual([]);
  });
  it('waits for a resolver that takes its time, with the same result', async () => {
    const names = {
      'example.com': ['v=spf1 mx include:b.example.com -all', 'MX 10 h.example.com'],
      'h.example.com': ['A 192.0.2.7'],
      'b.example.com': ['v=spf1 a:h.example.com/29 -all'],
    };
    const zone = zoneLookup(zoneOf(names));
    const slow = async (name: string, type: Parameters<typeof zone>[1]): Promise<SpfAnswer> => {
      await Promise.resolve();
      return zone(name, type);
    };
    const pending = checkHost({ ip: ipOf('192.0.2.1'), sender: 'user@example.com', helo: '' }, slow);
    expect(pending).toBeInstanceOf(Promise);
    expect(await pending).toEqual(check(names, { helo: '' }));
  });
  it('gives a reason with every error', () => {
    expect(check({ 'example.com': ['v=spf1 ipv4:192.0.2.1 -all'] }).reason).toContain('ipv4:192.0.2.1');
    expect(check({ 'example.com': ['!'] }).reason).toContain('TXT');
    expect(check({ 'example.com': ['v=spf1 include:b.example.com -all'] }).reason).toContain('b.example.com');
  });
});
