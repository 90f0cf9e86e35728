/** Starts watches: what is watched, at which servers, and what has to be said of the choice. */
import { AppError } from '../../shared/result.ts';
import type { CheckSources } from '../../shared/dns/checks.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { formatServer, serverKey } from '../../shared/dns/server.ts';
import type { AbortSignalLike, DnsLookup, DnsQuestion, DnsServer } from '../../shared/dns/types.ts';
import type { Vantage } from '../../shared/dns/vantage.ts';
import { startWatch, WATCH_MIN_INTERVAL_MS } from '../../shared/dns/watch.ts';
import { holdingBack } from '../../shared/dns/sources.ts';
import type { HeldBack } from '../../shared/records/held-back.ts';
import { watchPlan } from '../../shared/dns/watch-targets.ts';
import { checkDomainName } from '../../shared/net/domain-name.ts';
import { vantagesThrough } from '../../shared/dns/authoritative.ts';
import { DnsRun } from './run.ts';
import { Watch, type RunningWatch, type WatchHooks } from './running-watch.ts';
import { steadyClock, type Steady } from './steady-clock.ts';
import { WatchLedger } from './watch-ledger.ts';

export interface WatchServiceOptions {
  readonly lookup: DnsLookup;
  readonly sources: Pick<CheckSources, 'planned'>;
  readonly now?: () => Date;
  readonly steady?: Steady;
  /** Milliseconds; another value than that of the state machine only in tests. */
  readonly minIntervalMs?: number;
  /** Port of the domains' own name servers; another one than 53 only in tests. */
  readonly authoritativePort?: number;
}

export interface WatchRequest {
  readonly profile: Profile;
  /** Names as the profile has them; every domain when empty. */
  readonly domains: readonly string[];
  /** Where to ask; those without a server are left out. */
  readonly vantages: readonly Vantage[];
  /** The zone's own servers are asked every 30 s, whatever TTL they give; the run says so. */
  readonly ownAtInterval?: boolean;
  /** Domains whose planned SPF is held back, so that there is nothing to wait for. */
  readonly heldBack?: HeldBack;
  /** What has to be said about the choice of vantage points; goes into the run. */
  readonly notes?: readonly string[];
  /** It ends then, by the clock of the computer, also when that slept meanwhile (UTC, ISO 8601). */
  readonly until?: string | undefined;
}

/** The names of one server, where it was chosen under several. */
const sameServers = (vantages: readonly Vantage[]): readonly string[] => {
  const names = new Map<string, { readonly at: string; readonly labels: string[] }>();
  for (const { server, label } of vantages) {
    if (server === null) continue;
    const known = names.get(serverKey(server)) ?? { at: formatServer(server), labels: [] };
    known.labels.push(label);
    names.set(serverKey(server), known);
  }
  return [...names.values()]
    .filter(({ labels }) => labels.length > 1)
    .map(({ at, labels }) => `${labels.join(' and ')} are one server (${at}), which is asked once.`);
};

const OWN_NOTE =
  'The zone’s own servers were asked every 30 s, by choice, and not once in their TTL: they cache nothing.';

export class WatchService {
  readonly #options: WatchServiceOptions;
  readonly #ledger: WatchLedger;
  readonly #steady: Steady;

  constructor(options: WatchServiceOptions) {
    this.#options = options;
    const { lookup, now = () => new Date(), minIntervalMs = WATCH_MIN_INTERVAL_MS } = options;
    this.#steady = options.steady ?? steadyClock();
    this.#ledger = new WatchLedger({ lookup, now, steady: this.#steady, minIntervalMs });
  }

  /** The name servers of the domains (all when empty), found through the first of `servers` that knows any of them. */
  async findOwn(
    profile: Profile,
    domains: readonly string[],
    servers: readonly DnsServer[],
    signal?: AbortSignalLike,
  ): ReturnType<typeof vantagesThrough> {
    const run = new DnsRun(this.#options.lookup, { signal });
    const names = profile.domains
      .filter(({ name }) => domains.length === 0 || domains.includes(name))
      .map(({ name }) => checkDomainName(name.trim(), { allowUnderscore: true }))
      .flatMap((read) => (read.ok ? [read.name] : []));
    const guides = servers.map((server) => (question: DnsQuestion) => run.ask(question, server));
    return vantagesThrough(guides, names, this.#options.authoritativePort);
  }

  /** @throws AppError `bad-input` when there is nothing to watch or nobody to ask */
  start(
    {
      profile,
      domains,
      vantages,
      ownAtInterval = false,
      heldBack = new Set(),
      notes = [],
      until,
    }: WatchRequest,
    hooks: WatchHooks = {},
  ): RunningWatch {
    const { sources, minIntervalMs, now = () => new Date() } = this.#options;
    const { targets, left } = watchPlan(profile, domains, holdingBack(sources, heldBack));
    if (targets.length === 0 && left.length > 0) throw new AppError('bad-input', left.join(' '));
    const asked = vantages.filter(({ server }) => server !== null);
    const time = now().toISOString();
    const state = startWatch(
      { targets, vantages: asked, ownAtInterval, ...(minIntervalMs === undefined ? {} : { minIntervalMs }) },
      time,
    );
    const said = [...(ownAtInterval ? [OWN_NOTE] : []), ...left, ...notes, ...sameServers(asked)];
    const tools = { now, steady: this.#steady, ledger: this.#ledger, notes: said, until: until ?? null };
    const watch = new Watch(state, tools, hooks);
    watch.begin();
    return watch;
  }
}
