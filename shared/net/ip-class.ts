import { cidrsOverlap, parseCidr, type Cidr } from './cidr.ts';

/** What a network is set aside for; `public` when for nothing in particular. */
export type IpClass =
  | 'unspecified'
  | 'private'
  | 'cgnat'
  | 'loopback'
  | 'link-local'
  | 'unique-local'
  | 'multicast'
  | 'reserved'
  | 'documentation'
  | 'public';

const TABLE: ReadonlyArray<readonly [string, IpClass]> = [
  ['0.0.0.0/8', 'unspecified'], // RFC 791
  ['10.0.0.0/8', 'private'], // RFC 1918
  ['172.16.0.0/12', 'private'],
  ['192.168.0.0/16', 'private'],
  ['100.64.0.0/10', 'cgnat'], // RFC 6598
  ['127.0.0.0/8', 'loopback'], // RFC 1122
  ['169.254.0.0/16', 'link-local'], // RFC 3927
  ['192.0.2.0/24', 'documentation'], // RFC 5737
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'], // RFC 5771
  ['240.0.0.0/4', 'reserved'], // RFC 1112
  ['::/128', 'unspecified'], // RFC 4291
  ['::1/128', 'loopback'],
  ['2001:db8::/32', 'documentation'], // RFC 3849
  ['fc00::/7', 'unique-local'], // RFC 4193
  ['fe80::/10', 'link-local'],
  ['ff00::/8', 'multicast'],
];

const RANGES: ReadonlyArray<readonly [Cidr, IpClass]> = TABLE.flatMap(([text, kind]) => {
  const parsed = parseCidr(text);
  return parsed.ok ? [[parsed.cidr, kind] as const] : [];
});

/** Blocks wider than this are judged by their width alone (see `SPF-W-WIDE-CIDR`), not by a small range inside them. */
const tooWideToClass = (cidr: Cidr): boolean => cidr.prefix < (cidr.family === 4 ? 4 : 7);

/** The class of a network; a network that reaches into a special range counts as that range. */
export const classifyCidr = (cidr: Cidr): IpClass => {
  if (tooWideToClass(cidr)) return 'public';
  return RANGES.find(([range]) => cidrsOverlap(range, cidr))?.[1] ?? 'public';
};

/** True when no mail can reach the Internet from there. Documentation ranges count as reachable: examples use them. */
export const isNonPublic = (cidr: Cidr): boolean => {
  const kind = classifyCidr(cidr);
  return kind !== 'public' && kind !== 'documentation';
};

const WORDS: Readonly<Record<IpClass, string>> = {
  unspecified: 'an address of no host',
  private: 'a private address (RFC 1918)',
  cgnat: 'an address of a carrier’s NAT (RFC 6598)',
  loopback: 'a loopback address',
  'link-local': 'a link-local address',
  'unique-local': 'a unique local address (RFC 4193)',
  multicast: 'a multicast address',
  reserved: 'a reserved address',
  documentation: 'a documentation address',
  public: 'a public address',
};
/** The class in words, with its article. */
export const describeClass = (kind: IpClass): string => WORDS[kind];
