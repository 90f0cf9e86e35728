/**
 * Every shortcut of the app, once. Menus, tooltips and the key sheet are made from this table, so that none can
 * promise a key that does something else.
 */
export const KEY_GROUPS = ['Everywhere', 'Views', 'Step', 'Domain', 'DNS view'] as const;
export type KeyGroup = (typeof KEY_GROUPS)[number];

export interface KeySpec {
  readonly id: string;
  readonly title: string;
  readonly group: KeyGroup;
  /** `Mod` is Cmd on macOS and Ctrl elsewhere. The first is the one shown; the others work too. */
  readonly keys: readonly [string, ...string[]];
  /** Works while typing too; keys without `Mod` never do. */
  readonly whileTyping: boolean;
}

const key = <const I extends string>(
  id: I,
  group: KeyGroup,
  title: string,
  keys: readonly [string, ...string[]],
  whileTyping = false,
) => ({ id, title, group, keys, whileTyping }) as const;

export const KEYS = [
  key('palette', 'Everywhere', 'Command palette', ['Mod+K'], true),
  key('undo', 'Everywhere', 'Undo', ['Mod+Z']),
  key('redo', 'Everywhere', 'Redo', ['Mod+Y', 'Mod+Shift+Z']),
  key('customers', 'Everywhere', 'All customers', ['Mod+O'], true),
  key('panel', 'Everywhere', 'Show or hide the records panel', ['Mod+B'], true),
  key('settings', 'Everywhere', 'Settings', ['Mod+,'], true),
  key('keys', 'Everywhere', 'Keyboard shortcuts', ['?']),
  key('view.overview', 'Views', 'Overview', ['Mod+1'], true),
  key('view.runbook', 'Views', 'Runbook', ['Mod+2'], true),
  key('view.records', 'Views', 'Records', ['Mod+3'], true),
  key('view.dns', 'Views', 'DNS', ['Mod+4'], true),
  key('view.profile', 'Views', 'Profile', ['Mod+5'], true),
  key('view.export', 'Views', 'Export', ['Mod+6'], true),
  key('view.signoff', 'Views', 'Sign-off', ['Mod+7'], true),
  key('step.next', 'Step', 'Next in the list', ['J', 'ArrowDown']),
  key('step.previous', 'Step', 'Previous in the list', ['K', 'ArrowUp']),
  key('step.open', 'Step', 'Open', ['Enter']),
  key('step.state', 'Step', 'Set the state', ['Space']),
  key('step.note', 'Step', 'Write a note', ['N']),
  key('step.evidence', 'Step', 'Add evidence', ['E']),
  key('step.copy', 'Step', 'Copy the main command', ['C']),
  key('step.check', 'Step', 'Check in DNS', ['R']),
  key('step.proposed', 'Step', 'Go to the next step to do', ['.']),
  key('domain.previous', 'Domain', 'Previous domain', ['[']),
  key('domain.next', 'Domain', 'Next domain', [']']),
  key('dns.records', 'DNS view', 'Records', ['1']),
  key('dns.checks', 'DNS view', 'Checks', ['2']),
  key('dns.watch', 'DNS view', 'Watch', ['3']),
  key('dns.runs', 'DNS view', 'Runs', ['4']),
  key('dns.paste', 'DNS view', 'Paste output', ['P']),
  key('dns.where', 'DNS view', 'Where to ask', ['W']),
] as const satisfies readonly KeySpec[];
export type KeyId = (typeof KEYS)[number]['id'];

/** What is read of a keyboard event; a plain object will do in tests. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = { ' ': 'Space' };
/** Characters that need Shift on some keyboards; for them Shift says nothing. */
const SHIFTED = /^[^\p{L}\p{N}]$/u;

/** `Mod+Shift+Z` for a press; letters in upper case. `mac` decides which key is `Mod`. */
export const pressedKeys = (press: KeyPress, mac: boolean): string => {
  const name = NAMES[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key);
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  const shift = press.shiftKey && !SHIFTED.test(press.key);
  return [
    ...(mod ? ['Mod'] : []),
    ...(other ? ['Other'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(shift ? ['Shift'] : []),
    name,
  ].join('+');
};

/** The shortcut that a press stands for, or `null`. `typing`: the focus is where text goes. */
export const keyFor = (press: KeyPress, typing: boolean, mac: boolean): KeyId | null => {
  // AltGr reads as Ctrl+Alt and writes [ ] on many keyboards
  const altGr = press.ctrlKey && press.altKey && press.key.length === 1;
  const pressed = pressedKeys(altGr ? { ...press, ctrlKey: false, altKey: false } : press, mac);
  const found = KEYS.find(({ keys }) => (keys as readonly string[]).includes(pressed));
  if (found === undefined || (typing && !found.whileTyping)) return null;
  return found.id;
};

const SYMBOLS: Readonly<Record<string, string>> = {
  ArrowDown: '\u2193',
  ArrowUp: '\u2191',
  Space: 'Space',
  Enter: 'Enter',
};
const MAC: Readonly<Record<string, string>> = { Mod: '\u2318', Shift: '\u21e7' };
const PC: Readonly<Record<string, string>> = { Mod: 'Ctrl', Shift: 'Shift' };

/** The caps of a shortcut as shown to people, e.g. `['Ctrl', 'K']`. */
export const keyCaps = (id: KeyId, mac: boolean): readonly string[] => {
  const [first] = KEYS.filter((spec) => spec.id === id).map(({ keys }) => keys[0]);
  return (first ?? '').split('+').map((part) => (mac ? MAC : PC)[part] ?? SYMBOLS[part] ?? part);
};
