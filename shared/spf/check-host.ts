import { toAscii } from '../net/domain-name.ts';
import { unmapIp } from '../net/ip.ts';
import type { CheckContext, CheckInput, CheckResult } from './check-types.ts';
import { evaluateRecord, type Evaluation } from './evaluate.ts';
import { runSteps, type SpfLookup, type Steps } from './lookup-port.ts';
import { isIdentityDomain } from './target-name.ts';

const NOTHING: readonly never[] = [];

interface Identity {
  readonly sender: string;
  readonly localPart: string;
  /** The domain that is checked, or `null` when it is malformed (then the result is none, RFC 7208, 4.3). */
  readonly domain: string | null;
  readonly shownDomain: string;
}

/** MAIL FROM, or postmaster at HELO when that is empty; a missing local part is postmaster (RFC 7208, 2.4 and 4.3). */
const identityOf = (sender: string, helo: string): Identity => {
  const text = sender === '' ? `postmaster@${helo}` : sender;
  const at = text.lastIndexOf('@');
  const localPart = at > 0 ? text.slice(0, at) : 'postmaster';
  const given = text.slice(at + 1);
  const ascii = toAscii(given) ?? given;
  const bare = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  const shownDomain = /[^\x20-\x7e]/.test(given) ? bare : given;
  return {
    sender: `${localPart}@${shownDomain}`,
    localPart,
    shownDomain,
    domain: isIdentityDomain(bare) ? bare : null,
  };
};

function* finish(context: CheckContext, domain: string): Steps<CheckResult> {
  const { result, match, explanation, reason }: Evaluation = yield* evaluateRecord(context, domain, 0, true);
  return {
    result,
    explanation,
    match,
    reason,
    lookups: context.lookups,
    voids: context.voids,
    trace: context.trace ?? NOTHING,
  };
}

/**
 * check_host() of RFC 7208: what the domain of `sender` says about mail from `ip`. Gives the result at once when
 * `lookup` does (a stored zone), else a promise. Never throws on account of what DNS or a record says.
 */
export const checkHost = (input: CheckInput, lookup: SpfLookup): CheckResult | Promise<CheckResult> => {
  const identity = identityOf(input.sender, input.helo);
  const trace = input.trace === true ? [] : null;
  const { domain } = identity;
  if (domain === null) {
    const reason = `“${identity.shownDomain}” is not a full domain name`;
    return { result: 'none', explanation: null, match: null, reason, lookups: 0, voids: 0, trace: NOTHING };
  }
  const context: CheckContext = {
    ip: unmapIp(input.ip),
    lookup,
    values: {
      sender: identity.sender,
      localPart: identity.localPart,
      senderDomain: identity.shownDomain,
      ip: unmapIp(input.ip),
      helo: input.helo,
      receiver: input.receiver ?? 'unknown',
      now: input.now ?? 0,
    },
    oddLocalPart: /[^\x20-\x7e]/.test(identity.localPart),
    lookups: 0,
    voids: 0,
    trace,
  };
  return runSteps(finish(context, domain));
};
