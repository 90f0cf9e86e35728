/** What closes a check that does not match: the step that changes the record, and the profile value it is judged by. */
import { classifyMx } from '../../../shared/mx/classify.ts';
import type { HostFacts, MxClass } from '../../../shared/mx/classify.ts';
import { isUnknown } from '../../../shared/profile/path.ts';
import type { DomainProfile, Profile } from '../../../shared/profile/schema.ts';
import type { DnsEvidence } from '../../../shared/runbook/log.ts';
import type { DnsCheckId } from '../../../shared/runbook/step.ts';
import { getAt } from '../../app/paths.ts';

export interface Closing {
  /** Ids of steps, the one that changes the record first. */
  readonly steps: readonly string[];
  /** Paths of profile values. */
  readonly values: readonly string[];
}

const at = (steps: readonly string[], values: readonly string[] = []): Closing => ({ steps, values });
const MX = ['thirdParty.mxHosts'];
const SENDERS = ['onPremPublicIps', 'thirdParty.spfIps', 'eopRanges'];
const DKIM = ['domain.dkimSelector1Target', 'domain.dkimSelector2Target'];

/** `domain.` stands for the domain that was checked. */
const PLACES: Readonly<Record<DnsCheckId, Closing>> = {
  'mx-current': at([], ['domain.currentMx']),
  'mx-planned': at(['DNS-07'], MX),
  'mx-only-planned': at(['DNS-08'], MX),
  'mx-targets': at([]),
  'mx-targets-planned': at(['TPS-04'], MX),
  'spf-current': at([], ['domain.currentSpf']),
  'spf-planned': at(['DNS-03']),
  'spf-tree': at(['DNS-02']),
  'spf-tree-planned': at(['DNS-02']),
  'sender-proof': at(['DIS-03'], SENDERS),
  'sender-proof-planned': at(['DNS-02'], SENDERS),
  'verification-txt': at(['DOM-02'], ['domain.verificationTxt']),
  parked: at(['DOM-04']),
  dkim: at(['DNS-04'], DKIM),
  'dkim-keys': at(['DNS-04'], DKIM),
  dmarc: at(['DNS-05'], ['dmarcPolicy']),
  'dmarc-reports': at(['DNS-05'], ['dmarcRua']),
  'tls-reporting': at(['DNS-06'], ['mtaStsMode', 'tlsRptRua']),
  'tls-reports': at(['DNS-06'], ['tlsRptRua']),
  'inbound-host': at([], ['onPremInboundHost', 'onPremPublicIps']),
  'eop-host': at([], ['domain.eopHost']),
  autodiscover: at(['MBX-05'], ['autodiscoverTarget']),
  msoid: at(['MBX-05']),
  dnssec: at(['DNS-06']),
  'block-lists': at(['VER-09']),
  'ttl-cutover': at(['DNS-01'], ['domain.cutoverTtl']),
  'ttl-steady': at(['DNS-09'], ['domain.steadyTtl']),
};
const KNOWN: Readonly<Record<string, Closing>> = PLACES;

/** A back door stays open after its MX is gone: the host behind it takes mail from anyone who knows it. */
const LOCKS: Partial<Record<MxClass, string>> = {
  'microsoft-back-door': 'LCK-01',
  'on-premises-back-door': 'LCK-03',
};

const factsOf = ({ answer, otherAnswers = [] }: DnsEvidence): ReadonlyMap<string, HostFacts> => {
  const addresses = [answer, ...otherAnswers]
    .flatMap(({ records }) => records)
    .filter(({ type }) => type === 'A' || type === 'AAAA');
  return new Map(
    [...Map.groupBy(addresses, ({ name }) => name)].map(([name, records]) => [
      name,
      { addresses: records.map(({ value }) => value) },
    ]),
  );
};

const backDoors = (evidence: DnsEvidence, profile: Profile): readonly string[] => {
  const rows = (texts: readonly string[]) =>
    texts.flatMap((text) => {
      const [, preference, host] = /^(\d+) (\S+)$/u.exec(text) ?? [];
      return host === undefined ? [] : [{ preference: Number(preference), host }];
    });
  const { rows: found } = classifyMx({
    expected: rows(evidence.expected),
    found: rows(evidence.found),
    onPremHosts: [profile.onPremInboundHost, ...profile.onPremSmtpHosts].filter((host) => host.trim() !== ''),
    onPremIps: profile.onPremPublicIps,
    facts: factsOf(evidence),
  });
  return found.flatMap((row) => LOCKS[row.class] ?? []);
};

/**
 * A check that differs leads to the steps that change the record and to the values that it was compared with; one
 * without an answer only to the values that are still open, since nothing else in the app would give it one.
 */
export const closingOf = (evidence: DnsEvidence, profile: Profile): Closing => {
  const place = KNOWN[evidence.check];
  if (place === undefined || evidence.verdict === 'matching') return at([]);
  const index = profile.domains.findIndex(({ name }: DomainProfile) => name === evidence.domain);
  const values = place.values
    .filter((path) => index !== -1 || !path.startsWith('domain.'))
    .map((path) => path.replace(/^domain\./u, `domains.${String(index)}.`));
  if (evidence.verdict === 'unanswered')
    return at(
      [],
      values.filter((path) => isUnknown(getAt(profile, path))),
    );
  const doors = evidence.check === 'mx-only-planned' ? backDoors(evidence, profile) : [];
  return at([...new Set([...place.steps, ...doors])], values);
};
