/**
 * The text of a stored run, an answer at a time: a run of thousands is made and read in turns. The text is the same
 * as that of `JSON.stringify` in one go.
 */
import { randomUUID } from 'node:crypto';
import type { StoredRunFile } from '../../shared/dns/stored-run.ts';
import type { AppError } from '../../shared/result.ts';
import { parseJson } from './document.ts';
import { isObject } from './migrations.ts';
import { nextTurn, turnIsOver } from './turns.ts';

const INDENT = ' '.repeat(6);
/** A raw line feed stands only between the tokens of JSON, so none of these is part of a value. */
const OPEN = '\n    "answers": [\n';
const ITEM_END = '\n      }';
const NEXT_ITEM = ',\n      {';
const CLOSE = '\n    ]';
/** As long as one piece of the text gets, in UTF-16 units, single answers aside. */
const PIECE = 1 << 16;

/** Pretty JSON with a trailing newline, as a customer document; UTF-8 in pieces. */
export const runText = async ({ run, ...envelope }: StoredRunFile): Promise<Buffer[]> => {
  const { answers } = run;
  const whole = `${JSON.stringify({ ...envelope, run: { ...run, answers: [] } }, null, 2)}\n`;
  if (answers.length === 0) return [Buffer.from(whole)];
  const empty = '\n    "answers": []';
  const at = whole.indexOf(empty);
  const pieces: Buffer[] = [];
  let piece = whole.slice(0, at) + OPEN;
  for (const [index, answer] of answers.entries()) {
    if (turnIsOver()) await nextTurn();
    const text = JSON.stringify(answer, null, 2).replaceAll('\n', `\n${INDENT}`);
    piece += `${index === 0 ? '' : ',\n'}${INDENT}${text}`;
    if (piece.length < PIECE) continue;
    pieces.push(Buffer.from(piece));
    piece = '';
  }
  pieces.push(Buffer.from(`${piece}${CLOSE}${whole.slice(at + empty.length)}`));
  return pieces;
};

const startsWith = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.toString('latin1', at, at + text.length) === text;

/** As `parseRunText`; `null` when the text is laid out otherwise. @throws SyntaxError or TypeError on a part that is none */
const parseParts = async (bytes: Buffer): Promise<unknown> => {
  const open = bytes.indexOf(OPEN);
  if (open < 0) return null;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const answers: unknown[] = [];
  let from = open + OPEN.length;
  for (;;) {
    if (turnIsOver()) await nextTurn();
    const found = bytes.indexOf(ITEM_END, from);
    if (found < 0) return null;
    const end = found + ITEM_END.length;
    answers.push(JSON.parse(decoder.decode(bytes.subarray(from, end))));
    from = end + 1;
    if (startsWith(bytes, end, CLOSE)) break;
    if (!startsWith(bytes, end, NEXT_ITEM)) return null;
  }
  // What is left must be JSON too, with the answers where a run has them.
  const mark = randomUUID();
  const around = [bytes.subarray(0, open + OPEN.length), bytes.subarray(from - 1)];
  const [head = '', tail = ''] = around.map((part) => decoder.decode(part));
  const json: unknown = JSON.parse(`${head}"${mark}"${tail}`);
  const run = isObject(json) ? json['run'] : null;
  if (!isObject(run) || !Array.isArray(run['answers']) || run['answers'][0] !== mark) return null;
  return isObject(json) ? { ...json, run: { ...run, answers } } : null;
};

/**
 * What `JSON.parse` makes of the text. Each answer is read by itself where the text is laid out as `runText` does it
 * and every part is whole JSON: then the parts are the whole. Any other text is read in one go.
 * @throws what `damaged` makes of a text that is no JSON
 */
export const parseRunText = async (
  content: Uint8Array,
  damaged: (why: string, cause?: unknown) => AppError,
): Promise<unknown> => {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  // A part that is no JSON is told of the whole, in the words for it.
  const json = await parseParts(bytes).catch(() => null);
  return json ?? parseJson(bytes, damaged);
};
