import type { Step } from '../step.ts';

export const P7_STEPS: readonly Step[] = [];
