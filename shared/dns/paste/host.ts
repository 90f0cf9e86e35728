/** The sentences of `host`. It shows no TTL and no flags. */
import { append } from '../../append.ts';
import type { RecordType } from '../types.ts';
import { answersOf, answerTo, makeAnswer, type ReadRecord } from './answers.ts';
import { readCall } from './command.ts';
import { BrokenRecord, readJoined } from './joined.ts';
import type { Reader, Reading } from './reading.ts';
import type { Line } from './types.ts';
import { makeRecord, needDots, questionName, rdataTokens, recordType, serverAt } from './values.ts';
import { ZoneFault } from '../zone-values.ts';
import type { DnsOutcome } from '../types.ts';

const SENTENCES: ReadonlyArray<readonly [RegExp, RecordType]> = [
  [/^(\S{1,1100}) has address (.*)$/u, 'A'],
  [/^(\S{1,1100}) has IPv6 address (.*)$/u, 'AAAA'],
  [/^(\S{1,1100}) is an alias for (.*)$/u, 'CNAME'],
  [/^(\S{1,1100}) mail is handled by (.*)$/u, 'MX'],
  [/^(\S{1,1100}) descriptive text (.*)$/su, 'TXT'],
  [/^(\S{1,1100}) name server (.*)$/u, 'NS'],
  [/^(\S{1,1100}) domain name pointer (.*)$/u, 'PTR'],
];
const OTHER = /^(\S{1,1100}) has ([A-Z][A-Z0-9]{1,11}) record (.*)$/su;
const NONE = /^(\S{1,1100}) has no ([A-Z][A-Z0-9]{0,11}) record$/u;
const FAILED = /^Host (\S{1,1100}) not found: (\d{1,4})\(([A-Z]{1,12})\)$/u;

const OUTCOMES: Readonly<Record<string, DnsOutcome>> = {
  NXDOMAIN: 'nxdomain',
  SERVFAIL: 'servfail',
  REFUSED: 'refused',
  NOTAUTH: 'not-auth',
  NOTIMP: 'refused',
  FORMERR: 'format-error',
};

const parse = (
  text: string,
): { readonly name: string; readonly type: RecordType; readonly value: string } | null => {
  for (const [pattern, type] of SENTENCES) {
    const [, name, value] = pattern.exec(text) ?? [];
    if (name !== undefined && value !== undefined) return { name, type, value };
  }
  const [, name, type = '', value] = OTHER.exec(text) ?? [];
  const known = recordType(type);
  return name === undefined || value === undefined || known === null ? null : { name, type: known, value };
};

const isSentence = (text: string): boolean =>
  parse(text) !== null ||
  OTHER.test(text) ||
  NONE.test(text) ||
  FAILED.test(text) ||
  text.startsWith('Using domain server:');

/** What host prints in place of the server, when none answered. */
const NO_SERVER = ';; connection timed out';

