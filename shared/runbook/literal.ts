/**
 * PowerShell literals. A profile value reaches a command only through here: it becomes a single-quoted literal, in
 * which PowerShell expands nothing, so that no value can turn into code.
 */

/** PowerShell reads the typographic single quotes as quotes too; each is doubled to stand for itself. */
const SINGLE_QUOTES = /['\u2018\u2019\u201A\u201B]/gu;
/** Line ends and control characters end a pasted line; direction marks make a command read unlike what it does. */
const REFUSED = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

export type LiteralValue = string | boolean | number | readonly string[];
export type Literal =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

const quoted = (value: string): string => `'${value.replace(SINGLE_QUOTES, '$&$&')}'`;

/**
 * The literal for a value: `'text'`, `'a','b'`, `$true`, `42`. Refused: blank text, an empty list, and text with line
 * ends, control characters or direction marks, because a console would not read them as written.
 */
export const literalOf = (value: LiteralValue): Literal => {
  if (typeof value === 'boolean') return { ok: true, text: value ? '$true' : '$false' };
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? { ok: true, text: String(value) }
      : { ok: false, reason: 'The value is not a number.' };
  }
  const items = (typeof value === 'string' ? [value] : value)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) return { ok: false, reason: 'The value is not known yet.' };
  if (items.some((item) => REFUSED.test(item))) {
    return {
      ok: false,
      reason: 'The value holds a line end, a control character or a direction mark; type it again by hand.',
    };
  }
  return { ok: true, text: items.map(quoted).join(',') };
};
