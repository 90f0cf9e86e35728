/** The output of Resolve-DnsName, in all its forms, and its errors in any language. */
import { append } from '../../append.ts';
import type { DnsOutcome, DnsQuestion, RecordType } from '../types.ts';
import { ZoneFault } from '../zone-values.ts';
import { answersOf, answerTo, makeAnswer, type ReadRecord } from './answers.ts';
import { QUOTES_UNKNOWN, TYPOGRAPHIC } from './clean.ts';
import { readCall } from './command.ts';
import type { Reader, Reading } from './reading.ts';
import { isList, isTable, takeList, takeTable, type Item } from './resolve-forms.ts';
import { isSignature, recordOf, sectionOf, typeOf, type Properties } from './resolve-values.ts';
import type { Line, PastedCommand } from './types.ts';
import { isAbove, questionName } from './values.ts';

const TOOL = 'Resolve-DnsName';
const PLACE = /^\s*(?:At line:|In Zeile:|Line \|)/iu;
const ERROR = /^Resolve-DnsName\s?:\s*(\S{1,1100})\s*:\s*(.{1,300})$/iu;

/** The identifiers are the same in every language. */
const CODES: Readonly<Record<string, DnsOutcome>> = {
  DNS_ERROR_RCODE_NAME_ERROR: 'nxdomain',
  DNS_ERROR_RCODE_SERVER_FAILURE: 'servfail',
  DNS_ERROR_RCODE_REFUSED: 'refused',
  DNS_ERROR_RCODE_NOT_IMPLEMENTED: 'refused',
  DNS_ERROR_RCODE_FORMAT_ERROR: 'format-error',
  DNS_ERROR_RCODE_NOTAUTH: 'not-auth',
  DNS_INFO_NO_RECORDS: 'no-data',
  DNS_ERROR_BAD_PACKET: 'malformed',
  ERROR_TIMEOUT: 'timeout',
  WSAETIMEDOUT: 'timeout',
  DNS_ERROR_NO_DNS_SERVERS: 'offline',
};
const MESSAGES: ReadonlyArray<readonly [RegExp, DnsOutcome]> = [
  [/^(?:DNS name does not exist|Der DNS-Name ist nicht vorhanden)/iu, 'nxdomain'],
  [/^(?:DNS server failure|DNS-Serverfehler)/iu, 'servfail'],
  [/^(?:DNS operation refused|DNS-Vorgang (?:wurde )?(?:verweigert|abgelehnt))/iu, 'refused'],
  [
    /^(?:No records found for given DNS query|F\u00fcr (?:die )?angegebene DNS-Abfrage wurden keine (?:Eintr\u00e4ge|Datens\u00e4tze) gefunden)/iu,
    'no-data',
  ],
  [
    /^(?:This operation returned because the timeout period expired|Dieser Vorgang wurde wegen Zeit.{1,3}berschreitung zur\u00fcckgegeben|.{0,40}Zeitlimit)/iu,
    'timeout',
  ],
];

const questionsOf = (command: PastedCommand | null): DnsQuestion[] => {
  if (command?.tool !== TOOL) return [];
  // Without a type both kinds of address are asked for
  const both: readonly RecordType[] = ['A', 'AAAA'];
  return command.questions.flatMap(({ name, type }) =>
    type === null ? both.map((one) => ({ name, type: one })) : [{ name, type }],
  );
};

/** The zone of an SOA record; a list shows it as the name. */
const zoneOf = (properties: Properties): string => {
  const name = properties.get('name');
  return typeof name === 'string' ? (questionName(name) ?? '.') : '.';
};

const takeError = (reading: Reading): void => {
  const lines: Line[] = [reading.take()];
  const [, host = '', message = ''] = ERROR.exec(lines[0]?.text.trim() ?? '') ?? [];
  let [code, call]: [string, string] = ['', ''];
  // The sentence goes on below where the window is narrow
  const below = [1, 2, 3].find((ahead) => PLACE.test(reading.textAt(ahead - 1))) ?? 1;
  const sentence = [message];
  while (sentence.length < below) {
    const line = reading.take();
    lines.push(line);
    sentence.push(line.text.trim());
  }
  // What follows the identifier, or names another host, is of a further error, of which the first line is missing
  while (
    !reading.ended &&
    code === '' &&
    (/\((\S{1,1100}):String\)/u.exec(reading.textAt())?.[1] ?? host) === host &&
    /^\s*(?:\+|At line:|In Zeile:|Line \||\d* ?\||FullyQualifiedErrorId|CategoryInfo)/iu.test(
      reading.textAt(),
    )
  ) {
    const line = reading.take();
    lines.push(line);
    code = /FullyQualifiedErrorId\s*:\s*([A-Z_0-9]{1,60})/u.exec(line.text)?.[1] ?? code;
    // A command that is broken by the width of a window, or cut by it, has no mark below
    if (/^\s*(?:\+|\|)\s*~/u.test(reading.textAt()) && !/(?:-|\.\.\.)\s*$/u.test(line.text))
      call = /(?:\+|\|)\s*.{0,200}?\bResolve-DnsName\s+(.{1,1000})$/iu.exec(line.text)?.[1] ?? call;
  }
  const outcome = CODES[code] ?? MESSAGES.find(([words]) => words.test(sentence.join(' ')))?.[1];
  const name = questionName(host);
  const typed = questionsOf(reading.command).some((question) => question.name === name);
  const asked = questionsOf(call === '' || typed ? reading.command : readCall(TOOL, call)).filter(
    (question) => question.name === name,
  );
  const [first] = lines;
  if (outcome === undefined) reading.skip(first, 'The error is not one that is known here');
  else if (asked.length === 0)
    reading.skip(first, 'Which type was asked for is not in the paste; paste the command line too');
  else
    reading.add(
      TOOL,
      asked.map((question) => makeAnswer(reading.context(TOOL), question, outcome, { records: [], lines })),
    );
};

