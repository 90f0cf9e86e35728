/** Writes docs/findings.md from the catalogues: `npm run docs:findings`. A test compares the file with this. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { severityOf } from '../../shared/finding.ts';
import type { Finding, FindingCode } from '../../shared/finding.ts';
import { hint } from '../../shared/mailauth/findings.ts';
import { mxFinding } from '../../shared/mx/findings.ts';
import { DOMAIN } from '../../shared/profile/findings/words/domains.ts';
import { SERVERS } from '../../shared/profile/findings/words/servers.ts';
import { FILTER } from '../../shared/profile/findings/words/third-party.ts';
import { VALUE } from '../../shared/profile/findings/words/values.ts';
import { WORK } from '../../shared/profile/findings/words/work.ts';
import { spfFinding } from '../../shared/spf/findings.ts';

const SHARED = new URL('../../shared/', import.meta.url);
const VALUES = ['VALUE', 'REASON', 'DETAIL', 'DETAIL'] as const;

/** The codes that the sources of a folder name, each once. */
const codesIn = (folder: string, pattern: RegExp): readonly FindingCode[] => {
  const root = new URL(`${folder}/`, SHARED);
  const text = readdirSync(root)
    .map((file) => readFileSync(new URL(file, root), 'utf8'))
    .join('\n');
  return [...new Set(text.match(pattern) ?? [])].sort() as FindingCode[];
};

const [token, reason] = VALUES;
const ofProfile = (): readonly Finding[] =>
  [VALUE, DOMAIN, SERVERS, FILTER, WORK]
    .flatMap((area): ReadonlyArray<(...args: never[]) => Finding> => Object.values(area))
    .map((build) => (build as (...args: unknown[]) => Finding)({ path: '' }, ...VALUES))
    .sort((a, b) => a.code.localeCompare(b.code, 'en'));

const SECTIONS: ReadonlyArray<readonly [title: string, findings: readonly Finding[]]> = [
  [
    'SPF',
    codesIn('spf', /\bSPF-[EWI]-[A-Z0-9-]*[A-Z0-9](?=')/gu).map((code) =>
      spfFinding(code, { token, reason }),
    ),
  ],
  [
    'MX',
    codesIn('mx', /\bMX-[EWI]-[A-Z0-9-]*[A-Z0-9](?=')/gu).map((code) => mxFinding(code, { token, reason })),
  ],
  [
    'DMARC, DKIM, MTA-STS and TLS-RPT',
    codesIn('mailauth', /\b(?:DMARC|DKIM|STS|TLSRPT)-[EWI]-[A-Z0-9-]*[A-Z0-9](?=')/gu).map((code) =>
      hint(code, { token, reason }),
    ),
  ],
  ['Profile', ofProfile()],
];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*');
const row = ({ code, message, source }: Finding): string =>
  `| \`${code}\` | ${severityOf(code)} | ${cell(message)} | ${cell(source)} |`;

/** The whole page. */
export const findingsPage = (): string =>
  [
    '# Findings',
    '',
    'Every finding of the app by its code, which never changes its meaning. The words say what is, why it matters and what to do; `VALUE` stands for the text that was found, `REASON` and `DETAIL` for what is known about it. Where there is exactly one way to mend a text, the finding carries it as its fix. This page is written by `npm run docs:findings`, and a test keeps it true.',
    ...SECTIONS.flatMap(([title, findings]) => [
      '',
      `## ${title}`,
      '',
      '| Code | Severity | What it says and what to do | Source of the rule |',
      '| --- | --- | --- | --- |',
      ...findings.map(row),
    ]),
    '',
  ].join('\n');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(new URL('../../docs/findings.md', import.meta.url), findingsPage());
