import { expect, it } from 'vitest';
import { customerClock } from '../../../shared/report/moment.ts';

it('shows a moment in UTC and on the customer’s clock, through the change of the hour', () => {
  const clock = customerClock('Europe/Zurich');
  expect(clock('2026-10-25T00:30:00Z').local).toBe('2026-10-25 02:30:00 Europe/Zurich');
  expect(clock('2026-10-25T01:30:00Z').local).toBe('2026-10-25 02:30:00 Europe/Zurich');
  expect(clock('2026-10-25T01:30:00Z').utc).toBe('2026-10-25 01:30:00 UTC');
  expect(clock('2026-10-25T23:00:00Z').local).toBe('2026-10-26 00:00:00 Europe/Zurich');
});

it.each(['', 'Middle/Earth'])('stays in UTC when the zone is “%s”', (zone) => {
  const moment = customerClock(zone)('2026-12-05T20:00:00+01:00');
  expect(moment).toEqual({
    iso: '2026-12-05T19:00:00.000Z',
    utc: '2026-12-05 19:00:00 UTC',
    local: '2026-12-05 19:00:00 UTC',
  });
});

it('keeps a text that is no time as it was typed', () => {
  expect(customerClock('Europe/Zurich')('Saturday night').local).toBe('Saturday night');
});
