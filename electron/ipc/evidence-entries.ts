/** What DNS checks found, as entries of the log. */
import type { StoredRunFile } from '../../shared/dns/stored-run.ts';
import type { DnsEvidence, NewLogEntry } from '../../shared/runbook/log.ts';

interface Found {
  readonly stepId: string;
  readonly evidence: DnsEvidence;
}

/** `stored` holds every answer of it; `asOf` is the moment of the profile that it was judged by. */
export const evidenceEntries = (
  found: readonly Found[],
  { run: { id }, sha256 }: StoredRunFile,
  asOf: string,
): readonly NewLogEntry[] =>
  found.map(({ stepId, evidence }) => ({
    kind: 'evidence',
    stepId,
    evidence: { ...evidence, run: { id, sha256 }, asOf },
  }));
