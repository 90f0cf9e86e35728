import type { Step } from '../step.ts';

export const P0_STEPS: readonly Step[] = [];
