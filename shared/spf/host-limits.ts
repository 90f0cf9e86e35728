/**
 * What DNS hosts let a TXT value be, as they or their tools' authors publish it. Data with source and date, never a
 * reason to change a record by itself: a host that is not here has no known limit of its own.
 */
import type { Finding } from '../finding.ts';
import { spfFinding } from './findings.ts';
import { MAX_STRING_OCTETS } from './split.ts';

/** Day on which the sources were read. */
const AS_OF = '2026-11-24';

interface HostLimit {
  /** Matches what a person calls the host. */
  readonly name: RegExp;
  /** Greatest length of the whole value in characters, or `null` where the host cuts long values by itself. */
  readonly most: number | null;
  readonly words: string;
  readonly source: string;
}

const LIMITS: readonly HostLimit[] = [
  {
    name: /\broute ?53\b|\baws\b|amazon/iu,
    most: 4000,
    words: 'Amazon Route 53 takes at most 4,000 characters in one value, in quoted strings of at most 255',
    source: 'docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecord.html',
  },
  {
    name: /wordpress\.com/iu,
    most: MAX_STRING_OCTETS,
    words: 'WordPress.com takes at most 255 characters in a TXT record',
    source: 'github.com/Automattic/wp-calypso/pull/42721',
  },
  {
    name: /windows.*(?:powershell|dns)|microsoft dns|\bad dns\b/iu,
    most: 254,
    words:
      'the PowerShell cmdlet Add-DnsServerResourceRecord takes at most 254 characters, while DNS Manager takes several strings',
    source: 'github.com/MicrosoftDocs/windows-powershell-docs/issues/2423',
  },
  {
    name: /cloudflare/iu,
    most: null,
    words:
      'Cloudflare cuts a value of more than 255 characters into strings by itself, so one long value is right',
    source: 'github.com/cloudflare/cloudflare-typescript, description of a TXT record',
  },
];

/** What the DNS host named in the profile does with a record of `length` octets; nothing for one that fits a string. */
export const hostLimitFindings = (provider: string, length: number): Finding[] => {
  const host = LIMITS.find(({ name }) => name.test(provider));
  if (host === undefined || length <= (host.most ?? MAX_STRING_OCTETS)) return [];
  const code = host.most === null ? 'SPF-I-HOST-SPLITS' : 'SPF-W-HOST-LIMIT';
  const detail = { token: String(length), reason: host.words, path: 'dnsHost.provider' };
  return [{ ...spfFinding(code, detail), source: `${host.source}, read ${AS_OF}` }];
};
