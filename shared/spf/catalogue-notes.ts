import { hostBitsSet, notPublic } from '../net/address-words.ts';
import { HOUSE, MICROSOFT, entry, type CatalogueEntry } from './catalogue.ts';

/** Warnings, which want a look, and information. */
export const NOTES: Readonly<Record<string, CatalogueEntry>> = {
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
    'RFC 7208, 5.1',
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
    'RFC 7208, 5.4',
    (token) =>
      `“${token}” will mean the third party's hosts once the MX records move, no longer the old server. Name the old server's address if it still sends.`,
  ),
  'SPF-W-NON-PUBLIC-IP': entry('RFC 1918 and the special-purpose registries', notPublic),
  'SPF-W-MAPPED-ADDRESS': entry(
    'RFC 7208, 5',
    (token) => `“${token}” is an IPv4 address written as IPv6, which never matches. Use the IPv4 form.`,
  ),
  'SPF-W-HOST-BITS': entry('RFC 7208, 5.6', hostBitsSet),
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
    (token, reason) =>
      `“${token}” is an include that Microsoft retired. ${reason === '' ? 'It is left out; the current one takes its place.' : reason}`,
  ),
  'SPF-W-WRONG-CLOUD': entry(
    MICROSOFT,
    (token, reason) =>
      `“${token}” belongs to another Microsoft cloud than the tenant. ${reason === '' ? 'It is left out.' : reason}`,
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
  'SPF-W-WAITS-FOR-REPAIR': entry(
    'RFC 7208, 4.5',
    (token) =>
      `The published text is no SPF record, so nothing of it is in the plan: “${token}”. Accept its repair, or enter these senders in the profile.`,
  ),
  'SPF-W-LOOKUPS-NEAR-LIMIT': entry(
    'RFC 7208, 4.6.4',
    (token) =>
      `The record needs ${token} of 10 DNS look-ups. One more sender, or a change at a vendor, can break it.`,
  ),
  'SPF-W-LATE-PASS': entry(
    'RFC 7208, 4.6.4',
    (token, reason) =>
      `“${token}” lets ${reason}. When one of those look-ups fails, so does this sender; put its term in front of the includes.`,
  ),
  'SPF-W-PASS-NEAR-LIMIT': entry(
    'RFC 7208, 4.6.4',
    (token, reason) =>
      `“${token}” lets ${reason} of 10 look-ups. One more in an include in front of it breaks this sender; move its term forward, or take an include out.`,
  ),
  'SPF-W-LENGTH-450': entry(
    'RFC 7208, 3.4',
    (token) =>
      `The record has ${token} octets. Over 450 the answer may not fit one UDP message; remove terms or move senders to a subdomain.`,
  ),
  'SPF-W-ANSWER-OVER-1232': entry(
    'RFC 7208, 3.4',
    (token, reason) =>
      `The ${reason} TXT records at the name make an answer of ${token} octets. Over 1,232 it is cut over UDP and asked for again over TCP, which some networks block; remove what nobody needs.`,
  ),
  'SPF-I-ANSWER-OVER-512': entry(
    'RFC 7208, 3.4',
    (token, reason) =>
      `The ${reason} TXT records at the name make an answer of ${token} octets. Over 512 old resolvers and firewalls ask again over TCP; keep the name free of what nobody needs.`,
  ),
  'SPF-I-SENDER-ID': entry(
    'RFC 7208, appendix D.1',
    (token) =>
      `“${token}” is a Sender ID record. Receivers no longer read it, and it stands in for no SPF record; remove it.`,
  ),
  'SPF-I-MODIFIER-ORDER': entry(
    'RFC 7208, 6',
    (token) =>
      `“${token}” stands among the mechanisms. It is legal there, but people look for it at the end.`,
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
    'RFC 7208, 5.2',
    (token, reason) =>
      `“${token}” is also covered by ${reason} today. That can change without notice, so it is no reason to remove the term.`,
  ),
  'SPF-I-SPLIT-STRINGS': entry(
    'RFC 7208, 3.3',
    (token) =>
      `The record has ${token} octets and must be published as several character-strings of one TXT record. Where the host’s form takes one value of at most 255, copy it as strings, or move senders to a subdomain.`,
  ),
  'SPF-W-HOST-LIMIT': entry(
    'Documentation of the DNS host',
    (token, reason) =>
      `The record has ${token} octets, and ${reason}. Enter it another way, ask the host, or move senders to a subdomain.`,
  ),
  'SPF-I-HOST-SPLITS': entry(
    'Documentation of the DNS host',
    (token, reason) => `The record has ${token} octets; ${reason}.`,
  ),
  'SPF-I-RANGE-TO-CIDR': entry(
    'RFC 7208, 5.6',
    (token) => `SPF knows no ranges, so “${token}” is written as networks with the same addresses.`,
  ),
  'SPF-I-DUPLICATE': entry(HOUSE, (token) => `“${token}” was entered twice; it is written once.`),
  'SPF-I-COVERED': entry(
    'RFC 7208, 5.6',
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
