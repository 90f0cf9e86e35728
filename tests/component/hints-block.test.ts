import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { withLine } from '../../renderer/features/records/sts-served.ts';
import { nav } from '../../renderer/app/nav.svelte.ts';
import { session } from '../../renderer/app/session.svelte.ts';
import { emptyDomain } from '../../shared/profile/empty.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { openDesk } from './support/desk.ts';
import type { Desk } from './support/desk.ts';

const text = (element: Element): string => element.textContent.replaceAll(/\s+/gu, ' ');
const sts = (): HTMLElement => screen.getByRole('region', { name: 'MTA-STS of contoso.com' });
const verdict = (): HTMLElement =>
  within(sts()).getByRole('status', { name: 'Verdict on the served policy' });
const others = (): HTMLElement =>
  screen.getByRole('region', { name: 'TLS-RPT, DKIM and DMARC of contoso.com' });
const open = async (changes: Partial<Profile> = { mtaStsMode: 'enforce' }): Promise<Desk> => {
  const desk = await openDesk((customer) => ({
    ...customer,
    profile: { ...customer.profile, ...changes },
  }));
  render(RecordsView);
  return desk;
};
const paste = async (policy: string): Promise<HTMLTextAreaElement> => {
  const box = within(sts()).getByRole<HTMLTextAreaElement>('textbox', {
    name: 'Policy file that is served now',
  });
  await fireEvent.input(box, { target: { value: policy } });
  return box;
};
const served = (...hosts: string[]): string =>
  ['version: STSv1', 'mode: enforce', ...hosts.map((host) => `mx: ${host}`), 'max_age: 604800'].join('\n');
afterEach(cleanup);

describe('the policy file', () => {
  it('is copied with the hosts before the change, which it names', async () => {
    const desk = await open();
    expect(text(sts())).toContain('mx: mail.contoso.com until no cache holds the old MX');
    await fireEvent.click(within(sts()).getByRole('button', { name: 'Copy the policy file' }));
    await waitFor(() => expect(desk.copied).toHaveLength(1));
    expect(desk.copied[0]).toMatch(
      /^version: STSv1\nmode: enforce\nmx: mx1\.filter\.example\n[^]*mx: mail\.contoso\.com\nmax_age: 604800\n$/u,
    );
  });

  it('that is served now and lacks a planned host is told with its consequence, and mended', async () => {
    const desk = await open();
    const box = await paste(served('mx1.filter.example', 'mail.contoso.com'));
    expect(text(verdict())).toContain(
      'Refused after the switch After the switch, mail from senders that enforce the policy would be refused, because it does not list mx2.filter.example.',
    );
    expect(text(sts())).toContain('STS-E-MX-NOT-LISTED');
    await fireEvent.click(within(sts()).getByRole('button', { name: 'Add mx: mx2.filter.example' }));
    expect(text(verdict())).toContain('Fits The policy lists every planned MX host');
    await fireEvent.click(within(sts()).getByRole('button', { name: 'Copy the mended policy file' }));
    await waitFor(() => expect(desk.copied).toEqual([box.value]));
  });

  it('is judged anew when the planned hosts change, and gone with the domain', async () => {
    const { profile } = (await openDesk()).file.data;
    await open({ domains: [...profile.domains, emptyDomain('shop.example', 'secondary')] });
    await paste(served('mx1.filter.example', 'mx2.filter.example'));
    session.setValue('thirdParty.mxHosts', 'MX hosts', [{ preference: 10, host: 'mx9.filter.example' }]);
    await waitFor(() => expect(text(sts())).toContain('does not list mx9.filter.example.'));
    nav.domainIndex = 1;
    const next = await screen.findByRole('region', { name: 'MTA-STS of shop.example' });
    const box = within(next).getByRole<HTMLTextAreaElement>('textbox');
    expect(box.value).toBe('');
    nav.domainIndex = 0;
  });

  it('that is a page of HTML does not bury the view in findings', async () => {
    await open();
    await paste(Array.from({ length: 60 }, (_, index) => `<p>${String(index)}</p>`).join('\n'));
    expect(text(sts())).toContain('Can’t be used');
    expect(text(sts())).toMatch(/and 5\d more findings/u);
  });

  it('is ended where none is planned, and asked for where the mode is not known', async () => {
    await open({ mtaStsMode: 'none' });
    expect(text(sts())).toContain('mode: none');
    session.setValue('mtaStsMode', 'MTA-STS', null);
    await fireEvent.click(await within(sts()).findByRole('button', { name: 'Open in the profile' }));
    expect([nav.view, nav.profileTarget]).toEqual(['profile', 'mtaStsMode']);
  });
});

describe('the records beside MX and SPF', () => {
  it('can be copied, each under its own name', async () => {
    const desk = await open();
    await fireEvent.click(
      within(others()).getByRole('button', { name: 'Copy the TXT record of _smtp._tls.contoso.com' }),
    );
    await waitFor(() => expect(desk.copied).toEqual(['v=TLSRPTv1; rua=mailto:tlsrpt@contoso.com']));
    expect(text(others())).toContain('selector2._domainkey.contoso.com CNAME');
    expect(text(others())).toContain('DMARC-W-POLICY-NONE');
  });

  it('are not offered for copying with an error', async () => {
    await open({ tlsRptRua: 'nobody' });
    expect(text(others())).toContain('TLSRPT-E-BAD-ADDRESS');
    expect(
      within(others()).queryByRole('button', { name: 'Copy the TXT record of _smtp._tls.contoso.com' }),
    ).toBeNull();
  });
});

describe('a line added to a policy file', () => {
  it.each([
    [
      'version: STSv1\r\nmx: a.example\r\nmax_age: 1\r\n',
      'version: STSv1\nmx: a.example\nmx: b\nmax_age: 1\n',
    ],
    ['version: STSv1\nmax_age: 1', 'version: STSv1\nmx: b\nmax_age: 1\n'],
    ['version: STSv1', 'version: STSv1\nmx: b\n'],
  ])('stands with its like: %j', (given, mended) => expect(withLine(given, 'mx: b')).toBe(mended));
});
