/** What follows from the open customer: run, progress, next step, status of each step. Nothing here is stored. */
import type { Finding } from '../../shared/finding.ts';
import { createProfileFindings } from '../../shared/profile/findings.ts';
import { profileCompleteness } from '../../shared/profile/missing.ts';
import type { Completeness } from '../../shared/profile/missing.ts';
import type { DomainProfile } from '../../shared/profile/schema.ts';
import { stepById, STEPS } from '../../shared/runbook/catalogue/index.ts';
import { foldRun } from '../../shared/runbook/fold.ts';
import type { RunState } from '../../shared/runbook/fold.ts';
import { nextStep, progress } from '../../shared/runbook/progress.ts';
import type { Progress } from '../../shared/runbook/progress.ts';
import { stepStatus } from '../../shared/runbook/status.ts';
import type { StepStatus } from '../../shared/runbook/status.ts';
import type { Step } from '../../shared/runbook/step.ts';
import { createRecordsDeriver, deriveDomainRecords } from '../../shared/records/derive.ts';
import { heldBackDomains, newestSeen } from '../../shared/records/held-back.ts';
import type { HeldBack } from '../../shared/records/held-back.ts';
import { loggedOutcomes } from '../../shared/records/last-answers.ts';
import type { DomainRecords } from '../../shared/records/derive.ts';
import type { Place } from './crumbs.ts';
import { byPath, unique } from './findings.ts';
import { nav } from './nav.svelte.ts';
import { published } from './published.svelte.ts';
import { session } from './session.svelte.ts';

const NO_PROGRESS: Progress = { phases: [], settled: 0, total: 0 };
const NOTHING_KNOWN: Completeness = { known: 0, total: 0, percent: 0, missing: [] };

class Derived {
  /** The present time to the minute (ISO 8601), for waits between steps; the frame moves it on. */
  now: string = $state(new Date().toISOString());

  readonly #log = $derived(session.customer?.log ?? []);
  readonly run: RunState = $derived(foldRun(this.#log));
  readonly progress: Progress = $derived(
    session.customer === null ? NO_PROGRESS : progress(session.customer, this.run),
  );
  readonly next: Step | null = $derived(
    session.customer === null ? null : nextStep(session.customer, this.run, this.now),
  );
  /** The step in hand: the one that was chosen, else the next one to do, else the first. */
  readonly step: Step | null = $derived(
    (nav.stepId === null ? undefined : stepById(nav.stepId)) ?? this.next ?? STEPS[0] ?? null,
  );
  readonly statuses: ReadonlyMap<string, StepStatus> = $derived.by(() => {
    const { customer } = session;
    if (customer === null) return new Map();
    return new Map(STEPS.map((step) => [step.id, stepStatus(step, customer, this.run, this.now)]));
  });
  readonly completeness: Completeness = $derived(
    session.profile === null ? NOTHING_KNOWN : profileCompleteness(session.profile),
  );
  /** The domain in hand; `null` while the profile has none. */
  readonly domain: DomainProfile | null = $derived.by(() => {
    const domains = session.profile?.domains ?? [];
    return domains[Math.min(nav.domainIndex, domains.length - 1)] ?? null;
  });

  /** Where the person is, for breadcrumbs and the window's title. */
  readonly place: Place = $derived({
    view: nav.view,
    step: this.step,
    domain: this.domain?.name ?? '',
    section: nav.profileSection,
  });

  readonly #logged = $derived(loggedOutcomes(this.run));
  /** The domains whose planned SPF is held back, by the log, the kept runs and a person's word. */
  readonly heldBack: HeldBack = $derived.by(() => {
    const { customer, profile } = session;
    if (customer === null || profile === null) return new Set();
    const seen = newestSeen(this.#logged, published.kept(customer.id));
    return heldBackDomains(profile, seen, published.nonePublished(customer.id));
  });

  readonly #now = $derived(this.now.slice(0, 10));
  /** The records of the domain in hand; those of all domains are in `records`. */
  readonly domainRecords: DomainRecords | null = $derived(
    session.profile === null || this.domain === null
      ? null
      : deriveDomainRecords(session.profile, this.domain, {
          heldBack: this.heldBack.has(this.domain.name),
        }),
  );
  readonly #derive = createRecordsDeriver();
  /** The records of every domain, in the profile's order; derived only while something shows them. */
  readonly records: readonly DomainRecords[] = $derived(
    session.profile === null ? [] : this.#derive(session.profile, this.heldBack),
  );
  readonly #profileFindings = createProfileFindings();
  /** What is wrong with the profile's values, then with what the record of the domain in hand makes of them. */
  readonly findings: readonly Finding[] = $derived(
    session.profile === null
      ? []
      : unique([
          ...this.#profileFindings(session.profile, { now: this.#now }),
          ...(this.domainRecords?.mx.findings ?? []),
          ...(this.domainRecords?.spf.planned.findings ?? []),
        ]),
  );
  readonly findingsAt: ReadonlyMap<string, readonly Finding[]> = $derived(byPath(this.findings));

  /** Moves the present time on. */
  tick(): void {
    this.now = new Date().toISOString();
  }
}

export const facts = new Derived();
