/** Findings that any value of a kind can have. */
import { badPrefix, hostBitsSet, notAnAddress, notPublic } from '../../../net/address-words.ts';
import { say } from '../say.ts';

export const VALUE = {
  badIp: say('PRO-E-BAD-IP', 'RFC 791; RFC 4291, section 2.2', notAnAddress),
  badPrefix: say('PRO-E-BAD-CIDR', 'RFC 4632', badPrefix),
  hostBits: say('PRO-W-HOST-BITS', 'RFC 4632', hostBitsSet),
  nonPublic: say('PRO-E-NON-PUBLIC-IP', 'RFC 1918; RFC 6598; RFC 4193', notPublic),
  egressNonPublic: say(
    'PRO-W-NON-PUBLIC-IP',
    'Enhanced Filtering for Connectors',
    (text: string, kind: string) =>
      `${text} is ${kind}; Microsoft 365 can’t see mail from it. Ask the vendor for the public address.`,
  ),
  badHost: say(
    'PRO-E-BAD-HOST',
    'RFC 1123, section 2.1; RFC 1035, section 2.3.4',
    (text: string, reason: string) => `${text} is not a host name: ${reason}.`,
  ),
  hostIsIp: say(
    'PRO-E-HOST-IS-IP',
    'RFC 5321, section 5.1',
    (text: string) =>
      `${text} is an address; a host name is needed here. Enter the name that resolves to it.`,
  ),
  trailingDot: say(
    'PRO-W-TRAILING-DOT',
    'RFC 1034, section 3.1',
    (text: string) =>
      `${text} ends in a dot; enter the name without it. The zone file adds the dot where it belongs.`,
  ),
  idn: say(
    'PRO-I-IDN',
    'RFC 5890',
    (text: string, name: string) => `${text} stands in DNS as ${name}; records are written in that form.`,
  ),
  badEmail: say(
    'PRO-E-BAD-EMAIL',
    'RFC 5321, section 4.1.2',
    (text: string, reason: string) => `${text} is not a mail address: ${reason}.`,
  ),
  badDate: say(
    'PRO-E-BAD-DATE',
    'ISO 8601',
    (text: string) => `${text} is not a date; write year, month and day, such as 2026-12-05.`,
  ),
  badDateTime: say(
    'PRO-E-BAD-TIME',
    'ISO 8601',
    (text: string) => `${text} is not a time with its offset from UTC; write it like 2026-12-05T20:00+01:00.`,
  ),
  duplicate: say(
    'PRO-W-DUPLICATE',
    'General practice',
    (text: string) => `${text} is entered twice; remove one.`,
  ),
  tooLong: say(
    'PRO-E-TOO-LONG',
    'General practice',
    (max: string) =>
      `The text is longer than ${max} characters and would not fit the head of a page; shorten it.`,
  ),
  pattern: say(
    'PRO-E-PATTERN',
    'Value patterns of Microsoft 365',
    (text: string, what: string, example: string) => `${text} is not ${what}; it looks like ${example}.`,
  ),
  futureDate: say(
    'PRO-W-FUTURE-DATE',
    'General practice',
    (text: string) => `${text} lies in the future; enter the day on which the values were collected.`,
  ),
} as const;
