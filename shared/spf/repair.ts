import { parseIp } from '../net/ip.ts';
import { cleanText } from './clean-text.ts';
import { parseSpf } from './parse.ts';

export interface RepairStep {
  /** What stood there; empty when something is only added. */
  readonly from: string;
  /** What stands there now; empty when it is left out. */
  readonly to: string;
  readonly reason: string;
}
export interface Repair {
  /** A record without grammar errors; shown as a proposal, never applied by itself. */
  readonly record: string;
  readonly changed: boolean;
  readonly steps: readonly RepairStep[];
  /** Text that nobody can mend without knowing what was meant; left out of `record`. */
  readonly unresolved: readonly RepairStep[];
}

const KEYWORDS = 'include|ip4|ip6|ipv4|ipv6|exists|redirect|exp';
const FUSED = new RegExp(`(?<=[^\\s:=+?~-])(?=[+?~-]?(?:${KEYWORDS})[:=])`, 'i');
const FUSED_ALL = /[a-z0-9.}]([+?~-]all)$/i;

/** Cuts every `-all` off the end of a word; only its last five characters are looked at each time. */
const cutAlls = (word: string): string[] => {
  const tails: string[] = [];
  let head = word;
  for (
    let cut = FUSED_ALL.exec(head.slice(-5))?.[1];
    cut !== undefined;
    cut = FUSED_ALL.exec(head.slice(-5))?.[1]
  ) {
    tails.push(cut);
    head = head.slice(0, -cut.length);
  }
  return [head, ...tails.reverse()];
};
const DANGLING = /^[+?~-]?(?:include|ip4|ip6|ipv4|ipv6|ip|a|mx|ptr|exists|redirect|exp)[:=]$/i;

const isGood = (token: string): boolean => {
  const { terms, problems } = parseSpf(`v=spf1 ${token}`);
  return terms.length === 1 && problems.length === 0;
};

interface Draft {
  readonly steps: RepairStep[];
}

/** Takes the version out of the text, however torn it is, and gives the rest. */
const takeVersion = (text: string, { steps }: Draft): string => {
  if (parseSpf(text).version !== null) return text.slice(6);
  const reason = 'the record must start with v=spf1 in one piece';
  const whole = /^v\s*[=:]\s*spf\s*1?(?![0-9])\s*[;:,]?|^spf1(?= |$)/i.exec(text);
  if (whole) {
    steps.push({ from: whole[0].trim(), to: 'v=spf1', reason });
    return text.slice(whole[0].length);
  }
  const torn = /^v\s*=?(?= |$)/i.exec(text);
  const rest = text.slice(torn?.[0].length ?? 0);
  const tail = /(?:^| )spf1(?= |$)/i.exec(rest);
  if (torn && tail) {
    steps.push({ from: `${torn[0]} … ${tail[0].trim()}`, to: 'v=spf1', reason });
    return rest.slice(0, tail.index) + rest.slice(tail.index + tail[0].length);
  }
  const later = /(?:^| )v=spf1(?= |$)/i.exec(text);
  if (later) {
    steps.push({ from: text.slice(0, later.index).trim(), to: '', reason });
    return text.slice(later.index + later[0].length);
  }
  steps.push({ from: '', to: 'v=spf1', reason });
  return text;
};

/** Joins what a blank tore apart (`ip4: 192.0.2.1`, `- all`) and cuts what grew together (`…com-all`). */
const regroup = (text: string, { steps }: Draft): string[] => {
  const words = text.split(' ').filter((word) => word !== '');
  const out: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const next = words[index + 1];
    const torn = next !== undefined && (DANGLING.test(word) ? !isGood(next) : /^[+?~-]$/.test(word));
    if (torn) {
      steps.push({
        from: `${word} ${next}`,
        to: word + next,
        reason: 'a value must follow at once, without a blank',
      });
      words[index + 1] = word + next;
      continue;
    }
    const parts = isGood(word) && !FUSED_ALL.test(word) ? [word] : word.split(FUSED).flatMap(cutAlls);
    if (parts.length > 1)
      steps.push({ from: word, to: parts.join(' '), reason: 'terms must be parted by a blank' });
    out.push(...parts);
  }
  return out;
};

