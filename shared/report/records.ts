/** Before, planned and after of each domain's records; `after` is what the latest proof of the plan found. */
import { hasErrors } from '../finding.ts';
import type { DomainProfile, MxHost, Profile } from '../profile/schema.ts';
import type { DomainRecords } from '../records/derive.ts';
import type { RunState, StampedDns } from '../runbook/fold.ts';
import type { DnsCheckId } from '../runbook/step.ts';
import type { Clock } from './moment.ts';
import type { DomainReport, RecordReport } from './types.ts';
import { ROLE_NAMES, VERDICT_WORDS, findingReport } from './words.ts';

const MX_PROOFS: readonly DnsCheckId[] = ['mx-planned', 'mx-only-planned'];
const SPF_PROOFS: readonly DnsCheckId[] = ['spf-planned'];

/** The latest DNS evidence of each check and domain, over all steps. */
export const latestProofs = (run: RunState): ReadonlyMap<string, StampedDns> => {
  const latest = new Map<string, StampedDns>();
  for (const step of run.steps.values()) {
    for (const [key, proof] of step.dns) {
      const known = latest.get(key);
      if (known === undefined || Date.parse(known.at) <= Date.parse(proof.at)) latest.set(key, proof);
    }
  }
  return latest;
};

const proofOf = (
  proofs: ReadonlyMap<string, StampedDns>,
  checks: readonly DnsCheckId[],
  domain: string,
): StampedDns | undefined =>
  checks
    .map((check) => proofs.get(`${check} ${domain}`))
    .filter((proof) => proof !== undefined)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];

const afterOf = (
  proof: StampedDns | undefined,
  clock: Clock,
): Pick<RecordReport, 'after' | 'verdict' | 'verdictText' | 'checkedAt'> => {
  const verdict = proof?.evidence.verdict ?? 'not-checked';
  return {
    after: proof === undefined || verdict === 'unanswered' ? null : proof.evidence.found,
    verdict,
    verdictText: VERDICT_WORDS[verdict],
    checkedAt: proof === undefined ? null : clock(proof.evidence.answer.at),
  };
};

const mxText = ({ preference, host }: { preference: number | null; host: string }): string =>
  `${preference === null ? '?' : String(preference)} ${host}`;

const filled = (hosts: readonly MxHost[]): readonly MxHost[] =>
  hosts.filter(({ host }) => host.trim() !== '');

const mxReport = (records: DomainRecords, domain: DomainProfile, after: AfterPart): RecordReport => ({
  type: 'MX',
  name: records.domain,
  before: filled(records.mx.before).map(mxText),
  planned: records.mx.planned.map(mxText),
  strings: [],
  publishable: records.mx.planned.length > 0 && !hasErrors(records.mx.findings),
  ttlBefore: domain.currentTtl,
  ttlPlanned: domain.cutoverTtl,
  remove: records.mx.remove.map(mxText),
  findings: records.mx.findings.map(findingReport),
  ...after,
});

const spfReport = (records: DomainRecords, domain: DomainProfile, after: AfterPart): RecordReport => {
  const { planned } = records.spf;
  const before = records.spf.before.filter((text) => text.trim() !== '');
  return {
    type: 'SPF',
    name: records.domain,
    before,
    planned: planned.record === null ? [] : [planned.record],
    strings: planned.strings,
    publishable: planned.publishable,
    ttlBefore: domain.currentTtl,
    ttlPlanned: domain.cutoverTtl,
    remove: planned.record === null ? [] : before.filter((text) => text !== planned.record),
    findings: [...planned.findings, ...planned.existingFindings].map(findingReport),
    ...after,
  };
};

type AfterPart = ReturnType<typeof afterOf>;

/** `planned` are the records of the profile's domains, in their order. */
export const domainReports = (
  profile: Profile,
  planned: readonly DomainRecords[],
  run: RunState,
  clock: Clock,
): readonly DomainReport[] => {
  const proofs = latestProofs(run);
  return planned.flatMap((records, position): DomainReport[] => {
    const domain = profile.domains[position];
    if (domain === undefined) return [];
    const after = (checks: readonly DnsCheckId[]): AfterPart =>
      afterOf(proofOf(proofs, checks, domain.name), clock);
    return [
      {
        name: records.domain,
        role: ROLE_NAMES[domain.role],
        records: [mxReport(records, domain, after(MX_PROOFS)), spfReport(records, domain, after(SPF_PROOFS))],
      },
    ];
  });
};
