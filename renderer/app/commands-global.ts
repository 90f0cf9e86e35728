/** What the frame answers for: views, palette, undo, domains. */
import { facts } from './derived.svelte.ts';
import { history } from './history.svelte.ts';
import type { KeyId } from './keys.ts';
import { nav, VIEWS } from './nav.svelte.ts';
import type { View } from './nav.svelte.ts';
import { session } from './session.svelte.ts';
import { attempt, toasts } from './toasts.svelte.ts';
import { focusWhenLost } from '../ui/keep-focus.svelte.ts';

/** The records panel stands beside the work from this width on; below it is laid over. Pixels. */
export const PANEL_FITS = '(min-width: 1180px)';

const undo = async (): Promise<void> => {
  const label = await history.undo();
  if (label !== null) toasts.show(`Undone: ${label}`);
};
const redo = async (): Promise<void> => {
  const label = await history.redo();
  if (label !== null) toasts.show(`Done again: ${label}`);
};

/** Steps through the domains; stops at both ends. */
const moveDomain = (by: number): void => {
  const last = (session.profile?.domains.length ?? 0) - 1;
  nav.domainIndex = Math.max(0, Math.min(nav.domainIndex + by, last));
  focusWhenLost('view-title');
};

export const togglePanel = (): void => {
  if (window.matchMedia(PANEL_FITS).matches) nav.panelOpen = !nav.panelOpen;
  else nav.panelOver = !nav.panelOver;
};

/** Works with and without an open customer. */
export const everywhere: Partial<Record<KeyId, () => void>> = {
  palette: () => (nav.overlay = nav.overlay === 'palette' ? null : 'palette'),
  keys: () => (nav.overlay = 'keys'),
  settings: () => (nav.overlay = 'settings'),
  undo: () => attempt(undo),
  redo: () => attempt(redo),
};

/** Shows a view; the profile's last edit is written before it goes out of sight. */
export const goTo = (view: View): void => {
  attempt(() => session.flush());
  nav.go(view);
};

/** Goes to the step that is proposed next. */
export const goToProposed = (): void => {
  const { next } = facts;
  if (next === null) toasts.show('Every step that can be done now is settled.');
  else nav.openStep(next.id);
};

/** Works while a customer is open. */
export const withCustomer: Partial<Record<KeyId, () => void>> = {
  ...Object.fromEntries(VIEWS.map(({ id }) => [`view.${id}`, () => goTo(id)])),
  customers: () => attempt(() => session.close()),
  panel: togglePanel,
  'domain.previous': () => moveDomain(-1),
  'domain.next': () => moveDomain(1),
  'step.proposed': goToProposed,
};
