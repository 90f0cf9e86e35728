/** Which steps the list shows, and what makes a step worth a second look. */
import type { StepStatus } from '../../../shared/runbook/status.ts';
import type { Step } from '../../../shared/runbook/step.ts';
import { isSettled } from '../../../shared/runbook/blockers.ts';

export const FILTERS = [
  { id: 'all', label: 'All' },
  { id: 'open', label: 'Open' },
  { id: 'attention', label: 'Attention' },
] as const;
export type Filter = (typeof FILTERS)[number]['id'];

/** DNS has a say about a step that is under way or done; one that was waived needs no proof. */
export const isActive = ({ state }: StepStatus): boolean => state === 'in-progress' || state === 'done';

/** Failed, stale, or with a DNS answer that is not the planned one although work on it has begun. */
export const needsAttention = (status: StepStatus): boolean =>
  status.state === 'failed' ||
  status.stale !== null ||
  (isActive(status) && (status.dns === 'differing' || status.dns === 'unanswered'));

export const passes = (filter: Filter, status: StepStatus | undefined): boolean => {
  if (filter === 'all' || status === undefined) return true;
  return filter === 'open' ? !isSettled(status.state) : needsAttention(status);
};

/** The steps that the filter lets through; the one in hand always stays. */
export const filterSteps = (
  steps: readonly Step[],
  statuses: ReadonlyMap<string, StepStatus>,
  filter: Filter,
  inHand: string | null,
): readonly Step[] => steps.filter(({ id }) => id === inHand || passes(filter, statuses.get(id)));

/** The step `offset` places away in the list; stays at the ends. */
export const neighbour = (steps: readonly Step[], inHand: string | null, offset: 1 | -1): string | null => {
  const at = steps.findIndex(({ id }) => id === inHand);
  const to = at < 0 ? 0 : Math.min(Math.max(at + offset, 0), steps.length - 1);
  return steps[to]?.id ?? null;
};
