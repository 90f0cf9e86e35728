/** What has to fit before a file from another computer is taken for evidence about a customer. */
import { checkDomainName } from '../net/domain-name.ts';
import type { Profile } from '../profile/schema.ts';
import { AppError } from '../result.ts';

/** In the form in which it is asked; `null` for what is no name. */
export const askedName = (text: string): string | null => {
  const name = checkDomainName(text.trim(), { allowUnderscore: true, allowSingleLabel: true });
  return name.ok ? name.name : null;
};

/** Clocks of two computers are seldom further apart, and none is set further while a run goes on. */
export const CLOCKS_APART_MS = 5 * 60_000;

export const refuseTimes = (why: string): AppError =>
  new AppError(
    'collected-times',
    `The times in this file can’t be right: ${why}. Set the clock of the computer that it comes from, ask there again and import the new file.`,
  );

/**
 * Times are UTC, ISO 8601; `now` is that of this computer.
 * @throws AppError `collected-times` when they contradict each other or lie ahead
 */
export const checkTimes = (
  { startedAt, endedAt }: { readonly startedAt: string; readonly endedAt: string },
  now: string,
): void => {
  if (Date.parse(startedAt) > Date.parse(endedAt))
    throw refuseTimes(`it ended at ${endedAt}, before it began at ${startedAt}`);
  if (Date.parse(endedAt) > Date.parse(now) + CLOCKS_APART_MS)
    throw refuseTimes(`it ended at ${endedAt}, which is still to come`);
};

/**
 * The domains of the file as the profile names them, so that the run is found beside its customer's others.
 * @throws AppError `collected-foreign` when none of them is the customer's
 */
export const ownDomains = (
  domains: readonly string[],
  profile: Pick<Profile, 'domains'>,
): readonly string[] => {
  const given = new Set(domains.map(askedName));
  const own = profile.domains.map(({ name }) => name).filter((name) => given.has(askedName(name) ?? ''));
  if (own.length > 0) return own;
  const first = domains.slice(0, 5).join(', ') || 'no domain';
  throw new AppError(
    'collected-foreign',
    `This file is about ${first}${domains.length > 5 ? ` and ${domains.length - 5} more` : ''}, ${domains.length > 1 ? 'none of which is' : 'which is not'} a domain of this customer. Open the customer that it was made for.`,
  );
};
