/** Made-up zones, records and senders for comparing SPF evaluators; every choice comes from fast-check's seed. */
import fc from 'fast-check';

export type ZoneEntry =
  | { readonly type: 'TXT'; readonly value: string }
  | { readonly type: 'A' | 'AAAA' | 'PTR'; readonly value: string }
  | { readonly type: 'MX'; readonly value: string; readonly preference: number };
export interface ZoneName {
  readonly entries: readonly ZoneEntry[];
  /** Every question about the name fails. */
  readonly broken: boolean;
}
export type Zone = ReadonlyMap<string, ZoneName>;
export interface SpfCase {
  readonly zone: Zone;
  readonly ip: string;
  readonly sender: string;
  readonly helo: string;
}

const NAMES = ['a', 'b', 'c', 'd', 'e'].map((label) => `${label}.example.com`);
const name = fc.constantFrom(...NAMES, 'example.com', 'absent.example.com', 'mail.a.example.com');
const IP4 = ['192.0.2.1', '192.0.2.130', '198.51.100.7', '203.0.113.200'];
const IP6 = ['2001:db8::1', '2001:db8:0:1::25', '2001:db8:ffff::7'];
const ip4 = fc.constantFrom(...IP4);
const ip6 = fc.constantFrom(...IP6);

const letter = fc.constantFrom('s', 'l', 'o', 'd', 'i', 'h', 'v', 'D', 'L', 'S', 'O', 'H', 'p', 'P');
const macro = fc
  .tuple(
    letter,
    fc.constantFrom('', '1', '2', '3', '20'),
    fc.constantFrom('', 'r'),
    fc.constantFrom('', '.', '-', '.-', '+', '_=', '/,'),
  )
  .map(([l, digits, reverse, delimiters]) => `%{${l}${digits}${reverse}${delimiters}}`);
const spec = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 2, arbitrary: fc.tuple(macro, name).map(([m, n]) => `${m}.${n}`) },
  { weight: 1, arbitrary: macro },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('%%', '%_', '%-', 'x%{ir}.%{v}'), name).map(([m, n]) => `${m}.${n}`),
  },
  { weight: 1, arbitrary: name.map((n) => `${n.toUpperCase()}.`) },
);
/** Text that breaks the grammar, or nearly does. */
const odd = fc.constantFrom(
  ...[
    'a:',
    'include:',
    'exists',
    'ip4',
    'ip4:192.0.2',
    'ip4:192.0.2.1/33',
    'ip4:192.0.2.01',
    'ip6:192.0.2.1',
    'ip4:2001:db8::1',
  ],
  ...[
    'all:x',
    'all/8',
    '-all.',
    'a/33',
    'a//129',
    'a/08',
    'mx/',
    'a:b.example.com/24/64',
    'ptr/24',
    'ptr:',
    'a:museum',
    'a:1.2.3.4',
  ],
  ...[
    'redirect=',
    'exp=',
    'redirect=b.example.com',
    'exp=%{x}',
    'foo=%{z}',
    'foo=%{c}',
    'foo=',
    'foo=bar%',
    'Foo.b-a_r=%{d}',
    '1foo=bar',
    '-foo=bar',
  ],
  ...[
    'include=b.example.com',
    'a:%{d0}.example.com',
    'a:%{d}x',
    'a:%%',
    'a:x%{d}',
    'a:foo-.com',
    'a:foo.1-2',
    'a:foo:bar/baz.example.com',
    '++all',
    '+',
    '?',
    'mx:.',
  ],
  ...[
    'ip6:::1/129',
    'ip6::1',
    'ip6:2001:db8::/32',
    'exists:%{i}._spf.%{d2}',
    'include:%{l}.example.com',
    'a:%{h}',
    'a:..example.com',
    'a:b..example.com',
    'ipv4:192.0.2.1',
  ],
);
const dual = fc.constantFrom('', '', '/24', '/0', '//64', '/25//32', '/32//128');
const mechanism = fc.oneof(
  { weight: 4, arbitrary: spec.map((s) => `include:${s}`) },
  { weight: 3, arbitrary: fc.tuple(spec, dual).map(([s, d]) => `a:${s}${d}`) },
  { weight: 2, arbitrary: dual.map((d) => `a${d}`) },
  { weight: 2, arbitrary: fc.tuple(spec, dual).map(([s, d]) => `mx:${s}${d}`) },
  { weight: 2, arbitrary: dual.map((d) => `mx${d}`) },
  { weight: 2, arbitrary: spec.map((s) => `exists:${s}`) },
  { weight: 1, arbitrary: fc.constant('ptr') },
  { weight: 1, arbitrary: name.map((n) => `ptr:${n}`) },
  {
    weight: 2,
    arbitrary: fc.tuple(ip4, fc.constantFrom('', '/24', '/31', '/0')).map(([i, p]) => `ip4:${i}${p}`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(ip6, fc.constantFrom('', '/64', '/32', '/0')).map(([i, p]) => `ip6:${i}${p}`),
  },
);
const qualifier = fc.constantFrom('', '', '', '+', '-', '~', '?');
const term = fc.oneof(
  { weight: 24, arbitrary: fc.tuple(qualifier, mechanism).map(([q, m]) => q + m) },
  { weight: 1, arbitrary: odd },
);
const last = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('-all', '~all', '?all', 'all', '-ALL') },
  { weight: 2, arbitrary: spec.map((s) => `redirect=${s}`) },
  { weight: 2, arbitrary: spec.map((s) => `-all exp=${s}`) },
  { weight: 1, arbitrary: fc.constant('') },
);
const record = fc
  .tuple(
    fc.constantFrom(...Array<string>(16).fill('v=spf1'), 'V=SPF1', 'v=spf10', ' v=spf1'),
    fc.array(term, { maxLength: 6 }),
    last,
    fc.constantFrom(' ', ' ', '  '),
  )
  .map(([version, terms, end, blank]) => [version, ...terms, end].join(blank));
