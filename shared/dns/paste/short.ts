/** Values alone, as `+short` and `drill -Q` print them. */
import { append } from '../../append.ts';
import { ZoneFault } from '../zone-values.ts';
import { answerTo, type ReadRecord } from './answers.ts';
import { BrokenRecord, readJoined } from './joined.ts';
import type { Reader, Reading } from './reading.ts';
import type { Line } from './types.ts';
import type { DnsServer } from '../types.ts';
import { looksLikeRecord, questionName, readRecordLine, serverAt } from './values.ts';

/** Read with the question of the command line. */
export const readShortOutput: Reader = (reading) => {
  const { command } = reading;
  const text = reading.textAt();
  if (command?.short !== true || text.trimStart().startsWith(';') || looksLikeRecord(text)) return false;
  const [question, second] = command.questions;
  const lines: Line[] = [];
  const read: ReadRecord[] = [];
  let [owner, broken] = [question?.name ?? '', false];
  /** Said with `+identify`. */
  let server: DnsServer | null = null;
  for (;;) {
    // Mail programs put an empty line between two
    if (reading.textAt().trim() === '' && isValue(reading, owner, question?.type ?? null)) reading.take();
    if (reading.ended || reading.textAt().trim() === '' || reading.textAt().startsWith(';')) break;
    if (question === undefined || second !== undefined || question.type === null) {
      reading.skip(
        reading.take(),
        'A value alone does not say what was asked; use one question in each short command',
      );
      broken = true;
      continue;
    }
    const { type } = question;
    try {
      // A value of its own is a text in quotes, or the name of an alias with its dot
      const isRest = (rest: string): boolean => !/^["\d]|\.$/u.test(rest.trim());
      const item = readJoined(
        reading,
        (text) => {
          const { value, address } = withoutServer(text);
          server ??= serverAt(address, command.port);
          return shortValue(owner, type, value);
        },
        type === 'TXT' ? isRest : () => false,
      );
      if (item.record !== null) read.push({ record: item.record, lines: item.lines });
      if (item.record?.type === 'CNAME' && type !== 'CNAME') owner = item.record.value;
      append(lines, item.lines);
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error;
      broken = true;
      for (const line of error.lines) reading.skip(line, error.message);
    }
  }
  const [first] = lines;
  if (first !== undefined && question !== undefined && question.type !== null) {
    if (reading.isGiven(question.name))
      reading.skip(
        first,
        'This value stands apart from those above, and it can’t be known whether it belongs to them',
      );
    else if (broken)
      reading.skip(first, 'A value beside this one could not be read, so the answer is left out as a whole');
    else
      reading.add(command.tool, [
        answerTo(reading.context(command.tool, server), { name: question.name, type: question.type }, read),
      ]);
  }
  return true;
};

/** Whether a value of the type, or an alias, stands below the empty line here. */
const isValue = (reading: Reading, owner: string, type: string | null): boolean => {
  const text = reading.textAt(1);
  if (type === null || text.trim() === '' || reading.endedAt(1)) return false;
  try {
    return shortValue(owner, type, withoutServer(text).value).type !== '';
  } catch (error) {
    if (error instanceof ZoneFault) return false;
    throw error;
  }
};

/** The value and the server that `+identify` adds to it. */
const withoutServer = (text: string): { readonly value: string; readonly address: string } => {
  const [whole = '', address = ''] = / from server (\S{1,64}) in \d{1,9} ms\.\s*$/u.exec(text) ?? [];
  return { value: text.slice(0, text.length - whole.length), address };
};

/** A name where an address or another value was asked for is the alias that led there. */
const shortValue = (owner: string, type: string, value: string): ReturnType<typeof readRecordLine> => {
  try {
    // dig writes every string in quotes, so a bare word is a name
    if (type === 'TXT' && !value.trimStart().startsWith('"'))
      throw new ZoneFault('A text stands without quotes');
    return readRecordLine(`${owner}. IN ${type} ${value}`);
  } catch (error) {
    const alias = /^(\S{1,1100})\.$/u.exec(value.trim());
    // A name that ends in a number is an address that was cut
    const named = alias !== null && questionName(alias[1] ?? '') !== null;
    if (!(error instanceof ZoneFault) || !named || type === 'CNAME') throw error;
    return readRecordLine(`${owner}. IN CNAME ${value.trim()}`);
  }
};
