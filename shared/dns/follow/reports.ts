/** Whether reports can arrive: the addresses that the DMARC and TLS-RPT records name, and who agreed to take them. */
import { MOST_HOSTS } from '../../mx/tried-first.ts';
import { reportTargets, type ReportTarget } from '../../mailauth/report-targets.ts';
import { tagValues } from '../../mailauth/tag-list.ts';
import { checkDomainName } from '../../net/domain-name.ts';
import type { Followed, Piece } from '../check-types.ts';
import type { DnsAnswer } from '../types.ts';
import { notThere, whyUnanswered } from '../unanswered.ts';
import { sayLeft } from './limit.ts';
import { piece, txtOf, valuesOf, type Follow, type FollowContext } from './types.ts';

/** The one record of its kind at a name, or what to say where there is none or more than one. */
const recordAt = async (
  { port }: FollowContext,
  name: string,
  version: RegExp,
  what: string,
): Promise<{ readonly text: string; readonly answer: DnsAnswer } | { readonly piece: Piece }> => {
  const answer = await port.lookup({ name, type: 'TXT' });
  const why = whyUnanswered(answer);
  if (why !== null) return { piece: piece('unanswered', why, answer) };
  const records = txtOf(answer).filter((text) => version.test(text));
  const [text, ...more] = records;
  if (text === undefined) return { piece: piece('differing', notThere(answer, what), answer) };
  if (more.length === 0) return { text, answer };
  const sentence = `${name} has ${records.length} records of this kind, which counts as none; exactly one may be there.`;
  return { piece: piece('differing', sentence, answer, { found: records }) };
};

/** Mail for `host` has somewhere to go (RFC 5321, 5.1): MX, or in its place an address. */
const takesMail = async ({ port }: FollowContext, { uri, host }: ReportTarget): Promise<Piece> => {
  const mx = await port.lookup({ name: host, type: 'MX' });
  const why = whyUnanswered(mx);
  if (why !== null) return piece('unanswered', why, mx);
  const hosts = valuesOf(mx, 'MX');
  if (hosts.some((value) => !value.endsWith(' .')))
    return piece('matching', `${host} takes mail.`, mx, { found: hosts });
  if (hosts.length > 0)
    return piece('differing', `${host} takes no mail (null MX), so no report reaches ${uri}.`, mx, {
      found: hosts,
    });
  return hasAddress({ port }, { uri, host });
};

const hasAddress = async (
  { port }: Pick<FollowContext, 'port'>,
  { uri, host }: Pick<ReportTarget, 'uri' | 'host'>,
): Promise<Piece> => {
  const [a, aaaa] = await Promise.all([
    port.lookup({ name: host, type: 'A' }),
    port.lookup({ name: host, type: 'AAAA' }),
  ]);
  const found = [...valuesOf(a, 'A'), ...valuesOf(aaaa, 'AAAA')];
  if (found.length > 0) return piece('matching', `${host} has an address.`, a, { found });
  const open = [a, aaaa].find((answer) => whyUnanswered(answer) !== null);
  if (open !== undefined) return piece('unanswered', whyUnanswered(open) ?? '', open);
  return piece('differing', `No report reaches ${uri}: ${host} has neither MX nor address.`, a);
};

/** Same, above or below: no authorisation is needed there. */
const isNear = (a: string, b: string): boolean => a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);

const DMARC = /^v\s*=\s*DMARC1\s*(?:;|$)/u;

/** Names above both, the nearest first, short of the top level; a walk takes no more than these (RFC 9989, 4.10). */
const aboveBoth = (a: string, b: string): string[] => {
  const [one, two] = [a.split('.').toReversed(), b.split('.').toReversed()];
  const apart = one.findIndex((label, index) => label !== two[index]);
  const shared = one.slice(0, Math.min(apart < 0 ? one.length : apart, 7));
  return shared.slice(1).map((_, index) =>
    shared
      .slice(0, shared.length - index)
      .toReversed()
      .join('.'),
  );
};

/**
 * Whether one organisation has both: the walk up the tree ends at a name above both (RFC 9989, 4.10.2). The answer that
 * leaves it open where one does.
 */
