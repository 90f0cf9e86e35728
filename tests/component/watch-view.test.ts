import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Input } from '../../shared/ipc/contract.ts';
import type { DnsAnswer } from '../../shared/dns/types.ts';
import type { Vantage } from '../../shared/dns/vantage.ts';
import { applyAnswer, pauseWatch, startWatch, stopWatch } from '../../shared/dns/watch.ts';
import type { WatchState } from '../../shared/dns/watch-state.ts';
import type { AppErrorData } from '../../shared/result.ts';
import { runCommand } from '../../renderer/app/commands.svelte.ts';
import { toasts } from '../../renderer/app/toasts.svelte.ts';
import { places } from '../../renderer/features/dns/places.svelte.ts';
import { countdown } from '../../renderer/features/dns/watch/countdown.ts';
import { watches } from '../../renderer/features/dns/watch/watches.svelte.ts';
import { dnsPlace } from '../../renderer/features/dns/dns-place.svelte.ts';
import WatchView from '../../renderer/features/dns/watch/WatchView.svelte';
import { openDesk, type Desk } from './support/desk.ts';

const NOW = new Date('2026-11-24T21:00:00.000Z');
const vantage = (id: string, kind: Vantage['kind'], label: string): Vantage => ({
  id,
  kind,
  label,
  server: { address: label === 'dc1' ? '192.0.2.53' : '192.0.2.9', port: 53, label },
});
const PLACES = [vantage('internal:dc1', 'internal', 'dc1'), vantage('public:quad9', 'public', 'Quad9')];
const MX = { name: 'contoso.com', type: 'MX' } as const;

const answer = (values: readonly string[], ttl: number): DnsAnswer => ({
  question: MX,
  outcome: 'answer',
  records: values.map((value) => ({ name: 'contoso.com', type: 'MX', ttl, value })),
  server: { address: '192.0.2.53', port: 53, label: '' },
  transport: 'udp',
  flags: { aa: false, ad: false, ra: true, tc: false },
  rcode: 'NOERROR',
  raw: '',
  at: NOW.toISOString(),
  elapsedMs: 3,
});
const started = (): WatchState =>
  startWatch(
    {
      targets: [
        {
          domain: 'contoso.com',
          record: 'MX',
          question: MX,
          before: ['10 old.example'],
          planned: ['10 new.example'],
        },
      ],
      vantages: PLACES,
    },
    NOW.toISOString(),
  );
const OLD = answer(['10 old.example'], 3600);
const NEW = answer(['10 new.example'], 300);
const take = (state: WatchState, id: string, given: DnsAnswer): WatchState =>
  applyAnswer(state, { vantage: id, answer: given }, NOW.toISOString());
const summary = (answerCount: number) => ({
  id: 'run-1',
  customerId: 'contoso',
  kind: 'watch' as const,
  name: '',
  operator: 'op1',
  startedAt: NOW.toISOString(),
  endedAt: NOW.toISOString(),
  domains: ['contoso.com'],
  vantages: PLACES,
  sha256: 'ab'.repeat(32),
  answerCount,
  noteCount: 3,
});

let desk: Desk;
let unlisten: () => void = () => undefined;
let wish: Input<'dns.watchStart'> | undefined;
beforeEach(async () => {
  vi.useFakeTimers({ now: NOW, shouldAdvanceTime: true });
  wish = undefined;
  desk = await openDesk();
  desk.answer({
    'dns.vantages': () => PLACES,
    'dns.watchStart': (input) => {
      wish = input;
      return undefined;
    },
  });
  watches.clear(desk.file.data.id);
  places.authoritative = true;
  for (const { id } of PLACES) places.set(id, true);
  unlisten = watches.listen();
});
afterEach(() => {
  cleanup();
  unlisten();
  vi.useRealTimers();
});
const tell = (state: WatchState, trouble: AppErrorData | null = null): void => {
  desk.emit('dns.watch', { id: desk.file.data.id, watchId: wish?.watchId ?? 'earlier', state, trouble });
};
const begin = async (): Promise<void> => {
  render(WatchView);
  await fireEvent.click(await screen.findByRole('button', { name: 'Start watching' }));
  await waitFor(() => expect(wish).toBeDefined());
};

