import type { Component } from 'svelte';
import type { KeyId } from '../app/keys.ts';

/** One line of a menu. */
export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: Component<{ size?: number }>;
  /** The shortcut that does the same. */
  readonly hint?: KeyId;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** A line above sets it apart from what stands before. */
  readonly apart?: boolean;
  readonly run: () => void;
}
