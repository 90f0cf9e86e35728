/** A whole answer as text, in the order and notation that dig made usual, for evidence and for people. */
import { describeServer } from '../../shared/dns/server.ts';
import { describeExtendedError } from '../../shared/dns/extended-error.ts';
import type { DnsAnswer, DnsRecord } from '../../shared/dns/types.ts';
import { quoted } from './rdata-text.ts';
import type { Flags, WireMessage } from './wire.ts';

const dotted = (name: string): string => (name === '.' ? '.' : `${name}.`);
const NAME_LAST = new Set(['CNAME', 'DNAME', 'NS', 'PTR', 'MX', 'SRV']);

/** RDATA as a zone file writes it: names with their final dot, TXT in quotes. */
const rdata = (record: DnsRecord): string => {
  if (record.strings) return record.strings.map(quoted).join(' ');
  if (record.type === 'SOA') {
    const [mname = '.', rname = '.', ...numbers] = record.value.split(' ');
    return [dotted(mname), dotted(rname), ...numbers].join(' ');
  }
  if (record.type === 'SVCB' || record.type === 'HTTPS') {
    const [priority = '0', target = '.', ...rest] = record.value.split(' ');
    return [priority, dotted(target), ...rest].join(' ');
  }
  if (!NAME_LAST.has(record.type)) return record.value;
  const cut = record.value.lastIndexOf(' ') + 1;
  return record.value.slice(0, cut) + dotted(record.value.slice(cut));
};

const line = (record: DnsRecord): string =>
  `${dotted(record.name)}\t${record.ttl ?? 0}\tIN\t${record.type}\t${rdata(record)}`;

const section = (title: string, records: readonly DnsRecord[]): string[] =>
  records.length === 0 ? [] : ['', `;; ${title} SECTION:`, ...records.map(line)];

const FLAG_NAMES = ['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const satisfies ReadonlyArray<keyof Flags>;

export type Footer = Pick<DnsAnswer, 'question' | 'server' | 'transport' | 'at' | 'elapsedMs'>;

const footer = ({ server, transport, at, elapsedMs }: Footer): string[] => [
  '',
  `;; SERVER: ${describeServer(server)}, ${transport.toUpperCase()}`,
  `;; WHEN: ${at}`,
  `;; TIME: ${elapsedMs} ms`,
];

const edns = (message: WireMessage): string[] => {
  if (message.edns === null) return [];
  return [
    `;; EDNS: version ${message.edns.version}, size ${message.edns.size}`,
    ...message.edns.errors.map(
      ({ code, text }) =>
        `;; EXTENDED ERROR: ${describeExtendedError(code)}${text === '' ? '' : `: ${text}`}`,
    ),
  ];
};

/** `notes`: what happened on the way to this answer, e.g. a try without an answer. */
export const presentMessage = (message: WireMessage, foot: Footer, notes: readonly string[]): string => {
  const flags = FLAG_NAMES.filter((name) => message.flags[name]).join(' ');
  return [
    `;; status: ${message.rcode}, id: ${message.id}, flags: ${flags}`,
    `;; question: 1, answer: ${message.answer.length}, authority: ${message.authority.length}, additional: ${message.additional.length}`,
    ...edns(message),
    '',
    ';; QUESTION SECTION:',
    `;${dotted(foot.question.name)}\tIN\t${foot.question.type}`,
    ...section('ANSWER', message.answer),
    ...section('AUTHORITY', message.authority),
    ...section('ADDITIONAL', message.additional),
    ...footer(foot),
    `;; SIZE: ${message.size} octets${message.excess === 0 ? '' : `, ${message.excess} of them behind the message`}`,
    ...notes.map((note) => `;; NOTE: ${note}`),
  ].join('\n');
};

/** The same for a question that brought no answer. */
export const presentFailure = (reason: string, foot: Footer): string =>
  [
    `;; no answer: ${reason}`,
    '',
    ';; QUESTION SECTION:',
    `;${dotted(foot.question.name)}\tIN\t${foot.question.type}`,
    ...footer(foot),
  ].join('\n');