/** `Using domain server:` with the lines for name, address and aliases. */
const takeServer = (reading: Reading): void => {
  reading.take();
  let [name, address] = ['', ''];
  for (let at = 0; at < 3; at += 1) {
    const [, key = '', value = ''] = /^(Name|Address|Aliases):\s*(.*)$/u.exec(reading.textAt().trim()) ?? [];
    if (key === '') break;
    if (key === 'Name') name = value;
    if (key === 'Address') address = value;
    reading.take();
  }
  const [, host = '', port] = /^([^\s#]{1,64})(?:#(\d{1,5}))?$/u.exec(address) ?? [];
  const server = serverAt(host, port ?? 53, name === host ? undefined : name);
  const { command } = reading;
  reading.refine(
    {
      ...(command?.tool === 'host' ? command : readCall('host', '')),
      server,
      port: server?.port ?? 53,
    },
    undefined,
  );
};

/** The command's own question about a name that host says it did not find. */
const typeAsked = (
  reading: Reading,
  name: string,
): { readonly name: string; readonly type: RecordType } | null => {
  const asked = reading.command?.tool === 'host' ? reading.command.questions[0] : undefined;
  if (asked === undefined) return null;
  // host asks for address, IPv6 address and mail exchanger in turn when no type is given
  const type = asked.type ?? 'A';
  // With the search list host may speak of the name below another domain: then it is that name that was not found
  return asked.name === name || name.startsWith(`${asked.name}.`) ? { name, type } : null;
};

const takeFailure = (reading: Reading): void => {
  const line = reading.take();
  const [, host = '', , code = ''] = FAILED.exec(line.text.trim()) ?? [];
  const name = questionName(host);
  const outcome = OUTCOMES[code];
  const question = name === null ? null : typeAsked(reading, name);
  if (outcome === undefined) reading.skip(line, `The answer code ${code} is not known here`);
  else if (question === null)
    reading.skip(line, 'Which type was asked for is not in the paste; paste the command line too');
  else
    reading.add('host', [
      makeAnswer(reading.context('host'), question, outcome, { records: [], lines: [line] }),
    ]);
};

const takeNone = (reading: Reading, aliases: readonly ReadRecord[]): void => {
  const line = reading.take();
  const [, host = '', word = ''] = NONE.exec(line.text.trim()) ?? [];
  const [name, type] = [questionName(host), recordType(word)];
  const first = aliases[0]?.record.name ?? name;
  if (name === null || first === null || type === null)
    reading.skip(line, `${host.slice(0, 100)} ${word} is no question that is read here`);
  else
    reading.add('host', [
      makeAnswer(reading.context('host'), { name: first, type }, 'no-data', {
        records: [],
        lines: [...aliases.flatMap(({ lines }) => lines), line],
      }),
    ]);
};

/** To the question of the command where its name is here, also when an alias is all that there is of it. */
const addRecords = (reading: Reading, read: readonly ReadRecord[]): void => {
  const context = reading.context('host');
  const [asked] = reading.command?.tool === 'host' ? reading.command.questions : [];
  if (
    asked?.type !== undefined &&
    asked.type !== null &&
    read.some(({ record }) => record.name === asked.name)
  ) {
    const answer = answerTo(context, { name: asked.name, type: asked.type }, read);
    if (answer.outcome !== 'no-data') {
      reading.add('host', [answer]);
      return;
    }
  }
  reading.add('host', answersOf(context, read));
};

export const readHostOutput: Reader = (reading) => {
  if (!isSentence(reading.textAt().trim())) return false;
  const read: ReadRecord[] = [];
  const failed: Line[] = [];
  let onlyAliases = false;
  while (!reading.ended) {
    const text = reading.textAt().trim();
    if (text === '') {
      reading.take();
      continue;
    }
    if (text.startsWith('Using domain server:')) {
      if (read.length > 0) break;
      takeServer(reading);
      let blank = 0;
      while (blank < 3 && reading.textAt(blank).trim() === '' && !reading.endedAt(blank)) blank += 1;
      if (!reading.textAt(blank).startsWith(NO_SERVER)) continue;
      while (blank-- > 0) reading.take();
      reading.skip(
        reading.take(),
        'A server stands above that did answer, so lines are missing between; paste the whole output',
      );
    } else if (FAILED.test(text)) takeFailure(reading);
    else if (NONE.test(text)) {
      takeNone(reading, onlyAliases ? read.splice(0) : []);
    } else if (isSentence(text)) {
      try {
        const item = readJoined(
          reading,
          readSentence,
          (rest) => !isSentence(rest.trim()) && !rest.startsWith(';'),
        );
        read.push({ record: item.record, lines: item.lines });
        onlyAliases = (onlyAliases || read.length === 1) && item.record.type === 'CNAME';
      } catch (error) {
        if (!(error instanceof BrokenRecord)) throw error;
        append(failed, error.lines);
        for (const line of error.lines) reading.skip(line, error.message);
      }
    } else break;
  }
  if (failed.length > 0 && read.length > 0)
    reading.skip(
      read[0]?.lines[0],
      'A record beside this one could not be read, so the answer is left out as a whole',
    );
  else addRecords(reading, read);
  return true;
};

const readSentence = (text: string): { readonly record: ReadRecord['record'] } => {
  const sentence = parse(text.trim());
  if (sentence === null) throw new ZoneFault('The sentence is of a record type that is not read here');
  const record = makeRecord(sentence.name, sentence.type, null, sentence.value);
  needDots(sentence.type, rdataTokens(sentence.value));
  return { record };
};
