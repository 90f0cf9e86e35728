/** Times as people read them: `14:02` today, with the date on other days; the zone is in the title on hover. */
const pad = (value: number): string => String(value).padStart(2, '0');

const day = (date: Date): string =>
  `${String(date.getFullYear())}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

/** `14:02`, or `2026-12-05 14:02` when that was not today. `iso` is UTC, ISO 8601; empty text for what is no time. */
export const clock = (iso: string, now: Date = new Date()): string => {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  return day(date) === day(now) ? time : `${day(date)} ${time}`;
};

/** As `clock`, with seconds: `14:02:07`. */
export const clockSeconds = (iso: string, now: Date = new Date()): string => {
  const text = clock(iso, now);
  return text === '' ? '' : `${text}:${pad(new Date(iso).getSeconds())}`;
};

/** The full moment with its zone, for hovering. */
export const fullTime = (iso: string): string => {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'long' });
};
