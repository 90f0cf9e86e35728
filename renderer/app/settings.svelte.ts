/** Settings of the person at this computer, and the question for the operator's name. */
import { BLOCK_LISTS } from '../../shared/dns/block-lists.ts';
import { PUBLIC_RESOLVERS } from '../../shared/dns/public-resolvers.ts';
import type { Settings, Theme } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/result.ts';
import { call } from './client.ts';

class SettingsState {
  value: Settings = $state.raw({
    theme: 'system',
    operator: '',
    dnsServer: '',
    publicResolvers: PUBLIC_RESOLVERS,
    blockLists: BLOCK_LISTS,
  });
  /** True while the operator dialog waits for a name. */
  asking = $state(false);
  #waiting: Array<(name: string) => void> = [];
  #changes = 0;

  get operator(): string {
    return this.value.operator;
  }

  async load(): Promise<void> {
    this.#take(await call('settings.get'));
  }

  /** Shown at once, since what a person changes next builds on it; taken back when it can't be kept. */
  async set(change: Partial<Settings>): Promise<void> {
    this.#take({ ...this.value, ...change });
    this.#changes += 1;
    const mine = this.#changes;
    try {
      const kept = await call('settings.set', change);
      // With a later change on its way this is not the last word.
      if (mine === this.#changes) this.#take(kept);
    } catch (thrown) {
      await this.load();
      throw thrown;
    }
  }

  /** The next of system, light, dark. */
  async cycleTheme(): Promise<void> {
    const next: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
    await this.set({ theme: next[this.value.theme] });
  }

  /** The operator's name, asked for once; rejects with `cancelled` when the dialog is closed without one. */
  async requireOperator(): Promise<string> {
    if (this.operator !== '') return this.operator;
    this.asking = true;
    const name = await new Promise<string>((resolve) => this.#waiting.push(resolve));
    if (name === '') throw new AppError('cancelled', 'No operator name was given, so nothing was written.');
    return name;
  }

  /** Ends the question; an empty name means that it was closed. */
  async answer(name: string): Promise<void> {
    try {
      if (name !== '') await this.set({ operator: name });
    } finally {
      this.asking = false;
      for (const resolve of this.#waiting.splice(0)) resolve(this.operator);
    }
  }

  #take(value: Settings): void {
    this.value = value;
    if (value.theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = value.theme;
  }
}

export const settings = new SettingsState();
