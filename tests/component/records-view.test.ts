import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import RecordsPanel from '../../renderer/features/records/RecordsPanel.svelte';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { nav } from '../../renderer/app/nav.svelte.ts';
import { session } from '../../renderer/app/session.svelte.ts';
import { emptyDomain, emptyProfile } from '../../shared/profile/empty.ts';
import type { NewLogEntry } from '../../shared/runbook/log.ts';
import { openDesk } from './support/desk.ts';
import { dnsEntry } from './support/evidence.ts';
import { storedRunOf } from './support/stored-run.ts';

const SPF = 'v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all';
const text = (element: Element): string => element.textContent.replaceAll(/\s+/gu, ' ');
const dnsPart = (entry: NewLogEntry) =>
  entry.kind === 'evidence' && entry.evidence.kind === 'dns' ? [entry.evidence] : [];
afterEach(cleanup);

describe('the records panel', () => {
  it('shows the planned records, follows what is typed, and copies the value', async () => {
    const desk = await openDesk();
    render(RecordsPanel);
    const spf = screen.getByRole('region', { name: 'SPF of contoso.com' });
    expect(text(spf)).toContain(SPF);
    expect(text(spf)).toContain('1 of 10 look-ups');
    session.setValue('onPremPublicIps', 'Public addresses', ['192.0.2.25']);
    await waitFor(() => expect(text(spf)).toContain('ip4:192.0.2.25'));
    await fireEvent.click(within(spf).getByRole('button', { name: 'Copy the SPF record' }));
    await waitFor(() => expect(desk.copied).toEqual([SPF.replace('ip4:131', 'ip4:192.0.2.25 ip4:131')]));
    expect(await within(spf).findByText('Copied the SPF record')).toBeTruthy();
  });

  it('shows what DNS answered last, whichever check asked', async () => {
    await openDesk((customer) => ({
      ...customer,
      log: ['10 old.example', '10 mx1.filter.example'].map((found, index) => ({
        id: `e${String(index)}`,
        at: '2026-11-24T14:00:00Z',
        operator: 'op1',
        entry: dnsEntry({
          stepId: index === 0 ? 'DIS-04' : 'DNS-07',
          check: index === 0 ? 'mx-current' : 'mx-planned',
          type: 'MX',
          verdict: 'matching',
          found: [found],
          at: `2026-11-24T14:0${String(index)}:00.000Z`,
        }),
      })),
    }));
    render(RecordsPanel);
    const live = within(screen.getByRole('region', { name: 'MX of contoso.com' })).getByText('live');
    expect(text(live.nextElementSibling ?? live)).toContain('10 mx1.filter.example');
    expect(text(live.nextElementSibling ?? live)).not.toContain('old.example');
  });

  it('never shows the record of an include as the one of the domain', async () => {
    const at = '2026-11-24T14:00:00.000Z';
    const tree = (domain: string, found: string): NewLogEntry =>
      dnsEntry({ stepId: 'DNS-03', check: 'spf-tree', domain, verdict: 'matching', found: [found] });
    const own = tree('contoso.com', 'v=spf1 mx ~all');
    const below = tree('spf.protection.outlook.com', 'v=spf1 ip4:198.51.100.0/24 -all');
    const otherAnswers = dnsPart(below).flatMap(({ answer }) => [answer]);
    const evidence = dnsPart(own).map((part) => ({ ...part, otherAnswers }));
    await openDesk((customer) => ({
      ...customer,
      log: evidence.map((part) => ({
        id: 'e0',
        at,
        operator: 'op1',
        entry: { kind: 'evidence' as const, stepId: 'DNS-03', evidence: part },
      })),
    }));
    render(RecordsPanel);
    const spf = screen.getByRole('region', { name: 'SPF of contoso.com' });
    expect(spf.textContent).toContain('v=spf1 mx ~all');
    expect(spf.textContent).not.toContain('198.51.100.0/24');
  });

  it('shows what a kept run holds', async () => {
    const desk = await openDesk();
    desk.runs.push(storedRunOf({ 'MX contoso.com': ['10 old.example'] }, 'run-0004'));
    render(RecordsPanel);
    const mx = screen.getByRole('region', { name: 'MX of contoso.com' });
    await waitFor(() => expect(text(mx)).toContain('10 old.example'));
  });

  it('offers to add a domain when there is none', async () => {
    await openDesk((customer) => ({ ...customer, profile: emptyProfile('Contoso') }));
    render(RecordsPanel);
    await fireEvent.click(screen.getByRole('button', { name: 'Add a domain' }));
    expect(nav.profileTarget).toBe('domains');
  });
});

describe('the records view', () => {
  it('lists every domain and shows the one that is picked, with what to delete', async () => {
    await openDesk((customer) => ({
      ...customer,
      profile: {
        ...customer.profile,
        domains: [
          ...customer.profile.domains,
          {
            ...emptyDomain('shop.contoso.com', 'subdomain'),
            currentMx: [{ preference: 5, host: 'old.example' }],
          },
        ],
      },
    }));
    render(RecordsView);
    await fireEvent.click(screen.getByRole('button', { name: 'shop.contoso.com' }));
    expect(nav.domainIndex).toBe(1);
    const mx = await screen.findByRole('region', { name: 'MX records of shop.contoso.com' });
    expect(text(within(mx).getByText('delete').nextElementSibling ?? mx)).toBe('5 old.example');
  });
});
