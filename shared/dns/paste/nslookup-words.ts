/** How nslookup writes things: on Windows and Unix, in English and German. */
import type { DnsOutcome, RecordType } from '../types.ts';
import { recordType } from './values.ts';

export const SERVER = /^(?:Server|Default server|Standardserver|Der Server)\s*:\s*(\S.{0,300})?$/iu;
export const ADDRESS = /^(?:Address|Addresses|Adresse|Adressen)\s*:\s*(\S.{0,300})?$/iu;
export const NAME = /^Name\s*:\s*(\S{1,1100})?\s*$/iu;
export const ALIASES = /^(?:Aliases|Aliase|Aliasnamen)\s*:\s*(\S{1,1100})?\s*$/iu;
export const NOT_AUTHORITATIVE =
  /^(?:Non-authoritative answer|Nicht[ -]?autori(?:sier(?:end|t)e|tative) Antwort)\s*:?$/iu;
export const AUTHORITATIVE_BELOW =
  /^(?:Authoritative answers can be found from|Autori(?:sierende|tative) Antworten (?:k\u00f6nnen|finden).{0,60})\s*:?$/iu;
export const RULE = /^-{8,}$/u;

export interface Value {
  readonly type: RecordType;
  /** RDATA as a master file writes it. */
  readonly rdata: string;
}

const VALUES: ReadonlyArray<readonly [RegExp, RecordType, (parts: readonly string[]) => string]> = [
  [
    /^(?:MX preference|MX-Einstellung|MX-Voreinstellung|MX-Priorit\u00e4t)\s*=\s*(\d{1,5}),\s*(?:mail exchanger|mail-exchanger|mailexchanger)\s*=\s*(\S+)$/iu,
    'MX',
    ([preference = '', host = '']) => `${preference} ${host === '(root)' ? '.' : host}`,
  ],
  [/^mail exchanger = (\d{1,5} \S+)$/iu, 'MX', ([value = '']) => value],
  [/^(?:canonical name|kanonischer Name)\s*=\s*(\S+)$/iu, 'CNAME', ([value = '']) => value],
  [/^(?:nameserver|Namenserver)\s*=\s*(\S+)$/iu, 'NS', ([value = '']) => value],
  [/^name\s*=\s*(\S+)$/iu, 'PTR', ([value = '']) => value],
  [/^(?:internet address|Internetadresse)\s*=\s*(\S+)$/iu, 'A', ([value = '']) => value],
  [
    /^(?:AAAA IPv6 address\s*=|has AAAA address|AAAA-IPv6-Adresse\s*=)\s*(\S+)$/iu,
    'AAAA',
    ([value = '']) => value,
  ],
  [/^service\s*=\s*(\d{1,5} \d{1,5} \d{1,5} \S+)$/iu, 'SRV', ([value = '']) => value],
];

/** What stands behind the name, or below it; `null` when it is no value of one line. */
export const readOneLineValue = (text: string): Value | null => {
  for (const [pattern, type, rdata] of VALUES) {
    const match = pattern.exec(text);
    if (match) return { type, rdata: rdata(match.slice(1)) };
  }
  // Types that it has no words for are shown by their number
  const [, number = '', rdata = ''] = /^rdata_(\d{1,5})\s*=\s*(.+)$/iu.exec(text) ?? [];
  const type = number === '' ? null : recordType(number);
  return type === null ? null : { type, rdata };
};

export const TEXT = /^text\s*=\s*(.*)$/isu;
export const SRV_HEAD = /^(?:SRV service location|SRV-Dienststandort)\s*:$/iu;

const FIELDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(?:primary name server|origin|prim\u00e4rer Namenserver)$/iu, 'origin'],
  [
    /^(?:responsible mail addr|mail addr|zust\u00e4ndige Mail-?Adresse|verantwortliche Mail-?Adresse)$/iu,
    'mail',
  ],
  [/^(?:serial|Seriennummer)$/iu, 'serial'],
  [/^(?:refresh|Aktualisierung)$/iu, 'refresh'],
  [/^(?:retry|Wiederholung)$/iu, 'retry'],
  [/^(?:expire|Ablauf)$/iu, 'expire'],
  [/^(?:default TTL|minimum|Standard-TTL)$/iu, 'minimum'],
  [/^(?:priority|Priorit\u00e4t)$/iu, 'priority'],
  [/^(?:weight|Gewichtung)$/iu, 'weight'],
  [/^port$/iu, 'port'],
  [/^(?:svr hostname|SVR-?Hostname)$/iu, 'host'],
  [/^ttl$/iu, 'ttl'],
  [/^dlen$/iu, 'dlen'],
];
export const SOA_FIELDS = ['origin', 'mail', 'serial', 'refresh', 'retry', 'expire', 'minimum'] as const;
export const SRV_FIELDS = ['priority', 'weight', 'port', 'host'] as const;

