import type { HandlersOf } from '../handler-types.ts';
import type { Services } from '../services.ts';

export const clipboardHandlers = ({ desktop }: Services): HandlersOf<'clipboard'> => ({
  'clipboard.write': async ({ text }) => {
    await desktop.writeClipboard(text);
    return undefined;
  },
});
