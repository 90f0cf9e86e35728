import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '../../renderer/App.svelte';
import { customers } from '../../renderer/app/customers.svelte.ts';
import { history } from '../../renderer/app/history.svelte.ts';
import { session } from '../../renderer/app/session.svelte.ts';
import { toasts } from '../../renderer/app/toasts.svelte.ts';
import { emptyDomain, emptyProfile } from '../../shared/profile/empty.ts';
import { documentOf, install, MemoryMain } from './bridge.ts';

let main: MemoryMain;

/** jsdom lays nothing out; the window is as wide as the records panel needs. */
const media = (query: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    matches: true,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  });
Object.defineProperty(window, 'matchMedia', { value: media, configurable: true });
Element.prototype.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

const press = (key: string, held: KeyboardEventInit = {}): Promise<boolean> =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held });
const heading = (name: string): Promise<HTMLElement> => screen.findByRole('heading', { level: 1, name });

beforeEach(() => {
  session.drop();
  for (const { id } of toasts.list) toasts.close(id);
  const contoso = {
    ...emptyProfile('Contoso AG'),
    onPremPublicIps: ['131.107.21.300'],
    domains: [emptyDomain('contoso.com', 'primary'), emptyDomain('example.net', 'secondary')],
  };
  main = new MemoryMain(documentOf('contoso', contoso), documentOf('fabrikam', emptyProfile('Fabrikam')));
  install(main);
});

const openContoso = async (): Promise<void> => {
  render(App);
  await fireEvent.click(await screen.findByRole('button', { name: /^Contoso AG/u }));
  await screen.findByRole('navigation', { name: 'Views' });
};

