/** Time that is left, as people read a clock that runs down. */

const pad = (value: number): string => String(value).padStart(2, '0');

/** `38:02`, or `1:05:00` from an hour on; `null` when `iso` is not ahead. Whole seconds, rounded up. */
export const countdown = (iso: string | null, now: number): string | null => {
  const left = iso === null ? 0 : Math.ceil((Date.parse(iso) - now) / 1000);
  if (!(left > 0)) return null;
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  return hours > 0
    ? `${String(hours)}:${pad(minutes)}:${pad(seconds)}`
    : `${String(minutes)}:${pad(seconds)}`;
};
