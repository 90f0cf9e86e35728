/** Breadcrumbs and the window's title, e.g. 'Contoso AG — Runbook > P5 DNS cut-over > DNS-03'. */
import { PHASES } from '../../shared/runbook/step.ts';
import type { Step } from '../../shared/runbook/step.ts';
import { VIEWS } from './nav.svelte.ts';
import type { View } from './nav.svelte.ts';

const DOMAIN_VIEWS: ReadonlySet<View> = new Set(['records', 'dns']);

/** From the view down to the step or domain in hand. */
export const crumbs = (view: View, step: Step | null, domain: string): readonly string[] => {
  const title = VIEWS.find(({ id }) => id === view)?.title ?? '';
  if (view === 'runbook' && step !== null) {
    const phase = PHASES.find(({ id }) => id === step.phase);
    return [title, phase === undefined ? step.phase : `${phase.id} ${phase.title}`, step.id];
  }
  return DOMAIN_VIEWS.has(view) && domain !== '' ? [title, domain] : [title];
};

/** The window's title; the phase in its short form. */
export const windowTitle = (customerName: string, view: View, step: Step | null, domain: string): string => {
  const trail = crumbs(view, step, domain).map((crumb) => crumb.replace(/^(P\d) .*/u, '$1'));
  return `${customerName === '' ? 'Unnamed customer' : customerName} \u2014 ${trail.join(' > ')}`;
};
