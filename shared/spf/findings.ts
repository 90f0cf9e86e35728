import type { Finding, FindingCode } from '../finding.ts';

interface Entry {
  readonly source: string;
  readonly message: (token: string, reason: string) => string;
}
const entry = (source: string, message: Entry['message']): Entry => ({ source, message });
const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);
const MICROSOFT = 'Microsoft Learn, SPF for Microsoft 365 domains';
const HOUSE = 'Mailflow Runbook';

/** Everything the app can say about SPF: where the rule comes from and how it is told to a person. */
const CATALOGUE: Readonly<Record<string, Entry>> = {
  'SPF-E-NO-RECORD': entry(
    'RFC 7208, 4.5',
    () =>
      'No SPF record is published at this name. Receivers get the result none; publish the planned record.',
  ),
  'SPF-E-EXISTING-UNREAD': entry(
    HOUSE,
    () =>
      'The published record could not be read, so a new one could drop senders that nobody knows of. Look it up again, or enter it by hand.',
  ),
  'SPF-E-NOT-RECOGNISED': entry(
    'RFC 7208, 4.5',
    (token) =>
      `The text looks like SPF but starts with “${token}”. Only a text that starts with v=spf1 and a blank counts, so receivers see no SPF at all.`,
  ),
  'SPF-E-MULTIPLE-RECORDS': entry(
    'RFC 7208, 4.5',
    (token) =>
      `${token} SPF records stand at this name. More than one is a permanent error; replace them all by the planned one.`,
  ),
  'SPF-E-UNKNOWN-MECHANISM': entry(
    'RFC 7208, 4.6 and 12',
    (token) =>
      `“${token}” is no mechanism of SPF. One unknown mechanism makes the whole record a permanent error.`,
  ),
  'SPF-E-STRAY-TOKEN': entry(
    'RFC 7208, 4.6.1',
    (token) =>
      `“${token}” is neither a mechanism nor a modifier. It makes the whole record a permanent error; join it to its term or remove it.`,
  ),
  'SPF-E-EMPTY-VALUE': entry(
    'RFC 7208, 12',
    (token) =>
      `“${token}” has no value. Usually a blank stands behind the colon; the value must follow at once.`,
  ),
  'SPF-E-UNEXPECTED-VALUE': entry(
    'RFC 7208, 5.1',
    (token) => `“${token}” carries a value, but all takes none. Write all alone.`,
  ),
  'SPF-E-BAD-IP': entry(
    'RFC 7208, 12',
    (token, reason) =>
      `“${token}” is not an address${because(reason)}. Correct it; until then the record can't be used.`,
  ),
  'SPF-E-BAD-CIDR': entry(
    'RFC 7208, 5.6',
    (token, reason) =>
      `“${token}” has no valid prefix length${because(reason)}. IPv4 takes 0 to 32, IPv6 0 to 128.`,
  ),
  'SPF-E-IP-FAMILY': entry(
    'RFC 7208, 5.6',
    (token) => `“${token}” mixes the address families. IPv4 belongs behind ip4:, IPv6 behind ip6:.`,
  ),
  'SPF-E-BAD-DOMAIN': entry(
    'RFC 7208, 7.1',
    (token, reason) => `“${token}” does not name a host${because(reason)}.`,
  ),
  'SPF-E-BAD-MACRO': entry(
    'RFC 7208, 7.1',
    (token, reason) => `“${token}” has a macro that can't be read${because(reason)}.`,
  ),
  'SPF-E-BAD-TERM': entry(
    HOUSE,
    (token) => `“${token}” can't stand among the senders. Give include, a, mx, exists, ip4 or ip6.`,
  ),
  'SPF-E-DUPLICATE-MODIFIER': entry(
    'RFC 7208, 6',
    (token) =>
      `“${token}” stands a second time. redirect= and exp= may each stand once; twice is a permanent error.`,
  ),
  'SPF-E-EQUALS-SIGN': entry(
    'RFC 7208, 6',
    (token) =>
      `“${token}” has = where : belongs. Receivers take it for an unknown modifier and skip it without a word, so the sender is not authorised.`,
  ),
  'SPF-E-STRING-JOIN': entry(
    'RFC 7208, 3.3',
    (token) =>
      `Two character-strings meet inside “${token}” without a blank, so two terms became one. Put the blank at the end of the earlier string.`,
  ),
  'SPF-E-STRING-OVER-255': entry(
    'RFC 1035, 3.3.14',
    (token) => `One character-string has ${token} octets; DNS takes 255. Split it in front of a term.`,
  ),
  'SPF-E-NON-ASCII': entry(
    'RFC 7208, 3.1',
    () =>
      'The record holds characters outside of ASCII, such as a curly quote or a long dash from a word processor. Type them again.',
  ),
  'SPF-E-PLUS-ALL': entry(
    'RFC 7208, 5.1',
    (token) => `“${token}” authorises every host on the Internet. End the record in -all.`,
  ),
  'SPF-E-TOO-MANY-LOOKUPS': entry(
    'RFC 7208, 4.6.4',
    (token) =>
      `The record needs ${token} DNS look-ups and 10 are allowed. Receivers stop with a permanent error; move bulk senders to a subdomain or name their addresses.`,
  ),
  'SPF-E-INCLUDE-NO-SPF': entry(
    'RFC 7208, 5.2',
    (token) =>
      `The target of “${token}” has no SPF record. That is a permanent error for every sender behind it; correct or remove the include.`,
  ),
  'SPF-E-INCLUDE-LOOP': entry(
    'RFC 7208, 5.2',
    (token) =>
      `“${token}” leads back to the record itself. Receivers run into the limit of 10 look-ups; remove it.`,
  ),
  'SPF-E-MISSING-M365': entry(
    MICROSOFT,
    (token) => `“${token}” is missing in front of all, so mail from Microsoft 365 is not authorised. Add it.`,
  ),
  'SPF-E-MISSING-ONPREM': entry(
    MICROSOFT,
    (token) => `“${token}” is missing, so the on-premises mail server is not authorised. Add it.`,
  ),
  'SPF-E-MISSING-THIRD-PARTY': entry(
    MICROSOFT,
    (token) =>
      `“${token}” is missing, so the third-party service is not authorised. Add it, or waive it with a reason when the service never sends for the domain.`,
  ),
  'SPF-E-DENIED-FIRST': entry(
    'RFC 7208, 4.6.2',
    (token, reason) =>
      `“${token}” comes too late${because(reason)}. Terms are read from left to right; remove the earlier one or exempt the sender.`,
  ),
  'SPF-W-NO-ALL': entry(
    'RFC 7208, 4.7',
    () => 'The record has neither all nor redirect=, so every other sender gets neutral. End it in -all.',
  ),
  'SPF-W-SOFTFAIL': entry(
    MICROSOFT,
    (token) =>
      `“${token}” only marks mail of other senders as suspicious. Use -all once every sender is listed.`,
  ),
  'SPF-W-NEUTRAL': entry(
    'RFC 7208, 2.6.2',
    (token) =>
      `“${token}” says nothing about other senders, as if there were no record. Use -all once every sender is listed.`,
  ),
  'SPF-W-ALL-CHANGED': entry(
    HOUSE,
    (token) =>
      `The policy for other senders changes (${token}). Make sure that every sender is listed before you publish.`,
  ),
  'SPF-W-TERMS-AFTER-ALL': entry(
    'RFC 7208, 5.1',
    (token) => `“${token}” stands behind all and is never looked at. Move it in front of all or remove it.`,
  ),
  'SPF-W-REDIRECT-IGNORED': entry(
    'RFC 7208, 6.1',
    (token) => `“${token}” is ignored because the record has an all term. Remove one of the two.`,
  ),
  'SPF-W-PTR': entry(
    'RFC 7208, 5.5',
    (token) => `“${token}” is slow, unreliable and should not be used. List the addresses instead.`,
  ),
  'SPF-W-PTR-MACRO': entry(
    'RFC 7208, 7.3',
    (token) =>
      `“${token}” uses the macro p, which needs the same reverse look-ups as ptr and should not be used.`,
  ),
  'SPF-W-MX-AFTER-CUTOVER': entry(
    HOUSE,
    (token) =>
      `“${token}” will mean the third party's hosts once the MX records move, no longer the old server. Name the old server's address if it still sends.`,
  ),
  'SPF-W-NON-PUBLIC-IP': entry(
    'RFC 1918 and the special-purpose registries',
    (token, reason) =>
      `${token} is ${reason === '' ? 'not a public address' : reason}; no receiver ever sees mail come from there. Give the address that the Internet sees.`,
  ),
  'SPF-W-MAPPED-ADDRESS': entry(
    'RFC 7208, 5',
    (token) => `“${token}” is an IPv4 address written as IPv6, which never matches. The IPv4 form is used.`,
  ),
  'SPF-W-HOST-BITS': entry(
    HOUSE,
    (token) => `“${token}” is an address inside its network, not the network itself. The network is used.`,
  ),
  'SPF-W-WIDE-CIDR': entry(
    MICROSOFT,
    (token) =>
      `${token} is a very wide block. Everyone in it may send for the domain; give only the addresses that send.`,
  ),
  'SPF-W-TRAILING-DOT': entry(
    MICROSOFT,
    (token) =>
      `“${token}” ends in a dot. RFC 7208 allows it and Microsoft calls it an error, so it is left out.`,
  ),
  'SPF-W-LEGACY-INCLUDE': entry(
    MICROSOFT,
    (token) =>
      `“${token}” is an include that Microsoft retired. It is left out; the current one takes its place.`,
  ),
  'SPF-W-WRONG-CLOUD': entry(
    MICROSOFT,
    (token) => `“${token}” belongs to another Microsoft cloud than the tenant. It is left out.`,
  ),
  'SPF-W-REDIRECT-CONVERTED': entry(
    'RFC 7208, 6.1',
    (token) => `“${token}” would be ignored beside an all term, so it becomes an include.`,
  ),
  'SPF-W-ORDER-PRESERVED': entry(
    'RFC 7208, 4.6.2',
    () =>
      'The published record has terms that refuse senders, so its order is kept and missing terms are added in front of all.',
  ),
  'SPF-W-LOOKUPS-NEAR-LIMIT': entry(
    'RFC 7208, 4.6.4',
    (token) =>
      `The record needs ${token} of 10 DNS look-ups. One more sender, or a change at a vendor, can break it.`,
  ),
  'SPF-W-LENGTH-450': entry(
    'RFC 7208, 3.4',
    (token) =>
      `The record has ${token} octets. Over 450 the answer may not fit one UDP message; remove terms or move senders to a subdomain.`,
  ),
  'SPF-I-MODIFIER-ORDER': entry(
    'RFC 7208, 6',
    (token) =>
      `“${token}” stands among the mechanisms. It is legal there, but people look for it at the end.`,
  ),
  'SPF-E-TOO-MANY-VOIDS': entry(
    'RFC 7208, 4.6.4',
    (token) =>
      `${token} look-ups of the record find nothing and 2 are allowed. Receivers stop with a permanent error; remove the terms whose names no longer exist.`,
  ),
  'SPF-E-INCLUDE-BROKEN': entry(
    'RFC 7208, 5.2',
    (token, reason) =>
      `“${token}” leads to a record that is a permanent error${because(reason)}. So is every check that gets there; tell its owner or remove the term.`,
  ),
  'SPF-E-INCLUDE-PASSES-ALL': entry(
    'RFC 7208, 5.2',
    (token, reason) =>
      `“${token}” leads to a record that lets every host on the Internet pass (${reason}). Remove it.`,
  ),
  'SPF-W-UNANSWERED': entry(
    'RFC 7208, 2.6.6',
    (token) =>
      `Nobody answered for the target of “${token}”, so its senders and look-ups are unknown. Ask again.`,
  ),
  'SPF-W-INCLUDE-TWICE': entry(
    'RFC 7208, 4.6.4',
    (token) =>
      `“${token}” is reached more than once. It costs its look-ups each time and adds no sender; keep one way to it.`,
  ),
  'SPF-W-WIDE-UNION': entry(
    MICROSOFT,
    (token) =>
      `The record lets ${token} IPv4 addresses pass. Every one of them can send as the domain; look for a narrower include or for dedicated addresses.`,
  ),
  'SPF-I-MACRO-TARGET': entry(
    'RFC 7208, 7',
    (token) =>
      `“${token}” depends on the sender, so its look-ups and addresses can't be told beforehand. Prove it with a sample address.`,
  ),
  'SPF-I-COVERED-BY-INCLUDE': entry(
    HOUSE,
    (token, reason) =>
      `“${token}” is also covered by ${reason} today. That can change without notice, so it is no reason to remove the term.`,
  ),
  'SPF-I-SPLIT-STRINGS': entry(
    'RFC 7208, 3.3',
    (token) =>
      `The record has ${token} octets and must be published as several character-strings of one TXT record.`,
  ),
  'SPF-I-RANGE-TO-CIDR': entry(
    HOUSE,
    (token) => `SPF knows no ranges, so “${token}” is written as networks with the same addresses.`,
  ),
  'SPF-I-DUPLICATE': entry(HOUSE, (token) => `“${token}” was entered twice; it is written once.`),
  'SPF-I-COVERED': entry(
    HOUSE,
    (token) => `“${token}” lies inside a wider block of the record, so it is left out.`,
  ),
  'SPF-I-DROPPED': entry(HOUSE, (token) => `“${token}” is left out as asked.`),
  'SPF-I-PREFIX-STRIPPED': entry(
    HOUSE,
    (token) => `“${token}” was pasted with the word in front; only the value is used.`,
  ),
  'SPF-I-UNKNOWN-MODIFIER': entry(
    'RFC 7208, 6',
    (token) => `“${token}” is a modifier that receivers don't know and skip.`,
  ),
};

export interface FindingDetail {
  readonly token?: string | undefined;
  readonly reason?: string | undefined;
  readonly offset?: number | undefined;
  readonly path?: string | undefined;
  readonly fix?: string | undefined;
}

/** Builds a finding with the catalogue's words and source. */
export const spfFinding = (code: FindingCode, detail: FindingDetail = {}): Finding => {
  const { token, reason, offset, path, fix } = detail;
  const known = CATALOGUE[code];
  return {
    code,
    message:
      known?.message(token ?? '', reason ?? '') ?? `“${token ?? ''}” is not right${because(reason ?? '')}.`,
    source: known?.source ?? HOUSE,
    ...(token === undefined ? {} : { token }),
    ...(offset === undefined ? {} : { offset }),
    ...(path === undefined ? {} : { path }),
    ...(fix === undefined ? {} : { fix }),
  };
};
