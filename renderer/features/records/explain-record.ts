/** The tree of a domain's record, published or planned, over the answers that are kept. */
import type { Finding } from '../../../shared/finding.ts';
import { expandSpf } from '../../../shared/spf/expand.ts';
import type { SpfLookup } from '../../../shared/spf/lookup-port.ts';
import { overlaySpf } from '../../../shared/spf/overlay.ts';
import { treeFindings } from '../../../shared/spf/tree-findings.ts';
import { explainTree, noteFailures } from './explain-tree.ts';
import type { Explained } from './explain-tree.ts';

/** What stands at the name: a record that is explained, or why there is none. */
export type RecordView =
  | {
      readonly found: true;
      readonly text: string;
      readonly explained: Explained;
      readonly findings: readonly Finding[];
    }
  | { readonly found: false; readonly reason: string };

interface Wanted {
  /** Lower case. */
  readonly domain: string;
  /** The records to put in place of what DNS says; `null` explains what DNS says. */
  readonly records: readonly string[] | null;
  readonly costs: Readonly<Record<string, number>>;
}

export const explainRecord = async (
  { domain, records, costs }: Wanted,
  answers: SpfLookup,
): Promise<RecordView> => {
  const { lookup, failures } = noteFailures(
    records === null ? answers : overlaySpf(answers, domain, records),
  );
  const node = await expandSpf(domain, lookup);
  if (node.state === 'record')
    return {
      found: true,
      text: node.record ?? '',
      explained: explainTree(node, { costs, failures }),
      findings: treeFindings(node),
    };
  if (node.state === 'several')
    return { found: false, reason: `${domain} publishes more than one SPF record: a permanent error.` };
  if (node.state === 'none') return { found: false, reason: `${domain} publishes no SPF record.` };
  return { found: false, reason: `${domain} is not read: ${failures.get(`TXT ${domain}`) ?? 'no answer'}.` };
};
