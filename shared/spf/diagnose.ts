import { hasErrors, worstSeverity, type Finding, type FindingCode, type Severity } from '../finding.ts';
import { cidrContains } from '../net/cidr.ts';
import { isAll, isMechanism, type Mechanism, type SpfRecord } from './ast.ts';
import { composeSpf } from './compose.ts';
import { CLOUDS, type Cloud, type ComposeInput } from './compose-types.ts';
import { spfFinding } from './findings.ts';
import { lintRecord, type LintOptions } from './lint.ts';
import { MICROSOFT_INCLUDE } from './microsoft.ts';
import { parseSpf } from './parse.ts';
import { looksLikeSpf, notRecognised } from './published.ts';
import { repairSpf } from './repair.ts';
import { canonicalText } from './sender-terms.ts';
import { MAX_STRING_OCTETS, octetLength } from './split.ts';
import { txtSizeFindings } from './txt-size.ts';

/** A term that the profile needs in the record, and the code to report when it is absent. */
export interface RequiredTerm {
  readonly term: string;
  readonly code: FindingCode;
}
export interface DiagnoseInput extends Omit<LintOptions, 'domain'> {
  readonly domain: string;
  /** Every TXT record at the name, each as its character-strings. */
  readonly publishedTxt: ReadonlyArray<readonly string[]>;
  readonly required: readonly RequiredTerm[];
}
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly worst: Severity | null;
  /** The joined texts that are SPF records. */
  readonly records: readonly string[];
  /** A record that would mend it, or `null` when no text alone can. */
  readonly suggestedRecord: string | null;
  /** What to do where no text alone mends it. */
  readonly advice: string | null;
}

/** Targets that are written without their leading underscore again and again. */
const TARGET_SLIPS: Readonly<Record<string, string>> = {
  'spf-us.ppe-hosted.com': '_spf-us.ppe-hosted.com',
  'spf-eu.ppe-hosted.com': '_spf-eu.ppe-hosted.com',
};
const LOOKUP_ADVICE = "move bulk senders to subdomains, or replace stable vendors' includes by ip4/ip6";

const standsAlone = (token: string): boolean => parseSpf(`v=spf1 ${token}`).problems.length === 0;
const looksLikeTerm = (token: string): boolean =>
  /^[+?~-]?(?:[a-z0-9]+[:=]|all$|mx$|ptr$)|^[+?~-]/i.test(token) && standsAlone(token);

/** No term is longer; what is comes from a stranger who wants to be expensive. */
const MAX_TERM = 512;

/** Tokens in which two character-strings meet so that two terms became one (RFC 7208, 3.3). */
const joinFindings = (strings: readonly string[]): Finding[] => {
  const text = strings.join('');
  const out: Finding[] = [];
  let seam = 0;
  let end = -1;
  let start = 0;
  for (const string of strings.slice(0, -1)) {
    seam += string.length;
    if (seam > end) {
      start = text.lastIndexOf(' ', seam - 1) + 1;
      const blank = text.indexOf(' ', seam);
      end = blank < 0 ? text.length : blank;
    }
    if (seam <= start || seam >= end || end - start > MAX_TERM) continue;
    const left = text.slice(start, seam);
    if ((left.toLowerCase() === 'v=spf1' || standsAlone(left)) && looksLikeTerm(text.slice(seam, end))) {
      out.push(
        spfFinding('SPF-E-STRING-JOIN', {
          token: text.slice(start, end),
          offset: start,
          fix: `${left} ${text.slice(seam, end)}`,
        }),
      );
    }
  }
  return out;
};

const stringFindings = (strings: readonly string[]): Finding[] => [
  ...strings
    .map(octetLength)
    .filter((octets) => octets > MAX_STRING_OCTETS)
    .map((octets) => spfFinding('SPF-E-STRING-OVER-255', { token: String(octets) })),
  ...joinFindings(strings),
];

const grants = (term: Mechanism, wanted: Mechanism): boolean => {
  if (term.qualifier !== '+') return false;
  if (term.network && wanted.network) return cidrContains(term.network, wanted.network);
  return canonicalText(term) === canonicalText(wanted);
};

/** The required terms that the record does not grant in front of `all`. */
const missing = (record: SpfRecord, required: readonly RequiredTerm[]): Finding[] => {
  const end = record.terms.findIndex(isAll);
  const effective = (end < 0 ? record.terms : record.terms.slice(0, end)).filter(isMechanism);
  return required
    .filter(({ term }) => {
      const [wanted] = parseSpf(`v=spf1 ${term}`).terms;
      return wanted?.kind === 'mechanism' && !effective.some((own) => grants(own, wanted));
    })
    .map(({ term, code }) => spfFinding(code, { token: term, fix: term }));
};

