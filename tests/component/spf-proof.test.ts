import { cleanup, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { termLines } from '../../renderer/features/records/term-words.ts';
import { openDesk } from './support/desk.ts';

const text = (element: Element): string => element.textContent.replaceAll(/\s+/gu, ' ').trim();
afterEach(cleanup);

describe('the sender proof', () => {
  it('tells what the records alone decide, and leaves open what an include decides', async () => {
    await openDesk((customer) => ({
      ...customer,
      profile: {
        ...customer.profile,
        onPremPublicIps: ['131.107.21.231'],
        domains: customer.profile.domains.map((domain) => ({
          ...domain,
          currentSpf: ['v=spf1 ip4:203.0.113.9 -all'],
        })),
      },
    }));
    render(RecordsView);
    const table = screen.getByRole('table', { name: 'Sender proof' });
    const own = await within(table).findByRole('row', { name: /131\.107\.21\.231/u });
    const cells = within(own).getAllByRole('cell').map(text);
    expect(cells[0]).toBe('fail -all');
    expect(cells[1]).toBe('pass ip4:131.107.21.231');
    expect(cells[3]).toContain('As it should');
    const stranger = within(table).getByRole('row', { name: /A stranger/u });
    expect(within(stranger).getAllByRole('cell').map(text).slice(0, 2)).toEqual([
      'fail -all',
      'not known without DNS',
    ]);
    expect(text(table)).not.toContain('temperror');
  });
});

describe('the terms in words', () => {
  it('say what is not read behind all, and what an unread include costs at least', () => {
    const lines = termLines('v=spf1 include:spf.crm.example -all mx', 'contoso.com', {});
    expect(lines.map(({ cost, unreached }) => [cost, unreached])).toEqual([
      ['1 + not known', false],
      ['0', false],
      ['0', true],
    ]);
  });
});
