/** Who may call: the top frame of a window of ours that shows the app's own page. */
import { isAppUrl } from '../security/app-origin.ts';

/** The part of Electron's WebFrameMain that is looked at. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: object | null;
}

/** `frame` is null once the frame has gone or navigated away. */
export const isOwnPage = (frame: SenderFrame | null, windowKnown: boolean): boolean =>
  windowKnown && frame?.parent === null && isAppUrl(frame.url);
