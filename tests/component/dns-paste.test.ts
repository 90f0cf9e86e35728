import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { session } from '../../renderer/app/session.svelte.ts';
import { dnsPlace } from '../../renderer/features/dns/dns-place.svelte.ts';
import { storedRuns } from '../../renderer/features/dns/stored-runs.svelte.ts';
import DnsView from '../../renderer/features/dns/DnsView.svelte';
import { runSummary } from '../../shared/dns/stored-run.ts';
import type { Input } from '../../shared/ipc/contract.ts';
import { openDesk } from './support/desk.ts';
import { dnsEntry } from './support/evidence.ts';
import { QUAD9, storedAnswer, storedRun } from './support/placed-run.ts';

const DIG = [
  '; <<>> DiG 9.18.28 <<>> @198.51.100.9 contoso.com MX +noall +answer',
  'contoso.com.\t\t300\tIN\tMX\t10 mx1.filter.example.',
  'this line is no output',
].join('\n');

beforeEach(() => {
  dnsPlace.tab = 'records';
  dnsPlace.pasted = null;
});
afterEach(cleanup);

describe('pasted output', () => {
  it('shows what was read and what was not, and keeps it with Enter', async () => {
    const desk = await openDesk();
    const run = storedRun([storedAnswer({ at: QUAD9, type: 'MX', values: ['10 mx1.filter.example'] })], {
      customerId: desk.file.data.id,
      kind: 'pasted',
    });
    let sent: Input<'dns.paste'> | undefined;
    desk.answer({
      'dns.paste': (input) => {
        sent = input;
        desk.runs.unshift(run);
        const entry = dnsEntry({ stepId: 'DNS-07', check: 'mx-planned', type: 'MX', verdict: 'matching' });
        const logged = { id: 'e1', at: run.endedAt, operator: 'op1', entry };
        return {
          kept: {
            run: runSummary(run, 'a'.repeat(64)),
            entries: [logged],
            revision: 2,
            savedAt: run.endedAt,
          },
          unread: [],
        };
      },
    });
    render(DnsView);
    await waitFor(() => expect(storedRuns.loaded).toBe(true));
    await fireEvent.paste(document.body, { clipboardData: { getData: () => DIG } });
    const dialog = await screen.findByRole('dialog', { name: 'Paste output' });
    expect(within(dialog).getByRole('list', { name: 'What was read' }).textContent).toContain(
      '10 mx1.filter.example',
    );
    expect(within(dialog).getByRole('list', { name: 'What was not read' }).textContent).toContain('Line 3');
    await fireEvent.keyDown(within(dialog).getByLabelText('Output'), { key: 'Enter' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent?.text).toBe(DIG);
    expect(session.customer?.log.map(({ id }) => id)).toEqual(['e1']);
    expect(
      await screen.findByRole('button', { name: /Answered\s*MX of contoso\.com at Quad9/u }),
    ).toBeTruthy();
  });

  it('is there again when the dialog was closed unkept, for the same customer alone', async () => {
    await openDesk();
    render(DnsView);
    const close = async (): Promise<void> => {
      const [button] = screen.getAllByRole('button', { name: 'Close' });
      await fireEvent.click(button ?? document.body);
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    };
    const paste = await screen.findByRole('button', { name: 'Paste output' });
    await fireEvent.click(paste);
    await fireEvent.input(await screen.findByLabelText('Output'), { target: { value: DIG } });
    await close();
    await fireEvent.click(paste);
    expect(await screen.findByLabelText('Output')).toHaveProperty('value', DIG);
    await close();
    cleanup();
    await openDesk((customer) => ({ ...customer, id: 'fabrikam' }));
    render(DnsView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Paste output' }));
    expect(await screen.findByLabelText('Output')).toHaveProperty('value', '');
  });

  it('keeps nothing of a text that is no output', async () => {
    await openDesk();
    render(DnsView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Paste output' }));
    const dialog = await screen.findByRole('dialog', { name: 'Paste output' });
    await fireEvent.input(within(dialog).getByLabelText('Output'), { target: { value: 'Dear colleague' } });
    expect(within(dialog).getByRole('status').textContent).toContain('0 answers');
    expect(within(dialog).getByRole('button', { name: 'Keep as evidence' })).toHaveProperty('disabled', true);
  });
});
