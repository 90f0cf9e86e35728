/** Questions as keys and sets: what is asked twice is one question. */
import type { DnsQuestion } from './types.ts';

/** Names of questions are in A-label form and lower case already. */
export const questionKey = ({ name, type }: DnsQuestion): string => `${type} ${name}`;

/** Each question once, in the order of its first place. */
export const uniqueQuestions = (questions: readonly DnsQuestion[]): DnsQuestion[] => [
  ...new Map(questions.map((question) => [questionKey(question), question])).values(),
];
