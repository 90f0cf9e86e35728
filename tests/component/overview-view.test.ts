import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import OverviewView from '../../renderer/features/overview/OverviewView.svelte';
import { facts } from '../../renderer/app/derived.svelte.ts';
import { nav } from '../../renderer/app/nav.svelte.ts';
import type { LogEntry, StepState } from '../../shared/runbook/log.ts';
import { openDesk } from './support/desk.ts';

const set = (stepId: string, state: StepState): LogEntry => ({
  id: `${stepId}-${state}`,
  at: '2026-11-24T10:00:00Z',
  operator: 'op1',
  entry: { kind: 'state', stepId, state, reason: '' },
});
afterEach(cleanup);

describe('the overview', () => {
  it('leads to the one next step', async () => {
    await openDesk();
    render(OverviewView);
    await fireEvent.click(screen.getByRole('button', { name: 'Open DIS-01' }));
    expect(nav.view).toBe('runbook');
    expect(nav.stepId).toBe('DIS-01');
  });

  it('names what is stale and what failed, and leads there', async () => {
    await openDesk((customer) => ({
      ...customer,
      log: [set('CON-03', 'failed'), set('DIS-06', 'done')],
      changedAt: { roleHolders: '2026-11-24T11:00:00Z' },
    }));
    render(OverviewView);
    expect(screen.getByRole('button', { name: /^Stale DIS-06/u })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /^Failed CON-03/u }));
    expect(nav.stepId).toBe('CON-03');
  });

  it('closes a side door in the picture when its step is done', async () => {
    await openDesk((customer) => ({ ...customer, log: [set('LCK-01', 'done')] }));
    render(OverviewView);
    const { description } = { description: document.querySelector('svg desc')?.textContent ?? '' };
    expect(description).toContain('Side door A, closed by step LCK-01');
    expect(description).toContain('Side door B, open');
  });

  it('counts down to the change window, in the customer’s zone', async () => {
    await openDesk((customer) => ({
      ...customer,
      profile: {
        ...customer.profile,
        changeWindowStart: '2026-12-05T20:00:00+01:00',
        changeWindowEnd: '2026-12-05T23:00:00+01:00',
        timeZone: 'Europe/Berlin',
      },
    }));
    facts.now = '2026-12-05T18:30:00.000Z';
    render(OverviewView);
    expect(screen.getByText('in 30 min').closest('p')?.textContent).toContain('5 Dec 2026, 20:00');
  });
});
