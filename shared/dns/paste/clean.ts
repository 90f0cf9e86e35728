/**
 * Takes off what copying adds: colours, invisible characters, odd blanks, typographic quotes, the marks of quoted
 * mail. Nothing that a tool prints is changed, so that a value reads as it was printed.
 */
import type { Line } from './types.ts';

/* eslint-disable no-control-regex -- what terminals take and do not show is what is looked for */
const COLOURS =
  /\u001b(?:\[[0-9;?]{0,32}[ -/]?[@-~]|\][^\u0007\u001b\n]{0,500}(?:\u0007|\u001b\\)|[@-Z\\-_])/gu;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu;
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu;
/* eslint-enable no-control-regex */
const BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/** Typographic quotes, which are read as plain ones. */
export const TYPOGRAPHIC = /[\u2018-\u201f\u2032\u2033\u00ab\u00bb]/u;
export const QUOTES_UNKNOWN =
  'The text holds typographic quotes, and it can’t be known whether they are published or came by copying';

const plain = (text: string): string => text.replace(COLOURS, '').replace(CONTROLS, '');

const clean = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(BLANKS, ' ')
    .replace(/[\u201c-\u201f\u00ab\u00bb\u2033]/gu, '"')
    .replace(/[\u2018-\u201b\u2032]/gu, "'");

const QUOTE = /^ ?>/u;

/** How many `>` stand at the front; those of a prompt that holds text before it do not count. */
const depthOf = (text: string): number => {
  let depth = 0;
  for (let rest = text; QUOTE.test(rest); rest = rest.replace(QUOTE, '')) depth += 1;
  return depth;
};

const strip = (text: string, depth: number): string => {
  let rest = text;
  for (let taken = 0; taken < depth && QUOTE.test(rest); taken += 1) rest = rest.replace(QUOTE, '');
  return depth > 0 && rest.startsWith(' ') ? rest.slice(1) : rest;
};

const MAX_DEPTH = 8;

/** The lines of a paste. A mark of quoted mail is one that every line with text carries. */
export const cleanLines = (text: string): Line[] => {
  const raws = text.split(/\r\n|\n|\r|\u2028|\u2029|\u0085/u);
  const shown = raws.map(plain);
  const cleaned = shown.map(clean);
  const depths = cleaned.filter((line) => !/^[ >\t]*$/u.test(line)).map((line) => depthOf(line.slice(0, 40)));
  const quoted = Math.min(MAX_DEPTH, depths.length === 0 ? 0 : depths.reduce((a, b) => Math.min(a, b)));
  return cleaned.map((line, index) => {
    const own = strip(line, quoted);
    const prompted = QUOTE.test(own);
    return {
      number: index + 1,
      text: prompted ? own.replace(/^ ?>+ ?/u, '') : own,
      raw: raws[index] ?? '',
      prompted,
      altered: cleaned[index] !== shown[index],
    };
  });
};
