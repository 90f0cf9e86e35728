/** `dns check`: asks DNS and compares with the profile. */
import { blockListOf, readBlockZone, type BlockList } from '../../../shared/dns/block-lists.ts';
import type { CheckSelection } from '../../../shared/dns/checks.ts';
import { fromRun, judgeRun } from '../../../shared/dns/judge-run.ts';
import { formatServer } from '../../../shared/dns/server.ts';
import { stepById } from '../../../shared/runbook/catalogue/index.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import type { DnsEvidence, Verdict } from '../../../shared/runbook/log.ts';
import { AppError } from '../../../shared/result.ts';
import { parseRun } from '../../store/run-document.ts';
import { createDnsCheckService } from '../../dns/create.ts';
import type { DnsCheckResult } from '../../dns/service.ts';
import type { CliEnvironment, Command, OptionValues } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { chosenNames } from '../domains.ts';
import { readGiven } from '../../input/given-file.ts';
import { flag, textOption, textOptions } from '../options.ts';
import { oneLine } from '../plain-text.ts';
import { namedServers, SERVER_HELP, SERVER_OPTIONS, trustedAuthorities } from '../server-options.ts';

/** These hold only before or during the cut-over, so they decide nothing unless their step is asked for. */
const PASSING: ReadonlySet<string> = new Set(['mx-current', 'spf-current', 'ttl-cutover', 'ttl-steady']);

interface Row {
  /** What was asked for with --server; empty for the system's servers. */
  readonly server: string;
  /** All steps that this check belongs to. */
  readonly steps: readonly string[];
  readonly evidence: DnsEvidence;
}

/** The same check of the same domain serves several steps; it is one row. */
const rowsOf = (server: string, { evidence }: Pick<DnsCheckResult, 'evidence'>): readonly Row[] => {
  const rows = new Map<string, { steps: string[]; evidence: DnsEvidence }>();
  for (const { stepId, evidence: item } of evidence) {
    const key = `${item.check} ${item.domain}`;
    const row = rows.get(key) ?? { steps: [], evidence: item };
    row.steps.push(stepId);
    rows.set(key, row);
  }
  return [...rows.values()].map((row) => ({ server, ...row }));
};

const WORDS: Readonly<Record<Verdict, string>> = {
  matching: 'matches',
  differing: 'differs',
  unanswered: 'unknown',
};

const ASKS_LISTS: readonly string[] = RUNBOOK_CHECKS.steps
  .filter(({ check }) => check.dns.includes('block-lists'))
  .map(({ id }) => id);

/** The lists of `--block-list`, each once; `undefined` without the option. @throws AppError `usage` */
const namedLists = (values: OptionValues, stepIds: readonly string[]): readonly BlockList[] | undefined => {
  const texts = textOptions(values, 'block-list');
  if (texts.length === 0) return undefined;
  if (!stepIds.some((id) => ASKS_LISTS.includes(id)))
    throw new AppError(
      'usage',
      `Block lists are asked only for the step that is named for it; add --step ${ASKS_LISTS.join(' or --step ')}.`,
    );
  const zones = texts.map((text) => {
    const read = readBlockZone(text);
    if (!read.ok) throw new AppError('usage', `--block-list ${text} is not a domain name: ${read.reason}.`);
    return read.name;
  });
  return [...new Set(zones)].map((zone) => blockListOf(zone));
};

const rowText = ({ steps, evidence }: Row): string =>
  [
    WORDS[evidence.verdict],
    evidence.domain,
    evidence.check,
    steps.join(','),
    evidence.answer.server.label || evidence.answer.server.address,
    evidence.summary,
  ]
    .map(oneLine)
    .join('\t');

const rowJson = ({ server, steps, evidence }: Row): Record<string, unknown> => ({
  server,
  steps,
  ...evidence,
});

/** AppError `not-found`: a step that was mistyped must not pass for one without a fault. */
const refuseUnknown = (stepIds: readonly string[]): void => {
  const unknown = stepIds.find((id) => stepById(id) === undefined);
  if (unknown !== undefined)
    throw new AppError('not-found', `The runbook has no step ${unknown}. A step is written like DNS-07.`);
};

const stopped = (environment: CliEnvironment): void => {
  if (environment.signal.aborted)
    throw new AppError(
      'cancelled',
      'The check was stopped; nothing is printed, since half of it could mislead.',
    );
};

type Judged = Pick<DnsCheckResult, 'evidence' | 'notAsked'>;

