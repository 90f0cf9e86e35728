/** The output of dig, kdig, drill, delv and `host -v`: whole answers, and records without their header. */
import { classify } from '../classify.ts';
import type { DnsAnswer, DnsQuestion, DnsServer } from '../types.ts';
import { ZoneFault } from '../zone-values.ts';
import { answersOf, answerTo, makeAnswer, type AnswerContext, type ReadRecord } from './answers.ts';
import { readCall } from './command.ts';
import {
  isRemark,
  readExtendedError,
  readFailure,
  readFlags,
  readFooter,
  readHeader,
  readQuestion,
  readSection,
  type Failure,
  type Section,
} from './dig-lines.ts';
import { BrokenRecord, readJoined } from './joined.ts';
import type { Reader, Reading } from './reading.ts';
import type { Line, PastedTool } from './types.ts';
import { looksLikeRecord, questionName, readRecordLine, recordType } from './values.ts';

interface Message {
  tool: PastedTool;
  readonly lines: Line[];
  status: string | null;
  flags: ReadonlySet<string>;
  announced: number | null;
  asked: { readonly name: string; readonly type: string } | null;
  section: Section;
  readonly answer: ReadRecord[];
  readonly authority: ReadRecord[];
  /** Records of the answer section, also those that are left out of the answer. */
  counted: number;
  broken: boolean;
  server: DnsServer | null;
  at: string | null;
  elapsedMs: number;
  readonly errors: Array<NonNullable<DnsAnswer['extendedErrors']>[number]>;
  ended: boolean;
}

const fresh = (tool: PastedTool): Message => ({
  tool,
  lines: [],
  status: null,
  flags: new Set(),
  announced: null,
  asked: null,
  section: 'answer',
  answer: [],
  authority: [],
  counted: 0,
  broken: false,
  server: null,
  at: null,
  elapsedMs: 0,
  errors: [],
  ended: false,
});

const questionOf = ({ name, type }: { name: string; type: string }): DnsQuestion | null => {
  const [asked, known] = [questionName(name), recordType(type)];
  return asked === null || known === null ? null : { name: asked, type: known };
};

const isAbove = (zone: string, name: string): boolean =>
  zone === '.' || name === zone || name.endsWith(`.${zone}`);

