/** Rules of RFC 7208, sections 3 to 7, one by one, beside those in check-host.test.ts and parse.test.ts. */
import { describe, expect, it } from 'vitest';
import { checkHost } from '../../../shared/spf/check-host.ts';
import type { SpfLookup } from '../../../shared/spf/lookup-port.ts';
import { spfAnswerOf } from '../../../shared/spf/overlay.ts';
import { check, ipOf, zoneOf, type Sender } from '../../support/spf-check.ts';
import { zoneLookup } from '../../support/spf-zone.ts';
import { answerTo } from '../dns/answers.ts';

type Names = Readonly<Record<string, readonly string[]>>;
const result = (record: string, more: Names = {}, sender: Sender = {}): string =>
  check({ 'example.com': [record], ...more }, sender).result;

/** Every question of one evaluation, as `TYPE name`. */
const questions = (names: Names): string[] => {
  const asked: string[] = [];
  const zone = zoneLookup(zoneOf(names));
  const lookup: SpfLookup = (name, type) => {
    asked.push(`${type} ${name}`);
    return zone(name, type);
  };
  void checkHost({ ip: ipOf('192.0.2.1'), sender: 'user@example.com', helo: 'mail.example.com' }, lookup);
  return asked;
};

describe('section 3', () => {
  it('RFC 7208 3.1: only TXT is asked for a record, never the SPF type', () => {
    expect(questions({ 'example.com': ['v=spf1 -all'] })).toEqual(['TXT example.com']);
  });
  it('RFC 7208 3.3: the strings of one record are joined without a blank', () => {
    const answer = answerTo({ name: 'example.com', type: 'TXT' }, ['']);
    const [record] = answer.records;
    const strings = ['v=spf1 ip4:192.0.', '2.1 -all'];
    expect(spfAnswerOf({ ...answer, records: record ? [{ ...record, strings }] : [] }, 'TXT')).toEqual({
      status: 'found',
      values: ['v=spf1 ip4:192.0.2.1 -all'],
    });
  });
});

describe('section 4', () => {
  it.each([
    ['a blank in front', ' v=spf1 +all'],
    ['a tab in place of the blank', 'v=spf1\t+all'],
    ['another version', 'v=spf2 +all'],
    ['a longer version', 'v=spf10 +all'],
    ['quotes round it', '"v=spf1 +all"'],
  ])('RFC 7208 4.5: a record with %s is discarded', (_, record) => {
    expect(result(record)).toBe('none');
  });
  it('RFC 7208 4.5: a discarded record does not make a second one too many', () => {
    expect(check({ 'example.com': ['v=spf10 -all', 'v=spf1 +all'] }).result).toBe('pass');
  });
  it('RFC 7208 4.6: a syntax error ends it at once, without a further question', () => {
    const asked = questions({ 'example.com': ['v=spf1 a:host.example.com mx foo:bar -all'] });
    expect(asked).toEqual(['TXT example.com']);
  });
  it('RFC 7208 4.6.1: terms are parted by one or more blanks, and blanks may end the record', () => {
    expect(result('v=spf1   ip4:192.0.2.1   -all  ')).toBe('pass');
  });
  it('RFC 7208 4.6.1: names of mechanisms and modifiers count in any case', () => {
    expect(result('V=SPF1 IP4:192.0.2.1 -ALL')).toBe('pass');
    expect(result('v=spf1 REDIRECT=b.example.com', { 'b.example.com': ['v=spf1 +all'] })).toBe('pass');
  });
  it.each([
    ['+', 'pass'],
    ['-', 'fail'],
    ['~', 'softfail'],
    ['?', 'neutral'],
  ])('RFC 7208 4.6.2: the qualifier %s gives %s', (qualifier, expected) => {
    expect(result(`v=spf1 ${qualifier}all`)).toBe(expected);
  });
  it('RFC 7208 4.6.2: two qualifiers, or one in front of a modifier, are a syntax error', () => {
    expect(result('v=spf1 --all')).toBe('permerror');
    expect(result('v=spf1 +redirect=b.example.com')).toBe('permerror');
  });
  it('RFC 7208 4.6.3: a modifier does not match, and what follows it is evaluated', () => {
    expect(result('v=spf1 foo=bar ip4:192.0.2.1 -all')).toBe('pass');
  });
  it('RFC 7208 4.6.4: a match before the limit ends it, whatever stands behind', () => {
    const rest = Array.from({ length: 11 }, (_, index) => `a:h${index}.example.com`).join(' ');
    expect(result(`v=spf1 ip4:192.0.2.1 ${rest} -all`)).toBe('pass');
  });
  it('RFC 7208 4.6.4: void look-ups below an include count with those around it', () => {
    const names = { 'b.example.com': ['v=spf1 a:x.example.com a:y.example.com -all'] };
    expect(result('v=spf1 include:b.example.com a:z.example.com -all', names)).toBe('permerror');
  });
  it('RFC 7208 4.7: an empty record is neutral', () => {
    expect(result('v=spf1')).toBe('neutral');
  });
  it('RFC 7208 4.8: inside an include the target is the domain that a bare term means', () => {
    const names = { 'b.example.com': ['v=spf1 a -all', 'A 192.0.2.1'] };
    expect(result('v=spf1 include:b.example.com -all', names)).toBe('pass');
  });
});

