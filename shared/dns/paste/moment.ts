/** The time at which a tool says that it asked. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Minutes east of UTC, for the names that stand for one zone alone. */
const ZONES: Readonly<Partial<Record<string, number>>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
};
/** No clock on earth is further behind UTC. */
const FURTHEST_WEST = -12 * 60;

const minutesEast = (zone: string): number | undefined => {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/u.exec(zone) ?? [];
  return sign === undefined ? ZONES[zone] : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/**
 * The latest moment, in UTC, that `WHEN: Tue Nov 24 17:26:06 CET 2026` (dig, drill) or `Time 2026-11-24 17:26:06 CET`
 * (kdig) can stand for: the moment itself where its zone is known. `null` when the text is no time.
 */
export const latestMoment = (text: string): string | null => {
  const [, name = '', date = '', clock = '', zone = '', year = ''] =
    /^\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (?:(.{1,40}) )?(\d{4})$/u.exec(text) ?? [];
  const [, kdigDay, kdigClock = '', kdigZone = ''] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (.{1,40})$/u.exec(text) ?? [];
  const month = String(MONTHS.indexOf(name) + 1).padStart(2, '0');
  const day = kdigDay ?? `${year}-${month}-${date.padStart(2, '0')}`;
  const local = Date.parse(`${day}T${kdigDay === undefined ? clock : kdigClock}Z`);
  if (Number.isNaN(local)) return null;
  const east = minutesEast(kdigDay === undefined ? zone : kdigZone) ?? FURTHEST_WEST;
  return new Date(local - east * 60_000).toISOString();
};
