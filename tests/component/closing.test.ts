import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { nav } from '../../renderer/app/nav.svelte.ts';
import { closingOf } from '../../renderer/features/dns/closing.ts';
import ClosingLinks from '../../renderer/features/dns/ClosingLinks.svelte';
import { emptyDomain, emptyProfile } from '../../shared/profile/empty.ts';
import { labelOf } from '../../shared/profile/fields.ts';
import { stepById } from '../../shared/runbook/catalogue/index.ts';
import type { DnsEvidence, Verdict } from '../../shared/runbook/log.ts';
import { DNS_CHECKS } from '../../shared/runbook/step.ts';
import { openDesk } from './support/desk.ts';
import { dnsEntry } from './support/evidence.ts';

const profile = {
  ...emptyProfile('Contoso AG'),
  onPremInboundHost: 'hybrid.contoso.com',
  domains: [emptyDomain('example.net', 'secondary'), emptyDomain('contoso.com', 'primary')],
};
const evidence = (check: string, verdict: Verdict, more: Partial<DnsEvidence> = {}): DnsEvidence => {
  const entry = dnsEntry({ stepId: 'VER-01', check, verdict });
  if (entry.kind !== 'evidence' || entry.evidence.kind !== 'dns') throw new TypeError('no DNS evidence');
  return { ...entry.evidence, ...more };
};
afterEach(cleanup);

describe('what closes a check', () => {
  it('names only steps of the runbook and values of the profile', () => {
    for (const check of DNS_CHECKS) {
      const { steps, values } = closingOf(evidence(check, 'differing'), profile);
      for (const id of steps) expect(stepById(id), `${check}: ${id}`).toBeDefined();
      for (const path of values)
        expect(labelOf(path.replace(/^domains\.\d+/u, 'domains')), `${check}: ${path}`).not.toContain('.');
    }
  });

  it('leads from a back door to the removal of its MX and to the lock of the host behind it', () => {
    const found = [
      '10 mx1.filter.example',
      '20 contoso-com.mail.protection.outlook.com',
      '30 hybrid.contoso.com',
    ];
    expect(
      closingOf(
        evidence('mx-only-planned', 'differing', { expected: ['10 mx1.filter.example'], found }),
        profile,
      ).steps,
    ).toEqual(['DNS-08', 'LCK-01', 'LCK-03']);
    expect(
      closingOf(evidence('mx-only-planned', 'differing', { found: ['10 other.example'] }), profile).steps,
    ).toEqual(['DNS-08']);
  });

  it('leads from a check without an answer to the values that are missing, and nowhere once they are there', () => {
    const open = evidence('dkim', 'unanswered');
    expect(closingOf(open, profile)).toEqual({
      steps: [],
      values: ['domains.1.dkimSelector1Target', 'domains.1.dkimSelector2Target'],
    });
    const target = 'selector1-contoso-com._domainkey.contoso.onmicrosoft.com';
    const filled = profile.domains.map((domain) => ({
      ...domain,
      dkimSelector1Target: target,
      dkimSelector2Target: target,
    }));
    expect(closingOf(open, { ...profile, domains: filled }).values).toEqual([]);
    expect(closingOf(evidence('dkim', 'matching'), profile)).toEqual({ steps: [], values: [] });
  });

  it('opens the value, and does not link to the step that is open', async () => {
    await openDesk();
    render(ClosingLinks, { evidence: evidence('dkim', 'differing'), stepId: 'DNS-04' });
    expect(screen.queryByRole('button', { name: /^DNS-04/u })).toBeNull();
    const [first] = screen.getAllByRole('button');
    if (first === undefined) throw new TypeError('no link');
    expect(first.textContent).toContain('of contoso.com');
    await fireEvent.click(first);
    expect(nav.view).toBe('profile');
    expect(nav.profileTarget).toBe('domains.0.dkimSelector1Target');
  });
});
