import type { HandlersOf } from '../handler-types.ts';
import type { Services } from '../services.ts';

export const appHandlers = ({ desktop, settings }: Services): HandlersOf<'app'> => ({
  'app.info': async () => {
    // Reading the settings is what finds a damaged file, so it comes before the notices are taken.
    await settings.get();
    return { ...desktop.info, notices: [...settings.notices] };
  },
});
