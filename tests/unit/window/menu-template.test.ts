import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../electron/window/menu-template.ts';

const flat = (items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
const items = (mac: boolean, development = false): readonly MenuItemConstructorOptions[] =>
  flat(menuTemplate({ mac, development, command: () => undefined }));

describe.each([true, false])('the menu (macOS: %s)', (mac) => {
  it('has the editing roles without which the keys for them are dead on macOS', () => {
    const roles = items(mac).map(({ role }) => role);
    expect(roles).toEqual(expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll']));
  });
  it('leaves the keys of the app to the page, which handles them itself', () => {
    const own = items(mac).filter(({ click }) => click !== undefined);
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter(({ registerAccelerator }) => registerAccelerator !== false)).toEqual([]);
  });
  it('has the developer tools in development only', () => {
    expect(items(mac).some(({ role }) => role === 'toggleDevTools')).toBe(false);
    expect(items(mac, true).some(({ role }) => role === 'toggleDevTools')).toBe(true);
  });
});
