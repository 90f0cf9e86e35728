/** How many hosts one set of records may make us ask about. */

/**
 * A hostile zone may name thousands in one answer. Twice as many as an SPF `mx` may lead to (RFC 7208, section 4.6.4),
 * and more than senders try: RFC 5321, section 5.1, asks them for two addresses at least.
 */
export const MOST_HOSTS = 20;

/** Those that senders try first, where there are more than are asked about; else all, in their order. */
export const triedFirst = <T extends { readonly preference: number }>(rows: readonly T[]): readonly T[] =>
  rows.length <= MOST_HOSTS
    ? rows
    : rows.toSorted((a, b) => a.preference - b.preference).slice(0, MOST_HOSTS);

/** What to say of those that were not; `what` is their name in plural. */
export const leftSentence = (all: number, asked: number, what: string): string =>
  `${all - asked} of ${all} ${what} were not looked at: no more than ${MOST_HOSTS} are, those that senders try first.`;
