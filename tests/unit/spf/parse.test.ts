import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printSpf, type DomainSpec } from '../../../shared/spf/ast.ts';
import { parseSpf } from '../../../shared/spf/parse.ts';

/** `valid`, `none`, or the codes of what breaks the record. */
const verdict = (text: string): string => {
  const { version, problems } = parseSpf(text);
  if (version === null) return 'none';
  return problems.length === 0 ? 'valid' : problems.map(({ code }) => code).join(' ');
};
const one = (term: string): string => verdict(`v=spf1 ${term}`);
const spec = (term: string): DomainSpec | null => {
  const [first] = parseSpf(`v=spf1 ${term}`).terms;
  return first?.kind === 'mechanism' || first?.kind === 'modifier' ? first.domain : null;
};

describe('record and version (RFC 7208, 4.5 and 4.6.1)', () => {
  it.each([
    ['v=spf1', 'valid'],
    ['V=SpF1 -ALL', 'valid'],
    ['v=spf1   a  -all  ', 'valid'],
    ['v=spf10 -all', 'none'],
    ['v=spf1-all', 'none'],
    [' v=spf1 -all', 'none'],
    ['v=spf1\t-all', 'none'],
    ['spf2.0/pra -all', 'none'],
    ['v=spf1 a\t-all', 'SPF-E-STRAY-TOKEN'], // a tab is no blank
  ])('%j is %s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });
});

describe('directives (RFC 7208, 4.6.1 and 5)', () => {
  it.each([
    ['+all', 'valid'],
    ['?aLL', 'valid'],
    ['all.', 'SPF-E-UNKNOWN-MECHANISM'],
    ['all:x', 'SPF-E-UNEXPECTED-VALUE'],
    ['all/8', 'SPF-E-UNEXPECTED-VALUE'],
    ['++all', 'SPF-E-STRAY-TOKEN'],
    ['include', 'SPF-E-EMPTY-VALUE'],
    ['include:', 'SPF-E-EMPTY-VALUE'],
    ['include:a.example', 'valid'],
    ['include:_spf.a.example.', 'valid'],
    ['include:a.example/24', 'SPF-E-BAD-DOMAIN'],
    ['include:museum', 'SPF-E-BAD-DOMAIN'],
    ['include:192.0.2.1', 'SPF-E-BAD-DOMAIN'],
    ['include:a.b-', 'SPF-E-BAD-DOMAIN'],
    ['include:a.1-2', 'valid'],
    ['include:a..', 'SPF-E-BAD-DOMAIN'],
    ['a', 'valid'],
    ['a/0', 'valid'],
    ['a/32//128', 'valid'],
    ['a//0', 'valid'],
    ['a/33', 'SPF-E-BAD-CIDR'],
    ['a//129', 'SPF-E-BAD-CIDR'],
    ['a/024', 'SPF-E-BAD-CIDR'],
    ['a/', 'SPF-E-BAD-CIDR'],
    ['a/24/64', 'SPF-E-BAD-CIDR'],
    ['a:', 'SPF-E-EMPTY-VALUE'],
    ['a:/24', 'SPF-E-EMPTY-VALUE'],
    ['a:b.example/24//64', 'valid'],
    ['a:b.example/x', 'SPF-E-BAD-CIDR'],
    ['a:foo:bar/baz.example', 'valid'],
    ['a:b.example:8080', 'SPF-E-BAD-DOMAIN'],
    ['mx', 'valid'],
    ['mx:b.example//33', 'valid'],
    ['mx/-1', 'SPF-E-BAD-CIDR'],
    ['ptr', 'valid'],
    ['ptr:b.example', 'valid'],
    ['ptr:', 'SPF-E-EMPTY-VALUE'],
    ['ptr/24', 'SPF-E-BAD-CIDR'],
    ['exists', 'SPF-E-EMPTY-VALUE'],
    ['exists:%{i}._spf.%{d2}', 'valid'],
    ['ip4:192.0.2.1', 'valid'],
    ['ip4', 'SPF-E-EMPTY-VALUE'],
    ['ip4:192.0.2', 'SPF-E-BAD-IP'],
    ['ip4:192.0.2.256', 'SPF-E-BAD-IP'],
    ['ip4:192.0.2.01', 'SPF-E-BAD-IP'],
    ['ip4:192.0.2.1:25', 'SPF-E-BAD-IP'],
    ['ip4:192.0.2.0/24', 'valid'],
    ['ip4:192.0.2.0/33', 'SPF-E-BAD-CIDR'],
    ['ip4:192.0.2.0//24', 'SPF-E-BAD-CIDR'],
    ['ip4:%{i}', 'SPF-E-BAD-IP'],
    ['ip4:2001:db8::1', 'SPF-E-IP-FAMILY'],
    ['ip6:2001:db8::/32', 'valid'],
    ['ip6:::ffff:192.0.2.1', 'valid'],
    ['ip6:2001:db8::/129', 'SPF-E-BAD-CIDR'],
    ['ip6:2001:db8:::1', 'SPF-E-BAD-IP'],
    ['ip6:192.0.2.1', 'SPF-E-IP-FAMILY'],
    ['ipv4:192.0.2.1', 'SPF-E-UNKNOWN-MECHANISM'],
    ['192.0.2.1', 'SPF-E-STRAY-TOKEN'],
    ['spf.example.com', 'SPF-E-UNKNOWN-MECHANISM'],
    ['-', 'SPF-E-STRAY-TOKEN'],
    ['–all', 'SPF-E-STRAY-TOKEN'],
    ['redirect:a.example', 'SPF-E-UNKNOWN-MECHANISM'],
  ])('%s is %s', (term, expected) => {
    expect(one(term)).toBe(expected);
  });
});

describe('modifiers (RFC 7208, 6)', () => {
  it.each([
    ['redirect=a.example', 'valid'],
    ['redirect=', 'SPF-E-EMPTY-VALUE'],
    ['redirect=a.example/24', 'SPF-E-BAD-DOMAIN'],
    ['-redirect=a.example', 'SPF-E-STRAY-TOKEN'],
    ['redirect=a.example redirect=b.example', 'SPF-E-DUPLICATE-MODIFIER'],
    ['exp=a.example exp=a.example', 'SPF-E-DUPLICATE-MODIFIER'],
    ['EXP=', 'SPF-E-EMPTY-VALUE'],
    ['exp=~none', 'SPF-E-BAD-DOMAIN'],
    ['redirect=%{c}', 'SPF-E-BAD-MACRO'],
    ['foo=', 'valid'],
    ['foo=%{s}bar', 'valid'],
    ['foo=bar%', 'SPF-E-BAD-MACRO'],
    ['F-o_o.1=x', 'valid'],
    ['1foo=bar', 'SPF-E-STRAY-TOKEN'],
    ['=bar', 'SPF-E-STRAY-TOKEN'],
    ['foo=a foo=b', 'valid'],
    ['include=a.example', 'valid'],
  ])('%s is %s', (terms, expected) => {
    expect(one(terms)).toBe(expected);
  });
  it('lets modifiers stand anywhere', () => {
    expect(verdict('v=spf1 exp=a.example a redirect=b.example -all')).toBe('valid');
  });
});

describe('macros (RFC 7208, 7.1)', () => {
  it.each([
    ['exists:%{d}', 'valid'],
    ['exists:%%', 'valid'],
    ['exists:x%%-', 'SPF-E-BAD-DOMAIN'],
    ['exists:%_', 'valid'],
    ['exists:%-', 'valid'],
    ['exists:%a.example', 'SPF-E-BAD-MACRO'],
    ['exists:%{x}', 'SPF-E-BAD-MACRO'],
    ['exists:%{d', 'SPF-E-BAD-MACRO'],
    ['exists:%{}', 'SPF-E-BAD-MACRO'],
    ['exists:%{d0}', 'SPF-E-BAD-MACRO'],
    ['exists:%{d10r.-+,/_=}', 'valid'],
    ['exists:%{dr2}', 'SPF-E-BAD-MACRO'],
    ['exists:%{d2r;}', 'SPF-E-BAD-MACRO'],
    ['exists:%{c}', 'SPF-E-BAD-MACRO'],
    ['exists:%{r}', 'SPF-E-BAD-MACRO'],
    ['exists:%{t}', 'SPF-E-BAD-MACRO'],
    ['exists:%{d}.', 'SPF-E-BAD-DOMAIN'],
    ['exists:%{d}com', 'SPF-E-BAD-DOMAIN'],
    ['exists:%{d}.com', 'valid'],
    ['a:%{l1r/}.example.com/24', 'valid'],
  ])('%s is %s', (term, expected) => {
    expect(one(term)).toBe(expected);
  });
  it('gives macros as a list of parts', () => {
    expect(spec('exists:%{L2r-}.%%x.example')?.parts).toEqual([
      { kind: 'macro', letter: 'l', escape: true, keep: 2, reverse: true, delimiters: '-' },
      { kind: 'text', text: '.' },
      { kind: 'text', text: '%' },
      { kind: 'text', text: 'x.example' },
    ]);
    expect(spec('include:_SPF.A.example.')?.name).toBe('_spf.a.example');
  });
});

describe('parseSpf', () => {
  it('gives the place of every term in the text', () => {
    const text = 'v=spf1  a:b.example   foo~bar -all ';
    for (const term of parseSpf(text).terms) expect(text.slice(term.start, term.end)).toBe(term.raw);
  });
  it('gives back every text byte for byte and never throws', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'v=spf1',
        ' ',
        '  ',
        'ip4:',
        'include:',
        '%{',
        '}',
        '/24',
        '//',
        '-all',
        'redirect=',
        '192.0.2.1',
        'a.example',
        '%{i}',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(printSpf(parseSpf(text))).toBe(text);
      }),
      { seed: 7208, numRuns: 1000 },
    );
  }, 30_000);
  it('is linear: long hostile texts take no longer than their length allows', () => {
    const hostile = ['%{l', '%{l1', 'a:%%-', '/', '//1', 'a.', 'v=spf1 ', '-', ',', 'ip4:1.', '::'];
    for (const unit of hostile) {
      const text = `v=spf1 a:${unit.repeat(60_000 / unit.length)}`;
      expect(printSpf(parseSpf(text))).toBe(text);
    }
  });
});
