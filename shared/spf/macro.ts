import type { DomainSpec, MacroPart, MacroString } from './ast.ts';

export type MacroResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: 'macro' | 'domain'; readonly reason: string };

const MACRO = /%\{([slodiphcrtv])([0-9]*)(r?)([.\-+,/_=]*)\}/iy;
const LITERALS: Readonly<Record<string, string>> = { '%%': '%', '%_': ' ', '%-': '%20' };
/** Letters that may stand only in the text of an explanation (RFC 7208, 7.2). */
const EXPLANATION_ONLY = 'crt';

/**
 * `domain`: no blanks, and not the letters c, r and t. `modifier`: the value of an unknown modifier, whose grammar has
 * all letters. `explanation`: the text that `exp=` points to, with blanks and all letters.
 */
export type MacroUse = 'domain' | 'modifier' | 'explanation';

const ODD_CHARACTER = 'it holds a character outside of printable ASCII';

interface ReadMacro extends MacroString {
  readonly endsInMacro: boolean;
}

const read = (raw: string, use: MacroUse): MacroResult<ReadMacro> => {
  const parts: MacroPart[] = [];
  const no = (reason: string): MacroResult<ReadMacro> => ({ ok: false, fault: 'macro', reason });
  let at = 0;
  let endsInMacro = false;
  while (at < raw.length) {
    const percent = raw.indexOf('%', at);
    const text = raw.slice(at, percent < 0 ? raw.length : percent);
    if ((use === 'explanation' ? /[^\x20-\x7e]/ : /[^\x21-\x7e]/).test(text)) {
      return { ok: false, fault: use === 'domain' ? 'domain' : 'macro', reason: ODD_CHARACTER };
    }
    if (text !== '') parts.push({ kind: 'text', text });
    endsInMacro = percent >= 0;
    if (percent < 0) break;
    const literal = LITERALS[raw.slice(percent, percent + 2)];
    if (literal !== undefined) {
      parts.push({ kind: 'text', text: literal });
      at = percent + 2;
      continue;
    }
    MACRO.lastIndex = percent;
    const found = MACRO.exec(raw);
    if (!found) return no(`“${raw.slice(percent, percent + 6)}” is no macro; a plain % is written %%`);
    const [whole, letter = '', digits = '', reverse = '', delimiters = ''] = found;
    const lower = letter.toLowerCase();
    if (use === 'domain' && EXPLANATION_ONLY.includes(lower)) {
      return no(`the macro %{${letter}} may stand only in an explanation`);
    }
    if (digits !== '' && Number(digits) === 0)
      return no(`the macro ${whole} keeps 0 parts; it must keep at least 1`);
    parts.push({
      kind: 'macro',
      letter: lower,
      escape: letter !== lower,
      keep: Math.min(Number(digits), 128),
      reverse: reverse !== '',
      delimiters: delimiters === '' ? '.' : delimiters,
    });
    at = percent + whole.length;
  }
  return { ok: true, value: { raw, parts, endsInMacro } };
};

/**
 * Reads a macro-string (RFC 7208, 7.1). Every character is looked at once.
 */
export const parseMacroString = (raw: string, use: MacroUse): MacroResult<MacroString> => read(raw, use);

const TOP_LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/**
 * Reads a domain-spec: a macro-string that ends in a macro, or in a dot and a top label that is not all digits
 * (RFC 7208, 7.1).
 */
export const parseDomainSpec = (raw: string): MacroResult<DomainSpec> => {
  const macro = read(raw, 'domain');
  if (!macro.ok) return macro;
  const no = (reason: string): MacroResult<DomainSpec> => ({ ok: false, fault: 'domain', reason });
  if (raw === '') return no('the name is missing');
  if (!macro.value.endsInMacro) {
    const bare = raw.endsWith('.') ? raw.slice(0, -1) : raw;
    const dot = bare.lastIndexOf('.');
    const brace = bare.lastIndexOf('}');
    if (dot < 0 || dot < brace) return no('the name has no dot in front of its last label');
    const top = bare.slice(dot + 1);
    if (top === '') return no('the name has an empty last label');
    if (!TOP_LABEL.test(top)) return no(`“${top}” can't be the last label of a name`);
    if (/^[0-9]+$/.test(top)) return no('the name ends in a number; an address belongs behind ip4: or ip6:');
  }
  const name = raw.includes('%') ? null : raw.toLowerCase().replace(/\.$/, '');
  return { ok: true, value: { ...macro.value, name } };
};
