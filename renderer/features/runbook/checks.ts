/** The DNS checks of a step, one line for each check and domain, with the latest evidence. */
import { checkDomains } from '../../../shared/runbook/applies.ts';
import { dnsKey } from '../../../shared/runbook/fold.ts';
import type { StampedDns, StepRun } from '../../../shared/runbook/fold.ts';
import type { Profile } from '../../../shared/profile/schema.ts';
import type { DnsCheckId, Step } from '../../../shared/runbook/step.ts';

export interface CheckLine {
  readonly key: string;
  readonly check: DnsCheckId;
  readonly domain: string;
  /** `undefined` while it was never run. */
  readonly latest: StampedDns | undefined;
}

export const checkLines = (step: Step, profile: Profile, run: StepRun): readonly CheckLine[] =>
  step.check.dns.flatMap((check) =>
    checkDomains(check, profile).map(({ name }): CheckLine => {
      const key = dnsKey(check, name);
      return { key, check, domain: name, latest: run.dns.get(key) };
    }),
  );
