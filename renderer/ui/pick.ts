import type { Component } from 'svelte';
import type { KeyId } from '../app/keys.ts';

/** One line of a list that is searched by typing. */
export interface PickItem {
  readonly id: string;
  readonly label: string;
  /** Shown at the end, quieter. */
  readonly detail?: string;
  readonly icon?: Component<{ size?: number }>;
  readonly hint?: KeyId;
}
