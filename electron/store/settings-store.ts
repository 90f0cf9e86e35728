/** The settings of the person at this computer, in `<dir>/settings.json`; written like a customer's document. */
import { join } from 'node:path';
import { BLOCK_LISTS } from '../../shared/dns/block-lists.ts';
import { PUBLIC_RESOLVERS } from '../../shared/dns/public-resolvers.ts';
import { settingsSchema } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/ipc/contract.ts';
import { FOLDER_MODE, writeAtomically } from './atomic-write.ts';
import { Serial } from './serial.ts';
import { storeError } from './store-error.ts';
import { errno, nodeFs } from './store-fs.ts';
import type { StoreFs } from './store-fs.ts';

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  operator: '',
  dnsServer: '',
  publicResolvers: PUBLIC_RESOLVERS,
  blockLists: BLOCK_LISTS,
};

/** Values that are left out, or undefined, stay as they are. */
export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export interface SettingsOptions {
  readonly dir: string;
  readonly clock: () => Date;
  readonly fs?: StoreFs;
}

const parseSettings = (text: string): Settings | null => {
  try {
    return settingsSchema.parse(JSON.parse(text));
  } catch {
    return null; // the caller sets the file aside and says so
  }
};

export class SettingsStore {
  readonly #dir: string;
  readonly #path: string;
  readonly #clock: () => Date;
  readonly #fs: StoreFs;
  readonly #serial = new Serial();
  readonly #notices: string[] = [];
  #settings: Settings | null = null;

  constructor({ dir, clock, fs = nodeFs }: SettingsOptions) {
    this.#dir = dir;
    this.#path = join(dir, 'settings.json');
    this.#clock = clock;
    this.#fs = fs;
  }

  /** What the person has to be told, e.g. that a damaged file was set aside. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  /** AppError `store-…` when the file is there but can't be read; it is never reset for that. */
  get(): Promise<Settings> {
    return this.#serial.run('settings', () => this.#load());
  }

  set(change: SettingsChange): Promise<Settings> {
    return this.#serial.run('settings', async () => {
      const before = await this.#load();
      const place = change.window ?? before.window;
      const next: Settings = {
        theme: change.theme ?? before.theme,
        operator: change.operator?.trim() ?? before.operator,
        dnsServer: change.dnsServer?.trim() ?? before.dnsServer,
        publicResolvers: change.publicResolvers ?? before.publicResolvers,
        blockLists: change.blockLists ?? before.blockLists,
        ...(place === undefined ? {} : { window: place }),
      };
      try {
        await this.#fs.mkdir(this.#dir, { recursive: true, mode: FOLDER_MODE });
        await writeAtomically(this.#fs, this.#path, `${JSON.stringify(next, null, 2)}\n`);
      } catch (cause) {
        throw storeError(cause, this.#path, 'write');
      }
      this.#settings = next;
      return next;
    });
  }

  /** Fulfilled once every change that was asked for is on the disk or has failed. */
  idle(): Promise<void> {
    return this.#serial.idle();
  }

  async #load(): Promise<Settings> {
    if (this.#settings) return this.#settings;
    let text: string;
    try {
      text = await this.#fs.readFile(this.#path, 'utf8');
    } catch (cause) {
      if (errno(cause) !== 'ENOENT') throw storeError(cause, this.#path, 'read');
      this.#settings = DEFAULT_SETTINGS;
      return DEFAULT_SETTINGS;
    }
    this.#settings = parseSettings(text) ?? (await this.#setAside());
    return this.#settings;
  }

  async #setAside(): Promise<Settings> {
    const stamp = this.#clock().toISOString().replaceAll(':', '-');
    const kept = join(this.#dir, `settings.corrupt-${stamp}.json`);
    try {
      await this.#fs.rename(this.#path, kept);
    } catch (cause) {
      throw storeError(cause, this.#path, 'write');
    }
    this.#notices.push(
      `The settings in ${this.#path} could not be read and were set aside as ${kept}. The defaults are in force. Check theme, your name and the DNS server.`,
    );
    return DEFAULT_SETTINGS;
  }
}
