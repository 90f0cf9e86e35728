/** The run of a check: the answers that it used, with the places that gave them. */
import { formatServer } from './server.ts';
import type { RunDraft } from './stored-run.ts';
import type { DnsAnswer } from './types.ts';
import { vantageOf } from './vantage.ts';
import type { Vantage } from './vantage.ts';

/**
 * `asked` are the servers that the check was told to ask; an answer of any other comes from one of the zone's own
 * servers, which the check found and asked itself.
 */
export const checkDraft = (
  answers: readonly DnsAnswer[],
  {
    asked,
    ...about
  }: Pick<RunDraft, 'startedAt' | 'endedAt' | 'domains'> & { readonly asked: readonly Vantage[] },
): RunDraft => {
  const known = new Map(
    asked.flatMap((vantage) => (vantage.server === null ? [] : [[keyOf(vantage.server), vantage]])),
  );
  const used = new Map<string, Vantage>();
  const entries = answers.map((answer) => {
    const vantage = known.get(keyOf(answer.server)) ?? vantageOf('authoritative', answer.server);
    used.set(vantage.id, vantage);
    return { vantage: vantage.id, answer };
  });
  return { ...about, vantages: [...used.values()], answers: entries, notes: [] };
};

const keyOf = (server: DnsAnswer['server']): string =>
  `${formatServer(server)} ${server.secure?.protocol ?? ''}`;
