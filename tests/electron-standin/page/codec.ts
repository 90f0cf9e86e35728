/**
 * Text form of a structured clone. Both functions are also sent to the page as source text, so each must stand
 * alone: no imports, no constants of the module.
 */

/** Tree of plain JSON for a value that `structuredClone` has already accepted. Throws on what the tree can't carry. */
export function encode(value: unknown): unknown {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return Array.from(value, (item: unknown) => encode(item));
  if (value instanceof Date) return { $: 'date', v: value.getTime() };
  if (value instanceof Map) return { $: 'map', v: [...value].map((pair: unknown) => encode(pair)) };
  if (value instanceof Set) return { $: 'set', v: [...value].map((item: unknown) => encode(item)) };
  if (value instanceof ArrayBuffer) return { $: 'buffer', v: [...new Uint8Array(value)] };
  if (value instanceof Uint8Array) return { $: 'bytes', v: [...value] };
  if (value instanceof Error) return { $: 'error', n: value.name, v: value.message };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new Error(`The Electron stand-in can't clone a ${value.constructor.name}`);
  }
  return { $: 'object', v: Object.entries(value).map(([key, item]) => [key, encode(item)]) };
}

/** The value again; the reverse of `encode`. */
export function decode(tree: unknown): unknown {
  if (tree === null || typeof tree !== 'object') return tree;
  if (Array.isArray(tree)) return tree.map((item: unknown) => decode(item));
  const { $: kind, v, n } = tree as { $: string; v: unknown; n?: string };
  const list = (v ?? []) as unknown[];
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(v as string);
    case 'number':
      return Number(v);
    case 'date':
      return new Date(v as number);
    case 'map':
      return new Map(list.map((pair) => decode(pair) as [unknown, unknown]));
    case 'set':
      return new Set(list.map((item) => decode(item)));
    case 'buffer':
      return Uint8Array.from(v as number[]).buffer;
    case 'bytes':
      return Uint8Array.from(v as number[]);
    case 'error':
      return Object.assign(new Error(v as string), n === undefined ? {} : { name: n });
    default:
      return Object.fromEntries((v as Array<[string, unknown]>).map(([key, item]) => [key, decode(item)]));
  }
}
