import type { Step } from '../step.ts';

export const P9_STEPS: readonly Step[] = [];
