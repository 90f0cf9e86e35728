/**
 * The records of a domain, before and planned, derived from the profile alone: the page, the exports and the DNS
 * checks all call this, so that they can't disagree.
 */
import type { Finding } from '../finding.ts';
import type { DomainProfile, MxHost, Profile } from '../profile/schema.ts';
import { mxFinding } from '../mx/findings.ts';
import { regionMismatches } from '../mx/vendors.ts';
import { composeMx, type MxHost as PlannedMx } from '../mx/compose.ts';
import { composeSpf } from '../spf/compose.ts';
import type { ComposeResult } from '../spf/compose-types.ts';
import { spfInput, type SpfInput } from './spf-input.ts';
import { waitingForRepair } from './waiting-repair.ts';

export interface MxRecords {
  /** As noted before the change. */
  readonly before: readonly MxHost[];
  /** What is to be published; a null MX (`0 .`, RFC 7505) for a domain that receives no mail. */
  readonly planned: readonly PlannedMx[];
  /** Hosts of `before` that must go, in the order noted. */
  readonly remove: readonly MxHost[];
  readonly findings: readonly Finding[];
}

export interface SpfRecords {
  /** The published records as noted before the change; normally one. */
  readonly before: readonly string[];
  readonly planned: ComposeResult;
}

export interface DomainRecords {
  /** Lower case, as typed otherwise; the A-label form is made where it goes on the wire. */
  readonly domain: string;
  readonly mx: MxRecords;
  readonly spf: SpfRecords;
}

const sameHost = (a: string, b: string): boolean =>
  a.trim().toLowerCase().replace(/\.$/u, '') === b.trim().toLowerCase().replace(/\.$/u, '');

/** MX of one region and SPF of another is a slip that no look-up shows. */
const regions = ({ thirdParty }: Profile, records: readonly PlannedMx[]): Finding[] => {
  const targets = thirdParty.spfMode === 'ip' || thirdParty.spfMode === 'none' ? [] : thirdParty.spfIncludes;
  return regionMismatches(
    records.map(({ host }) => host),
    targets.map((target) => target.trim().toLowerCase().replace(/\.$/u, '')),
  ).map(({ host, words }) =>
    mxFinding('MX-W-REGION-MISMATCH', { token: host, reason: words, path: 'thirdParty.spfIncludes' }),
  );
};

const deriveMx = (profile: Profile, domain: DomainProfile): MxRecords => {
  const receives = domain.receives && domain.role !== 'parked';
  const rows = profile.thirdParty.mxHosts
    .map((row, index) => ({ ...row, index }))
    .filter(({ host }) => host.trim() !== '');
  const { records, findings } = composeMx({
    receives,
    mxHosts: rows.map(({ preference, host }) => ({ preference: preference ?? NaN, host })),
    onPremHosts: [profile.onPremInboundHost, ...profile.onPremSmtpHosts],
  });
  const atProfile = (path: string): string =>
    `thirdParty.${path.replace(/\d+/u, (row) => String(rows[Number(row)]?.index ?? row))}`;
  return {
    before: domain.currentMx,
    planned: records,
    remove: domain.currentMx.filter(
      (now) => now.host.trim() !== '' && !records.some((next) => sameHost(next.host, now.host)),
    ),
    findings: [
      ...findings.map((finding) =>
        finding.path === undefined ? finding : { ...finding, path: atProfile(finding.path) },
      ),
      ...(receives && domain.sends ? regions(profile, records) : []),
    ],
  };
};

/** Composes, and puts each finding at the profile value that it speaks of. */
const deriveSpf = ({ input, paths }: SpfInput): ComposeResult => {
  const planned = composeSpf(input);
  const findings = planned.findings.map((finding) => {
    const path = finding.path === undefined ? undefined : paths.get(finding.path);
    return path === undefined ? finding : { ...finding, path };
  });
  return { ...planned, findings: [...findings, ...waitingForRepair(input.existing ?? [], planned)] };
};

/** Derives both records of one domain. Pure: equal input gives an equal result. */
export const deriveDomainRecords = (profile: Profile, domain: DomainProfile): DomainRecords => ({
  domain: domain.name.trim().toLowerCase(),
  mx: deriveMx(profile, domain),
  spf: { before: domain.currentSpf, planned: deriveSpf(spfInput(profile, domain)) },
});

/**
 * Derives the records of all domains and keeps what did not change: typing in one field of one domain of 500
 * composes one record, not 500. One deriver for each open customer.
 */
export const createRecordsDeriver = (): ((profile: Profile) => readonly DomainRecords[]) => {
  let kept = new Map<string, { readonly key: string; readonly records: DomainRecords }>();
  return (profile) => {
    const next = new Map<string, { readonly key: string; readonly records: DomainRecords }>();
    const shared = JSON.stringify(profile.thirdParty.mxHosts);
    const records = profile.domains.map((domain, index) => {
      const { input } = spfInput(profile, domain);
      const key = JSON.stringify([input, domain.role, domain.receives, domain.currentMx]) + shared;
      const slot = String(index);
      const before = kept.get(slot);
      const entry = before?.key === key ? before : { key, records: deriveDomainRecords(profile, domain) };
      next.set(slot, entry);
      return entry.records;
    });
    kept = next;
    return records;
  };
};
