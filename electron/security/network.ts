/** The page never talks to a network; whatever tries to is stopped before a byte leaves. */
import type { Session } from 'electron';

const BLOCKED_URLS = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];

export const blockNetwork = (session: Session): void =>
  session.webRequest.onBeforeRequest({ urls: BLOCKED_URLS }, (_details, answer) => answer({ cancel: true }));
