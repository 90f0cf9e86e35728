import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import RunbookView from '../../renderer/features/runbook/RunbookView.svelte';
import { nav } from '../../renderer/app/nav.svelte.ts';
import { onWindowKey } from '../../renderer/app/commands.svelte.ts';
import { emptyProfile } from '../../shared/profile/empty.ts';
import type { NewLogEntry } from '../../shared/runbook/log.ts';
import { dnsRunOf, openDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';
import { dnsEntry } from './support/evidence.ts';

const show = async (stepId: string, change?: Parameters<typeof openDesk>[0]): Promise<Desk> => {
  const desk = await openDesk(change);
  nav.openStep(stepId);
  window.addEventListener('keydown', onWindowKey);
  render(RunbookView);
  return desk;
};
const press = (key: string): Promise<boolean> =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key });
/** The state menu, opened with the key; asked for directly, since roles of a whole page take long to work out. */
const choose = async (state: string): Promise<void> => {
  await press(' ');
  const item = await waitFor(() => {
    const items = [...document.querySelectorAll('[role=menuitem]')];
    const found = items.find(({ textContent }) => textContent.trim().startsWith(state));
    if (found === undefined) throw new Error(`no ${state} in the menu`);
    return found;
  });
  await fireEvent.pointerUp(item);
  await waitFor(() => expect(document.querySelector('[role=menu]')).toBeNull());
};
const detail = () => within(document.getElementById('step-detail') ?? document.body);
const appended = (desk: Desk): readonly NewLogEntry[] => desk.file.data.log.map(({ entry }) => entry);

afterEach(() => {
  cleanup();
  window.removeEventListener('keydown', onWindowKey);
});

