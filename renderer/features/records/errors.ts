/** Errors of the planned records that must be seen before the records leave the app. */
import { severityOf } from '../../../shared/finding.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { DomainRecords } from '../../../shared/records/derive.ts';

export interface RecordError {
  readonly key: string;
  readonly domains: readonly string[];
  readonly finding: Finding;
}

/** Findings of severity error, each once, with the domains that they concern. */
export const recordErrors = (records: readonly DomainRecords[]): readonly RecordError[] => {
  const found = new Map<string, RecordError>();
  for (const { domain, mx, spf } of records) {
    for (const finding of [...mx.findings, ...spf.planned.findings]) {
      if (severityOf(finding.code) !== 'error') continue;
      const key = `${finding.code} ${finding.path ?? ''} ${finding.message}`;
      const known = found.get(key);
      const domains = [...new Set([...(known?.domains ?? []), domain])];
      found.set(key, { key, finding, domains });
    }
  }
  return [...found.values()];
};
