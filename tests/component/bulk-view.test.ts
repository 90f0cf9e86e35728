import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BulkResult, BulkRow, CustomerList, Input } from '../../shared/ipc/contract.ts';
import { nav } from '../../renderer/app/nav.svelte.ts';
import { storedRuns } from '../../renderer/features/dns/stored-runs.svelte.ts';
import { customers } from '../../renderer/app/customers.svelte.ts';
import { bulk, bulkChoices, bulkSentence, byUrgency } from '../../renderer/features/customers/bulk.svelte.ts';
import CustomersView from '../../renderer/features/customers/CustomersView.svelte';
import { openDesk, type Desk } from './support/desk.ts';
import { OWN_1, storedAnswer, storedRun } from './support/placed-run.ts';

const row = (domain: string, changes: Partial<BulkRow> = {}): BulkRow => ({
  customerId: 'contoso',
  customerName: 'Contoso AG',
  domain,
  verdict: 'matching',
  drifted: 0,
  sentence: 'Nothing changed. All as planned.',
  since: '2026-11-01T09:00:00.000Z',
  runId: 'run-1',
  ...changes,
});
const result = (rows: BulkRow[], changes: Partial<BulkResult> = {}): BulkResult => ({
  rows,
  failed: [],
  offline: false,
  stopped: false,
  ...changes,
});
const DRIFTED = row('drifted.example', { drifted: 2, sentence: 'MX changed.' });
const DIFFERS = row('differs.example', { verdict: 'differing', drifted: null, since: null });

const LIST: CustomerList = {
  customers: ['Contoso AG', 'Fabrikam'].map((customerName, index) => ({
    id: `customer-${String(index)}`,
    customerName,
    engagementRef: '',
    primaryDomain: 'contoso.com',
    domainCount: 1,
    vendor: '',
    example: false,
    savedAt: '2026-11-24T14:02:00.000Z',
    settledSteps: 0,
    totalSteps: 66,
    changeWindowStart: '',
  })),
  unreadable: [],
};

let desk: Desk;
let asked: Input<'dns.bulk'> | undefined;
beforeEach(async () => {
  desk = await openDesk();
  asked = undefined;
  bulk.result = null;
  bulk.running = false;
  customers.loaded = false;
  desk.answer({ 'customers.list': () => LIST });
});
afterEach(cleanup);
const answer = (given: BulkResult): void =>
  desk.answer({
    'dns.bulk': (input) => {
      asked = input;
      return given;
    },
  });

