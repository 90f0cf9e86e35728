/** The change window: when, and how far away. */
export type WindowPhase = 'before' | 'open' | 'over';

export interface ChangeWindow {
  readonly phase: WindowPhase;
  /** What the countdown counts to: its start before, its end while it is open, and its end after. UTC, ISO 8601. */
  readonly at: string;
  /** 'in 11 days 8 h', 'for another 1 h 20 min', '2 days ago'. */
  readonly relative: string;
}

const MINUTE = 60_000;

/** Two units at most: `3 days 4 h`, `2 h 5 min`, `12 min`; below a minute 'less than a minute'. Milliseconds. */
export const span = (milliseconds: number): string => {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 1) return 'less than a minute';
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  if (days > 0)
    return [`${String(days)} ${days === 1 ? 'day' : 'days'}`, hours > 0 ? `${String(hours)} h` : '']
      .filter(Boolean)
      .join(' ');
  if (hours > 0)
    return [`${String(hours)} h`, rest > 0 ? `${String(rest)} min` : ''].filter(Boolean).join(' ');
  return `${String(rest)} min`;
};

/** `start` and `end` as typed into the profile, `now` ISO 8601; `null` when no start can be read. */
export const changeWindow = (start: string, end: string, now: string): ChangeWindow | null => {
  const from = Date.parse(start);
  if (Number.isNaN(from)) return null;
  const given = Date.parse(end);
  const to = Number.isNaN(given) ? from : Math.max(from, given);
  const at = Date.parse(now);
  const iso = (time: number): string => new Date(time).toISOString();
  if (at < from) return { phase: 'before', at: iso(from), relative: `in ${span(from - at)}` };
  if (at < to) return { phase: 'open', at: iso(to), relative: `for another ${span(to - at)}` };
  return { phase: 'over', at: iso(to), relative: `${span(at - to)} ago` };
};

const usable = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
    return timeZone !== '';
  } catch {
    return false;
  }
};

/** `Sat 5 Dec 2026, 22:00 CET`, in the customer's zone where the profile names one that exists, else in this computer's. */
export const windowTime = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(usable(timeZone) ? { timeZone } : {}),
  }).format(new Date(iso));