describe('the watch view', () => {
  it('asks the chosen servers and the own name servers unless they are switched off', async () => {
    render(WatchView);
    await fireEvent.click(await screen.findByLabelText(/^Quad9/u));
    await fireEvent.click(screen.getByRole('button', { name: 'Start watching' }));
    await waitFor(() =>
      expect(wish).toMatchObject({
        domains: ['contoso.com'],
        vantageIds: ['internal:dc1'],
        authoritative: true,
        ownAtInterval: false,
      }),
    );
  });

  it('asks the own name servers every 30 s only where that is chosen, and says why the next question waits', async () => {
    render(WatchView);
    await fireEvent.click(await screen.findByLabelText(/^ask these every 30 s/u));
    await fireEvent.click(screen.getByRole('button', { name: 'Start watching' }));
    await waitFor(() => expect(wish).toMatchObject({ authoritative: true, ownAtInterval: true }));
    tell(take(take(started(), 'internal:dc1', NEW), 'public:quad9', answer(['10 old.example'], 5)));
    const row = async (name: RegExp): Promise<HTMLElement> => screen.findByRole('row', { name });
    expect(within(await row(/^dc1/u)).getByText(/^when the TTL of \d\d:\d\d is over$/u)).toBeTruthy();
    expect(within(await row(/^Quad9/u)).getByText(/^30 s after \d\d:\d\d$/u)).toBeTruthy();
  });

  it('starts by the key that checks, and leaves the focus on what pauses it', async () => {
    render(WatchView);
    const button = await screen.findByRole('button', { name: 'Start watching' });
    await screen.findByLabelText(/^dc1/u);
    button.focus();
    runCommand('step.check');
    await waitFor(() => expect(wish).toMatchObject({ domains: ['contoso.com'] }));
    tell(started());
    const pause = await screen.findByRole('button', { name: 'Pause' });
    await waitFor(() => expect(document.activeElement).toBe(pause));
  });

  it('needs somebody to ask', async () => {
    render(WatchView);
    for (const label of [/^dc1/u, /^Quad9/u, /^the domain’s own/u])
      await fireEvent.click(await screen.findByLabelText(label));
    expect(screen.getByRole('button', { name: 'Start watching' })).toHaveProperty('disabled', true);
    expect(screen.getByText('Choose at least one server.')).toBeTruthy();
  });

  it('shows for each server what it gives, how long an old copy lives and when it is asked next', async () => {
    await begin();
    tell(take(take(started(), 'internal:dc1', NEW), 'public:quad9', OLD));
    const sentence = await screen.findByText(/^1 of 2 servers shows the new MX; Quad9 still old/u);
    expect(sentence.closest('[role=status]')).toBeTruthy();
    const row = (name: RegExp): HTMLElement => screen.getByRole('row', { name });
    expect(within(row(/^dc1/u)).getByText('New')).toBeTruthy();
    expect(within(row(/^dc1/u)).getByText('5:00')).toBeTruthy();
    expect(within(row(/^Quad9/u)).getByText('Old')).toBeTruthy();
    expect(within(row(/^Quad9/u)).getByText('1:00:00 left')).toBeTruthy();
    vi.setSystemTime(NOW.getTime() + 61_000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(within(row(/^Quad9/u)).getByText('58:58 left')).toBeTruthy();
    expect(screen.getByRole('list', { name: /^Log of the watch/u }).textContent).toContain(
      'Quad9, MX of contoso.com: old. 10 old.example, TTL 3600 s',
    );
  });

  it('pauses and goes on', async () => {
    const pauses: boolean[] = [];
    desk.answer({
      'dns.watchPause': ({ paused }) => {
        pauses.push(paused);
        return undefined;
      },
    });
    await begin();
    const state = take(started(), 'internal:dc1', OLD);
    tell(state);
    await fireEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    tell(pauseWatch(state, NOW.toISOString()));
    await fireEvent.click(await screen.findByRole('button', { name: 'Resume' }));
    expect(screen.getByText(/Paused: nothing is asked\.$/u)).toBeTruthy();
    expect(pauses).toEqual([true, false]);
  });

  it('says that the run is kept when it is stopped, and offers another watch', async () => {
    desk.answer({ 'dns.watchStop': () => summary(7) });
    await begin();
    tell(started());
    await fireEvent.click(await screen.findByRole('button', { name: 'Stop and keep' }));
    tell(stopWatch(started(), NOW.toISOString()));
    expect(await screen.findByText('Kept with 7 answers')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Judge the checks by it' }));
    expect(dnsPlace.tab).toBe('checks');
    expect(dnsPlace.judgedBy).not.toBe('');
    expect(screen.getByText('ab'.repeat(32))).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Watch again' }));
    expect(await screen.findByRole('button', { name: 'Start watching' })).toBeTruthy();
  });

  it('says why a watch that ended by itself is not kept, until it is', async () => {
    desk.answer({
      'dns.watchSave': () => ({ path: '/media/usb/watch.json' }),
      'dns.watchStop': () => summary(2),
    });
    await begin();
    const state = take(take(started(), 'internal:dc1', NEW), 'public:quad9', NEW);
    tell(state, { code: 'store-full', message: 'There is no space left to save it. Free some space.' });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/its run is not on the disk yet.*no space left.*stay here until/su);
    await fireEvent.click(screen.getByRole('button', { name: 'Save elsewhere' }));
    await waitFor(() => expect(toasts.list.at(-1)?.text).toBe('Written to /media/usb/watch.json'));
    expect(screen.queryByText(/^Kept with/u)).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Keep the run' }));
    expect(await screen.findByText('Kept with 2 answers')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('takes up a watch that went on while the page was loaded anew, and keeps it when it ends by itself', async () => {
    desk.answer({ 'dns.watchStop': () => summary(2) });
    render(WatchView);
    tell(take(take(started(), 'internal:dc1', NEW), 'public:quad9', NEW));
    expect(await screen.findByText(/^Both servers show the new MX/u)).toBeTruthy();
    expect(await screen.findByText(/^Kept with 2 answers/u)).toBeTruthy();
  });
});

describe('a page that was loaded anew', () => {
  it('shows a watch that ended before that and could not be stored', async () => {
    unlisten();
    const state = take(take(started(), 'internal:dc1', NEW), 'public:quad9', NEW);
    const trouble = { code: 'store-full' as const, message: 'There is no space left to save it.' };
    desk.answer({
      'dns.watches': () => [{ id: desk.file.data.id, watchId: 'earlier', state, trouble }],
      'dns.watchStop': () => summary(2),
    });
    unlisten = watches.listen();
    render(WatchView);
    expect((await screen.findByRole('alert')).textContent).toMatch(/not on the disk yet/u);
    await fireEvent.click(screen.getByRole('button', { name: 'Keep the run' }));
    expect(await screen.findByText('Kept with 2 answers')).toBeTruthy();
  });
});

describe('a countdown', () => {
  it.each([
    [0, null],
    [-1, null],
    [1, '0:01'],
    [59_001, '1:00'],
    [3_599_000, '59:59'],
    [3_600_000, '1:00:00'],
    [90_061_000, '25:01:01'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(countdown(new Date(NOW.getTime() + ms).toISOString(), NOW.getTime())).toBe(text);
  });
});