describe('checking many customers', () => {
  it('checks all, and puts what needs a look first', async () => {
    answer(result([row('fine.example'), DIFFERS, DRIFTED]));
    render(CustomersView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Check DNS of all' }));
    const table = await screen.findByRole('region', { name: 'DNS by customer and domain' });
    expect(asked?.ids).toEqual([]);
    expect(
      within(table)
        .getAllByRole('rowheader')
        .map((cell) => within(cell).getAllByRole('button')[0]?.textContent),
    ).toEqual(['drifted.example', 'differs.example', 'fine.example']);
    expect(
      screen.getByText('Of 3 domains, 1 drifted since the last run and 1 differs from the plan.'),
    ).toBeTruthy();
    await fireEvent.click(screen.getByLabelText('Need a look 2'));
    expect(within(table).queryByText('fine.example')).toBeNull();
    await fireEvent.click(screen.getByLabelText('Drifted 1'));
    expect(within(table).queryByText('differs.example')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('region', { name: 'DNS by customer and domain' })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
  });

  it('shows of the result what the search finds', async () => {
    answer(
      result([
        row('one.example', { customerId: 'customer-0' }),
        row('two.example', { customerId: 'customer-1', customerName: 'Fabrikam' }),
      ]),
    );
    render(CustomersView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Check DNS of all' }));
    const table = await screen.findByRole('region', { name: 'DNS by customer and domain' });
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'fabrikam' } });
    await waitFor(() => expect(within(table).queryByText('one.example')).toBeNull());
    expect(within(table).getByText('two.example')).toBeTruthy();
  });

  it('says without a network what to do, and shows no table of what is not known', async () => {
    answer(
      result([row('fine.example', { verdict: 'unanswered', since: null, runId: null })], { offline: true }),
    );
    render(CustomersView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Check DNS of all' }));
    expect(await screen.findByText(/check again when there is a network\.$/u)).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'DNS by customer and domain' })).toBeNull();
  });

  it('shows what drifted in a line, all of it on request, and leads to the answers', async () => {
    const sentence = `${'MX was “10 mail.contoso.com” and is “10 mx1.filter.example”. '.repeat(4)}Nothing else.`;
    answer(result([row('contoso.com', { drifted: 4, sentence, customerId: desk.file.data.id })]));
    const run = storedRun([storedAnswer({ at: OWN_1, type: 'MX', values: ['10 mx1.filter.example'] })]);
    desk.runs.push({ ...run, customerId: desk.file.data.id });
    render(CustomersView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Check DNS of all' }));
    const shown = await screen.findByRole('button', { name: /^MX was/u });
    expect(shown.textContent).not.toContain('Nothing else');
    await fireEvent.click(shown);
    expect(shown.textContent).toContain('Nothing else');
    await fireEvent.click(screen.getByRole('button', { name: 'contoso.com' }));
    await waitFor(() => expect(nav.view).toBe('dns'));
    expect(storedRuns.wish).toBe('run-1');
  });

  it('leaves the focus on the button that stops it', async () => {
    desk.answer({ 'dns.bulk': () => new Promise(() => undefined) });
    render(CustomersView);
    const check = await screen.findByRole('button', { name: 'Check DNS of all' });
    check.focus();
    await fireEvent.click(check);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' })));
  });

  it('checks only those that the filter leaves', async () => {
    answer(result([row('fine.example')]));
    render(CustomersView);
    await fireEvent.input(await screen.findByRole('searchbox'), { target: { value: 'fabrikam' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Check DNS of 1' }));
    await waitFor(() => expect(asked?.ids).toEqual(['customer-1']));
  });

  it('counts, and passes the wish to stop on', async () => {
    let finish: (value: BulkResult) => void = () => undefined;
    const cancelled: string[] = [];
    desk.answer({
      'dns.bulk': (input) => {
        asked = input;
        return new Promise((resolve) => (finish = resolve));
      },
      'dns.cancel': ({ runId }) => {
        cancelled.push(runId);
        finish(result([row('fine.example')], { stopped: true }));
        return undefined;
      },
    });
    render(CustomersView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Check DNS of all' }));
    await waitFor(() => expect(asked).toBeDefined());
    desk.emit('dns.progress', { runId: asked?.runId, done: 400, total: 1000, label: 'Contoso AG' });
    expect(await screen.findByText('400 of 1000')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(
      await screen.findByText(
        'Stopped after 1 of 1,000 domains: all as planned, and nothing drifted. Their answers are kept.',
      ),
    ).toBeTruthy();
    expect(cancelled).toEqual([asked?.runId]);
  });

  it('goes on with those that were not reached, and joins what it finds', async () => {
    answer(result([row('one.example', { customerId: 'customer-0' })], { stopped: true }));
    render(CustomersView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Check DNS of all' }));
    const rest = await screen.findByRole('button', { name: 'Check the rest' });
    answer(result([row('two.example', { customerId: 'customer-1' })]));
    await fireEvent.click(rest);
    await waitFor(() => expect(asked?.ids).toEqual(['customer-1']));
    expect(await screen.findByText('2 domains: all as planned, and nothing drifted.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Check the rest' })).toBeNull();
  });

  it('names a customer that could not be read', async () => {
    answer(result([], { failed: [{ customerId: 'x', reason: 'x.json is cut short.' }] }));
    render(CustomersView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Check DNS of all' }));
    expect(await screen.findByText('x.json is cut short.')).toBeTruthy();
  });
});

describe('in words', () => {
  it('offers only the choices that leave something out', () => {
    expect(bulkChoices([row('a.example'), row('b.example')])).toEqual([{ id: 'all', label: 'All 2' }]);
    expect(bulkChoices([row('a.example'), DIFFERS]).map(({ label }) => label)).toEqual([
      'All 2',
      'Need a look 1',
    ]);
  });

  it('says when nothing could be reached, and when nothing is amiss', () => {
    expect(bulkSentence(result([row('a.example')], { offline: true }))).toMatch(/^No DNS server/u);
    expect(bulkSentence(result([row('a.example'), row('b.example')]))).toBe(
      '2 domains: all as planned, and nothing drifted.',
    );
    const first = { drifted: null, since: null };
    expect(bulkSentence(result([row('a.example', first), row('b.example', first)]))).toBe(
      '2 domains: all as planned. Nothing earlier is kept to compare with.',
    );
    expect(bulkSentence(result([row('a.example'), row('b.example', first)]))).toBe(
      '2 domains: all as planned; nothing drifted where there was an earlier run.',
    );
    expect(bulkSentence(result([row('a.example', { drifted: 2, verdict: 'differing' })]))).toBe(
      'a.example drifted since the last run and differs from the plan.',
    );
    expect(bulkSentence(result([], { stopped: true }), 40)).toBe('Stopped after 0 of 40 domains.');
    const open = row('a.example', { verdict: 'unanswered' });
    expect(bulkSentence(result([open, DRIFTED, DIFFERS]))).toBe(
      'Of 3 domains, 1 drifted since the last run, 1 differs from the plan and 1 can’t be known.',
    );
    expect(byUrgency([row('a.example'), open, DIFFERS, DRIFTED]).map(({ domain }) => domain)).toEqual([
      'drifted.example',
      'differs.example',
      'a.example',
      'a.example',
    ]);
  });
});
