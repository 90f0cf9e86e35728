/** The terms of a record in plain words. */
import { formatCidr } from '../../../shared/net/cidr.ts';
import { isAll } from '../../../shared/spf/ast.ts';
import type { Mechanism, Qualifier, Term } from '../../../shared/spf/ast.ts';
import { KNOWN_NESTED_LOOKUPS } from '../../../shared/spf/microsoft.ts';
import { parseSpf } from '../../../shared/spf/parse.ts';

export interface TermLine {
  readonly text: string;
  readonly meaning: string;
  /** Stands behind `all`, so no receiver reads it. */
  readonly unreached: boolean;
  /** Breaks the grammar. */
  readonly bad: boolean;
}

const ACTION: Readonly<Record<Qualifier, string>> = {
  '+': 'may send',
  '-': 'must not send: refused',
  '~': 'should not send: marked, often taken',
  '?': 'neither may nor may not send',
};
const EVERYONE: Readonly<Record<Qualifier, string>> = {
  '+': 'everyone else may send too; the record protects nothing',
  '-': 'nobody else may send: mail from elsewhere fails',
  '~': 'nobody else should send: mail from elsewhere soft-fails',
  '?': 'nothing is said about anybody else',
};

const whoOf = (term: Mechanism, domain: string): string => {
  const target = term.domain?.raw ?? domain;
  switch (term.name) {
    case 'ip4':
    case 'ip6':
      return term.network === null ? term.raw : formatCidr(term.network);
    case 'include':
      return `whoever the record of ${target} lets pass`;
    case 'a':
      return `the addresses of ${target}`;
    case 'mx':
      return `the mail servers (MX) of ${target}`;
    case 'ptr':
      return `hosts whose reverse name lies in ${target} (slow, not to be used)`;
    case 'exists':
      return `senders for whom the name ${target} exists`;
    case 'all':
      return 'everyone else';
  }
};

const meaningOf = (term: Term, domain: string): string => {
  if (term.kind === 'bad') return `not a term: ${term.reason}`;
  if (term.kind === 'modifier') {
    if (term.name === 'redirect') return `without a match, the record of ${term.value.raw} decides`;
    if (term.name === 'exp') return `the text for a refusal stands at ${term.value.raw}`;
    return 'a modifier that receivers skip';
  }
  if (term.name === 'all') return EVERYONE[term.qualifier];
  return `${whoOf(term, domain)} ${ACTION[term.qualifier]}`;
};

/** Look-ups inside an include target: as the profile notes them, or as is known of Microsoft 365. */
export const nestedLookups = (name: string, costs: Readonly<Record<string, number>>): number | undefined =>
  costs[name] ?? KNOWN_NESTED_LOOKUPS[name];

/** Each term of `text`, the record of `domain`. */
export const termLines = (text: string, domain: string): readonly TermLine[] => {
  const { terms } = parseSpf(text);
  const end = terms.findIndex(isAll);
  return terms.map((term, index) => {
    const redirect = term.kind === 'modifier' && term.name === 'redirect';
    const unreached = end >= 0 && ((term.kind !== 'modifier' && index > end) || redirect);
    return {
      text: term.raw,
      meaning: unreached ? 'not read: all decides' : meaningOf(term, domain),
      unreached,
      bad: term.kind === 'bad',
    };
  });
};
