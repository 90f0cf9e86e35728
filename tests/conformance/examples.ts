/**
 * Adapter for worked examples from outside: the input and the expected shape that the domain's example file uses,
 * with findings reduced to what an example can state.
 */
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
