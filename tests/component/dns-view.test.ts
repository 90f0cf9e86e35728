import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connection } from '../../renderer/app/connection.svelte.ts';
import { settings } from '../../renderer/app/settings.svelte.ts';
import { dnsPlace } from '../../renderer/features/dns/dns-place.svelte.ts';
import { dnsRun } from '../../renderer/features/dns/dns-run.svelte.ts';
import DnsView from '../../renderer/features/dns/DnsView.svelte';
import { dnsRunOf, openDesk } from './support/desk.ts';
import { dnsEntry } from './support/evidence.ts';

beforeEach(() => {
  connection.unreached = false;
  dnsPlace.tab = 'checks';
  for (const { id } of dnsRun.waiting) dnsRun.drop(id);
});
afterEach(cleanup);

describe('the checks by step', () => {
  it('says that nothing was asked, asks everything, and opens the raw answer', async () => {
    const desk = await openDesk();
    let asked: unknown;
    desk.answer({
      'dns.check': (input) => {
        asked = input;
        return dnsRunOf(desk, [
          dnsEntry({
            stepId: 'DIS-04',
            check: 'mx-current',
            type: 'MX',
            verdict: 'matching',
            found: ['10 mail.contoso.com'],
          }),
        ]);
      },
    });
    render(DnsView);
    expect(screen.getByText('DNS has not been asked yet.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Check all domains' }));
    const cell = await screen.findByRole('button', { name: /^Matches/u });
    expect(asked).toMatchObject({ stepIds: [], domains: [], server: '' });
    await fireEvent.click(cell);
    expect(cell.getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByLabelText('Raw answer').textContent).toContain('10 mail.contoso.com');
  });

  it('counts while it asks and passes the wish to stop on', async () => {
    const desk = await openDesk();
    let runId = '';
    let finish: () => void = () => undefined;
    const cancelled: string[] = [];
    desk.answer({
      'dns.check': (input) => {
        runId = input.runId;
        return new Promise((resolve) => {
          finish = () => resolve(dnsRunOf(desk, []));
        });
      },
      'dns.cancel': (input) => {
        cancelled.push(input.runId);
        finish();
        return undefined;
      },
    });
    render(DnsView);
    await fireEvent.click(screen.getByRole('button', { name: 'Check all domains' }));
    await waitFor(() => expect(runId).not.toBe(''));
    desk.emit('dns.progress', { runId: 'another', done: 9, total: 9, label: '' });
    desk.emit('dns.progress', { runId, done: 3, total: 33, label: 'MX of contoso.com' });
    expect(await screen.findByText('3 of 33')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByRole('button', { name: 'Check all domains' })).toBeTruthy();
    expect(cancelled).toEqual([runId]);
  });

  it('says once that no server can be reached, and what to do', async () => {
    const desk = await openDesk();
    desk.answer({
      'dns.check': () =>
        dnsRunOf(
          desk,
          [
            dnsEntry({
              stepId: 'DIS-04',
              check: 'mx-current',
              type: 'MX',
              verdict: 'unanswered',
              outcome: 'offline',
            }),
          ],
          true,
        ),
    });
    render(DnsView);
    await fireEvent.click(screen.getByRole('button', { name: 'Check all domains' }));
    expect(await screen.findAllByText('No DNS server can be reached from here.')).toHaveLength(1);
    expect(screen.getByText(/pasted\s+output/u)).toBeTruthy();
  });

  it('takes a server with a port and refuses a name with the reason', async () => {
    await openDesk();
    render(DnsView);
    const field = screen.getByLabelText(/^Address of the server/u);
    await fireEvent.focus(field);
    await fireEvent.input(field, { target: { value: 'dns.example' } });
    expect(await screen.findByText(/a server is given by its IP address/u)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Use it' })).toHaveProperty('disabled', true);
    await fireEvent.input(field, { target: { value: '127.0.0.1:5300' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Use it' }));
    await waitFor(() => expect(settings.value.dnsServer).toBe('127.0.0.1:5300'));
  });
});
