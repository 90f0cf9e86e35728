/** How each section of the profile stands: what is missing, what is wrong. */
import type { Finding, Severity } from '../../../shared/finding.ts';
import { worstSeverity } from '../../../shared/finding.ts';
import type { Completeness } from '../../../shared/profile/missing.ts';
import { fieldAt, fieldsOf, SECTIONS } from '../../../shared/profile/fields.ts';
import type { SectionId } from '../../../shared/profile/fields.ts';

export interface SectionStanding {
  readonly id: SectionId;
  readonly title: string;
  readonly missing: number;
  readonly required: number;
  readonly worst: Severity | null;
}

/** The section that a path belongs to; `domains` itself has no field of its own. */
export const sectionOf = (path: string): SectionId =>
  path === 'domains' || path.startsWith('domains.') ? 'domains' : (fieldAt(path)?.section ?? 'engagement');

export const sectionStandings = (
  completeness: Completeness,
  findings: readonly Finding[],
): readonly SectionStanding[] => {
  const missing = Map.groupBy(completeness.missing, sectionOf);
  const found = Map.groupBy(
    findings.filter((finding) => finding.path !== undefined),
    (finding) => sectionOf(finding.path ?? ''),
  );
  return SECTIONS.map(({ id, title }) => ({
    id,
    title,
    missing: missing.get(id)?.length ?? 0,
    required: fieldsOf(id).filter((field) => field.required).length,
    worst: worstSeverity(found.get(id) ?? []),
  }));
};