export const addItems = (reading: Reading, items: readonly Item[], faulty: boolean): void => {
  const read: ReadRecord[] = [];
  let broken = faulty;
  let authority: Item | undefined;
  for (const item of items) {
    const section = sectionOf(item.properties);
    if (section === 'additional' || section === 'question') continue;
    if (section === 'authority') {
      if (typeOf(item.properties) === 'SOA') authority ??= item;
      continue;
    }
    if (isSignature(item.properties)) continue;
    try {
      const shown = item.properties.get('strings') ?? item.properties.get('text');
      if (typeof shown === 'string' && item.lines.some(({ raw }) => TYPOGRAPHIC.test(raw)))
        throw new ZoneFault(QUOTES_UNKNOWN);
      read.push({ record: recordOf(item.properties), lines: item.lines });
    } catch (error) {
      if (!(error instanceof ZoneFault)) throw error;
      broken = true;
      reading.skip(item.lines[0], error.message);
    }
  }
  const [first] = read;
  reading.tools.add(TOOL);
  if (broken) {
    if (first !== undefined)
      reading.skip(
        first.lines[0],
        'A record beside this one could not be read, so the answer is left out as a whole',
      );
    return;
  }
  const context = reading.context(TOOL);
  const asked = questionsOf(reading.command);
  if (first === undefined) {
    const line = authority?.lines[0] ?? items[0]?.lines[0];
    const zone = authority === undefined ? '' : zoneOf(authority.properties);
    if (authority === undefined) reading.skip(line, 'There is no record of the answer section here');
    else if (asked.length === 0)
      reading.skip(
        line,
        'The answer holds no record, and it is not in the paste what was asked; paste the command line too',
      );
    else if (!reading.fresh)
      reading.skip(line, 'Lines of this output above could not be read, or hold an answer already');
    else if (asked.some(({ name }) => !isAbove(zone, name)))
      reading.skip(
        line,
        'The zone that is named here does not hold the name of the command: Windows looked in another domain',
      );
    else
      reading.add(
        TOOL,
        asked.map((question) =>
          makeAnswer(context, question, 'no-data', { records: [], lines: authority.lines }),
        ),
      );
    return;
  }
  if (asked.length === 0) {
    reading.add(TOOL, answersOf(context, read));
    return;
  }
  const found = asked
    .map((question) => answerTo(context, question, read))
    .filter(({ outcome }) => outcome !== 'no-data');
  // Of two kinds of address asked for at once, an alias is shown once: it says nothing of the kind that is missing
  const answered = found.some(({ outcome }) => outcome === 'answer');
  const answers = answered ? found.filter(({ outcome }) => outcome === 'answer') : found;
  if (answers.length === 0) reading.skip(first.lines[0], 'The records are not of what the command asks for');
  else reading.add(TOOL, answers);
};

/** Table and lists of one answer: a list follows the table where the records are of several kinds. */
const takeForms = (reading: Reading): void => {
  const items: Item[] = [];
  let faulty = false;
  for (;;) {
    let ahead = 0;
    while (
      reading.textAt(ahead).trim() === '' &&
      reading.lines[reading.at + ahead] !== undefined &&
      ahead < 4
    )
      ahead += 1;
    const text = reading.textAt(ahead);
    const form = isTable(text) ? takeTable : isList(text) ? takeList : null;
    if (form === null || (form === takeTable && items.length > 0)) break;
    for (let blank = 0; blank < ahead; blank += 1) reading.take();
    if (reading.ended) break;
    const taken = form(reading);
    append(items, taken.items);
    for (const [line, reason] of taken.faults) reading.skip(line, reason);
    faulty ||= taken.faults.length > 0;
  }
  addItems(reading, items, faulty);
};

export const readResolveOutput: Reader = (reading) => {
  const text = reading.textAt();
  if (ERROR.test(text.trim())) takeError(reading);
  else if (isTable(text) || isList(text)) takeForms(reading);
  else return false;
  return true;
};
