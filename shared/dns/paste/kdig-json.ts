/** One message of `kdig +json` (RFC 8427): its records in presentation form under `rdata` and their type. */
import { addMessage } from './dig-answer.ts';
import { freshMessage, type TakenMessage } from './dig-message.ts';
import type { Reading } from './reading.ts';
import { isObject } from './resolve-forms.ts';
import type { Line } from './types.ts';
import { makeRecord, recordType, SIGNATURE_TYPES } from './values.ts';
import { rcodeName } from '../rcodes.ts';
import { ZoneFault } from '../zone-values.ts';

type Json = Readonly<Record<string, unknown>>;

const takeRecords = (
  reading: Reading,
  message: TakenMessage,
  section: 'answer' | 'authority',
  list: unknown,
  lines: readonly Line[],
): void => {
  for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
    if (section === 'answer') message.counted += 1;
    const { NAME: name, TYPEname: word, TTL: ttl, CLASS: group } = isObject(item) ? item : {};
    const type = typeof word === 'string' ? recordType(word) : null;
    const rdata = isObject(item) && typeof word === 'string' ? item[`rdata${word}`] : null;
    if (typeof word === 'string' && SIGNATURE_TYPES.has(word)) continue;
    try {
      if (
        typeof name !== 'string' ||
        typeof ttl !== 'number' ||
        group !== 1 ||
        type === null ||
        typeof rdata !== 'string'
      )
        throw new ZoneFault(`A record of the ${section} section is of a kind that is not read here`);
      message[section].push({ record: makeRecord(name, type, ttl, rdata), lines });
    } catch (error) {
      if (!(error instanceof ZoneFault)) throw error;
      message.broken = true;
      reading.skip(lines[0], error.message);
    }
  }
};

export const addKdigJson = (reading: Reading, json: Json, lines: readonly Line[]): void => {
  const message = { ...freshMessage('kdig'), lines };
  const { RCODE: rcode, QNAME: name, QTYPEname: type, ANCOUNT: count, dateSeconds: seconds } = json;
  message.status = typeof rcode === 'number' ? rcodeName(rcode) : `RCODE ${String(rcode)}`;
  message.flags = new Set(
    ['AA', 'AD', 'RA', 'TC', 'QR'].filter((flag) => json[flag] === 1).map((flag) => flag.toLowerCase()),
  );
  message.announced = typeof count === 'number' ? count : null;
  if (typeof name === 'string' && typeof type === 'string' && json['QCLASS'] === 1)
    message.asked = { name, type };
  if (typeof seconds === 'number' && seconds > 0 && seconds < 4e9)
    message.latest = new Date(seconds * 1000).toISOString();
  takeRecords(reading, message, 'answer', json['answerRRs'], lines);
  takeRecords(reading, message, 'authority', json['authorityRRs'], lines);
  addMessage(reading, message);
};
