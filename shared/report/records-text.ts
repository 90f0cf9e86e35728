/**
 * `records.txt`: what the DNS admin types into the provider's form, domain by domain. Plain text with LF; values
 * stand alone on their lines, so that they can be selected whole.
 */
import type { DomainReport, FindingReport, RecordReport, RunbookReport } from './types.ts';

const LINE = 78;
const rule = (sign: string): string => sign.repeat(LINE);

/** Characters that would break a line or hide in it are written as escapes; the exact text is in runbook.json. */
const oneLine = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );

const seconds = (ttl: number | null): string => (ttl === null ? 'not set' : `${String(ttl)} seconds`);

const findingLines = (findings: readonly FindingReport[]): readonly string[] =>
  findings.flatMap((finding) => [
    `  ${finding.severity.toUpperCase()} ${finding.code}: ${oneLine(finding.message)}`,
    ...(finding.token === '' ? [] : [`    In: ${oneLine(finding.token)}`]),
    ...(finding.fix === '' ? [] : [`    Fix: ${oneLine(finding.fix)}`]),
    `    Source: ${finding.source}`,
  ]);

const list = (title: string, values: readonly string[]): readonly string[] =>
  values.length === 0 ? [] : [title, ...values.map((value) => `    ${oneLine(value)}`)];

const HOLD = '  DO NOT PUBLISH YET: a finding below is an error.';
const hold = ({ publishable, planned }: RecordReport): readonly string[] =>
  publishable || planned.length === 0 ? [] : [HOLD];

const mxLines = (record: RecordReport): readonly string[] => [
  'MX',
  ...hold(record),
  '  Host: @ (the domain itself; some forms want it blank, others the whole name)',
  `  TTL:  ${seconds(record.ttlPlanned)} during the cut-over`,
  ...(record.planned.length === 0
    ? ['  There are no planned MX records yet.']
    : [
        '  Publish exactly these, preference and mail server:',
        ...record.planned.map((value) => `    ${oneLine(value)}`),
      ]),
  ...list('  Delete:', record.remove),
];

const spfLines = (record: RecordReport): readonly string[] => [
  'SPF (record type TXT)',
  ...hold(record),
  '  Host: @ (the domain itself; some forms want it blank, others the whole name)',
  `  TTL:  ${seconds(record.ttlPlanned)} during the cut-over`,
  ...(record.planned.length === 0 ? ['  There is no planned SPF record yet; the findings say why.'] : []),
  ...record.planned.flatMap((value) => ['  Value, as one line without quotes:', `    ${oneLine(value)}`]),
  ...(record.strings.length > 1
    ? [
        `  The value is longer than 255 characters. A form that refuses it takes these ${String(record.strings.length)} strings, each in its`,
        '  quotes, in this order, in one record:',
        ...record.strings.map((part) => `    "${oneLine(part)}"`),
      ]
    : []),
  ...list('  Replaces, delete:', record.remove),
  ...(record.planned.length > 0 ? ['  Exactly one TXT record that starts with v=spf1 may remain.'] : []),
];

const domainLines = (domain: DomainReport): readonly string[] => [
  '',
  rule('-'),
  `${oneLine(domain.name)} (${domain.role})`,
  rule('-'),
  ...domain.records.flatMap((record) => [
    '',
    ...(record.type === 'MX' ? mxLines(record) : spfLines(record)),
    ...list('  Before:', record.before),
    ...findingLines(record.findings),
  ]),
];

/** `left` are sentences about what has no zone file. */
export const recordsText = (report: RunbookReport, left: readonly string[]): string => {
  const { identification } = report;
  const lines = [
    `DNS records of ${oneLine(identification.customerName)}`,
    `${oneLine(identification.documentId)}, revision ${String(identification.revision)}, ${identification.status}`,
    `Made ${oneLine(identification.generatedAt.local)}`,
    '',
    'Publish SPF first, wait for the old TTL, then switch MX (steps DNS-03 and DNS-07 of the runbook).',
    ...(report.domains.length === 0 ? ['', 'The profile names no domain yet, so there are no records.'] : []),
    ...report.domains.flatMap(domainLines),
    ...(left.length === 0
      ? []
      : ['', rule('-'), 'Not in the zone files', rule('-'), ...left.map((text) => `  ${oneLine(text)}`)]),
  ];
  return `${lines.join('\n')}\n`;
};