const isOneOrganisation = async (
  { port, name }: FollowContext,
  host: string,
  record: string,
): Promise<boolean | DnsAnswer> => {
  if (tagValues(record).get('psd') === 'n') return false;
  let open: DnsAnswer | null = null;
  for (const above of aboveBoth(name, host)) {
    const answer = await port.lookup({ name: `_dmarc.${above}`, type: 'TXT' });
    if (whyUnanswered(answer) !== null) open ??= answer;
    const [text, ...more] = txtOf(answer).filter((one) => DMARC.test(one));
    if (text === undefined || more.length > 0) continue;
    if (tagValues(text).get('psd') === 'y') break;
    return true;
  }
  return open ?? false;
};

/** The other domain must say that it takes the reports (RFC 9990, 4; RFC 7489, 7.1), or receivers send none. */
const authorised = async (
  context: FollowContext,
  { host }: ReportTarget,
  record: { readonly text: string; readonly answer: DnsAnswer },
): Promise<readonly Piece[]> => {
  const { port, name } = context;
  if (isNear(host, name)) return [];
  const own = await isOneOrganisation(context, host, record.text);
  if (own === true) return [];
  if (own !== false) return [piece('unanswered', whyUnanswered(own) ?? '', own)];
  const at = `${name}._report._dmarc.${host}`;
  if (!checkDomainName(at, { allowUnderscore: true }).ok)
    return [
      piece(
        'differing',
        `${host} can’t say that it takes reports of ${name}: the name at which it would is longer than DNS allows. So receivers send none there.`,
        record.answer,
      ),
    ];
  const answer = await port.lookup({ name: at, type: 'TXT' });
  const why = whyUnanswered(answer);
  if (why !== null) return [piece('unanswered', why, answer)];
  const found = txtOf(answer);
  const agreed = found.some((text) => DMARC.test(text));
  const terms = [{ term: `${at} v=DMARC1`, state: agreed ? ('same' as const) : ('missing' as const) }];
  return agreed
    ? [piece('matching', `${host} takes the reports of ${name}.`, answer, { found, terms })]
    : [
        piece(
          'differing',
          `Not there: ${host} has not said that it takes reports of ${name} (TXT at ${at}), so receivers send none there.`,
          answer,
          { found, terms },
        ),
      ];
};

const judged = async (
  context: FollowContext,
  record: { readonly text: string; readonly answer: DnsAnswer },
  tags: readonly string[],
  needsAuthorisation: boolean,
): Promise<Followed> => {
  const all = reportTargets(record.text, tags);
  const targets = all.slice(0, MOST_HOSTS);
  const pieces = await Promise.all(
    targets.map(async (target): Promise<readonly Piece[]> => {
      if (target.kind === 'bad')
        return [piece('differing', `“${target.uri}” is no address for reports.`, record.answer)];
      const reach = target.kind === 'mail' ? takesMail(context, target) : hasAddress(context, target);
      return [...(needsAuthorisation ? await authorised(context, target, record) : []), await reach];
    }),
  );
  const left =
    all.length === targets.length
      ? null
      : {
          sentence: `${all.length - targets.length} of ${all.length} addresses for reports were not looked at: no more than ${MOST_HOSTS} are, the first ones.`,
          found: all.slice(MOST_HOSTS).map(({ uri }) => uri),
          answer: record.answer,
        };
  const [first, ...rest] = sayLeft(pieces.flat(), left);
  return {
    expected: targets.map(({ uri }) => `reports can reach ${uri}`),
    pieces: [first ?? piece('matching', 'The record names no address for reports.', record.answer), ...rest],
  };
};

/** DMARC: each target of rua and ruf takes mail, and one elsewhere has agreed to. */
export const dmarcReports: Follow = async (context) => {
  const record = await recordAt(context, `_dmarc.${context.name}`, DMARC, 'DMARC record');
  return 'piece' in record
    ? { expected: ['one DMARC record'], pieces: [record.piece] }
    : judged(context, record, ['rua', 'ruf'], true);
};

/** TLS reports: each target of rua can be reached. Nobody has to agree here (RFC 8460, 3). */
export const tlsReports: Follow = async (context) => {
  const record = await recordAt(
    context,
    `_smtp._tls.${context.name}`,
    /^v=TLSRPTv1\s*(?:;|$)/u,
    'TLS reporting record',
  );
  return 'piece' in record
    ? { expected: ['one TLS reporting record'], pieces: [record.piece] }
    : judged(context, record, ['rua'], false);
};
