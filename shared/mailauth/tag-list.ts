/** One `tag=value` of a list parted by semicolons (RFC 6376, 3.2; DMARC, MTA-STS and TLS-RPT write the same way). */
export interface Tag {
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

/** The tags in order; `name` is empty where no `tag=` stands. Blanks round names, signs and values do not count. */
export const parseTags = (text: string): Tag[] =>
  text
    .split(';')
    .map((raw) => raw.trim())
    .filter((raw) => raw !== '')
    .map((raw) => {
      const sign = raw.indexOf('=');
      const name = sign < 0 ? '' : raw.slice(0, sign).trim();
      return {
        name: /^[a-z][a-z0-9_]*$/i.test(name) ? name.toLowerCase() : '',
        value: raw.slice(sign + 1).trim(),
        raw,
      };
    });

/** Values by tag name, the last of a name that stands twice. */
export const tagValues = (text: string): Map<string, string> =>
  new Map(parseTags(text).flatMap(({ name, value }) => (name === '' ? [] : [[name, value] as const])));
