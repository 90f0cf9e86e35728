/** What a check says where it follows only a part of what others publish. */
import type { Piece } from '../check-types.ts';
import type { DnsAnswer } from '../types.ts';
import { piece } from './types.ts';

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
