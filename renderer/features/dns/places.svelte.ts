/** Where to ask: which of the known places the person wants asked. */
import type { Vantage, VantageKind } from '../../../shared/dns/vantage.ts';
import { call } from '../../app/client.ts';

class Places {
  /** Those that can be asked now: the system's, those inside, the public ones that are switched on. */
  known: readonly Vantage[] = $state.raw([]);
  /** The zones' own servers, which are found when asked. */
  authoritative = $state(true);
  /** An address without a server, which only something on the way can answer for. */
  probe = $state(false);
  #off: ReadonlySet<string> = $state.raw(new Set());

  /** What is asked of `known`. */
  readonly asked: readonly Vantage[] = $derived(this.known.filter(({ id }) => !this.#off.has(id)));

  async load(customerId: string): Promise<void> {
    this.known = await call('dns.vantages', { id: customerId });
  }

  isAsked(id: string): boolean {
    return !this.#off.has(id);
  }

  set(id: string, asked: boolean): void {
    const others = [...this.#off].filter((other) => other !== id);
    this.#off = new Set(asked ? others : [...others, id]);
  }

  of(kind: VantageKind): readonly Vantage[] {
    return this.known.filter((place) => place.kind === kind);
  }
}

export const places = new Places();
