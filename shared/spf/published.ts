import type { Finding } from '../finding.ts';
import { isAll, MECHANISMS } from './ast.ts';
import type { Mechanism, Modifier, SpfRecord, Term } from './ast.ts';
import type { Cloud, ComposeInput, TermChange } from './compose-types.ts';
import { spfFinding } from './findings.ts';
import { isLegacyMicrosoftInclude, isOtherCloudInclude } from './microsoft.ts';
import { usesMacro } from './macro-expand.ts';
import { parseSpf } from './parse.ts';
import { plannedTerm, type CarriedTerm, type PlannedTerm } from './planned-term.ts';
import {
  canonicalText,
  hasWidePrefix,
  includeTerm,
  mappedFindings,
  networkFindings,
  senderTermOf,
} from './sender-terms.ts';

export interface Published {
  readonly carried: readonly CarriedTerm[];
  /** The same as terms of the planned record. */
  readonly planned: readonly PlannedTerm[];
  /** Some term other than all refuses senders or stays neutral, so that order matters. */
  readonly ordered: boolean;
  readonly exp: string | null;
  /** The `all` terms, one a record. */
  readonly alls: readonly string[];
  readonly findings: readonly Finding[];
  readonly dropped: readonly TermChange[];
  /** Canonical texts and their places in the published order. */
  readonly order: ReadonlyMap<string, number>;
}

export const hasNonAscii = (text: string): boolean => /[^\x20-\x7e]/.test(text);
/** What to say about a text that looks like SPF and is none; odd characters are often the cause. */
export const notRecognised = (text: string): Finding[] => [
  ...(hasNonAscii(text) ? [spfFinding('SPF-E-NON-ASCII')] : []),
  spfFinding('SPF-E-NOT-RECOGNISED', { token: text.trim().split(' ', 1)[0] ?? '', offset: 0 }),
];
/** Looks like somebody meant SPF, without being it. Sender ID (`spf2.0/…`) is another record. */
export const looksLikeSpf = (text: string): boolean => /spf1|v\s*=\s*spf/i.test(text);
const MEANT = new Set<string>([...MECHANISMS, 'ipv4', 'ipv6', 'ip']);
/** `include=…` and such: a mechanism's name in front of an equals sign. */
export const isEqualsSlip = (term: Modifier): boolean => MEANT.has(term.name);

interface Draft {
  readonly carried: CarriedTerm[];
  readonly findings: Finding[];
  readonly dropped: TermChange[];
  readonly alls: string[];
  readonly order: Map<string, number>;
  exp: string | null;
}

const drop = (draft: Draft, term: Term, finding: Finding, reason: string): void => {
  draft.findings.push(finding);
  draft.dropped.push({ action: 'dropped', text: term.raw, origin: 'existing', reason });
};

const sameDomain = (name: string | null | undefined, input: ComposeInput): boolean =>
  name === input.domain.toLowerCase();

/** Whether the target of an include, or of a redirect= that becomes one, stays. */
const keepsTarget = (
  draft: Draft,
  term: Mechanism | Modifier,
  input: ComposeInput,
  cloud: Cloud,
): boolean => {
  const name = term.domain?.name ?? null;
  const at = { offset: term.start };
  if (name === null) return true;
  if (input.dropIncludes?.some((other) => other.toLowerCase().replace(/\.$/, '') === name) === true) {
    drop(draft, term, spfFinding('SPF-I-DROPPED', { token: term.raw, ...at }), 'left out as asked');
  } else if (isLegacyMicrosoftInclude(name)) {
    drop(
      draft,
      term,
      spfFinding('SPF-W-LEGACY-INCLUDE', { token: name, ...at }),
      'include that Microsoft retired',
    );
  } else if (isOtherCloudInclude(name, cloud)) {
    drop(
      draft,
      term,
      spfFinding('SPF-W-WRONG-CLOUD', { token: name, ...at }),
      'belongs to another Microsoft cloud',
    );
  } else if (sameDomain(name, input)) {
    drop(
      draft,
      term,
      spfFinding('SPF-E-INCLUDE-LOOP', { token: term.raw, ...at }),
      'leads back to the record itself',
    );
  } else return true;
  return false;
};

const readMechanism = (draft: Draft, term: Mechanism, input: ComposeInput, cloud: Cloud): void => {
  const { raw, start: offset } = term;
  const text = canonicalText(term);
  if (
    input.dropMechanisms?.some(
      (asked) => asked.toLowerCase() === term.name || asked.toLowerCase() === text,
    ) === true
  ) {
    drop(draft, term, spfFinding('SPF-I-DROPPED', { token: raw, offset }), 'left out as asked');
    return;
  }
  if (term.name === 'include' && !keepsTarget(draft, term, input, cloud)) return;
  if (term.name === 'ptr') draft.findings.push(spfFinding('SPF-W-PTR', { token: raw, offset }));
  if (term.domain && usesMacro(term.domain, 'p'))
    draft.findings.push(spfFinding('SPF-W-PTR-MACRO', { token: raw, offset }));
  if (hasWidePrefix(term)) draft.findings.push(spfFinding('SPF-W-WIDE-CIDR', { token: raw, offset }));
  draft.findings.push(...mappedFindings(term));
  if (term.name === 'mx' && (term.domain === null || sameDomain(term.domain.name, input))) {
    draft.findings.push(spfFinding('SPF-W-MX-AFTER-CUTOVER', { token: raw, offset }));
  }
  if (term.network && term.hostBits) {
    draft.findings.push(
      spfFinding('SPF-W-HOST-BITS', { token: raw.slice(raw.indexOf(':') + 1), offset, fix: text }),
    );
  }
  if (term.domain?.name !== null && term.domain?.raw.endsWith('.') === true) {
    draft.findings.push(
      spfFinding('SPF-W-TRAILING-DOT', { token: term.domain.raw, offset, fix: term.domain.name }),
    );
  }
  const sender = senderTermOf(term);
  draft.order.set(sender.text, draft.order.size);
  draft.carried.push({
    ...sender,
    raw,
    passes: term.qualifier === '+',
    converted: null,
    warnings: term.network ? networkFindings(term.network) : [],
  });
};

