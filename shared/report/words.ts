/** The words that the report uses for states, verdicts, shells and roles. */
import type { Finding } from '../finding.ts';
import { severityOf } from '../finding.ts';
import type { DomainRole } from '../profile/schema.ts';
import type { StepState, Verdict } from '../runbook/log.ts';
import type { Origin, Shell } from '../runbook/step.ts';
import type { FindingReport, RecordReport } from './types.ts';

export const STATE_WORDS: Readonly<Record<StepState, string>> = {
  'not-started': 'not started',
  'in-progress': 'in progress',
  done: 'done',
  failed: 'failed',
  waived: 'waived',
  'not-applicable': 'not applicable',
};

export const SHELL_NAMES: Readonly<Record<Shell, string>> = {
  'exchange-online': 'Exchange Online PowerShell',
  'exchange-on-prem': 'Exchange Management Shell, on-premises',
  graph: 'Microsoft Graph PowerShell',
  windows: 'Windows PowerShell',
};

export const ORIGIN_NAMES: Readonly<Record<Origin, string>> = {
  S: 'the procedure that this runbook carries out',
  M: 'other Microsoft document',
  V: 'vendor or community',
  G: 'general practice',
  app: 'needed for a signed record',
};

export const ROLE_NAMES: Readonly<Record<DomainRole, string>> = {
  primary: 'primary domain',
  secondary: 'secondary domain',
  subdomain: 'subdomain',
  parked: 'parked domain',
};

export const VERDICT_WORDS: Readonly<Record<RecordReport['verdict'], string>> = {
  matching: 'as planned',
  differing: 'differs from the plan',
  unanswered: 'no answer',
  'not-checked': 'not checked',
};

/** For one check of the log, which may compare with what was noted before as well as with the plan. */
export const CHECK_WORDS: Readonly<Record<Verdict, string>> = {
  matching: 'matches',
  differing: 'differs',
  unanswered: 'no answer',
};

export const findingReport = (finding: Finding): FindingReport => ({
  code: finding.code,
  severity: severityOf(finding.code),
  message: finding.message,
  token: finding.token ?? '',
  path: finding.path ?? '',
  source: finding.source,
  fix: finding.fix ?? '',
});
