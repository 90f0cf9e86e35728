/** First aid for pasted text: what word processors, zone files and web forms add to a record. */
export interface Cleaned {
  readonly text: string;
  readonly reasons: readonly string[];
}

const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
const TILDES = /[\u02dc\u223c\u301c\uff5e]/g;
const QUOTES = /[\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2032\u2033`]/g;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const BLANKS = /[\t\r\n\v\f\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;

const swap = (text: string, pattern: RegExp, by: string, reason: string, reasons: string[]): string => {
  const next = text.replace(pattern, by);
  if (next !== text) reasons.push(reason);
  return next;
};

/** `name ttl IN TXT ( "…" "…" )` or a part of it; gives the value without quotes, with the strings joined. */
const unwrapZoneLine = (text: string, reasons: string[]): string => {
  let value = text;
  const head = /^(?:[^\s"]+ +)?(?:[0-9]+[smhdw]? +)?(?:IN +)?(?:TXT|SPF) +(?=["(]|v)/i.exec(value);
  if (head) {
    reasons.push('the words of a zone file in front of the value are left out');
    value = value.slice(head[0].length);
  }
  if (head && /^\(.*\)$/.test(value.trim())) value = value.trim().slice(1, -1).trim();
  if (!value.includes('"')) return value;
  const strings = Array.from(value.matchAll(/"([^"]*)"/g), (match) => match[1] ?? '');
  const outside = value.replace(/"[^"]*"/g, '').trim();
  reasons.push('quotes belong to the zone file, not to the record');
  return strings.length > 0 && outside === '' ? strings.join('') : value.replaceAll('"', '');
};

/** Replaces look-alike characters, unwraps quotes and zone-file lines, and turns commas between terms into blanks. */
export const cleanText = (given: string): Cleaned => {
  const reasons: string[] = [];
  let text = swap(given, INVISIBLE, '', 'invisible characters are removed', reasons);
  text = swap(text, BLANKS, ' ', 'only plain blanks may part terms', reasons);
  text = swap(text, DASHES, '-', 'a long dash is replaced by a hyphen', reasons);
  text = swap(text, TILDES, '~', 'a look-alike tilde is replaced', reasons);
  text = swap(text, QUOTES, '"', 'a typographic quote is no part of the record', reasons);
  text = unwrapZoneLine(text.trim(), reasons);
  text = swap(
    text,
    /(?<![,;])[,;]+(?= |$)|(?<![,;])[,;]+ *(?=[+?~-]?(?:include|ip4|ip6|ipv4|ipv6|a|mx|ptr|exists|all|redirect|exp)(?:[:=/ ,;]|$))/gi,
    ' ',
    'commas and semicolons don’t part terms',
    reasons,
  );
  text = swap(text, /^\((.*)\)$/, '$1', 'parentheses are no part of the record', reasons);
  return { text: text.trim(), reasons };
};
