/** How far a check follows what others publish: a hostile zone may name thousands of hosts in one answer. */
import type { Piece } from '../check-types.ts';
import type { DnsAnswer } from '../types.ts';
import { piece } from './types.ts';

/**
 * Of one set of records so many hosts are asked about. Twice as many as an SPF `mx` may lead to (RFC 7208, section
 * 4.6.4), and more than senders try: RFC 5321, section 5.1, asks them for two addresses at least.
 */
export const MOST_HOSTS = 20;

/**
 * Says what was left unasked, in front, so that no shortened summary loses it. It never leaves the check matching;
 * where something else differs, it is told along with that.
 */
export const sayLeft = (
  pieces: readonly Piece[],
  left: { readonly sentence: string; readonly found: readonly string[]; readonly answer: DnsAnswer } | null,
): readonly Piece[] => {
  if (left === null) return pieces;
  const differing = pieces.find(({ verdict }) => verdict === 'differing');
  const { sentence, found, answer } = left;
  return [
    piece(differing?.verdict ?? 'unanswered', sentence, differing?.deciding ?? answer, { found }),
    ...pieces,
  ];
};
