import type { Step } from '../step.ts';

export const P8_STEPS: readonly Step[] = [];
