/** A record with everything inside its includes, as rows for people. */
import type { ExpandNode, ExpandState, ExpandTerm } from '../../../shared/spf/expand.ts';
import { MAX_VOIDS } from '../../../shared/spf/check-types.ts';
import type { SpfAnswer, SpfLookup } from '../../../shared/spf/lookup-port.ts';
import { MAX_LOOKUPS } from '../../../shared/spf/microsoft.ts';
import { formatCidr } from '../../../shared/net/cidr.ts';
import { parseSpf } from '../../../shared/spf/parse.ts';
import { nestedLookups, termLines } from './term-words.ts';

export interface Count {
  readonly known: number;
  /** False when `known` is only the least that it can be. */
  readonly sure: boolean;
}
export interface ExplainRow {
  readonly text: string;
  readonly meaning: string;
  readonly lookups: Count;
  readonly unreached: boolean;
  /** What is wrong with the term's target, or not known of it; one clause. */
  readonly note: string | null;
  /** The note is an error of the record, not merely something unknown. */
  readonly broken: boolean;
  /** The addresses that the name of the term leads to now. */
  readonly addresses: readonly string[];
  /** The record that the term leads to. */
  readonly inside: { readonly domain: string; readonly rows: readonly ExplainRow[] } | null;
}
export interface Explained {
  readonly rows: readonly ExplainRow[];
  /** Terms of the record itself that cost a look-up. */
  readonly direct: number;
  /** Everything inside counted, when nothing matches. */
  readonly lookups: Count;
  readonly voids: Count;
  readonly tooManyLookups: boolean;
  readonly tooManyVoids: boolean;
}
interface Known {
  /** Look-ups inside include targets, as noted in the profile. */
  readonly costs: Readonly<Record<string, number>>;
  /** Why a name gave no answer, by `TXT name`. */
  readonly failures: ReadonlyMap<string, string>;
}

/** Passes questions on and keeps why some of them gave nothing. */
export const noteFailures = (lookup: SpfLookup): { lookup: SpfLookup; failures: Map<string, string> } => {
  const failures = new Map<string, string>();
  const note = (name: string, type: string, answer: SpfAnswer): SpfAnswer => {
    if (answer.status === 'failed') failures.set(`${type} ${name.toLowerCase()}`, answer.reason);
    return answer;
  };
  return {
    failures,
    lookup: (name, type) => {
      const answer = lookup(name, type);
      return answer instanceof Promise
        ? answer.then((settled) => note(name, type, settled))
        : note(name, type, answer);
    },
  };
};

const TARGET: Readonly<Record<Exclude<ExpandState, 'record' | 'unanswered'>, string>> = {
  none: 'publishes no SPF record: the record is a permanent error',
  several: 'publishes more than one SPF record: the record is a permanent error',
  loop: 'is the record itself again: a loop, and a permanent error',
  macro: 'depends on the sender (a macro): it can’t be checked beforehand',
  cut: 'is not read: the tree is larger than any honest one',
};
const BROKEN: ReadonlySet<ExpandState> = new Set(['none', 'several', 'loop']);

const targetNote = ({ state, domain }: ExpandNode, { failures }: Known): string | null => {
  if (state === 'record') return null;
  if (state !== 'unanswered') return `${domain} ${TARGET[state]}`;
  return `${domain} is not read: ${failures.get(`TXT ${domain}`) ?? 'no answer'}`;
};

/** The names that a term without a record of its own asks for, as far as they gave no answer. */
const hostNote = (term: ExpandTerm, domain: string, { failures }: Known): string | null => {
  const kind = /^[+?~-]?(a|mx|exists)\b/iu.exec(term.text)?.[1]?.toLowerCase();
  if (kind === undefined) return null;
  const target = /^[^:/]*:([^/]+)/u.exec(term.text)?.[1]?.toLowerCase() ?? domain;
  const types = kind === 'mx' ? ['MX'] : ['A', 'AAAA'];
  const reason = types.map((type) => failures.get(`${type} ${target}`)).find((text) => text !== undefined);
  return reason === undefined ? null : `${target} is not read: ${reason}`;
};

