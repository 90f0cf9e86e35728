/** The checks judged by a stored run instead of by servers, in the DNS view and in the steps that ask for one. */
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { nav } from '../../renderer/app/nav.svelte.ts';
import { dnsPlace } from '../../renderer/features/dns/dns-place.svelte.ts';
import DnsView from '../../renderer/features/dns/DnsView.svelte';
import { storedRuns } from '../../renderer/features/dns/stored-runs.svelte.ts';
import RunbookView from '../../renderer/features/runbook/RunbookView.svelte';
import type { StoredRun } from '../../shared/dns/stored-run.ts';
import { stepRun, foldRun } from '../../shared/runbook/fold.ts';
import { openDesk, type Desk } from './support/desk.ts';
import { OWN_1, storedAnswer, storedRun } from './support/placed-run.ts';

const before = (change: Partial<StoredRun> = {}): StoredRun =>
  storedRun([storedAnswer({ at: OWN_1, type: 'MX', values: ['10 mail.contoso.com'] })], {
    name: 'before',
    ...change,
  });
const open = async (...runs: readonly StoredRun[]): Promise<Desk> => {
  const desk = await openDesk();
  desk.runs.push(...runs.map((run) => ({ ...run, customerId: desk.file.data.id })));
  return desk;
};
afterEach(cleanup);

describe('the checks judged by a stored run', () => {
  it('says by which run, asks nobody, and attaches what the run settles', async () => {
    const desk = await open(before());
    dnsPlace.tab = 'checks';
    render(DnsView);
    const choice = await screen.findByLabelText('Judge by');
    const [run] = storedRuns.list;
    await fireEvent.change(choice, { target: { value: run?.id } });
    expect(await screen.findByText(/^Judged from the run ‘before’ of /u)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Check all domains' })).toBeNull();
    const row = screen.getAllByRole('row').find((one) => one.textContent.includes('MX as noted before'));
    expect(row && within(row).getByRole('button', { name: /^Matches/u })).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Attach to the steps' }));
    await waitFor(() => expect(desk.file.data.log.length).toBeGreaterThan(0));
    const kept = desk.file.data.log.flatMap(({ entry }) =>
      entry.kind === 'evidence' && entry.evidence.kind === 'dns' ? [entry.evidence] : [],
    );
    expect(kept.every(({ judgedFrom }) => judgedFrom?.name === 'before')).toBe(true);
    expect(kept.every(({ summary }) => summary.includes('Judged from the run “before” of '))).toBe(true);
    // What the run did not ask is no evidence.
    expect(kept.some(({ check }) => check === 'dkim')).toBe(false);
    await fireEvent.click(screen.getByRole('button', { name: 'Back to what was asked last' }));
    expect(screen.getByRole('button', { name: 'Check all domains' })).toBeTruthy();
  });
});

describe('a step that asks for a snapshot', () => {
  const show = async (stepId: string): Promise<void> => {
    nav.stepId = stepId;
    render(RunbookView);
    await waitFor(() => expect(storedRuns.loaded).toBe(true));
  };

  it('shows the run that answers it, with its hash, and takes it as evidence', async () => {
    const desk = await open(before());
    await show('DIS-04');
    expect(await screen.findByText(/The run ‘before’ \(snapshot\) of/u)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Take it as evidence' }));
    expect(await screen.findByText('It is in the log as evidence.')).toBeTruthy();
    const { evidence, dns } = stepRun(foldRun(desk.file.data.log), 'DIS-04');
    const texts = evidence.flatMap(({ evidence: one }) => (one.kind === 'text' ? [one] : []));
    expect(texts[0]?.title).toMatch(/^DNS run “before” of /u);
    expect(texts[0]?.text).toContain('0'.repeat(64));
    expect(dns.get('mx-current contoso.com')?.evidence.verdict).toBe('matching');
  });

  it('says that there is none of that name, and leads to where it is taken', async () => {
    await open(before());
    await show('SGN-01');
    expect(await screen.findByText('No stored run is called ‘after’.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Take the after-snapshot' }));
    expect([nav.view, dnsPlace.tab]).toEqual(['dns', 'runs']);
  });
});
