import type { Step } from '../step.ts';

export const P1_STEPS: readonly Step[] = [];
