import { parseIp, type Ip } from '../../shared/net/ip.ts';
import { checkHost } from '../../shared/spf/check-host.ts';
import type { CheckInput, CheckResult } from '../../shared/spf/check-types.ts';
import type { ZoneEntry, ZoneName } from './spf-arbitrary.ts';
import { zoneLookup } from './spf-zone.ts';

export const ipOf = (text: string): Ip => {
  const parsed = parseIp(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.ip;
};

const entryOf = (line: string): ZoneEntry => {
  const [type = '', ...rest] = line.split(' ');
  const value = rest.join(' ');
  if (type === 'MX') return { type, preference: Number(rest[0]), value: rest[1] ?? '' };
  if (type === 'A' || type === 'AAAA' || type === 'PTR') return { type, value };
  return { type: 'TXT', value: type === 'TXT' ? value : line };
};

/** A zone from lines such as `A 192.0.2.1`, `MX 10 mail.example.com` or the text of a TXT record; `!` breaks a name. */
export const zoneOf = (names: Readonly<Record<string, readonly string[]>>): Map<string, ZoneName> =>
  new Map(
    Object.entries(names).map(([name, lines]) => [
      name,
      { entries: lines.filter((line) => line !== '!').map(entryOf), broken: lines.includes('!') },
    ]),
  );

export interface Sender {
  readonly ip?: string;
  readonly from?: string;
  readonly helo?: string;
}

/** Evaluates at once: a zone in memory never makes anybody wait. */
export const check = (
  names: Readonly<Record<string, readonly string[]>>,
  { ip = '192.0.2.1', from = 'user@example.com', helo = 'mail.example.com' }: Sender = {},
  more: Partial<CheckInput> = {},
): CheckResult => {
  const result = checkHost({ ip: ipOf(ip), sender: from, helo, ...more }, zoneLookup(zoneOf(names)));
  if (result instanceof Promise) throw new Error('a zone in memory must answer at once');
  return result;
};
