import type { LookupCount } from './compose-types.ts';
import { KNOWN_NESTED_LOOKUPS } from './microsoft.ts';
import type { SenderTerm } from './sender-terms.ts';

/**
 * Counts the terms that cause DNS look-ups (RFC 7208, 4.6.4) and adds the nested ones that are known.
 * `costs` maps include targets to the look-ups inside them.
 */
export const countLookups = (
  terms: ReadonlyArray<{ readonly term: SenderTerm }>,
  costs: Readonly<Record<string, number>> = {},
): LookupCount => {
  let direct = 0;
  let nested = 0;
  let complete = true;
  for (const {
    term: { kind, target },
  } of terms) {
    if (kind === 'ip4' || kind === 'ip6') continue;
    direct++;
    if (kind !== 'include') continue;
    const cost = target === null ? undefined : (costs[target] ?? KNOWN_NESTED_LOOKUPS[target]);
    if (cost === undefined) complete = false;
    else nested += cost;
  }
  return { direct, known: direct + nested, complete };
};
