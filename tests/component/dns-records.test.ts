import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connection } from '../../renderer/app/connection.svelte.ts';
import { runCommand } from '../../renderer/app/commands.svelte.ts';
import { settings } from '../../renderer/app/settings.svelte.ts';
import { dnsPlace } from '../../renderer/features/dns/dns-place.svelte.ts';
import { dnsRun } from '../../renderer/features/dns/dns-run.svelte.ts';
import { storedRuns } from '../../renderer/features/dns/stored-runs.svelte.ts';
import DnsView from '../../renderer/features/dns/DnsView.svelte';
import { runSummary } from '../../shared/dns/stored-run.ts';
import type { StoredRun } from '../../shared/dns/stored-run.ts';
import type { Input } from '../../shared/ipc/contract.ts';
import { openDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { OWN_1, QUAD9, storedAnswer, storedRun } from './support/placed-run.ts';

const HASH = 'a'.repeat(64);
const OLD = ['10 mail.contoso.com'];
const NEW = ['10 mx1.filter.example'];
const spread = (change: Partial<StoredRun> = {}): StoredRun =>
  storedRun(
    [
      storedAnswer({ at: OWN_1, type: 'MX', values: NEW }),
      storedAnswer({ at: QUAD9, type: 'MX', values: OLD }),
    ],
    change,
  );

const open = async (...runs: readonly StoredRun[]): Promise<Desk> => {
  const desk = await openDesk();
  desk.runs.push(...runs.map((run) => ({ ...run, customerId: desk.file.data.id })));
  render(DnsView);
  await waitFor(() => expect(storedRuns.loaded).toBe(true));
  return desk;
};

beforeEach(() => {
  connection.unreached = false;
  dnsPlace.tab = 'records';
  storedRuns.wish = null;
  for (const { id } of dnsRun.waiting) dnsRun.drop(id);
});
afterEach(cleanup);

describe('the records by place', () => {
  it('marks the place that differs and opens its raw answer by key', async () => {
    await open(spread());
    const own = await screen.findByRole('button', { name: /Same\s*MX of contoso\.com at ns1/u });
    const other = screen.getByRole('button', { name: /MX of contoso\.com at Quad9/u });
    expect(other.textContent).not.toContain('Same');
    own.focus();
    await fireEvent.keyDown(own, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(other);
    await fireEvent.click(other);
    expect(screen.getByLabelText('Raw answer').textContent).toContain('from 198.51.100.9');
    expect(screen.getByRole('list', { name: 'Values at Quad9' }).textContent).toContain(
      '10 mail.contoso.com',
    );
  });

  it('asks about the domain in hand at the chosen places with R, and shows what came back', async () => {
    const desk = await open();
    let asked: Input<'dns.snapshot'> | undefined;
    desk.answer({
      'dns.snapshot': (input) => {
        asked = input;
        const run = { ...spread(), customerId: desk.file.data.id };
        desk.runs.unshift(run);
        return { run: runSummary(run, HASH), offline: false };
      },
    });
    expect(await screen.findByText('Nobody was asked about these records yet.')).toBeTruthy();
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Ask about/u })).toHaveProperty('disabled', false),
    );
    runCommand('step.check');
    expect(await screen.findByRole('button', { name: /MX of contoso\.com at Quad9/u })).toBeTruthy();
    expect(asked).toMatchObject({ domains: ['contoso.com'], vantageIds: [], authoritative: true, name: '' });
  });

  it('leaves the focus where the work goes on: in the choice of places, and on asking again', async () => {
    const desk = await open();
    const ask = await screen.findByRole('button', { name: /^Ask about/u });
    runCommand('dns.where');
    const own = await screen.findByRole('checkbox', { name: /each one directly/u });
    await waitFor(() => expect(document.activeElement).toBe(own));
    await fireEvent.keyDown(own, { key: 'Escape' });
    expect(screen.queryByRole('group', { name: 'Where to ask' })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Where to ask/u }));

    let finish = (): void => undefined;
    desk.answer({
      'dns.snapshot': async () => {
        await new Promise<void>((resolve) => (finish = resolve));
        return { run: null, offline: false };
      },
    });
    await waitFor(() => expect(ask).toHaveProperty('disabled', false));
    ask.focus();
    await fireEvent.click(ask);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' })));
    finish();
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Ask about/u })),
    );
  });

  it('keeps a run that reached no server and runs it when a network comes back', async () => {
    const desk = await open();
    let online = false;
    desk.answer({
      'dns.snapshot': () => {
        const run = { ...spread(), customerId: desk.file.data.id };
        if (online) desk.runs.unshift(run);
        return { run: online ? runSummary(run, HASH) : null, offline: !online };
      },
    });
    const ask = await screen.findByRole('button', { name: /^Ask about/u });
    await waitFor(() => expect(ask).toHaveProperty('disabled', false));
    await fireEvent.click(ask);
    const offline = await screen.findByRole('region', { name: 'No network' });
    expect(within(offline).getAllByRole('listitem')).toHaveLength(1);
    await fireEvent.click(within(offline).getByRole('button', { name: 'Try now' }));
    await waitFor(() =>
      expect(
        within(screen.getByRole('region', { name: 'No network' })).getAllByRole('listitem'),
      ).toHaveLength(1),
    );
    online = true;
    await dnsRun.runWaiting();
    expect(await screen.findByRole('button', { name: /MX of contoso\.com at Quad9/u })).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'No network' })).toBeNull();
  });

  it('goes on waiting when the question for the operator’s name is closed', async () => {
    const desk = await open();
    desk.answer({ 'dns.snapshot': () => ({ run: null, offline: true }) });
    const ask = await screen.findByRole('button', { name: /^Ask about/u });
    await waitFor(() => expect(ask).toHaveProperty('disabled', false));
    await fireEvent.click(ask);
    await screen.findByRole('region', { name: 'No network' });
    await settings.set({ operator: '' });
    await dnsRun.runWaiting(1);
    expect(settings.asking).toBe(false);
    const tried = dnsRun.runWaiting();
    await settings.answer('');
    await expect(tried).rejects.toMatchObject({ code: 'cancelled' });
    expect(dnsRun.waiting).toHaveLength(1);
  });

  it('lets a waiting run be dropped', async () => {
    const desk = await open();
    desk.answer({ 'dns.snapshot': () => ({ run: null, offline: true }) });
    const ask = await screen.findByRole('button', { name: /^Ask about/u });
    await waitFor(() => expect(ask).toHaveProperty('disabled', false));
    await fireEvent.click(ask);
    await fireEvent.click(await screen.findByRole('button', { name: /^Drop/u }));
    expect(screen.queryByRole('list', { name: 'Waits for a network' })).toBeNull();
    expect(dnsRun.waiting).toEqual([]);
  });
});