class DigReader {
  readonly #reading: Reading;
  #message: Message;
  #failures: Failure[] = [];
  #failed: Line[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#message = fresh(reading.command?.tool ?? 'dig');
  }

  read(): void {
    while (!this.#reading.ended && this.#step()) continue;
    this.#flush();
    const [line] = this.#failed;
    if (line !== undefined) this.#fail(null);
  }

  /** Takes what stands here; false when it is none of the tool's. */
  #step(): boolean {
    const reading = this.#reading;
    const { line } = reading;
    if (line === undefined) return false;
    const text = reading.textAt();
    if (text.trim() === '') {
      reading.take();
      return true;
    }
    if (this.#banner(text) || this.#failure(text) || this.#header(text) || this.#foot(text)) return true;
    if (!text.trimStart().startsWith(';')) return this.#record(text);
    const section = readSection(text);
    const question = readQuestion(text);
    if (section !== null) {
      if (section !== 'question' && this.#message.ended) this.#next();
      this.#message.section = section;
    } else if (question !== null && (this.#message.section === 'question' || this.#message.asked === null))
      this.#message.asked = question;
    else {
      const error = readExtendedError(text);
      if (error !== null) this.#message.errors.push(error);
      else if (!isRemark(text)) reading.skip(line, 'A remark of the tool that is not known here');
    }
    this.#message.lines.push(reading.take());
    return true;
  }

  #next(): void {
    const { tool } = this.#message;
    this.#flush();
    this.#message = fresh(tool);
  }

  #banner(text: string): boolean {
    const banner = /^\s*; <<>> (DiG|delv) \S{1,80} <<>>\s*(.{0,4000})$/iu.exec(text);
    const trying = /^Trying "(\S{1,255})"/u.exec(text);
    if (!banner && !trying) return false;
    this.#flush();
    const tool: PastedTool = trying ? 'host' : banner?.[1] === 'delv' ? 'delv' : 'dig';
    this.#message = fresh(tool);
    const line = this.#reading.take();
    if (banner) {
      const command = readCall(tool, banner[2] ?? '');
      this.#reading.command = { ...command, short: this.#reading.command?.short ?? command.short };
    }
    this.#message.lines.push(line);
    return true;
  }

  #header(text: string): boolean {
    const header = readHeader(text);
    const flags = header === null ? readFlags(text) : null;
    if (header === null && flags === null) return false;
    const reading = this.#reading;
    if (header !== null) {
      if (this.#message.status !== null || this.#message.answer.length > 0) this.#next();
      this.#message.status = header.status;
      if (header.tool !== 'dig') this.#message.tool = header.tool;
      else if (this.#message.tool !== 'host') this.#message.tool = reading.command?.tool ?? 'dig';
      this.#message.section = 'other';
      this.#failures = [];
      this.#failed = [];
    } else if (flags !== null) {
      this.#message.flags = flags.flags;
      this.#message.announced = flags.answers;
    }
    this.#message.lines.push(reading.take());
    return true;
  }

  #foot(text: string): boolean {
    const foot = readFooter(text, this.#reading.command?.port ?? 53);
    if (foot === null) return false;
    const message = this.#message;
    if (foot.server !== undefined) message.server = foot.server;
    if (foot.elapsedMs !== undefined) message.elapsedMs = foot.elapsedMs;
    if (foot.at !== undefined) message.at = foot.at;
    message.lines.push(this.#reading.take());
    if (foot.ends === true || foot.server !== undefined) message.ended = true;
    return true;
  }

  #failure(text: string): boolean {
    const failure = readFailure(text);
    if (failure === null) return false;
    this.#failures.push(failure);
    this.#failed.push(this.#reading.take());
    if (failure.final) this.#fail(failure);
    return true;
  }

  /** No answer came for what was asked. `null`: the tool did not say that it gave up. */
  #fail(final: Failure | null): void {
    const reading = this.#reading;
    const [failures, lines] = [this.#failures, this.#failed];
    this.#failures = [];
    this.#failed = [];
    const [first] = lines;
    if (final === null) {
      reading.skip(first, 'The tool had no answer at first, and what came of it is not in the paste');
      return;
    }
    const server = failures.find((failure) => failure.server !== null)?.server ?? null;
    const outcome = failures.some((failure) => failure.outcome === 'unreachable') ? 'unreachable' : 'timeout';
    this.#ifKnown(first, (questions, context) =>
      questions.map((question) =>
        makeAnswer({ ...context, server: server ?? context.server }, question, outcome, {
          records: [],
          lines,
        }),
      ),
    );
  }

  /** Answers for the questions of the command line; where it is not there, the line says so. */
  #ifKnown(
    line: Line | undefined,
    answers: (questions: readonly DnsQuestion[], context: AnswerContext) => readonly DnsAnswer[],
  ): void {
    const reading = this.#reading;
    // host and nslookup ask for the address first when no type is named
    const questions = (reading.command?.questions ?? []).map(({ name, type }) => ({
      name,
      type: type ?? 'A',
    }));
    if (questions.length === 0)
      reading.skip(line, 'It is not in the paste what was asked; paste the command line too');
    else reading.add(this.#message.tool, answers(questions, reading.context(this.#message.tool)));
  }

  #record(text: string): boolean {
    if (!looksLikeRecord(text)) return false;
    if (this.#message.ended) this.#next();
    const message = this.#message;
    const isRest = (rest: string): boolean =>
      !rest.trimStart().startsWith(';') && !looksLikeRecord(rest) && readFooter(rest, 53) === null;
    try {
      const { record, lines } = readJoined(this.#reading, readRecordLine, isRest);
      message.lines.push(...lines);
      if (message.section === 'answer') message.counted += 1;
      if (record === null) return true;
      if (message.section === 'answer') message.answer.push({ record, lines });
      else if (message.section === 'authority') message.authority.push({ record, lines });
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error;
      message.lines.push(...error.lines);
      for (const line of error.lines) this.#reading.skip(line, error.message);
      if (message.section === 'answer' || message.section === 'authority') message.broken = true;
    }
    return true;
  }

  #flush(): void {
    const message = this.#message;
    const reading = this.#reading;
    const head = message.lines.find(({ text }) => text.includes('HEADER')) ?? message.lines[0];
    if (message.status === null) {
      if (message.answer.length > 0 || message.counted > 0) this.#bare(message);
      return;
    }
    const asked = message.asked === null ? null : questionOf(message.asked);
    const why = this.#unusable(message, asked);
    if (why !== null || asked === null) {
      reading.skip(head, why ?? 'It is not in the paste what was asked');
      reading.tools.add(message.tool);
      return;
    }
    const { flags } = message;
    const { outcome, records } = classify(asked, {
      rcode: message.status,
      flags: { aa: flags.has('aa'), ra: flags.has('ra') },
      answer: message.answer.map(({ record }) => record),
      authority: message.authority.map(({ record }) => record),
    });
    const context = reading.context(message.tool, message.server);
    reading.add(message.tool, [
      makeAnswer(
        { ...context, at: message.at ?? context.at },
        asked,
        outcome,
        { records: outcome === 'answer' || outcome === 'alias' ? records : [], lines: message.lines },
        {
          flags: { aa: flags.has('aa'), ad: flags.has('ad'), ra: flags.has('ra'), tc: flags.has('tc') },
          rcode: message.status,
          elapsedMs: message.elapsedMs,
          extendedErrors: message.errors,
        },
      ),
    ]);
  }

  /** Why an answer with a header is no evidence: a record that is missing could be the one that counts. */
  #unusable(message: Message, asked: DnsQuestion | null): string | null {
    if (message.asked === null)
      return 'It is not in the paste what was asked; the question section is missing';
    if (asked === null)
      return `The question is not one that is read here: ${message.asked.name.slice(0, 100)} ${message.asked.type}`;
    if (message.broken)
      return 'This answer has a record that could not be read, so it is left out as a whole';
    if (message.announced !== null && message.announced !== message.counted)
      return `The header announces ${message.announced} records, and ${message.counted} are here: the answer was cut`;
    return message.announced === null
      ? 'The line with the flags and counts is missing, so the answer may be cut'
      : null;
  }

  /** Records without a header: of `+noall +answer`, or a step of `+trace` with the server below. */
  #bare(message: Message): void {
    const reading = this.#reading;
    const context = reading.context(message.tool, message.server);
    const [first] = message.answer;
    if (message.broken) {
      if (first !== undefined)
        reading.skip(
          first.lines[0],
          'A record beside this one could not be read, so the answer is left out as a whole',
        );
      return;
    }
    const asked = (reading.command?.questions ?? []).flatMap(({ name, type }) =>
      type === null ? [] : [{ name, type }],
    );
    const detail = { elapsedMs: message.elapsedMs };
    if (asked.length === 0 || first === undefined) {
      reading.add(message.tool, answersOf(context, message.answer, detail));
      return;
    }
    const owners = new Set(message.answer.map(({ record }) => record.name));
    const hit = asked.filter(({ name }) => owners.has(name));
    const only = hit[0] ?? asked[0];
    const others = message.answer.filter(({ record }) => record.type !== 'NS' && record.type !== 'DS');
    if (message.ended && only !== undefined && only.type !== 'NS' && others.length === 0) {
      if (isAbove(first.record.name, only.name))
        reading.add(message.tool, [
          makeAnswer(context, only, 'referral', { records: [], lines: message.lines }, detail),
        ]);
      else reading.skip(first.lines[0], 'These name servers are not on the way to what was asked');
      return;
    }
    if (hit.length === 0) {
      reading.skip(first.lines[0], 'The records are not of the name that the command asks for');
      return;
    }
    reading.add(
      message.tool,
      hit.flatMap((question) => {
        const answer = answerTo(context, question, message.answer, detail);
        return answer.outcome === 'no-data' ? [] : [answer];
      }),
    );
  }
}

