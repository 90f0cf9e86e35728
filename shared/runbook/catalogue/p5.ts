import type { Step } from '../step.ts';

export const P5_STEPS: readonly Step[] = [];