/** The checks by the answers of a stored run. @throws AppError `usage` beside a server to ask, or as `parseRun` */
const judgedFrom = async (
  path: string,
  profile: Profile,
  selection: CheckSelection,
  values: OptionValues,
): Promise<Judged> => {
  const asking = ['server', 'doh', 'dot'].filter((name) => textOptions(values, name).length > 0);
  if (asking.length > 0 || flag(values, 'authoritative'))
    throw new AppError('usage', '--from asks nobody; leave out the servers, or leave out --from.');
  const { run, sha256 } = await parseRun(await readGiven(path), path);
  const { judged, notAsked } = await judgeRun(run, profile, selection, RUNBOOK_CHECKS);
  return {
    notAsked,
    evidence: judged.map(({ stepId, evidence }) => ({
      stepId,
      evidence: fromRun(evidence, { ...run, sha256 }),
    })),
  };
};

const sayNotAsked = ({ notAsked }: Pick<DnsCheckResult, 'notAsked'>, environment: CliEnvironment): void => {
  for (const { stepId, check, domain, reason } of notAsked)
    environment.err(`mailflow: not-asked: ${domain} ${check} (${stepId}): ${oneLine(reason)}\n`);
};

export const dnsCheck: Command = {
  path: ['dns', 'check'],
  usage:
    'CUSTOMER.json [--server HOST[:PORT] | --doh URL | --dot HOST]... [--ca FILE] [--authoritative] [--from RUN.json] [--step ID]... [--domain NAME]... [--block-list ZONE]... [--json]',
  summary: 'Ask DNS and compare each record with the profile',
  help: `
Asks for the records of every domain and says of each whether it is as planned. One line for each check, with tabs:
  matches|differs|unknown  domain  check  steps  server  what was found
"unknown" means that nobody answered, or that the profile does not say what to expect.
Exit code 1 when a check differs or is unknown, or there was none to ask. Checks of a passing state (mx-current,
spf-current, ttl-cutover, ttl-steady) count only for the steps that --step names.
Several servers are asked each; without one, those of the system. The TTL, and whether the MX is the same everywhere,
are asked of the domains' own name servers as well, over port 53.

Options
${SERVER_HELP}
  --authoritative       ask the name servers of each name's own zone, found through that server; DNSSEC and block lists
                        are still asked of that server, since only a resolver can tell
  --from RUN.json       judge by the answers of this stored run and ask nobody; "dns snapshot" writes such files
  --step ID             only the checks of this step; give several for more
  --domain NAME         only this domain; give several for more
  --block-list ZONE     the block list that ${ASKS_LISTS.join(', ')} asks, in place of those that the app brings switched
                        on; give several for more
  --json                everything that was asked and answered, as evidence

Examples
  npm run -s cli -- dns check examples/contoso.json
  npm run -s cli -- dns check examples/contoso.json --server 192.0.2.53 --server 198.51.100.53
  npm run -s cli -- dns check examples/contoso.json --step DNS-07 --json
  npm run -s cli -- dns check examples/contoso.json --step VER-09 --block-list zen.spamhaus.org
  npm run -s cli -- dns check examples/contoso.json --from before.json`,
  options: {
    ...SERVER_OPTIONS,
    authoritative: { type: 'boolean' },
    from: { type: 'string' },
    step: { type: 'string', multiple: true },
    domain: { type: 'string', multiple: true },
    'block-list': { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const { data } = await readCustomerFile(positionals[0] ?? '');
    const service = createDnsCheckService(() => new Date(environment.now()), {
      trusted: await trustedAuthorities(values),
      authoritative: flag(values, 'authoritative'),
      signal: environment.signal,
    });
    const stepIds = textOptions(values, 'step').map((id) => id.toUpperCase());
    refuseUnknown(stepIds);
    const domains = chosenNames(data.profile, textOptions(values, 'domain'));
    const selection: CheckSelection = { stepIds, domains, blockLists: namedLists(values, stepIds) };
    const rows: Row[] = [];
    const from = textOption(values, 'from');
    if (from !== undefined) {
      const result = await judgedFrom(from, data.profile, selection, values);
      sayNotAsked(result, environment);
      rows.push(...rowsOf('', result));
    }
    const servers = namedServers(values).map(formatServer);
    for (const server of from !== undefined ? [] : servers.length === 0 ? [''] : servers) {
      const result = await service.check(data, { ...selection, server }, { signal: environment.signal });
      stopped(environment);
      if (result.offline) {
        environment.err(
          `mailflow: offline: ${server === '' ? 'The system’s DNS servers' : server} could not be reached; the checks say nothing about the records.\n`,
        );
      }
      sayNotAsked(result, environment);
      rows.push(...rowsOf(server, result));
    }
    if (rows.length === 0)
      environment.err(
        'mailflow: nothing-asked: The selection holds no check that could be asked, so nothing is known.\n',
      );
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify(rows.map(rowJson), null, 2)}\n`
        : rows.map((row) => `${rowText(row)}\n`).join(''),
    );
    const counts = rows.filter(({ evidence }) => stepIds.length > 0 || !PASSING.has(evidence.check));
    return rows.length === 0 || counts.some(({ evidence }) => evidence.verdict !== 'matching') ? 1 : 0;
  },
};