const dropSecond = (draft: Draft, term: Modifier): void => {
  drop(
    draft,
    term,
    spfFinding('SPF-E-DUPLICATE-MODIFIER', { token: term.raw, offset: term.start }),
    `${term.name}= may stand only once`,
  );
};

const readModifier = (draft: Draft, term: Modifier, record: SpfRecord): void => {
  const { raw, start: offset } = term;
  if (term.name === 'exp') {
    if (draft.exp === null) {
      draft.exp = raw;
      draft.order.set(raw, draft.order.size);
    } else dropSecond(draft, term);
  } else if (term.name === 'redirect') {
    if (term !== record.redirect) dropSecond(draft, term);
  } else {
    const code = isEqualsSlip(term) ? 'SPF-E-EQUALS-SIGN' : 'SPF-I-UNKNOWN-MODIFIER';
    drop(draft, term, spfFinding(code, { token: raw, offset }), 'a modifier that receivers skip');
  }
};

const readRecord = (draft: Draft, record: SpfRecord, input: ComposeInput, cloud: Cloud): void => {
  let all: Mechanism | null = null;
  for (const term of record.terms) {
    if (term.kind === 'bad') {
      drop(
        draft,
        term,
        spfFinding(term.code, { token: term.raw, offset: term.start, reason: term.reason }),
        'breaks the grammar',
      );
    } else if (term.kind === 'modifier') readModifier(draft, term, record);
    else if (all !== null) {
      drop(
        draft,
        term,
        spfFinding('SPF-W-TERMS-AFTER-ALL', { token: term.raw, offset: term.start }),
        'stands behind all',
      );
    } else if (isAll(term)) all = term;
    else readMechanism(draft, term, input, cloud);
  }
  const { redirect } = record;
  if (all !== null) {
    draft.alls.push(all.raw);
    draft.order.set(all.raw, draft.order.size);
    if (redirect)
      drop(
        draft,
        redirect,
        spfFinding('SPF-W-REDIRECT-IGNORED', { token: redirect.raw, offset: redirect.start }),
        'ignored beside all',
      );
  } else if (redirect?.domain) {
    if (!keepsTarget(draft, redirect, input, cloud)) return;
    draft.findings.push(
      spfFinding('SPF-W-REDIRECT-CONVERTED', { token: redirect.raw, offset: redirect.start }),
    );
    const { name, raw } = redirect.domain;
    const term = includeTerm(name ?? raw, name !== null);
    draft.carried.push({ ...term, raw: term.text, passes: true, converted: redirect.raw, warnings: [] });
  } else draft.findings.push(spfFinding('SPF-W-NO-ALL'));
};

const NOTHING: Published = {
  carried: [],
  planned: [],
  ordered: false,
  exp: null,
  alls: [],
  findings: [],
  dropped: [],
  order: new Map(),
};

const read = (input: ComposeInput, texts: readonly string[], cloud: Cloud): Published => {
  const draft: Draft = { carried: [], findings: [], dropped: [], alls: [], order: new Map(), exp: null };
  const records: SpfRecord[] = [];
  for (const text of texts) {
    const record = parseSpf(text);
    if (record.version !== null) records.push(record);
    else if (looksLikeSpf(text)) draft.findings.push(...notRecognised(text));
  }
  if (records.length > 1)
    draft.findings.push(spfFinding('SPF-E-MULTIPLE-RECORDS', { token: String(records.length) }));
  for (const record of records) {
    if (hasNonAscii(record.text)) draft.findings.push(spfFinding('SPF-E-NON-ASCII'));
    readRecord(draft, record, input, cloud);
  }
  const ordered = draft.carried.some((term) => !term.passes);
  if (ordered) draft.findings.push(spfFinding('SPF-W-ORDER-PRESERVED'));
  const planned = draft.carried.map((item) =>
    plannedTerm(item, 'existing', 'published before', undefined, item),
  );
  return { ...draft, planned, ordered };
};

/** Reads what is published at the name: what to take over, what to leave out and why. */
export const readPublished = (input: ComposeInput): Published => {
  const texts = input.existing ?? [];
  return texts.length === 0 ? NOTHING : read(input, texts, input.cloud ?? 'worldwide');
};
