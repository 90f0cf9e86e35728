/** The SPF record on live data: the whole tree below it, and what it says of each sender of the profile. */
import { severityOf, type Finding } from '../../finding.ts';
import { isHeldBack } from '../../records/held-back.ts';
import { sendersOf, withoutAddress } from '../../records/senders.ts';
import { MAX_VOIDS } from '../../spf/check-types.ts';
import { spfLookupOver } from '../../spf/dns-lookup.ts';
import { expandSpf, type ExpandNode } from '../../spf/expand.ts';
import type { SpfLookup } from '../../spf/lookup-port.ts';
import { MAX_LOOKUPS } from '../../spf/microsoft.ts';
import { overlaySpf } from '../../spf/overlay.ts';
import { prefetchSpf } from '../../spf/prefetch.ts';
import { proveSenders, type ProofRow } from '../../spf/sender-proof.ts';
import { treeFindings } from '../../spf/tree-findings.ts';
import { txtSizeFindings } from '../../spf/txt-size.ts';
import type { Followed, Piece } from '../check-types.ts';
import { isSpf } from '../judge-txt.ts';
import { isNotAsked } from '../stored-lookup.ts';
import type { DnsAnswer } from '../types.ts';
import { notThere, whyUnanswered } from '../unanswered.ts';
import { listed } from '../../listed.ts';
import { piece, txtOf, type Follow, type FollowContext } from './types.ts';

/** Which record is meant: what is published, or what is to be published, as if it were already. */
type Which = 'published' | 'planned';
type Found =
  { readonly record: string; readonly answer: DnsAnswer } | { readonly record: null; readonly piece: Piece };

const NO_PLAN = 'No SPF record can be composed from the profile yet, so there is nothing to look into.';

const HELD_BACK =
  'The published SPF could not be read, so no record is planned that would replace it. Ask again, enter what is published, or say that there is none.';

const recordOf = async (
  { port, name, planned, domain, nonePublished = [] }: FollowContext,
  which: Which,
): Promise<Found> => {
  const answer = await port.lookup({ name, type: 'TXT' });
  const outcome = isNotAsked(answer) ? undefined : answer.outcome;
  if (which === 'planned' && isHeldBack(domain, outcome, nonePublished))
    return { record: null, piece: piece('unanswered', HELD_BACK, answer) };
  if (which === 'planned')
    return planned.spf === null
      ? { record: null, piece: piece('unanswered', NO_PLAN, answer) }
      : { record: planned.spf, answer };
  const why = whyUnanswered(answer);
  if (why !== null) return { record: null, piece: piece('unanswered', why, answer) };
  const records = txtOf(answer).filter(isSpf);
  const [record, ...more] = records;
  if (record === undefined)
    return { record: null, piece: piece('differing', notThere(answer, 'SPF record'), answer) };
  if (more.length === 0) return { record, answer };
  const sentence = `${records.length} SPF records are published. Exactly one may be there; receivers treat more as an error (RFC 7208, 4.5).`;
  return { record: null, piece: piece('differing', sentence, answer, { found: records }) };
};

/** The tree as it would be with `record` published; everything it names is asked for level by level. */
const prepared = (context: FollowContext, record: string): SpfLookup => {
  const live = overlaySpf(spfLookupOver(context.port), context.name, [record]);
  // Whatever goes wrong here goes wrong again where the answer is used.
  prefetchSpf(record, context.name, live).catch(() => undefined);
  return live;
};

const nodesOf = (node: ExpandNode): ExpandNode[] => [
  node,
  ...node.terms.flatMap((term) => (term.node ? nodesOf(term.node) : [])),
];

const LIMITS = `at most ${MAX_LOOKUPS} look-ups and ${MAX_VOIDS} void look-ups in the worst case`;
const TARGETS = 'each include and redirect leads to one SPF record';

const describeTree = (root: ExpandNode): string =>
  `${root.complete ? '' : 'At least '}${root.lookups} of ${MAX_LOOKUPS} look-ups and ${root.voids} of ${MAX_VOIDS} void look-ups in the worst case`;

