/** The keys behind the selectors that Microsoft 365 signs with. */
import { checkDomainName } from '../../net/domain-name.ts';
import { hasErrors } from '../../finding.ts';
import { checkDkimTargets } from '../../mailauth/dkim.ts';
import { sayHints } from '../../mailauth/findings.ts';
import { parseDkimKey } from '../../mailauth/dkim-key.ts';
import type { Piece } from '../check-types.ts';
import type { DnsAnswer, DnsRecord } from '../types.ts';
import { notThere, whyUnanswered } from '../unanswered.ts';
import { piece, txtOf, valuesOf, type Follow, type FollowContext } from './types.ts';

/** RFC 8301, 3.2: a shorter key must not be taken for good; from this size on it is advised. */
const MIN_BITS = 1024;
const ADVISED_BITS = 2048;
const MAX_ALIASES = 5;

interface KeyAnswer {
  readonly answer: DnsAnswer;
  /** Those that led to it from answers before. */
  readonly aliases: readonly DnsRecord[];
}

/** The TXT answer at the end of the aliases, for a server that does not follow them itself. */
const keyAnswer = async ({ port }: FollowContext, name: string): Promise<KeyAnswer> => {
  const aliases: DnsRecord[] = [];
  let answer = await port.lookup({ name, type: 'TXT' });
  for (let hop = 0; hop < MAX_ALIASES && answer.outcome === 'alias'; hop += 1) {
    const target = answer.records.findLast(({ type }) => type === 'CNAME')?.value;
    if (target === undefined || !checkDomainName(target, { allowUnderscore: true }).ok) break;
    aliases.push(...answer.records);
    answer = await port.lookup({ name: target, type: 'TXT' });
  }
  return { answer, aliases };
};

const judgeKey = (name: string, { answer, aliases }: KeyAnswer): Piece => {
  const why = whyUnanswered(answer);
  if (why !== null) return piece('unanswered', why, answer);
  const texts = txtOf(answer);
  const [text, ...more] = texts;
  const say = (verdict: Piece['verdict'], sentence: string): Piece =>
    piece(verdict, sentence, answer, {
      found: texts,
      terms: [{ term: `key of ${name}`, state: verdict === 'matching' ? 'same' : 'missing' }],
    });
  if (text === undefined)
    return say(
      'differing',
      notThere(
        {
          ...answer,
          question: { ...answer.question, name },
          records: [...aliases, ...answer.records],
        },
        'DKIM key',
      ),
    );
  if (more.length > 0)
    return say(
      'differing',
      `${name} has ${texts.length} TXT records. Exactly one may be there; which one receivers take is open (RFC 6376, 3.6.2.2).`,
    );
  const key = parseDkimKey(text);
  if (key.state === 'revoked')
    return say(
      'differing',
      `The key of ${name} is revoked (p= is empty), so every signature made with it fails.`,
    );
  if (key.state === 'unusable') return say('differing', `The record behind ${name} ${key.reason}.`);
  const size = `${key.kind === 'rsa' ? 'RSA' : 'Ed25519'} key of ${key.bits} bits`;
  if (key.kind === 'rsa' && key.bits < MIN_BITS)
    return say(
      'differing',
      `${name} has an ${size}. Receivers don't take RSA keys under ${MIN_BITS} bits (RFC 8301).`,
    );
  const notes = [
    key.kind === 'rsa' && key.bits < ADVISED_BITS ? ` ${ADVISED_BITS} bits are advised (RFC 8301).` : '',
    key.testing ? ' It is marked as a test (t=y), so some receivers ignore its signatures.' : '',
  ];
  return say('matching', `${name} has an ${size}.${notes.join('')}`);
};

/** What the published aliases say by themselves; nothing where the keys stand at the selectors without an alias. */
const judgeAliases = async (
  { port, name: domain }: FollowContext,
  names: readonly string[],
): Promise<Piece[]> => {
  const answers = await Promise.all(names.map((name) => port.lookup({ name, type: 'CNAME' })));
  const open = answers.find((answer) => whyUnanswered(answer) !== null);
  if (open !== undefined) return [piece('unanswered', whyUnanswered(open) ?? '', open)];
  const [selector1 = '', selector2 = ''] = answers.map((answer) => valuesOf(answer, 'CNAME')[0] ?? '');
  const hints = checkDkimTargets({ domain, selector1, selector2 });
  const [first] = answers;
  if (hints.length === 0 || first === undefined) return [];
  return [piece(hasErrors(hints) ? 'differing' : 'matching', sayHints(hints), first)];
};

export const dkimKeys: Follow = async (context) => {
  const names = ['selector1', 'selector2'].map((selector) => `${selector}._domainkey.${context.name}`);
  const [aliases, [one, two]] = await Promise.all([
    judgeAliases(context, names),
    Promise.all(names.map(async (name) => judgeKey(name, await keyAnswer(context, name)))),
  ]);
  if (one === undefined || two === undefined) throw new RangeError('two selectors are asked for');
  return { expected: names.map((name) => `a usable key behind ${name}`), pieces: [one, two, ...aliases] };
};
