/**
 * DNS without a network: a zone file behind the port of the live client. What it doesn't
 * hold it refuses, so that nobody takes "not in the file" for "does not exist".
 */
import { NO_ADDRESS } from './server.ts';
import type { DnsAnswer, DnsLookup, DnsOutcome, DnsQuestion, DnsRecord, DnsServer } from './types.ts';
import type { ReadZone } from './zone-reader.ts';

/** Stands as the server of answers that no server gave. */
const server = (label: string): DnsServer => ({ address: NO_ADDRESS, port: 53, label });

interface Found {
  readonly outcome: DnsOutcome;
  readonly records: readonly DnsRecord[];
}

const RCODES: Readonly<Partial<Record<DnsOutcome, string>>> = { nxdomain: 'NXDOMAIN', refused: 'REFUSED' };
const MAX_ALIASES = 16;

const parentOf = (name: string): string | null => {
  // an escaped dot is part of its label
  const dot = /^(?:[^.\\]|\\.)*\./u.exec(name);
  if (dot) return name.slice(dot[0].length);
  return name === '' ? null : '';
};
const ancestors = (name: string): string[] => {
  const out: string[] = [];
  for (let at: string | null = name; at !== null; at = parentOf(at)) out.push(at);
  return out;
};

class Zone {
  readonly #records = new Map<string, DnsRecord[]>();
  readonly #apexes: ReadonlySet<string>;
  /** Names that exist since something stands at or below them (RFC 4592, 2.2.2). */
  readonly #exists = new Set<string>();

  constructor({ records, apexes }: Pick<ReadZone, 'records' | 'apexes'>) {
    this.#apexes = new Set(apexes);
    for (const { name, type, ttl, value, strings } of records) {
      const record: DnsRecord = { name, type, ttl, value, ...(strings ? { strings } : {}) };
      const here = this.#records.get(name) ?? [];
      // The same record twice is one record (RFC 2181, 5).
      if (!here.some((other) => JSON.stringify({ ...other, ttl }) === JSON.stringify(record)))
        here.push(record);
      this.#records.set(name, here);
      const apex = this.#apexOf(name);
      for (const above of apex === undefined ? [name] : ancestors(name)) {
        this.#exists.add(above);
        if (above === apex) break;
      }
    }
  }

  #apexOf(name: string): string | undefined {
    return ancestors(name).find((above) => this.#apexes.has(above));
  }

  /** Name servers at a name below the apex hand it and everything under it to others (RFC 1034, 4.2). */
  #isDelegated(name: string, apex: string): boolean {
    const way = ancestors(name);
    return way
      .slice(0, way.indexOf(apex))
      .some((above) => this.#records.get(above)?.some(({ type }) => type === 'NS') === true);
  }

  #wildcard(name: string): readonly DnsRecord[] | undefined {
    const encloser = ancestors(name)
      .slice(1)
      .find((above) => this.#exists.has(above));
    const source = encloser === undefined ? undefined : this.#records.get(`*.${encloser}`);
    return source?.map((record) => ({ ...record, name }));
  }

  #at(name: string, type: string): Found & { readonly alias: string | null } {
    const apex = this.#apexOf(name);
    const stored = this.#records.get(name);
    if (apex === undefined) {
      // A record of someone else's zone was noted here; of that name nothing more is known.
      const records = (stored ?? []).filter((record) => record.type === type || record.type === 'CNAME');
      const alias = records.find((record) => record.type === 'CNAME' && type !== 'CNAME')?.value ?? null;
      return { outcome: records.length > 0 ? 'answer' : 'refused', records, alias };
    }
    if (this.#isDelegated(name, apex)) return { outcome: 'referral', records: [], alias: null };
    const here = this.#exists.has(name) ? (stored ?? []) : this.#wildcard(name);
    if (here === undefined) return { outcome: 'nxdomain', records: [], alias: null };
    const alias = type === 'CNAME' ? undefined : here.find((record) => record.type === 'CNAME');
    if (alias) return { outcome: 'answer', records: [alias], alias: alias.value };
    const records = here.filter((record) => record.type === type);
    return { outcome: records.length > 0 ? 'answer' : 'no-data', records, alias: null };
  }

  find({ name, type }: DnsQuestion): Found {
    const records: DnsRecord[] = [];
    let at = name.toLowerCase();
    for (let hop = 0; hop < MAX_ALIASES; hop += 1) {
      const found = this.#at(at, type);
      records.push(...found.records);
      if (found.alias === null) {
        const outside = found.outcome === 'refused' || found.outcome === 'referral';
        if (records.length > 0 && outside) return { outcome: 'alias', records };
        // Aliases alone where they lead to nothing, as off the wire.
        return { outcome: found.outcome, records };
      }
      at = found.alias;
    }
    return { outcome: 'servfail', records: [] };
  }
}

export interface SnapshotOptions {
  /** What the evidence calls it, e.g. the name of the file. */
  readonly label: string;
  /** UTC, ISO 8601: the time that answers are stamped with. */
  readonly at: string;
}

const asAnswer = (
  question: DnsQuestion,
  { outcome, records }: Found,
  { label, at }: SnapshotOptions,
): DnsAnswer => ({
  question,
  outcome,
  records: [...records],
  server: server(label),
  transport: 'udp',
  flags: { aa: outcome !== 'refused' && outcome !== 'referral', ad: false, ra: false, tc: false },
  rcode: RCODES[outcome] ?? 'NOERROR',
  raw: [
    `;; from ${label}, not asked on the network`,
    ...records.map(({ name, ttl, type, value }) => `${name}.\t${ttl ?? 0}\tIN\t${type}\t${value}`),
  ].join('\n'),
  at,
  elapsedMs: 0,
});

/** Answers from a zone file: aliases followed, wildcards and delegations observed; other zones are refused. */
export const zoneSnapshot = (
  zone: Pick<ReadZone, 'records' | 'apexes'>,
  options: SnapshotOptions,
): DnsLookup => {
  const held = new Zone(zone);
  return { lookup: (question) => Promise.resolve(asAnswer(question, held.find(question), options)) };
};
