import type { Step } from '../step.ts';

export const P3_STEPS: readonly Step[] = [];
