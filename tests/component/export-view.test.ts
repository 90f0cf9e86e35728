import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import ExportView from '../../renderer/features/export/ExportView.svelte';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { exportRun } from '../../renderer/features/export/export-run.svelte.ts';
import { AppError } from '../../shared/result.ts';
import { openDesk } from './support/desk.ts';
import { dnsEntry } from './support/evidence.ts';

const TARGET = { token: 't1', folder: '/customers' };
beforeEach(() => {
  exportRun.target = null;
  exportRun.result = null;
  exportRun.error = null;
});
afterEach(cleanup);

describe('the export', () => {
  it('asks for a folder, exports into it and lists the files with their sizes', async () => {
    const desk = await openDesk();
    const revealed: string[] = [];
    desk.answer({
      'export.chooseFolder': () => TARGET,
      'export.run': ({ token }) => {
        expect(token).toBe('t1');
        return {
          folder: '/customers/contoso-runbook',
          files: [{ name: 'runbook.pdf', bytes: 412_334, sha256: 'ab'.repeat(32) }],
          elapsedMs: 1400,
        };
      },
      'export.reveal': ({ token }) => {
        revealed.push(token);
        return undefined;
      },
    });
    render(ExportView);
    await fireEvent.click(screen.getByRole('button', { name: 'Choose a folder and export' }));
    expect(await screen.findByText('/customers/contoso-runbook')).toBeTruthy();
    expect(screen.getByRole('row', { name: /^runbook\.pdf 412 kB/u })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Show the folder' }));
    expect(revealed).toEqual(['t1']);
  });

  it('does nothing when the folder dialog is closed', async () => {
    const desk = await openDesk();
    desk.answer({ 'export.chooseFolder': () => null });
    render(ExportView);
    await fireEvent.click(screen.getByRole('button', { name: 'Choose a folder and export' }));
    expect(await screen.findByText('No folder chosen yet.')).toBeTruthy();
    expect(exportRun.running).toBe(false);
  });

  it('shows what the service refused, with its code', async () => {
    const desk = await openDesk();
    desk.answer({
      'export.chooseFolder': () => TARGET,
      'export.run': () => {
        throw new AppError('export-exists', '/customers/x already exists and is not empty.');
      },
    });
    render(ExportView);
    await fireEvent.click(screen.getByRole('button', { name: 'Choose a folder and export' }));
    expect((await screen.findByText(/already exists and is not empty/u)).textContent).toContain(
      'export-exists',
    );
  });

  it('names the errors of the planned records before anything is written', async () => {
    await openDesk((customer) => ({
      ...customer,
      profile: { ...customer.profile, onPremPublicIps: ['131.107.21.300'] },
    }));
    render(ExportView);
    expect(screen.getByRole('region', { name: 'One error in the planned records' }).textContent).toContain(
      '131.107.21.300',
    );
  });
  it('is told which SPF is held back, and that it no longer is once a person says that there is none', async () => {
    const desk = await openDesk(
      (customer) => ({
        ...customer,
        id: 'held',
        profile: {
          ...customer.profile,
          domains: customer.profile.domains.map((domain) => ({ ...domain, currentSpf: [] })),
        },
        log: [
          {
            id: 'e1',
            at: '2026-11-24T14:00:00Z',
            operator: 'op1',
            entry: dnsEntry({
              stepId: 'DIS-04',
              check: 'spf-current',
              verdict: 'unanswered',
              outcome: 'servfail',
            }),
          },
        ],
      }),
      { keepLog: true },
    );
    const handed: Array<readonly string[]> = [];
    desk.answer({
      'export.chooseFolder': () => TARGET,
      'export.run': ({ heldBack }) => {
        handed.push(heldBack);
        return { folder: '/customers/x', files: [], elapsedMs: 1 };
      },
    });
    render(ExportView);
    expect(screen.getByRole('region', { name: 'One error in the planned records' }).textContent).toContain(
      'SPF-E-EXISTING-UNREAD',
    );
    await fireEvent.click(screen.getByRole('button', { name: 'Choose a folder and export' }));
    await waitFor(() => expect(handed).toEqual([['contoso.com']]));
    cleanup();
    render(RecordsView);
    await fireEvent.click(await screen.findByRole('button', { name: 'There is none' }));
    cleanup();
    render(ExportView);
    expect(screen.queryByRole('region', { name: /planned records/u })).toBeNull();
    await fireEvent.click(await screen.findByRole('button', { name: 'Export' }));
    await waitFor(() => expect(handed).toEqual([['contoso.com'], []]));
  });
});
