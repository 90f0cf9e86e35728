/** Stored runs in words. */
import type { StoredRunSummary } from '../../../shared/dns/stored-run.ts';

const KINDS: Readonly<Record<StoredRunSummary['kind'], string>> = {
  check: 'Check',
  snapshot: 'Snapshot',
  pasted: 'Pasted',
  collected: 'Collected',
  watch: 'Watch',
  bulk: 'Check of all customers',
};
export const kindOfRun = (kind: StoredRunSummary['kind']): string => KINDS[kind];
