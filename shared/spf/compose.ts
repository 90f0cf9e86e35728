import type { Finding } from '../finding.ts';
import { hasErrors } from '../finding.ts';
import { memoByKey } from '../net/bounded-cache.ts';
import { termChanges } from './changes.ts';
import type { AllPolicy, Cloud, ComposeInput, ComposeResult, LookupCount } from './compose-types.ts';
import { spfFinding } from './findings.ts';
import { foldTerms } from './fold.ts';
import { countLookups } from './lookups.ts';
import {
  isLegacyMicrosoftInclude,
  isOtherCloudInclude,
  LEGACY_ADVICE,
  MAX_LOOKUPS,
  MICROSOFT_INCLUDE,
  NEAR_LOOKUPS,
  OTHER_CLOUD_ADVICE,
} from './microsoft.ts';
import { appendMissing } from './ordered.ts';
import { changeLines, plannedTerm, type ChangeLines, type PlannedTerm } from './planned-term.ts';
import { readPublished, type Published } from './published.ts';
import { readSenders, type SpfSenders } from './read-senders.ts';
import { includeTerm, type TermKind } from './sender-terms.ts';
import { ADVISED_RECORD_OCTETS, MAX_STRING_OCTETS, octetLength, splitStrings } from './split.ts';

const NO_LOOKUPS: LookupCount = { direct: 0, known: 0, complete: true };
const PARKED = 'v=spf1 -all';

const ORDER: readonly TermKind[] = ['ip4', 'ip6', 'include', 'other'];

const microsoftTerm = (cloud: Cloud): PlannedTerm =>
  plannedTerm(
    includeTerm(MICROSOFT_INCLUDE[cloud]),
    'microsoft-365',
    'all mail to the Internet leaves from Microsoft 365',
  );
const MICROSOFT_TERM: Readonly<Record<Cloud, PlannedTerm>> = {
  worldwide: microsoftTerm('worldwide'),
  gcc: microsoftTerm('gcc'),
  gcchigh: microsoftTerm('gcchigh'),
  dod: microsoftTerm('dod'),
  '21vianet': microsoftTerm('21vianet'),
};

/** Puts senders into the canonical order; inside a class the order of input stays. */
const arrange = (
  profile: readonly PlannedTerm[],
  carried: readonly PlannedTerm[],
  cloud: Cloud | null,
): PlannedTerm[] => {
  const out: PlannedTerm[] = [];
  for (const kind of ORDER) {
    if (kind === 'include' && cloud !== null) out.push(MICROSOFT_TERM[cloud]);
    for (const item of profile) if (item.term.kind === kind) out.push(item);
    for (const item of carried) if (item.term.kind === kind) out.push(item);
  }
  return out;
};

const policyFindings = (policy: AllPolicy): Finding[] => {
  if (policy === '~all') return [spfFinding('SPF-W-SOFTFAIL', { token: policy, path: 'allPolicy' })];
  if (policy === '?all') return [spfFinding('SPF-W-NEUTRAL', { token: policy, path: 'allPolicy' })];
  return policy === '+all' ? [spfFinding('SPF-E-PLUS-ALL', { token: policy, path: 'allPolicy' })] : [];
};

const sizeFindings = (lookups: LookupCount, length: number): Finding[] => {
  const out: Finding[] = [];
  const token = String(lookups.known);
  if (lookups.known > MAX_LOOKUPS) out.push(spfFinding('SPF-E-TOO-MANY-LOOKUPS', { token }));
  else if (lookups.known >= NEAR_LOOKUPS) out.push(spfFinding('SPF-W-LOOKUPS-NEAR-LIMIT', { token }));
  if (length > ADVISED_RECORD_OCTETS) out.push(spfFinding('SPF-W-LENGTH-450', { token: String(length) }));
  if (length > MAX_STRING_OCTETS) out.push(spfFinding('SPF-I-SPLIT-STRINGS', { token: String(length) }));
  return out;
};

interface PolicyChange {
  readonly findings: readonly Finding[];
  readonly lines: ChangeLines;
}
const changeOfPolicy = (alls: readonly string[], policy: AllPolicy): PolicyChange => {
  const out: Finding[] = [];
  for (const all of new Set(alls)) {
    const sign = all.toLowerCase() === 'all' ? '+all' : all.toLowerCase();
    if (sign === '+all') out.push(spfFinding('SPF-E-PLUS-ALL', { token: all }));
    if (sign !== policy) out.push(spfFinding('SPF-W-ALL-CHANGED', { token: `${all} -> ${policy}` }));
  }
  const from = alls.find((all) => all.toLowerCase() !== policy);
  const text = { text: policy, origin: 'policy', reason: 'policy for every other sender', from } as const;
  return { findings: out, lines: changeLines(text) };
};
const keep = memoByKey<PolicyChange>();
const policyChange = ({ alls }: Published, policy: AllPolicy): PolicyChange =>
  keep(`${policy} ${alls.join(' ')}`, () => changeOfPolicy(alls, policy));

