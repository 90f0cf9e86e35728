/** Command lines in a paste: which tool, what it asks, and of whom. */
import type { DnsServer, RecordType } from '../types.ts';
import type { AskedQuestion, Line, PastedCommand, PastedTool } from './types.ts';
import { questionName, recordType, reverseNameOf, serverAt } from './values.ts';

const TOOLS: Readonly<Record<string, PastedTool>> = {
  dig: 'dig',
  kdig: 'kdig',
  drill: 'drill',
  delv: 'delv',
  host: 'host',
  nslookup: 'nslookup',
  'resolve-dnsname': 'Resolve-DnsName',
};
const PROMPT =
  /^\s{0,8}(?:PS(?: [^>\n]{0,200})?>+|[A-Za-z]:[^>\n]{0,200}>|(?:\([\w.-]{1,40}\) ?)?(?:\[[^\]\n]{1,80}\]|[\w.~/@:+-]{1,80}(?: [\w.~/@:+-]{1,80})?)? ?[$#%❯➜λ])\s*/u;
const CALL =
  /^\s{0,8}(?:sudo\s+|&\s*)?(dig|kdig|drill|delv|host|nslookup|resolve-dnsname)(?:\.exe)?(?:\s+(.*))?$/iu;

const words = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/gu)].map(([, a, b, c]) => a ?? b ?? c ?? '');

/** `@server` and the like: an address, or a name that stands as the label of a server whose address is not known. */
const namedServer = (text: string, port: number): DnsServer | null =>
  serverAt(text, port) ??
  (questionName(text) === null ? null : { address: '0.0.0.0', port, label: `${text} (address not shown)` });

interface Draft {
  names: AskedQuestion[];
  type: RecordType | null;
  server: string | null;
  port: number;
  short: boolean;
  /** The type that was asked for last. */
  asks: PastedCommand['asks'];
  hidden: boolean;
}

const fresh = (): Draft => ({
  names: [],
  type: null,
  server: null,
  port: 53,
  short: false,
  asks: 'known',
  hidden: false,
});

const addName = (draft: Draft, text: string): void => {
  const name = questionName(text);
  if (name !== null) draft.names.push({ name, type: reverseNameOf(text) === null ? null : 'PTR' });
};

const isType = (word: string): boolean =>
  (/^\D/u.test(word) && recordType(word) !== null) || /^(?:ANY|AXFR|SPF|IXFR)$/iu.test(word);

/** What asking for the type of this name means; Resolve-DnsName has one for both kinds of address. */
const asksFor = (word: string): PastedCommand['asks'] => {
  if (recordType(word) !== null || /^A_AAAA$/iu.test(word)) return 'known';
  return /^(?:ANY|ALL|255|TYPE255)$/iu.test(word) ? 'every' : 'other';
};

const setType = (draft: Draft, word: string): void => {
  draft.type = recordType(word);
  draft.asks = asksFor(word);
  const last = draft.names.at(-1);
  if (last?.type === null) draft.names.splice(-1, 1, { ...last, type: draft.type });
};

/** dig, kdig, drill, delv: words in any order. A type before its name holds for it alone. */
const readDig = (args: readonly string[], draft: Draft): void => {
  let otherClass = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const next = args[at + 1] ?? '';
    if (word.startsWith('@')) draft.server = word.slice(1);
    else if (word.startsWith('+')) {
      draft.short ||= /^\+shor?t?$/u.test(word);
      if (/^\+(?:no)?(?:all|ques(?:tion)?)$/u.test(word)) draft.hidden = word.startsWith('+no');
    } else if (/^-(?:[pqtcbkyfxdw]|V)$/iu.test(word)) {
      at += word === '-Q' || word === '-D' ? 0 : 1;
      if (word === '-p') draft.port = Number(next);
      else if (word === '-t') setType(draft, next);
      else if (word === '-q' || word === '-x') addName(draft, next);
      else if (word === '-Q') draft.short = true;
    } else if (/^(?:CH|HS)$/iu.test(word)) otherClass = true;
    else if (word.startsWith('-') || /^IN$/iu.test(word)) continue;
    else if (isType(word)) setType(draft, word);
    else {
      addName(draft, word);
      const last = draft.names.at(-1);
      if (draft.names.length === 1 && last?.type === null && draft.type !== null)
        draft.names = [{ ...last, type: draft.type }];
    }
  }
  if (otherClass) draft.asks = 'other';
};

const readHost = (args: readonly string[], draft: Draft): void => {
  const free: string[] = [];
  /** Asks for every type, a transfer, all servers or another class. */
  let odd = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const joined = /^-([tpcRWNm])(.*)$/u.exec(word);
    if (joined) {
      const value = joined[2] === '' ? (args[(at += 1)] ?? '') : (joined[2] ?? '');
      if (joined[1] === 't') setType(draft, value);
      if (joined[1] === 'p') draft.port = Number(value);
    } else if (/^-[alCc]/u.test(word)) {
      if (word !== '-c' || !/^IN$/iu.test(args[(at += 1)] ?? '')) odd = true;
    } else if (!word.startsWith('-')) free.push(word);
  }
  const [name = '', server] = free;
  addName(draft, name);
  draft.server = server ?? null;
  if (odd) draft.asks = 'other';
};

