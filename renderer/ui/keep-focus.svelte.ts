/** The focus where controls give way to others: a person at the keyboard goes on where they were. */
import { tick } from 'svelte';

const CONTROLS = 'button:not(:disabled), input:not(:disabled), select:not(:disabled)';

/** The control that had the focus is gone, or can't be used any more. */
const isLost = (): boolean => {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.matches(':disabled');
};

const controlsOf = (box: HTMLElement): readonly HTMLElement[] => [
  ...box.querySelectorAll<HTMLElement>(CONTROLS),
];
const focusFirst = (box: HTMLElement): void => controlsOf(box)[0]?.focus();

/** What a control is called; empty for what is none. */
const nameOf = (element: HTMLElement): string => {
  const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent;
  return (element.ariaLabel ?? label ?? '').trim();
};

/**
 * An attachment for a box that answers a control elsewhere which can't be used meanwhile: whenever `state()` changes and
 * nothing has the focus, its first control gets it. Use as `{@attach takeLostFocus(() => run.running)}`.
 */
export const takeLostFocus =
  (state: () => unknown) =>
  (box: HTMLElement): void => {
    $effect(() => {
      state();
      void tick().then(() => isLost() && focusFirst(box));
    });
  };

/** Once the screen is drawn, the element of this id takes the focus if what had it is gone; nothing scrolls for that. */
export const focusWhenLost = (id: string): void => {
  void tick().then(() => isLost() && document.getElementById(id)?.focus({ preventScroll: true }));
};

/**
 * An attachment for a box whose controls are replaced when `state()` changes, as a button that starts something gives
 * way to the one that stops it. If the focus was inside and went with its control, the one that the person used last
 * gets it where it is there again, so that a second Enter does not start something else; otherwise the first one.
 * Use as `{@attach keepFocus(() => run.running)}`.
 */
export const keepFocus =
  (state: () => unknown) =>
  (box: HTMLElement): (() => void) => {
    let inside = box.contains(document.activeElement);
    let given = false;
    let used = '';
    const onfocusin = ({ target }: FocusEvent): void => {
      inside = target instanceof HTMLElement && box.contains(target);
      if (inside && !given) used = nameOf(target as HTMLElement);
    };
    if (inside) used = nameOf(document.activeElement as HTMLElement);
    document.addEventListener('focusin', onfocusin);
    const give = (): void => {
      const again = controlsOf(box).find((control) => nameOf(control) === used);
      given = true;
      if (again === undefined) focusFirst(box);
      else again.focus();
      given = false;
    };
    $effect(() => {
      state();
      void tick().then(() => {
        if (inside && isLost()) give();
      });
    });
    return () => document.removeEventListener('focusin', onfocusin);
  };
