/** The watches of this window, one for each customer: they go on while other views or customers are open. */
import type { StoredRunSummary } from '../../../../shared/dns/stored-run.ts';
import type { WatchState } from '../../../../shared/dns/watch-state.ts';
import type { WatchTold } from '../../../../shared/ipc/contract.ts';
import { call, listen } from '../../../app/client.ts';
import type { AppErrorData } from '../../../../shared/result.ts';
import { facts } from '../../../app/derived.svelte.ts';
import { settings } from '../../../app/settings.svelte.ts';
import { attempt } from '../../../app/toasts.svelte.ts';
import { storedRuns } from '../stored-runs.svelte.ts';

export interface WatchWish {
  /** All domains of the profile when empty. */
  readonly domains: readonly string[];
  readonly vantageIds: readonly string[];
  /** Ask the domains' own name servers too. */
  readonly authoritative: boolean;
  /** Ask those every 30 s, whatever TTL they give. */
  readonly ownAtInterval: boolean;
}

interface Watching {
  readonly watchId: string;
  readonly state: WatchState;
  /** The stored run, once the watch is over and its answers are on the disk. */
  readonly kept: StoredRunSummary | null;
  /** Why what was seen is not on the disk, while that is so. */
  readonly trouble: Pick<AppErrorData, 'code' | 'message'> | null;
}

class Watches {
  /** By customer. */
  #all: Readonly<Record<string, Watching>> = $state.raw({});
  /** The customer whose watch is being started: its name servers are looked up first. */
  starting: string | null = $state(null);
  stopping = $state(false);

  of(customerId: string): Watching | null {
    return this.#all[customerId] ?? null;
  }

  /**
   * Hears of watches, of those too that were started, or ended without being stored, before the page was loaded anew;
   * gives back the function that ends it.
   */
  listen(): () => void {
    const end = listen('dns.watch', (told) => this.#hear(told));
    attempt(async () => {
      for (const told of await call('dns.watches')) if (this.of(told.id) === null) this.#hear(told);
    });
    return end;
  }

  #hear({ id, watchId, state, trouble }: WatchTold): void {
    const known = this.of(id);
    const kept = known?.watchId === watchId ? known.kept : null;
    this.#set(id, { watchId, state, kept, trouble });
    // Main keeps the run by itself; asking for it tells when it is on the disk, or why it can't be.
    if (state.endedAt !== null && trouble === null && kept === null && !this.stopping)
      attempt(() => this.#fetch(id, watchId));
  }

  async start(customerId: string, wish: WatchWish): Promise<void> {
    if (this.starting !== null) return;
    await settings.requireOperator();
    this.starting = customerId;
    try {
      await call('dns.watchStart', {
        id: customerId,
        watchId: crypto.randomUUID(),
        domains: [...wish.domains],
        vantageIds: [...wish.vantageIds],
        authoritative: wish.authoritative,
        ownAtInterval: wish.ownAtInterval,
        heldBack: [...facts.heldBack],
      });
    } finally {
      this.starting = null;
    }
  }

  async pause(customerId: string, paused: boolean): Promise<void> {
    const watching = this.of(customerId);
    if (watching !== null) await call('dns.watchPause', { watchId: watching.watchId, paused });
  }

  /** Ends the watch and keeps its run; a run that could not be written is tried again. */
  async stop(customerId: string): Promise<void> {
    const watching = this.of(customerId);
    if (watching === null || this.stopping) return;
    this.stopping = true;
    try {
      await this.#fetch(customerId, watching.watchId);
    } finally {
      this.stopping = false;
    }
  }

  /** Writes the run of a watch that could not be stored into a file of the person's choice; `null` when none is chosen. */
  async saveElsewhere(customerId: string): Promise<string | null> {
    const watching = this.of(customerId);
    if (watching === null) return null;
    return (await call('dns.watchSave', { watchId: watching.watchId }))?.path ?? null;
  }

  /** Makes room for another watch; the stored run stays. */
  clear(customerId: string): void {
    this.#all = Object.fromEntries(Object.entries(this.#all).filter(([id]) => id !== customerId));
  }

  async #fetch(customerId: string, watchId: string): Promise<void> {
    const kept = await call('dns.watchStop', { watchId });
    const now = this.of(customerId);
    if (now?.watchId === watchId) this.#set(customerId, { ...now, kept, trouble: null });
    storedRuns.add(kept);
  }

  #set(customerId: string, watching: Watching): void {
    this.#all = { ...this.#all, [customerId]: watching };
  }
}

export const watches = new Watches();
