/** Breadcrumbs and the window's title, e.g. 'Contoso AG — Runbook > P5 DNS cut-over > DNS-03'. */
import { SECTIONS } from '../../shared/profile/fields.ts';
import { PHASES } from '../../shared/runbook/step.ts';
import type { Step } from '../../shared/runbook/step.ts';
import { VIEWS } from './nav.svelte.ts';
import type { ProfilePlace, View } from './nav.svelte.ts';

const DOMAIN_VIEWS: ReadonlySet<View> = new Set(['records', 'dns']);

export interface Place {
  readonly view: View;
  readonly step: Step | null;
  /** Name of the domain in hand. */
  readonly domain: string;
  readonly section: ProfilePlace;
}

/** From the view down to the step, domain or section in hand. */
export const crumbs = ({ view, step, domain, section }: Place): readonly string[] => {
  const title = VIEWS.find(({ id }) => id === view)?.title ?? '';
  if (view === 'runbook' && step !== null) {
    const phase = PHASES.find(({ id }) => id === step.phase);
    return [title, phase === undefined ? step.phase : `${phase.id} ${phase.title}`, step.id];
  }
  if (view === 'profile') return [title, SECTIONS.find(({ id }) => id === section)?.title ?? 'Findings'];
  return DOMAIN_VIEWS.has(view) && domain !== '' ? [title, domain] : [title];
};

/** The window's title; the phase in its short form. */
export const windowTitle = (customerName: string, place: Place): string => {
  const trail = crumbs(place).map((crumb) => crumb.replace(/^(P\d) .*/u, '$1'));
  return `${customerName === '' ? 'Unnamed customer' : customerName} \u2014 ${trail.join(' > ')}`;
};
