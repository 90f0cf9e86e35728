/**
 * Sets a custom property on an element through the style object, which the content security policy allows; a style
 * attribute it would not. Use as `{@attach cssVar('--columns', template)}`.
 */
export const cssVar =
  (name: `--${string}`, value: string) =>
  (node: HTMLElement): void =>
    node.style.setProperty(name, value);
