import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { nav } from '../../renderer/app/nav.svelte.ts';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { openDesk } from './support/desk.ts';

const text = (element: Element): string => element.textContent.replaceAll(/\s+/gu, ' ').trim();
afterEach(cleanup);

describe('the sender proof', () => {
  it('tells what the records alone decide, and leaves open what depends on a name that was not asked', async () => {
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
    expect(cells.slice(0, 3)).toEqual([
      'MAIL FROM',
      'fail -all 0 look-ups',
      'pass ip4:131.107.21.231 0 look-ups',
    ]);
    expect(cells[3]).toContain('As it should');
    const helo = within(table).getByRole('row', { name: /HELO ex01\.corp\.contoso\.com/u });
    expect(text(helo)).toContain('not known: TXT of ex01.corp.contoso.com was not asked');
    const stranger = within(table).getByRole('row', { name: /A stranger/u });
    expect(within(stranger).getAllByRole('cell').map(text).slice(1, 3)).toEqual([
      'fail -all 0 look-ups',
      'not known: TXT of spf.protection.outlook.com was not asked',
    ]);
    expect(text(table)).not.toContain('temperror');
  });

  it('leads to the value that would give a sender an address to try', async () => {
    await openDesk((customer) => ({ ...customer, profile: { ...customer.profile, eopRanges: [] } }));
    render(RecordsView);
    await fireEvent.click(screen.getByRole('button', { name: 'Microsoft 365 (EOP ranges)' }));
    expect(nav.profileTarget).toBe('eopRanges');
  });
});
