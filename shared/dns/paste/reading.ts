/** The place in a paste, and what was read of it so far. */
import { isEmptyPrompt, readCommand } from './command.ts';
import type { DnsAnswer } from '../types.ts';
import type { AnswerContext } from './answers.ts';
import type { Line, PastedCommand, PastedTool, UnreadLine } from './types.ts';

export class Reading {
  readonly lines: readonly Line[];
  readonly pastedAt: string;
  readonly answers: DnsAnswer[] = [];
  readonly unread: UnreadLine[] = [];
  readonly tools = new Set<PastedTool>();
  at = 0;
  command: PastedCommand | null = null;

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
    const { line } = this;
    return line === undefined || readCommand(line) !== null;
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
    return { tool, server: server ?? this.command?.server ?? null, at: this.pastedAt };
  }

  add(tool: PastedTool, answers: readonly DnsAnswer[]): void {
    this.tools.add(tool);
    this.answers.push(...answers);
  }
}

/** Takes the lines here when they are what it reads; true when at least one was taken. */
export type Reader = (reading: Reading) => boolean;
