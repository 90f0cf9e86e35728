import type { Modifier } from './ast.ts';
import type { CheckContext } from './check-types.ts';
import { ptrNameFor, targetName } from './evaluate-dns.ts';
import type { Steps } from './lookup-port.ts';
import { expandMacros, usesMacro } from './macro-expand.ts';
import { parseMacroString } from './macro.ts';

/**
 * The explanation that `exp=` points to (RFC 7208, 6.2). Anything odd on the way (no record, several, other than
 * ASCII, a broken macro, an error of DNS) means that there is none. Its look-ups are not counted.
 */
export function* explanationFor(context: CheckContext, exp: Modifier, domain: string): Steps<string | null> {
  if (!exp.domain) return null;
  const target = yield* targetName(context, exp.domain, domain, true);
  if (target.kind !== 'name') return null;
  const pending = context.lookup(target.name, 'TXT');
  const answer = pending instanceof Promise ? yield pending : pending;
  if (answer.status !== 'found' || answer.values.length !== 1) return null;
  const text = parseMacroString(answer.values[0] ?? '', 'explanation');
  if (!text.ok || text.value.raw === '') return null;
  if (context.oddLocalPart && usesMacro(text.value, 'sl')) return null;
  const ptrName = usesMacro(text.value, 'p') ? yield* ptrNameFor(context, domain, false) : 'unknown';
  const expanded = expandMacros(text.value, { ...context.values, domain, ptrName: ptrName ?? 'unknown' });
  return /[^\x20-\x7e]/.test(expanded) ? null : expanded;
}
