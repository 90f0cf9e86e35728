/** What the page makes of the policy file that somebody pasted. */
import { worstSeverity } from '../../../shared/finding.ts';
import type { StsJudgement, StsVerdict } from '../../../shared/mailauth/sts-verdict.ts';
import type { Mark } from '../../ui/marks.ts';

const WORDS: Readonly<Record<StsVerdict, { readonly mark: Mark; readonly word: string }>> = {
  refused: { mark: 'wrong', word: 'Refused after the switch' },
  unlisted: { mark: 'attention', word: 'Not listed' },
  faulty: { mark: 'wrong', word: 'Can’t be used' },
  fits: { mark: 'proved', word: 'Fits' },
  off: { mark: 'proved', word: 'Off' },
  open: { mark: 'waiting', word: 'Open' },
};

export const stsState = ({
  verdict,
  findings,
}: Pick<StsJudgement, 'verdict' | 'findings'>): { readonly mark: Mark; readonly word: string } =>
  verdict === 'fits' && worstSeverity(findings) === 'warning'
    ? { mark: 'attention', word: 'Fits, with a warning' }
    : WORDS[verdict];

/** The text with `line` behind its last mx line, else above max_age, else at its end. */
export const withLine = (text: string, line: string): string => {
  const lines = text.replace(/\s+$/u, '').split(/\r?\n/u);
  const lastMx = lines.findLastIndex((one) => /^mx *:/u.test(one));
  const maxAge = lines.findIndex((one) => /^max_age *:/u.test(one));
  const at = lastMx >= 0 ? lastMx + 1 : maxAge >= 0 ? maxAge : lines.length;
  return [...lines.slice(0, at), line, ...lines.slice(at), ''].join('\n');
};
