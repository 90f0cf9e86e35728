import { badPrefix, notAnAddress } from '../net/address-words.ts';
import { MICROSOFT, because, entry, type CatalogueEntry } from './catalogue.ts';

/** What makes a record wrong or a sender fail. */
export const ERRORS: Readonly<Record<string, CatalogueEntry>> = {
  'SPF-E-NO-RECORD': entry(
    'RFC 7208, 4.5',
    () =>
      'No SPF record is published at this name. Receivers get the result none; publish the planned record.',
  ),
  'SPF-E-EXISTING-UNREAD': entry(
    'RFC 7208, 3.2',
    () =>
      'The published record could not be read, so a new one could drop senders that nobody knows of. Look it up again, enter it by hand, or say that there is none.',
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
  'SPF-E-BAD-IP': entry('RFC 7208, 12', notAnAddress),
  'SPF-E-BAD-CIDR': entry('RFC 7208, 5.6', badPrefix),
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
    'RFC 7208, 5',
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
  'SPF-E-MISSING-BLANK': entry(
    'RFC 7208, 4.6.1',
    (token) =>
      `“${token}” has no blank in front of -all, so receivers read one name to its end. Put a blank there.`,
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
      'The record holds characters outside of printable ASCII, such as a curly quote or a long dash from a word processor, or a tab. Type them again.',
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
};