describe('the runbook', () => {
  it('lists every step by phase with its state as a word, and marks the next one', async () => {
    await show('DIS-01');
    expect(document.getElementById('phase-P5')?.textContent).toContain('DNS cut-over');
    const row = document.getElementById('step-row-DIS-01');
    expect(row?.textContent).toContain('Not started');
    expect(row?.textContent).toContain('Next step');
    expect(document.getElementById('step-row-DNS-07')?.textContent).toContain('Waits');
  });

  it('moves through the list with J and K and stops at the first step', async () => {
    await show('DIS-01');
    await press('j');
    await waitFor(() => expect(nav.stepId).toBe('DIS-02'));
    await press('k');
    await press('k');
    await waitFor(() => expect(nav.stepId).toBe('DIS-01'));
    expect(detail().getByText('Confirm the scenario', { selector: 'h2' })).toBeTruthy();
  });

  it('refuses done without evidence and says what is missing', async () => {
    const desk = await show('DIS-05');
    await choose('Done');
    expect(await detail().findByText(/^Add the evidence first/u)).toBeTruthy();
    expect(appended(desk)).toEqual([]);
  });

  it('takes pasted text for evidence, and then the step may be done', async () => {
    const desk = await show('DIS-05');
    await press('e');
    const form = await detail().findByRole('form', { name: 'New evidence' });
    await fireEvent.input(within(form).getByLabelText('What it is'), {
      target: { value: 'Get-InboundConnector' },
    });
    await fireEvent.input(within(form).getByLabelText('Text'), { target: { value: 'Name : Inbound' } });
    await fireEvent.submit(form);
    await waitFor(() =>
      expect(appended(desk)).toEqual([
        {
          kind: 'evidence',
          stepId: 'DIS-05',
          evidence: { kind: 'text', title: 'Get-InboundConnector', text: 'Name : Inbound' },
        },
      ]),
    );
    await choose('Done');
    await waitFor(() =>
      expect(appended(desk).at(-1)).toEqual({ kind: 'state', stepId: 'DIS-05', state: 'done', reason: '' }),
    );
  });

  it('asks for a reason of ten characters before it waives', async () => {
    const desk = await show('DIS-06');
    await choose('Waived');
    const reason = await detail().findByLabelText('Reason');
    const action = detail().getByRole('button', { name: 'Set to waived' });
    await fireEvent.input(reason, { target: { value: 'too short' } });
    expect(action).toHaveProperty('disabled', true);
    await fireEvent.input(reason, { target: { value: 'Checked by the customer last week.' } });
    await fireEvent.click(action);
    await waitFor(() =>
      expect(appended(desk)).toEqual([
        { kind: 'state', stepId: 'DIS-06', state: 'waived', reason: 'Checked by the customer last week.' },
      ]),
    );
  });

  it('refuses done while needed values are unknown and leads to each of them', async () => {
    const desk = await show('CON-02', (customer) => ({ ...customer, profile: emptyProfile('Contoso') }));
    await choose('Done');
    expect(await detail().findByText(/needs values that are not known yet/u)).toBeTruthy();
    expect(appended(desk)).toEqual([]);
    await fireEvent.click(detail().getByRole('button', { name: 'Inbound host' }));
    expect(nav.view).toBe('profile');
    expect(nav.profileTarget).toBe('onPremInboundHost');
  });

  it('fills the command with the customer’s values and copies it with C', async () => {
    const desk = await show('CON-02');
    await press('c');
    await waitFor(() => expect(desk.copied).toHaveLength(1));
    expect(desk.copied[0]).toContain("-SmartHosts 'hybrid.contoso.com'");
    const [first] = detail().getAllByLabelText(/^Command for Exchange Online/u);
    expect(first?.textContent).toBe(desk.copied[0]);
  });

  it('checks in DNS with R and shows the difference term by term', async () => {
    const desk = await show('DNS-03');
    desk.answer({
      'dns.check': ({ stepIds }) => {
        expect(stepIds).toEqual(['DNS-03']);
        return dnsRunOf(desk, [
          dnsEntry({
            stepId: 'DNS-03',
            check: 'spf-planned',
            verdict: 'differing',
            expected: ['v=spf1 ip4:192.0.2.1 -all'],
            found: ['v=spf1 mx -all'],
          }),
        ]);
      },
    });
    await press('r');
    const diff = await detail().findByRole('list', { name: 'Difference, term by term' });
    expect(within(diff).getByText('ip4:192.0.2.1').closest('li')?.textContent).toContain(
      'expected, not found',
    );
    expect(within(diff).getByText('mx').closest('li')?.textContent).toContain('found, not expected');
    expect(screen.getByText('Of 1 check, 1 differs.')).toBeTruthy();
  });

  it('takes an entry back with a reason and keeps it readable', async () => {
    const desk = await show('DIS-06');
    await press('n');
    const note = await detail().findByRole('form', { name: 'New note' });
    await fireEvent.input(within(note).getByLabelText('Note'), { target: { value: 'Licences are ordered' } });
    await fireEvent.submit(note);
    await fireEvent.click(await detail().findByRole('button', { name: 'Take back: Note' }));
    await fireEvent.input(detail().getByLabelText('Why it is taken back'), {
      target: { value: 'Wrong step' },
    });
    await fireEvent.click(detail().getByRole('button', { name: 'Take back' }));
    await waitFor(() =>
      expect(appended(desk).at(-1)).toEqual({
        kind: 'correction',
        stepId: 'DIS-06',
        corrects: 'new-0',
        reason: 'Wrong step',
      }),
    );
    expect(screen.getByText('Licences are ordered')).toBeTruthy();
    expect(screen.getByText('taken back')).toBeTruthy();
  });

  it('shows only what needs attention when asked to, and the step in hand', async () => {
    await show('DIS-01', (customer) => ({
      ...customer,
      log: [
        {
          id: 'a',
          at: '2026-11-24T10:00:00Z',
          operator: 'op1',
          entry: { kind: 'state', stepId: 'CON-03', state: 'failed', reason: '' },
        },
      ],
    }));
    await fireEvent.click(within(document.body).getByText(/^Attention/u));
    const rows = [...document.querySelectorAll('[id^="step-row-"]')].map(({ id }) => id);
    expect(rows).toEqual(['step-row-DIS-01', 'step-row-CON-03']);
  });
});
