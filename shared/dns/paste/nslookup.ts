/** The output of nslookup: one server and one question at a time, with what is said about them. */
import { append } from '../../append.ts';
import { questionKey } from '../question.ts';
import type { DnsAnswer, DnsOutcome, DnsQuestion, DnsServer, RecordType } from '../types.ts';
import { answersOf, answerTo, makeAnswer, type ReadRecord } from './answers.ts';
import { BrokenRecord } from './joined.ts';
import { takeDebugBlock } from './nslookup-debug.ts';
import { NOT_YET } from './nslookup-prompt.ts';
import { takeValue } from './nslookup-values.ts';
import { begins, maybeRest, MAYBE_REST, ownerLine, startsSoa } from './nslookup-begins.ts';
import {
  ABOUT_SERVER,
  ADDRESS,
  ALIASES,
  AUTHORITATIVE_BELOW,
  GAVE_UP,
  NAME,
  NOT_AUTHORITATIVE,
  readComplaint,
  RULE,
  SERVER,
  TRY_TIMED_OUT,
} from './nslookup-words.ts';
import type { Reader, Reading } from './reading.ts';
import type { Line } from './types.ts';
import { isAbove, makeRecord, questionName, reverseNameOf, serverAt } from './values.ts';
import { parseIp } from '../../net/ip.ts';
import { ZoneFault } from '../zone-values.ts';

const TOOL = 'nslookup';

class NslookupReader {
  readonly #reading: Reading;
  #server: DnsServer | null = null;
  /** Its name, for telling it from the name that was asked for. */
  #serverName = '';
  #read: ReadRecord[] = [];
  #shown: DnsAnswer[] = [];
  /** What they answer. */
  #shownFor = new Set<string>();
  #failed: Line[] = [];
  #below = false;
  #lone: Line | null = null;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  read(): void {
    while (!this.#reading.ended && this.#step()) continue;
    this.#flush();
  }

