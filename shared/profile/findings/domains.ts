/** Findings about the domains: one domain for itself, and all of them together. */
import type { Finding } from '../../finding.ts';
import { parseDkimTarget } from '../../mailauth/dkim.ts';
import { isInitialDomain } from '../../mailauth/initial-domain.ts';
import type { DomainProfile, MxHost, Profile } from '../schema.ts';
import { CLOUD_TITLES, EOP_SUFFIXES, eopFit, VERIFICATION } from './microsoft.ts';
import { DOMAIN } from './words/domains.ts';
import { each, hostFindings, nameOf } from './values.ts';

const NONE: readonly Finding[] = [];
const TTL_MIN = 60;
const TTL_MAX = 604_800;
/** Microsoft's least TTL in steady state, seconds. */
const TTL_STEADY = 3600;

/** Hosts and preferences of an MX set. */
export const mxFindings = (path: string, hosts: readonly MxHost[]): readonly Finding[] =>
  hosts.flatMap((mx, index) => [
    ...hostFindings(`${path}.${String(index)}.host`, mx.host),
    ...(mx.preference === null && mx.host.trim() !== ''
      ? [DOMAIN.noPreference({ path: `${path}.${String(index)}.preference` }, mx.host)]
      : NONE),
  ]);

const nameFindings = (path: string, domain: DomainProfile): readonly Finding[] => {
  const name = nameOf(domain.name);
  return [
    ...hostFindings(path, domain.name),
    ...(name !== null && isInitialDomain(name)
      ? [DOMAIN.initialDomain({ path, token: domain.name }, domain.name)]
      : NONE),
  ];
};

const eopFindings = (path: string, host: string, cloud: Profile['cloud']): readonly Finding[] => {
  const form = hostFindings(path, host);
  const name = nameOf(host);
  if (name === null || cloud === null) return form;
  const fit = eopFit(name, cloud);
  if (fit === 'fits') return form;
  const at = { path, token: host };
  return [
    ...form,
    fit === 'other-cloud'
      ? DOMAIN.eopWrongCloud(at, host, CLOUD_TITLES[cloud])
      : DOMAIN.eopUnknown(at, host, EOP_SUFFIXES[cloud].join(' or ')),
  ];
};

const dkimFindings = (path: string, domain: DomainProfile): readonly Finding[] => {
  const texts = [domain.dkimSelector1Target, domain.dkimSelector2Target];
  const targets = texts.map((text) => (text.trim() === '' ? null : parseDkimTarget(text)));
  const bad = texts.flatMap((text, index) => {
    if (text.trim() === '' || targets[index]?.selector === index + 1) return [];
    const selector = String(index + 1);
    return [
      DOMAIN.badDkim(
        { path: `${path}.dkimSelector${selector}Target`, token: text },
        text,
        `selector ${selector}`,
      ),
    ];
  });
  const [first, second] = targets;
  if (bad.length > 0 || !first || !second) return bad;
  const at = { path: `${path}.dkimSelector2Target`, token: domain.dkimSelector2Target };
  if (first.format !== second.format) {
    return [DOMAIN.dkimMismatch(at, 'one has the form used since May 2025, the other the older one')];
  }
  return first.letter === second.letter
    ? NONE
    : [
        DOMAIN.dkimMismatch(
          at,
          `Microsoft’s letter is ${first.letter ?? ''} in one and ${second.letter ?? ''} in the other`,
        ),
      ];
};

