import type { Finding } from '../finding.ts';
import { hint } from './findings.ts';
import { parseTags, type Tag } from './tag-list.ts';

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';
export interface DmarcRecord {
  readonly policy: DmarcPolicy | null;
  readonly tags: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

const POLICIES = ['none', 'quarantine', 'reject'];
/** A map, so that no tag a stranger publishes (`constructor=`) finds what every object carries. */
const VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['p', POLICIES],
  ['sp', POLICIES],
  ['np', POLICIES],
  ['adkim', ['r', 's']],
  ['aspf', ['r', 's']],
  ['t', ['y', 'n']],
  ['psd', ['y', 'n', 'u']],
]);
const FREE = new Set(['v', 'rua', 'ruf', 'fo']);
/** Part of RFC 7489, gone with RFC 9989. */
const REMOVED = new Set(['pct', 'rf', 'ri']);

const isPolicy = (text: string | undefined): text is DmarcPolicy =>
  text !== undefined && POLICIES.includes(text);

const REPORT_ADDRESS = /^mailto:[^@\s!,]+@([a-z0-9._-]+\.[a-z0-9-]+)(![0-9]+[kmgt]?)?$/i;

/** Reports to the domain itself, above or below it need nobody's leave. */
const isNear = (other: string, domain: string): boolean =>
  other === domain || other.endsWith(`.${domain}`) || domain.endsWith(`.${other}`);

/** Where an outside receiver of reports must agree to get those of `domain` (RFC 9990, section 4). */
const authorisationName = (domain: string, receiver: string): string =>
  `${domain}._report._dmarc.${receiver}`;

/** The names of all authorisation records that the addresses of the record call for. */
export const reportAuthorisations = ({ tags }: DmarcRecord, domain: string): string[] =>
  ['rua', 'ruf']
    .flatMap((name) => tags.get(name)?.split(',') ?? [])
    .flatMap((uri) => REPORT_ADDRESS.exec(uri.trim())?.[1]?.toLowerCase() ?? [])
    .filter((receiver) => !isNear(receiver, domain))
    .map((receiver) => authorisationName(domain, receiver));

const reportFindings = (value: string, domain: string): Finding[] =>
  value.split(',').flatMap((given) => {
    const uri = given.trim();
    const mail = REPORT_ADDRESS.exec(uri);
    if (!mail) return [hint('DMARC-E-BAD-REPORT-ADDRESS', { token: uri })];
    const out: Finding[] = [];
    if (mail[2] !== undefined)
      out.push(hint('DMARC-W-SIZE-LIMIT', { token: uri, fix: uri.slice(0, -mail[2].length) }));
    const other = (mail[1] ?? '').toLowerCase();
    if (!isNear(other, domain))
      out.push(hint('DMARC-I-EXTERNAL-REPORTS', { token: other, reason: authorisationName(domain, other) }));
    return out;
  });

const tagFindings = ({ name, value, raw }: Tag, domain: string): Finding[] => {
  if (name === '') return [hint('DMARC-E-BAD-TAG', { token: raw })];
  if (REMOVED.has(name)) return [hint('DMARC-W-REMOVED-TAG', { token: name })];
  const known = VALUES.get(name);
  if (known) {
    return known.includes(value.toLowerCase())
      ? []
      : [hint('DMARC-E-BAD-VALUE', { token: raw, reason: `It takes ${known.join(', ')}.` })];
  }
  if (name === 'fo') {
    const fine = value.split(':').every((part) => ['0', '1', 'd', 's'].includes(part.trim().toLowerCase()));
    return fine
      ? []
      : [hint('DMARC-E-BAD-VALUE', { token: raw, reason: 'It takes 0, 1, d, s, parted by colons.' })];
  }
  if (name === 'rua' || name === 'ruf') return reportFindings(value, domain);
  return FREE.has(name) ? [] : [hint('DMARC-I-UNKNOWN-TAG', { token: name })];
};

/** The version as it must stand in front: the tag in any case, its value in these letters (RFC 9989, 4.8). */
const VERSION = /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/;
const hasVersion = (text: string): boolean => VERSION.test(text.replace(/^V/, 'v'));

const withPolicy = (text: string): string =>
  ['v=DMARC1', 'p=none', ...text.split(';').slice(1)]
    .map((tag) => tag.trim())
    .join('; ')
    .replace(/[; ]+$/, '');

/** Reads one DMARC record by RFC 9989. `domain` is the one below `_dmarc.`, lower case. */
export const parseDmarc = (text: string, domain: string): DmarcRecord => {
  const tags = parseTags(text);
  const map = new Map<string, string>();
  const findings: Finding[] = [];
  if (!hasVersion(text)) {
    findings.push(hint('DMARC-E-NOT-RECOGNISED', { token: text.split(';', 1)[0]?.trim() ?? '' }));
    return { policy: null, tags: map, findings };
  }
  for (const tag of tags) {
    findings.push(...tagFindings(tag, domain));
    if (tag.name !== '' && map.has(tag.name))
      findings.push(hint('DMARC-E-DUPLICATE-TAG', { token: tag.name }));
    else if (tag.name !== '') map.set(tag.name, tag.value);
  }
  const given = map.get('p')?.toLowerCase();
  const reported = (map.get('rua') ?? '').split(',').some((uri) => REPORT_ADDRESS.test(uri.trim()));
  // without a valid p the record counts as p=none where reports can be sent, and as none otherwise (RFC 9989, 4.10.1)
  const policy = isPolicy(given) ? given : reported ? 'none' : null;
  if (!isPolicy(given)) {
    const fix = given === undefined ? { fix: withPolicy(text) } : {};
    findings.push(hint(reported ? 'DMARC-W-NO-POLICY' : 'DMARC-E-NO-POLICY', fix));
  }
  if (given === 'none') findings.push(hint('DMARC-W-POLICY-NONE', { token: 'p=none' }));
  if (map.get('t')?.toLowerCase() === 'y') findings.push(hint('DMARC-W-TEST-MODE', { token: 't=y' }));
  if (!map.has('rua')) findings.push(hint('DMARC-I-NO-REPORTS'));
  return { policy, tags: map, findings };
};

/** Judges the TXT records at `_dmarc.domain`; a parked domain should refuse everything. */
export const diagnoseDmarc = (domain: string, texts: readonly string[], parked = false): Finding[] => {
  const valid = texts.filter(hasVersion);
  // what does not begin with the version is no DMARC record (RFC 9989, 4.10), and is told only where nothing else stands
  const records =
    valid.length > 0 ? valid : texts.filter((text) => /^\s*v\s*=\s*dmarc/i.test(text)).slice(0, 1);
  const [text] = records;
  if (text === undefined) return [hint('DMARC-I-NO-RECORD')];
  if (records.length > 1) return [hint('DMARC-E-MULTIPLE-RECORDS', { token: String(records.length) })];
  const { policy, findings } = parseDmarc(text, domain.toLowerCase());
  if (!parked) return [...findings];
  const own = findings.filter(({ code }) => code !== 'DMARC-I-NO-REPORTS' && code !== 'DMARC-W-POLICY-NONE');
  return policy === 'reject'
    ? own
    : [...own, hint('DMARC-W-PARKED-POLICY', { token: text, fix: 'v=DMARC1; p=reject' })];
};
