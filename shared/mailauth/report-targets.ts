/** The addresses that a DMARC or TLS-RPT record wants reports at. */
import { checkDomainName } from '../net/domain-name.ts';
import { parseTags } from './tag-list.ts';

export interface ReportTarget {
  readonly uri: string;
  readonly kind: 'mail' | 'web';
  readonly host: string;
}

const hostOf = (text: string): string | null => {
  const name = checkDomainName(text, { allowUnderscore: true });
  return name.ok ? name.name : null;
};

/** The entries of `rua` and `ruf`; the size limit behind `!` (RFC 7489) is left out. */
export const reportTargets = (
  text: string,
  tags: readonly string[],
): ReadonlyArray<ReportTarget | { readonly uri: string; readonly kind: 'bad' }> =>
  parseTags(text)
    .filter(({ name }) => tags.includes(name))
    .flatMap(({ value }) => value.split(','))
    .map((given) => given.trim())
    .filter((uri) => uri !== '')
    .map((uri) => {
      const mail = /^mailto:[^@\s]+@([^\s!?]+)/iu.exec(uri)?.[1];
      const web = /^https:\/\/([^/:\s]+)/iu.exec(uri)?.[1];
      const host = hostOf(mail ?? web ?? '');
      return host === null ? { uri, kind: 'bad' } : { uri, kind: mail === undefined ? 'web' : 'mail', host };
    });
