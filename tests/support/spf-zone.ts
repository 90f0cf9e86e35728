/** A zone in memory behind our lookup port and behind the resolver that other evaluators expect. */
import type { SpfAnswer, SpfLookup } from '../../shared/spf/lookup-port.ts';
import { foundAnswer, VOID_ANSWER } from '../../shared/spf/lookup-port.ts';
import type { Zone, ZoneEntry } from './spf-arbitrary.ts';

const BAD_NAME: SpfAnswer = { status: 'bad-name' };
const BROKEN: SpfAnswer = { status: 'failed', reason: 'ETIMEOUT' };
const preference = (entry: ZoneEntry): number => (entry.type === 'MX' ? entry.preference : 0);

const entriesAt = (zone: Zone, name: string, type: string): readonly ZoneEntry[] | 'broken' | 'bad-name' => {
  if (name.split('.').some((label) => label === '' || label.length > 63)) return 'bad-name';
  const found = zone.get(name.toLowerCase());
  if (found?.broken === true) return 'broken';
  const entries = (found?.entries ?? []).filter((entry) => entry.type === type);
  return type === 'MX' ? entries.sort((a, b) => preference(a) - preference(b)) : entries;
};

export const zoneLookup =
  (zone: Zone): SpfLookup =>
  (name, type) => {
    const entries = entriesAt(zone, name, type);
    if (entries === 'bad-name') return BAD_NAME;
    if (entries === 'broken') return BROKEN;
    return entries.length === 0 ? VOID_ANSWER : foundAnswer(entries.map(({ value }) => value));
  };

const refuse = (code: string): Error => Object.assign(new Error(code), { code });

export const zoneResolver =
  (zone: Zone) =>
  (name: string, type: string): Promise<unknown[]> => {
    const entries = entriesAt(zone, name, type);
    if (entries === 'bad-name') return Promise.reject(refuse('EBADNAME'));
    if (entries === 'broken') return Promise.reject(refuse('ETIMEOUT'));
    if (entries.length === 0) return Promise.reject(refuse('ENOTFOUND'));
    if (type === 'TXT') return Promise.resolve(entries.map(({ value }) => [value]));
    if (type !== 'MX') return Promise.resolve(entries.map(({ value }) => value));
    return Promise.resolve(entries.map((entry) => ({ priority: preference(entry), exchange: entry.value })));
  };