/** `serial  = 2026112401` or `refresh = 7200 (2 hours)`: the field in one spelling, and its value. */
export const readField = (text: string): { readonly field: string; readonly value: string } | null => {
  const [, key = '', value = ''] = /^([^=]{1,40}?)\s*=\s*(\S+)(?: \([^)]{1,60}\))?$/u.exec(text) ?? [];
  const field = FIELDS.find(([pattern]) => pattern.test(key))?.[1];
  return field === undefined ? null : { field, value };
};

const WORDS: ReadonlyArray<readonly [RegExp, DnsOutcome]> = [
  [/^(?:Non-existent domain|NXDOMAIN|Nicht vorhandene Dom\u00e4ne)/iu, 'nxdomain'],
  [/^(?:Server failed|SERVFAIL|Serverfehler)/iu, 'servfail'],
  [
    /^(?:Query refused|REFUSED|Abfrage (?:wurde )?(?:verweigert|abgelehnt)|Not implemented|NOTIMP)/iu,
    'refused',
  ],
  [/^(?:Format error|FORMERR|Formatfehler)/iu, 'format-error'],
  [/^(?:No response from server|Timed out|Keine Antwort vom Server|Zeit.{1,3}berschreitung)/iu, 'timeout'],
  [/^(?:No answer|No records|Keine (?:Antwort|Eintr\u00e4ge))/iu, 'no-data'],
];

export interface Complaint {
  /** Names in the sentence: the server and what was asked, in the order of the language. */
  readonly names: readonly string[];
  readonly outcome: DnsOutcome | null;
}

const COMPLAINTS: readonly RegExp[] = [
  /^\*\*\* Can't find (\S{1,1100}): (.{1,100})$/iu,
  /^\*\* server can't find (\S{1,1100}): (.{1,100})$/iu,
  /^\*\*\* (\S{1,300}) can't find (\S{1,1100}): (.{1,100})$/iu,
  /^\*\*\* (\S{1,300}) wurde (?:von )?(\S{1,1100}) nicht gefunden: (.{1,100})$/iu,
  /^\*\*\* (\S{1,1100}) wurde nicht gefunden: (.{1,100})$/iu,
  /^\*\*\* (\S{1,300}) kann (\S{1,1100}) nicht finden: (.{1,100})$/iu,
];

/** `*** dc01 can't find contoso.com: Non-existent domain` and its like. */
export const readComplaint = (text: string): Complaint | null => {
  for (const pattern of COMPLAINTS) {
    const parts = pattern.exec(text)?.slice(1);
    if (parts === undefined) continue;
    const why = parts.at(-1) ?? '';
    return { names: parts.slice(0, -1), outcome: WORDS.find(([words]) => words.test(why))?.[1] ?? null };
  }
  return null;
};

/** Said for each try; what came of the last one stands below it. */
export const TRY_TIMED_OUT =
  /^(?:DNS request timed out\.?|timeout was \d{1,4} seconds?\.?|(?:DNS-Anforderung|Zeit.{1,3}berschreitung bei (?:der )?DNS-Anforderung).{0,40}|Timeout (?:war|betrug):? \d{1,4} (?:seconds?|Sekunden?)\.?|Zeit.{1,3}berschreitung betrug \d{1,4} Sekunden?\.?)$/iu;
export const GAVE_UP =
  /^\*\*\* (?:Request to (\S{1,300}) timed[- ]out|Zeit.{1,3}berschreitung bei (?:der )?Anforderung an (\S{1,300}?))\.?$/iu;
/** About the name of the server itself, which nobody asked for. */
export const ABOUT_SERVER =
  /^\*\*\* (?:Can't find server name for address|Der Servername f\u00fcr (?:die )?Adresse|Default servers are not available|Standardserver nicht verf\u00fcgbar)/iu;
