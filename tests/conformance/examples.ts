/**
 * Adapter for worked examples from outside: the input and the expected shape that the domain's example file uses,
 * with findings reduced to what an example can state.
 */
import { checkHost } from '../../shared/spf/check-host.ts';
import type { SpfResult } from '../../shared/spf/check-types.ts';
import { diagnoseSpf, type DiagnoseInput } from '../../shared/spf/diagnose.ts';
import { foundAnswer, VOID_ANSWER, type SpfLookup } from '../../shared/spf/lookup-port.ts';
import { parseIp } from '../../shared/net/ip.ts';
import type { Finding } from '../../shared/finding.ts';
import { composeSpf } from '../../shared/spf/compose.ts';
import {
  ALL_POLICIES,
  type AllPolicy,
  type ComposeInput,
  type ComposeResult,
} from '../../shared/spf/compose-types.ts';

interface ExampleFinding {
  readonly code: string;
  readonly token?: string;
}
type ExampleInput = Omit<ComposeInput, 'allPolicy' | 'existing'> & {
  readonly allPolicy?: string | null;
  readonly existing?: readonly string[] | string | null;
};
type ExampleResult = Omit<ComposeResult, 'findings' | 'existingFindings' | 'changes'> & {
  readonly findings: readonly ExampleFinding[];
  readonly existingFindings: readonly ExampleFinding[];
};

const reduce = ({ code, token }: Finding): ExampleFinding => ({
  code,
  ...(token === undefined ? {} : { token }),
});

const policyOf = (text: string): AllPolicy => {
  const sign = text.trim().toLowerCase();
  const found = ALL_POLICIES.find(
    (policy) => policy === sign || (sign.length === 1 && policy.startsWith(sign)),
  );
  if (found === undefined) throw new Error(`no policy: ${text}`);
  return found;
};

export const compose = ({ allPolicy, existing, ...input }: ExampleInput): ExampleResult => {
  const texts = typeof existing === 'string' ? [existing] : (existing ?? []);
  const policy = allPolicy === undefined || allPolicy === null ? {} : { allPolicy: policyOf(allPolicy) };
  const { record, strings, length, lookups, findings, existingFindings, publishable } = composeSpf({
    ...input,
    existing: texts,
    ...policy,
  });
  return {
    record,
    strings,
    length,
    lookups,
    findings: findings.map(reduce),
    existingFindings: existingFindings.map(reduce),
    publishable,
  };
};

interface ExampleDiagnosis {
  readonly spfResultFor: { readonly ip: string; readonly result: SpfResult };
  readonly worstSeverity: string;
  readonly findings: readonly ExampleFinding[];
  readonly suggestedFix: string | null;
}

const M365_SENDER = '40.92.1.1';
const STRANGER = '192.0.2.200';
/** Findings that make a difference only for senders that no term names. */
const FALL_THROUGH = ['-ALL', 'NEUTRAL', 'SOFTFAIL', 'TOO-MANY-LOOKUPS', 'INCLUDE-NO-SPF', 'INCLUDE-LOOP'];

/** The sender at whom the worst finding shows: a missing one, a stranger for the policy, else Microsoft 365. */
const probeOf = (findings: readonly Finding[]): string => {
  const has = (part: string): boolean => findings.some(({ code }) => code.includes(part));
  const addressOf = (part: string): string | undefined => {
    const value = /^ip[46]:([^/]+)/.exec(findings.find(({ code }) => code.includes(part))?.token ?? '');
    return value?.[1];
  };
  const broken = findings.some(
    ({ code }) => code.startsWith('SPF-E') && !/MISSING|EQUALS|PLUS-ALL|TOO-MANY|INCLUDE-/.test(code),
  );
  if (broken || has('MISSING-M365')) return M365_SENDER;
  const absent = addressOf('MISSING-ONPREM') ?? addressOf('MISSING-THIRD-PARTY');
  if (absent !== undefined) return absent;
  return FALL_THROUGH.some(has) ? STRANGER : M365_SENDER;
};

/** The world of the examples: the domain's own records, Microsoft's include, and targets that list nobody. */
const zoneOf = ({ domain, publishedTxt, targetsWithoutSpf, lookupCosts }: DiagnoseInput): SpfLookup => {
  const own = publishedTxt.map((strings) => strings.join(''));
  return (name, type) => {
    if (type !== 'TXT')
      return type === 'MX'
        ? foundAnswer(['mx.invalid'])
        : foundAnswer([type === 'A' ? '198.51.100.250' : '2001:db8::250']);
    if (name === domain.toLowerCase()) return foundAnswer(own);
    if (targetsWithoutSpf?.includes(name) === true) return VOID_ANSWER;
    if (name.startsWith('spf.protection.'))
      return foundAnswer(['v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 -all']);
    return foundAnswer([`v=spf1${' a:nested.invalid.example'.repeat(lookupCosts?.[name] ?? 0)} -all`]);
  };
};

export const diagnose = async (input: DiagnoseInput): Promise<ExampleDiagnosis> => {
  const { findings, worst, suggestedRecord, advice } = diagnoseSpf(input);
  const probe = probeOf(findings);
  const ip = parseIp(probe);
  if (!ip.ok) throw new Error(ip.reason);
  const { result } = await checkHost(
    { ip: ip.ip, sender: `postmaster@${input.domain}`, helo: `mail.${input.domain}` },
    zoneOf(input),
  );
  return {
    spfResultFor: { ip: probe, result },
    worstSeverity: worst ?? 'ok',
    findings: findings.map(reduce),
    suggestedFix: advice ?? suggestedRecord,
  };
};