const SENDER_KEY: Readonly<Record<string, 'thirdParty' | 'onPrem' | 'other'>> = {
  'SPF-E-MISSING-THIRD-PARTY': 'thirdParty',
  'SPF-E-MISSING-ONPREM': 'onPrem',
};

const mend = (input: DiagnoseInput, texts: readonly string[]): string | null => {
  const existing = texts.map((text) => {
    const { record } = repairSpf(text);
    return record
      .split(' ')
      .map((term) => {
        const slip = TARGET_SLIPS[term.replace(/^include:/i, '').toLowerCase()];
        return slip === undefined ? term : `include:${slip}`;
      })
      .join(' ');
  });
  const terms: Record<'thirdParty' | 'onPrem' | 'other', string[]> = {
    thirdParty: [],
    onPrem: [],
    other: [],
  };
  let uses365 = existing.some((text) => text.includes('spf.protection.'));
  for (const { term, code } of input.required) {
    if (code === 'SPF-E-MISSING-M365') uses365 = true;
    else terms[SENDER_KEY[code] ?? 'other'].push(term);
  }
  const plan: ComposeInput = {
    domain: input.domain,
    existing,
    microsoft365: uses365,
    cloud: input.cloud ?? cloudOf(input.required) ?? 'worldwide',
    dropIncludes: input.targetsWithoutSpf ?? [],
    thirdParty: { terms: terms.thirdParty },
    onPrem: { terms: terms.onPrem },
    other: { terms: terms.other },
  };
  return composeSpf(plan).record;
};

/** The tenant's cloud by the include that the profile needs; `null` when it needs none of Microsoft's. */
const cloudOf = (required: readonly RequiredTerm[]): Cloud | null => {
  const needed = required.find(({ code }) => code === 'SPF-E-MISSING-M365')?.term.toLowerCase();
  return CLOUDS.find((cloud) => needed === `include:${MICROSOFT_INCLUDE[cloud]}`) ?? null;
};

/** What is wrong with the TXT records published at a name, seen from what the profile needs, and what would mend it. */
export const diagnoseSpf = (input: DiagnoseInput): Diagnosis => {
  const texts = input.publishedTxt.map((strings) => strings.join(''));
  const records = texts.filter((text) => parseSpf(text).version !== null);
  const senderId = texts.filter((text) => /^spf2\.0\//i.test(text));
  const around = [
    ...senderId.map((token) => spfFinding('SPF-I-SENDER-ID', { token })),
    ...txtSizeFindings(input.domain, input.publishedTxt),
  ];
  const done = (
    own: readonly Finding[],
    from: readonly string[],
    advice: string | null = null,
  ): Diagnosis => {
    const findings = [...own, ...around];
    return {
      findings,
      worst: worstSeverity(findings),
      records,
      suggestedRecord: advice === null ? mend(input, from) : null,
      advice,
    };
  };
  if (records.length > 1)
    return done([spfFinding('SPF-E-MULTIPLE-RECORDS', { token: String(records.length) })], records);
  const [text] = records;
  if (text === undefined) {
    const like = texts.filter(looksLikeSpf);
    if (like.length === 0) return done([spfFinding('SPF-E-NO-RECORD')], []);
    return done(like.flatMap(notRecognised), like);
  }
  const strings = input.publishedTxt[texts.indexOf(text)] ?? [];
  const record = parseSpf(text);
  const cloud = input.cloud ?? cloudOf(input.required);
  const lint = lintRecord(record, { ...input, ...(cloud && { cloud }), domain: input.domain.toLowerCase() });
  const size = (finding: Finding): boolean =>
    finding.code.includes('LOOKUPS') || finding.code.includes('LENGTH');
  const target = (finding: Finding): boolean => finding.code.startsWith('SPF-E-INCLUDE-');
  const findings = [
    ...stringFindings(strings),
    ...lint.filter((finding) => !size(finding) && !target(finding)),
    ...missing(record, input.required),
    ...lint.filter((finding) => size(finding) || target(finding)),
  ];
  const tooMany = findings.some(({ code }) => code === 'SPF-E-TOO-MANY-LOOKUPS');
  return done(findings, [text], tooMany && hasErrors(findings) ? LOOKUP_ADVICE : null);
};
