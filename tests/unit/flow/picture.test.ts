import { describe, expect, it } from 'vitest';
import { flowPicture } from '../../../shared/flow/picture.ts';
import { flowSvg } from '../../../shared/flow/svg.ts';
import type { FlowBox, FlowEdge, FlowPicture, FlowPoint } from '../../../shared/flow/types.ts';
import { wrap } from '../../../shared/flow/wrap.ts';
import { emptyDomain, emptyProfile } from '../../../shared/profile/empty.ts';
import type { Profile } from '../../../shared/profile/schema.ts';

const contoso = (): Profile => {
  const profile = emptyProfile('Contoso');
  return {
    ...profile,
    domains: [
      {
        ...emptyDomain('contoso.com', 'primary'),
        eopHost: 'contoso-com.mail.protection.outlook.com',
        currentMx: [{ preference: 10, host: 'mail.contoso.com' }],
      },
    ],
    onPremSmtpHosts: ['mail.contoso.com'],
    onPremInboundHost: 'hybrid.contoso.com',
    onPremPublicIps: ['131.107.21.231'],
    thirdParty: {
      ...profile.thirdParty,
      vendor: 'Filter Example',
      mxHosts: [
        { preference: 20, host: 'mx2.filter.example' },
        { preference: 10, host: 'mx1.filter.example' },
      ],
    },
  };
};

const box = (boxes: ReadonlyArray<FlowBox & { readonly id: string }>, id: string): FlowBox => {
  const found = boxes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id} in the picture`);
  return found;
};
const edge = (picture: FlowPicture, id: string): FlowEdge => {
  const found = picture.edges.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id} in the picture`);
  return found;
};
const end = (one: FlowEdge): FlowPoint => one.points.at(-1) ?? { x: NaN, y: NaN };
const start = (one: FlowEdge): FlowPoint => one.points[0] ?? { x: NaN, y: NaN };
const textOf = (picture: FlowPicture, id: string): string =>
  picture.nodes
    .filter((node) => node.id === id)
    .flatMap((node) => [...node.title, ...node.lines.map((line) => line.text)])
    .join(' ');
