import { cleanup, createEvent, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { runCommand, onCommands } from '../../renderer/app/commands.svelte.ts';
import { history } from '../../renderer/app/history.svelte.ts';
import { session } from '../../renderer/app/session.svelte.ts';
import { segments } from '../../renderer/features/records/published-record.ts';
import { openDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';

const MICROSOFT = 'include:spf.protection.outlook.com';
const VENDOR = 'include:third_party_cloud_service.com';
const SEED = [
  {
    name: 'ipv4 and a blank behind the colon',
    broken: `v=spf1 ipv4:10.10.10.1 ipv4: 131.107.21.231 ${MICROSOFT} -all`,
    repaired: `v=spf1 ip4:10.10.10.1 ip4:131.107.21.231 ${MICROSOFT} -all`,
    marked: ['ipv4:10.10.10.1', 'ipv4:', '131.107.21.231'],
    reasons: ['the mechanism is called ip4', 'a value must follow at once, without a blank'],
  },
  {
    name: 'a torn version',
    broken: `v= ipv4: 131.107.21.231 spf1 ${MICROSOFT} ${VENDOR} -all`,
    repaired: `v=spf1 ip4:131.107.21.231 ${MICROSOFT} ${VENDOR} -all`,
    marked: ['v=', 'ipv4:', '131.107.21.231', 'spf1'],
    reasons: [
      'the record must start with v=spf1 in one piece',
      'a value must follow at once, without a blank',
    ],
  },
] as const;
const text = (element: Element): string => element.textContent.replaceAll(/\s+/gu, ' ').trim();
const field = (): HTMLElement => screen.getByRole('textbox', { name: 'SPF before the change' });
const noted = (): readonly string[] | undefined => session.profile?.domains[0]?.currentSpf;
const paste = async (target: Element, given: string): Promise<void> => {
  const event = createEvent.paste(target, { clipboardData: { getData: () => given } });
  await fireEvent(target, event);
};
const openView = async (currentSpf: readonly string[] = []): Promise<Desk> => {
  const desk = await openDesk((customer) => ({
    ...customer,
    profile: {
      ...customer.profile,
      domains: customer.profile.domains.map((domain, index) =>
        index === 0 ? { ...domain, currentSpf: [...currentSpf] } : domain,
      ),
    },
  }));
  render(RecordsView);
  return desk;
};
afterEach(cleanup);

describe.each(SEED)('a published record with $name', ({ broken, repaired, marked, reasons }) => {
  it('is explained in place, and repaired by paste and Enter', async () => {
    const desk = await openView();
    field().focus();
    await paste(field(), broken);
    const accept = await screen.findByRole('button', { name: 'Use the repaired record' });
    await waitFor(() => expect(document.activeElement).toBe(accept));
    expect(noted()).toEqual([broken]);

    const block = screen.getByRole('region', { name: 'SPF record of contoso.com' });
    const proposal = screen.getByRole('region', { name: 'Proposed repair' });
    const marks = [...block.querySelectorAll('mark')];
    expect(marks.filter((mark) => !proposal.contains(mark)).map(text)).toEqual(marked);
    expect(marks.filter((mark) => proposal.contains(mark)).map(text)).toEqual(marked);
    expect(text(block)).toMatch(/SPF-E-[A-Z-]+ · RFC 7208/u);
    const lines = text(within(block).getByRole('list', { name: 'The repair, term by term' }));
    for (const reason of reasons) expect(lines).toContain(reason);
    expect(text(screen.getByRole('region', { name: 'Proposed repair' }))).toContain(repaired);

    // Enter on a focused button is its click
    await fireEvent.click(accept);
    expect(noted()).toEqual([repaired]);
    await waitFor(() => expect(document.activeElement).toBe(field()));
    expect(screen.queryByRole('button', { name: 'Use the repaired record' })).toBeNull();
    await session.flush();
    expect(desk.file.data.profile.domains[0]?.currentSpf).toEqual([repaired]);
  });

  it('can be pasted while no field has the focus, and each change is taken back', async () => {
    await openView(['v=spf1 -all']);
    await paste(screen.getByRole('heading', { name: 'Records' }), broken);
    await fireEvent.click(await screen.findByRole('button', { name: 'Use the repaired record' }));
    expect(noted()).toEqual([repaired]);
    const remove = onCommands({ undo: () => void history.undo() });
    runCommand('undo');
    await waitFor(() => expect(noted()).toEqual([broken]));
    runCommand('undo');
    await waitFor(() => expect(noted()).toEqual(['v=spf1 -all']));
    remove();
  });
});

describe('the repair of a published record', () => {
  it('leaves the focus in the field when a part can’t be mended', async () => {
    await openView();
    await paste(field(), 'v=spf1 ip4:192.0.2 ip4:198.51.100.7 -all');
    expect(await screen.findByText(/fewer than four numbers/u)).toBeTruthy();
    expect(document.activeElement).toBe(field());
    expect(noted()).toEqual(['v=spf1 ip4:192.0.2 ip4:198.51.100.7 -all']);
  });
  it('mends one finding at a time by its button', async () => {
    await openView(['v=spf1 ip4:192.0.2.77/24 include:spf.crm.example. ~all mx']);
    for (const name of ['Change to 192.0.2.0/24', 'Change to spf.crm.example', 'Change to -all', 'Remove'])
      await fireEvent.click(await screen.findByRole('button', { name }));
    expect(noted()).toEqual(['v=spf1 ip4:192.0.2.0/24 include:spf.crm.example -all']);
  });
  it('is not offered for a record that is right', async () => {
    await openView([`v=spf1 ip4:192.0.2.1 ${MICROSOFT} -all`]);
    expect(screen.queryByRole('region', { name: 'Proposed repair' })).toBeNull();
  });
  it('marks a part once, with the worst that is said about it', () => {
    const at = { message: 'm', source: 's', token: 'mx', offset: 7 };
    expect(
      segments('v=spf1 mx -all', [
        { ...at, code: 'SPF-I-ONE' },
        { ...at, code: 'SPF-W-TWO' },
      ]),
    ).toEqual([
      { text: 'v=spf1 ', severity: null },
      { text: 'mx', severity: 'warning' },
      { text: ' -all', severity: null },
    ]);
  });
});
