/** What of a long verdict is read in one glance. */

/** Characters from which on a sentence in the size of a title would push the work down. */
const LONG = 120;

/**
 * The sentence in two parts: what stands large, and what explains it. A short one stands whole. A long one is cut at its
 * first full stop, or at the last colon in front of the first value that it names; without either all of it explains.
 */
export const verdictLead = (sentence: string): { readonly lead: string; readonly rest: string } => {
  if (sentence.length <= LONG) return { lead: sentence, rest: '' };
  const stop = sentence.indexOf('. ');
  const head = /^[^“(]*/u.exec(sentence)?.[0] ?? '';
  const end = stop !== -1 && stop < head.length ? stop + 1 : head.lastIndexOf(': ');
  return end <= 0
    ? { lead: '', rest: sentence }
    : { lead: sentence.slice(0, end), rest: sentence.slice(end).replace(/^: /u, '') };
};
