/** `spf compose`: the planned SPF record of each domain. */
import { hasErrors } from '../../../shared/finding.ts';
import type { DomainRecords } from '../../../shared/records/derive.ts';
import { plannedOf } from '../../../shared/records/planned.ts';
import type { Command } from '../command.ts';
import { findingLine } from '../command.ts';
import { readCustomerFile } from '../customer-file.ts';
import { profileDomains } from '../domains.ts';
import { flag, textOption } from '../options.ts';

const asText = (records: readonly DomainRecords[]): string =>
  records
    .filter(({ spf }) => spf.planned.record !== null)
    .map(({ domain, spf }) => `${records.length === 1 ? '' : `${domain}\t`}${spf.planned.record ?? ''}\n`)
    .join('');

const asJson = (records: readonly DomainRecords[]): string =>
  `${JSON.stringify(
    records.map(({ domain, spf }) => ({ domain, before: spf.before, ...spf.planned })),
    null,
    2,
  )}\n`;

export const spfCompose: Command = {
  path: ['spf', 'compose'],
  usage: 'CUSTOMER.json [--domain NAME] [--none-published] [--json]',
  summary: 'Print the planned SPF record of each domain',
  help: `
Composes SPF from the profile: what is published now, the third party, the on-premises servers, other senders and
Microsoft 365. One domain gives the bare record; several give "domain<TAB>record", one a line. Findings go to stderr.
Nothing is proposed for a domain whose last check in the log could not read what is published, unless the profile
notes it: the record would replace senders that nobody knows of.

Options
  --domain NAME     this domain alone
  --none-published  where the published record could not be read, there is none
  --json            records with strings of at most 255 octets, look-ups, findings and what changes, term by term

Examples
  npm run -s cli -- spf compose examples/contoso.json
  npm run -s cli -- spf compose examples/contoso.json --domain contoso.com --json`,
  options: {
    domain: { type: 'string' },
    'none-published': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: { min: 1, max: 1 },
  run: async ({ positionals, values }, environment) => {
    const { data } = await readCustomerFile(positionals[0] ?? '');
    const chosen = new Set(profileDomains(data.profile, textOption(values, 'domain')));
    const { records: all } = plannedOf(data, flag(values, 'none-published') ? 'all' : []);
    const records = all.filter((_, index) => {
      const domain = data.profile.domains[index];
      return domain !== undefined && chosen.has(domain);
    });
    const findings = records.flatMap(({ spf }) => spf.planned.findings);
    if (!flag(values, 'json')) {
      for (const { domain, spf } of records) {
        for (const finding of spf.planned.findings) environment.err(findingLine(finding, domain));
      }
    }
    await environment.out(flag(values, 'json') ? asJson(records) : asText(records));
    return hasErrors(findings) ? 1 : 0;
  },
};
