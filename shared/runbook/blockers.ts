/** What still stands in front of a step, by the order rules. A blocker warns; a state set with a reason overrides it. */
import type { Profile } from '../profile/schema.ts';
import type { RunState } from './fold.ts';
import { stepRun } from './fold.ts';
import { rulesFor } from './order.ts';
import type { OrderRule } from './order.ts';
import type { StepState } from './log.ts';

export interface Blocker {
  /** The step that comes first. */
  readonly stepId: string;
  readonly why: string;
  /** When the wait is over (UTC, ISO 8601), if waiting is all that is left. */
  readonly until?: string;
}

const SETTLED: ReadonlySet<StepState> = new Set(['done', 'waived', 'not-applicable']);

/** Settled means that nothing is left to do: done, waived or not applicable. */
export const isSettled = (state: StepState): boolean => SETTLED.has(state);

const blockerOf = (
  stepId: string,
  rule: OrderRule,
  profile: Profile,
  run: RunState,
  now: string | undefined,
): Blocker | null => {
  const { state, since } = stepRun(run, stepId);
  const met = rule.proof === true ? state === 'done' : isSettled(state);
  if (!met) return { stepId, why: rule.why };
  const seconds = rule.wait?.(profile) ?? 0;
  if (state !== 'done' || seconds === 0 || since === null || now === undefined) return null;
  const until = new Date(Date.parse(since) + seconds * 1000).toISOString();
  return until > new Date(now).toISOString() ? { stepId, why: rule.why, until } : null;
};

/**
 * The open preconditions of a step. `now` (ISO 8601) is needed for rules that ask for a wait; without it a wait counts
 * as over.
 */
export const blockersOf = (
  stepId: string,
  profile: Profile,
  run: RunState,
  now?: string,
): readonly Blocker[] =>
  rulesFor(stepId)
    .filter((rule) => rule.when === undefined || rule.when(profile))
    .flatMap((rule) => rule.after.map((earlier) => blockerOf(earlier, rule, profile, run, now)))
    .filter((blocker) => blocker !== null);

export interface BlockerGroup {
  readonly stepIds: readonly string[];
  readonly why: string;
  readonly until: string | undefined;
}

/** Blockers with one reason told together, so that a step behind a whole phase is told in a line; in their order. */
export const blockerGroups = (blockers: readonly Blocker[]): readonly BlockerGroup[] =>
  [...Map.groupBy(blockers, ({ why, until }) => `${until ?? ''} ${why}`).values()].flatMap(
    ([first, ...more]) =>
      first === undefined
        ? []
        : [
            {
              stepIds: [...new Set([first, ...more].map(({ stepId }) => stepId))],
              why: first.why,
              until: first.until,
            },
          ],
  );
