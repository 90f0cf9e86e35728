/** The planned records of each domain as a zone file. */
import { writeZoneFile } from '../dns/zone-file.ts';
import type { ZoneRecord } from '../dns/zone-file.ts';
import { checkDomainName } from '../net/domain-name.ts';
import type { DomainProfile, Profile } from '../profile/schema.ts';
import type { DomainRecords } from '../records/derive.ts';

export interface ZoneOutput {
  /** File name, safe on every system. */
  readonly fileName: string;
  readonly text: string;
}
export interface Zones {
  readonly zones: readonly ZoneOutput[];
  /** Why a domain has no zone file, or lacks a record in it; sentences for a person. */
  readonly left: readonly string[];
}

const DEFAULT_TTL = 3600;
/** Device names of Windows, which no file there may be called, whatever its ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)\./u;
const NAME_MAX = 200;
/** Octets of a record's data (RFC 1035, 3.2.1). */
const RDATA_MAX = 65_535;

const fileNameOf = (origin: string, position: number): string => {
  const base = origin.length > NAME_MAX ? `${origin.slice(0, NAME_MAX)}-${String(position + 1)}` : origin;
  return `${DEVICE.test(base) ? '_' : ''}${base}.zone`;
};

const inside = (host: string, origin: string): boolean => host === origin || host.endsWith(`.${origin}`);

interface Draft {
  readonly records: ZoneRecord[];
  readonly standIns: ZoneRecord[];
  readonly left: string[];
}

const addMx = ({ mx }: DomainRecords, origin: string, ttl: number, draft: Draft): void => {
  if (mx.planned.length === 0) draft.left.push(`${origin}: there are no planned MX records yet.`);
  const seen = new Set<string>();
  for (const { preference, host } of mx.planned) {
    const checked = host === '.' ? null : checkDomainName(host);
    if (checked?.ok === false) {
      draft.left.push(`${origin}: the MX host “${host}” is left out, because ${checked.reason}.`);
      continue;
    }
    const name = checked?.name ?? '.';
    const key = `${String(preference)} ${name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    draft.records.push({ type: 'MX', name: origin, ttl, preference, host: name });
    if (inside(name, origin) && !draft.standIns.some((record) => record.name === name)) {
      draft.standIns.push({ type: 'A', name, ttl, value: '192.0.2.1' });
    }
  }
};

const addSpf = ({ spf }: DomainRecords, origin: string, ttl: number, draft: Draft): void => {
  const { record, strings, publishable, length } = spf.planned;
  if (record === null || !publishable) {
    draft.left.push(`${origin}: there is no SPF record to publish yet; its findings say why.`);
  } else if (length + strings.length > RDATA_MAX) {
    draft.left.push(`${origin}: the SPF record is longer than any DNS record can be.`);
  } else {
    draft.records.push({ type: 'TXT', name: origin, ttl, strings });
  }
};

const zoneText = (origin: string, draft: Draft, profile: Profile): string =>
  writeZoneFile({
    origin,
    comment: [
      `Planned mail records of ${origin}, for ${profile.customerName || 'a customer without a name yet'}.`,
      'Publish the records under "Planned" and nothing else; do not replace the zone with this file.',
      'They replace every MX record and the SPF record that the name has now.',
    ],
    sections: [
      { comment: ['Planned: to be published.'], records: draft.records },
      ...(draft.standIns.length > 0
        ? [
            {
              comment: [
                'Stand-ins, not to be published: addresses of MX hosts inside this zone, so that it loads.',
                'The real addresses are in the zone already; leave them as they are.',
              ],
              records: draft.standIns,
            },
          ]
        : []),
    ],
  });

const zoneOf = (
  profile: Profile,
  domain: DomainProfile,
  records: DomainRecords,
  origin: string,
): { text: string; left: string[] } => {
  const draft: Draft = { records: [], standIns: [], left: [] };
  const ttl = domain.cutoverTtl ?? DEFAULT_TTL;
  addMx(records, origin, ttl, draft);
  addSpf(records, origin, ttl, draft);
  return { text: zoneText(origin, draft, profile), left: draft.left };
};

/**
 * One file for each domain with a usable name; the first one wins when a name stands in the profile twice. `planned` are
 * the records of the profile's domains, in their order.
 */
export const zoneFiles = (profile: Profile, planned: readonly DomainRecords[]): Zones => {
  const zones = new Map<string, ZoneOutput>();
  const left: string[] = [];
  planned.forEach((records, position) => {
    const domain = profile.domains[position];
    if (domain === undefined) return;
    const checked = checkDomainName(domain.name.trim());
    if (!checked.ok) {
      left.push(`“${domain.name}” has no zone file, because ${checked.reason}.`);
    } else if (zones.has(checked.name)) {
      left.push(`${checked.name} stands in the profile twice; its zone file is made from the first entry.`);
    } else {
      const zone = zoneOf(profile, domain, records, checked.name);
      zones.set(checked.name, { fileName: fileNameOf(checked.name, position), text: zone.text });
      left.push(...zone.left);
    }
  });
  return { zones: [...zones.values()], left };
};
