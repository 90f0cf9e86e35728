/** Binds every channel of the contract to `handle`; the only use of `ipcMain` in the app. */
import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { EVENTS } from '../../shared/ipc/contract.ts';
import type { EventData, EventName } from '../../shared/ipc/contract.ts';
import { CHANNEL_NAMES } from '../../shared/ipc/names.ts';
import type { Handle } from './handle.ts';

/** Sends an event of the contract to a page; a page that is gone is no error. */
export const sendEvent = <E extends EventName>(contents: WebContents, event: E, data: EventData<E>): void => {
  if (!contents.isDestroyed()) contents.send(event, EVENTS[event].parse(data));
};

export const registerChannels = (handle: Handle, isKnown: (sender: WebContents) => boolean): void => {
  for (const channel of CHANNEL_NAMES) {
    ipcMain.handle(channel, ({ sender, senderFrame }: IpcMainInvokeEvent, input: unknown) =>
      handle(channel, {
        frame: senderFrame,
        windowKnown: isKnown(sender),
        input,
        call: { emit: (event, data) => sendEvent(sender, event, data) },
      }),
    );
  }
};
