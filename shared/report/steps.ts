/** One step of the catalogue with everything that this customer's run says about it. */
import type { Customer } from '../customer.ts';
import { missingInputs } from '../profile/missing.ts';
import { labelOf } from '../profile/fields.ts';
import type { DomainProfile, Profile } from '../profile/schema.ts';
import { checkDomains } from '../runbook/applies.ts';
import { fillCommand, placeholdersOf } from '../runbook/command.ts';
import { stepRun } from '../runbook/fold.ts';
import type { RunEntry, RunState } from '../runbook/fold.ts';
import type { Evidence, NewLogEntry } from '../runbook/log.ts';
import type { Step, StepCommand } from '../runbook/step.ts';
import { COMMAND_VALUES } from '../runbook/values.ts';
import type { Clock } from './moment.ts';
import type { CommandReport, LogReport, StepReport } from './types.ts';
import { stepInputs } from './values.ts';
import { CHECK_WORDS, ORIGIN_NAMES, SHELL_NAMES, STATE_WORDS } from './words.ts';

/** The domains for which the step is repeated. */
const domainsOf = (step: Step, profile: Profile): readonly DomainProfile[] => {
  if (!step.perDomain) return [];
  const checked = new Set(step.check.dns.flatMap((check) => checkDomains(check, profile)));
  return profile.domains.filter((domain) =>
    checked.size > 0 ? checked.has(domain) : domain.role !== 'parked',
  );
};

const namesOneDomain = ({ template }: StepCommand): boolean =>
  placeholdersOf(template).some(
    (name) => name !== 'domainNames' && COMMAND_VALUES[name]?.field === 'domains',
  );

const commandReports = (step: Step, profile: Profile): readonly CommandReport[] => {
  const domains = domainsOf(step, profile);
  return step.commands.map((command) => {
    const once = !namesOneDomain(command) || domains.length === 0;
    return {
      shell: SHELL_NAMES[command.shell],
      note: command.note ?? '',
      filled: once
        ? [{ domain: '', text: fillCommand(command.template, { profile }).text }]
        : domains.map((domain) => ({
            domain: domain.name,
            text: fillCommand(command.template, { profile, domain }).text,
          })),
    };
  });
};

const recordLines = (step: Step, profile: Profile): readonly string[] => {
  const repeated = domainsOf(step, profile);
  const domains = (repeated.length > 0 ? repeated : profile.domains).map(({ name }) => name);
  return step.records.flatMap(({ type, name, note }) => {
    const named = name.replaceAll(
      '{onPremInboundHost}',
      profile.onPremInboundHost || '<on-prem-inbound-host>',
    );
    const owners = named.includes('{domain}') ? (domains.length > 0 ? domains : ['<domain>']) : [''];
    return owners.map(
      (domain) => `${type} ${named.replaceAll('{domain}', domain)}${note ? `  (${note})` : ''}`,
    );
  });
};

const evidenceParts = (evidence: Evidence): Pick<LogReport, 'headline' | 'text' | 'raw'> => {
  if (evidence.kind === 'text')
    return { headline: `Evidence: ${evidence.title}`, text: '', raw: evidence.text };
  const { check, domain, verdict, summary, expected, found, answer } = evidence;
  const asked = `${answer.server.label || answer.server.address} (${answer.server.address} port ${String(answer.server.port)}, ${answer.transport})`;
  return {
    headline: `DNS check ${check}, ${domain}: ${CHECK_WORDS[verdict]}`,
    text: [
      summary,
      `Expected: ${expected.join(' | ') || 'nothing'}`,
      `Found: ${found.join(' | ') || 'nothing'}`,
      `Asked: ${asked}; outcome ${answer.outcome}`,
    ].join('\n'),
    raw: answer.raw,
  };
};

const entryParts = (entry: NewLogEntry): Pick<LogReport, 'headline' | 'text' | 'raw'> => {
  switch (entry.kind) {
    case 'state':
      return { headline: `State: ${STATE_WORDS[entry.state]}`, text: entry.reason, raw: '' };
    case 'note':
      return { headline: 'Note', text: entry.text, raw: '' };
    case 'correction':
      return { headline: `Correction of entry ${entry.corrects}`, text: entry.reason, raw: '' };
    case 'evidence':
      return evidenceParts(entry.evidence);
  }
};

const logReport = ({ log, corrected }: RunEntry, clock: Clock): LogReport => ({
  id: log.id,
  kind: log.entry.kind,
  at: clock(log.at),
  operator: log.operator,
  withdrawn: corrected,
  ...entryParts(log.entry),
});

export const stepReport = (step: Step, { profile }: Customer, run: RunState, clock: Clock): StepReport => {
  const current = stepRun(run, step.id);
  const last = current.entries.at(-1)?.log;
  return {
    id: step.id,
    title: step.title,
    origin: ORIGIN_NAMES[step.origin],
    perDomain: step.perDomain,
    state: current.state,
    stateWord: STATE_WORDS[current.state],
    why: step.why,
    adminCentre: step.adminCentre,
    commands: commandReports(step, profile),
    inputs: stepInputs(step, profile),
    missing: missingInputs(step, profile).map(labelOf),
    records: recordLines(step, profile),
    check: step.check.text,
    evidence: step.evidence.text,
    evidenceRequired: step.evidence.required,
    risk: step.risk,
    undo: step.undo,
    sources: step.sources,
    lastOperator: last?.operator ?? '',
    lastAt: last === undefined ? null : clock(last.at),
    log: current.entries.map((entry) => logReport(entry, clock)),
  };
};
