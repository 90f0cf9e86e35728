/** `spf expand`: the whole tree of includes and redirects below a domain. */
import { formatCidr } from '../../../shared/net/cidr.ts';
import { checkDomainName } from '../../../shared/net/domain-name.ts';
import { AppError } from '../../../shared/result.ts';
import { MAX_VOIDS } from '../../../shared/spf/check-types.ts';
import { expandSpf, type ExpandNode, type ExpandState, type ExpandTerm } from '../../../shared/spf/expand.ts';
import { MAX_LOOKUPS } from '../../../shared/spf/microsoft.ts';
import type { Command } from '../command.ts';
import { dnsSource, refuseStopped, SOURCE_HELP, SOURCE_OPTIONS } from '../dns-source.ts';
import { flag } from '../options.ts';
import { oneLine } from '../plain-text.ts';

const STATES: Readonly<Record<ExpandState, string>> = {
  record: '',
  none: 'no SPF record',
  several: 'more than one SPF record',
  unanswered: 'not answered',
  loop: 'a loop: it is already above',
  macro: 'depends on the sender, can’t be told beforehand',
  cut: 'left out, the tree is too large',
};
const IS_ERROR: ReadonlySet<ExpandState> = new Set(['none', 'several', 'unanswered', 'loop', 'cut']);

const worstVoids = ({ voids }: ExpandTerm): number => Math.max(voids.v4, voids.v6);

const termLines = (term: ExpandTerm, depth: number): string[] => {
  const notes = [
    term.unreached ? 'never reached' : '',
    term.node === null ? '' : STATES[term.node.state],
    term.dynamic && term.node === null ? STATES.macro : '',
  ].filter((note) => note !== '');
  const row = [
    `${'  '.repeat(depth)}${oneLine(term.text)}`,
    String(term.lookups),
    String(worstVoids(term)),
    notes.join(', '),
  ];
  return [row.join('\t').trimEnd(), ...(term.node === null ? [] : nodeLines(term.node, depth + 1))];
};

const nodeLines = (node: ExpandNode, depth: number): string[] => [
  ...node.problems.map(
    ({ code, term, reason }) => `${'  '.repeat(depth)}${code}: ${oneLine(term)}: ${oneLine(reason)}`,
  ),
  ...node.terms.flatMap((term) => termLines(term, depth)),
];

/** The numbers are lower bounds when something in the tree can't be told. */
const sum = (count: number, limit: number, complete: boolean): string =>
  `${complete ? '' : 'at least '}${count} of ${limit}`;

const asText = (node: ExpandNode): string =>
  [
    `domain\t${node.domain}`,
    `record\t${oneLine(node.record ?? STATES[node.state])}`,
    `look-ups\t${sum(node.lookups, MAX_LOOKUPS, node.complete)}`,
    `voids\t${sum(node.voids, MAX_VOIDS, node.complete)}`,
    ...(node.state === 'record' ? ['', 'term\tlook-ups\tvoids', ...nodeLines(node, 0)] : []),
    '',
  ].join('\n');

const hasFault = (node: ExpandNode): boolean =>
  IS_ERROR.has(node.state) ||
  node.problems.length > 0 ||
  node.terms.some((term) => !term.unreached && term.node !== null && hasFault(term.node));

/** Addresses are numbers of any size inside; outside they are text. */
const asData = (node: ExpandNode): Record<string, unknown> => ({
  ...node,
  terms: node.terms.map((term) => ({
    ...term,
    networks: term.networks.map(formatCidr),
    node: term.node === null ? null : asData(term.node),
  })),
});

export const spfExpand: Command = {
  path: ['spf', 'expand'],
  usage: 'DOMAIN (--server HOST[:PORT] | --zone FILE) [--origin NAME] [--json]',
  summary: 'Show the whole include tree of a domain and what it costs',
  help: `
Follows every include and redirect, past all limits, and prints each term with the DNS look-ups and void look-ups it
costs in the worst case, itself and everything inside counted. Loops, targets without a record and targets that depend
on the sender are named. A record may cost ${MAX_LOOKUPS} look-ups and ${MAX_VOIDS} void ones (RFC 7208, 4.6.4).
Exit code 1 when a limit is passed, a target has no single record, a loop or a broken term is found, or DNS did not
answer.

Options
${SOURCE_HELP}
  --json                the tree as data, with the networks that pass today

Examples
  npm run -s cli -- spf expand contoso.com --server 192.0.2.53
  npm run -s cli -- spf expand contoso.com --zone contoso.zone --json`,
  options: { ...SOURCE_OPTIONS, json: { type: 'boolean' } },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const given = positionals[0] ?? '';
    const name = checkDomainName(given, { allowUnderscore: true });
    if (!name.ok) throw new AppError('usage', `${given} is not a domain name: ${name.reason}.`);
    const source = await dnsSource(values, environment);
    const tree = await expandSpf(name.name, source.spf);
    refuseStopped(environment);
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify({ source: source.label, ...asData(tree) }, null, 2)}\n`
        : asText(tree),
    );
    if (tree.state === 'unanswered')
      environment.err(
        `mailflow: not-answered: ${tree.domain}: ${source.label} gave no answer for TXT, so nothing is known of it.\n`,
      );
    return hasFault(tree) || tree.lookups > MAX_LOOKUPS || tree.voids > MAX_VOIDS ? 1 : 0;
  },
};
