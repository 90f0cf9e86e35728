/** One log entry as a sentence. */
import type { NewLogEntry } from '../../../shared/runbook/log.ts';
import { stateWord } from '../../ui/marks.ts';
import { checkTitle, verdictWord } from '../dns/verdicts.ts';

export interface EntryWords {
  readonly kind: string;
  readonly text: string;
}

export const entryWords = (entry: NewLogEntry): EntryWords => {
  switch (entry.kind) {
    case 'state':
      return {
        kind: stateWord(entry.state),
        text: entry.reason,
      };
    case 'note':
      return { kind: 'Note', text: entry.text };
    case 'evidence':
      return entry.evidence.kind === 'text'
        ? { kind: 'Evidence', text: entry.evidence.title }
        : {
            kind: 'DNS check',
            text: `${checkTitle(entry.evidence.check)}, ${entry.evidence.domain}: ${verdictWord(entry.evidence.verdict).word.toLowerCase()}`,
          };
    case 'correction':
      return { kind: 'Taken back', text: entry.reason };
  }
};
