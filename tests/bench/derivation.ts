/** Deriving all records and findings again, as it happens with every key that is typed. */
import { byPath, unique } from '../../renderer/app/findings.ts';
import { createProfileFindings } from '../../shared/profile/findings.ts';
import { emptyDomain } from '../../shared/profile/empty.ts';
import { profileCompleteness } from '../../shared/profile/missing.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { createRecordsDeriver } from '../../shared/records/derive.ts';
import { contosoProfile, manyDomains } from '../fixtures/customer.ts';
import { measure, timed } from './measure.ts';
import type { Bench, BenchRow } from './types.ts';

const COUNTS = [1, 50, 500];
const RUNS = 1000;
/**
 * Until the compiler and the collector have settled: what is measured is typing in an app that has been open for a
 * while. Before that, each time V8 decides anew where to allocate, it runs some 20 keystrokes without compiled code.
 */
const WARM_UP = 1500;

/** No two domains have the same records, so that nothing found out for one could serve another. */
const customer = (count: number): Profile =>
  contosoProfile({
    domains: manyDomains(count).map((domain, index) => ({
      ...domain,
      currentSpf: [
        `v=spf1 ip4:198.51.100.${String(index % 250)} mx include:spf${String(index)}.example ~all`,
      ],
      currentMx: [{ preference: 10, host: `mail${String(index)}.contoso.com` }],
    })),
  });

/** A value that every record depends on, different in each run. */
const typed = (profile: Profile, index: number): Profile => ({
  ...profile,
  onPremPublicIps: [`203.0.113.${String(index % 250)}`],
});

/** A value that one domain alone depends on. */
const typedInOne = (profile: Profile, index: number): Profile => ({
  ...profile,
  domains: profile.domains.with(0, {
    ...(profile.domains[0] ?? emptyDomain('contoso.com', 'primary')),
    currentSpf: [`v=spf1 ip4:203.0.113.${String(index % 250)} -all`],
  }),
});

/**
 * What the renderer derives from a profile: records and findings of every domain, the list of findings with those of
 * the domain in hand, where each belongs, and what is missing.
 */
const createAll = (): ((profile: Profile) => unknown) => {
  const derive = createRecordsDeriver();
  const findingsOf = createProfileFindings();
  return (profile) => {
    const records = derive(profile);
    const [inHand] = records;
    const findings = unique([
      ...findingsOf(profile, { now: '2026-11-24' }),
      ...(inHand?.mx.findings ?? []),
      ...(inHand?.spf.planned.findings ?? []),
    ]);
    return { records, findings, at: byPath(findings), completeness: profileCompleteness(profile) };
  };
};

export const derivationBench: Bench = {
  title: 'Deriving all records and findings of a profile again',
  run: async () => {
    const rows: BenchRow[] = [];
    for (const count of COUNTS) {
      const profile = customer(count);
      for (const [what, edit] of [
        ['all', typed],
        ['one', typedInOne],
      ] as const) {
        const derive = createAll();
        const key = (index: number): unknown => derive(edit(profile, index));
        await measure(WARM_UP, key);
        rows.push(timed(`${String(count)} domains, a value of ${what}`, await measure(RUNS, key)));
      }
    }
    return rows;
  },
};
