/** What the tests need of the system, by the program that proves it is there. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from '../electron-standin/find-chromium.ts';

interface Need {
  /** Debian's name. */
  name: string;
  here: () => boolean;
}

/** Debian keeps servers and zone tools in sbin, which is not on a normal user's PATH. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const programs = (...names: string[]): boolean => names.every((name) => findProgram(name) !== undefined);

export const NEEDS: readonly Need[] = [
  { name: 'chromium', here: () => findChromium() !== undefined },
  { name: 'knot', here: () => programs('knotd', 'knotc', 'keymgr') },
  { name: 'unbound', here: () => programs('unbound') },
  { name: 'dnsdist', here: () => programs('dnsdist') },
  { name: 'dnsperf', here: () => programs('dnsperf') },
  { name: 'knot-dnsutils', here: () => programs('kdig') },
  { name: 'openssl', here: () => programs('openssl') },
  { name: 'bind9-utils', here: () => programs('named-checkzone') },
  { name: 'bind9-dnsutils', here: () => programs('dig', 'nslookup') },
  { name: 'bind9-host', here: () => programs('host') },
  { name: 'ldnsutils', here: () => programs('drill', 'ldns-keygen', 'ldns-signzone') },
  { name: 'poppler-utils', here: () => programs('pdftotext', 'pdfinfo', 'pdffonts') },
  { name: 'qpdf', here: () => programs('qpdf') },
];

export const missing = (names: readonly string[] = NEEDS.map(({ name }) => name)): string[] =>
  NEEDS.filter((need) => names.includes(need.name) && !need.here()).map(({ name }) => name);
