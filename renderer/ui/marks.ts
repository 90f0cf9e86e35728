/** The seven marks of a state. Each is an icon, a word and a colour, so that none depends on colour alone. */
import type { StepState } from '../../shared/runbook/log.ts';

export const MARKS = ['proved', 'attention', 'wrong', 'running', 'waiting', 'waived', 'not-started'] as const;
export type Mark = (typeof MARKS)[number];

const OF_STATE: Readonly<Record<StepState, Mark>> = {
  'not-started': 'not-started',
  'in-progress': 'running',
  done: 'proved',
  failed: 'wrong',
  waived: 'waived',
  'not-applicable': 'waived',
};
const WORDS: Readonly<Record<StepState, string>> = {
  'not-started': 'Not started',
  'in-progress': 'In progress',
  done: 'Done',
  failed: 'Failed',
  waived: 'Waived',
  'not-applicable': 'Not applicable',
};

export const markOfState = (state: StepState): Mark => OF_STATE[state];
export const stateWord = (state: StepState): string => WORDS[state];
