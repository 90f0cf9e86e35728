import { expect, it } from 'vitest';
import type { DnsLookup, DnsRecord } from '../../../shared/dns/types.ts';
import { spfLookupOver } from '../../../shared/spf/dns-lookup.ts';
import { answerTo } from '../dns/answers.ts';

const alias = (name: string, value: string): DnsRecord => ({ name, type: 'CNAME', ttl: 300, value });

it('follows an alias whose name the port writes in another way than it was asked', async () => {
  const asked: string[] = [];
  const port: DnsLookup = {
    lookup: (question) => {
      asked.push(question.name);
      if (question.name === 'spf.filter.example') return Promise.resolve(answerTo(question, ['v=spf1 -all']));
      const name = 'user+tag.contoso.com';
      return Promise.resolve({
        ...answerTo({ ...question, name }, [], { outcome: 'alias' }),
        records: [alias(name, 'spf.filter.example')],
      });
    },
  };
  expect(await spfLookupOver(port)('user\\043tag.contoso.com', 'TXT')).toEqual({
    status: 'found',
    values: ['v=spf1 -all'],
  });
  expect(asked).toEqual(['user\\043tag.contoso.com', 'spf.filter.example']);
});
