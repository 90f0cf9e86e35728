import fc from 'fast-check';
import { spf } from 'mailauth/lib/spf/index.js';
import { describe, expect, it } from 'vitest';
import { parseIp } from '../../../shared/net/ip.ts';
import { checkHost } from '../../../shared/spf/check-host.ts';
import { spfCase } from '../../support/spf-arbitrary.ts';
import { zoneLookup, zoneResolver } from '../../support/spf-zone.ts';

/** `FUZZ_RUNS` and `FUZZ_SEED` make the long run; unset, the seed is fixed so that every run is the same. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 600);
const seed = Number(process.env['FUZZ_SEED'] ?? 7208);

describe('checkHost beside mailauth in strict mode', () => {
  it(
    'agrees on result and explanation for made-up zones and senders',
    async () => {
      await fc.assert(
        fc.asyncProperty(spfCase, async ({ zone, ip, sender, helo }) => {
          const address = parseIp(ip);
          if (!address.ok) throw new Error(address.reason);
          const ours = await checkHost({ ip: address.ip, sender, helo }, zoneLookup(zone));
          // the other library's types know only answers made of text, but its code takes MX as objects
          const resolver = zoneResolver(zone) as (name: string, type: string) => Promise<string[]>;
          const theirs = await spf({
            ip,
            sender,
            helo,
            mta: 'unknown',
            strict: true,
            resolver,
          });
          expect(ours.result).toBe(theirs.status.result);
          expect(ours.explanation?.toLowerCase()).toBe(theirs.explanation?.toLowerCase());
        }),
        { seed, numRuns: runs },
      );
    },
    Math.max(60_000, runs * 20),
  );
});
