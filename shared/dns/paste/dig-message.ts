/** One answer of dig, kdig, drill, delv or `host -v` while its lines are taken. */
import type { DnsAnswer, DnsQuestion, DnsServer } from '../types.ts';
import type { ReadRecord } from './answers.ts';
import type { Section } from './dig-lines.ts';
import type { Line, PastedTool } from './types.ts';
import { isRcodeName } from '../rcodes.ts';
import { questionName, recordType } from './values.ts';

export interface Message {
  tool: PastedTool;
  readonly lines: Line[];
  /** That with the status, at which it is said why the answer is none. */
  head: Line | null;
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
  /** The tool said that it could not take the packet apart. */
  malformed: boolean;
  server: DnsServer | null;
  /** When it came at the latest, as the tool says. */
  latest: string | null;
  elapsedMs: number;
  readonly errors: Array<NonNullable<DnsAnswer['extendedErrors']>[number]>;
  ended: boolean;
}

/** Its lines may be shared with other messages of one text. */
export type TakenMessage = Omit<Message, 'lines'> & { readonly lines: readonly Line[] };

export const freshMessage = (tool: PastedTool): Message => ({
  tool,
  lines: [],
  head: null,
  status: null,
  flags: new Set(),
  announced: null,
  asked: null,
  section: 'answer',
  answer: [],
  authority: [],
  counted: 0,
  broken: false,
  malformed: false,
  server: null,
  latest: null,
  elapsedMs: 0,
  errors: [],
  ended: false,
});

export const questionOf = ({ name, type }: { name: string; type: string }): DnsQuestion | null => {
  const [asked, known] = [questionName(name), recordType(type)];
  return asked === null || known === null ? null : { name: asked, type: known };
};

/** A question as `+qr` shows it, before the answer to it. */
export const isQuery = ({ status, announced, flags }: TakenMessage): boolean =>
  status !== null && announced !== null && !flags.has('qr');

/** Why an answer with a header is no evidence: a record that is missing could be the one that counts. */
export const unusable = (message: TakenMessage, asked: DnsQuestion | null): string | null => {
  if (message.asked === null) return 'It is not in the paste what was asked; the question section is missing';
  if (asked === null)
    return `The question is not one that is read here: ${message.asked.name.slice(0, 100)} ${message.asked.type}`;
  if (message.status !== null && !isRcodeName(message.status))
    return `The status ${message.status} is none of DNS, or is cut`;
  if (message.malformed) return 'The tool says that the answer was malformed, so it is left out as a whole';
  if (message.flags.has('tc'))
    return 'The answer was cut by the server (flag tc), so it is left out; ask again with +tcp';
  if (message.broken) return 'This answer has a record that could not be read, so it is left out as a whole';
  if (message.announced !== null && message.announced !== message.counted)
    return `The header announces ${message.announced} records, and ${message.counted} are here: the answer was cut`;
  return message.announced === null
    ? 'The line with the flags and counts is missing, so the answer may be cut'
    : null;
};
