/**
 * The application menu. Editing, window and quit items are Electron's own roles; the rest sends the id of a key
 * table entry to the page, which does the work. The page handles those keys itself, so the menu only shows them.
 */
import type { MenuItemConstructorOptions } from 'electron';

/** Ids and shortcuts are those of the page's key table (renderer/app/keys.ts). */
const VIEWS = [
  ['view.overview', 'Overview'],
  ['view.runbook', 'Runbook'],
  ['view.records', 'Records'],
  ['view.dns', 'DNS'],
  ['view.profile', 'Profile'],
  ['view.export', 'Export'],
  ['view.signoff', 'Sign-off'],
] as const;

export interface MenuOptions {
  readonly mac: boolean;
  readonly development: boolean;
  readonly command: (id: string) => void;
}

/** The menu as Electron takes it. */
export const menuTemplate = ({ mac, development, command }: MenuOptions): MenuItemConstructorOptions[] => {
  const item = (id: string, label: string, accelerator: string): MenuItemConstructorOptions => ({
    id,
    label,
    accelerator,
    registerAccelerator: false,
    click: () => command(id),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        item('customers', 'All customers', 'CmdOrCtrl+O'),
        separator,
        item('settings', 'Settings', 'CmdOrCtrl+,'),
        separator,
        { role: mac ? 'close' : 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('undo', 'Undo', 'CmdOrCtrl+Z'),
        item('redo', 'Redo', mac ? 'Shift+Cmd+Z' : 'Ctrl+Y'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'delete' },
        separator,
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        item('palette', 'Command palette', 'CmdOrCtrl+K'),
        item('panel', 'Show or hide the records panel', 'CmdOrCtrl+B'),
        separator,
        ...VIEWS.map(([id, label], index) => item(id, label, `CmdOrCtrl+${index + 1}`)),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(development ? [{ role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
      ],
    },
    { role: 'windowMenu' },
    { label: '&Help', role: 'help', submenu: [item('keys', 'Keyboard shortcuts', '?')] },
  ];
};