const UNREAD = spfFinding('SPF-E-EXISTING-UNREAD', { path: 'existing' });

const noRecord = (findings: readonly Finding[], existingFindings: readonly Finding[]): ComposeResult => ({
  record: null,
  strings: [],
  length: 0,
  lookups: NO_LOOKUPS,
  findings,
  existingFindings,
  publishable: false,
  changes: [],
});

/** An include of the profile that Microsoft retired, or that belongs to another cloud: kept as entered, and told. */
const targetFindings = ({ term, origin, path }: PlannedTerm, cloud: Cloud): Finding[] => {
  const token = term.target;
  if (token === null || origin === 'existing' || origin === 'microsoft-365') return [];
  if (isLegacyMicrosoftInclude(token))
    return [spfFinding('SPF-W-LEGACY-INCLUDE', { token, path, reason: LEGACY_ADVICE })];
  return isOtherCloudInclude(token, cloud)
    ? [spfFinding('SPF-W-WRONG-CLOUD', { token, path, reason: OTHER_CLOUD_ADVICE })]
    : [];
};

/** What the planned record would do to a term that is carried over: of no meaning where none is. */
const ABOUT_CARRYING = new Set([
  'SPF-W-MX-AFTER-CUTOVER',
  'SPF-W-ORDER-PRESERVED',
  'SPF-W-REDIRECT-CONVERTED',
]);

const composeParked = (published: Published): ComposeResult => ({
  record: PARKED,
  strings: [PARKED],
  length: PARKED.length,
  lookups: NO_LOOKUPS,
  findings: [],
  existingFindings: [
    ...published.findings.filter(({ code }) => !ABOUT_CARRYING.has(code)),
    ...policyChange(published, '-all').findings,
  ],
  publishable: true,
  changes: termChanges([policyChange(published, '-all').lines], published.order, [
    ...published.dropped,
    ...published.carried.map(({ raw, converted }) => ({
      action: 'dropped' as const,
      text: converted ?? raw,
      origin: 'existing' as const,
      reason: 'the domain sends no mail',
    })),
  ]),
});

/**
 * Composes the one SPF record that replaces whatever is published, from the profile's senders, the tenant's cloud and
 * the terms to carry over. A value that can't be read gives no record at all rather than one without that sender.
 * Where many domains have the same senders, `profile` holds them read once; then the lists of `input` aren't looked at.
 * `published` is what `readPublished` gives for `input`, where the caller knows it already.
 */
export const composeSpf = (
  input: ComposeInput,
  profile: SpfSenders = readSenders(input),
  published: Published = readPublished(input),
): ComposeResult => {
  const cloud = input.cloud ?? 'worldwide';
  const policy = input.allPolicy ?? '-all';
  if (input.role === 'parked' || input.role === 'nonsending')
    return input.existingUnread === true ? noRecord([UNREAD], published.findings) : composeParked(published);
  const own365 = input.microsoft365 === false ? null : cloud;
  const folded = published.ordered
    ? appendMissing(published, arrange(profile.terms, [], own365))
    : foldTerms(arrange(profile.terms, published.planned, own365));
  const own = input.domain.toLowerCase();
  const all = policyChange(published, policy);
  const existingFindings = [...published.findings, ...all.findings, ...folded.existingFindings];
  const findings = [...profile.findings, ...folded.findings];
  const loops: Finding[] = [];
  for (const item of folded.terms) {
    const { term, path, carried } = item;
    if (carried !== null) existingFindings.push(...carried.warnings);
    if (term.kind !== 'include') continue;
    findings.push(...targetFindings(item, cloud));
    if (term.target === own) loops.push(spfFinding('SPF-E-INCLUDE-LOOP', { token: term.text, path }));
  }
  findings.push(...loops);
  if (input.existingUnread === true) findings.push(UNREAD);
  if (profile.broken || input.existingUnread === true) return noRecord(findings, existingFindings);
  const words = ['v=spf1'];
  const planned: ChangeLines[] = [];
  for (const { term, carried, lines } of folded.terms) {
    words.push(published.ordered && carried !== null ? carried.raw : term.text);
    planned.push(lines);
  }
  words.push(policy);
  planned.push(all.lines);
  if (published.exp !== null) {
    words.push(published.exp);
    planned.push(
      changeLines({
        text: published.exp,
        origin: 'existing',
        reason: 'explanation text, published before',
      }),
    );
  }
  const record = words.join(' ');
  const length = octetLength(record);
  const lookups = countLookups(folded.terms, input.lookupCosts);
  findings.push(...policyFindings(policy), ...sizeFindings(lookups, length));
  return {
    record,
    strings: splitStrings(record),
    length,
    lookups,
    findings,
    existingFindings,
    publishable: !hasErrors(findings),
    changes: termChanges(planned, published.order, [...published.dropped, ...folded.dropped]),
  };
};
