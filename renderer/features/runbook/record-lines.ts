/** The records that a step touches, with names filled in for the domain in hand. */
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import type { Step } from '../../../shared/runbook/step.ts';

export interface RecordLine {
  readonly type: string;
  readonly name: string;
  readonly note: string;
}

const filled = (value: string | undefined, unknown: string): string =>
  value === undefined || value.trim() === '' ? `<${unknown}>` : value.trim();

export const recordLines = (
  step: Step,
  profile: Profile,
  domain: DomainProfile | null,
): readonly RecordLine[] =>
  step.records.map(({ type, name, note }) => ({
    type,
    name: name
      .replaceAll('{domain}', filled(domain?.name, 'domain'))
      .replaceAll('{onPremInboundHost}', filled(profile.onPremInboundHost, 'inbound-host'))
      .replaceAll('{eopHost}', filled(domain?.eopHost, 'eop-host')),
    note: note ?? '',
  }));
