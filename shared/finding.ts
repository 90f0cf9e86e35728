/**
 * A finding is what the app has to say about a value or a record: a stable code whose middle letter is the
 * severity (`SPF-E-…` error, `-W-` warning, `-I-` information), the evidence, the rule's source and a fix.
 */
export type Severity = 'error' | 'warning' | 'info';
export type FindingCode = `${string}-${'E' | 'W' | 'I'}-${string}`;

export interface Finding {
  readonly code: FindingCode;
  /** What is, why it matters and what to do; one or two sentences for a tired expert. */
  readonly message: string;
  /** The evidence: the text as it stands in the record or the profile. */
  readonly token?: string;
  /** Start of `token` in the text that was checked, in UTF-16 units. */
  readonly offset?: number;
  /** Path of the profile value that the finding sits at, e.g. `onPremPublicIps.0` or `domains.2.eopHost`. */
  readonly path?: string;
  /** Where the rule comes from: RFC and section, or the name of the document. */
  readonly source: string;
  /** The text that would mend it, when there is exactly one. */
  readonly fix?: string;
}

const SEVERITY: Readonly<Record<string, Severity>> = { E: 'error', W: 'warning', I: 'info' };

/** The severity that the code carries; a code always holds one (see `FindingCode`). */
export const severityOf = (code: FindingCode): Severity => SEVERITY[code.split('-')[1] ?? ''] ?? 'error';

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some((finding) => severityOf(finding.code) === 'error');

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The worst first. */
export const bySeverity = (a: Pick<Finding, 'code'>, b: Pick<Finding, 'code'>): number =>
  RANK[severityOf(a.code)] - RANK[severityOf(b.code)];

/** The worst severity, or `null` when there is nothing to say. */
export const worstSeverity = (findings: readonly Finding[]): Severity | null =>
  findings
    .map((finding) => severityOf(finding.code))
    .reduce<Severity | null>(
      (worst, next) => (worst === null || RANK[next] < RANK[worst] ? next : worst),
      null,
    );
