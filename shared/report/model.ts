/**
 * From a customer's document to the runbook as plain data. Pure: the same document, time, hash and version give the
 * same report, wherever and whenever it is made. What it has to hold is section 6 of the field brief.
 */
import type { CustomerFile } from '../customer.ts';
import { profileFindings } from '../profile/findings.ts';
import type { Profile } from '../profile/schema.ts';
import { SOURCES, STEPS } from '../runbook/catalogue/index.ts';
import { plannedOf } from '../records/planned.ts';
import type { PlannedCustomer } from '../records/planned.ts';
import type { RunState } from '../runbook/fold.ts';
import { isSettled } from '../runbook/blockers.ts';
import { PHASES } from '../runbook/step.ts';
import { customerClock } from './moment.ts';
import type { Clock } from './moment.ts';
import { peopleOf, signOffOf } from './people.ts';
import { pictureOf } from './picture.ts';
import { domainReports } from './records.ts';
import { stepReport } from './steps.ts';
import type { DeviationReport, Field, Identification, PhaseReport, RunbookReport } from './types.ts';
import { field } from './values.ts';
import { findingReport } from './words.ts';

export interface ReportContext {
  /** ISO 8601, UTC: when the report is made. */
  readonly now: string;
  /** What was worked out from the same document already; by the log alone when it is left out. */
  readonly planned?: PlannedCustomer;
  /** SHA-256 of the profile in canonical JSON, hex. */
  readonly profileHash: string;
  readonly appVersion: string;
}

const UNTITLED = '(no customer name)';

const orUntitled = (text: string): string => (text.trim() === '' ? UNTITLED : text.trim());

/** `PRJ-2026-117-contoso`: the engagement when it is known, and the customer document's own id. */
const documentIdOf = ({ data }: CustomerFile): string =>
  [data.profile.engagementRef.trim(), data.id].filter((part) => part !== '').join(' / ');

const timeField = (label: string, value: string, clock: Clock): Field => {
  if (value.trim() === '') return field(label, '');
  const { local, utc } = clock(value);
  return field(label, local === utc ? local : `${local} (${utc})`);
};

const coverFacts = (file: CustomerFile, status: string, clock: Clock, context: ReportContext): Field[] => {
  const { profile } = file.data;
  return [
    field('Customer', profile.customerName),
    field('Engagement', profile.engagementRef),
    field('Change', profile.changeRef),
    field('Site', profile.siteName),
    field('Third-party service', [profile.thirdParty.vendor, profile.thirdParty.product].filter(Boolean)),
    field(
      'Domains',
      profile.domains.length > 8
        ? `${String(profile.domains.length)} domains`
        : profile.domains.map((d) => d.name),
    ),
    timeField('Change window, start', profile.changeWindowStart, clock),
    timeField('Change window, end', profile.changeWindowEnd, clock),
    field('Consultant', [profile.consultantName, profile.firmName].filter(Boolean)),
    field('Approver', [profile.customerApprover.name, profile.customerApprover.role].filter(Boolean)),
    field('Document', documentIdOf(file)),
    field('Revision', `${String(file.revision)}, saved ${clock(file.savedAt).local}`),
    field('Status', status),
    field('Made', `${clock(context.now).local} with Mailflow Runbook ${context.appVersion}`),
  ];
};

const identification = (
  file: CustomerFile,
  done: boolean,
  clock: Clock,
  context: ReportContext,
): Identification => {
  const { profile } = file.data;
  const customerName = orUntitled(profile.customerName);
  const status = done ? 'complete, not signed' : 'draft, not signed';
  const documentId = documentIdOf(file);
  const hash = context.profileHash.slice(0, 12);
  return {
    customerName,
    engagementRef: profile.engagementRef,
    documentId,
    revision: file.revision,
    status,
    profileHash: context.profileHash,
    appVersion: context.appVersion,
    generatedAt: clock(context.now),
    savedAt: clock(file.savedAt),
    clock: clock(context.now).local.split(' ').slice(2).join(' '),
    subtitle: 'Mail through a third-party service, mailboxes in Microsoft 365 and on-premises',
    author:
      orUntitled(profile.consultantName) === UNTITLED ? 'Mailflow Runbook' : profile.consultantName.trim(),
    headerLeft: [customerName, profile.engagementRef.trim()].filter(Boolean).join(', '),
    headerRight: `Revision ${String(file.revision)}, ${status}`,
    footerLeft: `${documentId}, profile ${hash}, Mailflow Runbook ${context.appVersion}`,
    facts: coverFacts(file, status, clock, context),
  };
};

