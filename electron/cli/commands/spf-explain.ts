/** `spf explain`: what is wrong with the text of a record, and what would mend it. */
import { hasErrors, severityOf, type Finding } from '../../../shared/finding.ts';
import { checkDomainName } from '../../../shared/net/domain-name.ts';
import { AppError } from '../../../shared/result.ts';
import { diagnoseSpf } from '../../../shared/spf/diagnose.ts';
import { repairDifference, type RepairLine } from '../../../shared/spf/repair-difference.ts';
import { repairSpf, type Repair } from '../../../shared/spf/repair.ts';
import { splitStrings } from '../../../shared/spf/split.ts';
import type { Command, OptionValues } from '../command.ts';
import { flag, textOption } from '../options.ts';
import { caretLines, oneLine } from '../plain-text.ts';

const findingText = (text: string, { code, message, source, token, offset, fix }: Finding): string => {
  const place =
    offset === undefined || token === undefined
      ? ''
      : caretLines(text, offset, token.length)
          .map((line) => `  ${line}\n`)
          .join('');
  return `${severityOf(code)} ${code} (${source})\n${place}  ${oneLine(message)}\n${
    fix === undefined ? '' : `  Write: ${oneLine(fix)}\n`
  }`;
};

const SIGNS: Readonly<Record<RepairLine['action'], string>> = { kept: ' ', removed: '-', added: '+' };

const differenceText = (lines: readonly RepairLine[]): string =>
  lines
    .map(({ action, text, reasons }) =>
      `  ${SIGNS[action]} ${oneLine(text)}${reasons.length === 0 ? '' : `\t${reasons.join('; ')}`}`.trimEnd(),
    )
    .join('\n');

const repairText = (text: string, repair: Repair): string => {
  if (!repair.changed) return 'The record can be read as it stands; there is nothing to repair.\n';
  const about = repair.steps.filter(({ from, to }) => from === '' && to === '');
  const lost = repair.unresolved.map(
    ({ from, reason }) => `  ${oneLine(from)}: ${reason}; it is left out, so add what was meant.\n`,
  );
  return [
    'Repaired, term by term\n',
    `${differenceText(repairDifference(text, repair))}\n`,
    ...about.map(({ reason }) => `  Note: ${reason}.\n`),
    ...(lost.length === 0 ? [] : ['\nNot repaired\n', ...lost]),
    `\nProposed record\n  ${oneLine(repair.record)}\n`,
  ].join('');
};

/** The domain in the form that rules compare; empty when none was given. */
const domainOf = (values: OptionValues): string => {
  const given = textOption(values, 'domain');
  if (given === undefined) return '';
  const read = checkDomainName(given.trim(), { allowUnderscore: true });
  if (!read.ok) throw new AppError('usage', `--domain ${given} is not a domain name: ${read.reason}.`);
  return read.name;
};

const SHOWN = 60;

/** A text in which nobody meant SPF has no repair, and says nothing of what a name publishes. */
const refuseOther = (text: string, findings: readonly Finding[]): void => {
  if (text.trim() === '') throw new AppError('usage', 'The text is empty; paste the record.');
  if (!findings.some(({ code }) => code === 'SPF-E-NO-RECORD')) return;
  const shown = oneLine(text.trim());
  const start = shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown;
  const name = checkDomainName(text.trim(), { allowUnderscore: true });
  const instead = name.ok
    ? `To see what ${name.name} publishes: spf expand ${name.name} --server ADDRESS.`
    : 'Paste the text of the record, in quotes.';
  throw new AppError(
    'bad-input',
    `“${start}” is no SPF record; one begins with v=spf1 and a blank (RFC 7208, 4.5). ${instead}`,
  );
};

export const spfExplain: Command = {
  path: ['spf', 'explain'],
  usage: 'TEXT [--domain NAME] [--json]',
  summary: 'Explain and repair the text of an SPF record as pasted',
  help: `
Reads the text as a receiver would, points at each place that is wrong or weak and says why, and proposes a repaired
record as a difference, term by term, with the reason for each change. Nothing is asked and nothing is changed.
Put the text in quotes, so that the shell passes it on in one piece.
Exit code 1 when a finding about the text as pasted is an error; a text in which nobody meant SPF is bad input.

Options
  --domain NAME    the name at which the record stands, for rules that depend on it
  --json           findings with offsets, the repair with its steps, and findings about the repaired record

Examples
  npm run -s cli -- spf explain "v=spf1 ipv4:10.10.10.1 ipv4: 131.107.21.231 -all"
  npm run -s cli -- spf explain "v=spf1 mx ~all" --domain contoso.com --json`,
  options: { domain: { type: 'string' }, json: { type: 'boolean' } },
  hint: 'Put the text in quotes, so that it comes as one word.',
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const text = positionals[0] ?? '';
    const domain = domainOf(values);
    const judge = (record: string): readonly Finding[] =>
      diagnoseSpf({ domain, publishedTxt: [splitStrings(record)], required: [] }).findings;
    const findings = judge(text);
    refuseOther(text, findings);
    const repair = repairSpf(text);
    const after = judge(repair.record);
    if (flag(values, 'json')) {
      const difference = repairDifference(text, repair);
      await environment.out(
        `${JSON.stringify({ text, findings, repair: { ...repair, difference }, findingsAfterRepair: after }, null, 2)}\n`,
      );
    } else {
      const left = repair.changed ? after.map((finding) => findingText(repair.record, finding)) : [];
      await environment.out(
        [
          ...findings.map((finding) => `${findingText(text, finding)}\n`),
          repairText(text, repair),
          ...(left.length === 0 ? [] : ['\nOf the proposed record\n', left.join('\n')]),
        ].join(''),
      );
    }
    return hasErrors(findings) ? 1 : 0;
  },
};
