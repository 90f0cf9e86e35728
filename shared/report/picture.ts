/** The mail-flow picture for paper; a side door counts as closed once its lock-down step is done. */
import { flowPicture } from '../flow/picture.ts';
import { flowSvg } from '../flow/svg.ts';
import type { Profile } from '../profile/schema.ts';
import { stepRun } from '../runbook/fold.ts';
import type { RunState } from '../runbook/fold.ts';
import type { RunbookReport } from './types.ts';

export const pictureOf = (profile: Profile, run: RunState): RunbookReport['picture'] => {
  const open = (stepId: string): boolean => stepRun(run, stepId).state !== 'done';
  const picture = flowPicture(profile, { openDoors: { direct: open('LCK-01'), oldServer: open('LCK-03') } });
  // The shipped fonts have no half-bold face; asked for one, the engine would take it from the system where it is.
  const svg = flowSvg(picture, 'print').replaceAll('font-weight="600"', 'font-weight="700"');
  return { svg, alt: picture.description };
};