const overlap = (a: FlowBox, b: FlowBox): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe('flowPicture', () => {
  it('puts the customer’s hosts into the lanes they belong to, most preferred MX first', () => {
    const picture = flowPicture(contoso());
    expect(picture.lanes.map((lane) => lane.id)).toEqual([
      'internet',
      'thirdParty',
      'microsoft365',
      'onPremises',
    ]);
    expect(textOf(picture, 'party')).toBe('Filter Example mx1.filter.example mx2.filter.example');
    expect(textOf(picture, 'eop')).toContain('contoso-com.mail. protection.outlook.com');
    expect(textOf(picture, 'smtp')).toContain('mail.contoso.com');
    expect(textOf(picture, 'inbound')).toContain('131.107.21.231');
  });

  it('runs inbound from left to right through the third party, outbound from right to left outside it', () => {
    const picture = flowPicture(contoso());
    const party = box(picture.lanes, 'thirdParty');
    for (const id of ['in-internet', 'in-party', 'in-onprem'])
      expect(end(edge(picture, id)).x).toBeGreaterThan(start(edge(picture, id)).x);
    for (const id of ['out-cloud', 'out-onprem']) {
      const line = edge(picture, id);
      expect(end(line).x).toBeLessThan(party.x);
      expect(start(line).x).toBeGreaterThan(party.x + party.w);
      expect(start(line).y).toBeLessThan(party.y);
    }
    for (const id of ['door-direct', 'door-old'])
      expect(start(edge(picture, id)).y).toBeGreaterThan(party.y + party.h);
    expect(edge(picture, 'cross').heads).toHaveLength(2);
  });

  it('shows a side door as open until its step closes it', () => {
    const open = flowPicture(contoso());
    expect(edge(open, 'door-direct').closed).toBe(false);
    expect(open.description).toContain('Side door A, open');
    const closed = flowPicture(contoso(), { openDoors: { direct: false, oldServer: true } });
    expect(edge(closed, 'door-direct').closed).toBe(true);
    expect(edge(closed, 'door-direct').dashed).toBe(true);
    expect(edge(closed, 'door-old').closed).toBe(false);
    expect(closed.description).toContain('Side door A, closed by step LCK-01');
  });

  it('says which values are not known yet', () => {
    const picture = flowPicture(emptyProfile('Contoso'));
    expect(textOf(picture, 'party')).toContain('MX hosts not known');
    expect(textOf(picture, 'eop')).toContain('EOP host not known');
    expect(picture.description).toContain('(MX host not known yet)');
  });

  it('sums up what has no room, and keeps all of it in the description', () => {
    const profile = contoso();
    const hosts = Array.from({ length: 6 }, (_, index) => `mx${String(index)}.filter.example`);
    const picture = flowPicture({
      ...profile,
      thirdParty: {
        ...profile.thirdParty,
        mxHosts: hosts.map((host, preference) => ({ preference, host })),
      },
    });
    expect(textOf(picture, 'party')).toContain('+3 more');
    expect(textOf(picture, 'party')).not.toContain('mx5.filter.example');
    for (const host of hosts) expect(picture.description).toContain(host);
  });

  it('leaves domains that receive no mail out', () => {
    const profile = contoso();
    const parked = {
      ...emptyDomain('parked.example', 'parked'),
      eopHost: 'parked.mail.protection.outlook.com',
    };
    const picture = flowPicture({ ...profile, domains: [...profile.domains, parked] });
    expect(picture.description).not.toContain('parked');
  });

  it.each([1, 40, 250])('keeps nodes apart and inside the picture with names of %i characters', (length) => {
    const profile = contoso();
    const long = `${'a'.repeat(length)}.example`;
    const picture = flowPicture({
      ...profile,
      domains: profile.domains.map((domain) => ({ ...domain, eopHost: long })),
      onPremSmtpHosts: [long, `b${long}`],
      onPremInboundHost: long,
      onPremPublicIps: ['2001:db8:1234:5678:9abc:def0:1234:5678', '192.0.2.1', '192.0.2.2', '192.0.2.3'],
      thirdParty: { ...profile.thirdParty, vendor: long, mxHosts: [{ preference: 1, host: long }] },
    });
    picture.nodes.forEach((a, index) => {
      for (const b of picture.nodes.slice(index + 1))
        expect(overlap(a, b), `${a.id} over ${b.id}`).toBe(false);
      expect(a.x + a.w).toBeLessThanOrEqual(picture.width);
      expect(a.y + a.h).toBeLessThan(picture.height);
    });
    const m365 = box(picture.lanes, 'microsoft365');
    expect(start(edge(picture, 'door-old')).y).toBeGreaterThan(m365.y + m365.h);
  });
});

describe('flowSvg', () => {
  it('escapes what comes from the profile and replaces what XML forbids', () => {
    const profile = contoso();
    const picture = flowPicture({
      ...profile,
      thirdParty: { ...profile.thirdParty, vendor: '</text><script>"&\u0001' },
    });
    const svg = flowSvg(picture, 'print');
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('\u0001');
    expect(svg).toContain('\uFFFD');
  });

  it('is the same text for the same profile and needs no style sheet', () => {
    const svg = flowSvg(flowPicture(contoso()), 'print');
    expect(flowSvg(flowPicture(contoso()), 'print')).toBe(svg);
    expect(svg).not.toMatch(/style=|<style|NaN|undefined/u);
    expect(svg.match(/<desc>/gu)).toHaveLength(1);
  });
});

describe('wrap', () => {
  it('breaks a host after its dots and hyphens', () => {
    expect(wrap('contoso-com.mail.protection.outlook.com', 22, 4)).toEqual([
      'contoso-com.mail.',
      'protection.outlook.com',
    ]);
  });
  it('breaks inside a label that is too long, counts wide characters as two and marks what it cut', () => {
    expect(wrap('abcdefgh', 3, 4)).toEqual(['abc', 'def', 'gh']);
    expect(wrap('株式会社', 4, 4)).toEqual(['株式', '会社']);
    expect(wrap('abcdefghi', 3, 2)).toEqual(['abc', 'de…']);
  });
  it('has no line for empty text', () => {
    expect(wrap('  ', 10, 2)).toEqual([]);
  });
});