describe('section 5', () => {
  it('RFC 7208 5: no such name and no data mean no match, and evaluation goes on', () => {
    expect(result('v=spf1 a:gone.example.com mx:gone.example.com ip4:192.0.2.1 -all')).toBe('pass');
  });
  it('RFC 7208 5.1: a term behind all is ignored, yet it must be written right', () => {
    expect(result('v=spf1 +all -ip4:192.0.2.1')).toBe('pass');
    expect(result('v=spf1 +all ip4:192.0.2')).toBe('permerror');
  });
  it('RFC 7208 5.1: all takes no domain and no prefix', () => {
    expect(result('v=spf1 -all:example.com')).toBe('permerror');
    expect(result('v=spf1 -all/24')).toBe('permerror');
  });
  it.each([
    ['pass', ['v=spf1 +all'], 'pass'],
    ['fail', ['v=spf1 -all'], 'softfail'],
    ['softfail', ['v=spf1 ~all'], 'softfail'],
    ['neutral', ['v=spf1 ?all'], 'softfail'],
    ['temperror', ['!'], 'temperror'],
    ['permerror', ['v=spf1 foo:bar'], 'permerror'],
    ['none', ['other'], 'permerror'],
  ])('RFC 7208 5.2: an include that comes to %s', (_, target, expected) => {
    expect(result('v=spf1 include:b.example.com ~all', { 'b.example.com': target })).toBe(expected);
  });
  it('RFC 7208 5.2: include, exists and their like need a domain', () => {
    for (const term of ['include', 'include:', 'exists', 'exists:'])
      expect(result(`v=spf1 ${term} -all`)).toBe('permerror');
  });
  it('RFC 7208 5.3: any one of several addresses is enough', () => {
    const names = { 'h.example.com': ['A 192.0.2.7', 'A 192.0.2.1'] };
    expect(result('v=spf1 a:h.example.com -all', names)).toBe('pass');
  });
  it('RFC 7208 5.3: a takes both prefixes, the second behind two slashes', () => {
    const names = { 'h.example.com': ['A 192.0.2.200', 'AAAA 2001:db8::1'] };
    expect(result('v=spf1 a:h.example.com/24//64 -all', names)).toBe('pass');
    expect(result('v=spf1 a:h.example.com/24//64 -all', names, { ip: '2001:db8::99' })).toBe('pass');
    expect(result('v=spf1 a:h.example.com//64 -all', names)).toBe('fail');
  });
  it('RFC 7208 5.4: without an MX record mx matches nothing', () => {
    expect(result('v=spf1 mx -all', { 'mail.example.com': ['A 192.0.2.1'] })).toBe('fail');
  });
  it.each([
    ['ip4 without a prefix is one address', 'ip4:192.0.2.1', '192.0.2.1', 'pass'],
    ['and no other', 'ip4:192.0.2.0', '192.0.2.1', 'fail'],
    ['the high-order bits decide', 'ip4:192.0.2.128/25', '192.0.2.129', 'pass'],
    ['bits behind the prefix do not count', 'ip4:192.0.2.77/24', '192.0.2.1', 'pass'],
    ['ip4 /0 matches every IPv4 address', 'ip4:0.0.0.0/0', '192.0.2.1', 'pass'],
    ['and no IPv6 address', 'ip4:0.0.0.0/0', '2001:db8::1', 'fail'],
    ['ip6 without a prefix is one address', 'ip6:2001:db8::1', '2001:db8::1', 'pass'],
    ['ip6 by its prefix', 'ip6:2001:db8::/32', '2001:db8:ffff::1', 'pass'],
    ['ip6 with an IPv4 end', 'ip6:2001:db8::192.0.2.1', '2001:db8::c000:201', 'pass'],
  ])('RFC 7208 5.6: %s', (_, term, ip, expected) => {
    expect(result(`v=spf1 ${term} -all`, {}, { ip })).toBe(expected);
  });
  it.each([
    'ip4:192.0.2',
    'ip4:192.0.2.256',
    'ip4:192.0.2.01',
    'ip4:192.0.2.1/33',
    'ip4:192.0.2.1/024',
    'ip4:192.0.2.1//24',
    'ip4:2001:db8::1',
    'ip4:',
    'ip4',
    'ip6:192.0.2.1',
    'ip6:2001:db8::1/129',
    'ip6:2001:db8:::1',
    'ip6:2001:db8::1//64',
    'ip6:',
  ])('RFC 7208 5.6: %s is a syntax error', (term) => {
    expect(result(`v=spf1 ${term} -all`)).toBe('permerror');
  });
  it('RFC 7208 5.7: any address will do for exists, whatever it is', () => {
    expect(result('v=spf1 exists:e.example.com -all', { 'e.example.com': ['A 127.0.0.2'] })).toBe('pass');
    expect(result('v=spf1 exists:e.example.com -all')).toBe('fail');
  });
  it('RFC 7208 5.7: exists takes no prefix', () => {
    expect(result('v=spf1 exists:e.example.com/24 -all')).toBe('permerror');
  });
});

