import type { NativeTheme } from 'electron';
import { refusing } from '../refuse.ts';
import { KnownEvents } from './emitter.ts';

type Members = Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>;

class StandinTheme extends KnownEvents implements Members {
  #source: NativeTheme['themeSource'] = 'system';

  constructor() {
    super('nativeTheme', ['updated']);
  }
  /** A plain Chromium can't say what the desktop uses: "system" is light here. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
  get themeSource(): NativeTheme['themeSource'] {
    return this.#source;
  }
  set themeSource(source: NativeTheme['themeSource']) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Unknown theme source: ${source}`);
    const changed = source !== this.#source;
    this.#source = source;
    if (changed) this.emit('updated');
  }
}

const theme = new StandinTheme();
export const nativeTheme = refusing('nativeTheme', theme);
/** What `prefers-color-scheme` says; empty leaves it to Chromium. */
export const colorScheme = (): '' | 'light' | 'dark' =>
  theme.themeSource === 'system' ? '' : theme.themeSource;
