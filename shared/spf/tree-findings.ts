import type { Finding } from '../finding.ts';
import { formatCidr } from '../net/cidr.ts';
import { unionSize } from '../net/ip-range.ts';
import { MAX_VOIDS } from './check-types.ts';
import { coveredBy, type ExpandNode, type ExpandTerm } from './expand.ts';
import { spfFinding } from './findings.ts';
import { MAX_LOOKUPS, NEAR_LOOKUPS } from './microsoft.ts';

/** More IPv4 addresses than this can hardly all be one's own senders. Large providers stay below it. */
const WIDE_UNION = 2n ** 21n;

const isPassAll = ({ text, unreached }: ExpandTerm): boolean => !unreached && /^\+?all$/i.test(text);

const brokenBy = ({ state, problems }: ExpandNode): string | null => {
  if (state === 'several') return 'there is more than one SPF record';
  return problems[0] ? `“${problems[0].term}” can't be read` : null;
};

const targetFindings = (term: ExpandTerm, node: ExpandNode): Finding[] => {
  const token = term.text;
  if (node.state === 'none') return [spfFinding('SPF-E-INCLUDE-NO-SPF', { token })];
  if (node.state === 'loop') return [spfFinding('SPF-E-INCLUDE-LOOP', { token })];
  if (node.state === 'unanswered') return [spfFinding('SPF-W-UNANSWERED', { token })];
  const broken = brokenBy(node);
  if (broken !== null) return [spfFinding('SPF-E-INCLUDE-BROKEN', { token, reason: broken })];
  return node.terms.some(isPassAll)
    ? [spfFinding('SPF-E-INCLUDE-PASSES-ALL', { token, reason: `at ${node.domain}` })]
    : [];
};

const walk = (node: ExpandNode, seen: Map<string, number>): Finding[] =>
  node.terms
    .filter(({ unreached }) => !unreached)
    .flatMap((term) => {
      if (term.dynamic) return [spfFinding('SPF-I-MACRO-TARGET', { token: term.text })];
      if (!term.node) return [];
      const times = (seen.get(term.node.domain) ?? 0) + 1;
      seen.set(term.node.domain, times);
      if (times === 2 && term.node.state === 'record')
        return [spfFinding('SPF-W-INCLUDE-TWICE', { token: term.text })];
      return times > 2 ? [] : [...targetFindings(term, term.node), ...walk(term.node, seen)];
    });

/** Own addresses that an include of the same record lets pass today as well. */
const coverage = (root: ExpandNode): Finding[] => {
  const includes: ExpandNode = { ...root, terms: root.terms.filter(({ node }) => node !== null) };
  return root.terms
    .filter(({ node, unreached }) => node === null && !unreached)
    .flatMap(({ text, networks }) => {
      const [network] = networks;
      const cover = /^\+?ip[46]:/i.test(text) && network ? coveredBy(includes, network) : null;
      return cover
        ? [
            spfFinding('SPF-I-COVERED-BY-INCLUDE', {
              token: text,
              reason: `${cover.path.join(' > ')} (${cover.network})`,
            }),
          ]
        : [];
    });
};

/** What the whole tree of includes shows that the text of the record alone can't: limits, targets, reach. */
export const treeFindings = (root: ExpandNode): Finding[] => {
  if (root.state !== 'record') return [];
  const out: Finding[] = [];
  const count = { token: String(root.lookups) };
  if (root.lookups > MAX_LOOKUPS) out.push(spfFinding('SPF-E-TOO-MANY-LOOKUPS', count));
  else if (root.lookups >= NEAR_LOOKUPS) out.push(spfFinding('SPF-W-LOOKUPS-NEAR-LIMIT', count));
  if (root.voids > MAX_VOIDS) out.push(spfFinding('SPF-E-TOO-MANY-VOIDS', { token: String(root.voids) }));
  const reached = root.terms.filter(({ unreached }) => !unreached).flatMap(({ networks }) => networks);
  const { v4 } = unionSize(reached);
  if (v4 > WIDE_UNION) out.push(spfFinding('SPF-W-WIDE-UNION', { token: String(v4) }));
  return [...out, ...walk(root, new Map()), ...coverage(root)];
};

/** Every network that the tree lets pass today, as texts, widest ways folded together by the caller. */
export const passingNetworks = (root: ExpandNode): string[] => [
  ...new Set(
    root.terms.filter(({ unreached }) => !unreached).flatMap(({ networks }) => networks.map(formatCidr)),
  ),
];
