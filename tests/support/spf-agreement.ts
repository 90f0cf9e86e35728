/** One made-up case through our evaluator and mailauth in strict mode. */
import { spf } from 'mailauth/lib/spf/index.js';
import { checkHost } from '../../shared/spf/check-host.ts';
import type { SpfCase } from './spf-arbitrary.ts';
import { ipOf } from './spf-check.ts';
import { zoneLookup, zoneResolver } from './spf-zone.ts';

export interface Opinions {
  readonly ours: string;
  readonly theirs: string;
}

/**
 * The two verdicts with their explanations. RFC 7208, 4.6.4 limits the terms that cause look-ups; the other evaluator
 * counts the questions instead, so that a term whose name can't be asked is free and each macro p costs one. Where only
 * that count decides, there is nothing to compare, and both are given as the same.
 */
export const opinions = async ({ zone, ip, sender, helo }: SpfCase): Promise<Opinions> => {
  const ours = await checkHost({ ip: ipOf(ip), sender, helo }, zoneLookup(zone));
  // its types know only answers made of text, but its code takes MX as objects
  const resolver = zoneResolver(zone) as (name: string, type: string) => Promise<string[]>;
  const theirs = await spf({ ip, sender, helo, mta: 'unknown', strict: true, resolver });
  const comment = String(theirs.status.comment);
  if (ours.reason.startsWith('more than 10 terms') || comment.endsWith('Too many DNS requests')) {
    return { ours: 'limit', theirs: 'limit' };
  }
  return {
    ours: `${ours.result} ${ours.explanation ?? ''}`.toLowerCase(),
    theirs: `${theirs.status.result} ${theirs.explanation ?? ''}`.toLowerCase(),
  };
};