const NAME_SLIPS: ReadonlyArray<readonly [RegExp, string, string]> = [
  [/^([+?~-]?)ip(?:v?4|)[:=](?=[0-9.]+(?:\/|$))/i, '$1ip4:', 'the mechanism is called ip4'],
  [/^([+?~-]?)ip(?:v?[46]|)[:=](?=[0-9a-f.]*:[0-9a-f:.]*(?:\/|$))/i, '$1ip6:', 'the mechanism is called ip6'],
  [/^([+?~-]?)ipv?6[:=](?=[0-9.]+(?:\/|$))/i, '$1ip4:', 'an IPv4 address belongs behind ip4'],
  [/^([+?~-]?)(include|a|mx|ptr|exists)=/i, '$1$2:', 'a mechanism takes a colon'],
  [/^([+?~-]?)include:(?=include:)/i, '$1', 'the word include stood twice'],
  [/^(redirect|exp):/i, '$1=', 'a modifier takes an equals sign'],
  [/^[+?~-](?=(?:redirect|exp)=)/i, '', 'a modifier takes no qualifier'],
  [/^([+?~-]?)all[.:;]+$/i, '$1all', 'all takes no value'],
  [/^([+?~-])[+?~-]+(?=[a-z])/i, '$1', 'one qualifier is enough'],
];

const mendAddress = (token: string): string => {
  const value = /^([+?~-]?ip4:)([0-9.]+)(\/[0-9]*)?$/i.exec(token);
  if (!value)
    return token.replace(/^([+?~-]?ip6:[0-9a-f:.]+)\/(?:0+[0-9]+|1[3-9][0-9]|129|[2-9][0-9]{2}|)$/i, '$1');
  const [, name = '', address = '', prefix = ''] = value;
  const plain = address.replace(/(^|\.)0+(?=[0-9])/g, '$1');
  const keep = prefix === '' || /^\/(?:[0-9]|[12][0-9]|3[0-2])$/.test(prefix);
  return name + plain + (keep ? prefix : '');
};

/** The token as it was meant, or `null` when that can't be told. */
const mendToken = (given: string): { readonly text: string; readonly reason: string } | null => {
  let text = given;
  const reasons: string[] = [];
  for (const [pattern, by, reason] of NAME_SLIPS) {
    const next = text.replace(pattern, by);
    if (next !== text) reasons.push(reason);
    text = next;
  }
  const bare = parseIp(text);
  if (bare.ok) {
    text = `ip${bare.ip.family}:${text}`;
    reasons.push('an address alone is no term');
  }
  const mended = mendAddress(text);
  if (mended !== text) reasons.push('the number is written as DNS and SPF want it');
  return isGood(mended) ? { text: mended, reason: reasons.join('; ') } : null;
};

const whyNot = (token: string): string => {
  if (/[:=](?:[0-9]{1,3}\.){1,2}[0-9]{1,3}\.?(?:\/|$)/.test(token))
    return 'the address has fewer than four numbers, and the missing ones can’t be guessed';
  return parseSpf(`v=spf1 ${token}`).problems[0]?.reason ?? 'it is not clear what was meant';
};

const repairOnce = (text: string): Repair => {
  const draft: Draft = { steps: [] };
  const unresolved: RepairStep[] = [];
  const cleaned = cleanText(text);
  for (const reason of cleaned.reasons) draft.steps.push({ from: '', to: '', reason });
  const terms: string[] = [];
  for (const token of regroup(takeVersion(cleaned.text, draft), draft)) {
    if (/^v=spf1$/i.test(token)) {
      draft.steps.push({ from: token, to: '', reason: 'v=spf1 stands once, at the start' });
      continue;
    }
    const slip = /^[+?~-]?(?:include|ip4|ip6|ipv4|ipv6|a|mx|exists|ptr)=|include:include:/i.test(token);
    if (isGood(token) && !slip) {
      terms.push(token);
      continue;
    }
    const mended = mendToken(token);
    if (mended === null) unresolved.push({ from: token, to: '', reason: whyNot(token) });
    else {
      draft.steps.push({ from: token, to: mended.text, reason: mended.reason });
      terms.push(mended.text);
    }
  }
  const seen = new Set<string>();
  const kept = terms.filter((term) => {
    const name = /^(redirect|exp)=/i.exec(term)?.[1]?.toLowerCase();
    if (name === undefined || !seen.has(name)) {
      if (name !== undefined) seen.add(name);
      return true;
    }
    unresolved.push({ from: term, to: '', reason: `${name}= may stand only once` });
    return false;
  });
  const record = ['v=spf1', ...kept].join(' ');
  return { record, changed: record !== text, steps: draft.steps, unresolved };
};

/** Cutting two terms apart can lay bare another slip, so the proposal goes through again until it stays the same. */
const MAX_PASSES = 5;

/**
 * Proposes a record without grammar errors for a text that someone typed or pasted: torn words, wrong keywords,
 * look-alike characters, whole lines of a zone file. Each change comes with its reason, so that a person can accept it.
 */
export const repairSpf = (text: string): Repair => {
  let { record, steps, unresolved } = repairOnce(text);
  for (let pass = 1; pass < MAX_PASSES; pass++) {
    const next = repairOnce(record);
    if (!next.changed) break;
    record = next.record;
    steps = [...steps, ...next.steps];
    unresolved = [...unresolved, ...next.unresolved];
  }
  return { record, changed: record !== text, steps, unresolved };
};
