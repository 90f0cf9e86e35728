/** Who answers a shortcut now. A view registers what it can do while it is shown; the frame registers the rest. */
import { keyCaps, keyFor } from './keys.ts';
import type { KeyId } from './keys.ts';

type Handler = () => void;
type Handlers = Partial<Record<KeyId, Handler>>;

export const isMac = navigator.userAgent.includes('Mac');

let stack: readonly Handlers[] = [];

/**
 * Registers handlers; those of the latest caller win. Gives back the function that removes them, so that
 * `$effect(() => onCommands({ 'step.note': openNote }))` lives as long as its component.
 */
export const onCommands = (handlers: Handlers): (() => void) => {
  stack = [...stack, handlers];
  return () => {
    stack = stack.filter((other) => other !== handlers);
  };
};

/** Runs a command; false when nobody on screen answers it. */
export const runCommand = (id: string): boolean => {
  for (const handlers of stack.toReversed()) {
    const handler = (handlers as Readonly<Record<string, Handler | undefined>>)[id];
    if (handler !== undefined) {
      handler();
      return true;
    }
  }
  return false;
};

const TEXT =
  'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]';
/** Controls that use Space, Enter or the arrows themselves. */
const CONTROL =
  'button, a[href], summary, input, [role=menu], [role=listbox], [role=tab], [role=radio], [role=dialog]';

/** The one keyboard listener of the window. */
export const onWindowKey = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : null;
  const typing = target?.closest(TEXT) !== null && target !== null;
  const id = keyFor(event, typing, isMac);
  if (id === null) return;
  const modal = document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null;
  if (modal && id !== 'palette') return;
  const own = ['Enter', ' ', 'ArrowUp', 'ArrowDown'].includes(event.key) && target?.closest(CONTROL);
  if (own) return;
  if (runCommand(id)) event.preventDefault();
};

/** `Ctrl+K` for tooltips and titles. */
export const keyHint = (id: KeyId): string => keyCaps(id, isMac).join(isMac ? '' : '+');
