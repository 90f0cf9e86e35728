/** What the profile can plan of the records beside MX and SPF: MTA-STS, TLS reporting, DKIM and DMARC. */
import { hasErrors, type Finding } from '../finding.ts';
import { checkDkimTargets } from '../mailauth/dkim.ts';
import { diagnoseDmarc } from '../mailauth/dmarc.ts';
import { checkStsRecord, checkTlsRpt } from '../mailauth/mta-sts.ts';
import { reportUri } from '../mailauth/report-uri.ts';
import { asciiName } from '../net/domain-name.ts';
import { receivesMail, sendsMail } from '../profile/mail-roles.ts';
import type { DomainProfile, Profile } from '../profile/schema.ts';
import { stsPlan } from './sts-plan.ts';
import type { DomainRecords } from './derive.ts';

export interface HintRecord {
  /** Owner name in A-label form. */
  readonly name: string;
  readonly type: 'TXT' | 'CNAME';
  readonly value: string;
}

export interface PlannedHint {
  readonly kind: 'mta-sts' | 'tls-rpt' | 'dkim' | 'dmarc';
  /** Empty where the profile lacks a value or nothing is needed; `note` says which. */
  readonly records: readonly HintRecord[];
  /** False while a finding is an error. */
  readonly publishable: boolean;
  /** A sentence, or empty. */
  readonly note: string;
  /** The profile value to go to; `null` where none is to be entered. */
  readonly path: string | null;
  readonly findings: readonly Finding[];
}

interface Input {
  readonly profile: Profile;
  readonly domain: DomainProfile;
  /** Of the domain, in A-label form. */
  readonly name: string;
}

type Made = Omit<PlannedHint, 'kind' | 'publishable'>;

const nothing = (note: string, path: string | null = null): Made => ({
  records: [],
  note,
  path,
  findings: [],
});

const tlsRpt = ({ profile, domain, name }: Input): Made => {
  if (!receivesMail(domain)) return nothing('The domain receives no mail, so there is nothing to report.');
  if (profile.tlsRptRua.trim() === '')
    return nothing('The profile does not hold the address for TLS reports yet.', 'tlsRptRua');
  const value = `v=TLSRPTv1; rua=${reportUri(profile.tlsRptRua)}`;
  return {
    records: [{ name: `_smtp._tls.${name}`, type: 'TXT', value }],
    note: '',
    path: 'tlsRptRua',
    findings: checkTlsRpt(value),
  };
};

const dkim = ({ profile, domain, name }: Input): Made => {
  if (!sendsMail(domain)) return nothing('The domain sends no mail, so it needs no keys.');
  const targets = [domain.dkimSelector1Target, domain.dkimSelector2Target].map((text) => text.trim());
  const [selector1 = '', selector2 = ''] = targets;
  const missing = selector1 === '' ? 1 : 2;
  const path = `domains.${String(profile.domains.indexOf(domain))}.dkimSelector${String(missing)}Target`;
  if (selector1 === '' && selector2 === '')
    return nothing(
      'The profile does not hold the targets yet. Only Microsoft 365 knows them: Get-DkimSigningConfig.',
      path,
    );
  return {
    records: targets.flatMap((text, index) =>
      text === ''
        ? []
        : [
            {
              name: `selector${String(index + 1)}._domainkey.${name}`,
              type: 'CNAME' as const,
              value: text.toLowerCase().replace(/\.$/u, ''),
            },
          ],
    ),
    note: '',
    path,
    findings: checkDkimTargets({ domain: name, selector1, selector2 }),
  };
};

const dmarc = ({ profile, domain, name }: Input): Made => {
  const parked = domain.role === 'parked';
  const policy = parked ? 'reject' : profile.dmarcPolicy;
  if (policy === null) return nothing('The profile does not hold the DMARC policy yet.', 'dmarcPolicy');
  const rua = parked || profile.dmarcRua.trim() === '' ? '' : `; rua=${reportUri(profile.dmarcRua)}`;
  const value = `v=DMARC1; p=${policy}${rua}`;
  return {
    records: [{ name: `_dmarc.${name}`, type: 'TXT', value }],
    note: '',
    path: parked ? null : rua === '' ? 'dmarcRua' : 'dmarcPolicy',
    findings: diagnoseDmarc(name, [value], parked),
  };
};

const sts = ({ profile, domain, name }: Input, { mx }: DomainRecords, at: string): Made => {
  const { lines, note, path } = stsPlan(profile, domain, mx);
  if (lines.length === 0) return nothing(note, path);
  const value = `v=STSv1; id=${at.replaceAll(/\D/gu, '').slice(0, 12)}`;
  return {
    records: [{ name: `_mta-sts.${name}`, type: 'TXT', value }],
    note: 'The id is the time in UTC. Publish a new one each time the file changes, after the file.',
    path: null,
    findings: checkStsRecord(value),
  };
};

/**
 * The hints of one domain, in the order in which they are shown. `records` are the domain's own; `at` is the present
 * time (ISO 8601, UTC), from which the id of the MTA-STS record is made.
 */
export const plannedHints = (
  profile: Profile,
  domain: DomainProfile,
  records: DomainRecords,
  at: string,
): readonly PlannedHint[] => {
  const input: Input = { profile, domain, name: asciiName(records.domain) };
  const whole = (kind: PlannedHint['kind'], made: Made): PlannedHint => ({
    kind,
    ...made,
    publishable: made.records.length > 0 && !hasErrors(made.findings),
  });
  return [
    whole('mta-sts', sts(input, records, at)),
    whole('tls-rpt', tlsRpt(input)),
    whole('dkim', dkim(input)),
    whole('dmarc', dmarc(input)),
  ];
};
