/** Deriving all records again, as it happens with every key that is typed. */
import type { Profile } from '../../shared/profile/schema.ts';
import { createRecordsDeriver, deriveDomainRecords } from '../../shared/records/derive.ts';
import { contosoProfile, manyDomains } from '../fixtures/customer.ts';
import { measure, timed } from './measure.ts';
import type { Bench, BenchRow } from './types.ts';

const COUNTS = [1, 50, 500];
const RUNS = 400;
/** Until the compiler and the collector have settled: what is measured is typing in an app that has been open for a while. */
const WARM_UP = 450;

/** A value that every record depends on, different in each run. */
const typed = (profile: Profile, index: number): Profile => ({
  ...profile,
  onPremPublicIps: [`203.0.113.${String(index % 250)}`],
});

/** A value that one domain alone depends on. */
const typedInOne = (profile: Profile, index: number): Profile => ({
  ...profile,
  domains: profile.domains.map((domain, position) =>
    position === 0 ? { ...domain, currentSpf: [`v=spf1 ip4:203.0.113.${String(index % 250)} -all`] } : domain,
  ),
});

export const derivationBench: Bench = {
  title: 'Deriving all records of a profile again',
  run: async () => {
    const rows: BenchRow[] = [];
    for (const count of COUNTS) {
      const profile = contosoProfile({ domains: manyDomains(count) });
      const all = (index: number): unknown => {
        const next = typed(profile, index);
        return next.domains.map((domain) => deriveDomainRecords(next, domain));
      };
      const derive = createRecordsDeriver();
      derive(profile);
      await measure(WARM_UP, all);
      rows.push(timed(`${String(count)} domains, a value of all`, await measure(RUNS, all)));
      await measure(WARM_UP, (index) => derive(typedInOne(profile, index)));
      const one = await measure(RUNS, (index) => derive(typedInOne(profile, index)));
      rows.push(timed(`${String(count)} domains, a value of one`, one));
    }
    return rows;
  },
};
