/** The guards of a page: handlers see what the page itself starts, not what main loads. */
import type { WebFrameMain } from 'electron';
import type { Session } from '../cdp.ts';
import { schemeOf, toApp } from '../urls.ts';
import { preventable, type KnownEvents } from './emitter.ts';
import type { FrameTree } from './frames.ts';

export class Navigation {
  readonly #events: KnownEvents;
  readonly #frames: FrameTree;
  /** Frames whose page has asked to go somewhere, until the request comes by. */
  readonly #asked = new Set<string>();

  constructor(events: KnownEvents, frames: FrameTree) {
    this.#events = events;
    this.#frames = frames;
  }

  follow(session: Session): void {
    session.on('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
      if (disposition !== 'currentTab') return;
      const scheme = URL.parse(url)?.protocol ?? '';
      if (['http:', 'https:'].includes(scheme) || schemeOf(url) !== undefined) this.#asked.add(frameId);
      else this.#emit(frameId, url);
    });
  }

  /** False when the app has prevented it. A redirect has events of its own. */
  allows(frameId: string, url: string, redirected: boolean): boolean {
    const frame = this.#frames.get(frameId);
    if (redirected && frame === this.#frames.main) {
      const event = preventable(this.#details(frame, url));
      this.#events.emit('will-redirect', event, url, false, true);
      return !event.defaultPrevented;
    }
    return !this.#asked.delete(frameId) || this.#emit(frameId, url);
  }

  #emit(frameId: string, address: string): boolean {
    const frame = this.#frames.get(frameId);
    const url = toApp(address);
    const event = preventable(this.#details(frame, url));
    this.#events.emit('will-frame-navigate', event);
    if (frame === this.#frames.main) this.#events.emit('will-navigate', event, url, false, true);
    return !event.defaultPrevented;
  }
  #details(frame: WebFrameMain | undefined, url: string): object {
    return { url, isSameDocument: false, isMainFrame: frame === this.#frames.main, frame, initiator: frame };
  }
}
