/** Records that stand on several lines: in parentheses, or broken by a window or a mail program. */
import { append } from '../../append.ts';
import { ZoneFault } from '../zone-values.ts';
import type { Reading } from './reading.ts';
import type { Line } from './types.ts';
import { looksLikeRecord } from './values.ts';

const MAX_LINES = 80;

/** Whether a quote or a parenthesis is open at the end; a comment ends with its line. */
const openAfter = (text: string, quoted: boolean, depth: number): { quoted: boolean; depth: number } => {
  let [inside, level] = [quoted, depth];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') inside = !inside;
    else if (!inside && character === ';') break;
    else if (!inside && character === '(') level += 1;
    else if (!inside && character === ')') level -= 1;
  }
  return { quoted: inside, depth: level };
};

/**
 * What stood at a break inside quotes. A blank that is there is kept. Without one, lines of the same length were cut
 * by the width of a window, where nothing is lost; otherwise a blank may have been swallowed.
 */
const glueBreaks = (pieces: readonly string[]): string => {
  const broken = pieces.slice(0, -1);
  const bare = broken.filter((piece, index) => !/\s$/u.test(piece) && !/^\s/u.test(pieces[index + 1] ?? ''));
  const [first] = bare;
  const even =
    broken.length > 1 && first !== undefined && broken.every(({ length }) => length === first.length);
  if (bare.length > 0 && !even)
    throw new ZoneFault(
      'The text is broken over lines, and it can’t be known whether a blank stood there; copy it from a wider window',
    );
  return pieces.join('');
};

export interface Joined {
  readonly text: string;
  readonly lines: readonly Line[];
}

/** The lines of one record from here on, taken. @throws ZoneFault after taking them */
export const takeRecord = (reading: Reading): Joined => {
  const lines = [reading.take()];
  /** One list for each line of the record itself; more than one text where it was broken inside quotes. */
  const groups: string[][] = [[lines[0]?.text ?? '']];
  let state = openAfter(lines[0]?.text ?? '', false, 0);
  const goesOn = (): boolean => state.quoted || state.depth > 0;
  while (goesOn() && lines.length < MAX_LINES && !reading.ended && reading.line !== undefined) {
    if (state.quoted && looksLikeRecord(reading.line.text)) break;
    const line = reading.take();
    lines.push(line);
    if (state.quoted) groups.at(-1)?.push(line.text);
    else groups.push([line.text]);
    state = openAfter(line.text, state.quoted, state.depth);
  }
  if (goesOn())
    throw new BrokenRecord(
      lines,
      state.quoted ? 'A quote is opened and never closed' : 'A parenthesis is opened and never closed',
    );
  try {
    return { text: groups.map(glueBreaks).join('\n'), lines };
  } catch (error) {
    throw error instanceof ZoneFault ? new BrokenRecord(lines, error.message) : error;
  }
};

/** A fault with the lines that it concerns. */
export class BrokenRecord extends Error {
  readonly lines: readonly Line[];
  constructor(lines: readonly Line[], message: string) {
    super(message);
    this.lines = lines;
  }
}

/** A long value takes no more lines than this in a window of 80 columns. */
const MAX_RESTS = 8;

/** The lines below that may be the rest of a record: the first, the first two, and so on. */
const restsBelow = (reading: Reading, isRest: (text: string) => boolean): string[][] => {
  const rests: string[] = [];
  while (rests.length < MAX_RESTS && !reading.endedAt(rests.length)) {
    const text = reading.textAt(rests.length);
    if (text.trim() === '' || !isRest(text)) break;
    rests.push(text.trim());
  }
  return rests.map((_rest, index) => rests.slice(0, index + 1));
};

/** Takes a record and reads it with `read`, together with its rest on the next lines where that is the only way. */
export const readJoined = <T>(
  reading: Reading,
  read: (text: string) => T,
  isRest: (text: string) => boolean,
): T & Joined => {
  const first = takeRecord(reading);
  const lines = [...first.lines];
  let { text } = first;
  // A line that begins with a quote can be nothing but further strings
  while (!reading.ended && /^\s*"/u.test(reading.textAt()) && isRest(reading.textAt())) {
    const more = takeRecord(reading);
    append(lines, more.lines);
    text = `${text} ${more.text}`;
  }
  const attempt = (candidate: string): T | string => {
    try {
      return read(candidate);
    } catch (error) {
      if (error instanceof ZoneFault) return error.message;
      throw error;
    }
  };
  const alone = attempt(text);
  /** What each number of further lines makes of the record, where it can be read at all. */
  const ways = new Map<string, { readonly value: T; readonly more: number }>();
  let most = 0;
  for (const [index, rests] of restsBelow(reading, isRest).entries())
    for (const glue of ['', ' ']) {
      const way = attempt([text.trimEnd(), ...rests].join(glue));
      if (typeof way === 'string') continue;
      most = index + 1;
      if (!ways.has(JSON.stringify(way))) ways.set(JSON.stringify(way), { value: way, more: most });
    }
  const [way] = ways.values();
  if (way === undefined) {
    if (typeof alone === 'string') throw new BrokenRecord(lines, alone);
    return { ...alone, text, lines };
  }
  const sure = typeof alone === 'string' && ways.size === 1;
  const own = lines.length;
  while (lines.length < own + (sure ? way.more : most)) lines.push(reading.take());
  if (sure) return { ...way.value, text, lines };
  throw new BrokenRecord(lines, 'The next line may belong to this record or not, and both can be read');
};
