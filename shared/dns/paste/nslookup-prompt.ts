/** What is typed at the prompt of nslookup itself. */
import { nslookupOption, readCall } from './command.ts';
import { readComplaint, RULE, SERVER, TRY_TIMED_OUT } from './nslookup-words.ts';
import type { Reader, Reading } from './reading.ts';
import type { PastedCommand } from './types.ts';
import { questionName, reverseNameOf, serverAt } from './values.ts';

const TOOL = 'nslookup';
/** Stands for the name while only the type was set. */
export const NOT_YET = '.';

/** Whether the lines below are what nslookup says to a name; any other sentence may begin with `>`, too. */
const answered = (reading: Reading): boolean => {
  const below = reading.lines.slice(reading.at + 1, reading.at + 4).find(({ text }) => text.trim() !== '');
  const text = below?.text.trim() ?? '';
  return SERVER.test(text) || TRY_TIMED_OUT.test(text) || RULE.test(text) || readComplaint(text) !== null;
};

/** What stays set at the prompt, with no name asked for. */
const idle = ({ questions }: PastedCommand): Pick<PastedCommand, 'questions' | 'names'> => ({
  questions: [{ name: NOT_YET, type: questions[0]?.type ?? null }],
  names: [],
});

/** What is typed at the prompt of nslookup itself: `> set type=mx`, `> contoso.com`. */
export const readNslookupPrompt: Reader = (reading) => {
  const { line, command } = reading;
  if (line?.prompted !== true) return false;
  const text = line.text.trim();
  const before: PastedCommand = command?.tool === TOOL ? command : readCall(TOOL, '');
  const [, option] = /^set\s+(\S{1,60})$/iu.exec(text) ?? [];
  const [, server] = /^l?server\s+(\S{1,255})$/iu.exec(text) ?? [];
  const type = before.questions[0]?.type ?? null;
  const [first = '', second] = text.split(/\s+/u);
  if (option !== undefined) {
    const set = nslookupOption(option);
    const kept = before.questions[0] ?? { name: NOT_YET, type: null };
    reading.ask(
      {
        ...before,
        questions: [{ name: NOT_YET, type: set.type === undefined ? kept.type : set.type }],
        asks: set.asks ?? before.asks,
        names: [],
        port: set.port ?? before.port,
      },
      line,
    );
  } else if (server !== undefined)
    reading.ask({ ...before, ...idle(before), server: serverAt(server, before.port) }, line);
  else if (text === '' || /^(?:exit|quit)$/iu.test(text)) reading.ask({ ...before, ...idle(before) }, line);
  else {
    const name = questionName(first);
    if (!answered(reading)) return false;
    if (name === null || (second !== undefined && questionName(second) === null)) return false;
    const known = before.asks === 'known';
    reading.ask(
      {
        ...before,
        questions: known ? [{ name, type: reverseNameOf(first) === null ? type : 'PTR' }] : [],
        names: before.asks === 'every' ? [name] : [],
        server: second === undefined ? before.server : serverAt(second, before.port),
      },
      line,
    );
  }
  reading.take();
  return true;
};
