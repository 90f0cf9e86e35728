/** `sts check`: an MTA-STS policy file, judged against the planned MX. */
import { hasErrors, type Finding } from '../../../shared/finding.ts';
import { parseStsPolicy } from '../../../shared/mailauth/mta-sts.ts';
import { judgeStsPolicy, STS_FILE_MAX, type StsJudgement } from '../../../shared/mailauth/sts-verdict.ts';
import { receivesMail } from '../../../shared/profile/mail-roles.ts';
import { deriveDomainRecords } from '../../../shared/records/derive.ts';
import { stsHosts, stsPlan } from '../../../shared/records/sts-plan.ts';
import { AppError } from '../../../shared/result.ts';
import type { Limit } from '../../input/given-file.ts';
import { findingLine, type Command } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { readNamed } from '../named-input.ts';
import { profileDomains } from '../domains.ts';
import { flag, textOption } from '../options.ts';
import { oneLine } from '../plain-text.ts';

interface Judged extends Pick<StsJudgement, 'verdict' | 'sentence' | 'findings'> {
  readonly domain: string;
  /** The lines that the profile plans; with the hosts before the change in `leaving`. */
  readonly planned: readonly string[];
  readonly leaving: readonly string[];
}

const POLICY: Limit = { octets: STS_FILE_MAX, why: 'more than senders read of a policy file' };

const said = (finding: Finding): Finding => ({ ...finding, message: oneLine(finding.message) });

export const stsCheck: Command = {
  path: ['sts', 'check'],
  usage: 'CUSTOMER.json FILE|- [--domain NAME] [--json]',
  summary: 'Judge an MTA-STS policy file against the planned MX',
  help: `
Reads the file that is served at https://mta-sts.DOMAIN/.well-known/mta-sts.txt, from FILE or with - from standard
input; nothing is fetched. For each domain that receives mail one line, with tabs: domain, verdict, reason.
  refused   enforced, and a planned MX host is missing: after the switch, mail would be refused
  unlisted  a planned MX host is missing while the mode is testing
  faulty    senders can't use the file
  fits      every planned MX host is listed
  off       the mode is none
  open      the profile does not hold the planned MX hosts, or not without an error
Findings go to stderr. Exit code 1 when one is an error, or where it is open.

Options
  --domain NAME  this domain alone
  --json         verdicts with findings, what the file says, and the lines that the profile plans

Examples
  npm run -s cli -- sts check examples/contoso.json mta-sts.txt --domain contoso.com
  curl -s https://mta-sts.contoso.com/.well-known/mta-sts.txt | npm run -s cli -- sts check examples/contoso.json -`,
  options: { domain: { type: 'string' }, json: { type: 'boolean' } },
  positionals: { min: 2, max: 2 },
  run: async ({ positionals, values }, environment) => {
    const [customer = '', path = ''] = positionals;
    const { profile } = (await readCustomerFile(customer)).data;
    const chosen = profileDomains(profile, textOption(values, 'domain'));
    const receiving = chosen.filter(receivesMail);
    if (receiving.length === 0)
      throw new AppError('bad-input', 'No chosen domain receives mail, so no policy is needed.');
    const text = new TextDecoder().decode(await readNamed(path, environment, POLICY));
    const policy = parseStsPolicy(text);
    const judged = receiving.map((domain): Judged => {
      const { domain: name, mx } = deriveDomainRecords(profile, domain);
      const { lines, leaving } = stsPlan(profile, domain, mx);
      return { domain: name, ...judgeStsPolicy(policy, stsHosts(mx)), planned: lines, leaving };
    });
    if (flag(values, 'json'))
      await environment.out(`${JSON.stringify({ file: policy, domains: judged }, null, 2)}\n`);
    else {
      for (const finding of policy.findings) environment.err(findingLine(said(finding), path));
      for (const { domain, findings } of judged)
        for (const finding of findings) environment.err(findingLine(said(finding), domain));
      await environment.out(
        judged
          .map(({ domain, verdict, sentence }) => `${[domain, verdict, sentence].map(oneLine).join('\t')}\n`)
          .join(''),
      );
    }
    const bad = judged.some(({ verdict, findings }) => verdict === 'open' || hasErrors(findings));
    return bad || hasErrors(policy.findings) ? 1 : 0;
  },
};