const treePieces = (
  context: FollowContext,
  root: ExpandNode,
  answer: DnsAnswer,
): readonly [Piece, ...Piece[]] => {
  const answerAbout = ({ token }: Finding): DnsAnswer => {
    const node = nodesOf(root)
      .flatMap(({ terms }) => terms)
      .find(({ text }) => text === token)?.node;
    return (node && context.given({ name: node.domain, type: 'TXT' })) ?? answer;
  };
  const findings = treeFindings(root);
  const count = piece('matching', `${describeTree(root)}.`, answer, {
    found: [root.record ?? '', describeTree(root)],
    terms: nodesOf(root)
      .slice(1)
      .map(({ domain, state }) => ({
        term: domain,
        state: state === 'record' || state === 'macro' ? 'same' : 'missing',
      })),
  });
  const broken = root.problems.map(({ term, reason }) =>
    piece(
      'differing',
      `“${term}” can't be read: ${reason}. Receivers treat the whole record as an error.`,
      answer,
    ),
  );
  const rest = findings.flatMap((finding): Piece[] => {
    if (finding.code === 'SPF-W-UNANSWERED') {
      const open = answerAbout(finding);
      return [piece('unanswered', whyUnanswered(open) ?? finding.message, open)];
    }
    const severity = severityOf(finding.code);
    if (severity === 'info' && finding.code !== 'SPF-I-MACRO-TARGET') return [];
    return [piece(severity === 'error' ? 'differing' : 'matching', finding.message, answerAbout(finding))];
  });
  return [count, ...broken, ...rest];
};

/** All TXT records at the name come in one answer. */
const sizeNotes = ({ name }: FollowContext, answer: DnsAnswer): Piece[] =>
  txtSizeFindings(
    name,
    answer.records.filter(({ type }) => type === 'TXT').map(({ strings, value }) => strings ?? [value]),
  ).map(({ message }) => piece('matching', message, answer));

/** Look-ups, voids and targets of the whole tree (RFC 7208, 4.6.4), not stopped at any limit. */
export const spfTree =
  (which: Which): Follow =>
  async (context): Promise<Followed> => {
    const expected = [LIMITS, TARGETS];
    const found = await recordOf(context, which);
    if (found.record === null) return { expected, pieces: [found.piece] };
    const root = await expandSpf(context.name, prepared(context, found.record));
    const [first, ...rest] = treePieces(context, root, found.answer);
    return { expected, pieces: [first, ...rest, ...sizeNotes(context, found.answer)] };
  };

const wanted = ({ sender }: ProofRow): string =>
  `${sender.label} ${sender.ip}: ${sender.kind === 'stranger' ? 'no pass' : 'pass'}`;

const rowPiece = (row: ProofRow, answer: DnsAnswer): Piece => {
  const { sender, after, helo } = row;
  const got = `${sender.label} ${sender.ip}: ${after.result}`;
  const by = after.terms.length === 0 ? '' : ` by ${after.terms.join(' > ')}`;
  const more = {
    found: [`${got}${by}`],
    terms: [{ term: wanted(row), state: row.proved ? ('same' as const) : ('missing' as const) }],
  };
  const reason = after.reason === '' ? '' : ` (${after.reason})`;
  if (after.result === 'temperror')
    return piece(
      'unanswered',
      `What ${sender.label} ${sender.ip} gets can't be known: ${after.reason}.`,
      answer,
      more,
    );
  if (!row.proved)
    return piece(
      'differing',
      `${got}${by}${reason}; it should ${sender.kind === 'stranger' ? 'not pass' : 'pass'}.`,
      answer,
      more,
    );
  const refused = helo !== null && ['fail', 'permerror'].includes(helo.after.result);
  const fragile = row.findings.map(({ message }) => ` ${message}`).join('');
  const note = refused
    ? ` With an empty sender its name ${sender.helo ?? ''} gets ${helo.after.result}.`
    : '';
  return piece('matching', `${got}${by}.${fragile}${note}`, answer, more);
};

/** What receivers make of mail from each sender of the profile, evaluated with what DNS answers now. */
export const senderProof =
  (which: Which): Follow =>
  async (context): Promise<Followed> => {
    const { profile, domain, name } = context;
    const found = await recordOf(context, which);
    if (found.record === null) return { expected: [], pieces: [found.piece] };
    const lookup = prepared(context, found.record);
    const senders = sendersOf(profile, domain);
    const rows = await proveSenders(
      { domain: name, before: [found.record], after: found.record, senders },
      lookup,
    );
    const missing = withoutAddress(profile, domain);
    const pieces = rows.map((row) => rowPiece(row, found.answer));
    const untried =
      missing.length === 0
        ? []
        : [
            piece(
              'matching',
              `Not tried, since the profile has no address: ${listed(missing.map(({ label }) => label))}.`,
              found.answer,
            ),
          ];
    const [first = untried[0], ...rest] = [...pieces, ...untried];
    if (first === undefined) throw new RangeError('there is always the stranger to prove');
    return { expected: rows.map(wanted), pieces: [first, ...rest] };
  };
