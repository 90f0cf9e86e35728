/** Sorting findings to the places where they are shown. */
import type { Finding } from '../../shared/finding.ts';

/** The findings by the path that they sit at; those without a path are left out. */
export const byPath = (findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> =>
  Map.groupBy(
    findings.filter((finding) => finding.path !== undefined),
    (finding) => finding.path ?? '',
  );

/** What a code is about, without who says it and how bad it is: `PRO-E-BAD-IP` and `SPF-E-BAD-IP` are one topic. */
const topicOf = ({ code }: Finding): string => code.replace(/^\w+-[EWI]-/u, '');

/** Each thing once: what the profile says of a value need not be said again by every record made from it. */
export const unique = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Set<string>();
  return findings.filter((one) => {
    const key = [topicOf(one), one.path ?? one.message, one.token ?? ''].join(' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

/**
 * The value after the finding's fix. A finding with an offset speaks of a part of the text, one without of the whole
 * value; numbers stay numbers.
 */
export const fixed = (value: unknown, { fix, token, offset }: Finding): unknown => {
  if (fix === undefined) return value;
  if (typeof value !== 'string') return /^\d+$/u.test(fix) ? Number(fix) : fix;
  if (token === undefined || offset === undefined) return fix;
  return value.startsWith(token, offset)
    ? value.slice(0, offset) + fix + value.slice(offset + token.length)
    : value;
};
