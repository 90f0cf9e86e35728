/** The focus where controls give way to others: a person at the keyboard goes on where they were. */
import { tick } from 'svelte';

const CONTROLS = 'button:not(:disabled), input:not(:disabled), select:not(:disabled)';

/** The control that had the focus is gone, or can't be used any more. */
const isLost = (): boolean => {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.matches(':disabled');
};

const focusFirst = (box: HTMLElement): void => box.querySelector<HTMLElement>(CONTROLS)?.focus();

/** An attachment for a box that appears in answer to a control which can't be used meanwhile. */
export const takeLostFocus = (box: HTMLElement): void => {
  void tick().then(() => isLost() && focusFirst(box));
};

/**
 * An attachment for a box whose controls are replaced when `state()` changes, as a button that starts something gives
 * way to the one that stops it. If the focus was inside and went with its control, the first one that stands there now
 * gets it. Use as `{@attach keepFocus(() => run.running)}`.
 */
export const keepFocus =
  (state: () => unknown) =>
  (box: HTMLElement): (() => void) => {
    let inside = box.contains(document.activeElement);
    const onfocusin = ({ target }: FocusEvent): void => {
      inside = target instanceof Node && box.contains(target);
    };
    document.addEventListener('focusin', onfocusin);
    $effect(() => {
      state();
      void tick().then(() => {
        if (inside && isLost()) focusFirst(box);
      });
    });
    return () => document.removeEventListener('focusin', onfocusin);
  };
