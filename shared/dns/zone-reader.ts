/**
 * Reads DNS zone files in master-file form (RFC 1035, section 5; $TTL of RFC 2308, section 4). Whatever can't be read
 * is told with its line and left out; nothing is guessed. The counterpart of `zone-file.ts`.
 */
import { readZoneLines, type ZoneLine, type ZoneProblem, type ZoneToken } from './master-file.ts';
import type { DnsRecord } from './types.ts';
import { isKnownType, readName, readTtl, readValue, ZoneFault } from './zone-values.ts';

export interface ReadRecord extends DnsRecord {
  /** Line of the file on which it starts, from 1. */
  readonly line: number;
  /** False when the type is none that is understood here: `value` is then the text as it stands. */
  readonly known: boolean;
}
export interface ReadZone {
  readonly records: readonly ReadRecord[];
  /** Names whose zones the file holds: the owners of SOA records, or without any its origins. */
  readonly apexes: readonly string[];
  /** In the order of lines; empty when every line was read. */
  readonly problems: readonly ZoneProblem[];
}

interface State {
  origin: string | null;
  ttl: number | null;
  lastTtl: number | null;
  owner: string | null;
  readonly origins: Set<string>;
}

const CLASSES = new Set(['IN', 'CH', 'HS', 'CS']);

const directive = (state: State, word: string, tokens: readonly ZoneToken[]): void => {
  const [value] = tokens;
  if (word !== '$ORIGIN' && word !== '$TTL')
    throw new ZoneFault(
      word === '$INCLUDE' || word === '$GENERATE'
        ? `${word} is not carried out; write the records themselves`
        : `There is no directive ${word}`,
    );
  if (value === undefined || tokens.length > 1) throw new ZoneFault(`${word} takes one value`);
  if (word === '$ORIGIN') {
    state.origin = readName(value, state.origin);
    state.origins.add(state.origin);
    return;
  }
  const ttl = readTtl(value.raw);
  if (ttl === null) throw new ZoneFault(`The $TTL “${value.raw}” is not a time in seconds`);
  state.ttl = ttl;
};

/** Takes TTL and class, in either order, each at most once, off the front. */
const takeHead = (
  tokens: readonly ZoneToken[],
): { readonly ttl: number | null; readonly rest: readonly ZoneToken[] } => {
  let ttl: number | null = null;
  let hasClass = false;
  let at = 0;
  for (; at < tokens.length; at += 1) {
    const word = tokens[at]?.raw.toUpperCase() ?? '';
    if (!hasClass && CLASSES.has(word)) {
      if (word !== 'IN') throw new ZoneFault(`The class ${word} is not read, only IN`);
      hasClass = true;
    } else if (ttl === null && /^[0-9]/u.test(word)) {
      ttl = readTtl(word);
      if (ttl === null) throw new ZoneFault(`The TTL “${tokens[at]?.raw ?? ''}” is not a time in seconds`);
    } else break;
  }
  return { ttl, rest: tokens.slice(at) };
};

const readRecord = (state: State, { line, indented, tokens }: ZoneLine): ReadRecord => {
  const [first] = tokens;
  if (!indented && first) {
    state.owner = null; // a broken owner must not pass the one before on to the lines below
    state.owner = readName(first, state.origin);
  }
  if (state.owner === null) throw new ZoneFault('The line names no owner, and no line above gives one');
  const { ttl, rest } = takeHead(indented ? tokens : tokens.slice(1));
  const [typeToken] = rest;
  if (typeToken === undefined) throw new ZoneFault('The line holds no record type');
  const type = typeToken.raw.toUpperCase();
  if (typeToken.quoted || !/^[A-Z][A-Z0-9-]*$/u.test(type))
    throw new ZoneFault(`“${typeToken.raw}” stands where the record type belongs`);
  const effective = ttl ?? state.ttl ?? state.lastTtl;
  if (effective === null) throw new ZoneFault('The record has no TTL, and no $TTL stands above it');
  state.lastTtl = effective;
  const { value, strings } = readValue(type, rest.slice(1), state.origin);
  return {
    name: state.owner,
    type,
    ttl: effective,
    value,
    ...(strings === undefined ? {} : { strings: [...strings] }),
    line,
    known: isKnownType(type),
  };
};

const BESIDE_CNAME = new Set(['CNAME', 'RRSIG', 'NSEC', 'KEY']);

/** An alias stands alone at its name (RFC 2181, 10.1). */
const aliasProblems = (records: readonly ReadRecord[]): ZoneProblem[] => {
  const aliases = new Map<string, ReadRecord>();
  const out: ZoneProblem[] = [];
  for (const record of records) {
    const first = record.type === 'CNAME' ? aliases.get(record.name) : undefined;
    if (first === undefined && record.type === 'CNAME') aliases.set(record.name, record);
    else if (first !== undefined && first.value !== record.value)
      out.push({ line: record.line, message: `“${record.name}” has a second CNAME` });
  }
  for (const { name, type, line } of records) {
    if (aliases.has(name) && !BESIDE_CNAME.has(type))
      out.push({ line, message: `“${name}” has a CNAME, so no ${type} may stand beside it` });
  }
  return out;
};

/** The records of a zone file. `origin` is what relative names end in before a `$ORIGIN` says so; no final dot. */
export const readZoneFile = (text: string, origin: string | null = null): ReadZone => {
  const { lines, problems } = readZoneLines(text);
  const state: State = { origin, ttl: null, lastTtl: null, owner: null, origins: new Set() };
  if (origin !== null) state.origins.add(origin);
  const records: ReadRecord[] = [];
  const found: ZoneProblem[] = [...problems];
  for (const line of lines) {
    try {
      const word = line.tokens[0]?.raw ?? '';
      if (!line.indented && word.startsWith('$')) directive(state, word.toUpperCase(), line.tokens.slice(1));
      else records.push(readRecord(state, line));
    } catch (error) {
      if (!(error instanceof ZoneFault)) throw error;
      found.push({ line: line.line, message: error.message });
    }
  }
  const soa = new Set(records.filter(({ type }) => type === 'SOA').map(({ name }) => name));
  return {
    records,
    apexes: [...(soa.size > 0 ? soa : state.origins)],
    problems: [...found, ...aliasProblems(records)].sort((a, b) => a.line - b.line),
  };
};
