/** The blocks that `nslookup -debug` prints for each answer: header, question and records with their TTL. */
import { append } from '../../append.ts';
import { classify } from '../classify.ts';
import type { DnsAnswer, DnsRecord } from '../types.ts';
import { makeAnswer, type AnswerContext } from './answers.ts';
import { RULE } from './nslookup-words.ts';
import { takeValue } from './nslookup-values.ts';
import type { Reading } from './reading.ts';
import type { Line } from './types.ts';
import { questionName, recordType } from './values.ts';
import { BrokenRecord } from './joined.ts';

const HEADS: ReadonlyArray<readonly [RegExp, 'answer' | 'authority' | 'additional']> = [
  [/^(?:ANSWERS|ANTWORTEN):$/iu, 'answer'],
  [/^(?:AUTHORITY RECORDS|AUTORIT\u00c4TSEINTR\u00c4GE):$/iu, 'authority'],
  [/^(?:ADDITIONAL RECORDS|ZUS\u00c4TZLICHE EINTR\u00c4GE):$/iu, 'additional'],
];

interface Block {
  readonly lines: Line[];
  rcode: string | null;
  flags: string;
  announced: number | null;
  asked: { readonly name: string; readonly type: string } | null;
  section: 'head' | 'question' | 'answer' | 'authority' | 'additional';
  readonly records: {
    readonly answer: DnsRecord[];
    readonly authority: DnsRecord[];
    readonly additional: DnsRecord[];
  };
  broken: boolean;
}

const head = (block: Block, text: string): boolean => {
  const rcode = /\brcode = ([A-Z0-9]{1,12})/u.exec(text)?.[1];
  if (rcode !== undefined) block.rcode = rcode;
  const counts = /\banswers = (\d{1,5})/u.exec(text)?.[1];
  if (counts !== undefined) block.announced = Number(counts);
  if (/^header flags:/iu.test(text)) block.flags = text.toLowerCase();
  if (/^(?:QUESTIONS|FRAGEN):$/iu.test(text)) block.section = 'question';
  return (
    rcode !== undefined ||
    counts !== undefined ||
    block.section === 'question' ||
    /^(?:Got answer:|HEADER:|header flags:|questions = |authority records = )/iu.test(text)
  );
};

/** Takes one block and its closing rule; `null` with its lines told where it can't be used. */
const readBlock = (reading: Reading): Block => {
  const block: Block = {
    lines: [reading.take()],
    rcode: null,
    flags: '',
    announced: null,
    asked: null,
    section: 'head',
    records: { answer: [], authority: [], additional: [] },
    broken: false,
  };
  while (!reading.ended) {
    const text = reading.textAt().trim();
    if (RULE.test(text)) {
      block.lines.push(reading.take());
      break;
    }
    const section = HEADS.find(([pattern]) => pattern.test(text))?.[1];
    const asked = /^(\S{1,1100}), type = (\S{1,20}), class = IN$/u.exec(text);
    const owner = /^->\s+(\S{1,1100})(?: (?:type|Typ) = .{0,60})?$/u.exec(text)?.[1];
    if (section !== undefined) block.section = section;
    if (
      owner !== undefined &&
      (block.section === 'answer' || block.section === 'authority' || block.section === 'additional')
    ) {
      readItem(reading, block, owner, block.section);
      continue;
    }
    if (asked && block.section === 'question') block.asked = { name: asked[1] ?? '', type: asked[2] ?? '' };
    else if (section === undefined && text !== '' && !head(block, text))
      reading.skip(reading.line, 'This line of the debug output is not known here');
    block.lines.push(reading.take());
  }
  return block;
};

const readItem = (reading: Reading, block: Block, owner: string, section: keyof Block['records']): void => {
  block.lines.push(reading.take());
  try {
    const { record, lines } = takeValue(reading, owner, null);
    append(block.lines, lines);
    block.records[section].push(record);
  } catch (error) {
    if (!(error instanceof BrokenRecord)) throw error;
    append(block.lines, error.lines);
    for (const line of error.lines) reading.skip(line, error.message);
    if (section !== 'additional') block.broken = true;
  }
};

/** Why the block is no evidence, or `null`. */
const unusable = (block: Block): string | null => {
  if (block.asked === null) return 'The debug output does not show what was asked';
  if (block.flags.includes('truncat'))
    return 'The answer was cut by the server (truncated), so it is left out';
  if (block.broken) return 'This answer has a record that could not be read, so it is left out as a whole';
  if (block.announced !== null && block.announced !== block.records.answer.length)
    return `The header announces ${block.announced} records, and ${block.records.answer.length} are here: the answer was cut`;
  // Unix prints no header: an empty answer is explained by the line below the block
  return block.rcode === null && block.records.answer.length === 0 ? '' : null;
};

export const takeDebugBlock = (reading: Reading, context: AnswerContext): DnsAnswer | null => {
  const block = readBlock(reading);
  const why = unusable(block);
  const name = block.asked === null ? null : questionName(block.asked.name);
  const type = block.asked === null ? null : recordType(block.asked.type);
  if (why !== null || name === null || type === null) {
    if (why !== '') reading.skip(block.lines[0], why ?? 'The question is not one that is read here');
    return null;
  }
  const flags = {
    aa: block.flags.includes('auth. answer'),
    ra: block.flags.includes('recursion avail'),
    tc: false,
    ad: block.flags.includes('authentic'),
  };
  const { outcome, records } = classify(
    { name, type },
    {
      rcode: block.rcode ?? 'NOERROR',
      flags: { aa: flags.aa, ra: flags.ra },
      answer: block.records.answer,
      authority: block.records.authority,
    },
  );
  return makeAnswer(
    context,
    { name, type },
    outcome,
    { records: outcome === 'answer' || outcome === 'alias' ? records : [], lines: block.lines },
    { flags, ...(block.rcode === null ? {} : { rcode: block.rcode }) },
  );
};
