/** Checks of single values: each takes the text as typed and says what is wrong with it. Blank text is never wrong. */
import type { Finding } from '../../finding.ts';
import type { Cidr } from '../../net/cidr.ts';
import { formatCidr, parseCidr } from '../../net/cidr.ts';
import type { DomainNameOptions } from '../../net/domain-name.ts';
import { checkDomainName } from '../../net/domain-name.ts';
import { parseIp } from '../../net/ip.ts';
import { parseRange } from '../../net/ip-range.ts';
import { VALUE } from './words/values.ts';

const NONE: readonly Finding[] = [];
const blank = (text: string): boolean => text.trim() === '';

/** The name as records have it, or `null` when the text is no name. */
export const nameOf = (text: string): string | null => {
  const checked = checkDomainName(text.trim(), { allowUnderscore: true });
  return checked.ok ? checked.name : null;
};

export const hostFindings = (
  path: string,
  text: string,
  options: DomainNameOptions = {},
): readonly Finding[] => {
  if (blank(text)) return NONE;
  const checked = checkDomainName(text, options);
  if (!checked.ok) {
    return [
      parseIp(text).ok
        ? VALUE.hostIsIp({ path, token: text }, text)
        : VALUE.badHost({ path, token: text }, text, checked.reason),
    ];
  }
  if (checked.trailingDot) return [VALUE.trailingDot({ path, token: text, fix: checked.name }, text)];
  return /^[\x20-\x7e]*$/u.test(text) ? NONE : [VALUE.idn({ path, token: text }, text, checked.name)];
};

/** A host name or `*.` and a domain, as certificates hold it. */
export const certNameFindings = (path: string, text: string): readonly Finding[] =>
  hostFindings(path, text.startsWith('*.') ? text.slice(2) : text);

/** One address or block; `extra` adds findings about a well-formed one. */
export const netFindings = (
  path: string,
  text: string,
  extra?: (cidr: Cidr) => readonly Finding[],
): readonly Finding[] => {
  if (blank(text)) return NONE;
  const parsed = parseCidr(text);
  if (!parsed.ok) {
    const word = parsed.fault === 'prefix' ? VALUE.badPrefix : VALUE.badIp;
    return [word({ path, token: text }, text, parsed.reason)];
  }
  const network = formatCidr(parsed.cidr);
  const hostBits = parsed.hostBits ? [VALUE.hostBits({ path, token: text, fix: network }, text)] : NONE;
  return extra === undefined ? hostBits : [...hostBits, ...extra(parsed.cidr)];
};

/** One address, block, or range with a dash. */
export const netOrRangeFindings = (path: string, text: string): readonly Finding[] => {
  if (!text.includes('-')) return netFindings(path, text);
  const range = parseRange(text);
  return range.ok ? NONE : [VALUE.badIp({ path, token: text }, text, range.reason)];
};

const LOCAL_PART = /^[^\s@<>(),;:\\"[\]]+$/u;

export const emailFindings = (path: string, text: string): readonly Finding[] => {
  if (blank(text)) return NONE;
  const wrong = (reason: string): readonly Finding[] => [VALUE.badEmail({ path, token: text }, text, reason)];
  const parts = text.split('@');
  const [local = '', domain = ''] = parts;
  if (parts.length !== 2) return wrong('it needs exactly one @');
  if (!LOCAL_PART.test(local))
    return wrong('the part in front of the @ is empty or holds a blank or a special sign');
  const checked = checkDomainName(domain);
  return checked.ok ? NONE : wrong(`behind the @, ${checked.reason}`);
};

/** The domain of a mail address in the form of records, or `null`. */
export const domainOfEmail = (text: string): string | null => {
  const at = text.lastIndexOf('@');
  return at < 1 ? null : nameOf(text.slice(at + 1));
};

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/u;

/** Milliseconds of the start of the day in UTC, or `null` for text that is no day of the calendar. */
export const dateOf = (text: string): number | null => {
  if (!DATE.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : time;
};

/** Milliseconds of a time with offset, or `null`. */
export const timeOf = (text: string): number | null => {
  const day = DATE_TIME.exec(text)?.[1];
  if (day === undefined || dateOf(day) === null) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
};

export const dateFindings = (path: string, text: string): readonly Finding[] =>
  blank(text) || dateOf(text) !== null ? NONE : [VALUE.badDate({ path, token: text }, text)];

export const dateTimeFindings = (path: string, text: string): readonly Finding[] =>
  blank(text) || timeOf(text) !== null ? NONE : [VALUE.badDateTime({ path, token: text }, text)];

export const lengthFindings = (path: string, text: string, max: number): readonly Finding[] =>
  text.length > max ? [VALUE.tooLong({ path }, String(max))] : NONE;

/** Runs a check over each text of a list; the path gets the position. */
export const each = (
  path: string,
  texts: readonly string[],
  check: (path: string, text: string) => readonly Finding[],
): readonly Finding[] => texts.flatMap((text, index) => check(`${path}.${String(index)}`, text));

/** A warning for each text that the list already holds. */
export const duplicateFindings = (path: string, texts: readonly string[]): readonly Finding[] => {
  const seen = new Set<string>();
  return each(path, texts, (at, text) => {
    const key = text.trim().toLowerCase();
    if (key === '' || !seen.has(key)) {
      seen.add(key);
      return NONE;
    }
    return [VALUE.duplicate({ path: at, token: text }, text)];
  });
};
