/**
 * Terms that a torn record seems to hold. The composer takes nothing from a text that is no SPF record, so they are
 * missing from the plan until a person has accepted the repair; that must not pass in silence.
 */
import type { Finding } from '../finding.ts';
import { isAll } from '../spf/ast.ts';
import type { ComposeResult } from '../spf/compose-types.ts';
import { spfFinding } from '../spf/findings.ts';
import { parseSpf } from '../spf/parse.ts';
import { looksLikeSpf } from '../spf/published.ts';
import { repairSpf } from '../spf/repair.ts';

const termsOf = (record: string): string[] =>
  parseSpf(record)
    .terms.filter((term) => !isAll(term))
    .map(({ raw }) => raw);

/** One finding for all terms of `existing` that only a repair would bring into the planned record. */
export const waitingForRepair = (
  existing: readonly string[],
  { record, existingFindings }: Pick<ComposeResult, 'record' | 'existingFindings'>,
): Finding[] => {
  if (!existingFindings.some(({ code }) => code === 'SPF-E-NOT-RECOGNISED')) return [];
  const torn = existing.filter((text) => looksLikeSpf(text) && parseSpf(text).version === null);
  const planned = new Set(termsOf(record ?? '').map((term) => term.toLowerCase()));
  const waiting = new Set(torn.flatMap((text) => termsOf(repairSpf(text).record)));
  const missing = [...waiting].filter((term) => !planned.has(term.toLowerCase()));
  return missing.length === 0 ? [] : [spfFinding('SPF-W-WAITS-FOR-REPAIR', { token: missing.join(' ') })];
};
