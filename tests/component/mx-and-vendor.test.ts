import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { history } from '../../renderer/app/history.svelte.ts';
import { session } from '../../renderer/app/session.svelte.ts';
import type { Customer } from '../../shared/customer.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { emptyProfile } from '../../shared/profile/empty.ts';
import { openDesk } from './support/desk.ts';
import { storedRunOf } from './support/stored-run.ts';

const text = (element: Element): string => element.textContent.replaceAll(/\s+/gu, ' ').trim();
afterEach(cleanup);

describe('the live MX hosts', () => {
  it('are each named by what they are, with what is wrong with the set', async () => {
    const desk = await openDesk();
    desk.runs.push(
      storedRunOf({
        'MX contoso.com': [
          '10 mx2.filter.example',
          '20 contoso-com.mail.protection.outlook.com',
          '30 old.example',
        ],
        'A mx2.filter.example': ['198.51.100.8'],
        'AAAA mx2.filter.example': [],
        'A old.example': ['131.107.21.231'],
        'AAAA old.example': [],
      }),
    );
    render(RecordsView);
    const list = await screen.findByRole('list', { name: 'Live MX hosts against the planned set' });
    await waitFor(() =>
      expect(within(list).getAllByRole('listitem').map(text)).toEqual([
        '10 mx2.filter.example Expected',
        '20 contoso-com.mail.protection.outlook.com Back door to Microsoft 365',
        '30 old.example Back door to the old server',
      ]),
    );
    const block = text(screen.getByRole('region', { name: 'MX records of contoso.com' }));
    expect(block).toContain('MX-E-MISSING-HOST');
    expect(block).toContain('MX-E-BACK-DOOR-M365');
  });
});

describe('the MX before the change', () => {
  const noted = (currentMx: Profile['domains'][number]['currentMx']) => (customer: Customer) => ({
    ...customer,
    profile: {
      ...customer.profile,
      domains: customer.profile.domains.map((domain) => ({ ...domain, currentMx })),
    },
  });

  it('is named as that while it is still published', async () => {
    const desk = await openDesk(noted([{ preference: 10, host: 'Old.example.' }]));
    desk.runs.push(storedRunOf({ 'MX contoso.com': ['10 old.example'] }, 'run-0005'));
    render(RecordsView);
    const list = await screen.findByRole('list', { name: 'Live MX hosts against the planned set' });
    await waitFor(() =>
      expect(within(list).getAllByRole('listitem').map(text)).toEqual([
        '10 old.example MX noted before the change',
      ]),
    );
  });

  it('is taken over from DNS by one click where nobody noted it, and taken back by undo', async () => {
    const desk = await openDesk(noted([]));
    desk.runs.push(storedRunOf({ 'MX contoso.com': ['10 old.example'] }, 'run-0006'));
    render(RecordsView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Note the live MX as before' }));
    expect(session.profile?.domains[0]?.currentMx).toEqual([{ preference: 10, host: 'old.example' }]);
    expect(screen.queryByRole('button', { name: 'Note the live MX as before' })).toBeNull();
    await history.undo();
    expect(session.profile?.domains[0]?.currentMx).toEqual([]);
  });
});

describe('the TTL before the change', () => {
  const withTtl = (currentTtl: number | null) => (customer: Customer) => ({
    ...customer,
    profile: {
      ...customer.profile,
      domains: customer.profile.domains.map((domain) => ({ ...domain, currentMx: [], currentTtl })),
    },
  });
  const note = async (ttl: number | null, id: string, aa = true): Promise<number | null | undefined> => {
    const desk = await openDesk(withTtl(ttl));
    const stored = storedRunOf({ 'MX contoso.com': ['10 old.example'] }, id);
    const answers = stored.answers.map((one) => ({
      ...one,
      answer: { ...one.answer, flags: { ...one.answer.flags, aa } },
    }));
    desk.runs.push({ ...stored, answers });
    render(RecordsView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Note the live MX as before' }));
    return session.profile?.domains[0]?.currentTtl;
  };

  it('is taken over with the record where the zone itself gives it and nobody typed one', async () => {
    expect(await note(null, 'run-0021')).toBe(300);
  });

  it('stays as typed', async () => {
    expect(await note(7200, 'run-0022')).toBe(7200);
  });

  it('is not taken from a cache, which tells only what is left of it', async () => {
    expect(await note(null, 'run-0023', false)).toBeNull();
  });
});

describe('a recognised service', () => {
  const spf = 'v=spf1 include:eu._netblocks.mimecast.com -all';
  const mx = '10 eu-smtp-inbound-1.mimecast.com';

  it('is taken over into an empty profile by one click, and taken back by undo', async () => {
    const desk = await openDesk((customer) => ({
      ...customer,
      profile: { ...customer.profile, thirdParty: emptyProfile('').thirdParty },
    }));
    desk.runs.push(storedRunOf({ 'MX contoso.com': [mx], 'TXT contoso.com': [spf] }, 'run-0002'));
    render(RecordsView);
    const hint = await screen.findByRole('region', { name: 'Recognised services' });
    expect(text(hint)).toContain('This looks like Mimecast, region EU');
    expect(text(hint)).toMatch(/as of \d{4}-\d{2}-\d{2}\. It is a guess until you confirm it/u);
    const before = session.profile;
    await fireEvent.click(within(hint).getByRole('button', { name: 'Use in the profile' }));
    expect(session.profile?.thirdParty).toMatchObject({
      vendor: 'Mimecast',
      region: 'EU',
      mxHosts: [{ preference: 10, host: 'eu-smtp-inbound-1.mimecast.com' }],
      spfIncludes: ['eu._netblocks.mimecast.com'],
      spfMode: 'include',
      valuesSource: 'DNS of contoso.com',
    });
    await history.undo();
    expect(session.profile).toEqual(before);
  });

  it('is no more than a remark where the profile names another', async () => {
    const desk = await openDesk();
    desk.runs.push(storedRunOf({ 'MX contoso.com': [mx] }, 'run-0003'));
    render(RecordsView);
    const hint = await screen.findByRole('region', { name: 'Recognised services' });
    expect(text(hint)).toContain('The profile names Filter Example.');
    expect(within(hint).queryByRole('button')).toBeNull();
  });
});
