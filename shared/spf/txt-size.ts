import type { Finding } from '../finding.ts';
import { spfFinding } from './findings.ts';
import { ADVISED_RECORD_OCTETS, octetLength } from './split.ts';

/** What every resolver takes over UDP (RFC 1035, 4.2.1), and what fits without fragments (RFC 9715). */
const PLAIN_UDP = 512;
const SAFE_UDP = 1232;
/** Header, type and class of the question, OPT record (RFC 1035, 4.1.1; RFC 6891, 6.1.2). */
const MESSAGE_OCTETS = 12 + 4 + 11;
/** Compressed name, type, class, TTL and length of each record. */
const RECORD_OCTETS = 12;

/** Octets of a whole answer for the TXT records at `name`, each as its character-strings. */
const txtAnswerOctets = (name: string, records: ReadonlyArray<readonly string[]>): number =>
  MESSAGE_OCTETS +
  octetLength(name) +
  2 +
  records.reduce(
    (sum, strings) => sum + strings.reduce((size, text) => size + octetLength(text) + 1, RECORD_OCTETS),
    0,
  );

/**
 * Says when all TXT records at the name together make an answer that UDP may not carry (RFC 7208, 3.4). A record that
 * is too long by itself has a finding of its own.
 */
export const txtSizeFindings = (name: string, records: ReadonlyArray<readonly string[]>): Finding[] => {
  if (records.some((strings) => octetLength(strings.join('')) > ADVISED_RECORD_OCTETS)) return [];
  const octets = txtAnswerOctets(name, records);
  const detail = { token: String(octets), reason: String(records.length) };
  if (octets > SAFE_UDP) return [spfFinding('SPF-W-ANSWER-OVER-1232', detail)];
  return octets > PLAIN_UDP ? [spfFinding('SPF-I-ANSWER-OVER-512', detail)] : [];
};
