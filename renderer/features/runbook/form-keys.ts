/** Keys of the small forms of a step: Escape closes, Ctrl or Cmd with Enter submits from a text of several lines. */
export const formKeys =
  (submit: (event: Event) => void, close: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
