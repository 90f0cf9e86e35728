/** The remarks of dig, kdig, drill, delv and `host -v`: what stands in them besides records. */
import type { DnsAnswer, DnsOutcome, DnsServer } from '../types.ts';
import { latestMoment } from './moment.ts';
import type { PastedTool } from './types.ts';
import { serverAt } from './values.ts';

export type Section = 'answer' | 'authority' | 'additional' | 'question' | 'other';

export interface Header {
  readonly tool: PastedTool;
  readonly status: string;
}

/** `->>HEADER<<-` in the spelling of each tool. */
export const readHeader = (text: string): Header | null => {
  if (!/^\s*;;\s*->>\s?HEADER\s?<<-/u.test(text)) return null;
  const [, word = '', said = ''] = /\b(status|rcode):\s*([A-Z0-9_]{1,20})/u.exec(text) ?? [];
  const status = said === 'NOTIMPL' ? 'NOTIMP' : said;
  if (word === 'rcode') return { tool: 'drill', status };
  return { tool: text.includes('; status') ? 'kdig' : 'dig', status };
};

export interface FlagLine {
  readonly flags: ReadonlySet<string>;
  readonly answers: number | null;
}

export const readFlags = (text: string): FlagLine | null => {
  const [, flags = ''] = /^\s*;;\s*flags:\s*([a-z ]{0,40})/iu.exec(text) ?? [];
  if (!/^\s*;;\s*flags:/iu.test(text)) return null;
  const count = /ANSWER:\s*([0-9]{1,6})/u.exec(text)?.[1];
  return {
    flags: new Set(flags.toLowerCase().split(/\s+/u)),
    answers: count === undefined ? null : Number(count),
  };
};

export const readSection = (text: string): Section | null => {
  const name =
    /^\s*;;\s*(QUESTION|ANSWER|AUTHORITY|ADDITIONAL|OPT PSEUDO|EDNS PSEUDO|TSIG PSEUDO)\s?SECTION:?\s*$/iu
      .exec(text)?.[1]
      ?.toLowerCase();
  if (name === 'question' || name === 'answer' || name === 'authority' || name === 'additional') return name;
  return name === undefined ? null : 'other';
};

/** `;contoso.com. IN MX`, with one or two semicolons. */
export const readQuestion = (text: string): { readonly name: string; readonly type: string } | null => {
  const [, name, type] = /^\s*;{1,2}\s*(\S{1,1100})\s+(?:IN\s+)?([A-Z][A-Z0-9]{0,11})\s*$/u.exec(text) ?? [];
  return name === undefined || type === undefined ? null : { name, type };
};

export interface Footer {
  readonly server?: DnsServer | null;
  readonly elapsedMs?: number;
  /** UTC, ISO 8601: the answer came then or before. */
  readonly latest?: string;
  /** The answer ends here: records after it belong to the next one. */
  readonly ends?: boolean;
}

