/** What needs a second look, gathered from steps, records and profile; each line leads to its place. */
import type { DomainRecords } from '../../../shared/records/derive.ts';
import type { StepStatus } from '../../../shared/runbook/status.ts';
import type { Step } from '../../../shared/runbook/step.ts';
import type { Mark } from '../../ui/marks.ts';
import { recordErrors } from '../records/errors.ts';
import type { RecordError } from '../records/errors.ts';
import { isActive } from '../runbook/filter.ts';
import { staleSentence } from '../runbook/words.ts';

export type Place =
  | { readonly kind: 'step'; readonly stepId: string }
  | { readonly kind: 'value'; readonly path: string }
  | { readonly kind: 'records'; readonly domain: string };

export interface AttentionLine {
  readonly key: string;
  readonly mark: Mark;
  /** 'Failed', 'Stale', 'Differs', 'Error'. */
  readonly word: string;
  readonly what: string;
  readonly why: string;
  readonly place: Place;
}

const stepLine = (step: Step, status: StepStatus): AttentionLine | null => {
  const base = {
    key: step.id,
    what: `${step.id} ${step.title}`,
    place: { kind: 'step', stepId: step.id },
  } as const;
  if (status.state === 'failed') return { ...base, mark: 'wrong', word: 'Failed', why: '' };
  if (status.stale !== null) {
    return { ...base, mark: 'attention', word: 'Stale', why: staleSentence(status.stale) };
  }
  if (!isActive(status)) return null;
  if (status.dns === 'differing') {
    return {
      ...base,
      mark: 'wrong',
      word: 'DNS differs',
      why: 'The last check did not find what is expected.',
    };
  }
  if (status.dns === 'unanswered') {
    return { ...base, mark: 'attention', word: 'No answer', why: 'The last check got no answer.' };
  }
  return null;
};

const errorLine = ({ key, finding, domains }: RecordError): AttentionLine => {
  const [first = '', ...others] = domains;
  return {
    key,
    mark: 'wrong',
    word: 'Error',
    what: others.length === 0 ? first : `${first} and ${String(others.length)} more`,
    why: finding.message,
    place:
      finding.path === undefined ? { kind: 'records', domain: first } : { kind: 'value', path: finding.path },
  };
};

export const attentionLines = (
  steps: readonly Step[],
  statuses: ReadonlyMap<string, StepStatus>,
  records: readonly DomainRecords[],
): readonly AttentionLine[] => {
  const ofSteps = steps.flatMap((step) => {
    const status = statuses.get(step.id);
    const line = status === undefined ? null : stepLine(step, status);
    return line === null ? [] : [line];
  });
  return [...ofSteps, ...recordErrors(records).map(errorLine)];
};
