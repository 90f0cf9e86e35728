/** Where output of nslookup begins, and where a line may only be the rest of the one above. */
import {
  ABOUT_SERVER,
  ADDRESS,
  ALIASES,
  AUTHORITATIVE_BELOW,
  GAVE_UP,
  NAME,
  NOT_AUTHORITATIVE,
  readComplaint,
  readField,
  readOneLineValue,
  RULE,
  SERVER,
  SOA_FIELDS,
  SRV_HEAD,
  TEXT,
  TRY_TIMED_OUT,
} from './nslookup-words.ts';
import type { Reading } from './reading.ts';
import { questionName } from './values.ts';

/** `contoso.com     MX preference = 10, …`: the name, and what stands behind it. */
export const ownerLine = (text: string): { readonly owner: string; readonly value: string } | null => {
  const [, owner = '', value = ''] = /^([^\s=:"]{1,1100})\s+(\S.*)$/su.exec(text) ?? [];
  const fits =
    readOneLineValue(value) !== null ||
    TEXT.test(value) ||
    SRV_HEAD.test(value) ||
    /^rdata_\d{1,5}\s*=/u.test(value);
  return owner !== '' && fits ? { owner, value } : null;
};

export const startsSoa = (reading: Reading): boolean =>
  /^\S{1,1100}$/u.test(reading.textAt().trim()) &&
  questionName(reading.textAt().trim()) !== null &&
  SOA_FIELDS.some((field) => readField(reading.textAt(1).trim())?.field === field);

export const begins = (reading: Reading): boolean => {
  const text = reading.textAt().trim();
  return (
    [SERVER, NOT_AUTHORITATIVE, AUTHORITATIVE_BELOW, RULE, TRY_TIMED_OUT, GAVE_UP, ABOUT_SERVER].some(
      (pattern) => pattern.test(text),
    ) ||
    (NAME.test(text) && !/^Name\s+:/u.test(text)) ||
    readComplaint(text) !== null ||
    ownerLine(text) !== null ||
    startsSoa(reading)
  );
};

/** Whether the line here is none that nslookup begins, so that a window may have broken the one above. */
export const maybeRest = (reading: Reading): boolean => {
  const text = reading.textAt().trim();
  if (text === '' || reading.ended || reading.line?.prompted === true) return false;
  const known =
    begins(reading) ||
    readField(text) !== null ||
    readOneLineValue(text) !== null ||
    ADDRESS.test(text) ||
    ALIASES.test(text) ||
    /^->\s|^[A-Z\u00c4\u00d6\u00dc][A-Z\u00c4\u00d6\u00dc ]{4,40}:$|^(?:Name|Received|;|Trying )/u.test(text);
  return !known;
};

export const MAYBE_REST =
  'The line below may be the rest of this one, broken by the width of a window; copy it from a wider one';
