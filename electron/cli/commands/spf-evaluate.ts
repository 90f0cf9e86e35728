/** `spf evaluate`: what a receiver makes of mail from one address. */
import { parseIp } from '../../../shared/net/ip.ts';
import { AppError } from '../../../shared/result.ts';
import { checkHost } from '../../../shared/spf/check-host.ts';
import type { CheckResult, SpfMatch } from '../../../shared/spf/check-types.ts';
import { MAX_VOIDS } from '../../../shared/spf/check-types.ts';
import { MAX_LOOKUPS } from '../../../shared/spf/microsoft.ts';
import type { Command } from '../command.ts';
import { dnsSource, refuseStopped, SOURCE_HELP, SOURCE_OPTIONS } from '../dns-source.ts';
import { flag, requiredOption, textOption } from '../options.ts';
import { oneLine } from '../plain-text.ts';

/** The deciding terms, outermost first. */
const pathOf = (match: SpfMatch | null): readonly string[] =>
  match === null ? [] : [match.term, ...pathOf(match.inner)];

const asText = ({ result, match, reason, explanation, lookups, voids, trace }: CheckResult): string => {
  const rows: Array<readonly [string, string]> = [['result', result]];
  if (match !== null) rows.push(['match', pathOf(match).join(' > ')]);
  if (reason !== '') rows.push(['reason', reason]);
  if (explanation !== null) rows.push(['explanation', explanation]);
  rows.push(['look-ups', `${lookups} of ${MAX_LOOKUPS}`], ['voids', `${voids} of ${MAX_VOIDS}`]);
  const steps = trace.map(({ depth, domain, term, outcome, lookups: spent, detail }) =>
    [
      `trace\t${'  '.repeat(depth)}${oneLine(domain)}`,
      oneLine(term ?? ''),
      outcome,
      String(spent),
      oneLine(detail),
    ]
      .join('\t')
      .trimEnd(),
  );
  return [...rows.map(([name, value]) => `${name}\t${oneLine(value)}`), ...steps, ''].join('\n');
};

export const spfEvaluate: Command = {
  path: ['spf', 'evaluate'],
  usage:
    '--ip ADDRESS (--mail-from ADDRESS | --helo NAME) (--server HOST[:PORT] | --zone FILE) [--origin NAME] [--json]',
  summary: 'Evaluate SPF for mail from one address, as a receiver does',
  help: `
Carries out check_host of RFC 7208 and prints result, deciding term with the includes that lead to it, look-ups and
void look-ups spent, and each step on the way. Lines are "name<TAB>value".
Exit code 0 when the result is pass, 1 for every other result.

Options
  --ip ADDRESS          IPv4 or IPv6 address that delivers the mail
  --mail-from ADDRESS   envelope sender; left out, empty or <>, the HELO name is checked
  --helo NAME           name that the delivering server gives; without it the domain of the envelope sender stands in
${SOURCE_HELP}
  --json                the same as data

Examples
  npm run -s cli -- spf evaluate --ip 131.107.21.231 --mail-from a@contoso.com --zone contoso.zone
  npm run -s cli -- spf evaluate --ip 131.107.21.231 --mail-from a@contoso.com --server 192.0.2.53 --json`,
  options: {
    ip: { type: 'string' },
    'mail-from': { type: 'string' },
    helo: { type: 'string' },
    ...SOURCE_OPTIONS,
    json: { type: 'boolean' },
  },
  positionals: { min: 0, max: 0 },
  run: async ({ values }, environment) => {
    const given = requiredOption(values, 'ip', 'the address that delivers the mail');
    const read = parseIp(given.trim());
    if (!read.ok) throw new AppError('usage', `--ip ${given} is not an address: ${read.reason}.`);
    const sender = (textOption(values, 'mail-from') ?? '').trim().replace(/^<(.*)>$/u, '$1');
    const helo = textOption(values, 'helo') ?? sender.slice(sender.lastIndexOf('@') + 1);
    if (helo === '')
      throw new AppError(
        'usage',
        'Give --mail-from ADDRESS, or --helo NAME where there is no sender: one of them is checked.',
      );
    const source = await dnsSource(values, environment);
    const now = Math.floor(Date.parse(environment.now()) / 1000);
    const result = await checkHost({ ip: read.ip, sender, helo, now, trace: true }, source.spf);
    refuseStopped(environment);
    const asked = { ip: given.trim(), mailFrom: sender, helo, source: source.label };
    await environment.out(
      flag(values, 'json')
        ? `${JSON.stringify({ ...asked, ...result, path: pathOf(result.match) }, null, 2)}\n`
        : asText(result),
    );
    return result.result === 'pass' ? 0 : 1;
  },
};