describe('the start screen', () => {
  it('narrows the list by typing and opens the first hit with Enter', async () => {
    render(App);
    const search = await screen.findByRole('searchbox', { name: 'Find a customer' });
    await fireEvent.input(search, { target: { value: 'fabri' } });
    expect(screen.queryByText('Contoso AG')).toBeNull();
    await fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(session.customer?.id).toBe('fabrikam'));
  });
  it('creates a customer from nothing but a name', async () => {
    render(App);
    await fireEvent.click(await screen.findByRole('button', { name: 'New customer' }));
    const dialog = await screen.findByRole('dialog', { name: 'New customer' });
    const field = within(dialog).getByLabelText('Customer');
    await fireEvent.input(field, { target: { value: ' Woodgrove ' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Create' }));
    await waitFor(() => expect(session.profile?.customerName).toBe('Woodgrove'));
  });
  it('deletes to the trash and offers to take that back', async () => {
    render(App);
    await screen.findByText('Fabrikam');
    await customers.remove('fabrikam', 'Fabrikam');
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Fabrikam/u })).toBeNull());
    await fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('button', { name: /^Fabrikam/u })).toBeTruthy();
  });
  it('lists the deleted customers and restores one long after', async () => {
    main.trash.set('woodgrove', documentOf('woodgrove', emptyProfile('Woodgrove')));
    render(App);
    await fireEvent.click(await screen.findByRole('button', { name: 'Deleted customers' }));
    const dialog = await screen.findByRole('dialog', { name: 'Deleted customers' });
    await fireEvent.click(await within(dialog).findByRole('button', { name: 'Restore Woodgrove' }));
    expect(await within(dialog).findByText('The trash is empty.')).toBeTruthy();
    expect(main.files.has('woodgrove')).toBe(true);
    await fireEvent.click(within(dialog).getAllByRole('button', { name: 'Close' })[0] ?? dialog);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
  it('says that all are deleted, and has nothing to undo once one is restored from the list', async () => {
    render(App);
    await screen.findByText('Fabrikam');
    await customers.remove('fabrikam', 'Fabrikam');
    await customers.remove('contoso', 'Contoso AG');
    expect(await screen.findByRole('heading', { name: 'Every customer is deleted' })).toBeTruthy();
    expect(screen.getByText(/^2 customers are in the trash/u)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Restore a customer' }));
    const dialog = await screen.findByRole('dialog', { name: 'Deleted customers' });
    const row = (await within(dialog).findByText('Fabrikam')).closest('li');
    expect(row?.textContent).toContain('deleted');
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Restore Fabrikam' }));
    await waitFor(() => expect(main.files.has('fabrikam')).toBe(true));
    expect(await history.undo()).toBe('Deleted Contoso AG');
    expect(history.canUndo).toBe(false);
    await fireEvent.click(within(dialog).getAllByRole('button', { name: 'Close' })[0] ?? dialog);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('the frame', () => {
  it('changes views by key, names the place in the title and moves the focus to the heading', async () => {
    await openContoso();
    await press('5', { ctrlKey: true });
    const title = await heading('Profile: Engagement');
    await waitFor(() => expect(document.activeElement).toBe(title));
    expect(document.title).toBe('Contoso AG \u2014 Profile > Engagement');
  });
  it('steps through the domains with the brackets and stops at the last', async () => {
    await openContoso();
    const inHand = (): string => screen.getByRole('button', { name: /^Domain in hand/u }).textContent.trim();
    expect(inHand()).toBe('contoso.com');
    await press(']');
    await waitFor(() => expect(inHand()).toBe('example.net'));
    await press(']');
    expect(inHand()).toBe('example.net');
  });
  it('finds a step in the palette and opens it', async () => {
    await openContoso();
    await press('k', { ctrlKey: true });
    const query = await screen.findByRole('combobox', { name: /Commands/u });
    await fireEvent.input(query, { target: { value: 'dns-03' } });
    await fireEvent.keyDown(query, { key: 'Enter' });
    await waitFor(() => expect(document.title).toBe('Contoso AG \u2014 Runbook > P5 > DNS-03'));
  });
});

describe('the profile', () => {
  const show = async (section: string): Promise<HTMLElement> => {
    await openContoso();
    await press('5', { ctrlKey: true });
    const nav = await screen.findByRole('navigation', { name: 'Sections of the profile' });
    await fireEvent.click(within(nav).getByText(section));
    return heading(`Profile: ${section}`);
  };
  it('keeps a value as typed and says at the value what is wrong with it', async () => {
    await show('On-premises');
    const field = screen.getByLabelText<HTMLInputElement>('Public addresses 1');
    expect(field.value).toBe('131.107.21.300');
    const page = within(screen.getByRole('main'));
    expect(page.getByText(/131\.107\.21\.300” is not an address/u)).toBeTruthy();
    await fireEvent.input(field, { target: { value: '131.107.21.231' } });
    await waitFor(() => expect(screen.queryByText(/is not an address/u)).toBeNull());
    await session.flush();
    expect(main.files.get('contoso')?.data.profile.onPremPublicIps).toEqual(['131.107.21.231']);
  });
  it('adds a row by typing below the last, and removes one with Backspace in an empty row', async () => {
    await show('On-premises');
    await fireEvent.input(screen.getByLabelText('Public addresses 2'), { target: { value: '198.51.100.7' } });
    expect(session.profile?.onPremPublicIps).toEqual(['131.107.21.300', '198.51.100.7']);
    await fireEvent.input(screen.getByLabelText('Public addresses 1'), { target: { value: '' } });
    await fireEvent.keyDown(screen.getByLabelText('Public addresses 1'), { key: 'Backspace' });
    expect(session.profile?.onPremPublicIps).toEqual(['198.51.100.7']);
  });
  it('moves a row with Alt and the arrows', async () => {
    await show('On-premises');
    await fireEvent.input(screen.getByLabelText('Public addresses 2'), { target: { value: '198.51.100.7' } });
    await fireEvent.keyDown(screen.getByLabelText('Public addresses 2'), { key: 'ArrowUp', altKey: true });
    expect(session.profile?.onPremPublicIps).toEqual(['198.51.100.7', '131.107.21.300']);
  });
  it('keeps the earlier number while what is typed is none', async () => {
    await show('Domains');
    const field = screen.getByLabelText<HTMLInputElement>('TTL for the cut-over');
    await fireEvent.input(field, { target: { value: '5m' } });
    expect(field.value).toBe('5m');
    expect(session.profile?.domains[0]?.cutoverTtl).toBe(300);
    expect(screen.getByText(/5m is not a whole number/u)).toBeTruthy();
  });
  it('leads from the list of findings to the value', async () => {
    await show('Findings');
    const page = within(screen.getByRole('main'));
    await fireEvent.click(page.getByRole('button', { name: /131\.107\.21\.300” is not an address/u }));
    await heading('Profile: On-premises');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Public addresses 1')));
  });
});
