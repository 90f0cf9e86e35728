/** One sentence on top of all that a comparison of vantage points says. */
import { timeText } from './agreement.ts';
import type { Agreement, AgreementCode } from './agreement.ts';
import { answersDiffer } from './place-view.ts';
import { isCanary } from './question-plan.ts';
import { describeServer } from './server.ts';
import type { DnsQuestion, RecordType } from './types.ts';

export interface Headline {
  readonly code: AgreementCode;
  readonly sentence: string;
}

/** They shake all else: who answers, and whether a named server answers at all. */
const BROKEN: readonly AgreementCode[] = ['intercepted', 'lame-delegation'];
/** The gravest first; `not-known` counts only where nothing else can be said. */
const GRAVITY: readonly AgreementCode[] = [
  'authoritative-disagree',
  'filtered',
  'split-horizon',
  'stale',
  'not-yet-spread',
];

/** What mail needs, in the order in which it is looked for. */
const MAIL: Readonly<Partial<Record<RecordType, number>>> = {
  MX: 0,
  TXT: 1,
  CNAME: 2,
  A: 3,
  AAAA: 3,
  TLSA: 3,
  SRV: 3,
};
const OTHERS = 4;
const rank = ({ question: { type } }: Agreement): number => MAIL[type] ?? OTHERS;

/** The places differ, though none of the known reasons is proved. */
const isUnexplained = ({ code, usual, evidence }: Agreement): boolean =>
  code === 'not-known' && usual !== true && answersDiffer(evidence);

const nameOf = ({ name, type }: DnsQuestion): string => `${name} ${type}`;

const lastEnd = (found: readonly Agreement[]): string => {
  const ends = found.flatMap(({ until }) => (until === null ? [] : [until]));
  const last = ends.toSorted().at(-1);
  if (last === undefined) return '';
  return ends.length === found.length
    ? ` The last old answer runs out at ${timeText(last)}.`
    : ` Of those that show it, the last old answer runs out at ${timeText(last)}.`;
};

const headline = (code: AgreementCode, found: readonly Agreement[]): Headline | null => {
  const [first] = found.toSorted((a, b) => rank(a) - rank(b));
  if (first === undefined) return null;
  const about = `${nameOf(first.question)}: ${first.sentence}`;
  if (found.length === 1) return { code, sentence: about };
  const last = code === 'not-known' ? '' : lastEnd(found);
  return { code, sentence: `${found.length} records, the first ${about}${last}` };
};

const gravest = (all: readonly Agreement[], codes: readonly AgreementCode[]): Headline | null => {
  for (const code of codes) {
    const found = headline(
      code,
      all.filter((one) => one.code === code && one.usual !== true),
    );
    if (found !== null) return found;
  }
  return null;
};

const nothingKnown = (records: readonly Agreement[]): Headline => {
  const places = new Set(
    records.flatMap(({ evidence }) => evidence.map(({ server }) => describeServer(server))),
  );
  const there = records.filter(({ evidence }) => evidence.some(({ outcome }) => outcome === 'answer')).length;
  const [only] = places;
  if (only !== undefined && places.size === 1 && there > 0 && records.length > 1) {
    const found = `${there} of ${records.length} records ${there === 1 ? 'is' : 'are'} there`;
    return {
      code: 'not-known',
      sentence: `Only ${only} was asked: ${found}. One place alone compares with nothing.`,
    };
  }
  const first = records[0]?.sentence;
  return { code: 'not-known', sentence: `Nothing can be said yet. ${first ?? 'Nothing was asked.'}` };
};

const allSame = (records: readonly Agreement[], same: readonly Agreement[]): Headline => {
  const open = records.filter(({ code }) => code === 'not-known').length;
  const serials = records.find(({ code, usual }) => code === 'authoritative-disagree' && usual === true);
  return {
    code: 'same',
    sentence: [
      `${same.length === 1 ? '1 record is' : `${same.length} records are`} the same at all places that answered.`,
      ...(open === 0 ? [] : [`${open} could not be compared.`]),
      ...(same.some(({ own }) => own)
        ? []
        : ['The zone’s own servers were not among them, so all may hold the same old answer.']),
      ...(serials === undefined ? [] : [serials.sentence]),
    ].join(' '),
  };
};

/**
 * The gravest thing that the answers prove of the records that mail needs; where these give no cause, of the others. What
 * differs as it may is no cause.
 */
export const verdictOf = (all: readonly Agreement[]): Headline => {
  const broken = gravest(all, BROKEN);
  if (broken !== null) return broken;
  const records = all.filter(({ question }) => !isCanary(question));
  const mail = records.filter((one) => rank(one) < OTHERS);
  const others = records.filter((one) => rank(one) === OTHERS);
  for (const group of [mail, others]) {
    const found = gravest(group, GRAVITY) ?? headline('not-known', group.filter(isUnexplained));
    if (found !== null) return found;
  }
  const same = records.filter(({ code }) => code === 'same');
  return same.length === 0 ? nothingKnown(records) : allSame(records, same);
};