const ttlFindings = (path: string, domain: DomainProfile): readonly Finding[] => {
  const { currentTtl, cutoverTtl, steadyTtl } = domain;
  const inRange = Object.entries({ currentTtl, cutoverTtl, steadyTtl }).flatMap(([key, ttl]) =>
    ttl !== null && (ttl < TTL_MIN || ttl > TTL_MAX)
      ? [DOMAIN.ttlRange({ path: `${path}.${key}`, token: String(ttl) }, String(ttl))]
      : [],
  );
  const short =
    steadyTtl !== null && steadyTtl >= TTL_MIN && steadyTtl < TTL_STEADY
      ? [
          DOMAIN.ttlSteady(
            { path: `${path}.steadyTtl`, token: String(steadyTtl), fix: String(TTL_STEADY) },
            String(steadyTtl),
          ),
        ]
      : NONE;
  const notLower =
    currentTtl !== null && cutoverTtl !== null && currentTtl > TTL_STEADY && cutoverTtl >= currentTtl
      ? [DOMAIN.ttlNotLower({ path: `${path}.cutoverTtl` }, String(cutoverTtl), String(currentTtl))]
      : NONE;
  return [...inRange, ...short, ...notLower];
};

type Beside = Pick<Profile, 'cloud' | 'recipientCountOnPrem'>;

const useFindings = (path: string, domain: DomainProfile, profile: Beside): readonly Finding[] => [
  ...(domain.role === 'parked' && (domain.sends || domain.receives)
    ? [DOMAIN.parkedUses({ path: `${path}.role` }, domain.name)]
    : NONE),
  ...(domain.acceptedDomainType === 'Authoritative' && (profile.recipientCountOnPrem ?? 0) > 0
    ? [DOMAIN.authoritative({ path: `${path}.acceptedDomainType` }, domain.name)]
    : NONE),
];

/**
 * What is wrong with one domain. Looks at nothing of the profile but its cloud and the count of recipients on-premises,
 * so an edit of another domain can't change the outcome. `index` is the domain's position, for the paths.
 */
export const domainFindings = (domain: DomainProfile, profile: Beside, index: number): readonly Finding[] => {
  const path = `domains.${String(index)}`;
  const token = domain.verificationTxt.trim();
  return [
    ...nameFindings(`${path}.name`, domain),
    ...useFindings(path, domain, profile),
    ...(token === '' || VERIFICATION.test(token)
      ? NONE
      : [DOMAIN.badVerification({ path: `${path}.verificationTxt`, token }, token)]),
    ...eopFindings(`${path}.eopHost`, domain.eopHost, profile.cloud),
    ...dkimFindings(path, domain),
    ...mxFindings(`${path}.currentMx`, domain.currentMx),
    ...ttlFindings(path, domain),
  ];
};

/** Exactly one primary, no name twice, a parent for each subdomain. Linear in the number of domains. */
export const domainSetFindings = (profile: Profile): readonly Finding[] => {
  const { domains } = profile;
  const names = domains.map((domain) => nameOf(domain.name));
  const known = new Set(names);
  const seen = new Set<string>();
  const primaries = domains.flatMap((domain, index) => (domain.role === 'primary' ? [index] : []));
  const hasParent = (name: string): boolean =>
    name.split('.').some((_, cut, labels) => cut > 0 && known.has(labels.slice(cut).join('.')));
  return [
    ...(domains.length > 0 && primaries.length === 0 ? [DOMAIN.noPrimary({ path: 'domains' })] : NONE),
    ...primaries
      .slice(1)
      .map((index) =>
        DOMAIN.manyPrimaries({ path: `domains.${String(index)}.role` }, domains[index]?.name ?? ''),
      ),
    ...each(
      'domains',
      domains.map((domain) => domain.name),
      (at, text) => {
        const name = nameOf(text);
        if (name === null || !seen.has(name)) {
          if (name !== null) seen.add(name);
          return NONE;
        }
        return [DOMAIN.duplicate({ path: `${at}.name`, token: text }, text)];
      },
    ),
    ...domains.flatMap((domain, index) => {
      const name = names[index] ?? null;
      return domain.role === 'subdomain' && name !== null && !hasParent(name)
        ? [DOMAIN.noParent({ path: `domains.${String(index)}.role` }, domain.name)]
        : [];
    }),
  ];
};
