import { describe, expect, it } from 'vitest';
import { absoluteName, quotedString, writeZoneFile } from '../../../shared/dns/zone-file.ts';

describe('quotedString', () => {
  it('leaves printable ASCII alone, a semicolon too', () => {
    expect(quotedString('v=DKIM1; k=rsa')).toBe('"v=DKIM1; k=rsa"');
  });
  it('escapes quotes, backslashes and every octet outside printable ASCII', () => {
    expect(quotedString('a"b\\c')).toBe('"a\\"b\\\\c"');
    expect(quotedString('é\n\u007f')).toBe('"\\195\\169\\010\\127"');
  });
  it('takes 255 octets and refuses one more', () => {
    expect(quotedString('x'.repeat(255))).toHaveLength(257);
    expect(() => quotedString('x'.repeat(256))).toThrow(RangeError);
    expect(() => quotedString('é'.repeat(128))).toThrow('256');
  });
});

describe('absoluteName', () => {
  it('ends every name in a dot and writes the root as a dot', () => {
    expect(absoluteName('mx1.filter.example')).toBe('mx1.filter.example.');
    expect(absoluteName('.')).toBe('.');
  });
  it('escapes what a reader of zone files would take for syntax', () => {
    expect(absoluteName('a b;c@d$(e)"f')).toBe('a\\032b\\;c\\@d\\$\\(e\\)\\"f.');
  });
});

describe('writeZoneFile', () => {
  const zone = writeZoneFile({
    origin: 'contoso.com',
    comment: ['one\n@ 300 IN A 192.0.2.66', 'zwei für é'],
    sections: [
      {
        comment: ['Planned'],
        records: [
          { type: 'MX', name: 'contoso.com', ttl: 300, preference: 10, host: 'mx1.filter.example' },
          { type: 'TXT', name: 'contoso.com', ttl: 300, strings: ['v=spf1 ', '-all'] },
        ],
      },
    ],
  });

  it('writes ASCII with LF alone and a line end at the end', () => {
    expect(zone).toMatch(/^[\n\x20-\x7e]*$/u);
    expect(zone.endsWith('\n')).toBe(true);
  });
  it('keeps a comment from ever becoming a record', () => {
    const records = zone
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(';') && !line.startsWith('$'));
    expect(records.filter((line) => line.includes('192.0.2.66'))).toEqual([]);
    expect(zone).toContain('; zwei f\\195\\188r \\195\\169');
  });
  it('writes each record on a line with its whole name, TTL and class', () => {
    expect(zone).toContain('\ncontoso.com. 300 IN MX 10 mx1.filter.example.\n');
    expect(zone).toContain('\ncontoso.com. 300 IN TXT "v=spf1 " "-all"\n');
  });
});
