import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, tempFolder } from '../../fixtures/cli.ts';

const PASTED =
  'PS C:\\> nslookup -type=mx contoso.com\r\nServer:  dc01.corp.contoso.com\r\nAddress:  192.0.2.5\r\n\r\n' +
  'contoso.com     MX preference = 10, mail exchanger = mx1.filter.example\r\n';
const MX =
  'answer\tcontoso.com\tMX\tdc01.corp.contoso.com (192.0.2.5)\tcontoso.com\tMX\t-\t10 mx1.filter.example\n';

const parsed = async (bytes: Uint8Array) => {
  const path = join(await tempFolder(), 'output.txt');
  await writeFile(path, bytes);
  return { path, ...(await cli('dns', 'parse', path)) };
};

describe('dns parse', () => {
  const wide = (mark: string): Buffer => Buffer.from(`${mark}${PASTED}`, 'utf16le');
  it.each([
    ['UTF-8', Buffer.from(PASTED)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${PASTED}`)],
    ['UTF-16, as PowerShell writes it', wide('\ufeff')],
    ['UTF-16 with the high octet first', wide('\ufeff').swap16()],
  ])('reads a file in %s', async (_encoding, bytes) => {
    const { code, out, err } = await parsed(bytes);
    expect({ code, out, err }).toEqual({ code: 0, out: MX, err: '' });
  });

  it('says a line that is not read, and that nothing was', async () => {
    const { code, out, err, path } = await parsed(Buffer.from('Dear colleague\n'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`mailflow: unread-line: ${path}:1: `);
    expect(err).toContain('mailflow: nothing-read: ');
  });
});