/** Options of nslookup, on its command line with `-` and behind `set` when it runs. */
export const nslookupOption = (
  text: string,
): {
  readonly type?: RecordType | null;
  readonly asks?: PastedCommand['asks'];
  readonly port?: number;
} => {
  const [, key = '', value = ''] = /^-?([a-z]{1,12})=(.{0,40})$/iu.exec(text) ?? [];
  if (/^(?:t|ty|type|q|qu|query|querytype)$/iu.test(key))
    return { type: recordType(value), asks: asksFor(value) };
  return /^po(?:rt)?$/iu.test(key) ? { port: Number(value) } : {};
};

const readNslookup = (args: readonly string[], draft: Draft): void => {
  const free: string[] = [];
  for (const word of args) {
    if (!word.startsWith('-')) free.push(word);
    const { type, asks, port } = word.startsWith('-') ? nslookupOption(word) : {};
    if (type !== undefined) draft.type = type;
    if (asks !== undefined) draft.asks = asks;
    if (port !== undefined) draft.port = port;
  }
  const [name = '', server] = free;
  if (name !== '') addName(draft, name);
  draft.server = server ?? null;
};

const PARAMETER = /^-(n(?:ame)?|t(?:ype)?|ser(?:ver)?)(?::(.*))?$/iu;

const readResolve = (args: readonly string[], draft: Draft): void => {
  const free: string[] = [];
  const pipe = args.findIndex((word) => word.startsWith('|') || word.startsWith(';'));
  const own = pipe < 0 ? args : args.slice(0, pipe);
  for (let at = 0; at < own.length; at += 1) {
    const word = own[at] ?? '';
    const parameter = PARAMETER.exec(word);
    if (parameter) {
      const value = parameter[2] ?? own[(at += 1)] ?? '';
      const key = (parameter[1] ?? '').toLowerCase();
      if (key.startsWith('n')) addName(draft, value);
      else if (key.startsWith('t')) setType(draft, value);
      else draft.server = value.split(',')[0] ?? null;
    } else if (/^-(?:erroraction|ea|erroraction:.*)$/iu.test(word)) at += 1;
    else if (!word.startsWith('-')) free.push(word);
  }
  const [name, type] = draft.names.length > 0 ? [undefined, free[0]] : free;
  if (name !== undefined) addName(draft, name);
  if (type !== undefined) setType(draft, type);
};

const READERS: Readonly<Record<PastedTool, (args: readonly string[], draft: Draft) => void>> = {
  dig: readDig,
  kdig: readDig,
  drill: readDig,
  delv: readDig,
  host: readHost,
  nslookup: readNslookup,
  'Resolve-DnsName': readResolve,
};
/** Asked when no type is named; nslookup, host and Resolve-DnsName ask for more than one, so theirs stays open. */
const DEFAULT_TYPE: Partial<Record<PastedTool, RecordType>> = { dig: 'A', kdig: 'A', drill: 'A', delv: 'A' };

/** Nobody asks for more in one command; of a longer one it is not known what was asked. */
const MOST_NAMES = 50;

export const readCall = (tool: PastedTool, text: string): PastedCommand => {
  const draft = fresh();
  READERS[tool](words(text), draft);
  const fallback = DEFAULT_TYPE[tool] ?? null;
  const port = Number.isInteger(draft.port) && draft.port > 0 && draft.port < 65_536 ? draft.port : 53;
  return {
    tool,
    questions:
      draft.asks === 'known' && draft.names.length <= MOST_NAMES
        ? draft.names.map(({ name, type }) => ({ name, type: type ?? draft.type ?? fallback }))
        : [],
    asks: draft.asks,
    names:
      draft.asks === 'every' && draft.names.length <= MOST_NAMES ? draft.names.map(({ name }) => name) : [],
    hidden: draft.hidden,
    server: draft.server === null ? null : namedServer(draft.server, port),
    port,
    short: draft.short,
  };
};

/** A prompt with nothing behind it counts as an empty line. */
export const isEmptyPrompt = ({ text }: Line): boolean => {
  const prompt = PROMPT.exec(text)?.[0];
  return prompt !== undefined && prompt.trim().length > 0 && text.slice(prompt.length).trim() === '';
};

/** The command on a line, behind a prompt or alone; `null` when there is none. */
export const readCommand = ({ text }: Line): PastedCommand | null => {
  if (text.length > 4000) return null;
  const prompt = PROMPT.exec(text)?.[0] ?? '';
  const call = CALL.exec(text.slice(prompt.length)) ?? CALL.exec(text);
  const tool = TOOLS[(call?.[1] ?? '').toLowerCase()];
  if (call === null || tool === undefined) return null;
  // Without a prompt a sentence may begin with the name of a tool; a command asks for a name with a dot.
  const command = readCall(tool, call[2] ?? '');
  const bare = prompt === '' && command.questions.length === 0 && (call[2] ?? '') !== '';
  const sentence = prompt === '' && tool === 'host' && !/^\S+(?:\s+\S+)?$|^-/u.test(call[2] ?? '');
  return bare || sentence ? null : command;
};

/** A prompt of PowerShell, cmd or a Unix shell with some other command behind it. */
export const isOtherCommand = ({ text }: Line): boolean =>
  /^\s{0,8}(?:PS [^>\n]{0,200}>|[A-Za-z]:\\[^>\n]{0,200}>|[\w.-]{1,40}@[\w.-]{1,60}[: ][^$#\n]{0,100}[$#] )\s*\S/u.test(
    text,
  );
