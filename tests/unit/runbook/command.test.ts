import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import { fillCommand, placeholdersOf } from '../../../shared/runbook/command.ts';
import { STEPS } from '../../../shared/runbook/catalogue/index.ts';
import { customerFile } from '../../fixtures/customer.ts';
import { readPowerShell } from '../powershell.ts';
import { readLiterals } from './powershell-reader.ts';

const base = emptyProfile('Contoso AG');
const withVendor = (vendor: string) => ({ ...base, thirdParty: { ...base.thirdParty, vendor } });
const withCert = (tlsCertSubject: string) => ({ ...base, tlsCertSubject });

/** Letters, quotes of all kinds and everything that PowerShell gives a meaning to. */
const hostile = fc.string({
  unit: fc.constantFrom(
    ...["'", '\u2018', '\u2019', '\u201A', '\u201B', '"', '\u201C', '\u201D', '`', '$', '(', ')', ';'],
    ...[
      '|',
      '&',
      '\n',
      '\r',
      '\u0000',
      '\u0085',
      '\u2028',
      '{',
      '}',
      '#',
      ',',
      ' ',
      '-',
      'a',
      'domain',
      'é',
      '😀',
    ],
  ),
  maxLength: 60,
});

describe('fillCommand', () => {
  it('writes text as a quoted literal and says where it comes from', () => {
    const filled = fillCommand('Get-X -Cert {tlsCertSubject} -End', {
      profile: withCert('mail.contoso.com'),
    });
    expect(filled.text).toBe("Get-X -Cert 'mail.contoso.com' -End");
    expect(filled.parts).toEqual([
      { text: 'Get-X -Cert ' },
      { text: "'mail.contoso.com'", field: 'tlsCertSubject' },
      { text: ' -End' },
    ]);
    expect(filled.missing).toEqual([]);
  });

  it('writes a list as literals with commas', () => {
    const profile = { ...base, pilotRecipients: ['a@contoso.com', ' ', 'b@contoso.com'] };
    expect(fillCommand('-EFUsers {pilotRecipients}', { profile }).text).toBe(
      "-EFUsers 'a@contoso.com','b@contoso.com'",
    );
  });

  it('doubles straight and typographic quotes', () => {
    const filled = fillCommand('{tlsCertSubject}', { profile: withCert("a'b\u2018c\u2019d\u201Ae\u201Bf") });
    expect(filled.text).toBe("'a''b\u2018\u2018c\u2019\u2019d\u201A\u201Ae\u201B\u201Bf'");
  });

  it('leaves a stand-in for each value that is not known, and lists it once', () => {
    const filled = fillCommand('{tlsCertSubject} {eopHost} {tlsCertSubject}', { profile: base });
    expect(filled.text).toBe('<tls-cert-subject> <eop-host> <tls-cert-subject>');
    expect(filled.missing).toEqual(['tlsCertSubject', 'eopHost']);
    expect(filled.parts[0]).toMatchObject({ missing: true, field: 'tlsCertSubject' });
  });

  it.each(['a\nb', 'a\rb', 'a\u0000b', 'a\u2028b', 'a\u202Eb', 'a\uD800b'])(
    'refuses %j, and says why',
    (value) => {
      const filled = fillCommand('{tlsCertSubject}', { profile: withCert(value) });
      expect(filled.text).toBe('<tls-cert-subject>');
      expect(filled.parts[0]?.reason).toContain('control character');
    },
  );

  it('takes the domain in hand, and the primary one without it', () => {
    const other = emptyDomain('b.example', 'secondary');
    const profile = { ...base, domains: [other, emptyDomain('a.example', 'primary')] };
    expect(fillCommand('{domain}', { profile }).text).toBe("'a.example'");
    expect(fillCommand('{domain}', { profile, domain: other }).text).toBe("'b.example'");
  });

  it('names connectors within the 64 characters that Exchange allows, without tearing a character', () => {
    const filled = fillCommand('{partnerConnectorName}', { profile: withVendor('😀'.repeat(60)) });
    const [name = ''] = readLiterals(filled.text).values;
    expect(name.startsWith('Inbound from 😀')).toBe(true);
    expect(name.length).toBeLessThanOrEqual(64);
    expect(name.isWellFormed()).toBe(true);
  });

  it('lists for a partner connector the IPv4 addresses alone', () => {
    const profile = {
      ...base,
      thirdParty: { ...base.thirdParty, egressIps: ['203.0.113.0/24', '2001:db8::/32'] },
    };
    expect(fillCommand('{thirdPartyEgressIpv4}', { profile }).text).toBe("'203.0.113.0/24'");
  });

  it('chooses the vendor host that senders try first', () => {
    const mxHosts = [
      { preference: 20, host: 'mx2.filter.example' },
      { preference: 10, host: 'mx1.filter.example' },
    ];
    const profile = { ...base, thirdParty: { ...base.thirdParty, mxHosts } };
    expect(fillCommand('{thirdPartyFirstMx}', { profile }).text).toBe("'mx1.filter.example'");
  });

  it('names initial and routing domain by cloud', () => {
    const profile = { ...base, tenantName: 'contoso', cloud: 'gcchigh' as const };
    expect(fillCommand('{initialDomain} {routingDomain}', { profile }).text).toBe(
      "'contoso.onmicrosoft.us' 'contoso.mail.onmicrosoft.us'",
    );
  });

  it('says that an unknown placeholder has no value', () => {
    const filled = fillCommand('{nobody}', { profile: base });
    expect(filled.text).toBe('<nobody>');
    expect(filled.parts[0]?.reason).toContain('nobody');
  });

  it('leaves script blocks alone', () => {
    const template = "Get-X | Where-Object { $_.Name -eq 'a' }";
    expect(placeholdersOf(template)).toEqual([]);
    expect(fillCommand(template, { profile: base }).text).toBe(template);
  });

  it('lets no text out of its literal, and keeps it letter by letter', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const filled = fillCommand('{tlsCertSubject}', { profile: withCert(value) });
        if (filled.missing.length > 0) {
          expect(filled.text).toBe('<tls-cert-subject>');
          return;
        }
        expect(readLiterals(filled.text)).toEqual({ values: [value.trim()], rest: '' });
      }),
      { seed: 5234, numRuns: 2000 },
    );
  });

  it('lets no list item out of its literal', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), (pilotRecipients) => {
        const filled = fillCommand('{pilotRecipients}', { profile: { ...base, pilotRecipients } });
        if (filled.missing.length > 0) return;
        const known = pilotRecipients.map((item) => item.trim()).filter((item) => item !== '');
        expect(readLiterals(filled.text)).toEqual({ values: known, rest: '' });
      }),
      { seed: 5234, numRuns: 1000 },
    );
  });

  it('puts a value in once: braces inside it are text', () => {
    const filled = fillCommand('{tlsCertSubject}', { profile: withCert('{domain}') });
    expect(filled.text).toBe("'{domain}'");
  });
});

const TEMPLATES = STEPS.flatMap(({ id, commands }) =>
  commands.map(({ template }) => [id, template] as const),
);

describe('the commands of the runbook, read by a grammar of PowerShell', () => {
  const { profile } = customerFile().data;

  it.each(TEMPLATES)('%s: %s', (_id, template) => {
    const filled = fillCommand(template, { profile });
    // A stand-in is no PowerShell on purpose.
    const text = filled.parts.map((part) => (part.missing === true ? "'x'" : part.text)).join('');
    expect(readPowerShell(text).faults).toEqual([]);
  });

  it('take every text as one literal, whatever stands in it', () => {
    const template = 'Set-X -Name {tlsCertSubject} -To {pilotRecipients}';
    fc.assert(
      fc.property(
        hostile,
        fc.array(hostile, { minLength: 1, maxLength: 3 }),
        (tlsCertSubject, pilotRecipients) => {
          const filled = fillCommand(template, { profile: { ...base, tlsCertSubject, pilotRecipients } });
          if (filled.missing.length > 0) return;
          const { faults, commands } = readPowerShell(filled.text);
          expect([faults, commands]).toEqual([[], ['Set-X']]);
        },
      ),
      { seed: 5234, numRuns: 300 },
    );
  });
});
