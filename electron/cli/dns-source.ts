/** Where a command gets its DNS answers: a server that is asked, or a zone file. */
import { basename } from 'node:path';
import { formatServer } from '../../shared/dns/server.ts';
import { zoneSnapshot } from '../../shared/dns/snapshot.ts';
import type { DnsLookup, DnsServer } from '../../shared/dns/types.ts';
import { readZoneFile } from '../../shared/dns/zone-reader.ts';
import { checkDomainName } from '../../shared/net/domain-name.ts';
import { AppError } from '../../shared/result.ts';
import { spfLookupOver } from '../../shared/spf/dns-lookup.ts';
import type { SpfLookup } from '../../shared/spf/lookup-port.ts';
import { DnsClient } from '../dns/client.ts';
import { OwnServersLookup } from '../dns/own-servers.ts';
import { DnsRun } from '../dns/run.ts';
import type { CliEnvironment, CliOptions, OptionValues } from './command.ts';
import { readGiven } from '../input/given-file.ts';
import { flag, textOption } from './options.ts';
import { namedServers, SERVER_HELP, SERVER_OPTIONS, trustedAuthorities } from './server-options.ts';

export interface DnsSource {
  /** What was asked for: the server, or the path of the zone file. */
  readonly label: string;
  readonly dns: DnsLookup;
  readonly spf: SpfLookup;
}

export const SOURCE_OPTIONS: CliOptions = {
  ...SERVER_OPTIONS,
  authoritative: { type: 'boolean' },
  zone: { type: 'string' },
  origin: { type: 'string' },
};

export const SOURCE_HELP = `${SERVER_HELP}
  --authoritative       ask the name servers of each name's own zone, found through that server
  --zone FILE           answer from this zone file alone; what it does not hold counts as not answered
  --origin NAME         what relative names of the zone file end in, where no $ORIGIN says so`;

const MAX_PROBLEMS = 20;

const readZoneText = async (path: string): Promise<string> => {
  const bytes = await readGiven(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('bad-input', `${path} is not UTF-8 text. Save it as ASCII or UTF-8.`, { path }, cause);
  }
};

const originOf = (values: OptionValues): string | null => {
  const text = textOption(values, 'origin');
  if (text === undefined) return null;
  const read = checkDomainName(text, { allowUnderscore: true, allowSingleLabel: true });
  if (!read.ok) throw new AppError('usage', `--origin ${text} is not a domain name: ${read.reason}.`);
  return read.name;
};

/** A file with a line that can't be read is refused as a whole: the missing record could be the one that counts. */
const zoneSource = async (
  path: string,
  values: OptionValues,
  environment: CliEnvironment,
): Promise<DnsSource> => {
  const zone = readZoneFile(await readZoneText(path), originOf(values));
  const [first] = zone.problems;
  if (first) {
    for (const { line, message } of zone.problems.slice(0, MAX_PROBLEMS))
      environment.err(`mailflow: zone-line: ${path}:${line}: ${message}.\n`);
    const count = zone.problems.length;
    throw new AppError(
      'bad-input',
      `${path} has ${count === 1 ? 'a line' : `${count} lines`} that can’t be read; the first is line ${first.line}. Correct the file.`,
      { path, line: String(first.line) },
    );
  }
  if (zone.records.length === 0) throw new AppError('bad-input', `${path} holds no records.`, { path });
  const dns = zoneSnapshot(zone, { label: basename(path), at: environment.now() });
  const spf = spfLookupOver(dns, ({ outcome }) =>
    outcome === 'refused' || outcome === 'referral' ? 'the zone file does not hold it' : undefined,
  );
  return { label: path, dns, spf };
};

const serverSource = (
  server: DnsServer,
  trusted: readonly string[],
  own: boolean,
  environment: CliEnvironment,
): DnsSource => {
  const now = (): Date => new Date(environment.now());
  const client = new DnsClient({ server, now, trusted });
  const run = new DnsRun(client, { signal: environment.signal, now });
  const dns: DnsLookup = own
    ? new OwnServersLookup({ run, guide: server })
    : { lookup: (question) => run.ask(question, server) };
  return { label: formatServer(server), dns, spf: spfLookupOver(dns) };
};

/** All sources that were named. @throws AppError `usage` unless there is a zone file or at least one server */
export const dnsSources = async (
  values: OptionValues,
  environment: CliEnvironment,
): Promise<readonly DnsSource[]> => {
  const servers = namedServers(values);
  const path = textOption(values, 'zone');
  if (path !== undefined && servers.length > 0)
    throw new AppError(
      'usage',
      'Name a server or a zone file, not both: it would not be clear who answered.',
    );
  if (path === undefined && servers.length === 0)
    throw new AppError('usage', 'Say where to look: --server, --doh, --dot or --zone FILE.');
  if (path !== undefined && flag(values, 'authoritative'))
    throw new AppError('usage', '--authoritative belongs to a server; a zone file is asked itself.');
  if (path !== undefined) return [await zoneSource(path, values, environment)];
  if (textOption(values, 'origin') !== undefined)
    throw new AppError('usage', '--origin belongs to --zone; a server knows its names.');
  const trusted = await trustedAuthorities(values);
  const own = flag(values, 'authoritative');
  return servers.map((server) => serverSource(server, trusted, own, environment));
};

/** The one source that was named. @throws AppError as `dnsSources`, and when several servers are named */
export const dnsSource = async (values: OptionValues, environment: CliEnvironment): Promise<DnsSource> => {
  const [source, second] = await dnsSources(values, environment);
  if (source === undefined || second !== undefined)
    throw new AppError('usage', 'This command asks one server; name one.');
  return source;
};

/** @throws AppError `cancelled` when the person stopped the command, so that half an answer is never printed */
export const refuseStopped = ({ signal }: CliEnvironment): void => {
  if (signal.aborted) throw new AppError('cancelled', 'The command was stopped.');
};
