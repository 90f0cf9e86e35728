import { cidrContains, cidrOf, formatCidr, type Cidr } from '../net/cidr.ts';
import { parseIp } from '../net/ip.ts';
import type { Mechanism, SpfRecord, Term } from './ast.ts';
import type { SpfAnswer, SpfLookup, Steps } from './lookup-port.ts';
import { runSteps } from './lookup-port.ts';
import { parseSpf } from './parse.ts';
import { isQueryName } from './target-name.ts';

/** What stands at a name of the tree. `macro`: the name depends on the sender, so nobody can look it up beforehand. */
export type ExpandState = 'record' | 'none' | 'several' | 'unanswered' | 'loop' | 'macro' | 'cut';

export interface ExpandTerm {
  readonly text: string;
  /** Look-ups of the term in the worst case, itself and everything inside counted. */
  readonly lookups: number;
  /** Void look-ups in the worst case, for a client with IPv4 and one with IPv6. */
  readonly voids: { readonly v4: number; readonly v6: number };
  /** Networks that the term lets pass today; empty for a negative term. */
  readonly networks: readonly Cidr[];
  /** include and redirect only. */
  readonly node: ExpandNode | null;
  /** Depends on the sender (a macro), so that look-ups and networks can't be told beforehand. */
  readonly dynamic: boolean;
  /** Never reached, because an `all` stands in front. */
  readonly unreached: boolean;
}
export interface ExpandNode {
  readonly domain: string;
  readonly state: ExpandState;
  readonly record: string | null;
  readonly problems: ReadonlyArray<{ readonly code: string; readonly term: string; readonly reason: string }>;
  readonly terms: readonly ExpandTerm[];
  /** Sums over `terms`, in the worst case that nothing matches. */
  readonly lookups: number;
  readonly voids: number;
  /** False when a macro, a missing answer or a cut leaves something unknown; then the sums are lower bounds. */
  readonly complete: boolean;
}

/** A hostile tree can branch without end; no honest one has this many records. */
const MAX_NODES = 250;

interface Walk {
  readonly lookup: SpfLookup;
  nodes: number;
}
const NO_VOIDS = { v4: 0, v6: 0 };
const leaf = (domain: string, state: ExpandState): ExpandNode => ({
  domain,
  state,
  record: null,
  problems: [],
  terms: [],
  lookups: 0,
  voids: 0,
  complete: state === 'none' || state === 'several' || state === 'loop',
});

const addressesOf = (answer: SpfAnswer, prefix: number): Cidr[] =>
  answer.status === 'found'
    ? answer.values.flatMap((text) => {
        const parsed = parseIp(text);
        return parsed.ok ? [cidrOf(parsed.ip, prefix)] : [];
      })
    : [];

function* ask(walk: Walk, name: string, type: 'A' | 'AAAA' | 'MX' | 'TXT'): Steps<SpfAnswer> {
  const pending = walk.lookup(name, type);
  return pending instanceof Promise ? yield pending : pending;
}

function* hostNetworks(
  walk: Walk,
  term: Mechanism,
  host: string,
): Steps<{ networks: Cidr[]; v4: number; v6: number }> {
  const four = yield* ask(walk, host, 'A');
  const six = yield* ask(walk, host, 'AAAA');
  return {
    networks: [...addressesOf(four, term.prefix4), ...addressesOf(six, term.prefix6)],
    v4: four.status === 'void' ? 1 : 0,
    v6: six.status === 'void' ? 1 : 0,
  };
}

function* expandMechanism(
  walk: Walk,
  term: Mechanism,
  domain: string,
  path: readonly string[],
): Steps<ExpandTerm> {
  const base: ExpandTerm = {
    text: term.raw,
    lookups: 1,
    voids: NO_VOIDS,
    networks: [],
    node: null,
    dynamic: false,
    unreached: false,
  };
  const passes = term.qualifier === '+';
  if (term.name === 'all') return { ...base, lookups: 0 };
  if (term.network) return { ...base, lookups: 0, networks: passes ? [term.network] : [] };
  const target = term.domain === null ? domain : term.domain.name;
  if (term.name === 'include') {
    const node =
      target === null ? leaf(term.domain?.raw ?? '', 'macro') : yield* expandNode(walk, target, path);
    const voids = node.state === 'none' ? 1 : node.voids;
    const networks = passes ? node.terms.flatMap((inner) => (inner.unreached ? [] : inner.networks)) : [];
    return {
      ...base,
      lookups: 1 + node.lookups,
      voids: { v4: voids, v6: voids },
      networks,
      node,
      dynamic: target === null,
    };
  }
  if (term.name === 'ptr' || target === null || !isQueryName(target)) return { ...base, dynamic: true };
  if (term.name === 'exists') {
    const answer = yield* ask(walk, target, 'A');
    return { ...base, voids: answer.status === 'void' ? { v4: 1, v6: 1 } : NO_VOIDS };
  }
  if (term.name === 'a') {
    const { networks, v4, v6 } = yield* hostNetworks(walk, term, target);
    return { ...base, voids: { v4, v6 }, networks: passes ? networks : [] };
  }
  const answer = yield* ask(walk, target, 'MX');
  const networks: Cidr[] = [];
  for (const host of answer.status === 'found' ? answer.values.slice(0, 10) : []) {
    const name = host.replace(/\.$/, '');
    if (name !== '') networks.push(...(yield* hostNetworks(walk, term, name)).networks);
  }
  return {
    ...base,
    voids: answer.status === 'void' ? { v4: 1, v6: 1 } : NO_VOIDS,
    networks: passes ? networks : [],
  };
}

