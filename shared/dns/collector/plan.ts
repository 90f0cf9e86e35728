/** What a collector script asks, in characters that are safe in every shell. */
import type { Profile } from '../../profile/schema.ts';
import { AppError } from '../../result.ts';
import { domainQuestions } from '../question-plan.ts';
import { describeServer } from '../server.ts';
import type { DnsQuestion, DnsServer } from '../types.ts';
import type { CollectorForm } from './forms.ts';

export interface CollectorPlan {
  readonly domains: readonly string[];
  readonly questions: readonly DnsQuestion[];
  /** Asked besides the system's own. */
  readonly servers: readonly DnsServer[];
  readonly system: boolean;
  readonly authoritative: boolean;
}

const SAFE_NAME = /^[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_])?$/u;
const SAFE_ADDRESS = /^[0-9a-f.:]{2,45}$/u;

export interface CollectorOptions {
  readonly servers?: readonly DnsServer[];
  /** Ask the servers that the computer is set to. Default true. */
  readonly system?: boolean;
  /** Find the name servers of each domain and ask them. Default true. */
  readonly authoritative?: boolean;
}

const canAsk = ({ address, port, secure }: DnsServer, form: CollectorForm): boolean =>
  SAFE_ADDRESS.test(address) && secure === undefined && (form === 'sh' || port === 53);

/** A script that leaves out what was wanted of it would pass for whole. */
const refuseServers = (servers: readonly DnsServer[], form: CollectorForm): void => {
  const left = servers.find((server) => !canAsk(server, form));
  if (left !== undefined)
    throw new AppError(
      'bad-input',
      `The script can’t ask ${describeServer(left)}: ${form === 'sh' ? 'it asks without encryption, at a plain address' : 'Resolve-DnsName asks without encryption, on port 53 alone'}. Leave that server out.`,
    );
};

/**
 * @throws AppError `bad-input` when the profile has no domain whose name can be asked, or the script would ask nobody
 * or not the servers that are named
 */
export const collectorPlan = (
  form: CollectorForm,
  profile: Profile,
  { servers = [], system = true, authoritative = true }: CollectorOptions,
): CollectorPlan => {
  refuseServers(servers, form);
  if (!system && !authoritative && servers.length === 0)
    throw new AppError('bad-input', 'The script would ask nobody. Name a server, or leave the others in.');
  const known = new Map<string, DnsQuestion>();
  const domains: string[] = [];
  for (const domain of profile.domains) {
    const questions = domainQuestions(profile, domain).filter(({ name }) => SAFE_NAME.test(name));
    const own = questions[0]?.name;
    if (own !== undefined) domains.push(own);
    for (const question of questions) known.set(`${question.type} ${question.name}`, question);
  }
  if (domains.length === 0)
    throw new AppError('bad-input', 'The profile has no domain that can be asked for. Enter one first.');
  return {
    domains,
    questions: [...known.values()],
    servers,
    system,
    authoritative,
  };
};
