/** What the readers of pasted output share. */
import type { DnsServer, RecordType } from '../types.ts';

export const PASTED_TOOLS = ['dig', 'kdig', 'drill', 'delv', 'host', 'nslookup', 'Resolve-DnsName'] as const;
export type PastedTool = (typeof PASTED_TOOLS)[number];

export interface Line {
  /** Of the paste, from 1. */
  readonly number: number;
  /** Without colours, mail quotes and odd blanks. */
  readonly text: string;
  /** As it was pasted. */
  readonly raw: string;
  /** It began with `>` where the others did not: the prompt of nslookup. */
  readonly prompted: boolean;
  /** Invisible or typographic characters were taken off, which some tools print and others never do. */
  readonly altered: boolean;
}

/** What a command line asks; `null` where it leaves it to the tool. */
export interface AskedQuestion {
  readonly name: string;
  readonly type: RecordType | null;
}

export interface PastedCommand {
  readonly tool: PastedTool;
  readonly questions: readonly AskedQuestion[];
  readonly server: DnsServer | null;
  readonly port: number;
  /** The tool prints values alone (`dig +short`, `drill -Q`). */
  readonly short: boolean;
  /** `every`: all types at once (ANY); `other`: one that is none of those that are read. Both leave no questions. */
  readonly asks: 'known' | 'every' | 'other';
  /** The names for which every type is asked for. */
  readonly names: readonly string[];
  /** The options leave the question section out. */
  readonly hidden: boolean;
}

/** A line that could not be read; `reason` completes "Line 3 was not read: …" and ends without a full stop. */
export interface UnreadLine {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}
