import type { WebFrameMain } from 'electron';
import type { Session } from '../cdp.ts';
import { refusing } from '../refuse.ts';
import { originOf, toApp } from '../urls.ts';

type Members = Pick<
  WebFrameMain,
  'frames' | 'isDestroyed' | 'origin' | 'parent' | 'routingId' | 'top' | 'url'
>;

/** One frame as handlers see it in `event.senderFrame`: addresses are the app's, not Chromium's. */
class Frame {
  readonly id: string;
  readonly routingId: number;
  readonly parent: WebFrameMain | null;
  readonly frames: WebFrameMain[] = [];
  address = 'about:blank';
  gone = false;
  static last = 0;

  constructor(id: string, parent: WebFrameMain | null) {
    this.id = id;
    this.parent = parent;
    this.routingId = ++Frame.last;
  }
  get url(): string {
    return toApp(this.address);
  }
  get origin(): string {
    return originOf(this.url);
  }
  get top(): WebFrameMain | null {
    return this.parent === null ? asFrame(this) : this.parent.top;
  }
  isDestroyed(): boolean {
    return this.gone;
  }
}

const handles = new WeakMap<Frame, WebFrameMain>();
/** The same object for the same frame each time, so that handlers may compare with `webContents.mainFrame`. */
function asFrame(frame: Frame): WebFrameMain {
  const members: Members = frame;
  const handle = handles.get(frame) ?? (refusing('WebFrameMain', members) as WebFrameMain);
  handles.set(frame, handle);
  return handle;
}

/** The frames of one page, kept in step with the browser. */
export class FrameTree {
  readonly #frames = new Map<string, Frame>();
  #main: Frame;

  constructor() {
    this.#main = new Frame('', null);
  }

  follow(session: Session, mainId: string): void {
    this.#frames.set(mainId, this.#main);
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => this.#attach(frameId, parentFrameId));
    session.on('Page.frameNavigated', ({ frame }) => {
      const known = this.#frames.get(frame.id) ?? this.#attach(frame.id, frame.parentId ?? mainId);
      known.address = frame.url + (frame.urlFragment ?? '');
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const known = this.#frames.get(frameId);
      if (known) known.address = url;
    });
    session.on('Page.frameDetached', ({ frameId }) => {
      const known = this.#frames.get(frameId);
      if (known && known !== this.#main) known.gone = true;
      if (known !== this.#main) this.#frames.delete(frameId);
    });
  }
  #attach(id: string, parentId: string): Frame {
    const known = this.#frames.get(id);
    if (known) return known;
    const parent = this.#frames.get(parentId) ?? this.#main;
    const frame = new Frame(id, asFrame(parent));
    parent.frames.push(asFrame(frame));
    this.#frames.set(id, frame);
    return frame;
  }

  get main(): WebFrameMain {
    return asFrame(this.#main);
  }
  has(id: string): boolean {
    return this.#frames.has(id);
  }
  get(id: string): WebFrameMain | undefined {
    const frame = this.#frames.get(id);
    return frame && asFrame(frame);
  }
  destroy(): void {
    for (const frame of this.#frames.values()) frame.gone = true;
  }
}