const explanation = fc.constantFrom(
  '%{i} is not allowed for %{d}',
  'See http://%{d}/why?s=%{S}&i=%{i}',
  '100%% of %{o}%_is%-refused',
  '%{broken',
  'bad ü',
  '%{c} %{r} %{v} %{h}',
  '',
);
const txt = fc.oneof({ weight: 8, arbitrary: record }, { weight: 2, arbitrary: explanation });
const entry: fc.Arbitrary<ZoneEntry> = fc.oneof(
  { weight: 1, arbitrary: txt.map((value): ZoneEntry => ({ type: 'TXT', value })) },
  { weight: 3, arbitrary: ip4.map((value): ZoneEntry => ({ type: 'A', value })) },
  { weight: 1, arbitrary: ip6.map((value): ZoneEntry => ({ type: 'AAAA', value })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(name, fc.nat(30))
      .map(([value, preference]): ZoneEntry => ({ type: 'MX', value, preference })),
  },
);
const reverse: Readonly<Record<string, string>> = {
  '192.0.2.1': '1.2.0.192.in-addr.arpa',
  '192.0.2.130': '130.2.0.192.in-addr.arpa',
  '198.51.100.7': '7.100.51.198.in-addr.arpa',
};
const zoneName: fc.Arbitrary<ZoneName> = fc
  .tuple(record, fc.array(entry, { maxLength: 4 }), fc.nat(40))
  .map(([value, entries, luck]) => ({
    entries: [{ type: 'TXT', value } as const, ...entries],
    broken: luck === 0,
  }));
const zone: fc.Arbitrary<Zone> = fc
  .tuple(
    fc.tuple(
      ...[...NAMES, 'example.com', 'mail.a.example.com'].map((n) =>
        fc.option(zoneName, { freq: 8 }).map((z) => [n, z] as const),
      ),
    ),
    fc.array(fc.tuple(fc.constantFrom(...Object.values(reverse)), name), { maxLength: 3 }),
  )
  .map(([names, pointers]) => {
    const out = new Map<string, ZoneName>();
    for (const [n, z] of names) if (z) out.set(n, z);
    for (const [from, to] of pointers) {
      const before = out.get(from)?.entries ?? [];
      out.set(from, { broken: false, entries: [...before, { type: 'PTR', value: to }] });
    }
    return out;
  });
const sender = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'user',
          'first.last',
          'a-b+tag',
          'O',
          '',
          'jörg',
          'x'.repeat(70),
          Array<string>(40).fill('label').join('.'),
        ),
        name,
      )
      .map(([l, n]) => `${l}@${n}`),
  },
  { weight: 1, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'a.example.com',
      'x@[192.0.2.1]',
      'x@a..example.com',
      'x@localhost',
      '"a@b"@a.example.com',
    ),
  },
);

export const spfCase: fc.Arbitrary<SpfCase> = fc.record({
  zone,
  ip: fc.oneof(ip4, ip4, ip6, fc.constant('::ffff:192.0.2.1')),
  sender,
  helo: fc.constantFrom('mail.a.example.com', 'b.example.com', 'localhost', 'OEM COMPUTER', '[192.0.2.1]'),
});
