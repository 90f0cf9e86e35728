import type { Step } from '../step.ts';

export const P6_STEPS: readonly Step[] = [];
