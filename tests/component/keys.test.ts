import { describe, expect, it } from 'vitest';
import { keyCaps, keyFor, KEYS } from '../../renderer/app/keys.ts';
import type { KeyPress } from '../../renderer/app/keys.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('the key table', () => {
  it('gives no key to two commands', () => {
    const all = KEYS.flatMap(({ keys }) => [...keys]);
    expect(new Set(all).size).toBe(all.length);
  });
  it('names each command once', () => {
    expect(new Set(KEYS.map(({ id }) => id)).size).toBe(KEYS.length);
  });
  it('reads Ctrl on a PC and Cmd on a Mac as the same key', () => {
    expect(keyFor(press('k', { ctrlKey: true }), false, false)).toBe('palette');
    expect(keyFor(press('k', { metaKey: true }), false, true)).toBe('palette');
    expect(keyFor(press('k', { ctrlKey: true }), false, true)).toBeNull();
  });
  it('leaves single letters to the text while typing, but not the views', () => {
    expect(keyFor(press('n'), false, false)).toBe('step.note');
    expect(keyFor(press('n'), true, false)).toBeNull();
    expect(keyFor(press('2', { ctrlKey: true }), true, false)).toBe('view.runbook');
  });
  it('reads both redo keys, and ? whatever it takes to type it', () => {
    expect(keyFor(press('Z', { ctrlKey: true, shiftKey: true }), false, false)).toBe('redo');
    expect(keyFor(press('y', { ctrlKey: true }), false, false)).toBe('redo');
    expect(keyFor(press('?', { shiftKey: true }), false, false)).toBe('keys');
  });
  it('reads brackets typed with AltGr', () => {
    expect(keyFor(press(']', { ctrlKey: true, altKey: true }), false, false)).toBe('domain.next');
  });
  it('shows the caps of each system', () => {
    expect(keyCaps('palette', false)).toEqual(['Ctrl', 'K']);
    expect(keyCaps('palette', true)).toEqual(['\u2318', 'K']);
  });
});