describe('where to ask', () => {
  it('says what a public resolver learns, and adds one to the list', async () => {
    await open();
    await fireEvent.click(await screen.findByRole('button', { name: /^Where to ask/u }));
    expect(screen.getByText(/learns every name that is asked/u)).toBeTruthy();
    const list = screen.getByRole('list', { name: 'Public resolvers' });
    for (const box of within(list).getAllByRole<HTMLInputElement>('checkbox'))
      expect(box.checked).toBe(false);
    await fireEvent.input(screen.getByLabelText('Name of the resolver'), { target: { value: 'Own' } });
    const address = screen.getByLabelText(/^Address of the resolver/u);
    await fireEvent.input(address, { target: { value: 'dns.example' } });
    expect(await screen.findByText(/a server is given by its IP address/u)).toBeTruthy();
    await fireEvent.input(address, { target: { value: '192.0.2.99:5300' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Add and ask it' }));
    await waitFor(() =>
      expect(settings.value.publicResolvers.at(-1)).toEqual({
        server: { address: '192.0.2.99', port: 5300, label: 'Own' },
        asked: true,
      }),
    );
  });
});

describe('the test for a redirected port 53', () => {
  it('is off until chosen, says what it does, and goes with the next question', async () => {
    const desk = await open();
    const asked: boolean[] = [];
    desk.answer({
      'dns.snapshot': ({ probe }) => {
        asked.push(probe);
        const run = { ...spread(), customerId: desk.file.data.id };
        desk.runs.unshift(run);
        return { run: runSummary(run, HASH), offline: false };
      },
    });
    const choose = async (): Promise<HTMLInputElement> => {
      await fireEvent.click(await screen.findByRole('button', { name: /^Where to ask/u }));
      return screen.findByRole<HTMLInputElement>('checkbox', { name: 'test for it' });
    };
    expect((await choose()).checked).toBe(false);
    expect(screen.getByText(/An answer proves that something on the way intercepts DNS/u)).toBeTruthy();
    const ask = async (): Promise<void> => {
      const button = await screen.findByRole('button', { name: /^Ask about/u });
      await waitFor(() => expect(button).toHaveProperty('disabled', false));
      await fireEvent.click(button);
    };
    await ask();
    expect(await screen.findByRole('button', { name: /MX of contoso\.com at Quad9/u })).toBeTruthy();
    await fireEvent.click(await choose());
    await ask();
    await waitFor(() => expect(asked).toEqual([false, true]));
    expect(await screen.findByRole('button', { name: /, port 53$/u })).toBeTruthy();
    await fireEvent.click(await choose());
  });
});

describe('the stored runs', () => {
  it('takes a named snapshot of every domain', async () => {
    const desk = await open();
    let asked: Input<'dns.snapshot'> | undefined;
    desk.answer({
      'dns.snapshot': (input) => {
        asked = input;
        return {
          run: runSummary({ ...spread({ name: input.name }), customerId: desk.file.data.id }, HASH),
          offline: false,
        };
      },
    });
    await fireEvent.click(screen.getByRole('tab', { name: /^Runs/u }));
    const before = await screen.findByRole('button', { name: 'Take before-snapshot' });
    await waitFor(() => expect(before).toHaveProperty('disabled', false));
    await fireEvent.click(before);
    expect(await screen.findByRole('button', { name: 'before' })).toBeTruthy();
    expect(asked).toMatchObject({ name: 'before', domains: [] });
    await fireEvent.click(screen.getByRole('button', { name: /^Copy the SHA-256/u }));
    await waitFor(() => expect(desk.copied).toEqual([HASH]));
  });

  it('compares any two, what changed first', async () => {
    const before = storedRun([storedAnswer({ at: OWN_1, type: 'MX', values: NEW })], {
      id: 'run-before',
      name: 'before',
    });
    const after = storedRun([storedAnswer({ at: OWN_1, type: 'MX', values: OLD })], {
      id: 'run-after',
      name: 'after',
    });
    await open(after, before);
    await waitFor(() => expect(storedRuns.list).toHaveLength(2));
    await fireEvent.click(screen.getByRole('tab', { name: /^Runs/u }));
    const radio = (name: RegExp): HTMLInputElement => screen.getByRole<HTMLInputElement>('radio', { name });
    await screen.findByRole('radio', { name: /^Compare to ‘after’/u });
    expect(radio(/^Compare from ‘before’/u).checked).toBe(true);
    expect(radio(/^Compare to ‘after’/u).checked).toBe(true);
    await fireEvent.click(radio(/^Compare from ‘after’/u));
    expect(screen.getByRole('button', { name: 'Compare the two' })).toHaveProperty('disabled', true);
    await fireEvent.click(radio(/^Compare from ‘before’/u));
    await fireEvent.click(screen.getByRole('button', { name: 'Compare the two' }));
    const list = await screen.findByRole('list', { name: 'Differences' });
    expect(list.textContent).toContain('10 mx1.filter.example');
    expect(list.textContent).toContain('10 mail.contoso.com');
  });
});
