/** The page needs no permission of the browser at all: every kind of question is answered with no. */
import type { Session } from 'electron';

export const denyPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
};