  #step(): boolean {
    const reading = this.#reading;
    const text = reading.textAt().trim();
    if (reading.line?.prompted === true) return false;
    if (text === '') {
      reading.take();
      return true;
    }
    if (SERVER.test(text)) {
      this.#flush();
      this.#takeServer();
    } else if (RULE.test(text)) {
      const answer = takeDebugBlock(reading, reading.context(TOOL, this.#server));
      if (answer !== null) {
        this.#shown.push(answer);
        this.#shownFor.add(questionKey(answer.question));
      }
    } else if (AUTHORITATIVE_BELOW.test(text)) {
      this.#below = true;
      reading.take();
    } else if (NOT_AUTHORITATIVE.test(text) || TRY_TIMED_OUT.test(text) || ABOUT_SERVER.test(text))
      reading.take();
    else if (GAVE_UP.test(text)) this.#complain(reading.take(), 'timeout', null);
    else if (NAME.test(text) && !/^Name\s+:/u.test(text)) this.#takeAddresses();
    else if (readComplaint(text) !== null) this.#takeComplaint(text);
    else return this.#takeRecord(text);
    return true;
  }

  #takeServer(): void {
    const reading = this.#reading;
    this.#serverName = SERVER.exec(reading.take().text.trim())?.[1] ?? '';
    this.#skipBlank();
    const address = ADDRESS.exec(reading.textAt().trim())?.[1];
    if (address === undefined) return;
    reading.take();
    const [, host = '', port] = /^([^\s#]{1,64})(?:#(\d{1,5}))?$/u.exec(address.trim()) ?? [];
    const label = /^unknown$/iu.test(this.#serverName) ? undefined : this.#serverName;
    this.#server = serverAt(host, port ?? reading.command?.port ?? 53, label);
  }

  /** Mail programs put an empty line between two that belong together. */
  #skipBlank(): void {
    const reading = this.#reading;
    const below = reading.textAt(1);
    const belongs =
      ADDRESS.test(below.trim()) ||
      ALIASES.test(below.trim()) ||
      (/^\s/u.test(below) && parseIp(below.trim()).ok);
    if (reading.textAt().trim() === '' && reading.line !== undefined && belongs) reading.take();
  }

  #takeRecord(text: string): boolean {
    const reading = this.#reading;
    const soa = startsSoa(reading);
    const own = soa ? null : ownerLine(text);
    if (!soa && own === null) return false;
    const line = reading.take();
    try {
      const taken =
        own === null
          ? takeValue(reading, text, null)
          : takeValue(reading, own.owner, { text: own.value, line });
      if (!this.#below) this.#read.push({ record: taken.record, lines: [line, ...taken.lines] });
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error;
      const lines = [...new Set([line, ...error.lines])];
      for (const one of lines) reading.skip(one, error.message);
      if (!this.#below) append(this.#failed, lines);
    }
    return true;
  }

  /** `Name:` with the addresses below it and, on Windows, the aliases that led there. */
  #takeAddresses(): void {
    const reading = this.#reading;
    const head = reading.take();
    const name = NAME.exec(head.text.trim())?.[1] ?? '';
    const [lines, addresses, aliases]: [Line[], string[], string[]] = [[head], [], []];
    let into: string[] | null = null;
    while (!reading.ended) {
      this.#skipBlank();
      const text = reading.textAt().trim();
      const first = ADDRESS.exec(text)?.[1] ?? ALIASES.exec(text)?.[1];
      if (first !== undefined) into = ADDRESS.test(text) ? addresses : aliases;
      else if (into === null || !/^\s/u.test(reading.textAt()) || !/^\S+$/u.test(text)) break;
      into.push(first?.trim() ?? text);
      lines.push(reading.take());
    }
    if (addresses.length > 0 && maybeRest(reading)) {
      lines.push(reading.take());
      append(this.#failed, lines);
      for (const line of lines) reading.skip(line, MAYBE_REST);
      return;
    }
    this.#lone = addresses.length === 0 ? head : null;
    try {
      const [alias, other] = aliases;
      if (alias !== undefined && other === undefined)
        this.#read.push({ record: makeRecord(alias, 'CNAME', null, `${name}.`), lines });
      else if (other !== undefined)
        reading.skip(
          lines.at(-1),
          'Several aliases, and nslookup does not say which leads to which; ask for each with -type=CNAME',
        );
      for (const address of addresses) this.#address(name, address, lines);
    } catch (error) {
      if (!(error instanceof ZoneFault)) throw error;
      append(this.#failed, lines);
      for (const line of lines) reading.skip(line, error.message);
    }
  }

  #address(name: string, address: string, lines: readonly Line[]): void {
    const reversed = reverseNameOf(address);
    const asked = this.#reading.command?.questions[0];
    const type: RecordType = address.includes(':') ? 'AAAA' : 'A';
    // For an address nslookup shows the name that its PTR leads to, and the address again
    if (reversed !== null && asked?.name === reversed)
      this.#read.push({ record: makeRecord(reversed, 'PTR', null, `${name}.`), lines });
    else this.#read.push({ record: makeRecord(name, type, null, address), lines });
  }

  #takeComplaint(text: string): void {
    const complaint = readComplaint(text);
    const line = this.#reading.take();
    if (complaint === null) return;
    const own = complaint.names.filter((name) => name.replace(/\.$/u, '') !== this.#serverName);
    const name = questionName((own.at(-1) ?? '').replace(/[.,;]$/u, ''));
    if (complaint.outcome === null)
      this.#reading.skip(line, 'The reason for which there is no answer is not known here');
    else this.#complain(line, complaint.outcome, name);
  }

  #complain(line: Line, outcome: DnsOutcome, name: string | null): void {
    const reading = this.#reading;
    const question = this.#asked(name);
    if (question === null)
      reading.skip(
        line,
        (reading.command?.asks ?? 'known') === 'known'
          ? 'Which type was asked for is not in the paste; paste the command line too'
          : 'The command asks for every type at once or for one that is not read here; ask for one type at a time',
      );
    else if (this.#shownFor.has(questionKey(question))) return;
    else if (this.#read.length > 0 && outcome === 'timeout')
      reading.skip(line, 'A further question of nslookup stayed without an answer');
    else
      reading.add(TOOL, [
        makeAnswer(reading.context(TOOL, this.#server), question, outcome, { records: [], lines: [line] }),
      ]);
  }

  /** What was asked: by the command line, where it is there and does not speak of another name. */
  #asked(name: string | null): DnsQuestion | null {
    const { command } = this.#reading;
    const [asked] = command?.tool === TOOL ? command.questions : [];
    if (asked === undefined || asked.name === NOT_YET) return null;
    // With the search list it may speak of the name below another domain: then it is that name that was not found
    if (name !== null && name !== asked.name && !name.startsWith(`${asked.name}.`)) return null;
    return { name: name ?? asked.name, type: asked.type ?? 'A' };
  }

  #flush(): void {
    const reading = this.#reading;
    const [read, shown, failed, lone] = [this.#read, this.#shown, this.#failed, this.#lone];
    this.#read = [];
    this.#shown = [];
    this.#shownFor = new Set();
    this.#failed = [];
    this.#below = false;
    this.#lone = null;
    reading.add(TOOL, shown);
    if (shown.length > 0) return;
    if (failed.length > 0) {
      const [first] = read;
      if (first !== undefined)
        reading.skip(
          first.lines[0],
          'A record beside this one could not be read, so the answer is left out as a whole',
        );
      return;
    }
    const [first] = read;
    const context = reading.context(TOOL, this.#server);
    if (first === undefined) {
      if (lone !== null)
        reading.skip(lone, 'The name stands without an address; ask with -type= to see what there is');
      return;
    }
    const [asked] = reading.command?.tool === TOOL ? reading.command.questions : [];
    if (asked !== undefined && asked.type !== null) {
      const question = { name: asked.name, type: asked.type };
      const answer = answerTo(context, question, read);
      // Windows shows the SOA of the zone where there is no record of the type
      const soaOnly =
        question.type !== 'SOA' &&
        read.every(({ record }) => record.type === 'SOA' && isAbove(record.name, question.name));
      if (answer.outcome !== 'no-data' || soaOnly) {
        reading.add(TOOL, [answer]);
        return;
      }
      reading.skip(
        first.lines[0],
        'The records are not of what the command asks for; where a search list adds a domain, end the name with a dot',
      );
      return;
    }
    const every = reading.command?.tool === TOOL ? reading.command.names : [];
    reading.add(
      TOOL,
      answersOf(context, every.length > 0 ? this.#ofName(read, every) : this.#ofOneType(read)),
    );
  }

  /** Of every type that was asked for; addresses of name servers and mail exchangers stand below on Windows. */
  #ofName(read: readonly ReadRecord[], names: readonly string[]): readonly ReadRecord[] {
    const own = read.filter(({ record }) => names.includes(record.name));
    if (own.length === 0)
      this.#reading.skip(read[0]?.lines[0], 'The records are not of what the command asks for');
    return own;
  }

  /** Records of the authority and additional sections follow on Windows without a heading. */
  #ofOneType(read: readonly ReadRecord[]): readonly ReadRecord[] {
    const type = read.find(({ record }) => record.type !== 'CNAME')?.record.type ?? 'CNAME';
    const family = type === 'A' || type === 'AAAA' ? ['A', 'AAAA', 'CNAME'] : [type, 'CNAME'];
    const [own, others]: [ReadRecord[], ReadRecord[]] = [[], []];
    for (const item of read) (family.includes(item.record.type) ? own : others).push(item);
    for (const { lines } of others)
      this.#reading.skip(
        lines[0],
        'It is not in the paste what was asked, so this may only stand beside the answer; paste the command line too',
      );
    return own;
  }
}

export const readNslookupOutput: Reader = (reading) => {
  if (!begins(reading)) return false;
  const { at } = reading;
  new NslookupReader(reading).read();
  return reading.at > at;
};