/** `;; SERVER: 192.0.2.53#53(ns1.contoso.com) (UDP)`, `;; From 192.0.2.53@53(UDP) in 0.5 ms` and their like. */
export const readFooter = (text: string, port: number): Footer | null => {
  const line = text.trim();
  const server = /^;; SERVER: ([^\s#]{1,64})(?:#(\d{1,5}))?(?:\(([^()\s]{1,255})\))?/u.exec(line);
  if (server) return { server: serverAt(server[1] ?? '', server[2] ?? port, server[3]) };
  const from = /^;; From ([^\s@]{1,64})@(\d{1,5})\([^)]{0,80}\)(?: in (\d+(?:\.\d+)?) ms)?/u.exec(line);
  if (from)
    return { server: serverAt(from[1] ?? '', from[2] ?? 53), elapsedMs: Number(from[3] ?? 0), ends: true };
  const received =
    /^(?:;; )?Received \d+ bytes from ([^\s#]{1,64})#(\d{1,5})(?:\(([^()\s]{1,255})\))? in (\d+) ms/u.exec(
      line,
    );
  if (received)
    return {
      server: serverAt(received[1] ?? '', received[2] ?? 53, received[3]),
      elapsedMs: Number(received[4]),
      ends: true,
    };
  const query = /^;; Query time: (\d{1,9}) (msec|usec)/u.exec(line);
  if (query) return { elapsedMs: Number(query[1]) / (query[2] === 'usec' ? 1000 : 1) };
  const when = /^;; (?:WHEN:|Time) (.{10,60})$/u.exec(line);
  if (when) {
    const latest = latestMoment(when[1] ?? '');
    return latest === null ? {} : { latest };
  }
  return /^;; (?:MSG SIZE|Received \d+ B$)/u.test(line) ? {} : null;
};

/** An extended error (RFC 8914) as dig and kdig show it: `; EDE: 22 (No Reachable Authority): (text)`. */
export const readExtendedError = (text: string): NonNullable<DnsAnswer['extendedErrors']>[number] | null => {
  const [, code, words = ''] = /^\s*;{1,2}\s*EDE: (\d{1,5})\b(.{0,1000})/u.exec(text) ?? [];
  if (code === undefined || Number(code) > 65_535) return null;
  const own = /: ?[('](.*)[)']\s*$/u.exec(words)?.[1] ?? '';
  return { code: Number(code), text: own };
};

/** What kept the tool from an answer; `final` when it gave up. */
export interface Failure {
  readonly outcome: Extract<DnsOutcome, 'timeout' | 'unreachable'>;
  readonly final: boolean;
  /** It does not say why: that stands in the lines above it. */
  readonly bare?: boolean;
  readonly server: DnsServer | null;
}

const UNREACHABLE = /refused|unreachable|no route|not permitted|network error/iu;

export const readFailure = (text: string): Failure | null => {
  const line = text.trim();
  const communications = /^;; communications error to ([^\s#]{1,64})#(\d{1,5}): (.{1,100})$/u.exec(line);
  if (communications)
    return {
      outcome: UNREACHABLE.test(communications[3] ?? '') ? 'unreachable' : 'timeout',
      final: false,
      server: serverAt(communications[1] ?? '', communications[2] ?? 53),
    };
  const kdig =
    /^;; (WARNING|ERROR): (?:response timeout for|failed to query server|connection timeout for|can't connect to|failed to connect to|failed to receive answer from) ([^\s@]{1,64})@(\d{1,5})/u.exec(
      line,
    );
  if (kdig)
    return { outcome: 'timeout', final: kdig[1] === 'ERROR', server: serverAt(kdig[2] ?? '', kdig[3] ?? 53) };
  if (/^;; (?:connection timed out; )?no servers could be reached/u.test(line))
    return { outcome: 'timeout', final: true, bare: !line.includes('timed out'), server: null };
  if (/^Error: error sending query: .*(?:timed out|timeout)/iu.test(line))
    return { outcome: 'timeout', final: true, server: null };
  if (/^Error: error sending query: .*network error/iu.test(line))
    return { outcome: 'unreachable', final: true, server: null };
  return null;
};

/** The tool could not take the packet apart, so that what it shows may be a part of it. */
export const saysMalformed = (text: string): boolean => /^\s*;;.{0,40}\bmalformed\b/iu.test(text);

/** Remarks that say nothing about the answer. */
export const isRemark = (text: string): boolean =>
  /^\s*(?:;|;;\s*)$/u.test(text) ||
  /^\s*; (?:EDNS: version|\(\d+ servers? found\)|COOKIE:|NSID:|CLIENT-SUBNET:|PAD(?:DING)?:|EXPIRE:|TCP[ -]KEEPALIVE)/iu.test(
    text,
  ) ||
  /^\s*;; (?:Question section mismatch|reply from unexpected source|global options:|Got answer:|Truncated, retrying|Warning: |WARNING: (?:recursion requested|\.local)|Version: \d|NSID: |PADDING: |COOKIE: |CLIENT-SUBNET: |XFR size|Sending:|BADCOOKIE, retrying|DEBUG: |QUERY SIZE|TLS session|QUIC session|HTTP session|EDNS: version|no EDNS|Sent \d+ B\s*$|To \S{1,80} in |query again with TCP)/iu.test(
    text,
  ) ||
  /^;\s*(?:fully validated|unsigned answer|negative response|answer not validated|authoritative$)/u.test(
    text,
  );
