/** Where the person is: view, step, domain in hand, and what is folded. */
import type { SectionId } from '../../shared/profile/fields.ts';

export const VIEWS = [
  { id: 'overview', title: 'Overview' },
  { id: 'runbook', title: 'Runbook' },
  { id: 'records', title: 'Records' },
  { id: 'dns', title: 'DNS' },
  { id: 'profile', title: 'Profile' },
  { id: 'export', title: 'Export' },
  { id: 'signoff', title: 'Sign-off' },
] as const;
export type View = (typeof VIEWS)[number]['id'];
export type Overlay = 'palette' | 'keys' | 'settings' | null;

export type ProfilePlace = SectionId | 'findings';

class Nav {
  view: View = $state('overview');
  /** Step in hand in the runbook; `null` lets the runbook choose the next one. */
  stepId: string | null = $state(null);
  /** Position of the domain in hand in the profile. */
  domainIndex = $state(0);
  /** Records panel: wished open, as far as the window is wide enough. */
  panelOpen = $state(true);
  /** Records panel laid over a narrow window. */
  panelOver = $state(false);
  overlay: Overlay = $state(null);
  /** Path of the profile value to show and focus, e.g. `domains.2.eopHost`; the profile view clears it. */
  profileTarget: string | null = $state(null);
  /** Section of the profile that is open; kept while other views are shown. */
  profileSection: ProfilePlace = $state('engagement');
  /** Rises with each change of view, so that the new view's heading takes the focus. */
  moves = $state(0);

  /** Shows a view and moves the focus to its heading. */
  go(view: View): void {
    this.#show(view);
    this.moves += 1;
  }

  openStep(stepId: string): void {
    this.stepId = stepId;
    this.go('runbook');
  }

  /** Opens the profile at a value. */
  openValue(path: string): void {
    this.profileTarget = path;
    const index = /^domains\.(\d+)/u.exec(path)?.[1];
    if (index !== undefined) this.domainIndex = Number(index);
    // the value takes the focus, not the heading
    this.#show('profile');
  }

  /** A freshly opened customer starts at the overview. */
  reset(): void {
    this.stepId = null;
    this.domainIndex = 0;
    this.profileSection = 'engagement';
    this.profileTarget = null;
    this.go('overview');
  }

  #show(view: View): void {
    this.view = view;
    this.overlay = null;
    this.panelOver = false;
  }
}

export const nav = new Nav();