const starts = (text: string): boolean =>
  /^\s*; <<>> |^\s*;;? ?\S|^Trying "|^Error: error sending query/u.test(text) ||
  looksLikeRecord(text) ||
  readFooter(text, 53) !== null;

export const readDigOutput: Reader = (reading) => {
  if (!starts(reading.textAt())) return false;
  const before = reading.at;
  new DigReader(reading).read();
  return reading.at > before;
};

/** Values alone, of `+short` and `drill -Q`: read with the question of the command line. */
export const readShortOutput: Reader = (reading) => {
  const { command } = reading;
  const text = reading.textAt();
  if (command?.short !== true || text.trimStart().startsWith(';') || looksLikeRecord(text)) return false;
  const [question, second] = command.questions;
  const lines: Line[] = [];
  const read: ReadRecord[] = [];
  let [owner, broken] = [question?.name ?? '', false];
  while (!reading.ended && reading.textAt().trim() !== '' && !reading.textAt().startsWith(';')) {
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
      const isRest = (rest: string): boolean => !/^["\d]/u.test(rest.trim());
      const item = readJoined(
        reading,
        (value) => shortValue(owner, type, value),
        type === 'TXT' ? isRest : () => false,
      );
      if (item.record !== null) read.push({ record: item.record, lines: item.lines });
      if (item.record?.type === 'CNAME' && type !== 'CNAME') owner = item.record.value;
      lines.push(...item.lines);
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error;
      broken = true;
      for (const line of error.lines) reading.skip(line, error.message);
    }
  }
  const [first] = lines;
  if (first !== undefined && question !== undefined && question.type !== null) {
    if (broken)
      reading.skip(first, 'A value beside this one could not be read, so the answer is left out as a whole');
    else
      reading.add(command.tool, [
        answerTo(reading.context(command.tool), { name: question.name, type: question.type }, read),
      ]);
  }
  return true;
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
    if (!(error instanceof ZoneFault) || alias === null || type === 'CNAME') throw error;
    return readRecordLine(`${owner}. IN CNAME ${value.trim()}`);
  }
};
