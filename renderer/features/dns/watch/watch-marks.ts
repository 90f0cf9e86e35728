/** Marks and words of what a watched record shows. */
import type { WatchClass, WatchState } from '../../../../shared/dns/watch-state.ts';
import type { Mark } from '../../../ui/marks.ts';
import type { MarkedWord } from '../verdicts.ts';

const SHOWS: Readonly<Record<WatchClass, MarkedWord>> = {
  'not-asked': { mark: 'not-started', word: 'Not asked yet' },
  old: { mark: 'waiting', word: 'Old' },
  new: { mark: 'proved', word: 'New' },
  other: { mark: 'wrong', word: 'Another value' },
  'no-answer': { mark: 'attention', word: 'No answer' },
};
export const showsWord = (shows: WatchClass): MarkedWord => SHOWS[shows];

const PHASES: Readonly<Record<WatchState['phase'], Mark>> = {
  watching: 'running',
  paused: 'waiting',
  finished: 'proved',
  stopped: 'not-started',
};
export const phaseMark = (phase: WatchState['phase']): Mark => PHASES[phase];