describe('section 6', () => {
  it('RFC 7208 6: redirect= and exp= may each stand once', () => {
    expect(result('v=spf1 redirect=b.example.com redirect=b.example.com')).toBe('permerror');
    expect(result('v=spf1 -all exp=b.example.com exp=b.example.com')).toBe('permerror');
  });
  it('RFC 7208 6: other modifiers may stand as often as they like', () => {
    expect(result('v=spf1 foo=1 foo=2 +all')).toBe('pass');
  });
  it('RFC 7208 6.1: a redirect= without a domain is a syntax error', () => {
    expect(result('v=spf1 redirect=')).toBe('permerror');
  });
  it('RFC 7208 6.1: behind redirect= the target is the domain that is evaluated', () => {
    const names = { 'b.example.com': ['v=spf1 a:%{d} -all', 'A 192.0.2.1'] };
    expect(result('v=spf1 redirect=b.example.com', names)).toBe('pass');
  });
  it('RFC 7208 6.1: a temporary error of the target is the result', () => {
    expect(result('v=spf1 redirect=b.example.com', { 'b.example.com': ['!'] })).toBe('temperror');
  });
  it('RFC 7208 6.2: an explanation that can’t be read changes no result', () => {
    for (const text of [['!'], ['a', 'b'], ['%{x}'], []]) {
      const { result: got, explanation } = check({
        'example.com': ['v=spf1 -all exp=e.example.com'],
        'e.example.com': text,
      });
      expect([got, explanation]).toEqual(['fail', null]);
    }
  });
  it('RFC 7208 6.2: exp= is asked for on a fail alone', () => {
    expect(questions({ 'example.com': ['v=spf1 ~all exp=e.example.com'] })).toEqual(['TXT example.com']);
  });
});

describe('section 7', () => {
  it.each(['%', '%{', '%{d', '%{}', '%{d0}', '%{x}', '%{d2x}', '%a', '%{d-2}'])(
    'RFC 7208 7.1: %j is a syntax error in a domain',
    (macro) => {
      expect(result(`v=spf1 exists:${macro}.example.com -all`)).toBe('permerror');
    },
  );
  it('RFC 7208 7.1: the last label must be a top label or a macro', () => {
    expect(result('v=spf1 a:example.123 -all')).toBe('permerror');
    expect(result('v=spf1 a:example.-com -all')).toBe('permerror');
    expect(result('v=spf1 exists:%{i}.%{d} -all', { '192.0.2.1.example.com': ['A 127.0.0.2'] })).toBe('pass');
  });
  it.each(['c', 'r', 't'])('RFC 7208 7.2: %%{%s} may stand in an explanation alone', (letter) => {
    expect(result(`v=spf1 exists:%{${letter}}.example.com -all`)).toBe('permerror');
  });
  it.each([
    ['%{ir}.%{v}.list.example', '1.2.0.192.in-addr.list.example'],
    ['%{l}.%{o}.list.example', 'user.example.com.list.example'],
    ['%{d1}.%{d1r}.list.example', 'com.example.list.example'],
    ['%{h}.list.example', 'mail.example.com.list.example'],
    ['%%{d}%_.list.example', null],
  ])('RFC 7208 7.3: %s is asked as %s', (macro, name) => {
    const names = name === null ? {} : { [name]: ['A 127.0.0.2'] };
    expect(result(`v=spf1 exists:${macro} -all`, names)).toBe(name === null ? 'fail' : 'pass');
  });
});