const noteOf = (term: ExpandTerm, domain: string, known: Known): string | null => {
  if (term.unreached) return null;
  if (term.node !== null) return targetNote(term.node, known);
  if (term.dynamic) return 'depends on the sender: it can’t be checked beforehand';
  return hostNote(term, domain, known);
};

const NOTHING: Count = { known: 0, sure: true };
const sum = (counts: readonly Count[]): Count => ({
  known: counts.reduce((total, { known }) => total + known, 0),
  sure: counts.every(({ sure }) => sure),
});

const countOf = (term: ExpandTerm, inside: readonly ExplainRow[], { costs }: Known): Count => {
  if (term.unreached || term.lookups === 0) return NOTHING;
  const { node } = term;
  if (node === null) return { known: term.lookups, sure: true };
  if (node.state === 'record') return sum([{ known: 1, sure: true }, ...inside.map((row) => row.lookups)]);
  const noted = node.state === 'unanswered' ? nestedLookups(node.domain, costs) : undefined;
  return { known: 1 + (noted ?? 0), sure: noted !== undefined || BROKEN.has(node.state) };
};

/** Mechanisms in their order, then the redirect; other terms of the record have none. */
const expandedTerms = (node: ExpandNode): ReadonlyMap<number, ExpandTerm> => {
  const record = parseSpf(node.record ?? '');
  const mechanisms = record.terms.flatMap((term, index) => (term.kind === 'mechanism' ? [index] : []));
  const redirect = record.redirect === null ? [] : [record.terms.indexOf(record.redirect)];
  return new Map(
    [...mechanisms, ...redirect].flatMap((index, at) => {
      const term = node.terms[at];
      return term === undefined ? [] : [[index, term] as const];
    }),
  );
};

const isNamed = ({ text, node }: ExpandTerm): boolean => node === null && !/^[+?~-]?ip[46]:/iu.test(text);

/** Inside an include only a pass is a match; every other result leaves the decision to the record outside. */
const NO_MATCH = 'no match here: the record outside goes on';
const isRefusal = (text: string): boolean => /^[?~-]/u.test(text);

const rowsOf = (node: ExpandNode, known: Known, included = false): readonly ExplainRow[] => {
  const expanded = expandedTerms(node);
  return termLines(node.record ?? '', node.domain).map((line, index): ExplainRow => {
    const term = expanded.get(index);
    const passes = !included || line.unreached || line.bad || !isRefusal(line.text);
    const row = {
      text: line.text,
      meaning: passes ? line.meaning : NO_MATCH,
      unreached: line.unreached,
    };
    if (term === undefined)
      return { ...row, lookups: NOTHING, note: null, broken: line.bad, addresses: [], inside: null };
    const inner =
      term.node?.state === 'record' && !term.unreached
        ? rowsOf(term.node, known, included || /^[+?~-]?include:/iu.test(line.text))
        : [];
    return {
      ...row,
      lookups: countOf(term, inner, known),
      note: noteOf(term, node.domain, known),
      broken: !term.unreached && term.node !== null && BROKEN.has(term.node.state),
      addresses: isNamed(term) && !term.unreached ? term.networks.map(formatCidr) : [],
      inside: inner.length === 0 ? null : { domain: term.node?.domain ?? '', rows: inner },
    };
  });
};

/** @param node a domain's tree whose own record was found */
export const explainTree = (node: ExpandNode, known: Known): Explained => {
  const rows = rowsOf(node, known);
  const lookups = sum(rows.map((row) => row.lookups));
  const voids = { known: node.voids, sure: node.complete };
  return {
    rows,
    direct: rows.filter((row) => row.lookups.known > 0).length,
    lookups,
    voids,
    tooManyLookups: lookups.known > MAX_LOOKUPS,
    tooManyVoids: voids.known > MAX_VOIDS,
  };
};
