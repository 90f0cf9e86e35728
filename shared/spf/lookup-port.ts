/** The DNS questions that SPF evaluation asks. */
export type SpfQueryType = 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR';

/**
 * What DNS said. `found` holds at least one value: the joined strings of each TXT record, addresses, host names of
 * PTR, or MX hosts in the order of their preference. Aliases are followed by whoever answers.
 */
export type SpfAnswer =
  | { readonly status: 'found'; readonly values: readonly string[] }
  /** No such name, or no record of this type: a void look-up (RFC 7208, 4.6.4). */
  | { readonly status: 'void' }
  /** The name can't be asked at all, e.g. a label over 63 octets. */
  | { readonly status: 'bad-name' }
  /** No answer that can be used: time-out, SERVFAIL, refused, offline. */
  | { readonly status: 'failed'; readonly reason: string };

/**
 * Answers one question. A stored zone or snapshot answers at once, which keeps the whole evaluation synchronous; a
 * resolver gives a promise, which must not reject.
 */
export type SpfLookup = (name: string, type: SpfQueryType) => SpfAnswer | Promise<SpfAnswer>;

export const VOID_ANSWER: SpfAnswer = { status: 'void' };
export const foundAnswer = (values: readonly string[]): SpfAnswer =>
  values.length === 0 ? VOID_ANSWER : { status: 'found', values };

/** Work that stops where an answer is still under way; it is carried on with the answer. */
export type Steps<T> = Generator<Promise<SpfAnswer>, T, SpfAnswer>;

const carryOn = async <T>(steps: Steps<T>, first: Promise<SpfAnswer>): Promise<T> => {
  let next = steps.next(await first);
  while (next.done !== true) next = steps.next(await next.value);
  return next.value;
};

/** Runs the steps to their end: at once when every answer is there, else as a promise. */
export const runSteps = <T>(steps: Steps<T>): T | Promise<T> => {
  const next = steps.next();
  return next.done === true ? next.value : carryOn(steps, next.value);
};
