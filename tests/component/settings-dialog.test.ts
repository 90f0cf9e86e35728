import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { nav } from '../../renderer/app/nav.svelte.ts';
import { settings } from '../../renderer/app/settings.svelte.ts';
import { toasts } from '../../renderer/app/toasts.svelte.ts';
import SettingsDialog from '../../renderer/features/settings/SettingsDialog.svelte';
import BlockListNote from '../../renderer/features/runbook/BlockListNote.svelte';
import { BLOCK_LISTS, type BlockList } from '../../shared/dns/block-lists.ts';
import { AppError } from '../../shared/result.ts';
import { openDesk, type Desk } from './support/desk.ts';

afterEach(() => {
  nav.overlay = null;
});

const open = async (): Promise<Desk> => {
  const desk = await openDesk();
  render(SettingsDialog);
  nav.overlay = 'settings';
  await screen.findByRole('dialog', { name: 'Settings' });
  return desk;
};
const list = (): HTMLElement => screen.getByRole('list', { name: 'Block lists' });
const box = (name: RegExp): HTMLInputElement =>
  within(list()).getByRole<HTMLInputElement>('checkbox', { name });
const zones = (): readonly string[] => settings.value.blockLists.map(({ zone }) => zone);
const type = (label: string, value: string): Promise<boolean> =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: string): Promise<boolean> => fireEvent.click(screen.getByRole('button', { name }));

describe('the block lists', () => {
  it('come with their rules, codes and source; the one that needs a registration is off', async () => {
    await open();
    expect(box(/^Spamhaus ZEN/u).checked).toBe(true);
    expect(box(/^Barracuda/u).checked).toBe(false);
    const zen = box(/^Spamhaus ZEN/u).closest('li') ?? expect.fail('no row');
    expect(within(zen).getByText('127.0.0.4').nextElementSibling?.textContent).toBe('XBL');
    expect(within(zen).getByText(/^https:\/\/docs\.spamhaus\.com\//u)).toBeTruthy();
    expect(screen.getByText(/one that is off is never asked/u)).toBeTruthy();
  });

  it('are switched one by one', async () => {
    await open();
    await fireEvent.click(box(/^SpamCop/u));
    await fireEvent.click(box(/^Barracuda/u));
    await waitFor(() =>
      expect(settings.value.blockLists.filter(({ asked }) => asked).map(({ name }) => name)).toEqual([
        'Spamhaus ZEN',
        'PSBL',
        'Barracuda',
      ]),
    );
  });

  it('keep both of two switches where the first is still on its way to the disk', async () => {
    const desk = await open();
    const disk = Promise.withResolvers<undefined>();
    desk.answer({
      'settings.set': async ({ blockLists = [] }) => {
        await disk.promise;
        return { ...settings.value, blockLists };
      },
    });
    await fireEvent.click(box(/^SpamCop/u));
    await fireEvent.click(box(/^Barracuda/u));
    disk.resolve(undefined);
    await waitFor(() => expect(box(/^Barracuda/u).checked).toBe(true));
    expect(box(/^SpamCop/u).checked).toBe(false);
  });

  it('are switched back where that can’t be kept', async () => {
    const desk = await open();
    desk.answer({
      'settings.set': () => {
        throw new AppError('store-full', 'The disk is full.');
      },
    });
    await fireEvent.click(box(/^SpamCop/u));
    await waitFor(() => expect(toasts.list.at(-1)?.text).toBe('The disk is full.'));
    expect(box(/^SpamCop/u).checked).toBe(true);
  });

  it('are removed and taken back, and restored with what was added kept', async () => {
    await open();
    expect(screen.queryByRole('button', { name: 'Restore the given lists' })).toBeNull();
    await press('Remove PSBL');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Undo'));
    expect(zones()).not.toContain('psbl.surriel.com');
    await press('Undo');
    await waitFor(() => expect(settings.value.blockLists).toEqual(BLOCK_LISTS));
    await settings.set({ blockLists: [] });
    expect(await within(list()).findByText(/^No list, so none is asked/u)).toBeTruthy();
    await type('Zone of the list', 'bl.example');
    await press('Add and switch on');
    await waitFor(() => expect(zones()).toEqual(['bl.example']));
    await press('Restore the given lists');
    await waitFor(() => expect(settings.value.blockLists.slice(1)).toEqual(BLOCK_LISTS));
    expect(zones()[0]).toBe('bl.example');
  });

  it('lose no change that comes before the one before it is saved', async () => {
    await open();
    void press('Remove PSBL');
    await fireEvent.click(box(/^SpamCop/u));
    await waitFor(() =>
      expect(settings.value.blockLists.map(({ name, asked }) => [name, asked])).toEqual([
        ['Spamhaus ZEN', true],
        ['SpamCop', false],
        ['Barracuda', false],
      ]),
    );
  });

  it('take one more by its zone, with or without a name', async () => {
    await open();
    await type('Zone of the list', ' BL.Example. ');
    await type('Name of the list', 'Own list');
    await fireEvent.click(screen.getByRole('checkbox', { name: 'holds IPv6 too' }));
    await press('Add and switch on');
    const own: BlockList = { zone: 'bl.example', name: 'Own list', ipv6: true, asked: true };
    await waitFor(() => expect(settings.value.blockLists.at(-1)).toEqual(own));
    expect(screen.getByLabelText('Zone of the list')).toHaveProperty('value', '');
    expect(within(list()).getByText(/^Added by hand/u)).toBeTruthy();
  });

  it.each([
    ['two words', '“two words” is not a domain name: it holds a blank.'],
    ['192.0.2.1', /^“192\.0\.2\.1” is not a domain name/u],
    ['Zen.Spamhaus.Org', 'zen.spamhaus.org is in the list already.'],
  ])('do not take %s, and say why', async (zone, why) => {
    await open();
    await type('Zone of the list', zone);
    expect(await screen.findByText(why)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Add and switch on' })).toHaveProperty('disabled', true);
  });

  it('keep what was typed and show what is kept when it could not be saved', async () => {
    const desk = await open();
    desk.answer({
      'settings.set': () => {
        throw new AppError('store-full', 'No space is left.');
      },
    });
    await type('Zone of the list', 'bl.example');
    await press('Add and switch on');
    await fireEvent.click(box(/^Barracuda/u));
    await waitFor(() => expect(box(/^Barracuda/u).checked).toBe(false));
    expect(settings.value.blockLists).toEqual(BLOCK_LISTS);
    expect(screen.getByLabelText('Zone of the list')).toHaveProperty('value', 'bl.example');
  });
});

describe('the rest', () => {
  it('sets the name in the log and the theme', async () => {
    await open();
    await fireEvent.change(screen.getByLabelText('Name in the log'), { target: { value: ' op2 ' } });
    await waitFor(() => expect(settings.operator).toBe('op2'));
    await fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
    await waitFor(() => expect(settings.value.theme).toBe('dark'));
  });
});

describe('the step that asks them', () => {
  it('says which lists are asked, and leads to the choice', async () => {
    await openDesk();
    render(BlockListNote);
    expect(
      screen.getByText(/^Asks Spamhaus ZEN, SpamCop, PSBL\. Each of them sees the addresses\./u),
    ).toBeTruthy();
    await settings.set({ blockLists: BLOCK_LISTS.map((one) => ({ ...one, asked: false })) });
    expect(await screen.findByText(/^No block list is switched on, so nothing is asked\./u)).toBeTruthy();
    await press('Choose block lists');
    expect(nav.overlay).toBe('settings');
  });
});
