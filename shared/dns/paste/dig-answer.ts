/** From a message that was taken line by line to the answer, or to the reason why it is none. */
import { classify } from '../classify.ts';
import type { DnsQuestion } from '../types.ts';
import { answersOf, answerTo, makeAnswer, type AnswerContext, type AnswerDetail } from './answers.ts';
import { isQuery, questionOf, unusable, type TakenMessage } from './dig-message.ts';
import type { Reading } from './reading.ts';
import { isAbove, questionName } from './values.ts';

/** A clock that is ahead must not date an answer behind the moment at which it was pasted. */
const earlier = (latest: string | null, pasted: string): string =>
  latest !== null && latest < pasted ? latest : pasted;

const contextOf = (reading: Reading, message: TakenMessage): AnswerContext => {
  const shown = reading.context(message.tool, message.server);
  return { ...shown, at: earlier(message.latest, shown.at) };
};

const detailOf = ({ flags, status, elapsedMs, errors }: TakenMessage): AnswerDetail => ({
  flags: { aa: flags.has('aa'), ad: flags.has('ad'), ra: flags.has('ra'), tc: flags.has('tc') },
  ...(status === null ? {} : { rcode: status }),
  elapsedMs,
  extendedErrors: errors,
});

/** What was asked; by the command where its options leave the question section out. */
const askedOf = (reading: Reading, message: TakenMessage): TakenMessage['asked'] => {
  const command = reading.commandOf(message.tool);
  const [question, second] = command?.questions ?? [];
  if (message.asked !== null || command?.hidden !== true || second !== undefined) return message.asked;
  return question === undefined || question.type === null
    ? null
    : { name: question.name, type: question.type };
};

/** Each type of the name, where all were asked for at once (ANY). */
const addEvery = (reading: Reading, message: TakenMessage, name: string): void => {
  const own = message.answer.filter(({ record }) => record.name === name);
  const head = message.lines[0];
  if (message.status === 'NOERROR' && own.length > 0)
    reading.add(message.tool, answersOf(contextOf(reading, message), own, detailOf(message)));
  else reading.skip(head, 'Every type was asked for at once and none is here; ask for one type at a time');
};

/** Adds the answer, or says at its header why it is none. */
export const addMessage = (reading: Reading, message: TakenMessage): void => {
  if (message.status === null) {
    if (message.answer.length > 0 || message.counted > 0) addBare(reading, message);
    else if (message.asked !== null || (message.ended && message.tool !== 'host'))
      reading.skip(message.lines[0], 'The header and the records of this answer are not in the paste');
    return;
  }
  if (isQuery(message)) return;
  const head = message.head ?? message.lines[0];
  reading.tools.add(message.tool);
  const shown = askedOf(reading, message);
  const every = shown?.type === 'ANY' ? questionName(shown.name) : null;
  const asked: DnsQuestion | null =
    every !== null ? { name: every, type: 'A' } : shown === null ? null : questionOf(shown);
  const why = unusable({ ...message, asked: shown }, asked);
  if (why !== null || asked === null) {
    reading.skip(head, why ?? 'It is not in the paste what was asked');
    return;
  }
  if (every !== null) {
    addEvery(reading, message, every);
    return;
  }
  const answer = message.answer.map(({ record }) => record);
  const fits = answer.some(
    ({ name, type }) => name === asked.name && (type === asked.type || type === 'CNAME'),
  );
  if (answer.length > 0 && !fits) {
    reading.skip(
      head,
      `The records of this answer are not of ${asked.name} ${asked.type}, which was asked for`,
    );
    return;
  }
  const { outcome, records } = classify(asked, {
    rcode: message.status,
    flags: { aa: message.flags.has('aa'), ra: message.flags.has('ra') },
    answer,
    authority: message.authority.map(({ record }) => record),
  });
  reading.add(message.tool, [
    makeAnswer(
      contextOf(reading, message),
      asked,
      outcome,
      { records: outcome === 'answer' || outcome === 'alias' ? records : [], lines: message.lines },
      detailOf(message),
    ),
  ]);
};

/** Records without a header: of `+noall +answer`, or a step of `+trace` with the server below. */
const addBare = (reading: Reading, message: TakenMessage): void => {
  const context = contextOf(reading, message);
  const [first] = message.answer;
  if (message.broken) {
    if (first !== undefined)
      reading.skip(
        first.lines[0],
        'A record beside this one could not be read, so the answer is left out as a whole',
      );
    return;
  }
  const shown = message.asked === null ? null : questionOf(message.asked);
  const asked =
    shown === null
      ? (reading.commandOf(message.tool)?.questions ?? []).flatMap(({ name, type }) =>
          type === null ? [] : [{ name, type }],
        )
      : [shown];
  const detail = { elapsedMs: message.elapsedMs };
  if (asked.length === 0 || first === undefined) {
    reading.add(message.tool, answersOf(context, message.answer, detail));
    return;
  }
  const owners = new Set(message.answer.map(({ record }) => record.name));
  const hit = asked.filter(({ name }) => owners.has(name));
  const only = hit[0] ?? asked[0];
  const others = message.answer.filter(({ record }) => record.type !== 'NS' && record.type !== 'DS');
  if (message.ended && only !== undefined && only.type !== 'NS' && others.length === 0) {
    if (isAbove(first.record.name, only.name))
      reading.add(message.tool, [
        makeAnswer(context, only, 'referral', { records: [], lines: message.lines }, detail),
      ]);
    else reading.skip(first.lines[0], 'These name servers are not on the way to what was asked');
    return;
  }
  if (hit.length === 0) {
    reading.skip(first.lines[0], 'The records are not of the name that the command asks for');
    return;
  }
  reading.add(
    message.tool,
    hit.flatMap((question) => {
      const answer = answerTo(context, question, message.answer, detail);
      return answer.outcome === 'no-data' ? [] : [answer];
    }),
  );
};
