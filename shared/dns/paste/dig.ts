/** The output of dig, kdig, drill, delv and `host -v`: whole answers, and records without their header. */
import { classify } from '../classify.ts';
import type { DnsAnswer, DnsQuestion } from '../types.ts';
import { answersOf, answerTo, makeAnswer, type AnswerContext } from './answers.ts';
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
import { freshMessage, isQuery, questionOf, unusable, type Message } from './dig-message.ts';
import { BrokenRecord, readJoined } from './joined.ts';
import type { Reader, Reading } from './reading.ts';
import type { Line, PastedTool } from './types.ts';
import { isAbove, looksLikeRecord, readRecordLine } from './values.ts';

/** A clock that is ahead must not date an answer behind the moment at which it was pasted. */
const earlier = (latest: string | null, pasted: string): string =>
  latest !== null && latest < pasted ? latest : pasted;

class DigReader {
  readonly #reading: Reading;
  #message: Message;
  #failures: Failure[] = [];
  #failed: Line[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#message = freshMessage(reading.command?.tool ?? 'dig');
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
    if (isQuery(message)) return;
    const asked = message.asked === null ? null : questionOf(message.asked);
    const why = unusable(message, asked);
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
        { ...context, at: earlier(message.latest, context.at) },
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

  /** Records without a header: of `+noall +answer`, or a step of `+trace` with the server below. */
  #bare(message: Message): void {
    const reading = this.#reading;
    const shown = reading.context(message.tool, message.server);
    const context = { ...shown, at: earlier(message.latest, shown.at) };
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
