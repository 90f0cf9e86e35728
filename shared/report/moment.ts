/** Times for paper: UTC, and the customer's clock with the zone's name. Pure; the zone data come with the runtime. */
import type { Moment } from './types.ts';

export type Clock = (iso: string) => Moment;

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

const utcText = (date: Date): string =>
  `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())} ` +
  `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())} UTC`;

const formatter = (timeZone: string): Intl.DateTimeFormat | null => {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    // Intl has no other way to say that it does not know a zone; the profile's findings name it.
    return null;
  }
};

/**
 * Makes moments for one customer. A zone that is empty or unknown leaves `local` in UTC; a text that is no time
 * stays as it is, so that nothing noted is lost.
 */
export const customerClock = (timeZone: string): Clock => {
  const zone = timeZone.trim();
  const format = zone === '' ? null : formatter(zone);
  return (iso) => {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return { iso, utc: iso, local: iso };
    const utc = utcText(date);
    if (format === null) return { iso: date.toISOString(), utc, local: utc };
    const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
    const day = [part['year'], part['month'], part['day']].join('-');
    const time = [part['hour'], part['minute'], part['second']].join(':');
    return { iso: date.toISOString(), utc, local: `${day} ${time} ${zone}` };
  };
};
