/** The checks that follow what they find, by their id. */
import { blockLists } from './block-lists.ts';
import { dkimKeys } from './dkim.ts';
import { dnssec } from './dnssec.ts';
import { mxLeftover, mxTargets, plannedMxTargets } from './mx.ts';
import { dmarcReports, tlsReports } from './reports.ts';
import { senderProof, spfTree } from './spf.ts';
import type { Follow } from './types.ts';

export const FOLLOW = {
  'mx-only-planned': mxLeftover,
  'mx-targets': mxTargets,
  'mx-targets-planned': plannedMxTargets,
  'spf-tree': spfTree('published'),
  'spf-tree-planned': spfTree('planned'),
  'sender-proof': senderProof('published'),
  'sender-proof-planned': senderProof('planned'),
  'dkim-keys': dkimKeys,
  'dmarc-reports': dmarcReports,
  'tls-reports': tlsReports,
  dnssec,
  'block-lists': blockLists,
} as const satisfies Readonly<Record<string, Follow>>;
export type FollowCheckId = keyof typeof FOLLOW;

/** What stands before the domain in the first name that a check asks for, which may be longer than DNS allows. */
export const ASKED_BELOW: Readonly<Partial<Record<FollowCheckId, string>>> = {
  'dkim-keys': 'selector1._domainkey.',
  'dmarc-reports': '_dmarc.',
  'tls-reports': '_smtp._tls.',
};

export const isFollowCheck = (check: string): check is FollowCheckId => Object.hasOwn(FOLLOW, check);
