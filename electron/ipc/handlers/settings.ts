import type { HandlersOf } from '../handler-types.ts';
import type { Services } from '../services.ts';

export const settingsHandlers = ({ desktop, settings }: Services): HandlersOf<'settings'> => ({
  'settings.get': () => settings.get(),
  'settings.set': async (change) => {
    const next = await settings.set(change);
    desktop.setTheme(next.theme);
    return next;
  },
});
