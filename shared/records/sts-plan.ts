/** The MTA-STS policy file that a domain needs at the cut-over (RFC 8461, 3.2), from its planned MX. */
import { hasErrors } from '../finding.ts';
import { checkDomainName } from '../net/domain-name.ts';
import { receivesMail } from '../profile/mail-roles.ts';
import type { DomainProfile, Profile } from '../profile/schema.ts';
import type { StsHosts } from '../mailauth/sts-verdict.ts';
import type { DomainRecords, MxRecords } from './derive.ts';

/** Seconds for which senders keep the policy: a week, as RFC 8461 shows it and Microsoft advises. */
const MAX_AGE = 604_800;
/** Of a policy that ends: a day, so that the file can go soon (RFC 8461, 8.3). */
const MAX_AGE_ENDING = 86_400;

export interface StsPlan extends StsHosts {
  /** `key: value` each; empty where no file is planned. With `leaving` hosts as they are afterwards, without them. */
  readonly lines: readonly string[];
  /** Why there are no lines, or what has to be known about them; a sentence, or empty. */
  readonly note: string;
  /** The profile value to go to; `null` where none is to be entered. */
  readonly path: string | null;
}

const UNKNOWN: StsHosts = { planned: [], leaving: [] };

/** What a policy has to list: the planned hosts, and those before the change until no cache holds the old MX. */
export const stsHosts = ({ planned, remove, findings }: MxRecords): StsHosts => {
  const hosts = planned.map(({ host }) => host).filter((host) => host !== '.');
  // with an error in a value the plan is not complete, and a part of it would prove nothing
  if (hosts.length === 0 || hasErrors(findings)) return UNKNOWN;
  const names = remove.flatMap(({ host }) => {
    const name = checkDomainName(host);
    return name.ok ? [name.name] : [];
  });
  return { planned: hosts, leaving: [...new Set(names)].filter((name) => !hosts.includes(name)) };
};

const file = (mode: string, hosts: readonly string[], maxAge: number): readonly string[] => [
  'version: STSv1',
  `mode: ${mode}`,
  ...hosts.map((host) => `mx: ${host}`),
  `max_age: ${String(maxAge)}`,
];

export const stsPlan = (profile: Profile, domain: DomainProfile, mx: DomainRecords['mx']): StsPlan => {
  const none = (note: string, path: string | null = null): StsPlan => ({ ...UNKNOWN, lines: [], note, path });
  if (!receivesMail(domain)) return none('The domain receives no mail, so it needs no policy.');
  const { mtaStsMode: mode } = profile;
  const hosts = stsHosts(mx);
  if (mode === null)
    return {
      ...hosts,
      lines: [],
      note: 'The profile does not hold the MTA-STS mode yet.',
      path: 'mtaStsMode',
    };
  if (mode === 'none')
    return {
      planned: hosts.planned,
      leaving: [],
      lines: file(mode, [], MAX_AGE_ENDING),
      note: 'No policy is planned. Where one is served now, these lines end it: serve them until no sender holds the old one, then take the file and the record away.',
      path: 'mtaStsMode',
    };
  if (hosts.planned.length === 0)
    return none(
      'The policy lists the planned MX hosts, and they are not known yet or have an error.',
      'thirdParty.mxHosts',
    );
  return { ...hosts, lines: file(mode, hosts.planned, MAX_AGE), note: '', path: 'mtaStsMode' };
};

/** The file as it is served, each line ended: for the time of the switch with the hosts before the change. */
export const stsFile = ({ lines, leaving }: Pick<StsPlan, 'lines' | 'leaving'>, during: boolean): string => {
  const end = lines.length - 1;
  const old = during ? leaving.map((host) => `mx: ${host}`) : [];
  return [...lines.slice(0, end), ...old, ...lines.slice(end)].map((line) => `${line}\n`).join('');
};
