/** `dig +yaml`: a message as keys and lists, its records as lines of a master file in quotes. */
import { append } from '../../append.ts';
import { addMessage } from './dig-answer.ts';
import { freshMessage, type Message } from './dig-message.ts';
import type { Reader, Reading } from './reading.ts';
import type { Line } from './types.ts';
import { readRecordLine, serverAt } from './values.ts';
import { ZoneFault } from '../zone-values.ts';

const begins = (reading: Reading): boolean =>
  /^- *(?:type: (?:MESSAGE|DIG_ERROR) *)?$/u.test(reading.textAt()) &&
  /^ +(?:type: MESSAGE|message:)/u.test(reading.textAt(1));

/** An empty line stands in the middle below an extended error. */
const goesOn = (reading: Reading): boolean =>
  reading.textAt().trim() === '' &&
  reading.line !== undefined &&
  /^ {4,}(?:- |[A-Za-z_-]{1,40}:)/u.test(reading.textAt(1));

const isCut = (item: string): boolean => item.startsWith("'") && !/^'(?:[^']|'')*' *$/u.test(item);

/** Takes an item that was broken over lines, up to its closing quote. */
const takeCut = (reading: Reading, message: Message, line: Line): void => {
  const lines = [line];
  while (!reading.ended && lines.length < 20 && reading.textAt().trim() !== '') {
    const last = reading.take();
    lines.push(last);
    if (/' *$/u.test(last.text)) break;
  }
  append(message.lines, lines.slice(1));
  message.broken = true;
  for (const one of lines)
    reading.skip(one, 'The line was broken by the width of a window; copy it from a wider one');
};

/** A scalar without its quotes (YAML 1.2, section 7.3); a bare one is as it stands. */
const scalar = (text: string): string => {
  const single = /^'(.*)'$/u.exec(text)?.[1];
  return single === undefined ? (/^"(.*)"$/u.exec(text)?.[1] ?? text) : single.replaceAll("''", "'");
};

const SECTIONS: Readonly<Partial<Record<string, Message['section']>>> = {
  QUESTION_SECTION: 'question',
  ANSWER_SECTION: 'answer',
  AUTHORITY_SECTION: 'authority',
  ADDITIONAL_SECTION: 'additional',
};

const takeItem = (reading: Reading, message: Message, line: Line, text: string): void => {
  if (message.section === 'question') {
    const [, name, type] = /^(\S{1,1100}) IN ([A-Z0-9]{1,12})$/u.exec(text) ?? [];
    if (name !== undefined && type !== undefined) message.asked = { name, type };
    return;
  }
  if (message.section !== 'answer' && message.section !== 'authority') return;
  if (message.section === 'answer') message.counted += 1;
  try {
    const { record } = readRecordLine(text);
    if (record !== null) message[message.section].push({ record, lines: [line] });
  } catch (error) {
    if (!(error instanceof ZoneFault)) throw error;
    message.broken = true;
    reading.skip(line, error.message);
  }
};

/** The keys of the message that are read, and those of its place and time. */
const takeKey = (message: Message, keys: Map<string, string>, key: string, value: string): void => {
  message.section = SECTIONS[key] ?? 'other';
  if (key === 'status') message.status = value;
  else if (key === 'flags' && !keys.has('flags')) message.flags = new Set(value.split(' '));
  else if (key === 'ANSWER') message.announced = /^\d{1,5}$/u.test(value) ? Number(value) : null;
  else if (key === 'INFO-CODE') {
    const code = Number(/^\d{1,5}/u.exec(value)?.[0] ?? NaN);
    if (code <= 65_535) message.errors.push({ code, text: '' });
  } else if (key === 'EXTRA-TEXT') {
    const last = message.errors.pop();
    if (last !== undefined) message.errors.push({ ...last, text: scalar(value) });
  }
  if (!keys.has(key)) keys.set(key, scalar(value));
};

const momentOf = (text: string | undefined): number =>
  Date.parse(/(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)$/u.exec(text ?? '')?.[1] ?? '');

export const readDigYaml: Reader = (reading) => {
  if (!begins(reading)) return false;
  const message = freshMessage('dig');
  const keys = new Map<string, string>();
  message.section = 'other';
  message.lines.push(reading.take());
  while (!reading.ended && (/^ +\S/u.test(reading.textAt()) || goesOn(reading))) {
    const line = reading.take();
    message.lines.push(line);
    if (line.text.trim() === '') continue;
    const item = /^ +- (.{1,70000})$/u.exec(line.text)?.[1];
    const [, key = '', value = ''] = /^ +([A-Za-z_-]{1,40}):(?: (.*))?$/u.exec(line.text) ?? [];
    if (item !== undefined && isCut(item)) takeCut(reading, message, line);
    else if (item !== undefined) takeItem(reading, message, line, scalar(item.trim()));
    else if (key !== '') takeKey(message, keys, key, value.trim());
    else {
      message.broken = true;
      reading.skip(line, 'This line of the YAML is broken or not known; run dig again without +yaml');
    }
  }
  const [sent, came] = [momentOf(keys.get('query_time')), momentOf(keys.get('response_time'))];
  message.server = serverAt(keys.get('response_address') ?? '', keys.get('response_port') ?? 53);
  if (!Number.isNaN(came)) message.latest = new Date(came).toISOString();
  if (came >= sent) message.elapsedMs = came - sent;
  if (message.status === null)
    reading.skip(message.lines[0], 'This YAML of dig holds no answer; run dig again without +yaml');
  else if (keys.has('query_message_data') && !keys.has('response_message_data')) return true;
  else addMessage(reading, message);
  return true;
};
