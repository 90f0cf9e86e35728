/** All steps of the runbook, in the order of the work. */
import type { Step } from '../step.ts';
import { P0_STEPS } from './p0.ts';
import { P1_STEPS } from './p1.ts';
import { P2_STEPS } from './p2.ts';
import { P3_STEPS } from './p3.ts';
import { P4_STEPS } from './p4.ts';
import { P5_STEPS } from './p5.ts';
import { P6_STEPS } from './p6.ts';
import { P7_STEPS } from './p7.ts';
import { P8_STEPS } from './p8.ts';
import { P9_STEPS } from './p9.ts';

export { sourceTitle, SOURCES } from './sources.ts';

export const STEPS: readonly Step[] = [
  ...P0_STEPS,
  ...P1_STEPS,
  ...P2_STEPS,
  ...P3_STEPS,
  ...P4_STEPS,
  ...P5_STEPS,
  ...P6_STEPS,
  ...P7_STEPS,
  ...P8_STEPS,
  ...P9_STEPS,
];

const BY_ID: ReadonlyMap<string, Step> = new Map(STEPS.map((step) => [step.id, step]));

export const stepById = (id: string): Step | undefined => BY_ID.get(id);
