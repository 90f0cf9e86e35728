/** `dns watch`: follows a cut-over until every server shows the new records. */
import { formatServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { vantageOf } from '../../../shared/dns/vantage.ts';
import type { WatchEvent, WatchState } from '../../../shared/dns/watch-state.ts';
import { watchLine, watchSentence } from '../../../shared/dns/watch-words.ts';
import { heldBackDomains } from '../../../shared/records/held-back.ts';
import { loggedOutcomes } from '../../../shared/records/last-answers.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import { AppError } from '../../../shared/result.ts';
import { DnsClient } from '../../dns/client.ts';
import { systemServers } from '../../dns/system-servers.ts';
import { WatchService } from '../../dns/watch-service.ts';
import type { Command } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { chosenNames } from '../domains.ts';
import { flag, textOption, textOptions, timeOption } from '../options.ts';
import { oneLine } from '../plain-text.ts';
import { namedServers, SERVER_HELP, SERVER_OPTIONS, trustedAuthorities } from '../server-options.ts';
import { openRecord } from '../watch-record.ts';

const eventJson = ({ targets, vantages }: WatchState, event: WatchEvent): string => {
  const { target, vantage, ...rest } = event;
  const record = target === undefined ? undefined : targets[target];
  const place = vantages.find(({ id }) => id === vantage);
  return JSON.stringify({
    ...rest,
    ...(record ? { domain: record.domain, record: record.record } : {}),
    ...(place?.server ? { label: place.label, server: formatServer(place.server) } : {}),
  });
};

/** In UTC, as the lines are. */
const minute = (iso: string): string => `${iso.slice(0, 16)}Z`;

export const dnsWatch: Command = {
  path: ['dns', 'watch'],
  usage:
    'CUSTOMER.json [--server HOST[:PORT] | --doh URL | --dot HOST]... [--ca FILE] [--authoritative] [--own-every-30s] [--domain NAME]... [--until TIME] [--out FILE] [--json]',
  summary: 'Follow a cut-over until every server shows the new MX and SPF',
  help: `
Asks each server for MX and SPF of the domains and prints a line for each change: the time, where, from what to what,
and what came back. A record is asked of a server again only when the TTL that the server reported has run out, and
never within 30 seconds. Ends when every server shows what the profile plans, with Ctrl+C, or at --until; however it
ends, --out keeps every answer. Without --out nothing but the lines is left.
Exit code 0 when all have turned, 1 when it ended before.
Several servers are asked each; without one, those of the system.

Options
${SERVER_HELP}
  --authoritative       ask each name server of the domains too, found through these servers
  --own-every-30s       with --authoritative: ask the domains' own servers every 30 seconds, whatever TTL they
                        give; they cache nothing, so that a change shows at once. The run says that it was chosen
  --domain NAME         only this domain; give several for more
  --until TIME          end at this time, such as 2026-12-06T02:00:00+01:00
  --out FILE            write the run with every answer into this new file, as "dns snapshot" does. While the watch
                        runs, FILE.journal holds what was heard; if it is killed, "dns recover" makes FILE of that
  --json                a JSON object a line for each change; the last one holds the run with every answer

Examples
  npm run -s cli -- dns watch examples/contoso.json --authoritative --until 2026-12-06T02:00:00+01:00 \\
    --out watch.json
  npm run -s cli -- dns watch examples/contoso.json --server 192.0.2.53 --server 198.51.100.53 --json`,
  options: {
    ...SERVER_OPTIONS,
    authoritative: { type: 'boolean' },
    'own-every-30s': { type: 'boolean' },
    domain: { type: 'string', multiple: true },
    until: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const { data } = await readCustomerFile(positionals[0] ?? '');
    const domains = chosenNames(data.profile, textOptions(values, 'domain'));
    const until = timeOption(values, 'until');
    if (until !== undefined && Date.parse(until) <= Date.parse(environment.now()))
      throw new AppError('usage', `--until ${until} is over; it is ${environment.now()} now.`);
    const json = flag(values, 'json');
    if (flag(values, 'own-every-30s') && !flag(values, 'authoritative'))
      throw new AppError(
        'usage',
        '--own-every-30s is about the domains’ own servers. Give --authoritative too.',
      );
    const given = namedServers(values);
    const servers = given.length > 0 ? given : systemServers();
    const [first] = servers;
    if (first === undefined)
      throw new AppError('dns-bad-server', 'This computer names no DNS server. Name one with --server.');
    const out = textOption(values, 'out');
    const record = out === undefined ? null : await openRecord(out, environment);
    const now = (): Date => new Date(environment.now());
    const client = new DnsClient({ server: first, now, trusted: await trustedAuthorities(values) });
    const service = new WatchService({ lookup: client, sources: RUNBOOK_CHECKS, now });
    const own = flag(values, 'authoritative')
      ? await service.findOwn(data.profile, domains, servers, environment.signal)
      : { vantages: [], notes: [] };
    for (const note of own.notes) environment.err(`mailflow: not-found: ${oneLine(note)}\n`);

    const stop = new AbortController();
    const onStop = (): void => stop.abort();
    environment.signal.addEventListener('abort', onStop);
    if (environment.signal.aborted) onStop();
    let printed = 0;
    let printing = Promise.resolve();
    const print = (state: WatchState): void => {
      const lines = state.log
        .slice(printed)
        .map((event) =>
          json ? eventJson(state, event) : `${event.at}\t${oneLine(watchLine(state, event))}`,
        );
      printed = state.log.length;
      if (lines.length === 0) return;
      printing = printing.then(() => environment.out(`${lines.join('\n')}\n`));
      // What can't be printed is told at the end, when the answers are kept.
      printing.catch(onStop);
    };
    try {
      const watch = service.start(
        {
          profile: data.profile,
          domains,
          heldBack: heldBackDomains(data.profile, loggedOutcomes(foldRun(data.log))),
          vantages: [
            ...own.vantages,
            ...servers.map((server) => vantageOf(given.length > 0 ? 'public' : 'system', server)),
          ],
          ownAtInterval: flag(values, 'own-every-30s'),
          notes: own.notes,
          until,
        },
        { signal: stop.signal, onState: print, onLine: record?.add },
      );
      const run = await watch.done;
      const state = watch.state();
      await record?.keep(run, data.id);
      await printing;
      if (json) await environment.out(`${JSON.stringify({ phase: state.phase, run })}\n`);
      const words = watchSentence(state, { now: environment.now(), time: minute });
      environment.err(`mailflow: watch: ${oneLine(words)}\n`);
      return state.phase === 'finished' ? 0 : 1;
    } finally {
      environment.signal.removeEventListener('abort', onStop);
    }
  },
};
