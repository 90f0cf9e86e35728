import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { loadKept } from '../../renderer/features/records/kept-published.ts';
import { facts } from '../../renderer/app/derived.svelte.ts';
import { nav } from '../../renderer/app/nav.svelte.ts';
import type { DnsOutcome } from '../../shared/dns/types.ts';
import type { Desk } from './support/desk.ts';
import { openDesk } from './support/desk.ts';
import { dnsEntry } from './support/evidence.ts';
import { storedRunOf } from './support/stored-run.ts';

const PLANNED = 'ip4:10.10.10.1 ip4:131.107.21.231 include:spf.protection.outlook.com -all';
const block = (): HTMLElement => screen.getByRole('region', { name: 'SPF record of contoso.com' });
const text = (): string => block().textContent.replaceAll(/\s+/gu, ' ');
const GROUP = { name: 'The published SPF could not be read' };

/** The records view after a check of the published SPF with this outcome; `null` when nobody asked. */
const openAfter = async (
  outcome: DnsOutcome | null,
  { id = 'c1', currentSpf = [] as string[], also = [] as DnsOutcome[] } = {},
): Promise<Desk> => {
  const outcomes = outcome === null ? [] : [outcome, ...also];
  const desk = await openDesk(
    (customer) => ({
      ...customer,
      id,
      profile: {
        ...customer.profile,
        domains: customer.profile.domains.map((domain, index) =>
          index === 0 ? { ...domain, currentSpf } : domain,
        ),
      },
      log: outcomes.map((one, index) => ({
        id: `e${String(index)}`,
        at: '2026-11-24T14:00:00Z',
        operator: 'op1',
        entry: dnsEntry({
          stepId: 'DIS-04',
          check: 'spf-current',
          verdict: 'unanswered',
          outcome: one,
          at: `2026-11-24T14:0${String(index)}:00.000Z`,
        }),
      })),
    }),
    { keepLog: true },
  );
  render(RecordsView);
  return desk;
};
afterEach(cleanup);

describe('a published SPF that could not be read', () => {
  it.each(['servfail', 'timeout'] as const)('holds the proposal back after %s', async (outcome) => {
    await openAfter(outcome);
    await waitFor(() => expect(text()).toContain('The published record could not be read'));
    expect(text()).not.toContain(PLANNED);
    expect(within(block()).getByRole('group', GROUP)).toBeTruthy();
  });
  it('is proposed for once a person says that there is none', async () => {
    await openAfter('servfail', { id: 'c2' });
    await fireEvent.click(await within(block()).findByRole('button', { name: 'There is none' }));
    await waitFor(() => expect(text()).toContain(PLANNED));
    expect(within(block()).queryByRole('group', GROUP)).toBeNull();
  });
  it('can be entered at its place in the profile', async () => {
    await openAfter('servfail', { id: 'c3' });
    await fireEvent.click(await within(block()).findByRole('button', { name: 'Enter the published SPF' }));
    expect([nav.view, nav.profileTarget]).toEqual(['profile', 'domains.0.currentSpf']);
  });
  it('is no reason to hold back what a person has noted', async () => {
    await openAfter('servfail', { id: 'c4', currentSpf: ['v=spf1 ip4:10.10.10.1 -all'] });
    expect(text()).toContain(PLANNED);
  });
  it('is another state than one that nobody asked for, or that was read since', async () => {
    await openAfter(null, { id: 'c5' });
    expect(text()).toContain(PLANNED);
    cleanup();
    await openAfter('servfail', { id: 'c6', also: ['no-data'] });
    expect(text()).toContain(PLANNED);
  });
  it('is in the findings and in the table of all domains too, until a person says that there is none', async () => {
    await openAfter('servfail', { id: 'c7' });
    const row = (): string => screen.getByRole('row', { name: /^contoso\.com/u }).textContent;
    const codes = (): readonly string[] => facts.findings.map(({ code }) => code);
    await waitFor(() => expect(row()).toContain('1 error'));
    expect(codes()).toContain('SPF-E-EXISTING-UNREAD');
    expect([...facts.heldBack]).toEqual(['contoso.com']);
    await fireEvent.click(await within(block()).findByRole('button', { name: 'There is none' }));
    await waitFor(() => expect(row()).not.toContain('error'));
    expect(codes()).not.toContain('SPF-E-EXISTING-UNREAD');
  });
  it.each([
    ['servfail', 'no-data', 'kept-1', false],
    ['no-data', 'servfail', 'kept-2', true],
  ] as const)('is decided by a kept run that is newer: %s, then %s', async (logged, kept, id, held) => {
    const desk = await openAfter(logged, { id });
    const run = storedRunOf({ 'TXT contoso.com': [] }, `run-${id}`);
    const later = '2026-11-24T16:00:00.000Z';
    desk.runs.push({
      ...run,
      customerId: id,
      answers: run.answers.map(({ vantage, answer }) => ({
        vantage,
        answer: { ...answer, outcome: kept, at: later },
      })),
    });
    await loadKept(id);
    expect(facts.heldBack.has('contoso.com')).toBe(held);
    await waitFor(() => expect(text().includes(PLANNED)).toBe(!held));
  });
});