function* expandRecord(
  walk: Walk,
  record: SpfRecord,
  domain: string,
  path: readonly string[],
): Steps<ExpandNode> {
  const terms: ExpandTerm[] = [];
  let ended = false;
  const add = (term: ExpandTerm): void => {
    terms.push(ended ? { ...term, unreached: true, lookups: 0, voids: NO_VOIDS } : term);
  };
  for (const term of record.terms) {
    if (term.kind !== 'mechanism') continue;
    add(yield* expandMechanism(walk, term, domain, path));
    if (term.name === 'all') ended = true;
  }
  const target = record.redirect?.domain;
  if (record.redirect && target) {
    const node =
      target.name === null ? leaf(target.raw, 'macro') : yield* expandNode(walk, target.name, path);
    const networks = node.terms.flatMap((inner) => inner.networks);
    const voids = { v4: node.voids, v6: node.voids };
    add({
      text: record.redirect.raw,
      lookups: 1 + node.lookups,
      voids,
      networks,
      node,
      dynamic: target.name === null,
      unreached: false,
    });
  }
  const sum = (pick: (term: ExpandTerm) => number): number =>
    terms.reduce((total, term) => total + pick(term), 0);
  return {
    domain,
    state: 'record',
    record: record.text,
    problems: record.problems.map(({ code, term, reason }: { code: string; term: Term; reason: string }) => ({
      code,
      term: term.raw,
      reason,
    })),
    terms,
    lookups: sum(({ lookups }) => lookups),
    voids: Math.max(
      sum(({ voids }) => voids.v4),
      sum(({ voids }) => voids.v6),
    ),
    complete: terms.every((term) => term.unreached || (!term.dynamic && (term.node?.complete ?? true))),
  };
}

function* expandNode(walk: Walk, domain: string, path: readonly string[]): Steps<ExpandNode> {
  const name = domain.toLowerCase();
  if (path.includes(name)) return leaf(name, 'loop');
  if (++walk.nodes > MAX_NODES) return leaf(name, 'cut');
  const answer = yield* ask(walk, name, 'TXT');
  if (answer.status === 'failed') return leaf(name, 'unanswered');
  const records = (answer.status === 'found' ? answer.values : []).filter((text) =>
    /^v=spf1(?: |$)/i.test(text),
  );
  const [text] = records;
  if (text === undefined) return leaf(name, 'none');
  if (records.length > 1) return leaf(name, 'several');
  return yield* expandRecord(walk, parseSpf(text), name, [...path, name]);
}

/**
 * The whole tree of includes and redirects below `domain`, never stopped by a limit: what evaluation could cost in the
 * worst case, and every network that passes today. Put a planned record in place with `overlaySpf`.
 */
export const expandSpf = (domain: string, lookup: SpfLookup): ExpandNode | Promise<ExpandNode> =>
  runSteps(expandNode({ lookup, nodes: 0 }, domain, []));

export interface Coverage {
  /** The terms that lead to the network, outermost first, e.g. an include and the ip4 inside it. */
  readonly path: readonly string[];
  readonly network: string;
}

/**
 * The first term of the tree that already lets the whole of `wanted` pass today. Information, never a reason to drop
 * the term of one's own: the owner of an include may change it at any time.
 */
export const coveredBy = (node: ExpandNode, wanted: Cidr): Coverage | null => {
  for (const term of node.terms) {
    if (term.unreached) continue;
    const inner = term.node && term.networks.length > 0 ? coveredBy(term.node, wanted) : null;
    if (inner) return { ...inner, path: [term.text, ...inner.path] };
    const network = term.node ? undefined : term.networks.find((own) => cidrContains(own, wanted));
    if (network) return { path: [term.text], network: formatCidr(network) };
  }
  return null;
};
