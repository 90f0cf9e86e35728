/** The place in a paste, and what was read of it so far. */
import { isEmptyPrompt, readCommand } from './command.ts';
import type { DnsAnswer } from '../types.ts';
import type { AnswerContext } from './answers.ts';
import type { Line, PastedCommand, PastedTool, UnreadLine } from './types.ts';

/** They print records as master files have them. */
const MASTER_FILE: ReadonlySet<PastedTool> = new Set(['dig', 'kdig', 'drill', 'delv']);

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
  }

  /** The tool shows its command itself, or says more of it: the same one unless something was read since. */
  refine(command: PastedCommand, line: Line | undefined): void {
    const asked = this.#asked;
    const idle = asked?.answers === this.answers.length && asked.unread === this.unread.length;
    if (line !== undefined && !idle) this.ask(command, line);
    else this.#command = command;
  }

  /** The answers since the command. */
  get given(): readonly DnsAnswer[] {
    return this.answers.slice(this.#asked?.answers ?? 0);
  }

  /** Whether nothing of the command's output was read or left unread so far. */
  get fresh(): boolean {
    return this.given.length === 0 && this.unread.length === (this.#asked?.unread ?? 0);
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
    const given = this.answers.slice(asked.answers).map(({ question }) => question);
    const told = this.unread.length > asked.unread;
    for (const { name, type } of this.#command?.questions ?? []) {
      const own = given.filter((question) => question.name === name);
      if (own.some((question) => type === null || question.type === type)) continue;
      const below = given.find((question) => question.name.startsWith(`${name}.`));
      if (below !== undefined)
        this.skip(
          asked.line,
          `A search list led to ${below.name}, so ${name} itself is not answered; ask again for ${name}. with the dot at the end`,
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
    if (line === undefined) return;
    this.unread.push({ line: line.number, text: line.raw.slice(0, 500), reason });
  }

  context(tool: PastedTool, server: AnswerContext['server'] = null): AnswerContext {
    return { tool, server: server ?? this.commandOf(tool)?.server ?? null, at: this.pastedAt };
  }

  add(tool: PastedTool, answers: readonly DnsAnswer[]): void {
    this.tools.add(tool);
    this.answers.push(...answers);
    if (answers.length > 0) this.#open = [];
  }
}

/** Takes the lines here when they are what it reads; true when at least one was taken. */
export type Reader = (reading: Reading) => boolean;
