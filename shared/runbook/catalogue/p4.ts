import type { Step } from '../step.ts';

export const P4_STEPS: readonly Step[] = [];
