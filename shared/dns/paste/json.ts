/** JSON in a paste: of `Resolve-DnsName | ConvertTo-Json`, or of `kdig +json` (RFC 8427). */
import { addKdigJson } from './kdig-json.ts';
import type { Reader, Reading } from './reading.ts';
import { isObject, jsonProperties } from './resolve-forms.ts';
import { addItems } from './resolve.ts';
import type { Line } from './types.ts';

const isJson = (text: string): boolean => /^\s*(?:\[\s*(?:\{|$)|\{\s*(?:"|\}?\s*$))/u.test(text);

/** Brackets opened less those closed, outside of strings; `null` when a string is open at the end of the line. */
const balance = (text: string): number | null => {
  let [level, inside] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (inside && character === '\\') at += 1;
    else if (character === '"') inside = !inside;
    else if (!inside && (character === '{' || character === '[')) level += 1;
    else if (!inside && (character === '}' || character === ']')) level -= 1;
  }
  return inside ? null : level;
};

/** What a line of JSON begins with, or is where it holds a value alone. */
const GOES_ON = /^\s*(?:$|[{}[\]]|"(?:[^"\\]|\\.)*"\s*(?::|,?\s*$)|(?:-?[\d.]+|true|false|null),?\s*$)/u;
const MAX_LINES = 20_000;

interface Taken {
  readonly lines: readonly Line[];
  readonly value: unknown;
}

/** Takes the lines of one JSON text; `null` with the reason said where it is none. */
const takeJson = (reading: Reading): Taken | null => {
  const lines: Line[] = [];
  let level = 0;
  do {
    const line = reading.take();
    lines.push(line);
    const change = balance(line.raw);
    if (change === null) {
      reading.skip(line, 'A string is broken over lines, so this is no JSON; copy it from a wider window');
      return null;
    }
    level += change;
  } while (level > 0 && !reading.ended && lines.length < MAX_LINES && GOES_ON.test(reading.textAt()));
  try {
    // As it was pasted: invisible characters in a text are published ones; escapes of a terminal are not
    const value: unknown = JSON.parse(
      lines
        .map(({ raw, text, altered }) => (altered ? raw : text))
        .join('\n')
        .replace(/^\ufeff/u, '')
        .replaceAll('\u00a0', ' '),
    );
    return { lines, value };
  } catch {
    const [first, last] = [lines[0], lines.findLast(({ text }) => text.trim() !== '')];
    const to = first === last || last === undefined ? '' : `, up to line ${last.number}`;
    reading.skip(first, `The JSON is cut or broken${to}`);
    return null;
  }
};

export const readJsonOutput: Reader = (reading) => {
  if (!isJson(reading.textAt())) return false;
  const taken = takeJson(reading);
  if (taken === null) return true;
  const { lines, value } = taken;
  const [first] = lines;
  const objects = (Array.isArray(value) ? value : [value]).filter(isObject);
  const messages = objects.filter((object) => 'QNAME' in object && 'RCODE' in object);
  const records = objects.filter((object) => 'Name' in object && ('Type' in object || 'QueryType' in object));
  if (messages.length > 0) for (const message of messages) addKdigJson(reading, message, lines);
  else if (objects.length === 1 && Object.keys(objects[0] ?? {}).length === 0)
    reading.await(first, 'The JSON is empty, so that no answer came');
  else if (records.length === 0)
    reading.skip(first, 'The JSON holds no records of Resolve-DnsName and no message of kdig');
  else if (Array.isArray(value) && records.length < value.length)
    reading.skip(first, 'The JSON holds a part without name or type beside the records');
  else
    addItems(
      reading,
      records.map((object, index) => ({
        properties: jsonProperties(object),
        lines: index === 0 ? lines : lines.slice(0, 1),
      })),
      false,
    );
  return true;
};
