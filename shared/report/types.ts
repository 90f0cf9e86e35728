/**
 * The runbook as plain data: everything that the PDF and `runbook.json` show, already in words and already
 * resolved, so that a writer lays it out and decides nothing. The same input gives the same report.
 */
import type { Finding, Severity } from '../finding.ts';
import type { StepState, Verdict } from '../runbook/log.ts';

/** One moment as UTC and on the customer's clock, both ready to print; `local` names its zone. */
export interface Moment {
  /** ISO 8601, UTC. */
  readonly iso: string;
  /** `2026-12-05 19:00:00 UTC`. */
  readonly utc: string;
  /** `2026-12-05 20:00:00 Europe/Zurich`; equal to `utc` when the profile names no usable zone. */
  readonly local: string;
}

export interface Field {
  readonly label: string;
  /** What the profile holds, `not set` when it holds nothing. */
  readonly value: string;
  readonly known: boolean;
}

export interface Identification {
  readonly customerName: string;
  readonly engagementRef: string;
  readonly documentId: string;
  readonly revision: number;
  readonly status: string;
  /** SHA-256 of the profile in canonical JSON, hex. */
  readonly profileHash: string;
  readonly appVersion: string;
  readonly generatedAt: Moment;
  readonly savedAt: Moment;
  /** The zone of the local times, as `Moment.local` names it. */
  readonly clock: string;
  /** Under the customer's name on the cover. */
  readonly subtitle: string;
  readonly author: string;
  readonly headerLeft: string;
  readonly headerRight: string;
  readonly footerLeft: string;
  readonly facts: readonly Field[];
}

/** The three forms of a record that the customer signs for. */
export interface RecordReport {
  readonly type: 'MX' | 'SPF';
  /** Owner name. */
  readonly name: string;
  readonly before: readonly string[];
  readonly planned: readonly string[];
  /** The latest DNS evidence; `null` when nobody has looked yet. */
  readonly after: readonly string[] | null;
  /** The planned text as character-strings of at most 255 octets; MX has none. */
  readonly strings: readonly string[];
  /** False while a finding is an error: the planned record must not go out as it stands. */
  readonly publishable: boolean;
  /** Seconds. */
  readonly ttlBefore: number | null;
  readonly ttlPlanned: number | null;
  readonly verdict: Verdict | 'not-checked';
  readonly verdictText: string;
  readonly checkedAt: Moment | null;
  /** Published values that are not part of the plan and have to go. */
  readonly remove: readonly string[];
  readonly findings: readonly FindingReport[];
}

export interface DomainReport {
  readonly name: string;
  readonly role: string;
  readonly records: readonly RecordReport[];
}

export interface FindingReport {
  readonly code: Finding['code'];
  readonly severity: Severity;
  readonly message: string;
  readonly token: string;
  readonly path: string;
  readonly source: string;
  readonly fix: string;
}

export interface CommandReport {
  readonly shell: string;
  readonly note: string;
  /** The command filled in: once, with an empty `domain`, or once for each domain that it names. */
  readonly filled: ReadonlyArray<{ readonly domain: string; readonly text: string }>;
}

export interface InputReport {
  readonly label: string;
  /** Once, with an empty `domain`, or once for each domain that the value matters to. */
  readonly values: ReadonlyArray<Omit<Field, 'label'> & { readonly domain: string }>;
}

export interface LogReport {
  readonly id: string;
  readonly kind: 'state' | 'note' | 'evidence' | 'correction';
  readonly at: Moment;
  readonly operator: string;
  /** One line that says what happened. */
  readonly headline: string;
  /** Reason, note or summary as typed. */
  readonly text: string;
  /** Raw DNS answer, export or header text, as it came. */
  readonly raw: string;
  /** True when a later correction took this entry back; it stays readable. */
  readonly withdrawn: boolean;
}

export interface StepReport {
  readonly id: string;
  readonly title: string;
  readonly origin: string;
  readonly perDomain: boolean;
  readonly state: StepState;
  readonly stateWord: string;
  readonly why: string;
  readonly adminCentre: readonly string[];
  readonly commands: readonly CommandReport[];
  readonly inputs: readonly InputReport[];
  readonly missing: readonly string[];
  readonly records: readonly string[];
  readonly check: string;
  readonly evidence: string;
  readonly evidenceRequired: boolean;
  readonly risk: string;
  readonly undo: string;
  /** Keys of the report's `sources`. */
  readonly sources: readonly string[];
  readonly lastOperator: string;
  readonly lastAt: Moment | null;
  readonly log: readonly LogReport[];
}

export interface PhaseReport {
  readonly id: string;
  readonly title: string;
  readonly settled: number;
  readonly steps: readonly StepReport[];
}

export interface DeviationReport {
  readonly stepId: string;
  readonly title: string;
  readonly stateWord: string;
  readonly reason: string;
  readonly operator: string;
  readonly at: Moment | null;
}

export interface PersonReport {
  readonly part: string;
  readonly name: string;
  readonly role: string;
  readonly contact: string;
}

export interface OpenItemReport {
  readonly text: string;
  readonly owner: string;
  readonly due: string;
}

export interface SourceReport {
  readonly key: string;
  readonly title: string;
  readonly seen: string;
}

export interface SignatureReport {
  readonly part: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
}

export interface RunbookReport {
  readonly identification: Identification;
  readonly scope: string;
  readonly picture: { readonly svg: string; readonly alt: string };
  readonly settledSteps: number;
  readonly totalSteps: number;
  readonly domains: readonly DomainReport[];
  readonly phases: readonly PhaseReport[];
  readonly findings: readonly FindingReport[];
  readonly deviations: readonly DeviationReport[];
  readonly openItems: readonly OpenItemReport[];
  readonly rollback: { readonly facts: readonly Field[]; readonly criteria: readonly string[] };
  readonly people: readonly PersonReport[];
  /** The documents that the steps name by `key`. */
  readonly sources: readonly SourceReport[];
  readonly signOff: { readonly statement: string; readonly signatures: readonly SignatureReport[] };
}
