/** Puts the application menu in place. */
import { Menu } from 'electron';
import { menuTemplate } from './menu-template.ts';
import type { MenuOptions } from './menu-template.ts';

export const setMenu = (options: MenuOptions): void =>
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
