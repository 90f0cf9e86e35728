/** Pages of the browser: those that windows ask for, and pop-ups, which are never let in. */
import type { Session } from '../cdp.ts';
import { APP_WINDOW } from '../chromium.ts';
import { browser, report, run } from '../host.ts';

export interface Target {
  targetId: string;
  session: Session;
}
interface Size {
  width: number;
  height: number;
}

const attached = new Map<string, PromiseWithResolvers<Session>>();
const owned = new Set<string>();
const closed = new Map<string, () => void>();
const firstAppWindow = Promise.withResolvers<string>();
let firstAppWindowTaken = false;
let creating: Promise<unknown> = Promise.resolve();

const attachment = (targetId: string): PromiseWithResolvers<Session> => {
  const entry = attached.get(targetId) ?? Promise.withResolvers<Session>();
  attached.set(targetId, entry);
  return entry;
};

/** A pop-up is let run before it is closed: closing a paused one takes its opener's process along. */
async function turnAway(targetId: string): Promise<void> {
  const session = await attachment(targetId).promise;
  await session.send('Runtime.runIfWaitingForDebugger');
  await closeTarget(targetId);
}

/** Attaches to every page from its start, so that a window is set up before its first document runs. */
export async function watchTargets(): Promise<void> {
  const { connection } = await browser;
  const { root } = connection;
  const sessions = new Map<string, string>();
  root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const { targetId, type, url } = targetInfo;
    if (type !== 'page') return;
    sessions.set(sessionId, targetId);
    attachment(targetId).resolve(connection.session(sessionId));
    if (!run.headless && url === APP_WINDOW) firstAppWindow.resolve(targetId);
    else creating.then(() => (owned.has(targetId) ? undefined : turnAway(targetId))).catch(report);
  });
  root.on('Target.detachedFromTarget', ({ sessionId }) => {
    const targetId = sessions.get(sessionId) ?? '';
    closed.get(targetId)?.();
    closed.delete(targetId);
  });
  await root.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }],
  });
}

/** A new page, paused before its first document; `onClosed` is called when it is gone, whoever closed it. */
export function createTarget(size: Size, onClosed: () => void): Promise<Target> {
  const make = async (): Promise<Target> => {
    const { connection } = await browser;
    let targetId: string;
    if (!run.headless && !firstAppWindowTaken) {
      firstAppWindowTaken = true;
      targetId = await firstAppWindow.promise;
    } else {
      const options = { url: 'about:blank', newWindow: true, ...size };
      ({ targetId } = await connection.root.send('Target.createTarget', options));
    }
    owned.add(targetId);
    closed.set(targetId, onClosed);
    return { targetId, session: await attachment(targetId).promise };
  };
  const made = make();
  creating = Promise.allSettled([creating, made]);
  return made;
}

export async function closeTarget(targetId: string): Promise<void> {
  const { connection } = await browser;
  await connection.root.send('Target.closeTarget', { targetId });
}
