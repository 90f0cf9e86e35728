/** The place in a paste, and what was read of it so far. */
import { isEmptyPrompt, readCommand } from './command.ts';
import type { DnsAnswer, RecordType } from '../types.ts';
import type { AnswerContext } from './answers.ts';
import type { Line, PastedCommand, PastedTool, UnreadLine } from './types.ts';

/** They print records as master files have them. */
const MASTER_FILE: ReadonlySet<PastedTool> = new Set(['dig', 'kdig', 'drill', 'delv']);

/** The first of `given` below each of `names`, as `contoso.com.corp.example` is below `contoso.com`. */
const belowEach = (names: ReadonlySet<string>, given: readonly string[]): ReadonlyMap<string, string> => {
  const below = new Map<string, string>();
  for (const longer of given)
    for (let dot = longer.indexOf('.'); dot > 0; dot = longer.indexOf('.', dot + 1)) {
      const name = longer.slice(0, dot);
      if (dot < longer.length - 1 && names.has(name) && !below.has(name)) below.set(name, longer);
    }
  return below;
};

export class Reading {
  readonly lines: readonly Line[];
  readonly pastedAt: string;
  readonly answers: DnsAnswer[] = [];
  readonly unread: UnreadLine[] = [];
  readonly tools = new Set<PastedTool>();
  at = 0;
  #command: PastedCommand | null = null;
  /** Where the command stands, and how much was read and not read before it. */
  #asked: { readonly line: Line; readonly answers: number; readonly unread: number } | null = null;
  /** What was answered since the command, as `name` and `name type`; since the beginning where there is none. */
  readonly #everKnown = new Set<string>();
  #known = this.#everKnown;
  /** What an answer that comes later explains. */
  #open: Array<{ readonly line: Line; readonly reason: string }> = [];

  constructor(lines: readonly Line[], pastedAt: string) {
    this.lines = lines;
    this.pastedAt = pastedAt;
  }

  get line(): Line | undefined {
    return this.lines[this.at];
  }

  /** Of the line `ahead` lines on; empty behind the end and for an empty prompt. */
  textAt(ahead = 0): string {
    const line = this.lines[this.at + ahead];
    return line === undefined || isEmptyPrompt(line) ? '' : line.text;
  }

  /** Whether the line here belongs to no output: the end, or the next command. */
  get ended(): boolean {
    return this.endedAt(0);
  }

  endedAt(ahead: number): boolean {
    const line = this.lines[this.at + ahead];
    return line === undefined || readCommand(line) !== null;
  }

  get command(): PastedCommand | null {
    return this.#command;
  }

  /** The command that the lines below belong to; what the one before asked for is settled. */
  ask(command: PastedCommand | null, line: Line | undefined): void {
    this.settle();
    this.#command = command;
    this.#asked =
      command === null || line === undefined
        ? null
        : { line, answers: this.answers.length, unread: this.unread.length };
    this.#known = this.#asked === null ? this.#everKnown : new Set();
  }

  /** The tool shows its command itself, or says more of it: the same one unless something was read since. */
  refine(command: PastedCommand, line: Line | undefined): void {
    const asked = this.#asked;
    const idle = asked?.answers === this.answers.length && asked.unread === this.unread.length;
    if (line !== undefined && !idle) this.ask(command, line);
    else this.#command = command;
  }

  /** Whether there is an answer for the name since the command, of this type where one is given. */
  isGiven(name: string, type?: RecordType): boolean {
    return this.#known.has(type === undefined ? name : `${name} ${type}`);
  }

  /** Whether nothing of the command's output was read or left unread so far. */
  get fresh(): boolean {
    const given = this.answers.length - (this.#asked?.answers ?? 0);
    return given === 0 && this.unread.length === (this.#asked?.unread ?? 0);
  }

  /** The command, where it is one of this tool or of one that prints in the same form. */
  commandOf(tool: PastedTool): PastedCommand | null {
    const command = this.#command;
    const alike = command !== null && MASTER_FILE.has(command.tool) && MASTER_FILE.has(tool);
    return command?.tool === tool || alike ? command : null;
  }

  /** Says the line unless an answer follows before the next command. */
  await(line: Line | undefined, reason: string): void {
    if (line !== undefined) this.#open.push({ line, reason });
  }

  /** Says what the command asked for and nothing above here answers, where no line was said in its place. */
  settle(): void {
    for (const { line, reason } of this.#open.splice(0)) this.skip(line, reason);
    const asked = this.#asked;
    this.#asked = null;
    if (asked === null) return;
    const told = this.unread.length > asked.unread;
    const open = (this.#command?.questions ?? []).filter(
      ({ name, type }) => !this.isGiven(name, type ?? undefined),
    );
    this.#known = this.#everKnown;
    if (open.length === 0) return;
    const below = belowEach(
      new Set(open.map(({ name }) => name)),
      this.answers.slice(asked.answers).map(({ question }) => question.name),
    );
    for (const { name, type } of open) {
      const led = below.get(name);
      if (led !== undefined)
        this.skip(
          asked.line,
          `A search list led to ${led}, so ${name} itself is not answered; ask again for ${name}. with the dot at the end`,
        );
      else if (!told && name !== '.')
        this.skip(asked.line, `Its output holds no answer for ${name}${type === null ? '' : ` ${type}`}`);
    }
  }

  take(): Line {
    const line = this.lines[this.at];
    if (line === undefined) throw new RangeError('read past the end of the paste');
    this.at += 1;
    return line;
  }

  skip(line: Line | undefined, reason: string): void {
    if (line === undefined || line.raw.trim() === '') return;
    this.unread.push({ line: line.number, text: line.raw.slice(0, 500), reason });
  }

  context(tool: PastedTool, server: AnswerContext['server'] = null): AnswerContext {
    return { tool, server: server ?? this.commandOf(tool)?.server ?? null, at: this.pastedAt };
  }

  add(tool: PastedTool, answers: readonly DnsAnswer[]): void {
    this.tools.add(tool);
    for (const answer of answers) {
      const { name, type } = answer.question;
      for (const known of new Set([this.#known, this.#everKnown])) known.add(name).add(`${name} ${type}`);
      this.answers.push(answer);
    }
    if (answers.length > 0) this.#open = [];
  }
}

/** Takes the lines here when they are what it reads; true when at least one was taken. */
export type Reader = (reading: Reading) => boolean;
