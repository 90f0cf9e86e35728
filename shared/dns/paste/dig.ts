/** The output of dig, kdig, drill, delv and `host -v`: whole answers, and records without their header. */
import { append } from '../../append.ts';
import type { DnsAnswer, DnsQuestion } from '../types.ts';
import { makeAnswer, type AnswerContext } from './answers.ts';
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
  saysMalformed,
  type Failure,
} from './dig-lines.ts';
import { addMessage } from './dig-answer.ts';
import { freshMessage, type Message } from './dig-message.ts';
import { BrokenRecord, readJoined } from './joined.ts';
import type { Reader, Reading } from './reading.ts';
import type { Line, PastedTool } from './types.ts';
import { looksBare, looksLikeRecord, readRecordLine } from './values.ts';

const isDig = (tool: PastedTool | undefined): boolean => tool === 'dig' || tool === 'kdig';

class DigReader {
  readonly #reading: Reading;
  #message: Message;
  #failures: Failure[] = [];
  #failed: Line[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
    const tool = reading.command?.tool ?? 'dig';
    this.#message = freshMessage(tool === 'Resolve-DnsName' ? 'dig' : tool);
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
      if (this.#message.ended) this.#next();
      this.#message.section = section;
    } else if (question !== null && (this.#message.section === 'question' || this.#message.asked === null))
      this.#message.asked = question;
    else {
      const error = readExtendedError(text);
      if (error !== null) this.#message.errors.push(error);
      else if (saysMalformed(text)) {
        if (this.#message.status !== null) this.#next();
        this.#message.malformed = true;
      } else if (!isRemark(text)) reading.skip(line, 'A remark of the tool that is not known here');
    }
    this.#message.lines.push(reading.take());
    return true;
  }

  #next(): void {
    const { tool } = this.#message;
    this.#flush();
    this.#message = freshMessage(tool);
  }

  #banner(text: string): boolean {
    const banner = /^\s*; <<>> (DiG|delv) \S{1,80} <<>>\s*(.{0,4000})$/iu.exec(text);
    const trying = /^Trying "(\S{1,255})"/u.exec(text);
    if (!banner && !trying) return false;
    this.#flush();
    const tool: PastedTool = trying ? 'host' : banner?.[1] === 'delv' ? 'delv' : 'dig';
    this.#message = freshMessage(tool);
    const line = this.#reading.take();
    if (banner) {
      const command = readCall(tool, banner[2] ?? '');
      this.#reading.refine({ ...command, short: this.#reading.command?.short ?? command.short }, line);
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
      this.#message.head = reading.line ?? null;
      if (header.tool !== 'dig') this.#message.tool = header.tool;
      else if (this.#message.tool !== 'host') this.#message.tool = reading.command?.tool ?? 'dig';
      this.#message.section = 'other';
      this.#hold();
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
    if (foot.latest !== undefined) message.latest = foot.latest;
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
      reading.await(first, 'The tool had no answer at first, and what came of it is not in the paste');
      return;
    }
    if (failures.every(({ bare }) => bare === true)) {
      reading.skip(first, 'Why no server was reached stands in lines that are not in the paste');
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
    const answered = questions.some(({ name, type }) => reading.isGiven(name, type));
    if (answered)
      reading.skip(line, 'The command has an answer above; the one that failed is not in the paste');
    else if (questions.length === 0)
      reading.skip(line, 'It is not in the paste what was asked; paste the command line too');
    else reading.add(this.#message.tool, answers(questions, reading.context(this.#message.tool)));
  }

  /** Without TTL and class only where it is known that a record may stand. */
  #isRecord(text: string): boolean {
    return (
      looksLikeRecord(text) ||
      ((this.#message.status !== null || isDig(this.#reading.command?.tool)) && looksBare(text))
    );
  }

  /** Whether the line above is none that is known, so that it may hold the beginning of the name here. */
  #maybeCut(): boolean {
    const { at, lines, unread } = this.#reading;
    const before = lines[at - 1];
    if (before === undefined || unread.at(-1)?.line !== before.number || !/^[^\s;]+$/u.test(before.text))
      return false;
    this.#reading.skip(
      this.#reading.line,
      'The name may begin on the line above; copy it from a wider window',
    );
    return true;
  }

  /** A try that failed is of no account once an answer is there. */
  #hold(): void {
    this.#failures = [];
    this.#failed = [];
  }

  #record(text: string): boolean {
    if (!this.#isRecord(text)) return false;
    if (this.#message.ended) this.#next();
    const message = this.#message;
    this.#hold();
    if (message.status === null && message.lines.length === 0 && this.#maybeCut()) message.broken = true;
    const isRest = (rest: string): boolean =>
      !rest.trimStart().startsWith(';') && !this.#isRecord(rest) && readFooter(rest, 53) === null;
    try {
      const { record, lines } = readJoined(this.#reading, readRecordLine, isRest);
      append(message.lines, lines);
      if (message.section === 'answer') message.counted += 1;
      if (record === null) return true;
      if (message.section === 'answer') message.answer.push({ record, lines });
      else if (message.section === 'authority') message.authority.push({ record, lines });
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error;
      append(message.lines, error.lines);
      for (const line of error.lines) this.#reading.skip(line, error.message);
      if (message.section === 'answer' || message.section === 'authority') message.broken = true;
    }
    return true;
  }

  #flush(): void {
    addMessage(this.#reading, this.#message);
  }
}

const starts = (text: string, command: boolean): boolean =>
  /^\s*; <<>> |^\s*;;? ?\S|^Trying "|^Error: error sending query/u.test(text) ||
  looksLikeRecord(text) ||
  (command && looksBare(text)) ||
  readFooter(text, 53) !== null;

export const readDigOutput: Reader = (reading) => {
  if (!starts(reading.textAt(), isDig(reading.command?.tool))) return false;
  const before = reading.at;
  new DigReader(reading).read();
  return reading.at > before;
};
