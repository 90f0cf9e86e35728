/** Whether the zone is signed, and whether the signatures hold: DS at the parent, DNSKEY in the zone, AD or SERVFAIL. */
import { decodeBase64 } from '../../net/base64.ts';
import type { Followed } from '../check-types.ts';
import { describeExtendedError, isDnssecError } from '../extended-error.ts';
import { describeServer } from '../server.ts';
import type { DnsAnswer } from '../types.ts';
import { notThere, whyUnanswered } from '../unanswered.ts';
import { piece, valuesOf, type Follow, type FollowContext } from './types.ts';

/** Key tag of a DNSKEY in presentation form (RFC 4034, appendix B); `null` when it can't be read. */
export const keyTag = (dnskey: string): number | null => {
  const [flags = '', protocol = '', algorithm = '', ...key] = dnskey.split(/\s+/u);
  const bytes = decodeBase64(key.join(''));
  if (bytes === null || !/^\d+$/u.test(flags)) return null;
  const rdata = [Number(flags) >> 8, Number(flags) & 0xff, Number(protocol), Number(algorithm), ...bytes];
  const sum = rdata.reduce((total, byte, index) => total + (index % 2 === 0 ? byte * 256 : byte), 0);
  return (sum + (Math.floor(sum / 65536) & 0xffff)) & 0xffff;
};

/** The zone that the name lies in: the nearest name upwards with an SOA of its own. */
const zoneOf = async ({
  port,
  name,
}: FollowContext): Promise<{ readonly zone: string; readonly soa: DnsAnswer }> => {
  const labels = name.split('.');
  const soa = await port.lookup({ name, type: 'SOA' });
  let at = { zone: name, soa };
  for (let index = 1; at.soa.outcome === 'no-data' && index < labels.length - 1; index += 1) {
    const zone = labels.slice(index).join('.');
    at = { zone, soa: await port.lookup({ name: zone, type: 'SOA' }) };
  }
  return at.soa.outcome === 'answer' || whyUnanswered(at.soa) !== null ? at : { zone: name, soa };
};

const EXPECTED = ['not signed, or signed so that resolvers can verify it'];
const one = (
  verdict: 'matching' | 'differing' | 'unanswered',
  sentence: string,
  answer: DnsAnswer,
  found: readonly string[] = [],
): Followed => ({
  expected: EXPECTED,
  pieces: [piece(verdict, sentence, answer, { found })],
});

const describe = ({ code, text }: { readonly code: number; readonly text: string }): string =>
  `EDE ${describeExtendedError(code)}${text === '' ? '' : `: ${text}`}`;

const failed = (zone: string, soa: DnsAnswer, ds: DnsAnswer): Followed => {
  const errors = (soa.extendedErrors ?? []).filter(isDnssecError);
  if (errors.length > 0)
    return one(
      'differing',
      `The signatures of ${zone} do not hold: ${describeServer(soa.server)} refuses to answer (${errors.map(describe).join('; ')}). Whoever verifies loses the domain, its mail included. Correct the zone, or have the DS taken out at the registrar.`,
      soa,
    );
  const why = whyUnanswered(soa) ?? '';
  return ds.outcome === 'answer'
    ? one(
        'unanswered',
        `${why} ${zone} is signed (DS at the parent), so broken signatures are a likely cause: if “dig +cd ${zone} SOA” at the same server answers, they are.`,
        soa,
        valuesOf(ds, 'DS'),
      )
    : one('unanswered', why, soa);
};

export const dnssec: Follow = async (context) => {
  const { port } = context;
  const { zone, soa } = await zoneOf(context);
  const [ds, dnskey] = await Promise.all([
    port.lookup({ name: zone, type: 'DS' }),
    port.lookup({ name: zone, type: 'DNSKEY' }),
  ]);
  if (soa.outcome === 'servfail') return failed(zone, soa, ds);
  const open = [soa, ds, dnskey].find((answer) => whyUnanswered(answer) !== null);
  if (open !== undefined) return one('unanswered', whyUnanswered(open) ?? '', open);
  if (soa.outcome === 'nxdomain') return one('differing', notThere(soa, 'SOA record'), soa);
  if (soa.outcome === 'no-data')
    return one(
      'unanswered',
      `Neither ${zone} nor a name above it has an SOA record, so the zone that it lies in is not known.`,
      soa,
    );
  const [dsTexts, keys] = [valuesOf(ds, 'DS'), valuesOf(dnskey, 'DNSKEY')];
  const found = [...dsTexts.map((text) => `DS ${text}`), ...keys.map((text) => `DNSKEY ${text}`)];
  if (dsTexts.length === 0)
    return one(
      'matching',
      keys.length === 0
        ? `${zone} is not signed: there is no DS at the parent.`
        : `${zone} has keys, but no DS at the parent, so nobody verifies its signatures.`,
      ds,
      found,
    );
  if (keys.length === 0)
    return one(
      'differing',
      `${zone} has a DS at the parent, but no DNSKEY. Whoever verifies loses the domain, its mail included. Sign the zone, or have the DS taken out at the registrar.`,
      dnskey,
      found,
    );
  const tags = new Set(keys.map(keyTag));
  if (!dsTexts.some((text) => tags.has(Number(text.split(' ', 1)[0]))))
    return one(
      'differing',
      `No key of ${zone} fits the DS at the parent (${dsTexts.map((text) => text.split(' ', 1)[0]).join(', ')}). Whoever verifies loses the domain, its mail included. Have the DS at the registrar replaced.`,
      ds,
      found,
    );
  if (soa.flags.ad || dnskey.flags.ad)
    return one(
      'matching',
      `${zone} is signed, and ${describeServer(soa.server)} has verified it (AD).`,
      soa.flags.ad ? soa : dnskey,
      found,
    );
  return one(
    'unanswered',
    `${zone} is signed, and a key fits the DS at the parent, but ${describeServer(soa.server)} does not verify signatures (no AD). Ask a resolver that does.`,
    soa,
    found,
  );
};