const scopeOf = (profile: Profile): string => {
  const customer = orUntitled(profile.customerName);
  const vendor = profile.thirdParty.vendor.trim() || 'the third-party service';
  const count = profile.domains.length;
  const domains = count === 1 ? 'one domain' : `${String(count)} domains`;
  return (
    `This runbook covers ${domains} of ${customer}. Mail from the internet goes to ${vendor}, which filters it and ` +
    'hands it to Microsoft 365; Microsoft 365 delivers to its own mailboxes and passes mail for mailboxes on-premises ' +
    'on to the customer’s servers. Mail to the internet leaves through Microsoft 365 and does not pass the ' +
    'third-party service. In scope: accepted domains, connectors, the MX and SPF records of each domain, DKIM, DMARC ' +
    'and transport security records where they depend on the MX, lock-down of by-passes, and the tests that prove it. ' +
    'Not in scope: the rules inside the third-party service, client configuration, and archiving.'
  );
};

const phaseReports = (file: CustomerFile, run: RunState, clock: Clock): PhaseReport[] =>
  PHASES.map(({ id, title }) => {
    const steps = STEPS.filter((step) => step.phase === id).map((step) =>
      stepReport(step, file.data, run, clock),
    );
    return { id, title, settled: steps.filter((step) => isSettled(step.state)).length, steps };
  });

const DEVIATIONS: ReadonlySet<string> = new Set(['waived', 'not-applicable', 'failed']);

const deviationsOf = (phases: readonly PhaseReport[], run: RunState, clock: Clock): DeviationReport[] =>
  phases
    .flatMap((phase) => phase.steps)
    .filter((step) => DEVIATIONS.has(step.state))
    .map((step) => {
      const current = run.steps.get(step.id);
      return {
        stepId: step.id,
        title: step.title,
        stateWord: step.stateWord,
        reason: current?.reason ?? '',
        operator: current?.operator ?? '',
        at: current?.since ? clock(current.since) : null,
      };
    });

/** Times are shown in UTC and in the profile's zone. */
export const reportModel = (file: CustomerFile, context: ReportContext): RunbookReport => {
  const { profile } = file.data;
  const clock = customerClock(profile.timeZone);
  const { run, records } = context.planned ?? plannedOf(file.data);
  const phases = phaseReports(file, run, clock);
  const domains = domainReports(profile, records, run, clock);
  const settledSteps = phases.reduce((sum, phase) => sum + phase.settled, 0);
  const totalSteps = phases.reduce((sum, phase) => sum + phase.steps.length, 0);
  return {
    identification: identification(file, settledSteps === totalSteps, clock, context),
    scope: scopeOf(profile),
    picture: pictureOf(profile, run),
    settledSteps,
    totalSteps,
    domains,
    phases,
    findings: profileFindings(profile, { now: context.now }).map(findingReport),
    deviations: deviationsOf(phases, run, clock),
    openItems: profile.openItems.filter(({ text }) => text.trim() !== ''),
    rollback: {
      facts: [
        timeField('Deadline', profile.rollbackDeadline, clock),
        field('Who decides', profile.decisionMaker),
      ],
      criteria: profile.rollbackCriteria.filter((text) => text.trim() !== ''),
    },
    people: peopleOf(profile),
    sources: Object.entries(SOURCES).map(([key, { title, seen }]) => ({ key, title, seen })),
    signOff: signOffOf(profile),
  };
};
