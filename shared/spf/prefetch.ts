import type { Mechanism } from './ast.ts';
import type { SpfAnswer, SpfLookup, SpfQueryType } from './lookup-port.ts';
import { parseSpf } from './parse.ts';
import { isQueryName } from './target-name.ts';

/** As in `expandSpf`: no honest tree has more records. */
const MAX_RECORDS = 250;
const MAX_MX_HOSTS = 10;
const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text);

/**
 * Asks for every name that the record and the records below it speak of, all of one level at once. Evaluation and
 * expansion ask one question after the other; behind a port that joins and keeps questions they then wait for as many
 * round trips as the tree is deep, not for as many as it has terms. Targets with macros are left out.
 */
export const prefetchSpf = async (record: string, domain: string, lookup: SpfLookup): Promise<void> => {
  const seen = new Set([domain.toLowerCase()]);
  const ask = async (name: string, type: SpfQueryType): Promise<readonly string[]> => {
    const answer: SpfAnswer = await lookup(name, type);
    return answer.status === 'found' ? answer.values : [];
  };
  const addresses = async (name: string): Promise<void> => {
    await Promise.all([ask(name, 'A'), ask(name, 'AAAA')]);
  };
  const below = async (target: string): Promise<void> => {
    const name = target.toLowerCase();
    if (seen.has(name) || seen.size >= MAX_RECORDS) return;
    seen.add(name);
    const [text, more] = (await ask(name, 'TXT')).filter(isSpf);
    if (text !== undefined && more === undefined) await all(text, name);
  };
  const mechanism = async (term: Mechanism, own: string): Promise<void> => {
    const target = term.domain === null ? own : term.domain.name;
    if (term.network || term.name === 'all' || term.name === 'ptr') return;
    if (target === null || !isQueryName(target)) return;
    if (term.name === 'include') await below(target);
    else if (term.name === 'exists') await ask(target, 'A');
    else if (term.name === 'a') await addresses(target);
    else {
      const hosts = (await ask(target, 'MX')).slice(0, MAX_MX_HOSTS).map((host) => host.replace(/\.$/, ''));
      await Promise.all(hosts.filter((host) => host !== '').map(addresses));
    }
  };
  const all = async (text: string, own: string): Promise<void> => {
    const { terms, redirect } = parseSpf(text);
    const work = terms.map((term) => (term.kind === 'mechanism' ? mechanism(term, own) : undefined));
    const next = redirect?.domain?.name ?? null;
    await Promise.all([...work, next === null ? undefined : below(next)]);
  };
  await all(record, domain);
};
