import type { Step } from '../step.ts';

export const P2_STEPS: readonly Step[] = [];
